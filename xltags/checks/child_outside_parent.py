"""Check TAG006, child outside parent."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.customers import Match, TagColumn
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.tag_hints import current_tag
from xltags.core.taxonomy import Tag, Taxonomy


@check(
    "TAG006",
    "error",
    en="'{value}' belongs to {parent}, but {parent_group} says {given}; correct the one that is wrong",
    zh="“{value}”属于“{parent}”，但“{parent_group}”填的是“{given}”，请改正其中有误的一项",
    vi="“{value}” thuộc {parent}, nhưng {parent_group} lại ghi {given}; hãy sửa bên bị sai",
)
def child_outside_parent(dataset: Dataset) -> Iterator[Issue]:
    """Two tags of a customer contradict each other, such as a city and a province that is not its own.

    Why: the customer counts in one place by city and in another by province, so the two reports never agree.
    Fix: correct the tag that is wrong. If the list is wrong, correct the parent of the narrower tag.

    >>> from xltags.core.examples import dataset
    >>> tags = {
    ...     "group": ["province", "province", "city"],
    ...     "tag": ["Guangdong", "Zhejiang", "Shenzhen"],
    ...     "parent": [None, None, "Guangdong"],
    ... }
    >>> wrong = {"province": "Zhejiang", "city": "Shenzhen"}
    >>> [issue.place.cell for issue in child_outside_parent(dataset(Tags=tags, Customers=wrong))]
    ['B2']
    >>> list(child_outside_parent(dataset(Tags=tags, Customers={"province": "Guangdong", "city": "Shenzhen"})))
    []
    """
    taxonomy, tags = dataset.model.taxonomy, dataset.customers.tags
    above = {(tag.group, parent.group) for tag, parent in taxonomy.parents if parent and parent.group != tag.group}
    for group_id, column in tags.items():
        for parent_group in sorted(wider for group, wider in above if group == group_id and wider in tags):
            yield from _contradictions(dataset, column, tags[parent_group])


def _contradictions(dataset: Dataset, column: TagColumn, wider: TagColumn) -> Iterator[Issue]:
    taxonomy, width = dataset.model.taxonomy, len(wider.matches) + 1
    pairs = column.column.codes.astype(np.int64) * width + wider.column.codes
    both = np.flatnonzero((column.column.codes >= 0) & (wider.column.codes >= 0))
    distinct, which = np.unique(pairs[both], return_inverse=True)
    faults = [
        _outside(taxonomy, column.matches[pair // width], wider.matches[pair % width], wider.group.group)
        for pair in distinct.tolist()
    ]
    labels = group_labels(wider.group)
    flags = np.asarray([bool(fault) for fault in faults], dtype=np.bool_)
    for position in np.flatnonzero(flags[which]).tolist() if len(flags) else ():
        for text, parent, given in faults[int(which[position])]:
            fields = {"parent": parent, "given": given, "parent_group": labels}
            place = dataset.customers.table.place(int(both[position]), column.group.group)
            yield Issue(place, text, "", fields)


def _outside(
    taxonomy: Taxonomy, narrow: tuple[Match, ...], wide: tuple[Match, ...], group_id: str
) -> list[tuple[str, str, str]]:
    """The narrower values under none of the wider ones: text, its parent, the wider tags that stand there."""
    given = [line for match in wide if match.tag for line in _line(taxonomy, match.tag)]
    if not given:
        return []
    found = []
    for match in narrow:
        parents = [tag for tag in _line(taxonomy, match.tag) if tag.group == group_id] if match.tag else []
        if parents and not {tag.id for tag in parents} & {tag.id for tag in given}:
            stands = "; ".join(match.tag.tag for match in wide if match.tag)
            found.append((match.text, parents[0].tag, stands))
    return found


def _line(taxonomy: Taxonomy, tag: Tag) -> list[Tag]:
    """A tag and what is above it, each as it counts today: a merged province stands for its successor."""
    return [current_tag(taxonomy, above) for above in taxonomy.line_of(current_tag(taxonomy, tag))]
