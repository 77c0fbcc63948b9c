"""A sheet edited as it streams by: rows that are not named pass untouched, memory does not grow with them."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Literal, Protocol

import numpy as np

from xltags.books.opc.xmlparts import is_utf8
from xltags.books.writing.markup import attributes, is_hidden, whole_number
from xltags.books.writing.row_block import Cut, Places, RowBlock, read_rows, spliced
from xltags.books.writing.row_edit import ROW_TAG, NewCell, SheetState, edit_row, new_row, row_number
from xltags.core.errors import WorkbookError

SHEET_DATA = re.compile(rb"<((?:[\w.\-]+:)?)sheetData(?:\s[^>]*?)?(/?)>")
COLUMN = re.compile(rb"<(?:[\w.\-]+:)?col\s[^>]*>")
ROW_TOKEN = re.compile(rb"<(?:[\w.\-]+:)?row[\s/>]")
MANY = 4096
Section = tuple[Literal["head", "rows", "tail"], bytes]


class Targets(Protocol):
    """The rows to edit, and what goes into them."""

    rows: Sequence[int]

    def cells(self, index: int, state: SheetState) -> Mapping[int, NewCell]:
        """The new cells of `rows[index]`, by column number."""

    def fill(self, block: RowBlock, rows: Places, indices: Places, state: SheetState) -> list[Cut]:
        """The edits of rows of a block, by their numbers in it, which are `rows[index]` for each of `indices`."""

    def added(self, start: int, stop: int, state: SheetState) -> bytes:
        """The whole of `rows[start:stop]`, none of which the sheet has; a row that holds nothing is left out."""


def edited_rows(targets: Targets, block: RowBlock, rows: Places, indices: Places, state: SheetState) -> Cut:
    """Rows of a block edited cell by cell; see `Targets.fill`."""
    numbers = block.numbers[rows].tolist()
    texts = [
        edit_row(block.row(row), number, targets.cells(index, state), state)
        for row, number, index in zip(rows.tolist(), numbers, indices.tolist(), strict=True)
    ]
    return Cut(block.starts[rows], block.stops[rows], texts)


def added_rows(targets: Targets, start: int, stop: int, state: SheetState) -> bytes:
    """Rows made cell by cell; see `Targets.added`."""
    rows = range(start, stop)
    return b"".join([new_row(targets.rows[index], targets.cells(index, state), state) for index in rows])


def sections(chunks: Iterable[bytes], place: str) -> Iterator[Section]:
    """A sheet as its head (with the `sheetData` tag), blocks of whole rows, and its tail from `</sheetData>` on.

    An empty `<sheetData/>` is opened: the head ends in `<sheetData>` and the tail begins with its end tag.

    Raises:
        WorkbookError: FILE004 if there is no such section, FILE006 if the sheet is not written in UTF-8, or the
            first one stands in a comment.
    """
    source = iter(chunks)
    data = b""
    match = None
    for chunk in source:
        data += chunk
        if not is_utf8(data[:256]):
            raise WorkbookError(f"{place}: is not written in UTF-8; save the workbook anew in Excel", code="FILE006")
        match = SHEET_DATA.search(data)
        if match:
            break
    if match is None:
        raise WorkbookError(f"{place}: has no cells to edit; open the workbook in Excel and let it repair")
    if is_hidden(data, match.start()):
        raise WorkbookError(
            f"{place}: holds comments that look like cells; save the workbook anew in Excel", code="FILE006"
        )
    close = b"</" + match[1] + b"sheetData"
    if match[2]:
        yield "head", data[: match.end() - 2] + b">"
        yield "tail", close + b">" + data[match.end() :] + b"".join(source)
        return
    yield "head", data[: match.end()]
    yield from _rows_and_tail(data[match.end() :], source, close, b"</" + match[1] + b"row>", place)


def _rows_and_tail(
    first: bytes, source: Iterator[bytes], close: bytes, row_end: bytes, place: str
) -> Iterator[Section]:
    held = b""  # behind the last whole row
    for chunk in chain((first,), source):
        if chunk.rfind(close) >= 0 or close in held[-len(close) :] + chunk[: len(close)]:
            rest = held + chunk
            stop = rest.find(close)
            yield "rows", rest[:stop]
            yield "tail", rest[stop:] + b"".join(source)
            return
        cut = chunk.rfind(row_end)
        if cut < 0:
            held += chunk
            continue
        cut += len(row_end)
        yield "rows", b"".join((held, memoryview(chunk)[:cut]))  # copied once
        held = chunk[cut:]
    raise WorkbookError(f"{place}: ends too early; open the workbook in Excel and let it repair")


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
        self._wanted = np.asarray(targets.rows, dtype=np.int64)
        self._index = 0
        self._last = 0

    def edit(self, data: bytes) -> bytes:
        """A block of whole rows, edited."""
        if b"!" in data and b"<!" in data:  # the first is found out sooner
            raise WorkbookError(
                f"{self._state.place}: holds comments between its cells; save the workbook anew in Excel",
                code="FILE006",
            )
        block = None if self._state.prefix else read_rows(data, self._last)
        return self._edit_slowly(data) if block is None else self._edit_block(block)

    def remaining(self) -> Iterator[bytes]:
        """Target rows below the last row of the sheet."""
        while self._index < len(self._rows):
            start, self._index = self._index, min(self._index + MANY, len(self._rows))
            yield self._targets.added(start, self._index, self._state)

    def _edit_block(self, block: RowBlock) -> bytes:
        """Many rows at once."""
        start, self._last = self._index, int(block.numbers[-1])
        self._index = int(np.searchsorted(self._wanted, self._last, side="right"))
        if start == self._index:
            return block.data
        indices = np.arange(start, self._index)
        rows = np.searchsorted(block.numbers, self._wanted[start : self._index])
        there = block.numbers[rows] == self._wanted[start : self._index]
        cuts = []
        if not there.all():
            cuts.append(self._missing(block, rows[~there], indices[~there]))
        if there.any():
            cuts += self._targets.fill(block, rows[there], indices[there], self._state)
        return spliced(block.data, cuts)

    def _missing(self, block: RowBlock, rows: Places, indices: Places) -> Cut:
        """Target rows that the sheet has not, each before the row that follows it."""
        before, first = np.unique(rows, return_index=True)
        stretches = np.split(indices, first[1:])
        texts = [self._targets.added(int(each[0]), int(each[-1]) + 1, self._state) for each in stretches]
        return Cut(block.starts[before], block.starts[before], texts)

    def _edit_slowly(self, block: bytes) -> bytes:
        """Rows in any form: without a number, with attributes in any order, with a prefix."""
        out: list[bytes] = []
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
            start, self._index = self._index, bisect_left(self._rows, number, self._index)
            if start < self._index:
                out.append(self._targets.added(start, self._index, self._state))
            row = block[tag.start() : end]
            if self._index < len(self._rows) and self._rows[self._index] == number:
                row = edit_row(row, number, self._targets.cells(self._index, self._state), self._state)
                self._index += 1
            out += (block[position : tag.start()], row)
            position = end
        out.append(block[position:])
        return b"".join(out)

    def _unreadable(self, number: int) -> WorkbookError:
        return WorkbookError(
            f"{self._state.place}: row {number} stands twice, out of order or unreadable; save the workbook anew in "
            "Excel",
            code="FILE006",
        )
