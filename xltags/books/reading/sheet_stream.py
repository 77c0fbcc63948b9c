"""A sheet part as a stream of cells: whole rows to the fast reader, all else to the tolerant one, in file order."""

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from xltags.books.opc.xmlparts import is_utf8
from xltags.books.reading.cell_batch import CellBatch, Texts, join_batches
from xltags.books.reading.cells_strict import StrictReader
from xltags.books.reading.cells_tolerant import TolerantReader

CHUNK = 1 << 20
PATIENCE = 4 << 20  # bytes without the start of the rows, or the end of one: the tolerant reader takes over
SHEET_DATA = re.compile(rb"<(?:[\w.-]+:)?sheetData\s*/?>")
ROW_END = b"</row>"
SHEET_END = b"</sheetData"


class SheetStream:
    """The cells of one sheet part, batch by batch.

    Args:
        blocks: the bytes of the part; they are read once.
        place: workbook and part, for messages.
        kinds_of_styles: the Kind of a number in each cell style.
        string_count: how many shared strings there are.
        texts: where texts of the sheet itself are kept.
        keep_order: whether batches come in the exact order of the file even where rows are out of order; else the
            stream ends as soon as `ordered` is False.

    Attributes:
        ordered: False once a row or cell came that does not stand after the one before it.
    """

    def __init__(
        self,
        blocks: Iterator[bytes],
        place: str,
        *,
        kinds_of_styles: NDArray[np.uint8],
        string_count: int,
        texts: Texts,
        keep_order: bool,
    ) -> None:
        self.ordered = True
        self._blocks = blocks
        self._keep_order = keep_order
        self._strict = StrictReader(kinds_of_styles, string_count, texts)
        self._tolerant = TolerantReader(place, kinds_of_styles, string_count, texts)
        self._fast = False  # whether what comes next are rows that the fast reader may try
        self._last_place = 0

    @property
    def merged(self) -> tuple[str, ...]:
        """The merged ranges found so far, as written."""
        return tuple(self._tolerant.merged)

    def batches(self) -> Iterator[CellBatch]:
        """The cells from first to last.

        Raises:
            WorkbookError: FILE004 if the part is damaged or not well-formed, FILE005 if it is dangerous.
        """
        for batch in self._read():
            places = batch.places()
            if len(places):
                self.ordered &= bool(places[0] > self._last_place and (np.diff(places) > 0).all())
                self._last_place = int(places[-1])
            if not self.ordered and not self._keep_order:
                return
            yield batch

    def _read(self) -> Iterator[CellBatch]:
        rest = self._skip_prologue()
        for block in self._blocks:
            if not self._fast:
                yield self._feed(rest + block)
                rest = b""
                continue
            rest += block
            cut = rest.rfind(ROW_END) + len(ROW_END)
            if cut >= len(ROW_END):
                yield self._read_rows(rest[:cut].lstrip())
                rest = rest[cut:]
            if SHEET_END in rest or len(rest) > PATIENCE:
                self._fast = False
        cut = rest.rfind(ROW_END) + len(ROW_END)
        if self._fast and cut >= len(ROW_END):
            yield self._read_rows(rest[:cut].lstrip())
            rest = rest[cut:]
        yield self._feed(rest, last=True)

    def _skip_prologue(self) -> bytes:
        """Reads up to the first row; returns what follows of the bytes taken from the stream."""
        rest = b""
        for block in self._blocks:
            rest += block
            if not is_utf8(rest):
                return rest
            while match := SHEET_DATA.search(rest):
                self._tolerant.feed(rest[: match.end()])
                rest = rest[match.end() :]
                if self._tolerant.in_rows:  # not so in a comment
                    self._fast = True
                    return rest
            if len(rest) > PATIENCE:
                return rest
        return rest

    def _feed(self, data: bytes, *, last: bool = False) -> CellBatch:
        self._tolerant.feed(data, last=last)
        return self._tolerant.take_batch()

    def _read_rows(self, chunk: bytes) -> CellBatch:
        """The cells of a run of whole rows, perhaps with the end of the sheet data and more behind it."""
        result = self._strict.read(chunk)
        if result.end >= 0 or result.markup:
            self._fast = False
        rows_end = result.end if result.end >= 0 else len(chunk)
        if result.batch is None or (result.odd and self._keep_order):
            return self._feed(chunk)
        self._tolerant.previous_row = result.last_row
        batch = result.batch
        if result.odd:
            for start, end in result.odd:
                self._tolerant.feed(chunk[start:end])
            self._tolerant.previous_row = result.last_row
            batch = join_batches([batch, self._tolerant.take_batch()])
            order = np.argsort(batch.rows, kind="stable")  # two cells of one place stay neighbours, and are noticed
            hidden, faults = batch.hidden_rows, batch.faults
            batch = batch.take(order)
            batch.hidden_rows, batch.faults = sorted(hidden), faults
        if rows_end < len(chunk):
            batch = join_batches([batch, self._feed(chunk[rows_end:])])
        return batch
