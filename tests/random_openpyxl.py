"""Random workbooks as openpyxl makes them: strings in their cells, formulas without results."""

import io
import re
from collections.abc import Callable

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.chart import Reference as ChartCells
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from tests.random_made import UNCALCULATED, Made, quoted
from tests.random_workbooks import Cell, Formula, Link, Place, RandomBook, RandomTable, Rich
from xltags.core.values import CellFault, Value

SPLIT = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def by_openpyxl(plan: RandomBook) -> Made:
    """The workbook that a plan describes, as far as openpyxl can."""
    made = Made()
    book = openpyxl.Workbook()
    if plan.date1904:
        book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.remove(book.active)
    for number, sheet in enumerate(plan.sheets, 1):
        made.begin(sheet.name)
        target: Worksheet = book.create_sheet(sheet.name)
        target.sheet_state = sheet.state
        for place, cell in sheet.cells.items():
            _openpyxl_cell(target, place, cell, made)
        if sheet.table:
            _openpyxl_table(target, sheet.table, made)
        for feature in sorted(sheet.features & OPENPYXL_FEATURES.keys()):
            OPENPYXL_FEATURES[feature](target)
        if "merged" in sheet.features:
            made.put(sheet.name, (20, 1), "merged 中")
        if "name" in sheet.features:
            name = DefinedName(f"Name_{number}", attr_text=f"{quoted(sheet.name)}!$A$1:$A$10")
            book.defined_names[name.name] = name
    buffer = io.BytesIO()
    book.save(buffer)
    made.data = buffer.getvalue()
    return made


def _openpyxl_cell(sheet: Worksheet, place: Place, cell: Cell, made: Made) -> None:
    target = sheet.cell(*place)
    value: Value
    match cell:
        case Formula():
            text = f"={cell.text}"
            target.value = ArrayFormula(target.coordinate, text) if cell.kind == "array" else text
            made.put(sheet.title, place, UNCALCULATED, formula=True)
            return
        case Rich():
            words: list[str | TextBlock] = [cell.plain, TextBlock(InlineFont(b=True), cell.bold)]
            target.value = CellRichText(words)
            value = cell.plain + cell.bold
        case Link():
            target.value = cell.text
            target.data_type = "s"
            inside = cell.target.startswith("internal:")
            link = {"location": cell.target.removeprefix("internal:")} if inside else {"target": cell.target}
            target.hyperlink = Hyperlink(ref=target.coordinate, **link)
            value = cell.text
        case CellFault():
            target.value, target.data_type = cell.text, "e"
            value = cell
        case str():
            target.value, target.data_type = SPLIT.sub("_x005F_", cell), "s"  # which openpyxl does not do itself
            value = cell
        case _:
            target.value = cell
            value = cell
    made.put(sheet.title, place, value)


def _openpyxl_table(sheet: Worksheet, table: RandomTable, made: Made) -> None:
    for offset, record in enumerate([table.header, *table.records]):
        for at, value in enumerate(record):
            _openpyxl_cell(sheet, (table.row + offset, table.column + at), value, made)
    left, right = get_column_letter(table.column), get_column_letter(table.right)
    sheet.add_table(Table(displayName=table.name, ref=f"{left}{table.row}:{right}{table.bottom}"))


def _merge(sheet: Worksheet) -> None:
    sheet["A20"] = "merged 中"
    sheet.merge_cells("A20:B21")


def _note(sheet: Worksheet) -> None:
    sheet["A2"].comment = Comment("a note\n中", "Lan")


def _drop_down(sheet: Worksheet) -> None:
    rule = DataValidation(type="list", formula1='"a,b"')
    rule.add("B1:B10")
    sheet.add_data_validation(rule)


def _colour(sheet: Worksheet) -> None:
    colours = {"start_type": "min", "start_color": "FF0000", "end_type": "max", "end_color": "00FF00"}
    rule = ColorScaleRule(**colours)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("A1:F10", rule)


def _chart(sheet: Worksheet) -> None:
    chart = BarChart()
    chart.add_data(ChartCells(sheet, min_col=1, min_row=1, max_row=10))
    sheet.add_chart(chart, "P1")


def _hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[5].hidden = True


def _hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["C"].hidden = True


def _filter(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A1:F10"


def _freeze(sheet: Worksheet) -> None:
    sheet.freeze_panes = "B2"


def _print_area(sheet: Worksheet) -> None:
    sheet.print_area = "A1:H60"


def _protect(sheet: Worksheet) -> None:
    sheet.protection.sheet = True


OPENPYXL_FEATURES: dict[str, Callable[[Worksheet], None]] = {
    "merged": _merge, "notes": _note, "drop-down": _drop_down, "colours": _colour, "chart": _chart,
    "hidden row": _hide_row, "hidden column": _hide_column, "filter": _filter, "frozen": _freeze,
    "print area": _print_area, "protected": _protect,
}  # fmt: skip
