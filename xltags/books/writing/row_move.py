"""Rows of a sheet taken out while it streams by; those below them, down to a last one, move up."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence

from xltags.books.edits import IntoFormulas
from xltags.books.opc.refs import Area, column_number
from xltags.books.writing.growth import shifted
from xltags.books.writing.markup import escaped, set_attribute, unescaped
from xltags.books.writing.row_edit import CELL, CELL_TOKEN, ROW_TAG, SheetState, row_number
from xltags.books.writing.row_stream import ROW_TOKEN, Section
from xltags.core.errors import WorkbookError

CELL_NAME = re.compile(rb"(<(?:[\w.\-]+:)?c\s(?:[^<>]*?\s)?r\s*=\s*[\"'])([A-Z]+)\d+")
PLAIN_FORMULA = re.compile(rb"(<(?:[\w.\-]+:)?f>)([^<]+)")
SHARED_TEXT = re.compile(rb"<(?:[\w.\-]+:)?c\s(?:[^<>]*?\s)?t\s*=\s*[\"']s[\"']")


class RowMove:
    """Rows `gone` (ascending) leave, rows below them down to `last` move up.

    `shifted_columns` are those whose formulas name cells of their own row, which move along.
    """

    into_formulas: IntoFormulas = "refuse"

    def __init__(self, gone: Sequence[int], last: int, shifted_columns: Collection[int]) -> None:
        self._gone = gone
        self._gone_rows = frozenset(gone)
        self._last = last
        self._columns = shifted_columns

    def apply(self, sheet: Iterable[Section], state: SheetState) -> Iterator[Section]:
        """The sheet with the rows moved.

        Raises:
            WorkbookError: FILE006 if its rows cannot be told apart.
        """
        number = 0
        for kind, data in sheet:
            if kind != "rows":
                yield kind, data
                continue
            tags = list(ROW_TAG.finditer(data))
            if len(tags) != len(ROW_TOKEN.findall(data)):
                raise WorkbookError(f"{state.place}: holds rows that cannot be read; save the workbook anew in Excel")
            out = [data[: tags[0].start()]] if tags else [data]
            for place, tag in enumerate(tags):
                end = tags[place + 1].start() if place + 1 < len(tags) else len(data)
                number = row_number(tag[2], number)
                out.append(self._moved(data[tag.start() : end], tag, number, state))
            yield kind, b"".join(out)

    def columns(self) -> list[tuple[int, Sequence[int]]]:
        """None: what moves is told by the area that changes."""
        return []

    def first_in(self, area: Area) -> tuple[int, int] | None:
        """None: what may not move has been looked for before."""
        return None

    def extent(self) -> Area | None:
        """None: the sheet does not grow."""
        return None

    def _moved(self, row: bytes, tag: re.Match[bytes], number: int, state: SheetState) -> bytes:
        if number > self._last or number < self._gone[0]:
            return row
        if number in self._gone_rows:
            state.shared -= len(SHARED_TEXT.findall(row))
            return b""
        up = bisect_left(self._gone, number)
        name = b"%d" % (number - up)
        head = set_attribute(row[: tag.end() - tag.start()], "r", name.decode())
        body = row[tag.end() - tag.start() :]
        if self._columns:
            body = CELL.sub(lambda cell: self._shifted(cell, -up), body)
        return head + CELL_NAME.sub(rb"\g<1>\g<2>" + name, body)

    def _shifted(self, cell: re.Match[bytes], rows: int) -> bytes:
        name = CELL_NAME.match(cell[0])
        if name is None or column_number(name[2].decode()) not in self._columns:
            return cell[0]
        return PLAIN_FORMULA.sub(lambda match: match[1] + escaped(shifted(unescaped(match[2]), rows)).encode(), cell[0])


def is_readable(row: bytes) -> bool:
    """Whether all cells of a row can be told apart."""
    return len(CELL.findall(row)) == len(CELL_TOKEN.findall(row)) and b"<!" not in row
