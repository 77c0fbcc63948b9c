"""Check TAX009, parent in wrong group."""

from collections import Counter
from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.taxonomy import Tag, Taxonomy


def _allowed(taxonomy: Taxonomy) -> dict[str, set[str]]:
    """By group: itself, and the one other group that most of its parents are in; the first found wins a tie."""
    counts: dict[str, Counter[str]] = {}
    for tag, parent in taxonomy.parents:
        if parent is not None and parent.group != tag.group:
            counts.setdefault(tag.group, Counter())[parent.group] += 1
    wider: dict[str, str] = {}
    for group, count in sorted(counts.items(), key=lambda item: -max(item[1].values())):
        candidates = [name for name, _ in count.most_common() if wider.get(name) != group]
        if candidates:
            wider[group] = candidates[0]
    return {group: {group, wider.get(group, group)} for group in counts}


def _strays(taxonomy: Taxonomy) -> Iterator[tuple[Tag, Tag, str]]:
    allowed = _allowed(taxonomy)
    for tag, parent in taxonomy.parents:
        if parent is not None and parent.group not in allowed.get(tag.group, {parent.group}):
            expected = sorted(allowed[tag.group] - {tag.group}) or [tag.group]
            yield tag, parent, expected[0]


@check(
    "TAX009",
    "error",
    en=(
        "parent '{value}' of tag '{tag}' is in group '{found}', while the other tags of '{group}' have "
        "theirs in '{expected}'"
    ),
    zh=("标签“{tag}”的上级标签“{value}”属于标签组“{found}”，而“{group}”其他标签的上级都在“{expected}”中，请改正"),
    vi=(
        "thẻ cha “{value}” của thẻ “{tag}” thuộc nhóm “{found}”, trong khi các thẻ khác của “{group}” có thẻ "
        "cha ở “{expected}”"
    ),
)
def parent_in_wrong_group(dataset: Dataset) -> Iterator[Issue]:
    """A tag's parent is in another group than the parents of its fellow tags.

    Why: a group hangs under itself or under one other group, as cities hang under provinces; otherwise nothing adds
    up.
    Fix: choose a parent from the group named; where two groups name each other, decide which of them is the wider
    one.

    >>> from xltags.core.examples import dataset
    >>> groups, tags = ["province", "stage", "city", "city", "city"], ["Hunan", "Won", "Changsha", "Yueyang", "Zhuzhou"]
    >>> mixed = dataset(Tags={"group": groups, "tag": tags, "parent": [None, None, "Hunan", "Hunan", "Won"]})
    >>> [(issue.place.cell, issue.fields["expected"]) for issue in parent_in_wrong_group(mixed)]
    [('C6', 'province')]
    >>> alike = dataset(Tags={"group": groups, "tag": tags, "parent": [None, None, "Hunan", "Hunan", "Hunan"]})
    >>> list(parent_in_wrong_group(alike))
    []
    """
    table = dataset.table("Tags")
    for tag, parent, expected in _strays(dataset.model.taxonomy):
        yield Issue(
            table.place_in_row(tag.row, "parent"),
            tag.parent,
            fields={"tag": tag.tag, "group": tag.group, "found": parent.group, "expected": expected},
        )
