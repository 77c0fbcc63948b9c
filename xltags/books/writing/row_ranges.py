"""Sets of rows by sheet and column: what has changed in a workbook, asked for many rows at once."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from xltags.books.opc.refs import MAX_COLUMN, Area
from xltags.books.writing.references import Reference

Rows = NDArray[np.int64]


class ChangedCells:
    """Cells that have changed, or may have, in a workbook; sheets by folded name."""

    def __init__(self) -> None:
        self._whole: set[str] = set()
        self._columns: dict[str, dict[int, Rows]] = {}  # pairs (first, last), ascending and apart from one another

    def add_sheet(self, sheet: str) -> None:
        """All cells of a sheet."""
        self._whole.add(sheet)

    def add_rows(self, sheet: str, column: int, rows: Sequence[int] | Rows) -> None:
        """Cells of one column."""
        if len(rows):
            self._add(sheet, column, _pairs(rows))

    def add_area(self, sheet: str, area: Area) -> None:
        """All cells of an area."""
        pair = np.array([[area.top, area.bottom]], dtype=np.int64)
        for column in range(area.left, min(area.right, MAX_COLUMN) + 1):
            self._add(sheet, column, pair)

    def met_by(self, references: Iterable[Reference], rows: Rows) -> NDArray[np.bool_]:
        """For formulas in `rows` that all read those references: whether each reads a changed cell."""
        met = np.zeros(len(rows), dtype=np.bool_)
        for each in references:
            if each.sheet in self._whole:
                met[:] = True
                return met
            columns = self._columns.get(each.sheet)
            if not columns:
                continue
            low = rows + each.top if each.top_moves else np.full(len(rows), each.top)
            high = rows + each.bottom if each.bottom_moves else np.full(len(rows), each.bottom)
            wide = each.right - each.left > len(columns)
            numbers = list(columns) if wide else range(each.left, each.right + 1)
            for column in numbers:
                if column in columns and each.left <= column <= each.right:
                    pairs = columns[column]
                    place = np.searchsorted(pairs[:, 1], low)
                    inside = place < len(pairs)
                    met |= inside & (pairs[np.minimum(place, len(pairs) - 1), 0] <= high)
            if met.all():
                break
        return met

    def _add(self, sheet: str, column: int, pairs: Rows) -> None:
        columns = self._columns.setdefault(sheet, {})
        known = columns.get(column)
        columns[column] = pairs if known is None else _merged(np.concatenate([known, pairs]))


def _pairs(rows: Sequence[int] | Rows) -> Rows:
    if isinstance(rows, range) and rows.step == 1:
        return np.array([[rows[0], rows[-1]]], dtype=np.int64)
    numbers = np.asarray(rows, dtype=np.int64)
    if (np.diff(numbers) <= 0).any():
        numbers = np.unique(numbers)
    cuts = np.flatnonzero(np.diff(numbers) > 1)
    first = numbers[np.concatenate([[0], cuts + 1])]
    last = numbers[np.concatenate([cuts, [len(numbers) - 1]])]
    return np.stack([first, last], axis=1)


def _merged(pairs: Rows) -> Rows:
    """Pairs that meet or touch made one."""
    pairs = pairs[np.argsort(pairs[:, 0], kind="stable")]
    reach = np.maximum.accumulate(pairs[:, 1])
    starts = np.concatenate([[0], np.flatnonzero(pairs[1:, 0] > reach[:-1] + 1) + 1])
    ends = np.concatenate([starts[1:] - 1, [len(pairs) - 1]])
    return np.stack([pairs[starts, 0], reach[ends]], axis=1)
