"""One row of a sheet edited cell by cell, however it is written; a row that is not understood is refused."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from xltags.books.edits import OWN_FORMULA, IntoFormulas
from xltags.books.opc.refs import cell_name, column_number
from xltags.books.writing.cell_text import BLANK, DateKind
from xltags.books.writing.markup import ATTRIBUTE
from xltags.books.writing.styles import StyleSheet
from xltags.core.errors import WorkbookError

ATTRIBUTES = rb"((?:\s+[\w:.\-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*"
CELL = re.compile(rb"<((?:[\w.\-]+:)?)c" + ATTRIBUTES + rb"(?:/>|>(.*?)</(?:[\w.\-]+:)?c\s*>)", re.DOTALL)
CELL_TOKEN = re.compile(rb"<(?:[\w.\-]+:)?c[\s/>]")
ROW_TAG = re.compile(rb"<((?:[\w.\-]+:)?)row" + ATTRIBUTES + rb"(/?)>")
FORMULA = re.compile(rb"<(?:[\w.\-]+:)?f[\s/>]")
REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]+)")
FORMULA_ELEMENT = re.compile(rb"<((?:[\w.\-]+:)?)f(?:\s[^<>]*?)?(?:/>|>[^<]*</(?:[\w.\-]+:)?f\s*>)")
RESULT_OF = re.compile(rb' t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>')
CELL_TYPE = re.compile(rb"\st\s*=\s*(?:\"[^\"]*\"|'[^']*')")
TAG_START = re.compile(rb"<(/?)(?=\w+[\s/>])")  # of a name without a prefix: what was in the sheet has its own
SHARED_TEXT = re.compile(rb"\st\s*=\s*[\"']s[\"']")
SHARED = b' t="s"'  # begins the tail of a cell whose text is a shared string


class NewCell(NamedTuple):
    """What goes into a cell.

    `tail` is all that follows reference and style. `kind` asks for a date format where the cell has none. `style`
    None keeps the cell's own, or its row's or column's if there is no cell. `into_formulas`: see `FillColumns`.
    """

    tail: bytes
    kind: DateKind | None = None
    style: int | None = None
    into_formulas: IntoFormulas = "refuse"


class SheetState:
    """What is known of a sheet while it streams by, and what is noted for the checks at its end.

    Attributes:
        place: workbook and sheet, for messages. `prefix`: of its elements, with colon.
        column_styles: (first, last, style) of columns with a style. `used_styles`: those of the cells written to.
        shared: how many more cells use shared strings than before. `left`: formulas left as they are, by column.
    """

    def __init__(self, place: str, styles: StyleSheet) -> None:
        self.place = place
        self.styles = styles
        self.prefix = b""
        self.column_styles: list[tuple[int, int, int]] = []
        self.used_styles: set[int] = set()
        self.shared = 0
        self.left: Counter[int] = Counter()

    def column_style(self, column: int) -> int:
        """The style that an absent cell of the column has."""
        return next((style for first, last, style in self.column_styles if first <= column <= last), 0)

    def render(self, row: int, column: int, style: int, cell: NewCell) -> bytes:
        """A cell as it stands in the sheet; nothing for a blank without a style."""
        self.used_styles.add(style)
        if cell.style is not None:
            style = cell.style
        if cell.kind is not None:
            style = self.styles.dated(style, cell.kind)
        if cell.tail == BLANK and not style:
            return b""
        self.shared += cell.tail.startswith(SHARED)
        text = f'<c r="{cell_name(row, column)}"'.encode() + (b' s="%d"' % style if style else b"") + cell.tail
        return TAG_START.sub(rb"<\1" + self.prefix, text) if self.prefix else text

    def refused(self, row: int, column: int, what: str, remedy: str) -> WorkbookError:
        """An error that names the cell."""
        return WorkbookError(f"{self.place}!{cell_name(row, column)}: {what}; {remedy}", code="FILE006")


def edit_row(row: bytes, number: int, cells: Mapping[int, NewCell], state: SheetState) -> bytes:
    """A row with some of its cells replaced or added; all else in it stays as it stands.

    Raises:
        WorkbookError: FILE006 if the row cannot be told apart into cells, or a formula would be overwritten.
    """
    tag = ROW_TAG.match(row)
    if tag is None:
        raise WorkbookError(f"{state.place}: row {number} cannot be read; save the workbook anew in Excel")
    if tag[3]:
        head, inner, close = row[: tag.end() - 2] + b">", b"", b"</" + tag[1] + b"row>"
    else:
        head, end = tag[0], row.rfind(b"</")
        inner, close = row[tag.end() : end], row[end:]
    if not any(cell.tail != BLANK or cell.style for cell in cells.values()) and not inner:
        return row
    default = _row_style(head)
    out: list[bytes] = []
    position = 0
    previous = 0
    todo = sorted(cells)
    for column, match in _cells_of(inner, number, state):
        if column <= previous:
            raise state.refused(number, column, "stands out of order or twice in its row", "save it anew in Excel")
        previous = column
        while todo and todo[0] < column:
            new = todo.pop(0)
            out.append(inner[position : match.start()])
            position = match.start()
            out.append(_new_cell(number, new, cells[new], default, state))
        if todo and todo[0] == column:
            out.append(inner[position : match.start()])
            position = match.end()
            out.append(_replaced(number, column, match, cells[todo.pop(0)], state))
    end = _end_of_cells(inner)
    out.append(inner[position:end])
    out += [_new_cell(number, new, cells[new], default, state) for new in todo]
    return widen_spans(head, min(cells), max(cells)) + b"".join(out) + inner[end:] + close


def new_row(number: int, cells: Mapping[int, NewCell], state: SheetState) -> bytes:
    """A row that was not there, or nothing if it would hold nothing."""
    inner = b"".join(_new_cell(number, each, cells[each], None, state) for each in sorted(cells))
    if not inner:
        return b""
    return b'<%brow r="%d">%b</%brow>' % (state.prefix, number, inner, state.prefix)


def row_cells(row: bytes, number: int, state: SheetState) -> dict[int, tuple[int, bytes]]:
    """The cells of a row: column -> style id and tail (all that follows the style)."""
    found = {}
    tag = ROW_TAG.match(row)
    inner = b"" if tag is None or tag[3] else row[tag.end() : row.rfind(b"</")]
    for column, match in _cells_of(inner, number, state):
        others = b"".join(b" " + name + b"=" + value for name, value in ATTRIBUTE.findall(match[2]) if name == b"t")
        tail = BLANK if match[3] is None else others + b">" + match[3] + b"</c>"
        found[column] = (_style_of(match[2]), tail)
    return found


def row_number(attributes: bytes, previous: int) -> int:
    """The number of a row; one that has none follows the row before it."""
    for name, value in ATTRIBUTE.findall(attributes):
        if name == b"r" and value[1:-1].isdigit():
            return int(value[1:-1])
    return previous + 1


def widen_spans(tag: bytes, first: int, last: int) -> bytes:
    """A row's tag whose `spans`, if it has any, cover the columns written to."""
    match = re.search(rb'spans="(\d+):(\d+)"', tag)
    if match is None:
        return tag
    low, high = min(first, int(match[1])), max(last, int(match[2]))
    return tag[: match.start()] + b'spans="%d:%d"' % (low, high) + tag[match.end() :]


def _cells_of(inner: bytes, row: int, state: SheetState) -> list[tuple[int, re.Match[bytes]]]:
    found = []
    column = 0
    for match in CELL.finditer(inner):
        column = _column(match[2], row, column, state)
        found.append((column, match))
    if len(found) != len(CELL_TOKEN.findall(inner)) or b"<!" in inner:
        raise WorkbookError(
            f"{state.place}: row {row} is written in a way that cannot be edited safely; save the workbook in Excel",
            code="FILE006",
        )
    return found


def _column(attributes: bytes, row: int, previous: int, state: SheetState) -> int:
    for name, value in ATTRIBUTE.findall(attributes):
        if name != b"r":
            continue
        match = REFERENCE.fullmatch(value[1:-1].decode())
        if match is None or int(match[2]) != row:
            raise WorkbookError(
                f"{state.place}: row {row} holds a cell named {value[1:-1].decode()}; save the workbook anew in Excel",
                code="FILE006",
            )
        return column_number(match[1])
    return previous + 1


def _replaced(row: int, column: int, match: re.Match[bytes], cell: NewCell, state: SheetState) -> bytes:
    body = match[3] or b""
    if FORMULA.search(body) and cell.into_formulas != "overwrite":
        if cell.into_formulas == "refuse":
            raise state.refused(
                row, column, "holds a formula, which is not overwritten", "clear the cell or move it first"
            )
        if cell.into_formulas == "leave" or (cell.into_formulas == "own" and OWN_FORMULA.encode() not in body):
            state.left[column] += 1
            return match[0]
        state.shared += cell.tail.startswith(SHARED) - (SHARED_TEXT.search(match[2]) is not None)
        return _with_result(match, cell.tail)
    state.shared -= SHARED_TEXT.search(match[2]) is not None
    return state.render(row, column, _style_of(match[2]), cell)


def _with_result(match: re.Match[bytes], tail: bytes) -> bytes:
    """A formula cell with another result; formula, style and all else stay as they stand."""
    formula = FORMULA_ELEMENT.search(match[3])
    prefix = match[1]
    kind, text = RESULT_OF.fullmatch(tail), b""
    if kind is not None:  # a text stands in the result itself
        word, text = b' t="str"', kind[1]
    elif tail == BLANK:
        word = b' t="str"'
    else:
        word, _, rest = tail.partition(b"><v>")
        text = rest.removesuffix(b"</v></c>")
    head = b"<" + prefix + b"c" + CELL_TYPE.sub(b"", match[2]).rstrip() + word + b">"
    element = formula[0] if formula else b""
    return head + element + b"<%bv>%b</%bv></%bc>" % (prefix, text, prefix, prefix)


def _new_cell(row: int, column: int, cell: NewCell, row_style: int | None, state: SheetState) -> bytes:
    style = state.column_style(column) if row_style is None else row_style
    if cell.tail == BLANK and cell.style is None:
        return b""
    return state.render(row, column, style, cell)


def _style_of(attributes: bytes) -> int:
    for name, value in ATTRIBUTE.findall(attributes):
        if name == b"s" and value[1:-1].isdigit():
            return int(value[1:-1])
    return 0


def _row_style(tag: bytes) -> int | None:
    found = dict(ATTRIBUTE.findall(tag))
    return _style_of(tag) if found.get(b"customFormat", b"")[1:-1] in (b"1", b"true") else None


def _end_of_cells(inner: bytes) -> int:
    """Where new cells go: behind the last cell, before a row's extension list."""
    end = 0
    for match in CELL.finditer(inner):
        end = match.end()
    return end
