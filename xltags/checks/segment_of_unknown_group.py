"""Check PLAN010, segment of unknown group."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.segment_names import unknown_names
from xltags.core.values import CellFault, as_text


@check(
    "PLAN010",
    "note",
    en="the filter names '{name}', which is neither a tag group nor a column of Customers",
    zh="筛选条件中的“{name}”既不是标签组，也不是客户表的列",
    vi="bộ lọc ghi “{name}”, không phải nhóm thẻ cũng không phải cột của bảng Khách hàng",
)
def segment_of_unknown_group(dataset: Dataset) -> Iterator[Issue]:
    """The filter of a segment names a group that does not exist.

    Why: no customer can match it, so the list stays empty, or nobody is excluded.
    Fix: write the id or the label of a group, or the id of a column such as employees or tier.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail"]}
    >>> segments = {"segment": "Shops", "include": "branch = Retail and tier in (A, B)"}
    >>> [issue.fields["name"] for issue in segment_of_unknown_group(dataset(Tags=tags, Segments=segments))]
    ['branch']
    >>> fine = {"segment": "Shops", "include": "industry = Retail", "exclude": 'employees >= 500 or industry = "A = B"'}
    >>> list(segment_of_unknown_group(dataset(Tags=tags, Segments=fine)))
    []
    """
    table = dataset.table("Segments")
    for column_id in ("include", "exclude"):
        for index, value in enumerate(table.column(column_id).cells()):
            for name in () if isinstance(value, CellFault) else unknown_names(dataset, as_text(value)):
                yield Issue(table.place(index, column_id), value, "", {"name": name})
