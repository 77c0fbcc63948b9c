"""A PivotTable of a report sheet, as a plan of a write names it, and the numbers it shows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xltags.books.coded import CodedCells
from xltags.core.values import Value

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PivotField:
    """A column of the source in a pivot: its place from 0, what people read, and whether its items are sorted."""

    place: int
    caption: str
    sorted: bool = True


@dataclass(frozen=True, slots=True)
class PivotWords:
    """What a pivot says beside its data: of sums over everything, of a filter that is off, of a blank cell, and where
    a program shows no slicer (with its `{name}`)."""

    total: str
    all: str
    blank: str
    slicer: str


@dataclass(frozen=True)
class ReportPivot:
    """A PivotTable; `name` is unique on the sheet and tells it from the pivots that people made.

    Args:
        source: the name of the table that it reads. `header`, `columns`: that table's, whole.
        rows, across, values, filters: fields down, across (None: the values stand side by side), summed and above.
        place: (row, column) from 1 of its upper left corner; filters stand above that, a blank row between.
        totals: whether the rows are added up below them.
        slicers: whether each filter has a slicer beside; these stand in the rows from `slicer_row` on.
    """

    name: str
    source: str
    header: tuple[str, ...]
    columns: tuple[Sequence[Value | None], ...]
    rows: PivotField
    across: PivotField | None
    values: tuple[PivotField, ...]
    filters: tuple[PivotField, ...]
    words: PivotWords
    place: tuple[int, int]
    totals: bool = True
    slicers: bool = False
    slicer_row: int = 4

    @property
    def fields(self) -> tuple[PivotField, ...]:
        """The fields that have items."""
        return (self.rows, *([self.across] if self.across else ()), *self.filters)

    @property
    def records(self) -> int:
        """How many records the source has."""
        return len(self.columns[0])


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a field: their texts in order, None last for blank cells, and the item of each record."""

    texts: tuple[str | None, ...]
    of: Places


@dataclass(frozen=True, slots=True)
class PivotSums:
    """What a pivot shows: a row an item, a column an item across or a value; nan is a blank cell.

    Where the pivot has totals, the last row of `cells` holds those of the columns; where there is a field across, the
    last column holds those of the rows.
    """

    items: dict[int, Items]
    cells: Numbers


def pivot_sums(pivot: ReportPivot) -> PivotSums:
    """The items of a pivot's fields and the sums of its values."""
    items = {field.place: items_of(pivot.columns[field.place], in_order=not field.sorted) for field in pivot.fields}
    down = items[pivot.rows.place]
    height = len(down.texts)
    if pivot.across is None:
        sums = [_summed(down.of, height, amounts(pivot.columns[value.place])) for value in pivot.values]
        body = np.stack(sums, axis=1)
        return PivotSums(items, _with_totals(body, pivot))
    across = items[pivot.across.place]
    width = len(across.texts)
    numbers = amounts(pivot.columns[pivot.values[0].place])
    cell = down.of * width + across.of
    body = _summed(cell, height * width, numbers).reshape(height, width)
    met = np.bincount(cell, minlength=height * width).reshape(height, width) > 0
    whole = _with_totals(np.hstack([body, body.sum(axis=1, keepdims=True)]), pivot)
    whole[:height, :width][~met] = np.nan
    return PivotSums(items, whole)


def _with_totals(body: Numbers, pivot: ReportPivot) -> Numbers:
    return np.vstack([body, body.sum(axis=0)]) if pivot.totals else body


def items_of(column: Sequence[Value | None], *, in_order: bool) -> Items:
    """The items of a column of texts. As in Excel, texts that differ in capitals only are one item, spelt as the first.

    >>> items_of(["b", "A", None, "a"], in_order=False).texts, items_of(["b", "A", "a"], in_order=True).of.tolist()
    (('A', 'b', None), [0, 1, 1])
    """
    coded = coded_column(column)
    first = np.full(len(coded.values), len(coded.codes))
    np.minimum.at(first, coded.codes[coded.codes >= 0], np.flatnonzero(coded.codes >= 0))
    spelt: dict[str, str] = {}
    for code in np.argsort(first, kind="stable").tolist():
        text = coded.values[code]
        if not isinstance(text, str):
            raise ValueError(f"the items of a pivot are texts; {text!r} is none")
        if first[code] < len(coded.codes):
            spelt.setdefault(text.lower(), text)
    keys = list(spelt) if in_order else sorted(spelt)
    place = {key: number for number, key in enumerate(keys)}
    blank = len(keys)
    item = [place.get(value.lower(), blank) if isinstance(value, str) else blank for value in coded.values]
    of = np.asarray([*item, blank], dtype=np.int64)[coded.codes]
    texts: list[str | None] = [spelt[key] for key in keys]
    return Items((*texts, None) if (coded.codes < 0).any() else tuple(texts), of)


def amounts(column: Sequence[Value | None]) -> Numbers:
    """A column of numbers; blank cells and texts add nothing."""
    coded = coded_column(column)
    plain = [float(value) if isinstance(value, (int, float)) else 0.0 for value in coded.values]
    return np.asarray([*plain, 0.0], dtype=np.float64)[coded.codes]


def coded_column(column: Sequence[Value | None]) -> CodedCells:
    """The column as its distinct values and a code a record."""
    if isinstance(column, CodedCells):
        return column
    places: dict[tuple[type, Value], int] = {}
    codes = [-1 if it is None or it == "" else places.setdefault((type(it), it), len(places)) for it in column]
    return CodedCells([value for _, value in places], np.asarray(codes, dtype=np.int64))


def _summed(place: Places, size: int, numbers: Numbers) -> Numbers:
    return np.bincount(place, weights=numbers, minlength=size).astype(np.float64)
