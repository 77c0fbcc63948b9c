"""Check TAX001, duplicate tag."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.taxonomy import Tag


@check(
    "TAX001",
    "error",
    en=("tag '{value}' of group '{group}' already stands in row {row}; delete one of the two rows or rename it"),
    zh="标签组“{group}”的标签“{value}”在第 {row} 行已经有了，请删除其中一行或改名",
    vi="thẻ “{value}” của nhóm “{group}” đã có ở dòng {row}; hãy xóa một trong hai dòng hoặc đổi tên",
)
def duplicate_tag(dataset: Dataset) -> Iterator[Issue]:
    """A tag group has the same tag twice.

    Why: nobody can tell which row's definition and action count, and reports cannot tell the two apart.
    Fix: keep the row with the better definition and delete the other, or give one of them another label.

    >>> from xltags.core.examples import dataset
    >>> twice = dataset(Tags={"group": "industry", "tag": ["Retail", "Retail"]})
    >>> [issue.place.cell for issue in duplicate_tag(twice)]
    ['B3']
    >>> list(duplicate_tag(dataset(Tags={"group": ["industry", "stage"], "tag": ["Other", "Other"]})))
    []
    """
    first: dict[tuple[str, str], Tag] = {}
    table = dataset.table("Tags")
    for tag in dataset.model.taxonomy.tags:
        known = first.setdefault((tag.group, tag.tag), tag)
        if known is not tag and tag.tag:
            yield Issue(table.place_in_row(tag.row, "tag"), tag.tag, fields={"group": tag.group, "row": known.row})
