"""Other headers for columns of a table, and other formulas for names."""

from xltags.books.edits import RenameColumns, SetNames
from xltags.books.header_use import used_headers
from xltags.books.opc.refs import Area, cell_name
from xltags.books.writing.calculation import recalculate_on_open
from xltags.books.writing.fill import Single
from xltags.books.writing.markup import child, children, opening, root_of, set_attribute, splice
from xltags.books.writing.pivots import refresh_pivots
from xltags.books.writing.row_edit import NewCell
from xltags.books.writing.session import Session
from xltags.books.writing.table_columns import MAX_HEADER, column_name
from xltags.books.writing.table_parts import TablePart, find_table
from xltags.books.writing.workbook_part import DefinedName, edit_names, names_of
from xltags.core.errors import WorkbookError


def rename_columns(session: Session, edit: RenameColumns) -> None:
    """Carries out `RenameColumns`.

    Raises:
        WorkbookError: FILE006 if there is no such column, the new header is taken or none, or something in the workbook
            knows the column by its header.
    """
    table = find_table(session.parts, edit.table)
    place = f"{session.place(table.sheet)}: table {table.name!r}"
    numbers = _numbers(table, edit, place)
    used = used_headers(session.parts.package, edit.headers)
    if used:
        raise WorkbookError(
            f"{place}: the column {sorted(used)[0]!r} cannot be renamed: a formula, pivot or slicer names it",
            code="FILE006",
        )
    writer = session.writer(table.sheet)
    cells = {
        number: NewCell(writer.tail(edit.headers[old], cell_name(table.area.top, number)))
        for number, old in numbers.items()
    }
    if table.header:
        session.edit_cells(table.sheet, lambda: Single({table.area.top: cells}))
    _rename_in_part(session, table, {number: edit.headers[old] for number, old in numbers.items()})
    area = Area(table.area.top, min(numbers), table.area.bottom, max(numbers)) if numbers else table.area
    refresh_pivots(session.parts, table.sheet.name, area)


def _numbers(table: TablePart, edit: RenameColumns, place: str) -> dict[int, str]:
    """The column numbers to rename, with their old header."""
    known = {column.name.casefold(): number for number, column in enumerate(table.columns, table.area.left)}
    numbers: dict[int, str] = {}
    for old, new in edit.headers.items():
        if old.casefold() not in known:
            raise WorkbookError(f"{place}: has no column {old!r} to rename; name one it has", code="FILE006")
        if not new.strip() or len(new) > MAX_HEADER:
            raise WorkbookError(
                f"{place}: {new[:40]!r} cannot be a header; use 1 to {MAX_HEADER} characters", code="FILE006"
            )
        if known.get(new.casefold(), known[old.casefold()]) != known[old.casefold()]:
            raise WorkbookError(f"{place}: has a column {new!r} already; choose another", code="FILE006")
        numbers[known[old.casefold()]] = old
    return numbers


def _rename_in_part(session: Session, table: TablePart, headers: dict[int, str]) -> None:
    xml = session.parts.read(table.part)
    place = session.parts.package.place(table.part)
    listed = child(xml, root_of(xml, place), "tableColumns")
    edits = []
    for number, each in enumerate(children(xml, listed) if listed else [], table.area.left):
        if number in headers:
            tag = set_attribute(opening(xml, each), "name", "\0")
            edits.append((each.start, each.inner, tag.replace(b"\0", column_name(headers[number]))))
    session.parts.put(table.part, splice(xml, edits))


def set_names(session: Session, edit: SetNames) -> None:
    """Carries out `SetNames`.

    Raises:
        WorkbookError: FILE006 if there is no such name.
    """
    known = {name.name.casefold() for name in names_of(session.parts) if name.sheet is None}
    wanted = {name.casefold(): text for name, text in edit.texts.items()}
    for name in edit.texts:
        if name.casefold() not in known:
            raise WorkbookError(
                f"{session.parts.package.path}: has no name {name!r} to change; name one it has", code="FILE006"
            )

    def changed(name: DefinedName) -> DefinedName:
        if name.sheet is not None or name.name.casefold() not in wanted:
            return name
        text = wanted[name.name.casefold()]
        if text != name.text:
            session.changed_names.add(name.name.casefold())
        return DefinedName(name.name, None, text)

    edit_names(session.parts, changed)
    if session.changed_names:
        recalculate_on_open(session.parts)
