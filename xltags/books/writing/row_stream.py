"""A sheet edited as it streams by: rows that are not named pass untouched, memory does not grow with them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, Protocol

from xltags.books.opc.refs import MAX_ROW
from xltags.books.writing.markup import attributes, whole_number
from xltags.books.writing.row_edit import ROW_TAG, NewCell, SheetState, edit_row, new_row, row_number
from xltags.core.errors import WorkbookError

SHEET_DATA = re.compile(rb"<((?:[\w.\-]+:)?)sheetData(?:\s[^>]*?)?(/?)>")
COLUMN = re.compile(rb"<(?:[\w.\-]+:)?col\s[^>]*>")
ROW_TOKEN = re.compile(rb"<(?:[\w.\-]+:)?row[\s/>]")
Section = tuple[Literal["head", "rows", "tail"], bytes]


class Targets(Protocol):
    """The rows to edit, and what goes into them."""

    rows: Sequence[int]

    def cells(self, index: int, state: SheetState) -> Mapping[int, NewCell]:
        """The new cells of `rows[index]`, by column number."""

    def quick(self, index: int, row: bytes, tag: re.Match[bytes], state: SheetState) -> bytes | None:
        """The row (without its end tag) edited, if it is written plainly and can be done at once."""

    def fresh(self, index: int, state: SheetState) -> bytes | None:
        """The whole of `rows[index]` where the sheet has no such row, b"" if it holds nothing; None if unsure."""


def sections(chunks: Iterable[bytes], place: str) -> Iterator[Section]:
    """A sheet as its head (with the `sheetData` tag), blocks of whole rows, and its tail from `</sheetData>` on.

    An empty `<sheetData/>` is opened: the head ends in `<sheetData>` and the tail begins with its end tag.

    Raises:
        WorkbookError: FILE004 if there is no such section, FILE006 if the sheet is not written in UTF-8.
    """
    source = iter(chunks)
    data = b""
    match = None
    for chunk in source:
        data += chunk
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise WorkbookError(f"{place}: is not written in UTF-8; save the workbook anew in Excel", code="FILE006")
        match = SHEET_DATA.search(data)
        if match:
            break
    if match is None:
        raise WorkbookError(f"{place}: has no cells to edit; open the workbook in Excel and let it repair")
    close = b"</" + match[1] + b"sheetData"
    if match[2]:
        yield "head", data[: match.end() - 2] + b">"
        yield "tail", close + b">" + data[match.end() :] + b"".join(source)
        return
    yield "head", data[: match.end()]
    yield from _rows_and_tail(data[match.end() :], source, close, b"</" + match[1] + b"row>", place)


def _rows_and_tail(rest: bytes, source: Iterator[bytes], close: bytes, row_end: bytes, place: str) -> Iterator[Section]:
    while True:
        stop = rest.find(close)
        if stop >= 0:
            yield "rows", rest[:stop]
            yield "tail", rest[stop:] + b"".join(source)
            return
        cut = rest.rfind(row_end)
        if cut >= 0:
            cut += len(row_end)
            yield "rows", rest[:cut]
            rest = rest[cut:]
        chunk = next(source, None)
        if chunk is None:
            raise WorkbookError(f"{place}: ends too early; open the workbook in Excel and let it repair")
        rest += chunk


def edit_rows(sheet: Iterable[Section], targets: Targets, state: SheetState) -> Iterator[Section]:
    """The sheet with the target rows edited; rows that are not there are added in their place."""
    editor: _RowEditor | None = None
    for kind, data in sheet:
        if kind == "head":
            match = SHEET_DATA.search(data)
            state.prefix = match[1] if match else b""
            state.column_styles = column_styles(data)
            editor = _RowEditor(targets, state)
            yield kind, data
        elif kind == "rows" and editor is not None:
            yield kind, editor.edit(data)
        elif editor is not None:
            for rows in editor.remaining():
                yield "rows", rows
            yield kind, data


def find_rows(chunks: Iterable[bytes], wanted: Callable[[int], bool], state: SheetState) -> Iterator[tuple[int, bytes]]:
    """The wanted rows of a sheet, each whole, with its number; the sheet is read but not changed."""
    last = 0
    for kind, data in sections(chunks, state.place):
        if kind == "head":
            match = SHEET_DATA.search(data)
            state.prefix = match[1] if match else b""
            state.column_styles = column_styles(data)
        if kind != "rows":
            continue
        tags = list(ROW_TAG.finditer(data))
        for place, tag in enumerate(tags):
            last = row_number(tag[2], last)
            if wanted(last):
                end = tags[place + 1].start() if place + 1 < len(tags) else len(data)
                yield last, data[tag.start() : tag.end() if tag[3] else end].rstrip()


def column_styles(head: bytes) -> list[tuple[int, int, int]]:
    """(first, last, style) of the columns with a style of their own."""
    found = []
    for tag in COLUMN.findall(head):
        values = attributes(tag)
        if values.get("style", "0") != "0":
            found.append((whole_number(values, "min"), whole_number(values, "max"), whole_number(values, "style")))
    return found


class _RowEditor:
    """Goes through the rows of a sheet and the target rows together, both ascending."""

    def __init__(self, targets: Targets, state: SheetState) -> None:
        self._targets = targets
        self._state = state
        self._rows = targets.rows
        self._index = 0
        self._last = 0
        self._end = b"</" + state.prefix + b"row>"
        self._plain = re.compile(rb"\s*<" + state.prefix + rb'row r="(\d+)"(?:[^>]*[^/>])?>')

    def edit(self, block: bytes) -> bytes:
        """A block of whole rows, edited."""
        if b"<!" in block:
            raise WorkbookError(
                f"{self._state.place}: holds comments between its cells; save the workbook anew in Excel",
                code="FILE006",
            )
        plain = block.count(b"<c") == block.count(b'<c r="')
        pieces = block.split(self._end)
        rest = pieces.pop()
        out: list[bytes] = []
        rows, quick, match, end = self._rows, self._targets.quick, self._plain.match, self._end
        for piece in pieces:
            tag = match(piece)
            number = int(tag[1]) if tag is not None else 0
            target = rows[self._index] if self._index < len(rows) else MAX_ROW + 1
            if tag is not None and self._last < number <= target:
                new = piece if number < target else quick(self._index, piece, tag, self._state) if plain else None
                if new is not None:
                    self._last = number
                    self._index += number == target
                    out += (new, end)
                    continue
            self._edit_slowly(piece + end, out)
        if rest.strip():
            self._edit_slowly(rest, out)
        else:
            out.append(rest)
        return b"".join(out)

    def remaining(self) -> Iterator[bytes]:
        """Target rows below the last row of the sheet."""
        while self._index < len(self._rows):
            stop = min(self._index + 4096, len(self._rows))
            yield b"".join([self._added() for _ in range(self._index, stop)])

    def _edit_slowly(self, block: bytes, out: list[bytes]) -> None:
        """Rows in any form: closed in themselves, without a number, with attributes in any order."""
        tags = list(ROW_TAG.finditer(block))
        if len(tags) != len(ROW_TOKEN.findall(block)):
            raise self._unreadable(self._last + 1)
        position = 0
        for place, tag in enumerate(tags):
            number = row_number(tag[2], self._last)
            end = tags[place + 1].start() if place + 1 < len(tags) else len(block)
            end = tag.end() if tag[3] else end
            if number <= self._last or block[position : tag.start()].strip():
                raise self._unreadable(number)
            self._last = number
            while self._index < len(self._rows) and self._rows[self._index] < number:
                out.append(self._added())
            row = block[tag.start() : end]
            if self._index < len(self._rows) and self._rows[self._index] == number:
                row = edit_row(row, number, self._targets.cells(self._index, self._state), self._state)
                self._index += 1
            out += (block[position : tag.start()], row)
            position = end
        out.append(block[position:])

    def _added(self) -> bytes:
        index = self._index
        self._index += 1
        fresh = self._targets.fresh(index, self._state)
        if fresh is not None:
            return fresh
        return new_row(self._rows[index], self._targets.cells(index, self._state), self._state)

    def _unreadable(self, number: int) -> WorkbookError:
        return WorkbookError(
            f"{self._state.place}: row {number} stands twice, out of order or unreadable; save the workbook anew in "
            "Excel",
            code="FILE006",
        )
