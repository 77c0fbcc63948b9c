"""The labels of all tags, looked through together: in hardly any workbook is one of them at fault."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from xltags.core.once import once
from xltags.core.taxonomy import Tag, Taxonomy


class TagLabel(NamedTuple):
    """A label of a tag and the id of the column it stands in; "" where the tag has none there."""

    tag: Tag
    column_id: str
    text: str


def labels_with(taxonomy: Taxonomy, sign: re.Pattern[str]) -> Iterator[TagLabel]:
    """The labels, in the order of the taxonomy, in which a pattern of one character is found.

    >>> tags = (Tag(group="stage", id="a", tag="Won?", zh="成交"), Tag(group="stage", id="b", tag="Lost", vi="Mất?"))
    >>> [(label.tag.id, label.column_id) for label in labels_with(Taxonomy(tags=tags), re.compile("[?]"))]
    [('a', 'tag'), ('b', 'vi')]
    """
    if sign.search("".join(_texts(taxonomy))):
        yield from (label for label in _labels(taxonomy) if sign.search(label.text))


def labels_over(taxonomy: Taxonomy, letters: int) -> Iterator[TagLabel]:
    """The labels, in the order of the taxonomy, of more than so many letters."""
    if max(map(len, _texts(taxonomy)), default=0) > letters:
        yield from (label for label in _labels(taxonomy) if len(label.text) > letters)


@once
def _texts(taxonomy: Taxonomy) -> tuple[str, ...]:
    return tuple([text for tag in taxonomy.tags for text in (tag.tag, tag.zh, tag.vi)])


def _labels(taxonomy: Taxonomy) -> Iterator[TagLabel]:
    for tag in taxonomy.tags:
        yield TagLabel(tag, "tag", tag.tag)
        yield TagLabel(tag, "zh", tag.zh)
        yield TagLabel(tag, "vi", tag.vi)
