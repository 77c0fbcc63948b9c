"""Stored results of the sheets Start, Dashboard and Card, calculated anew whenever a workbook is written.

Programs that do not calculate show what is stored. Only results change: formulas and typed values stay, and so does
the result of a formula that goes beyond what is calculated here, and of those that read it.
"""

import re
from collections.abc import Mapping

from xltags.books.cells import SheetCells
from xltags.books.dashboard.calculation import Calculation
from xltags.books.dashboard.card import CARD
from xltags.books.dashboard.dashboard import DASHBOARD
from xltags.books.dashboard.scalars import NotCalculable, Scalar
from xltags.books.opc.relationships import SheetRef
from xltags.books.writing.chart_caches import refresh_charts
from xltags.books.writing.formula_results import FormulaCell, Place, formula_cells, with_results
from xltags.books.writing.parts import Parts
from xltags.books.writing.table_values import EditedCells, LiveTables, scalar
from xltags.books.writing.workbook_part import names_of
from xltags.core.errors import WorkbookError

_SETTINGS = {"min_sample", "fiscal_year_start", "silent_after_days"}  # named beside the Dashboard
_CHOSEN = re.compile(r'IF\((\$[A-Z]+\$[0-9]+)="","",INDEX\(Customers\[[^\[\]]*\],\1\)\)')  # the id on the Card

_CONSTANT = re.compile(r'([0-9]+(?:\.[0-9]+)?)|"((?:[^"]|"")*)"')


def refresh_results(parts: Parts, sheets: list[SheetRef]) -> None:
    """Gives formulas of these sheets the results that they have over the tables as edited."""
    if parts.package.date1904:  # not made by xltags, and dates are other numbers there
        return
    try:
        cells = EditedCells(parts)
        tables = LiveTables(parts, cells)
        names = _constants(parts)
        for sheet in sheets:
            _refresh(parts, sheet, cells, Calculation(tables, names))
    except WorkbookError:  # what cannot be read stays; the write itself says so if it must
        return


def _constants(parts: Parts) -> dict[str, Scalar]:
    """The names of the workbook that hold a number or a text."""
    found: dict[str, Scalar] = {}
    for name in names_of(parts):
        if name.sheet is None and (match := _CONSTANT.fullmatch(name.text)):
            found[name.name] = float(match[1]) if match[1] else match[2].replace('""', '"')
    return found


def _refresh(parts: Parts, sheet: SheetRef, cells: EditedCells, calculation: Calculation) -> None:
    data = b"".join(parts.chunks(sheet.part))
    formulas = formula_cells(data)
    calculation.formulas = {place: cell.formula for place, cell in formulas.items()}
    _take_cells(calculation, cells.read(sheet))
    if _is_ours(sheet.name, calculation):
        parts.put(sheet.part, with_results(data, formulas, _results(calculation, formulas)))
        refresh_charts(parts, sheet, calculation.value)


def _take_cells(calculation: Calculation, cells: SheetCells) -> None:
    """Takes in what is typed; a formula spelled in a way that is not known, or a value, has no known result."""
    unknown = ""
    for number, column in cells.columns.items():
        for row in cells.rows[column.formulas].tolist():
            calculation.formulas.setdefault((row - 1, number - 1), unknown)
        for row, code in zip(cells.rows[column.rows].tolist(), column.codes.tolist(), strict=True):
            place = (row - 1, number - 1)
            if place in calculation.formulas:
                continue
            try:
                calculation.constants[place] = scalar(column.values[code])
            except NotCalculable:
                calculation.formulas[place] = unknown


def _is_ours(name: str, calculation: Calculation) -> bool:
    """Whether it is the sheet that xltags made, not one that a team gave the name."""
    if name == CARD:
        return any(_CHOSEN.fullmatch(formula) for formula in calculation.formulas.values())
    typed = {value for value in calculation.constants.values() if isinstance(value, str)}
    return (_SETTINGS if name == DASHBOARD else {"xltags"}) <= typed


def _results(calculation: Calculation, formulas: Mapping[Place, FormulaCell]) -> dict[Place, Scalar]:
    found: dict[Place, Scalar] = {}
    for place in formulas:
        try:
            found[place] = calculation.value(*place)
        except NotCalculable:
            continue
    return found
