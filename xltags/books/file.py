"""A workbook on disk, headless: read as tables, written surgically."""

from collections.abc import Callable, Container, Sequence
from datetime import date, datetime
from itertools import compress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self, cast

import numpy as np

from xltags.books.cells import SheetCells, SheetReader
from xltags.books.engine import Writing, write_plan
from xltags.books.excel_tables import ExcelTable, list_tables
from xltags.books.headers import column_names
from xltags.books.package import Limits, Package, SheetRef, open_package
from xltags.books.raw import RawTable
from xltags.books.reading.columns import CellColumn
from xltags.books.sheets import HELPER_PREFIX, tables
from xltags.core.finding import Place
from xltags.core.spec import TableSpec
from xltags.core.structure_fault import StructureFault
from xltags.core.table import BLANK, Codes, Column, letter_of
from xltags.core.text import fold
from xltags.core.values import Value, as_text

if TYPE_CHECKING:
    from xltags.books.edits import Edit, WriteResult
    from xltags.core.dataset import Dataset

HEADER_SEARCH = 20  # rows in which a sheet without an Excel Table may have its header
BORROWED = ("TagGroups", "Tags")  # what a master workbook's taxonomy replaces


class FileBook:
    """An opened workbook. Use it in `with`; it is read as it was when it was opened."""

    def __init__(self, path: Path, package: Package, writing: Writing | None = None) -> None:
        self.path = path
        self.package = package
        self.writing = writing or Writing()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.package.close()

    def read_tables(self) -> list[RawTable]:
        """The raw tables of the declared sheets; other sheets are not read."""
        wanted = {fold(name): spec for id, spec in tables().items() for name in (id, *spec.titles.values())}
        by_sheet: dict[str, list[ExcelTable]] = {}
        for table in list_tables(self.package):
            by_sheet.setdefault(table.sheet.part, []).append(table)
        reader = SheetReader(self.package)
        found = []
        for sheet in self.package.sheets:
            spec = wanted.get(fold(sheet.name))
            excel_table = _table_of(by_sheet.get(sheet.part, []), spec, wanted)
            if sheet.kind != "worksheet" or (spec is None and excel_table is None):
                continue
            raw = _read_sheet(reader, sheet, spec, excel_table)
            if raw is not None:
                found.append(raw)
        return found

    def read(self, *, as_of: date, master: Path | None = None) -> "Dataset":
        """The dataset of the workbook; with the taxonomy of another workbook where `master` names one."""
        from xltags.books.read import dataset_from  # who only writes does not pay for the model

        raws = self.read_tables()
        if master is not None:
            names = {fold(name) for id in BORROWED for name in (id, *tables()[id].titles.values())}
            with open_book(master) as other:
                raws = [raw for raw in raws if fold(raw.sheet) not in names]
                raws += [raw for raw in other.read_tables() if fold(raw.sheet) in names]
        return dataset_from(raws, as_of=as_of, workbook=str(self.path))

    def write(
        self, plan: "Sequence[Edit]", out: Path | None, *, clock: Callable[[], datetime] = datetime.now
    ) -> "WriteResult":
        """Carry out edits and put the result at `out`; None replaces the workbook and keeps a dated backup.

        Without an edit a workbook in place is left alone: no backup, no new date.

        Raises:
            WorkbookError: the plan cannot be done on this workbook, or the place cannot be written to.
        """
        if not plan and out is None:
            from xltags.books.edits import WriteResult  # who only reads does not pay for the writer

            return WriteResult()
        return write_plan(self.package, plan, out, self.writing, clock=clock)


def open_book(path: Path, limits: Limits | None = None, *, writing: Writing | None = None) -> FileBook:
    """Open a workbook; `writing` says how it is written, where that is not the usual way.

    Raises:
        WorkbookError: it is missing, damaged, encrypted, dangerous or no workbook.
    """
    return FileBook(path, open_package(path, limits), writing)


def _table_of(
    candidates: Sequence[ExcelTable], spec: TableSpec | None, wanted: dict[str, TableSpec]
) -> ExcelTable | None:
    """The Excel Table that a sheet is read by: the one with a declared name, else the first of a declared sheet."""
    for table in candidates:
        named = wanted.get(fold(table.name.removeprefix("tbl")))
        if named is not None and (spec is None or named.id == spec.id):
            return table
    return candidates[0] if spec is not None and candidates else None


def _read_sheet(
    reader: SheetReader, sheet: SheetRef, spec: TableSpec | None, table: ExcelTable | None
) -> RawTable | None:
    if table is not None:
        cells = reader.read(sheet, columns=_without_helpers(table))
        known = cells.made.get((sheet.name, table))
        if not isinstance(known, RawTable):
            # a table that hides its header row has its records from the first row of its range on
            known = _raw(cells, table.first_row - 1, table.last_row, table.columns, table)
            cells.made[sheet.name, table] = known
        return known
    cells = reader.read(sheet)
    if not len(cells.rows) or spec is None:
        return None
    header_row = _header_row(cells, spec)
    return _raw(cells, header_row, int(cells.rows[-1]), (), None)


def _without_helpers(table: ExcelTable) -> Container[int]:
    """The columns of a table but for those that only help formulas: nobody wants their cells, which are half of all."""
    numbers = range(table.first_col, table.last_col + 1)
    helpers = {number for number, name in enumerate(table.columns, table.first_col) if name.startswith(HELPER_PREFIX)}
    return frozenset(numbers) - helpers if helpers else numbers


def _header_row(cells: SheetCells, spec: TableSpec) -> int:
    """The row, among the first, with the most headers of the table; the first filled row where there are none."""
    names = column_names(spec, {})
    best = (0, int(cells.rows[0]))
    for row in cells.rows[:HEADER_SEARCH].tolist():
        known = sum(fold(as_text(_cell(cells, column, row))) in names for column in cells.columns)
        if known > best[0]:
            best = (known, row)
    return best[1]


def _cell(cells: SheetCells, number: int, row: int) -> Value | None:
    column = cells.columns.get(number)
    if column is None:
        return None
    place = int(cells.rows.searchsorted(row))
    if place >= len(cells.rows) or cells.rows[place] != row:
        return None
    at = int(column.rows.searchsorted(place))
    return column.values[int(column.codes[at])] if at < len(column.rows) and column.rows[at] == place else None


def _raw(cells: SheetCells, header_row: int, last_row: int, names: Sequence[str], table: ExcelTable | None) -> RawTable:
    first, last = np.searchsorted(cells.rows, (header_row + 1, last_row + 1)).tolist()
    numbers = range(table.first_col, table.last_col + 1) if table else list(cells.columns)
    columns = []
    for position, number in enumerate(numbers):
        typed = "" if table and not table.header_row else as_text(_cell(cells, number, header_row))
        header = typed or (names[position] if position < len(names) else "")
        letter = letter_of(number)
        found = cells.columns.pop(number, None)  # its memory is needed for the next ones
        if found is None:
            blank = np.full(last - first, BLANK, dtype=np.int32)
            columns.append(Column(header, header, letter, (), blank))
        else:
            columns.append(_column(found, header, letter, first, last))
    sheet = cells.sheet.name
    faults = [
        StructureFault(
            "duplicate_cell" if fault.kind == "duplicate_cell" else "bad_cell",
            Place(sheet, f"{letter_of(fault.column)}{fault.row}"),
            fault.text,
            fault.kind,
        )
        for fault in cells.faults
    ]
    after = last_row + (1 if table and table.totals_row else 0)
    below = cells.rows[np.searchsorted(cells.rows, after + 1) :]
    if table is not None and len(below):
        place = Place(sheet, f"{letter_of(table.first_col)}{int(below[0])}")
        faults.append(StructureFault("below_table", place, table.name, str(len(below))))
    rows: Codes = cells.rows[first:last].astype(np.int32)
    return RawTable(
        sheet,
        header_row,
        rows,
        tuple(columns),
        table.name if table else "",
        table.ref if table else "",
        tuple(faults),
    )


class _Cut(NamedTuple):
    """The part of a sheet's column that is data, and what decided it."""

    by: tuple[str, str, int, int]
    column: Column


def _column(found: CellColumn, header: str, letter: str, first: int, last: int) -> Column:
    """The part of a sheet's column that is data; the one cut before, where it is one read before."""
    known, by = found.made.get(_Cut), (header, letter, first, last)
    if not isinstance(known, _Cut) or known.by != by:
        known = found.made[_Cut] = _Cut(by, _cut(found, *by))
    return known.column


def _cut(found: CellColumn, header: str, letter: str, first: int, last: int) -> Column:
    """The part of a sheet's column that is data, with the values that occur there; white space alone is blank."""
    start, end = found.rows.searchsorted((first, last)).tolist()
    rows, codes = found.rows[start:end], found.codes[start:end]
    blank = _blank_codes(found.values)
    if not blank and start == 1 and end == len(found.rows) and codes.all():  # nothing but the header is left out
        values, codes = found.values[1:], codes - np.int32(1)
    else:
        used = np.zeros(len(found.values), dtype=np.bool_)
        used[codes] = True
        used[blank] = False
        new = used.cumsum(dtype=np.int32)
        new -= 1
        new[~used] = BLANK
        values, codes = tuple(compress(found.values, used.tolist())), new[codes]
    full = codes
    if len(rows) < last - first:
        full = np.full(last - first, BLANK, dtype=np.int32)
        full[rows - first] = codes
    formulas = found.formulas
    has_formulas = bool(len(formulas)) and bool(((formulas >= first) & (formulas < last)).any())
    return Column(header, header, letter, values, full, has_formulas)


def _blank_codes(values: Sequence[Value]) -> list[int]:
    """Which values are texts of nothing but white space; there is seldom one, so that is found out first."""
    types = set(map(type, values))
    if str not in types or (len(types) == 1 and all(map(str.strip, cast("Sequence[str]", values)))):
        return []
    return [code for code, value in enumerate(values) if isinstance(value, str) and not value.strip()]
