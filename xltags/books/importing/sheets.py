"""A sheet of a workbook as a source of an import."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from xltags.books.cells import SheetCells, SheetReader
from xltags.books.excel_tables import ExcelTable, list_tables
from xltags.books.importing.sources import HEADER_SEARCH, SourceTable, check_headers, compact, without_blanks
from xltags.books.package import Package, SheetRef, open_package
from xltags.books.reading.columns import CellColumn
from xltags.core.errors import XltagsError
from xltags.core.table import BLANK, Column
from xltags.core.text import fold
from xltags.core.values import Value, as_text


def read_sheet_source(path: Path, wanted: str = "", header_row: int = 0) -> SourceTable:
    """The columns of a sheet or Excel Table of a workbook; the first filled sheet where none is named.

    Without a table, and where no row is given, the header is the one of the first 20 rows with the most texts.

    Raises:
        WorkbookError: the workbook cannot be read.
        XltagsError: SRC001 there is no such sheet, or nothing in it; SRC002 a header stands twice.
    """
    with open_package(path) as package:
        tables = list_tables(package)
        reader = SheetReader(package)
        named = next((table for table in tables if wanted and fold(table.name) == fold(wanted)), None)
        sheets = [named.sheet] if named else _sheets(package, wanted, path)
        for sheet in sheets:
            table = named or next((it for it in tables if it.sheet.part == sheet.part and it.header_row), None)
            table = None if header_row else table
            columns = range(table.first_col, table.last_col + 1) if table else None
            cells = reader.read(sheet, columns=columns)
            if len(cells.rows):
                return _source(path, package, cells, table, header_row)
    raise XltagsError(f"{path}: holds no rows to import", code="SRC001")


def sheet_names(path: Path) -> list[str]:
    """The names of a workbook's worksheets, in its order.

    Raises:
        WorkbookError: the workbook cannot be read.
    """
    with open_package(path) as package:
        return [sheet.name for sheet in package.sheets if sheet.kind == "worksheet"]


def _sheets(package: Package, wanted: str, path: Path) -> Sequence[SheetRef]:
    worksheets = [sheet for sheet in package.sheets if sheet.kind == "worksheet"]
    if not wanted:
        return worksheets
    found = [sheet for sheet in worksheets if fold(sheet.name) == fold(wanted)]
    if not found:
        names = ", ".join(repr(sheet.name) for sheet in worksheets)
        raise XltagsError(f"{path}: has no sheet or table {wanted!r}; it has {names}", code="SRC001")
    return found


def _source(path: Path, package: Package, cells: SheetCells, table: ExcelTable | None, header_row: int) -> SourceTable:
    top = table.header_row if table else header_row or _header_row(cells)
    bottom = table.last_row if table else int(cells.rows[-1])
    heads = {number: as_text(cell_of(column, cells, top)) for number, column in cells.columns.items()}
    if not any(head.strip() for head in heads.values()):
        raise XltagsError(f"{path}: {cells.sheet.name}: row {top} holds no headers", code="SRC002")
    first, last = np.searchsorted(cells.rows, (top + 1, bottom + 1)).tolist()
    used = [number for number, head in heads.items() if head.strip() or _filled(cells.columns[number], first, last)]
    names = check_headers([heads[number] for number in used], f"{path}: {cells.sheet.name}")
    columns = {}
    for name, number in zip(names, used, strict=True):
        found = cells.columns[number]
        inside = (found.rows >= first) & (found.rows < last)
        codes = np.full(last - first, BLANK, dtype=np.int32)
        codes[found.rows[inside] - first] = found.codes[inside]
        blank = [code for code, value in enumerate(found.values) if isinstance(value, str) and not value.strip()]
        codes[np.isin(codes, blank)] = BLANK
        columns[name] = compact(Column(name, name, "A", found.values, codes))
    how = f"sheet {cells.sheet.name}" + (f", table {table.name}" if table else f", header in row {top}")
    source = SourceTable(
        path.name, cells.rows[first:last].astype(np.int32), columns, how=how, date1904=package.date1904, typed=True
    )
    return without_blanks(source)


def _filled(column: CellColumn, first: int, last: int) -> bool:
    return bool(((column.rows >= first) & (column.rows < last)).any())


def _header_row(cells: SheetCells) -> int:
    """The row, among the first, with the most texts; of several the first."""
    best = (0, int(cells.rows[0]))
    for row in cells.rows[:HEADER_SEARCH].tolist():
        texts = sum(isinstance(cell_of(column, cells, row), str) for column in cells.columns.values())
        if texts > best[0]:
            best = (texts, row)
    return best[1]


def cell_of(column: CellColumn, cells: SheetCells, row: int) -> Value | None:
    """The value of a column in a sheet's row."""
    place = int(np.searchsorted(cells.rows, row))
    if place == len(cells.rows) or cells.rows[place] != row:
        return None
    codes = column.codes[column.rows == place].tolist()
    return column.values[codes[0]] if codes else None
