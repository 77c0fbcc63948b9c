"""Check TAX016, duplicate group."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.taxonomy import TagGroup
from xltags.core.text import fold


@check(
    "TAX016",
    "error",
    en=("group '{value}' is already declared in row {row}; delete one of the two rows or give this group another ID"),
    zh="标签组“{value}”在第 {row} 行已经声明，请删除其中一行，或为本组另取 ID",
    vi="nhóm “{value}” đã khai báo ở dòng {row}; hãy xóa một trong hai dòng hoặc đặt mã khác cho nhóm này",
)
def duplicate_group(dataset: Dataset) -> Iterator[Issue]:
    """A tag group is declared twice.

    Why: only the first row counts; what the second says about owner, step or fill target is ignored.
    Fix: delete the row that is out of date, or give the second group an ID of its own.

    >>> from xltags.core.examples import dataset
    >>> [issue.place.cell for issue in duplicate_group(dataset(TagGroups={"group": ["stage", "Stage"]}))]
    ['A3']
    >>> list(duplicate_group(dataset(TagGroups={"group": ["stage", "source"]})))
    []
    """
    table = dataset.table("TagGroups")
    first: dict[str, TagGroup] = {}
    for group in dataset.model.taxonomy.groups:
        known = first.setdefault(fold(group.group), group)
        if known is not group:
            yield Issue(table.place_in_row(group.row, "group"), group.group, fields={"row": known.row})
