"""Cells gathered column by column and dictionary-encoded: the distinct values once, and a small number a cell."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from xltags.books.reading.cell_batch import CellBatch, Kind, Texts
from xltags.books.reading.numbers import iso_moment, moments_from, numbers_from
from xltags.books.reading.strings import SharedStrings
from xltags.core.distinct import distinct
from xltags.core.values import CellFault, FaultKind, Value

Int32s: TypeAlias = NDArray[np.int32]
Payload: TypeAlias = NDArray[np.int32 | np.float64]
FAULTS: dict[Kind, FaultKind] = {
    Kind.ERROR: "error",
    Kind.UNCALCULATED: "uncalculated",
    Kind.BAD_NUMBER: "bad_number",
    Kind.BAD_REFERENCE: "bad_reference",
}
MOMENTS = (Kind.DATE, Kind.DATETIME, Kind.TIME, Kind.DURATION)
KINDS = len(Kind)
FEW = 400  # cells for which a dictionary is quicker than arrays


@dataclass(frozen=True, slots=True)
class CellColumn:
    """The cells of one column that have a value, from top to bottom.

    `rows` are indices into `SheetCells.rows`; `codes` indices into `values`, which are distinct (by type and value) and
    in order of first appearance; both have one entry a cell. `formulas` are the indices into `SheetCells.rows` of the
    cells that hold a formula. `made` is what was worked out from the column.
    """

    rows: Int32s
    values: tuple[Value, ...]
    codes: Int32s
    formulas: Int32s
    made: dict[object, object] = field(init=False, repr=False, compare=False, default_factory=dict)


class _Cells:
    """Rows and payloads of one kind of cell in one column, in arrays that grow: small pieces would fragment memory."""

    def __init__(self, payload_type: type[np.int32] | type[np.float64]) -> None:
        self.count = 0
        self._rows = np.empty(64, dtype=np.int32)
        self._payload: Payload = np.empty(64, dtype=payload_type)

    def append(self, rows: Int32s, payload: NDArray[np.float64]) -> None:
        end = self.count + len(rows)
        if end > len(self._rows):
            self._rows = _grown(self._rows, self.count, end)
            self._payload = _grown(self._payload, self.count, end)
        self._rows[self.count : end] = rows
        self._payload[self.count : end] = payload
        self.count = end

    def rows(self) -> Int32s:
        return self._rows[: self.count]

    def payload(self) -> Payload:
        return self._payload[: self.count]


Scalar = TypeVar("Scalar", bound=np.generic)


def _grown(array: NDArray[Scalar], used: int, needed: int) -> NDArray[Scalar]:
    """A copy with room for more; what is not yet used is not touched, so that it takes no memory."""
    room = np.empty(max(needed, 2 * len(array)), dtype=array.dtype)
    room[:used] = array[:used]
    return room


class ColumnBuilder:
    """Collects batches in document order, then encodes each column.

    Args:
        columns: the column numbers wanted, or None for all.
    """

    def __init__(self, columns: Container[int] | None) -> None:
        self._columns = columns
        self._cells: dict[int, dict[int, _Cells]] = {}
        self._formulas: dict[int, list[Int32s]] = {}
        self._rows: list[Int32s] = []
        self._row_count = 0
        self._last_row = 0

    def add(self, batch: CellBatch) -> None:
        """Adds cells whose rows do not come before those added so far."""
        if not len(batch):
            return
        first = np.diff(batch.rows, prepend=self._last_row) > 0
        ordinals = (np.cumsum(first) + (self._row_count - 1)).astype(np.int32)
        self._rows.append(batch.rows[first].astype(np.int32))
        self._row_count = int(ordinals[-1]) + 1
        self._last_row = int(batch.rows[-1])
        keys = batch.columns * KINDS + batch.kinds
        used = np.flatnonzero(np.bincount(keys))
        dense = np.zeros(int(used[-1]) + 1, dtype=np.uint16 if len(used) < 1 << 16 else np.int32)
        dense[used] = np.arange(len(used))
        groups = dense[keys]
        order = np.argsort(groups, kind="stable")  # a radix sort for 16 bits
        rows, payload = ordinals[order], batch.payload[order]
        bounds = np.append(0, np.cumsum(np.bincount(groups))).tolist()
        for key, start, end in zip(used.tolist(), bounds, bounds[1:], strict=False):
            column, kind = divmod(key, KINDS)
            if self._columns is None or column in self._columns:
                kinds = self._cells.setdefault(column, {})
                if kind not in kinds:
                    kinds[kind] = _Cells(np.float64 if Kind.NUMBER <= kind <= Kind.DURATION else np.int32)
                kinds[kind].append(rows[start:end], payload[start:end])
        if batch.formulas is not None:
            self._add_formulas(batch.columns[batch.formulas], ordinals[batch.formulas])

    def _add_formulas(self, columns: NDArray[np.int64], ordinals: Int32s) -> None:
        for column in distinct(columns).tolist():
            if self._columns is None or column in self._columns:
                self._formulas.setdefault(column, []).append(ordinals[columns == column])

    def rows(self) -> Int32s:
        """The numbers of the rows that have a value in any column, rising."""
        return np.concatenate(self._rows or [np.empty(0, np.int32)])

    def build(self, strings: SharedStrings, texts: Texts, *, date1904: bool) -> dict[int, CellColumn]:
        """The columns by number, rising; the builder is empty afterwards."""
        slots = np.empty(len(strings), dtype=np.int32)
        every_row = np.arange(self._row_count, dtype=np.int32)
        built = {}
        for number in sorted(self._cells):
            kinds = self._cells.pop(number)
            encoded: list[tuple[Int32s, Sequence[Value], Int32s]] = []
            for kind in sorted(kinds):
                cells = kinds.pop(kind)
                values, codes = _encode(Kind(kind), cells.payload(), strings, texts, slots, date1904=date1904)
                encoded.append((cells.rows(), values, codes))
            formulas = np.concatenate(self._formulas.get(number) or [np.empty(0, np.int32)])
            rows, values, codes = _merge(encoded)
            if len(rows) == len(every_row):
                rows = every_row  # most columns have no gap and can share it
            built[number] = CellColumn(rows, values, codes, formulas)
            del encoded, rows
        return built


def _encode(
    kind: Kind,
    payload: Payload,
    strings: SharedStrings,
    texts: Texts,
    slots: Int32s,
    *,
    date1904: bool,
) -> tuple[Sequence[Value], Int32s]:
    """The distinct payloads of one kind in order of appearance, as values, and the code of each cell."""
    if kind in (Kind.NUMBER, *MOMENTS):
        distinct, codes = _first_appearance_floats(payload)
        return (
            numbers_from(distinct) if kind == Kind.NUMBER else moments_from(distinct, kind, date1904=date1904)
        ), codes
    if kind == Kind.SHARED:
        ids, codes = _first_appearance(payload, slots)
        return strings.texts(ids), codes
    ids, codes = _first_appearance(payload, np.empty(max(len(texts.values), 2), dtype=np.int32))
    if kind == Kind.BOOL:
        return [bool(id) for id in ids.tolist()], codes
    found = [texts.values[id] for id in ids.tolist()]
    if kind == Kind.TEXT:
        return found, codes
    make: Callable[[str], Value] = iso_moment if kind == Kind.ISO_DATE else lambda text: CellFault(FAULTS[kind], text)
    return [make(text) for text in found], codes


def _first_appearance(ids: Payload | NDArray[np.int64], slots: Int32s) -> tuple[NDArray[np.int32], Int32s]:
    """Small whole numbers, each once in order of first appearance, and the code of each; without sorting.

    Args:
        slots: scratch space, longer than the largest number; what it holds does not matter.
    """
    if len(ids) <= FEW:
        return _first_appearance_of_few(ids.astype(np.int32))
    ids = ids.astype(np.int32, copy=False)
    positions = np.arange(len(ids), dtype=np.int32)
    slots[ids[::-1]] = positions[::-1]  # of equal indices the last written stays: the first appearance
    first = slots[ids]
    is_first = first == positions
    ranks = np.cumsum(is_first, dtype=np.int32) - 1
    return ids[is_first], ranks[first]


def _first_appearance_floats(numbers: Payload) -> tuple[NDArray[np.float64], Int32s]:
    """Numbers, each once in order of first appearance, and the code of each."""
    floats = numbers.astype(np.float64)
    if len(floats) <= FEW:
        return _first_appearance_of_few(floats)
    distinct, sorted_codes = np.unique(floats, return_inverse=True)
    order, codes = _first_appearance(sorted_codes.astype(np.int32), np.empty(len(distinct), dtype=np.int32))
    return distinct[order], codes


def _first_appearance_of_few(numbers: NDArray[Scalar]) -> tuple[NDArray[Scalar], Int32s]:
    seen: dict[float, int] = {}
    codes = [seen.setdefault(number, len(seen)) for number in numbers.tolist()]
    return np.array([*seen], dtype=numbers.dtype), np.array(codes, dtype=np.int32)


def _merge(encoded: list[tuple[Int32s, Sequence[Value], Int32s]]) -> tuple[Int32s, tuple[Value, ...], Int32s]:
    """One column from the kinds of values in it: sorted by row, equal values of one type under one code."""
    rows, values, codes = encoded[0]
    if len(encoded) > 1:
        rows = np.concatenate([each[0] for each in encoded])
        offsets = np.cumsum([0] + [len(each[1]) for each in encoded[:-1]], dtype=np.int32)
        codes = np.concatenate([each[2] + offset for each, offset in zip(encoded, offsets, strict=True)])
        values = [value for each in encoded for value in each[1]]
        order = np.argsort(rows, kind="stable")
        rows, codes = rows[order], codes[order]
    if _may_repeat(values):
        places: dict[tuple[type, Value], int] = {}
        merged = np.array([places.setdefault((type(value), value), len(places)) for value in values], dtype=np.int32)
        codes, values = merged[codes], [value for _, value in places]
    if len(encoded) > 1:
        appearance, codes = _first_appearance(codes, np.empty(len(values), dtype=np.int32))
        values = [values[index] for index in appearance.tolist()]
    return rows, tuple(values), codes


def _may_repeat(values: Sequence[Value]) -> bool:
    """Whether two values may be equal; by hashes, which take a tenth of a set's memory where there are many."""
    if len(values) <= FEW:
        return len(set(values)) < len(values)
    hashes = np.fromiter(map(hash, values), dtype=np.int64, count=len(values))
    return len(distinct(hashes)) < len(values)
