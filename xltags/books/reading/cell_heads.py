"""The attributes of cells, `r`, `s` and `t`, read for thousands of cells at a time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xltags.books.reading.cell_batch import MAX_COLUMN
from xltags.books.reading.cell_tokens import CellShapes, Tokens
from xltags.books.reading.digits import Flags, Positions, decode_integers
from xltags.books.reading.row_tags import Rows

UNTYPED, SHARED, NUMBER, BOOL, ERROR, DATE, STRING, INLINE = range(8)
TYPE_LETTERS = np.zeros(256, dtype=np.uint8)
for _code, _letter in enumerate(b"snbed", start=1):
    TYPE_LETTERS[_letter] = _code


@dataclass(slots=True)
class Heads:
    """What the cells' own tags say: column number, style, type code (0: none), and which tags are not plain."""

    column: Positions
    style: Positions
    type: NDArray[np.uint8]
    odd: Flags


def read_heads(tokens: Tokens, shapes: CellShapes, rows: Rows, row: Positions) -> Heads:
    """The attributes of every cell.

    Args:
        row: the ordinal of each cell's row.
    """
    data, start = tokens.data, tokens.at[shapes.token]
    odd = (data[start + 3] != 114) | (data[start + 4] != 61) | (data[start + 5] != 34)
    letter, second, third = (data[start + step] for step in (6, 7, 8))
    two = second >= 65
    three = two & (third >= 65)
    column = letter.astype(np.int64) - 64
    column = np.where(two, column * 26 + second - 64, column)
    column = np.where(three, column * 26 + third - 64, column)
    odd |= (letter < 65) | (letter > 90) | (two & (second > 90)) | (three & (third > 90)) | (column > MAX_COLUMN)
    quote = start + 7 + two + three + rows.digits[row]
    odd |= data[quote] != 34
    row_end = rows.digits_end
    for step in range(1, int(rows.digits.max(initial=0)) + 1):  # the row number in the reference is the row's own
        same = data[quote - step] == data[row_end - step][row]
        odd |= ~same & (rows.digits[row] >= step)
    style, attributes_end = _read_styles(tokens, quote + 1, odd)
    end = tokens.at[shapes.token + 1] - 1
    odd |= data[end] != 62
    end -= data[end - 1] == 47
    return Heads(column, style, _read_types(tokens, attributes_end, end, odd), odd)


def _read_styles(tokens: Tokens, start: Positions, odd: Flags) -> tuple[Positions, Positions]:
    """The style ids at ` s="1"`, 0 where there is none, and where the attribute ends."""
    data = tokens.data
    style, end = np.zeros(len(start), dtype=np.int64), start
    which = np.flatnonzero((data[start] == 32) & (data[start + 1] == 115))
    if len(which):
        begin = start[which] + 4
        length = np.zeros(len(which), dtype=np.int64)
        for step in range(6):
            length += (length == step) & (data[begin + step] - np.uint8(48) < 10)
        style[which], bad = decode_integers(data, begin, length)
        odd[which] |= bad | (data[begin - 2] != 61) | (data[begin - 1] != 34) | (data[begin + length] != 34)
        end = start.copy()
        end[which] = begin + length + 1
    return style, end


def _read_types(tokens: Tokens, start: Positions, end: Positions, odd: Flags) -> NDArray[np.uint8]:
    """The type codes at ` t="s"`, which must be all that is left of the tag."""
    data = tokens.data
    types = np.zeros(len(start), dtype=np.uint8)
    length = end - start
    odd |= (length != 0) & (length != 6) & (length != 8) & (length != 14)
    which = np.flatnonzero(length > 0)
    if len(which):
        begin = start[which]
        right = np.ones(len(which), dtype=np.bool_)
        for step, byte in enumerate(b' t="'):
            right &= data[begin + step] == byte
        right &= data[end[which] - 1] == 34
        letter = TYPE_LETTERS[data[begin + 4]]
        size = length[which]
        for words, code in ((b"str", STRING), (b"inlineStr", INLINE)):
            same = size == len(words) + 5
            if same.any():
                for step, byte in enumerate(words):
                    same &= data[begin + 4 + step] == byte
                letter = np.where(same, np.uint8(code), np.where(size == len(words) + 5, np.uint8(0), letter))
        types[which] = letter
        odd[which] |= ~right | (letter == 0)
    return types
