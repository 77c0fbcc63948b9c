"""Which fields a scorecard may be learnt from, and what each holds for the closed customers."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from xltags.core.customers import TagColumn
from xltags.core.dataset import Dataset
from xltags.core.group_parts import Part, group_for
from xltags.core.judgement_group import judgement_group
from xltags.core.review.learnt_levels import Facts, NumberFacts, TagFacts
from xltags.core.taxonomy import Tag

Records = NDArray[np.intp]
LEARNT_MEASURES = ("employees", "team_headcount", "annual_revenue")  # the deal's value is known when it is won


def outcome_fields(dataset: Dataset) -> tuple[str, ...]:
    """Fields that say how a deal ended: groups of the family stage, and the value of the deal."""
    tags = dataset.customers.tags
    return (*(id for id, column in tags.items() if column.group.family == "stage"), "deal_value")


def late_fields(dataset: Dataset) -> tuple[str, ...]:
    """Fields that are written once the end is in sight, so that nothing is learnt from them.

    Those that say how a deal ended, the judgement of a lead after talking to it with the reasons of invalid ones, and
    the customer level (a person's verdict, which the score is set beside).
    """
    parts: tuple[Part, ...] = ("judgement", "invalid_reason", "customer_level")
    judged = dict.fromkeys((judgement_group(dataset.model.taxonomy), *(group_for(dataset, part) for part in parts)))
    return (*outcome_fields(dataset), *judged)


def learnable_fields(dataset: Dataset, also: Collection[str] = (), but: Collection[str] = ()) -> tuple[str, ...]:
    """The tag groups and measures to learn from: groups in the taxonomy's order, then measures.

    Args:
        also: late fields to learn from all the same.
        but: fields to leave out, such as those that leak.
    """
    barred = ({*late_fields(dataset)} - {*also}) | {*but}
    measures = (*LEARNT_MEASURES, *(["deal_value"] if "deal_value" in also else []))
    return tuple(field for field in (*dataset.customers.tags, *measures) if field not in barred)


def facts_of(dataset: Dataset, field: str, records: Records) -> Facts:
    """What a tag group or measure holds for these customers, in this order."""
    column = dataset.customers.tags.get(field)
    if column is None:
        numbers = dataset.customers.numbers(field)[records]
        return NumberFacts(field, np.where(numbers < 0, np.nan, numbers))  # no measure is below 0
    places = tag_places(dataset, field)
    pairs = [
        (cell, places[match.tag.id, match.tag.tag])
        for cell, matches in enumerate(column.matches)
        for match in matches
        if match.tag is not None
    ]
    cells, tags = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    wide, narrow = _lines(dataset, field)
    return TagFacts(field, _codes(column, records), cells, tags, wide, narrow, len(column.matches))


def _codes(column: TagColumn, records: Records) -> NDArray[np.int64]:
    codes = column.column.codes[records].astype(np.int64)
    return np.where(codes < 0, len(column.matches), codes)


def tag_places(dataset: Dataset, group: str) -> dict[tuple[str, str], int]:
    """The places of tags in their group, by id and label; the first of equals."""
    tags = dataset.model.taxonomy.tags_of(group)
    return {(tag.id, tag.tag): place for place, tag in reversed(list(enumerate(tags)))}


def band_text(dataset: Dataset, tag: Tag) -> str:
    """How a band names a tag: its label, else its id where that alone is understood; "" where neither is."""
    tags = dataset.model.taxonomy.tags
    for text in (tag.tag, tag.id):
        found = dataset.index.find(tag.group, text) if text and not set(text) & set(";,；，、\n") else None
        if found is not None and tags[int(found.key)] is tag:
            return text
    return ""


def _lines(dataset: Dataset, group: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """By tag the widest tag above it that a band can name, and the one next below that; see `TagFacts`."""
    taxonomy, places = dataset.model.taxonomy, tag_places(dataset, group)
    tags = taxonomy.tags_of(group)
    usable = {id(tag) for tag in tags if tag.status != "retired" and band_text(dataset, tag)}
    wide, narrow = (np.full(len(tags), -1, dtype=np.int64) for _ in range(2))
    for place, tag in enumerate(tags):
        line = [places[it.id, it.tag] for it in taxonomy.line_of(tag) if id(it) in usable]
        if line:
            wide[place], narrow[place] = line[-1], line[-2] if len(line) > 1 else line[-1]
    return wide, narrow
