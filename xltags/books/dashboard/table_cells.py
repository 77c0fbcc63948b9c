"""The cells of a table as the calculation of formulas reads them: each distinct value once, and a number a cell."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from xltags.books.dashboard.operands import Coded
from xltags.books.dashboard.scalars import NO_REFERENCE, Fault, NotCalculable, Scalar, cell_value
from xltags.books.shipped import Record
from xltags.core.spec import ColumnSpec
from xltags.core.table import BLANK


class TableCells:
    """A table's cells.

    Args:
        headings: one a column.
        columns: the distinct values of each column, and for each cell the place of its value, `BLANK` without one.
        count: how many rows there are.
        formulas: the cells that hold formulas, by row and column from 0.
        unknown: the columns in which formulas have no results.
    """

    def __init__(
        self,
        headings: Sequence[str],
        columns: Sequence[Coded],
        count: int,
        *,
        formulas: frozenset[tuple[int, int]] = frozenset(),
        unknown: frozenset[int] = frozenset(),
    ) -> None:
        self.headings = list(headings)
        self.count = count
        self._columns = columns
        self._formulas = formulas
        self._unknown = unknown
        self._spread: dict[int, list[Scalar]] = {}

    def value(self, row: int, column: int) -> Scalar:
        """What a cell below the headings holds; the row before the first is that of the headings."""
        return self.headings[column] if row < 0 else self._cells(column)[row]

    def part(self, column: int, top: int, bottom: int) -> Sequence[Scalar]:
        """See `Grid`."""
        if top < 0:
            return [self.headings[column], *(self._cells(column)[: bottom + 1] if bottom >= 0 else ())]
        cells = self._cells(column)
        return cells if top == 0 and bottom + 1 == len(cells) else cells[top : bottom + 1]

    def is_formula(self, row: int, column: int) -> bool:
        """See `Grid`."""
        return (row, column) in self._formulas

    def coded(self, column: int) -> Coded:
        """See `Grid`.

        Raises:
            NotCalculable: results are missing in it.
        """
        if column in self._unknown:
            raise NotCalculable(self.headings[column])
        return self._columns[column]

    def place(self, heading: str) -> int:
        """The number of a column.

        Raises:
            Fault: there is none.
        """
        if heading not in self.headings:
            raise Fault(NO_REFERENCE)
        return self.headings.index(heading)

    def _cells(self, column: int) -> list[Scalar]:
        if column not in self._spread:
            values, codes = self.coded(column)
            with_blank = [*values, None]  # the place of a blank cell, -1, is the last one
            self._spread[column] = [with_blank[code] for code in codes.tolist()]
        return self._spread[column]


def cells_of_records(columns: Sequence[ColumnSpec], headings: Sequence[str], records: Sequence[Record]) -> TableCells:
    """A table of records; one blank record where it is empty, as in the workbook."""
    rows = records or ({},)
    return TableCells(headings, [_coded([cell_value(row.get(it.id)) for row in rows]) for it in columns], len(rows))


def _coded(cells: Sequence[Scalar]) -> Coded:
    places: dict[tuple[type, Scalar], int] = {}
    codes: NDArray[np.int32] = np.fromiter(
        (BLANK if it is None else places.setdefault((type(it), it), len(places)) for it in cells),
        dtype=np.int32,
        count=len(cells),
    )
    return [value for _, value in places], codes
