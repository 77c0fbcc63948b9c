"""Columns at the right edge of a table of a workbook held by openpyxl."""

from typing import TYPE_CHECKING, cast

from xltags.books.edits import AddColumns
from xltags.books.entry import EntryRule
from xltags.books.opc.refs import MAX_COLUMN, Area
from xltags.books.openpyxl_cells import copy_style, escaped, table_area
from xltags.books.openpyxl_tables import FoundTable
from xltags.books.writing.entry_rules import placed_formula, usable
from xltags.books.writing.table_parts import plain_name

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook


def add_columns(found: FoundTable, edit: AddColumns) -> None:
    """Carries out `AddColumns`.

    Raises:
        WorkbookError: FILE006 a header exists or is none, or something stands to the right of the table.
    """
    from openpyxl.worksheet.table import TableColumn

    if not edit.columns:
        return
    area, table, writer = found.area, found.table, found.writer
    names = [plain_name(column.name).casefold() for column in found.columns]
    first, count = area.right + 1, found.last_row - found.first_row + 1
    _check_columns(found, edit, count)
    for number, column in enumerate(edit.columns, first):
        like = area.right if column.style_like is None else area.left + names.index(column.style_like.casefold())
        if found.header:
            copy_style(writer.cell(area.top, like), writer.cell(area.top, number))
            writer.put(area.top, number, column.header)
        values = list(column.values or ())
        for place in range(count):
            copy_style(writer.cell(found.first_row, like), writer.cell(found.first_row + place, number))
            writer.put(found.first_row + place, number, values[place] if place < len(values) else None)
        if column.entry is not None:
            _add_entry_rule(found, number, column.entry)
        id = max(each.id for each in table.tableColumns) + 1
        table.tableColumns.append(TableColumn(id=id, name=escaped(column.header).replace("\n", "_x000a_")))
    right = area.right + len(edit.columns)
    table.ref = str(Area(area.top, area.left, area.bottom, right))
    if table.autoFilter is not None and table.autoFilter.ref:
        old = table_area(table.autoFilter.ref, writer.place)
        table.autoFilter.ref = str(Area(old.top, old.left, old.bottom, right))


def _add_entry_rule(found: FoundTable, column: int, entry: EntryRule) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = found.writer.sheet
    book = cast("Workbook", sheet.parent)
    used = usable(entry, book.defined_names)
    area = Area(found.first_row, column, max(found.first_row, found.last_row), column)
    if used.kind == "list":
        from openpyxl.workbook.defined_name import DefinedName

        for name, text in entry.names.items():
            if name not in book.defined_names:
                book.defined_names[name] = DefinedName(name, attr_text=text)
    rule = DataValidation(
        type=None if used.kind == "any" else used.kind,
        formula1=placed_formula(used, area) or None,
        allowBlank=True,
        showInputMessage=True,
        showErrorMessage=used.refusal != "none" and used.kind != "any",
        errorStyle="warning" if used.refusal == "warning" else None,
        errorTitle=used.error_title or None,
        error=used.error or None,
        promptTitle=used.title or None,
        prompt=used.message or None,
        sqref=str(area),
    )
    sheet.data_validations.append(rule)


def _check_columns(found: FoundTable, edit: AddColumns, count: int) -> None:
    area = found.area
    known = {plain_name(column.name).casefold() for column in found.columns}
    likes = set(known)
    if area.right + len(edit.columns) > MAX_COLUMN:
        raise found.refused("would grow past the last column", "use fewer")
    blocked = found.blocking(Area(area.top, area.right + 1, area.bottom, area.right + len(edit.columns)))
    if blocked:
        raise found.refused(f"cannot get new columns: {blocked} stands to its right", "move that away")
    for column in edit.columns:
        header = column.header
        if not header.strip() or len(header) > 255 or header.casefold() in known:
            raise found.refused(f"cannot have a column {header[:40]!r}", "choose another header")
        if column.style_like is not None and column.style_like.casefold() not in likes:
            raise found.refused(f"has no column {column.style_like!r} to look like", "name one it has")
        if len(column.values or ()) > count:
            raise found.refused(f"has {count} rows, too few for column {header!r}", "append the rows first")
        known.add(header.casefold())
