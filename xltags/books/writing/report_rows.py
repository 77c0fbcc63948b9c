"""The rows of a report sheet, streamed: each distinct cell of a column is made once, rows are joined from ready pieces.

A row is its number, joined by pieces that end where the next number goes: `<row r="`, `"><c r="A`, then for each cell
the rest of it and the head of the next one, as in `" s="3"><v>1</v></c><c r="B`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from itertools import pairwise, repeat, zip_longest

import numpy as np
from numpy.typing import NDArray

from xltags.books.coded import CodedCells, Codes
from xltags.books.opc.refs import cell_name, column_letters
from xltags.books.report_sheet import ReportSheet
from xltags.books.shown_width import lines_of
from xltags.books.template_layout import line_count
from xltags.books.writing.cell_text import BLANK, CellWriter, date_kind
from xltags.books.writing.report_styles import NUMBERS, ReportStyles
from xltags.books.writing.styles import StyleSheet
from xltags.core.values import Value

BATCH = 1024
MARGIN = 4  # characters of a header cell that the indent and Excel's filter button take
ROW_HEAD, ROW_END = b'<row r="', b"</row>"
Texts = dict[int, tuple[int, str]]  # the single cells of a row: column -> style and text


@dataclass(frozen=True, slots=True)
class RowWriter:
    """Makes the rows of one sheet. Dates in a column of another format are shown as dates."""

    sheet: ReportSheet
    styles: ReportStyles
    restyle: StyleSheet
    writer: CellWriter

    def blocks(self) -> Iterator[bytes]:
        """The rows in order, many at a time; a blank cell is none at all."""
        single = self.single_cells()
        columns = sorted(self._columns(), key=lambda column: column.number)
        cuts = {row for column in columns for row in (column.first, column.stop)}
        cuts |= {cut for row in single for cut in (row, row + 1)}
        for start, stop in pairwise(sorted(cuts)):
            here = [column for column in columns if column.first <= start < column.stop]
            if start in single:
                yield self._single_row(start, single[start], here)
            elif here:
                yield from _Stretch(here, self._heights).blocks(start, stop)

    def _heights(self, start: int, stop: int) -> list[bytes]:
        """The attributes of records' rows: those with broken texts are as high as these; none where no text is."""
        lines = np.ones(stop - start, dtype=np.int64)
        for table in self.sheet.tables:
            first = table.row + 1
            for values, form, width in zip_longest(table.columns, table.formats, table.widths[: len(table.columns)]):
                if form != "wrap":
                    continue
                for row, value in enumerate(values[max(start - first, 0) : max(stop - first, 0)], max(start, first)):
                    if isinstance(value, str):
                        lines[row - start] = max(lines[row - start], line_count(value, (width or 9) - MARGIN))
        if lines.max() == 1:
            return []
        return [b' ht="%d" customHeight="1"' % (4 + 14 * count) if count > 1 else b"" for count in lines.tolist()]

    def single_cells(self) -> dict[int, Texts]:
        """Title, notes and headers, by row."""
        found: dict[int, Texts] = {}
        for row, text, style in (
            (1, self.sheet.title, self.styles.title),
            (2, self.sheet.subtitle, self.styles.subtitle),
        ):
            if text:
                found.setdefault(row, {})[1] = (style, text)
        for row, column, text, note in self.sheet.notes:
            found.setdefault(row, {})[column] = (self.styles.notes[note], text)
        for table in self.sheet.tables:
            headers = found.setdefault(table.row, {})
            for place, (text, form) in enumerate(zip(table.header, table.formats, strict=True)):
                look = self.styles.number_header if form in NUMBERS else self.styles.header
                headers[table.column + place] = (look, text)
        return found

    def _height(self, row: int) -> bytes:
        """The attributes of a row that is higher than others: the title, and headers of up to four lines."""
        lines = [
            lines_of(text, (width or 9) - MARGIN)
            for table in self.sheet.tables
            if table.row == row
            for text, width in zip_longest(table.header, table.widths[: len(table.header)])
        ]
        if row != 1 and not lines:
            return b""
        return b' ht="%d" customHeight="1"' % (18 + 13 * (min(4, max(lines)) - 1) if lines else 28)

    def _single_row(self, row: int, texts: Texts, columns: Sequence["_Column"]) -> bytes:
        cells = {column.number: column.make([column.values[row - column.first]])[0] for column in columns}
        for number, (style, text) in texts.items():
            cells[number] = b'" s="%d"' % style + self.writer.tail(text, cell_name(row, number))
        name = b"%d" % row
        inner = [_head_of(number) + name + cells[number] for number in sorted(cells) if cells[number]]
        return b"".join([ROW_HEAD, name, b'"', self._height(row), b">", *inner, ROW_END])

    def _columns(self) -> Iterator["_Column"]:
        for table in self.sheet.tables:
            for number, (values, form) in enumerate(zip(table.columns, table.formats, strict=True), table.column):
                make = partial(self._cells, where=f"column {column_letters(number)}", style=self.styles.columns[form])
                yield _Column(number, table.row + 1, values, make)

    def _cells(self, values: Sequence[Value | None], *, where: str, style: int) -> list[bytes]:
        """Cells of one column from behind the number of their row on; b"" for a blank one."""
        tails = self.writer.tails(values, where)
        plain = b'" s="%d"' % style
        if not any(issubclass(kind, (date, time, timedelta)) for kind in set(map(type, values))):
            return [b"" if tail is BLANK else plain + tail for tail in tails]
        kinds = map(date_kind, values)
        return [
            b"" if tail is BLANK else plain + tail if kind is None else
            b'" s="%d"' % self.restyle.dated(style, kind) + tail
            for tail, kind in zip(tails, kinds, strict=True)
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a table, the row of its first record, and what makes its cells from behind their row number on."""

    number: int
    first: int
    values: Sequence[Value | None]
    make: Callable[[Sequence[Value | None]], list[bytes]]

    @property
    def stop(self) -> int:
        """The row behind its last record."""
        return self.first + len(self.values)

    @property
    def repeated(self) -> CodedCells | None:
        """The values, where they occur so often that each is made once and kept."""
        values = self.values
        return values if isinstance(values, CodedCells) and 2 * len(values.values) <= len(values.codes) else None

    def cells(self, start: int, stop: int) -> tuple[Codes, Sequence[bytes]]:
        """The codes of some rows, -1 for blank cells, and the cells they stand for; these only if not `repeated`."""
        low, high = start - self.first, stop - self.first
        if self.repeated is not None:
            return self.repeated.codes[low:high], ()
        cells = self.make(self.values[low:high])
        return np.array([place if cell else -1 for place, cell in enumerate(cells)], dtype=np.int32), cells

    def pieces(self, after: bytes) -> NDArray[np.object_]:
        """The cells of `repeated` values by code, each with the head of what stands behind it."""
        values = self.repeated.values if self.repeated is not None else ()
        pieces = np.empty(len(values), dtype=np.object_)
        for start in range(0, len(values), BATCH):
            pieces[start : start + BATCH] = [cell + after for cell in self.make(values[start : start + BATCH])]
        return pieces


class _Stretch:
    """Rows that have the same columns; of these, rows with the same blank cells are made together."""

    def __init__(self, columns: Sequence[_Column], heights: Callable[[int, int], list[bytes]]) -> None:
        self._columns = columns
        self._heights = heights
        self._pieces: dict[tuple[int, bytes], NDArray[np.object_]] = {}

    def blocks(self, start: int, stop: int) -> Iterator[bytes]:
        """The rows, many at a time."""
        for low in range(start, stop, BATCH):
            yield self._block(low, min(low + BATCH, stop))

    def _block(self, start: int, stop: int) -> bytes:
        codes, cells = zip(*(column.cells(start, stop) for column in self._columns), strict=True)
        numbers = np.array([b"%d" % row for row in range(start, stop)], dtype=np.object_)
        kinds = _kinds_of_rows(codes)
        made = np.empty(len(numbers), dtype=np.object_)
        high = self._heights(start, stop)
        for kind in np.unique(kinds).tolist():
            rows = np.flatnonzero(kinds == kind)
            looks = [high[row] for row in rows.tolist()] if high else ()
            made[rows] = self._rows(numbers[rows].tolist(), looks, [each[rows] for each in codes], cells)
        return b"".join(made.tolist())

    def _rows(
        self, numbers: list[bytes], looks: Sequence[bytes], codes: Sequence[Codes], cells: Sequence[Sequence[bytes]]
    ) -> list[bytes]:
        """Rows that all have their blank cells, which are left out, in the same columns; `looks` are attributes."""
        row_pieces = []
        after = ROW_END
        for place in reversed(range(len(codes))):
            if codes[place][0] < 0:
                continue
            if cells[place]:
                row_pieces.append([cells[place][code] + after for code in codes[place].tolist()])
            else:
                row_pieces.append(self._pieces_of(place, after)[codes[place]].tolist())
            after = _head_of(self._columns[place].number)
        if not row_pieces:
            return [b""] * len(numbers)
        heads = [b'"' + look + b">" + after for look in looks] if looks else repeat(b'">' + after)
        return list(map(bytes.join, numbers, zip(repeat(ROW_HEAD), heads, *reversed(row_pieces))))

    def _pieces_of(self, place: int, after: bytes) -> NDArray[np.object_]:
        known = self._pieces.get((place, after))
        if known is None:
            known = self._pieces[place, after] = self._columns[place].pieces(after)
        return known


def _kinds_of_rows(codes: Sequence[Codes]) -> NDArray[np.int64]:
    """A number for each row, the same for rows with blank cells in the same columns."""
    kinds = np.zeros(len(codes[0]), dtype=np.int64)
    for place, column in enumerate(codes, 1):
        kinds = kinds * 2 + (column < 0)
        if place % 40 == 0:  # before the numbers grow too large
            kinds = np.unique(kinds, return_inverse=True)[1].astype(np.int64)
    return kinds


def _head_of(column: int) -> bytes:
    return b'<c r="' + column_letters(column).encode()
