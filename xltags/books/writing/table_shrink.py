"""Records taken out of a table: those below move up, and what refers to the table follows."""

import re
from collections.abc import Iterator

from xltags.books.edits import DeleteRows
from xltags.books.opc.refs import Area, cell_name, parse_area
from xltags.books.writing.calculation import drop_calc_chain
from xltags.books.writing.cell_text import BLANK
from xltags.books.writing.fill import Single
from xltags.books.writing.followers import follow
from xltags.books.writing.formula_cells import FormulaGroup, SheetFormulas
from xltags.books.writing.formula_tokens import TOKEN
from xltags.books.writing.markup import attributes, child, children, edit_opening, opening, root_of, splice
from xltags.books.writing.pivots import refresh_pivots
from xltags.books.writing.row_edit import FORMULA, NewCell, SheetState, row_cells
from xltags.books.writing.row_move import RowMove, is_readable
from xltags.books.writing.row_stream import find_rows, sections
from xltags.books.writing.session import Session
from xltags.books.writing.sheet_finish import sheet_tail
from xltags.books.writing.shrink import Shrink
from xltags.books.writing.table_parts import TablePart, find_table, tables_of
from xltags.books.writing.workbook_part import sheets_of
from xltags.core.errors import WorkbookError

CONTENT = re.compile(rb"<(?:[\w.\-]+:)?(?:v|is|f)[\s/>]")
TYPED_FORMULA = re.compile(rb"<(?:[\w.\-]+:)?f\s[^<>]*\bt\s*=\s*[\"'](?!normal)")


def delete_rows(session: Session, edit: DeleteRows) -> None:
    """Carries out `DeleteRows`.

    Raises:
        WorkbookError: FILE006 if a row is no record of the table, or something stands in the way.
    """
    table = find_table(session.parts, edit.table)
    rows = sorted(set(edit.rows))
    if not rows:
        return
    outside = [row for row in rows if not table.first_row <= row <= table.last_row]
    if outside:
        raise WorkbookError(
            f"{session.place(table.sheet)}: row {outside[0]} is no record of table {table.name!r} (rows "
            f"{table.first_row} to {table.last_row}); name rows of the table",
            code="FILE006",
        )
    kept_blank = len(rows) == table.last_row - table.first_row + 1
    gone = tuple(rows[:-1] if kept_blank else rows)
    if kept_blank:
        _empty_row(session, table, table.last_row)
    if gone:
        _take_out(session, table, gone)
    refresh_pivots(session.parts, table.sheet.name, table.area)


def _take_out(session: Session, table: TablePart, gone: tuple[int, ...]) -> None:
    moving = Area(gone[0], table.area.left, table.area.bottom, table.area.right)
    has_formulas = _check_rows(session, table, moving)
    _check_tail(session, table, moving)
    shifted = _check_formulas(session, table, moving)
    shrink = Shrink(table.area, gone)
    edits = session.edits_of(table.sheet)
    edits.areas.append(table.area)
    edits.moved.append(moving)
    session.edit_cells(table.sheet, lambda: RowMove(gone, table.area.bottom, shifted))
    try:
        follow(session, table.sheet, shrink)
    except ValueError as error:
        raise _in_the_way(session, table, f"a rule on {error}", "remove that rule first") from error
    parts = session.parts
    xml = parts.read(table.part)
    root = root_of(xml, parts.package.place(table.part))
    chosen = child(xml, root, "autoFilter")
    if chosen is not None and (old := parse_area(attributes(opening(xml, chosen)).get("ref", ""))):
        ref = Area(old.top, old.left, old.bottom - len(gone), old.right)
        xml = edit_opening(xml, chosen, {"ref": str(ref)})
    area = table.area._replace(bottom=table.area.bottom - len(gone))
    parts.put(table.part, edit_opening(xml, root_of(xml, table.part), {"ref": str(area)}))
    if has_formulas:
        drop_calc_chain(parts)


def _empty_row(session: Session, table: TablePart, row: int) -> None:
    """A table keeps one record at least: its cells are emptied, calculated ones stay."""
    state = SheetState(session.place(table.sheet), session.styles)
    cells: dict[int, NewCell] = {}
    for number, xml in find_rows(session.parts.chunks(table.sheet.part), lambda each: each == row, state):
        for column, (_, tail) in row_cells(xml, number, state).items():
            calculated = any(
                column == table.area.left + place and each.formula is not None
                for place, each in enumerate(table.columns)
            )
            if table.area.left <= column <= table.area.right and not (calculated and FORMULA.search(tail)):
                cells[column] = NewCell(BLANK, into_formulas="overwrite")
                if FORMULA.search(tail):
                    drop_calc_chain(session.parts)
    session.edit_cells(table.sheet, lambda: Single({row: cells} if cells else {}))
    names = {cell_name(row, column) for column in range(table.area.left, table.area.right + 1)}
    session.edits_of(table.sheet).tail_edits.append(lambda tail: _without_links(tail, names))


def _without_links(tail: bytes, cells: set[str]) -> bytes:
    """What stands behind the cells of a sheet, without the hyperlinks of some cells."""
    changes = []
    for name, start, end in sheet_tail(tail):
        if name == "hyperlinks":
            block = tail[start:end]
            links = children(block, root_of(block, name))
            gone = [each for each in links if attributes(opening(block, each)).get("ref") in cells]
            left = splice(block, [(each.start, each.end, b"") for each in gone])
            changes.append((start, end, left if len(gone) < len(links) else b""))
    return splice(tail, changes)


def _check_rows(session: Session, table: TablePart, moving: Area) -> bool:
    """Refuses rows that cannot be moved; says whether they hold formulas."""
    for other in tables_of(session.parts):
        beside = Area(moving.top, 1, moving.bottom, other.area.right)
        if other.part != table.part and other.sheet.part == table.sheet.part and other.area.meets(beside):
            raise _in_the_way(session, table, f"table {other.name!r} beside it", "move that to another sheet")
    state = SheetState(session.place(table.sheet), session.styles)
    chunks = session.parts.chunks(table.sheet.part)
    has_formulas = False
    for number, row in find_rows(chunks, lambda each: moving.top <= each <= moving.bottom, state):
        if not is_readable(row):
            raise _in_the_way(session, table, f"row {number}, which cannot be read", "save the workbook in Excel")
        for column, (_, tail) in row_cells(row, number, state).items():
            if not moving.left <= column <= moving.right and CONTENT.search(tail):
                raise _in_the_way(session, table, f"{cell_name(number, column)} beside it", "move that away")
            if TYPED_FORMULA.search(tail):
                raise _in_the_way(
                    session, table, f"an array or shared formula in {cell_name(number, column)}",
                    "write it with column names, such as [@size]",
                )  # fmt: skip
            has_formulas = has_formulas or FORMULA.search(tail) is not None
    return has_formulas


def _check_tail(session: Session, table: TablePart, moving: Area) -> None:
    """Refuses merged cells, notes and protection in the way."""
    parts = session.parts
    for link in parts.related(table.sheet.part, "comments"):
        if link.target and parts.has(link.target):
            for ref in re.findall(rb"\bref\s*=\s*[\"']([A-Z]+\d+)[\"']", parts.read(link.target)):
                area = parse_area(ref.decode())
                if area is not None and moving.top <= area.top <= moving.bottom:
                    raise _in_the_way(
                        session, table, f"a note on {area}", "delete it (`xltags mark --clear` for those of xltags)"
                    )
    for name, block in _tail_elements(session, table):
        if name == "mergeCells":
            for ref in re.findall(rb"\bref\s*=\s*[\"']([^\"']+)[\"']", block):
                area = parse_area(ref.decode())
                if area is not None and area.top <= moving.bottom and area.bottom >= moving.top:
                    raise _in_the_way(session, table, f"the merged cell {area}", "unmerge it first")
        is_protected = name == "sheetProtection" and attributes(block).get("sheet", "0") in ("1", "true")
        if is_protected and not session.options.allow_protected:
            raise _in_the_way(session, table, "the sheet's protection", "unprotect it (Review > Unprotect Sheet) first")


def _tail_elements(session: Session, table: TablePart) -> Iterator[tuple[str, bytes]]:
    for kind, data in sections(session.parts.chunks(table.sheet.part), session.place(table.sheet)):
        if kind == "tail":
            for name, start, end in sheet_tail(data):
                yield name, data[start:end]


def _check_formulas(session: Session, table: TablePart, moving: Area) -> set[int]:
    """Refuses formulas that name single cells of rows that move; the columns whose formulas move along with their row.

    Formulas in cells are not rewritten, but for references to their own row.
    """
    names = session.names()
    own = table.sheet.name.casefold()
    shifted: set[int] = set()
    for sheet in sheets_of(session.parts):
        if sheet.kind != "worksheet":
            continue
        formulas = SheetFormulas(sheet.name.casefold(), names)
        formulas.read(session.parts.chunks(sheet.part), session.place(sheet))
        if formulas.unsure:
            raise _in_the_way(session, table, f"formulas of {sheet.name} that cannot be read", "save it in Excel")
        for group in formulas.groups:
            at_home = sheet.part == table.sheet.part
            moves = at_home and any(moving.holds(row, group.column) for row in group.rows)
            unclear = group.references is None and _may_name(group.text, own, at_home=at_home)
            if unclear or _names_moving(group, moving, own, moves=moves):
                raise _in_the_way(
                    session, table,
                    f"the formula in {sheet.name}!{cell_name(group.rows[0], group.column)}, which names its cells",
                    "write it with column names, such as Customers[size]",
                )  # fmt: skip
            if moves and any(each.top_moves and not each.structured for each in group.references or ()):
                shifted.add(group.column)
    return shifted


def _names_moving(group: FormulaGroup, moving: Area, own: str, *, moves: bool) -> bool:
    """Whether formulas name cells, not columns of the table, that move or that they would have to follow."""
    for each in group.references or ():
        if each.structured:
            continue
        if moves and (each.top_moves or each.bottom_moves):
            if each.sheet != own or (each.top, each.bottom) != (0, 0):
                return True
            continue
        for row in (group.rows[0], group.rows[-1]):
            top = each.top + row if each.top_moves else each.top
            bottom = each.bottom + row if each.bottom_moves else each.bottom
            area = Area(top, each.left, bottom, each.right)
            covers = top <= moving.top and bottom >= moving.bottom
            if each.sheet == own and area.meets(moving) and not covers:
                return True
            if each.top_moves and each.sheet == own and len(group.rows) > 1:
                between = Area(top, each.left, each.bottom + group.rows[-1], each.right)
                if between.meets(moving):
                    return True
    return False


def _may_name(formula: str, own: str, *, at_home: bool) -> bool:
    """Whether cells of the table's sheet may be among those that a formula names which cannot be followed."""
    sheet = None
    for match in TOKEN.finditer(formula):
        if match.lastgroup == "sheet":
            sheet = match[0][:-1].strip("'").replace("''", "'").casefold()
            continue
        here = at_home if sheet is None else sheet == own or ":" in sheet
        if match.lastgroup in ("area", "rows") and here:
            return True
        sheet = None
    return False


def _in_the_way(session: Session, table: TablePart, what: str, remedy: str) -> WorkbookError:
    return WorkbookError(
        f"{session.place(table.sheet)}: records of table {table.name!r} cannot go because of {what}; {remedy}",
        code="FILE006",
    )
