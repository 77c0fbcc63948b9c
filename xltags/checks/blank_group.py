"""Check TAX018, blank group."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "TAX018",
    "error",
    en="this row names no group; write the group ID, or delete the row",
    zh="此行没有填写标签组 ID，请补填或删除此行",
    vi="dòng này chưa ghi mã nhóm thẻ; hãy bổ sung hoặc xóa dòng",
)
def blank_group(dataset: Dataset) -> Iterator[Issue]:
    """A row of Tag groups or Tags names no group.

    Why: a tag without a group belongs to no column of Customers, and a group without an ID cannot be referred to: the
    row is ignored.
    Fix: write the group ID, or delete the row.

    >>> from xltags.core.examples import dataset
    >>> bare = dataset(TagGroups={"group": ["stage", None], "family": "stage"})
    >>> [(issue.place.sheet, issue.place.cell) for issue in blank_group(bare)]
    [('TagGroups', 'A3')]
    >>> list(blank_group(dataset(Tags={"group": "stage", "tag": "Won"})))
    []
    """
    for table_id in ("TagGroups", "Tags"):
        table = dataset.table(table_id)
        if "group" not in table:  # the missing column is a finding of its own
            continue
        for index in table.column("group").blank().nonzero()[0].tolist():
            yield Issue(table.place(index, "group"))
