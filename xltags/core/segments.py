"""Segments: groups of customers to act on, with who is in them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.filter_values import Mask
from xltags.core.filters import FilterError, FilterProblem, FilterValues, matching
from xltags.core.suggest import suggest
from xltags.core.text import fold
from xltags.core.values import CellFault, Value, as_text

_COLUMNS = ("segment", "include", "exclude", "action", "owner", "frequency", "importance")


@dataclass(frozen=True, slots=True)
class Segment:
    """A row of `Segments` that has a name; `record` is its number in the table."""

    name: str
    include: str
    exclude: str
    action: str
    owner: str
    frequency: str
    importance: str
    record: int


@dataclass(frozen=True, slots=True)
class Members:
    """Who is in a segment, by customer: `included` meet include, `members` do and do not meet exclude.

    `problem` is what is wrong with a filter, with the column it stands in; then nobody is in the segment.
    """

    segment: Segment
    included: Mask
    members: Mask
    problem: tuple[str, FilterProblem] | None = None


def read_segments(dataset: Dataset) -> tuple[Segment, ...]:
    """The segments of a workbook, in its order."""
    rows = dataset.table("Segments").records(_COLUMNS)
    texts = ([_text(value) for value in row] for row in rows)
    return tuple(
        Segment(name, include, exclude, action, owner, frequency, importance, record)
        for record, (name, include, exclude, action, owner, frequency, importance) in enumerate(texts)
        if name
    )


def _text(value: Value | None) -> str:
    return "" if isinstance(value, CellFault) else as_text(value).strip()


def segment_named(segments: Sequence[Segment], name: str) -> Segment:
    """The segment with this name, but for case, width and spaces.

    Raises:
        XltagsError: none or several have it.
    """
    found = [segment for segment in segments if fold(segment.name) == fold(name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise XltagsError(f"{len(found)} segments are called {name!r}; give them names of their own in Segments")
    near = suggest((segment.name for segment in segments), name)
    names = ", ".join(repr(segment.name) for segment in segments) or "none; fill the sheet Segments"
    hint = f"did you mean {near.text!r}?" if near else f"the segments are {names}"
    raise XltagsError(f"no segment is called {name!r}; {hint}")


def segment_members(
    segments: Sequence[Segment], dataset: Dataset, values: FilterValues | None = None
) -> tuple[Members, ...]:
    """Who is in each segment. A blank include chooses nobody, a blank exclude takes out nobody.

    >>> from xltags.core.examples import dataset
    >>> data = dataset(
    ...     Customers={"customer_id": ["C1", "C2", "C3"], "employees": [10, 80, 800]},
    ...     Segments={"segment": "Middle", "include": "employees > 20", "exclude": "employees > 500"},
    ... )
    >>> [found.members.tolist() for found in segment_members(read_segments(data), data)]
    [[False, True, False]]
    """
    values = values or FilterValues(dataset)
    return tuple(_members(segment, values) for segment in segments)


def _members(segment: Segment, values: FilterValues) -> Members:
    nobody = np.zeros(len(values.dataset.customers), dtype=np.bool_)
    masks = []
    for column_id, text in (("include", segment.include), ("exclude", segment.exclude)):
        try:
            masks.append(matching(text, values) if text else nobody)
        except FilterError as error:
            return Members(segment, nobody, nobody, (column_id, error.problem))
    included, excluded = masks
    return Members(segment, included, included & ~excluded)
