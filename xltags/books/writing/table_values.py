"""The tables of a workbook while it is being edited, as the calculation of formulas reads them."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np

from xltags.books.cells import SheetCells, SheetReader
from xltags.books.dashboard.operands import Coded
from xltags.books.dashboard.scalars import Fault, NotCalculable, Scalar
from xltags.books.dashboard.table_cells import TableCells
from xltags.books.opc.relationships import SheetRef
from xltags.books.reading.columns import CellColumn
from xltags.books.reading.strings import strings_of
from xltags.books.writing.cell_text import serial_of
from xltags.books.writing.parts import Parts
from xltags.books.writing.string_table import shared_part
from xltags.books.writing.table_parts import TablePart, tables_of
from xltags.core.table import BLANK
from xltags.core.values import CellFault, Value

MOST_BYTES = 32 << 20  # of an edited sheet that is kept until it is written, so that it is made once


class EditedCells:
    """Reads sheets of a workbook as the edits so far make them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        strings = shared_part(parts)
        changed = strings is not None and parts.is_changed(strings)
        place = parts.package.place(strings or "")
        known = strings_of(b"".join(parts.chunks(strings)), place) if strings is not None and changed else None
        self._reader = SheetReader(parts.package, strings=known)

    def read(self, sheet: SheetRef, columns: range | None = None) -> SheetCells:
        """The cells of a sheet."""
        return self._reader.read(sheet, columns=columns, changed=self._changed(sheet.part))

    def _changed(self, part: str) -> Callable[[], Iterable[bytes]] | None:
        if not self._parts.is_changed(part):
            return None
        kept: list[bytes] = []
        size = 0
        for chunk in self._parts.chunks(part):
            size += len(chunk)
            if size > MOST_BYTES:
                return self._parts.source(part)
            kept.append(chunk)
        self._parts.stream(part, lambda: kept)
        return lambda: kept


class LiveTables(Mapping[str, TableCells]):
    """The tables by name, each read when it is asked for."""

    def __init__(self, parts: Parts, cells: EditedCells) -> None:
        self._tables = {table.name: table for table in tables_of(parts)}
        self._cells = cells
        self._read: dict[str, TableCells] = {}

    def __getitem__(self, name: str) -> TableCells:
        if name not in self._read:
            table = self._tables[name]
            self._read[name] = _table_cells(
                table, self._cells.read(table.sheet, range(table.area.left, table.area.right + 1))
            )
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def scalar(value: Value) -> Scalar:
    """A cell's value as formulas meet it: dates are numbers.

    Raises:
        NotCalculable: it is not known, such as the result of a formula that was never calculated.
    """
    if isinstance(value, CellFault):
        if value.kind == "error":
            return Fault(value.text)
        raise NotCalculable(value.kind)
    if isinstance(value, (str, bool)):
        return value or (False if isinstance(value, bool) else None)
    return float(value) if isinstance(value, (int, float)) else serial_of(value, date1904=False)


def _table_cells(table: TablePart, cells: SheetCells) -> TableCells:
    first, count = table.first_row, table.last_row - table.first_row + 1
    columns: list[Coded] = []
    formulas: set[tuple[int, int]] = set()
    unknown = set()
    for place, number in enumerate(range(table.area.left, table.area.right + 1)):
        codes = np.full(count, BLANK, dtype=np.int32)
        values: list[Scalar] = []
        found = cells.columns.get(number)
        if found is not None:
            rows = cells.rows[found.rows] - first
            inside = (rows >= 0) & (rows < count)
            codes[rows[inside]] = found.codes[inside]
            try:
                values = _scalars(found, set(np.unique(codes).tolist()))
            except NotCalculable:
                unknown.add(place)
            formulas |= {(int(cells.rows[row]) - first, place) for row in found.formulas.tolist()}
        columns.append((values, codes))
    headings = [column.name for column in table.columns]
    return TableCells(headings, columns, count, formulas=frozenset(formulas), unknown=frozenset(unknown))


def _scalars(column: CellColumn, used: set[int]) -> list[Scalar]:
    """The distinct values of a column; what is used in other rows only stays out."""
    return [scalar(value) if code in used else None for code, value in enumerate(column.values)]
