"""Reading the tables of a workbook that is open in Excel, as the reader of files gives them."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from xltags.books.headers import column_names
from xltags.books.live.block import Block, area_of, read_block
from xltags.books.raw import RawTable
from xltags.books.sheets import tables
from xltags.core.finding import Place
from xltags.core.spec import TableSpec
from xltags.core.structure_fault import StructureFault
from xltags.core.table import Column, letter_of, make_column
from xltags.core.text import fold
from xltags.core.values import as_text

if TYPE_CHECKING:
    import xlwings as xw

HEADER_SEARCH = 20  # rows in which a sheet without an Excel Table may have its header


def read_tables(book: "xw.Book", *, only: Collection[str] = ()) -> list[RawTable]:
    """The raw tables of the declared sheets; each is read as one block.

    Args:
        only: the ids of the tables that are wanted; empty means all.
    """
    wanted = {
        fold(name): spec
        for id, spec in tables().items()
        for name in (id, *spec.titles.values())
        if not only or id in only
    }
    found = []
    for sheet in book.sheets:
        spec = wanted.get(fold(sheet.name))
        table = _table_of(list(sheet.tables), spec, wanted)
        if table is not None:
            found.append(_from_table(sheet, table))
        elif spec is not None:
            raw = _from_cells(sheet, spec)
            if raw is not None:
                found.append(raw)
    return found


def _table_of(
    candidates: "Sequence[xw.main.Table]", spec: TableSpec | None, wanted: Mapping[str, TableSpec]
) -> "xw.main.Table | None":
    """The Excel Table that a sheet is read by: the one with a declared name, else the first of a declared sheet."""
    for table in candidates:
        named = wanted.get(fold(table.name.removeprefix("tbl")))
        if named is not None and (spec is None or named.id == spec.id):
            return table
    return candidates[0] if spec is not None and candidates else None


def _from_table(sheet: "xw.Sheet", table: "xw.main.Table") -> RawTable:
    area = table.range
    block = read_block(area)
    header = bool(table.show_headers)
    last = block.height - (1 if table.show_totals else 0)
    names = (
        [as_text(value) for value in block.values[0]]
        if header
        else [f"Column{place + 1}" for place in range(block.width)]
    )
    first = 1 if header else 0
    faults = []
    below = _rows_below(sheet, block)
    if below:
        place = Place(sheet.name, f"{letter_of(block.column)}{below}")
        faults.append(StructureFault("below_table", place, table.name, "1"))
    return RawTable(
        sheet.name,
        block.row + first - 1,
        np.arange(block.row + first, block.row + last, dtype=np.int32),
        _columns(block, names, first, last),
        table.name,
        area.get_address(row_absolute=False, column_absolute=False),
        tuple(faults),
    )


def _rows_below(sheet: "xw.Sheet", block: Block) -> int:
    """The first row under a table in which something stands in its columns; 0 where nothing does."""
    end = sheet.used_range.last_cell.row
    start = block.row + block.height
    if end < start:
        return 0
    rest = read_block(area_of(sheet, start, block.column, end - start + 1, block.width))
    return next((start + place for place, row in enumerate(rest.values) if any(it is not None for it in row)), 0)


def _columns(block: Block, names: Sequence[str], first: int, last: int) -> tuple[Column, ...]:
    columns = []
    for place, name in enumerate(names):
        cells = [row[place] for row in block.values[first:last]]
        made = make_column(name, cells, header=name, letter=letter_of(block.column + place))
        formulas = any(row[place] for row in block.formulas[first:last])
        columns.append(Column(made.id, name, made.letter, made.values, made.codes, formulas))
    return tuple(columns)


def _from_cells(sheet: "xw.Sheet", spec: TableSpec) -> RawTable | None:
    """A declared sheet without an Excel Table: its cells below the row with the most headers."""
    block = read_block(sheet.used_range)
    if block.is_blank():
        return None
    known = column_names(spec, {})
    counts = [sum(fold(as_text(value)) in known for value in row) for row in block.values[:HEADER_SEARCH]]
    first = counts.index(max(counts))
    names = [as_text(value) for value in block.values[first]]
    rows = np.arange(block.row + first + 1, block.row + block.height, dtype=np.int32)
    return RawTable(sheet.name, block.row + first, rows, _columns(block, names, first + 1, block.height))
