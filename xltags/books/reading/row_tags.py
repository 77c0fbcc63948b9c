"""The rows of a run of sheet XML, judged by their own tags: number, hidden or not, and whether they are plain."""

import re
from dataclasses import dataclass

import numpy as np

from xltags.books.reading.cell_batch import MAX_ROW
from xltags.books.reading.cell_tokens import ROW, ROW_END, Tokens
from xltags.books.reading.digits import Flags, Positions, decode_integers

ROW_ATTRIBUTES = re.compile(rb'((?:\s+[\w:.-]+="[^"<>&]*")*)\s*(/?)>\s*')
ROW_CLOSED = re.compile(rb"</row>\s*")
HIDDEN = re.compile(rb'\shidden="(?:1|true|on)"')


@dataclass(slots=True)
class Rows:
    """The rows among the tokens, as parallel arrays by ordinal.

    `number` is 0 where the row's own tag does not start with its number. `digits_end` is the position after the digits
    of the number, `digits` how many there are. `odd` is True where its start or end tag is not plain. `hidden` lists
    the ordinals of hidden rows.
    """

    token: Positions
    number: Positions
    digits_end: Positions
    digits: Positions
    odd: Flags
    hidden: list[int]

    def of_tokens(self, token: Positions) -> Positions:
        """The ordinal of the row that each of the (rising) tokens belongs to."""
        bounds = np.append(np.searchsorted(token, self.token), len(token))
        return np.repeat(np.arange(len(self.token)), np.diff(bounds))

    def inner_tags(self, count: int) -> Positions:
        """How many tags stand inside each row, given the number of tags of the whole run."""
        inner: Positions = np.maximum(np.diff(np.append(self.token, count)) - 2, 0)
        return inner


def find_rows(chunk: bytes, tokens: Tokens) -> Rows:
    """The rows of a chunk, judged by their own tags."""
    data, at = tokens.data, tokens.at
    token = np.flatnonzero(tokens.tags[: tokens.count] == ROW)
    start = at[token]
    odd = np.zeros(len(token), dtype=np.bool_)
    for step, byte in enumerate(b'<row r="'):
        odd |= data[start + step] != byte
    digits = np.zeros(len(token), dtype=np.int64)
    for step in range(8):
        digits += (digits == step) & (data[start + 8 + step] - np.uint8(48) < 10)
    number, bad = decode_integers(data, start + 8, digits)
    odd |= bad | (digits > 7) | (number < 1) | (number > MAX_ROW) | (data[start + 8 + digits] != 34)
    number[odd] = 0
    hidden = _check_row_tags(chunk, tokens, token, start + 9 + digits, odd)
    return Rows(token, number, start + 8 + digits, digits, odd, hidden)


def _check_row_tags(chunk: bytes, tokens: Tokens, token: Positions, start: Positions, odd: Flags) -> list[int]:
    """Marks rows whose start or end tag is not plain as odd; returns the ordinals of hidden rows."""
    after = np.append(token[1:], tokens.count)
    begins = [chunk[a:b] for a, b in zip(start.tolist(), tokens.at[token + 1].tolist(), strict=True)]
    ends = [chunk[a:b] for a, b in zip(tokens.at[after - 1].tolist(), tokens.at[after].tolist(), strict=True)]
    shapes = {text: ROW_ATTRIBUTES.fullmatch(text) for text in set(begins)}
    bad_begins = {text for text, match in shapes.items() if match is None}
    alone = {text for text, match in shapes.items() if match and match[2]}
    hidden = {text for text, match in shapes.items() if match and HIDDEN.search(match[1])}
    bad_ends = {text for text in set(ends) if not ROW_CLOSED.fullmatch(text)}
    if bad_begins:
        odd |= np.fromiter((text in bad_begins for text in begins), np.bool_, len(begins))
    closed = tokens.tags[after - 1] == ROW_END
    if bad_ends:
        closed &= ~np.fromiter((text in bad_ends for text in ends), np.bool_, len(ends))
    if alone:
        single = np.fromiter((text in alone for text in begins), np.bool_, len(begins))
        odd |= np.where(single, after - token != 1, ~closed)
    else:
        odd |= ~closed
    return [index for index, text in enumerate(begins) if text in hidden] if hidden else []
