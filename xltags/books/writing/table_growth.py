"""Tables that grow: rows at the end, columns at the right edge."""

import re
from collections.abc import Sequence

from xltags.books.edits import AppendRows
from xltags.books.opc.refs import MAX_ROW, Area, cell_name, column_letters, parse_area
from xltags.books.writing.calculation import drop_calc_chain
from xltags.books.writing.cell_text import BLANK
from xltags.books.writing.fill import Block, ColumnFormula, Single
from xltags.books.writing.followers import follow
from xltags.books.writing.growth import Growth, is_relative, shifted
from xltags.books.writing.markup import attributes, child, edit_opening, escaped, opening, root_of, unescaped
from xltags.books.writing.pivots import refresh_pivots
from xltags.books.writing.row_edit import FORMULA, NewCell, SheetState, row_cells
from xltags.books.writing.row_stream import find_rows
from xltags.books.writing.session import Session
from xltags.books.writing.table_columns import add_columns
from xltags.books.writing.table_parts import TablePart, find_table, tables_of
from xltags.core.errors import WorkbookError
from xltags.core.values import Value

__all__ = ["add_columns", "append_rows"]

Cells = dict[int, tuple[int, bytes]]
CELL_RESULT = re.compile(rb"<(?:[\w.\-]+:)?v(?:\s[^<>]*)?(?:/>|>[^<]*</(?:[\w.\-]+:)?v\s*>)")
CELL_KIND = re.compile(rb"^\s*t\s*=\s*(?:\"[^\"]*\"|'[^']*')")
PLAIN_FORMULA = re.compile(rb"<(?:[\w.\-]+:)?f>([^<]+)</")
RESULT = re.compile(rb"<(?:[\w.\-]+:)?(?:v|is)[\s>]")


def append_rows(session: Session, edit: AppendRows) -> None:
    """Carries out `AppendRows`.

    Raises:
        WorkbookError: FILE006 if the table cannot grow there, or a row has more values than the table columns.
    """
    table = find_table(session.parts, edit.table)
    if not edit.rows:
        return
    width = len(table.columns)
    _check_width(session, table, edit.rows)
    scan = _scan(session, table, len(edit.rows))
    reused = len(scan.blank)
    grown = max(0, len(edit.rows) - reused)
    _check_room(session, table, grown, scan)
    columns: list[Sequence[Value | None]]
    if all(len(row) == width for row in edit.rows):
        columns = list(zip(*edit.rows, strict=True))
    else:
        columns = [[row[place] if place < len(row) else None for row in edit.rows] for place in range(width)]
    formulas = _formulas(session, table, scan.last)
    left = table.area.left
    used = scan.blank[: len(edit.rows)]
    if used:
        _fill(session, table, used, [each[: len(used)] for each in columns], formulas, styles={})
    if grown:
        styles = {left + place: scan.last.get(left + place, (0, b""))[0] for place in range(width)}
        growth = Growth(table.area, table.first_row, int(table.totals), grown)
        if table.totals:
            moved = {each: _moved(session, table, growth, each, cell) for each, cell in scan.totals.items()}
            totals = {table.area.bottom + grown: moved}
            session.edit_cells(table.sheet, lambda: Single(totals))
        rows = range(table.last_row + 1, table.last_row + 1 + grown)
        _fill(session, table, rows, [each[len(used) :] for each in columns], formulas, styles=styles)
        _grow(session, table, growth)
    if formulas or (grown and table.totals):
        drop_calc_chain(session.parts)
    refresh_pivots(session.parts, table.sheet.name, replace_bottom(table.area, table.area.bottom + grown))


def _check_width(session: Session, table: TablePart, rows: Sequence[Sequence[Value | None]]) -> None:
    width = len(table.columns)
    for number, row in enumerate(rows, 1):
        if len(row) > width:
            raise WorkbookError(
                f"{session.place(table.sheet)}: row {number} to append has {len(row)} values but table {table.name!r} "
                f"has {width} columns; drop the surplus or add columns first",
                code="FILE006",
            )


def _fill(
    session: Session,
    table: TablePart,
    rows: Sequence[int],
    columns: Sequence[Sequence[Value | None]],
    formulas: dict[int, ColumnFormula],
    *,
    styles: dict[int, int],
) -> None:
    writer = session.writer(table.sheet)
    values = dict(enumerate(columns, table.area.left))

    def make() -> Block:
        return Block(rows, values, writer, styles=styles, formulas=formulas, into_formulas="overwrite")

    session.edit_cells(table.sheet, make)


class _Scan:
    """What a table's sheet says about its growth.

    `last` are the cells of its last data row, `totals` those of its totals row, `blank` the rows that can be used if
    the whole table is blank, `below` the first cell with content where the table would grow.
    """

    def __init__(self) -> None:
        self.last: Cells = {}
        self.totals: Cells = {}
        self.blank: Sequence[int] = ()
        self.below: str | None = None


def _scan(session: Session, table: TablePart, count: int) -> _Scan:
    scan = _Scan()
    state = SheetState(session.place(table.sheet), session.styles)
    area = table.area
    filled = False

    def wanted(row: int) -> bool:
        data = table.first_row <= row <= table.last_row
        return (data and (not filled or row == table.last_row)) or table.last_row < row <= area.bottom + count

    calculated = {area.left + place for place, column in enumerate(table.columns) if column.formula is not None}
    for number, row in find_rows(session.parts.chunks(table.sheet.part), wanted, state):
        cells = {each: cell for each, cell in row_cells(row, number, state).items() if area.left <= each <= area.right}
        if number <= table.last_row:
            filled = filled or any(_has_content(cell) and each not in calculated for each, cell in cells.items())
        if number == table.last_row:
            scan.last = cells
        elif table.last_row < number <= area.bottom:
            scan.totals = cells
        elif number > area.bottom and scan.below is None:
            scan.below = next(
                (cell_name(number, each) for each, cell in sorted(cells.items()) if _has_content(cell)), None
            )
    if not filled:
        scan.blank = range(table.first_row, table.last_row + 1)
    return scan


def _has_content(cell: tuple[int, bytes]) -> bool:
    return RESULT.search(cell[1]) is not None or FORMULA.search(cell[1]) is not None


def _check_room(session: Session, table: TablePart, grown: int, scan: _Scan) -> None:
    place = session.place(table.sheet)
    area = table.area
    if area.bottom + grown > MAX_ROW:
        raise WorkbookError(f"{place}: table {table.name!r} would grow past the last row; split it", code="FILE006")
    new = Area(area.bottom + 1, area.left, area.bottom + grown, area.right)
    below = scan.below
    where = parse_area(below) if below else None
    if not grown or (where is not None and where.top > new.bottom):
        below = None
    for other in tables_of(session.parts) if grown else ():
        if other.part != table.part and other.sheet.part == table.sheet.part and other.area.meets(new):
            below = f"table {other.name!r}"
    if below:
        raise WorkbookError(
            f"{place}: table {table.name!r} cannot grow by {grown} rows, because {below} stands below it; move "
            "that away",
            code="FILE006",
        )


def _formulas(session: Session, table: TablePart, last: Cells) -> dict[int, ColumnFormula]:
    """What calculated columns put into new rows. Formulas with plain cell references are taken from the last row."""
    found = {}
    for number, column in enumerate(table.columns, table.area.left):
        if column.formula is None:
            continue
        letters = column_letters(number)
        base: int | None = None
        text = unescaped(column.formula)
        if is_relative(text):
            match = PLAIN_FORMULA.search(last.get(number, (0, b""))[1])
            if match is None:
                raise WorkbookError(
                    f"{session.place(table.sheet)}: the formula of column {column.name!r} of table {table.name!r} "
                    "names cells that cannot be moved to new rows; write it with column names, such as [@size]",
                    code="FILE006",
                )
            text, base = unescaped(match[1]), table.last_row
        found[number] = _column_formula(text, letters, base, array=column.array)
    return found


def _column_formula(text: str, letters: str, base: int | None, *, array: bool) -> ColumnFormula:
    def at(row: int) -> bytes:
        return escaped(text if base is None else shifted(text, row - base)).encode()

    return ColumnFormula(at, letters=letters, array=array)


def _moved(session: Session, table: TablePart, growth: Growth, column: int, cell: tuple[int, bytes]) -> NewCell:
    """A cell of the totals row for its new place."""
    style, tail = cell
    if re.search(rb"<(?:[\w.\-]+:)?f\s[^>]*\bt\s*=", tail):
        raise WorkbookError(
            f"{session.place(table.sheet)}!{cell_name(table.area.bottom, column)}: the totals row holds an array "
            "formula, which cannot be moved down; remove it first",
            code="FILE006",
        )
    grown = re.sub(
        rb"(<(?:[\w.\-]+:)?f>)([^<]*)",
        lambda match: match[1] + escaped(growth.ranges(unescaped(match[2]))).encode(),
        tail,
    )
    if FORMULA.search(grown):  # its result was that of fewer rows
        grown = CELL_RESULT.sub(b"", CELL_KIND.sub(b"", grown))
    return NewCell(grown if grown else BLANK, None, style, "overwrite")


def _grow(session: Session, table: TablePart, growth: Growth) -> None:
    """The table's range, and everything that reached its old end."""
    parts = session.parts
    xml = parts.read(table.part)
    root = root_of(xml, parts.package.place(table.part))
    bottom = table.area.bottom + growth.rows
    chosen = child(xml, root, "autoFilter")
    if chosen is not None and (old := parse_area(attributes(opening(xml, chosen)).get("ref", ""))):
        xml = edit_opening(xml, chosen, {"ref": str(replace_bottom(old, old.bottom + growth.rows))})
    xml = edit_opening(xml, root_of(xml, table.part), {"ref": str(replace_bottom(table.area, bottom))})
    parts.put(table.part, xml)
    follow(session, table.sheet, growth)


def replace_bottom(area: Area, bottom: int) -> Area:
    """The area with another last row."""
    return Area(area.top, area.left, bottom, area.right)
