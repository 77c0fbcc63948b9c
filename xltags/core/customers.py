"""Customers as columns, with the tag that each distinct spelling stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xltags.core.lookup import TagIndex
from xltags.core.table import Column, Table
from xltags.core.taxonomy import Tag, TagGroup, Taxonomy
from xltags.core.text import split_values
from xltags.core.values import CellFault, as_text

How = Literal["exact", "folded", "label", "synonym", "id", "unknown"]


class Match(NamedTuple):
    """One value of a cell: the text as typed, the tag it stands for (None = unknown) and how it was found."""

    text: str
    tag: Tag | None
    how: How


@dataclass(frozen=True, slots=True)
class TagColumn:
    """A tag group's column in `Customers`. `matches[code]` are the values of the cell text `column.values[code]`.

    A cell that holds an Excel error has no matches: it is a fault of its own and counts as unknown.
    """

    group: TagGroup
    column: Column
    matches: tuple[tuple[Match, ...], ...]

    def labels(self) -> tuple[tuple[str, ...], ...]:
        """By distinct cell text: the canonical labels, or the text as typed where it is no tag; errors as typed."""
        return tuple(
            tuple(match.tag.tag if match.tag else match.text for match in matches) or (as_text(value),)
            for matches, value in zip(self.matches, self.column.values, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Customers:
    """All customers. `tags` is by group id, for the active groups that have a column, in the taxonomy's order."""

    table: Table
    tags: Mapping[str, TagColumn] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.table)

    def ids(self) -> list[str]:
        """Every customer's id as text; "" where it is blank."""
        return [as_text(value) for value in self.table.column("customer_id").cells()]

    def numbers(self, column_id: str) -> NDArray[np.float64]:
        """A measure by customer; nan where it is blank or no number."""
        return column_numbers(self.table.column(column_id))


def column_numbers(column: Column) -> NDArray[np.float64]:
    """A column as numbers by record; nan where the cell is blank or no number."""
    distinct = [
        float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else np.nan
        for value in column.values
    ]
    return np.asarray([*distinct, np.nan], dtype=np.float64)[column.codes]


def match_column(column: Column, group: TagGroup, index: TagIndex, taxonomy: Taxonomy) -> TagColumn:
    """Look up each distinct cell text of a group's column once.

    A cell that is a tag as a whole is not split, so that a label may hold a comma; nor is a cell of a one-valued group
    in which no part is a tag, so that an unknown text with a comma counts as one.
    """
    matches = tuple(
        () if isinstance(value, CellFault) else _match_cell(as_text(value), group, index, taxonomy)
        for value in column.values
    )
    return TagColumn(group, column, matches)


def _match_cell(text: str, group: TagGroup, index: TagIndex, taxonomy: Taxonomy) -> tuple[Match, ...]:
    whole = match_text(text.strip(), group.group, index, taxonomy)
    if whole.tag is not None:
        return (whole,)
    parts = split_values(text)
    if len(parts) < 2:
        return (whole,)
    matches = tuple(match_text(part, group.group, index, taxonomy) for part in parts)
    return matches if group.many or any(match.tag for match in matches) else (whole,)


def match_text(text: str, group_id: str, index: TagIndex, taxonomy: Taxonomy) -> Match:
    """The tag that one text stands for in a group."""
    found = index.find(group_id, text)
    if found is None:
        return Match(text, None, "unknown")
    return Match(text, taxonomy.tags[int(found.key)], found.how)
