"""The fast reader of sheet rows: whole arrays of cells at a time, for XML written the way Excel writes it.

It reads a row only if every byte of it is understood, and tells of the others: never silently fewer cells.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xltags.books.opc.xmltext import NotXmlTextError, text_from_xml
from xltags.books.reading.cell_batch import CellBatch, Kind, Texts
from xltags.books.reading.cell_heads import (
    BOOL,
    DATE,
    ERROR,
    INLINE,
    NUMBER,
    SHARED,
    STRING,
    UNTYPED,
    Heads,
    read_heads,
)
from xltags.books.reading.cell_tokens import MARKUP, SHEET_END, CellShapes, T, Tokens, find_shapes, find_tokens
from xltags.books.reading.digits import Flags, Positions, decode_integers, decode_numbers
from xltags.books.reading.row_tags import Rows, find_rows

BLANK = 254
KEEP_SPACE = b' xml:space="preserve">'
CACHE_LIMIT = 50_000  # raw texts remembered; more would only cost memory, as each text is kept once anyway
TEXT_KINDS = ((STRING, Kind.TEXT), (INLINE, Kind.TEXT), (ERROR, Kind.ERROR), (DATE, Kind.ISO_DATE))


@dataclass(slots=True)
class StrictResult:
    """What was read of a chunk, and what was not.

    Attributes:
        batch: the cells of the rows that were understood, in document order.
        odd: `(start, end)` of the rows that were not, in document order; the whole chunk if its structure is unknown.
        last_row: the number of the last row; 0 where unknown.
        end: where the sheet data end within the chunk, or -1.
        markup: whether a comment, CDATA or instruction is in it, so that no later tag can be trusted to be one.
    """

    batch: CellBatch | None
    odd: list[tuple[int, int]]
    last_row: int = 0
    end: int = -1
    markup: bool = False


class StrictReader:
    """Reads runs of rows of one workbook.

    Args:
        kinds_of_styles: the Kind of a number in each cell style (NUMBER, DATE ...).
        string_count: how many shared strings there are.
        texts: where texts of the sheet itself are kept.
    """

    def __init__(self, kinds_of_styles: NDArray[np.uint8], string_count: int, texts: Texts) -> None:
        self._kinds = kinds_of_styles
        self._string_count = string_count
        self._texts = texts
        self._known: tuple[dict[bytes, int], dict[bytes, int]] = ({}, {})

    def read(self, chunk: bytes) -> StrictResult:
        """The cells of a run of XML that starts at a row and ends after one, or after the end of the sheet data."""
        tokens = find_tokens(chunk)
        tags = tokens.tags[: tokens.count]
        if (tags == MARKUP).any():
            return StrictResult(None, [(0, len(chunk))], markup=True)
        end = tokens.first(SHEET_END)
        if end is not None:
            result = self.read(chunk[:end])
            result.end = end
            return result
        rows = find_rows(chunk, tokens)
        if not len(rows.token) or rows.token[0] != 0 or tokens.at[0] != 0:
            return StrictResult(None, [(0, len(chunk))] if chunk.strip() else [])
        if (rows.number == 0).any():  # a row without its number needs the one before it
            return StrictResult(None, [(0, len(chunk))])
        return self._read_cells(chunk, tokens, rows)

    def _read_cells(self, chunk: bytes, tokens: Tokens, rows: Rows) -> StrictResult:
        shapes = find_shapes(tokens)
        row = rows.of_tokens(shapes.token)
        heads = read_heads(tokens, shapes, rows, row)
        values = self._read_values(chunk, tokens, shapes, heads)
        odd_rows = rows.odd
        odd_rows |= np.bincount(row, shapes.count, minlength=len(rows.token)) != rows.inner_tags(tokens.count)
        odd_rows[row[heads.odd]] = True
        good = values.kinds != BLANK
        odd = []
        if odd_rows.any():
            good &= ~odd_rows[row]
            bounds = np.append(tokens.at[rows.token], len(chunk))
            odd = [(int(bounds[index]), int(bounds[index + 1])) for index in np.flatnonzero(odd_rows)]
        which = np.flatnonzero(good)
        formulas = None if shapes.formula is None else shapes.formula[which]
        batch = CellBatch(
            rows.number[row[which]], heads.column[which], values.kinds[which], values.payload[which], formulas
        )
        batch.hidden_rows = [int(rows.number[index]) for index in rows.hidden if not odd_rows[index]]
        return StrictResult(batch, odd, int(rows.number[-1]))

    def _read_values(self, chunk: bytes, tokens: Tokens, shapes: CellShapes, heads: Heads) -> "Values":
        """Kind and payload of every cell; what cannot be read is marked odd in `heads`."""
        values = Values(shapes, tokens, heads.odd)
        types, has = heads.type, shapes.value >= 0
        heads.odd |= has & ((tokens.tags[shapes.value] == T) != (types == INLINE))
        texts_may_be_empty = (types == STRING) | (types == INLINE)
        full = has & ((values.length > 0) | texts_may_be_empty)
        if shapes.formula is not None:
            uncalculated = shapes.formula & ~full & (types != STRING)
            values.put(np.flatnonzero(uncalculated), Kind.UNCALCULATED, self._texts.index(""))
            heads.odd |= shapes.formula & ~full & (types == STRING)
        full &= ~heads.odd
        self._read_shared(values, np.flatnonzero(full & (types == SHARED)))
        self._read_numbers(values, np.flatnonzero(full & ((types == UNTYPED) | (types == NUMBER))), heads.style)
        bools = np.flatnonzero(full & (types == BOOL))
        digit = tokens.data[values.start[bools]] - np.uint8(48)
        values.put(bools, Kind.BOOL, digit, bad=(digit > 1) | (values.length[bools] != 1))
        if (types >= ERROR).any():
            for code, kind in TEXT_KINDS:
                self._read_texts(chunk, values, np.flatnonzero(full & (types == code)), kind, inline=code == INLINE)
        return values

    def _read_shared(self, values: "Values", cells: Positions) -> None:
        ids, bad = decode_integers(values.data, values.start[cells], values.length[cells])
        values.put(cells, Kind.SHARED, ids, bad=bad | (ids >= self._string_count))

    def _read_numbers(self, values: "Values", cells: Positions, styles: Positions) -> None:
        numbers, bad = decode_numbers(values.data, values.start[cells], values.length[cells])
        style = styles[cells]
        unknown = style >= len(self._kinds)
        values.put(cells, self._kinds[np.where(unknown, 0, style)], numbers, bad=bad | unknown)

    def _read_texts(self, chunk: bytes, values: "Values", cells: Positions, kind: Kind, *, inline: bool) -> None:
        """Texts that stand in the cell; those of `<t>` are taken from after the name of the tag, with its attribute."""
        start = values.start[cells]
        ends = (start + values.length[cells]).tolist()
        raws = [chunk[a:b] for a, b in zip((start - inline).tolist(), ends, strict=True)]
        known = self._known[inline]
        if len(known) > CACHE_LIMIT:
            known.clear()
        for raw in dict.fromkeys(raws):
            if raw not in known:
                known[raw] = self._text_index(raw, inline=inline)
        indices = np.fromiter(map(known.__getitem__, raws), np.int64, len(raws))
        values.put(cells, kind, indices, bad=indices < 0)

    def _text_index(self, raw: bytes, *, inline: bool) -> int:
        """The index of a text; -1 if it is not plain."""
        if inline:
            if raw.startswith(KEEP_SPACE):
                raw = raw[len(KEEP_SPACE) :]
            elif raw.startswith(b">"):
                raw = raw[1:]
            else:
                return -1
        try:
            return self._texts.index(text_from_xml(raw))
        except NotXmlTextError:
            return -1


class Values:
    """Kinds and payloads of the cells while they are filled in, and where their texts stand in the bytes."""

    def __init__(self, shapes: CellShapes, tokens: Tokens, odd: Flags) -> None:
        self.kinds = np.full(len(shapes.token), BLANK, dtype=np.uint8)
        self.payload = np.zeros(len(shapes.token), dtype=np.float64)
        self.data = tokens.data
        self.start = tokens.at[shapes.value] + 3  # after `<v>`
        self.length = tokens.at[shapes.value + 1] - self.start
        self._odd = odd

    def put(
        self,
        cells: Positions,
        kinds: Kind | NDArray[np.uint8],
        payload: int | NDArray[np.uint8] | NDArray[np.int64] | NDArray[np.float64],
        *,
        bad: Flags | None = None,
    ) -> None:
        """Sets some cells; marks the bad ones as odd."""
        self.kinds[cells] = kinds
        self.payload[cells] = payload
        if bad is not None:
            self._odd[cells] |= bad
