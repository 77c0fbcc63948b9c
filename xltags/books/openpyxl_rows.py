"""Rows at the end of a table of a workbook held by openpyxl, and whatever follows a table that grows."""

from typing import TYPE_CHECKING

from xltags.books.edits import AppendRows
from xltags.books.opc.refs import MAX_ROW, Area
from xltags.books.openpyxl_cells import copy_style, table_area
from xltags.books.openpyxl_sheets import chart_references
from xltags.books.openpyxl_tables import FoundTable
from xltags.books.writing.growth import Growth, is_relative, shifted
from xltags.books.writing.table_parts import plain_name
from xltags.core.values import Value

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


def append_rows(book: "Workbook", found: FoundTable, edit: AppendRows) -> None:
    """Carries out `AppendRows`.

    Raises:
        WorkbookError: FILE006 the table cannot grow there, or a row has more values than the table columns.
    """
    width = len(found.columns)
    for number, row in enumerate(edit.rows, 1):
        if len(row) > width:
            raise found.refused(f"has {width} columns, but row {number} has {len(row)} values", "drop the surplus")
    if not edit.rows:
        return
    formulas = {place: text for place in range(width) if (text := _formula(found, place)) is not None}
    blank = list(range(found.first_row, found.last_row + 1)) if _is_blank(found, set(formulas)) else []
    grown = max(0, len(edit.rows) - len(blank))
    if grown:
        _check_room(found, grown)
        growth = Growth(found.area, found.first_row, found.totals, grown)
        if found.totals:
            _move_totals(found, growth)
    rows = [*blank, *range(found.last_row + 1, found.last_row + 1 + grown)][: len(edit.rows)]
    last = found.last_row
    for row, values in zip(rows, edit.rows, strict=True):
        for place in range(width):
            value = values[place] if place < len(values) else None
            _put(found, row, place, value, formulas.get(place), last)
    if grown:
        _grow(book, found, growth)


def _put(
    found: FoundTable, row: int, place: int, value: Value | None, formula: tuple[str, bool, bool] | None, last: int
) -> None:
    writer, column = found.writer, found.area.left + place
    if row > last:
        copy_style(writer.cell(last, column), writer.cell(row, column))
    if value is None and formula is not None:
        text, array, relative = formula
        writer.put_formula(row, column, shifted(text, row - last) if relative else text, array=array)
    elif value is not None or row <= last:
        writer.put(row, column, value, "overwrite")


def _formula(found: FoundTable, place: int) -> tuple[str, bool, bool] | None:
    """The formula of a calculated column: text, whether it is an array, whether it names cells that move with the row.

    Raises:
        WorkbookError: FILE006 it names cells, and the last row does not show how.
    """
    declared = found.columns[place].calculatedColumnFormula
    if declared is None or not declared.attr_text:
        return None
    text, array = declared.attr_text, bool(declared.array)
    if not is_relative(text):
        return text, array, False
    value = found.writer.sheet.cell(found.last_row, found.area.left + place).value
    if not isinstance(value, str) or not value.startswith("="):
        raise found.refused(
            f"has in column {plain_name(found.columns[place].name)!r} a formula that names cells, which cannot be "
            "moved to new rows",
            "write it with column names, such as [@size]",
        )
    return value[1:], array, True


def _is_blank(found: FoundTable, calculated: set[int]) -> bool:
    return all(
        found.writer.is_blank(row, found.area.left + place)
        for row in range(found.first_row, found.last_row + 1)
        for place in range(len(found.columns))
        if place not in calculated
    )


def _check_room(found: FoundTable, grown: int) -> None:
    area = found.area
    if area.bottom + grown > MAX_ROW:
        raise found.refused("would grow past the last row", "split it")
    new = Area(area.bottom + 1, area.left, area.bottom + grown, area.right)
    blocked = found.blocking(new)
    if blocked:
        raise found.refused(f"cannot grow by {grown} rows, because {blocked} stands below it", "move that away")


def _move_totals(found: FoundTable, growth: Growth) -> None:
    writer = found.writer
    for column in range(found.area.left, found.area.right + 1):
        old, new = writer.cell(found.area.bottom, column), writer.cell(found.area.bottom + growth.rows, column)
        copy_style(old, new)
        value = old.value
        if old.data_type == "f" and not isinstance(value, str):
            raise found.refused(f"has an array formula in its totals row ({old.coordinate})", "remove it first")
        new.value = f"={growth.ranges(value[1:])}" if old.data_type == "f" and isinstance(value, str) else value
        old.value = None


def _grow(book: "Workbook", found: FoundTable, growth: Growth) -> None:
    """The table's range, and everything that reached its old end."""
    area, table, sheet = found.area, found.table, found.writer.sheet
    table.ref = str(Area(area.top, area.left, area.bottom + growth.rows, area.right))
    if table.autoFilter is not None and table.autoFilter.ref:
        old = table_area(table.autoFilter.ref, found.writer.place)
        table.autoFilter.ref = str(Area(old.top, old.left, old.bottom + growth.rows, old.right))
    _grow_followers(found, growth)
    for names in (book.defined_names, *(each.defined_names for each in book.worksheets)):
        for name in names.values():
            name.attr_text = growth.formula(name.attr_text or "", sheet.title)
    if sheet.print_area:
        sheet.print_area = growth.ranges(sheet.print_area).replace(f"'{sheet.title}'!", "")
    for each in book.worksheets:
        if each is not sheet:
            _follow_elsewhere(each, sheet.title, growth)
        for reference in chart_references(each):
            reference.f = growth.formula(reference.f or "", sheet.title)  # type: ignore[attr-defined]  # it has one


def _follow_elsewhere(other: "Worksheet", sheet: str, growth: Growth) -> None:
    """The drop-downs and conditional formats of another sheet that read the table."""
    for validation in other.data_validations.dataValidation:
        for part in ("formula1", "formula2"):
            if text := getattr(validation, part):
                setattr(validation, part, growth.formula(text, sheet))
    for each in other.conditional_formatting:
        for rule in each.rules:
            rule.formula = [growth.formula(text, sheet) for text in rule.formula]


def _grow_followers(found: FoundTable, growth: Growth) -> None:
    """Drop-downs and conditional formats."""
    from openpyxl.formatting.formatting import ConditionalFormattingList
    from openpyxl.worksheet.cell_range import MultiCellRange

    sheet = found.writer.sheet
    for validation in sheet.data_validations.dataValidation:
        validation.sqref = MultiCellRange(growth.cell_list(str(validation.sqref)))
    formats = ConditionalFormattingList()
    for each in sheet.conditional_formatting:
        for rule in each.rules:
            formats.add(growth.cell_list(str(each.sqref)), rule)
    sheet.conditional_formatting = formats
