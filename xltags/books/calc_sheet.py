"""The sheet `Calc` for XlsxWriter: tens of thousands of plain formulas, written in as little time as possible."""

from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from xltags.books.writing.markup import escaped
from xltags.core.table import letter_of
from xltags.formulas.grid import Calc, Cell


def hold_formulas(sheet: Any, calc: Calc) -> None:
    """Let an XlsxWriter worksheet write these cells when the workbook is closed, beside what is written to it.

    XlsxWriter looks for newer functions in every formula, keeps it, and writes it attribute by attribute, which takes
    three times as long. The formulas here have no style, no newer functions and no result yet.
    """
    for cell in calc.rows():
        row, column = cell.row - 1, cell.column - 1
        if cell.kind != "value":
            sheet._check_dimensions(row, column)
        elif isinstance(cell.content, str):
            sheet.write_string(row, column, cell.content)
        else:
            sheet.write_number(row, column, cell.content)
    sheet._write_rows = partial(_write_rows, sheet, calc)


def _write_rows(sheet: Any, calc: Calc) -> None:
    formulas = {place: cell for place, cell in calc.cells.items() if cell.kind != "value"}
    others = {(row + 1, column + 1) for row, cells in sheet.table.items() for column in cells}
    for row, places in groupby(sorted({*formulas, *others}), key=itemgetter(0)):
        sheet.fh.write(f'<row r="{row}">')
        for place in places:
            if place in formulas:
                sheet.fh.write(_formula_xml(formulas[place]))
            else:
                column = place[1] - 1
                sheet._write_cell(row - 1, column, sheet.table[row - 1][column])
        sheet.fh.write("</row>")


def _formula_xml(cell: Cell) -> str:
    name = f"{letter_of(cell.column)}{cell.row}"
    text = escaped(str(cell.content))
    if cell.kind == "array":
        return f'<c r="{name}" t="str"><f t="array" ref="{name}">{text}</f><v></v></c>'
    return f'<c r="{name}"><f>{text}</f><v></v></c>'
