"""Check TAX014, empty group."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "TAX014",
    "warning",
    en=(
        "group '{value}' is active but has no active tag; add its tags to the Tags sheet, or set the group to reserved"
    ),
    zh="标签组“{value}”在用却没有任何在用标签，请在标签库中补充标签，或把该组改为“预留”",
    vi=(
        "nhóm “{value}” đang dùng nhưng không có thẻ nào đang dùng; hãy thêm thẻ vào sheet Thẻ hoặc chuyển "
        "nhóm sang để dành"
    ),
)
def empty_group(dataset: Dataset) -> Iterator[Issue]:
    """An active tag group has no active tag.

    Why: its column in Customers has nothing to choose from, so every value there is unknown.
    Fix: add the group's tags, or set its status to reserved until they are decided.

    >>> from xltags.core.examples import dataset
    >>> bare = dataset(TagGroups={"group": ["industry", "scenario"]}, Tags={"group": "industry", "tag": ["Retail"]})
    >>> [issue.place.cell for issue in empty_group(bare)]
    ['A3']
    >>> list(empty_group(dataset(Tags={"group": "industry", "tag": ["Retail"]})))
    []
    """
    table = dataset.table("TagGroups")
    taxonomy = dataset.model.taxonomy
    for group in taxonomy.active_groups():
        if not any(tag.status == "active" for tag in taxonomy.tags_of(group.group)):
            yield Issue(table.place_in_row(group.row, "group"), group.group)
