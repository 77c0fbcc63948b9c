"""Check TAX015, tag of unknown group."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.taxonomy import Tag
from xltags.core.text import fold


@check(
    "TAX015",
    "error",
    en=(
        "{count} tag(s) from row {row} on name the group '{value}', which the Tag groups sheet does not "
        "have; add it there or correct the group ID"
    ),
    zh="从第 {row} 行起有 {count} 个标签属于“{value}”，但标签组表中没有该组，请补充该组或改正标签组 ID",
    vi=(
        "{count} thẻ (từ dòng {row}) thuộc nhóm “{value}” nhưng sheet Nhóm thẻ không có nhóm này; hãy thêm "
        "nhóm hoặc sửa mã nhóm"
    ),
)
def tag_of_unknown_group(dataset: Dataset) -> Iterator[Issue]:
    """Tags belong to a group that is not declared.

    Why: a group that is not declared has no column in Customers, so its tags can never be used.
    Fix: add the group to the Tag groups sheet, or write the ID of an existing group. One finding stands for all tags
    of the group.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": ["industry", "Industry"], "tag": ["Retail", "Steel"]}
    >>> strange = dataset(TagGroups={"group": "industry"}, Tags=tags)
    >>> [(issue.place.cell, issue.suggestion) for issue in tag_of_unknown_group(strange)]
    [('A3', 'industry')]
    >>> list(tag_of_unknown_group(dataset(Tags={"group": "industry", "tag": ["Retail", "Steel"]})))
    []
    """
    table = dataset.table("Tags")
    taxonomy = dataset.model.taxonomy
    strangers: dict[str, list[Tag]] = {}
    for tag in taxonomy.tags:
        if tag.group and taxonomy.group(tag.group) is None:
            strangers.setdefault(tag.group, []).append(tag)
    known = {fold(group.group): group.group for group in taxonomy.groups}
    for group, tags in strangers.items():
        yield Issue(
            table.place_in_row(tags[0].row, "group"),
            group,
            known.get(fold(group), ""),
            fields={"count": len(tags), "row": tags[0].row},
        )
