"""New columns at the right edge of a table."""

import re
from collections.abc import Sequence

from xltags.books.edits import AddColumns, NewColumn
from xltags.books.opc.refs import MAX_COLUMN, Area, cell_name, column_letters, parse_area
from xltags.books.writing.cell_text import UNSAFE
from xltags.books.writing.entry_rules import add_entry_rule
from xltags.books.writing.fill import Block, Single
from xltags.books.writing.markup import (
    Element,
    append_child,
    attributes,
    child,
    children,
    edit_opening,
    escaped_attribute,
    opening,
    root_of,
    set_attribute,
    whole_number,
)
from xltags.books.writing.pivots import refresh_pivots
from xltags.books.writing.row_edit import FORMULA, NewCell, SheetState, row_cells
from xltags.books.writing.row_stream import find_rows
from xltags.books.writing.session import Session
from xltags.books.writing.table_parts import TablePart, find_table, tables_of
from xltags.core.errors import WorkbookError
from xltags.core.values import Value

LOOKS = ("headerRowDxfId", "dataDxfId", "headerRowCellStyle", "dataCellStyle", "totalsRowDxfId", "totalsRowCellStyle")
COLUMN = re.compile(rb"<(?:[\w.\-]+:)?col\s[^>]*>")
MAX_HEADER = 255


def add_columns(session: Session, edit: AddColumns) -> None:
    """Carries out `AddColumns`.

    Raises:
        WorkbookError: FILE006 if a header exists or is none, or something stands to the right of the table.
    """
    table = find_table(session.parts, edit.table)
    if not edit.columns:
        return
    _check_headers(session, table, edit.columns)
    likes = [_like(session, table, column) for column in edit.columns]
    first = table.area.right + 1
    _put_cells(session, table, edit.columns, likes)
    widths = dict(zip(range(first, first + len(likes)), likes, strict=True))
    session.edits_of(table.sheet).head_edits.append(lambda head: copy_widths(head, widths))
    for number, column in enumerate(edit.columns, first):
        if column.entry is not None:
            add_entry_rule(session, table, number, column.entry)
    _widen(session, table, edit.columns, [like - table.area.left for like in likes])
    changed = Area(table.area.top, table.area.left, table.area.bottom, first + len(likes) - 1)
    refresh_pivots(session.parts, table.sheet.name, changed)


def _put_cells(session: Session, table: TablePart, columns: Sequence[NewColumn], likes: Sequence[int]) -> None:
    """The headers and values of new columns, each with the looks of an old one; refuses if there is no room."""
    looks = _scan(session, table, len(columns))
    count = table.last_row - table.first_row + 1
    writer = session.writer(table.sheet)
    headers: dict[int, NewCell] = {}
    styles: dict[int, int] = {}
    values: dict[int, Sequence[Value | None]] = {}
    for number, (column, like) in enumerate(zip(columns, likes, strict=True), table.area.right + 1):
        given = list(column.values or ())
        if len(given) > count:
            raise WorkbookError(
                f"{session.place(table.sheet)}: column {column.header!r} has {len(given)} values but table "
                f"{table.name!r} has {count} rows; append the rows first",
                code="FILE006",
            )
        headers[number] = NewCell(
            writer.tail(column.header, cell_name(table.area.top, number)), style=looks[0].get(like)
        )
        styles[number] = looks[1].get(like, 0)
        values[number] = given + [None] * (count - len(given))
    rows = range(table.first_row, table.last_row + 1)
    if table.header:
        session.edit_cells(table.sheet, lambda: Single({table.area.top: headers}))
    session.edit_cells(table.sheet, lambda: Block(rows, values, writer, styles=styles))


def column_name(header: str) -> bytes:
    """A header as its table's part has it, for a double-quoted attribute.

    >>> column_name("a\\nb"), column_name('x & "y"')
    (b'a_x000a_b', b'x &amp; &quot;y&quot;')
    """
    text = UNSAFE.sub(lambda match: f"_x{ord(match[0]):04X}_", header)
    return escaped_attribute(text.replace("\n", "_x000a_").replace("\t", "_x0009_"))


def copy_widths(head: bytes, widths: dict[int, int]) -> bytes:
    """The head of a sheet with the widths of columns (key) taken from others (value), where they have none yet."""
    tags = [(match, attributes(match[0])) for match in COLUMN.finditer(head)]
    spans = [(whole_number(values, "min"), whole_number(values, "max"), values, match) for match, values in tags]
    for number, like in sorted(widths.items()):
        if any(low <= number <= high for low, high, _, _ in spans):
            continue
        model = next((span for span in spans if span[0] <= like <= span[1]), None)
        if model is None or "width" not in model[2]:
            continue
        tag = set_attribute(set_attribute(model[3][0], "min", str(number)), "max", str(number))
        place = max((match.end() for low, _, _, match in spans if low < number), default=spans[0][3].start())
        return copy_widths(head[:place] + tag + head[place:], {k: v for k, v in widths.items() if k != number})
    return head


def _check_headers(session: Session, table: TablePart, columns: Sequence[NewColumn]) -> None:
    place = f"{session.place(table.sheet)}: table {table.name!r}"
    known = {column.name.casefold() for column in table.columns}
    for column in columns:
        if not column.header.strip() or len(column.header) > MAX_HEADER:
            raise WorkbookError(
                f"{place}: {column.header[:40]!r} cannot be a header; use 1 to {MAX_HEADER} characters", code="FILE006"
            )
        if column.header.casefold() in known:
            raise WorkbookError(f"{place}: has a column {column.header!r} already; choose another", code="FILE006")
        known.add(column.header.casefold())
    if table.area.right + len(columns) > MAX_COLUMN:
        raise WorkbookError(f"{place}: would grow past the last column; use fewer", code="FILE006")
    if session.parts.related(table.part, "queryTable"):
        raise WorkbookError(f"{place}: is filled by a query; add the column in the query", code="FILE006")


def _like(session: Session, table: TablePart, column: NewColumn) -> int:
    """The number of the column whose looks a new one takes."""
    if column.style_like is None:
        return table.area.right
    for number, each in enumerate(table.columns, table.area.left):
        if each.name.casefold() == column.style_like.casefold():
            return number
    raise WorkbookError(
        f"{session.place(table.sheet)}: table {table.name!r} has no column {column.style_like!r} to look like; name "
        "one it has",
        code="FILE006",
    )


def _scan(session: Session, table: TablePart, count: int) -> tuple[dict[int, int], dict[int, int]]:
    """The styles of the header and of the first data row; refuses if something stands where the columns go."""
    state = SheetState(session.place(table.sheet), session.styles)
    area = table.area
    new = Area(area.top, area.right + 1, area.bottom, area.right + count)
    header: dict[int, int] = {}
    body: dict[int, int] = {}
    for other in tables_of(session.parts):
        if other.part != table.part and other.sheet.part == table.sheet.part and other.area.meets(new):
            raise _blocked(session, table, f"table {other.name!r}")
    for number, row in find_rows(
        session.parts.chunks(table.sheet.part), lambda number: area.top <= number <= area.bottom, state
    ):
        if number <= table.first_row or _reaches(row, new.left):
            cells = row_cells(row, number, state)
            for column in range(new.left, new.right + 1):
                tail = cells.get(column, (0, b""))[1]
                if re.search(rb"<(?:[\w.\-]+:)?(?:v|is)[\s>]", tail) or FORMULA.search(tail):
                    raise _blocked(session, table, cell_name(number, column))
            if number in (area.top, table.first_row):
                target = header if number == area.top and table.header else body
                target.update({column: style for column, (style, _) in cells.items()})
    return header, body


def _reaches(row: bytes, column: int) -> bool:
    """Whether a row has cells at or beyond a column; yes where its last cell is not written plainly."""
    last = row.rfind(b'<c r="')
    match = re.compile(rb"[A-Z]+").match(row, last + 6) if last >= 0 else None
    if match is None:
        return True
    letters = column_letters(column).encode()
    return (len(match[0]), match[0]) >= (len(letters), letters)


def _blocked(session: Session, table: TablePart, what: str) -> WorkbookError:
    return WorkbookError(
        f"{session.place(table.sheet)}: table {table.name!r} cannot get new columns: {what} stands to its right; "
        "move that away",
        code="FILE006",
    )


def _widen(session: Session, table: TablePart, columns: Sequence[NewColumn], likes: Sequence[int]) -> None:
    """The table's own part: range, filter and columns."""
    parts = session.parts
    xml = parts.read(table.part)
    right = table.area.right + len(columns)
    place = parts.package.place(table.part)
    listed = _columns(xml, place)
    tags = [attributes(opening(xml, each)) for each in children(xml, listed)]
    number = max((whole_number(tag, "id") for tag in tags), default=0)
    for column, like in zip(columns, likes, strict=True):
        number += 1
        looks = "".join(f' {key}="{tags[like][key]}"' for key in LOOKS if key in tags[like])
        new = f'<{listed.prefix}tableColumn id="{number}" name="'.encode() + column_name(column.header)
        xml = append_child(xml, _columns(xml, place), new + b'"' + looks.encode() + b"/>")
    xml = edit_opening(xml, _columns(xml, place), {"count": str(len(tags) + len(columns))})
    chosen = child(xml, root_of(xml, place), "autoFilter")
    if chosen is not None and (old := parse_area(attributes(opening(xml, chosen)).get("ref", ""))):
        xml = edit_opening(xml, chosen, {"ref": str(Area(old.top, old.left, old.bottom, right))})
    area = Area(table.area.top, table.area.left, table.area.bottom, right)
    parts.put(table.part, edit_opening(xml, root_of(xml, place), {"ref": str(area)}))


def _columns(xml: bytes, place: str) -> Element:
    listed = child(xml, root_of(xml, place), "tableColumns")
    if listed is None:
        raise WorkbookError(f"{place}: lists no columns; open the workbook in Excel and let it repair")
    return listed
