"""Check PLAN010, segment of unknown group."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.segment_names import segment_problems


@check(
    "PLAN010",
    "error",
    en="the filter names '{name}' at character {at}, which is neither a tag group nor a column of Customers{hint}",
    zh="筛选条件第 {at} 个字符处的“{name}”既不是标签组，也不是客户表的列{hint}",
    vi="bộ lọc ghi “{name}” ở ký tự {at}, không phải nhóm thẻ cũng không phải cột của bảng Khách hàng{hint}",
)
def segment_of_unknown_group(dataset: Dataset) -> Iterator[Issue]:
    """The filter of a segment names a group that does not exist.

    Why: no list can be made from it, so nobody is reached, or nobody is excluded.
    Fix: write the id or the label of a group, the id or the header of a column of Customers such as employees, or
    something that xltags computes, such as tier. All of them are in docs/filters.md.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail"]}
    >>> segments = {"segment": "Shops", "include": "branch = Retail and tier in (A, B)"}
    >>> [issue.fields["name"] for issue in segment_of_unknown_group(dataset(Tags=tags, Segments=segments))]
    ['branch']
    >>> fine = {"segment": "Shops", "include": "industry = Retail", "exclude": 'employees >= 500 or company = "A = B"'}
    >>> list(segment_of_unknown_group(dataset(Tags=tags, Segments=fine)))
    []
    """
    table = dataset.table("Segments")
    for filter, problem in segment_problems(dataset, "field"):
        fields = {"name": problem.text, "at": problem.at + 1, "hint": problem.hints()}
        place = table.place(filter.record, filter.column_id)
        yield Issue(place, filter.text, problem.suggestion, fields)
