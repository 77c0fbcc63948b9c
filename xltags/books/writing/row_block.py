"""Many rows of a sheet at once: where each row and each cell stands, told apart with arrays instead of row by row."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
Words = NDArray[np.uint64]

PAD = bytes(24)  # so that words can be read up to the last byte
WIDTH = 1 << 15  # more than there are columns, even in three letters
ROW_END = b"</row>"
CELL_START = np.uint64(int.from_bytes(b'<c r="', "little"))
AFTER_NAME = np.frombuffer(b" />\t\n\r\x0b\x0c", dtype=np.uint8)  # what may follow the name of an element
LETTER_F = int.from_bytes(b"<f", "little")
PREFIX = re.compile(rb"<[\w.\-]+:")


class Cut(NamedTuple):
    """Stretches of a block, ascending, and what goes into their places."""

    starts: Places
    ends: Places
    texts: list[bytes]


@dataclass(frozen=True, slots=True)
class RowBlock:
    """Whole rows, all written plainly: `<row r="7" ...>` and `<c r="B7" ...>`, rows and columns ascending.

    Attributes:
        data: the bytes. `text`: the same as an array, padded.
        numbers: of the rows; `digits` how long they are written.
        starts: where each row begins. `ends`: where its end tag does (behind a row closed in itself). `stops`: behind
            that.
        cells: where each cell begins. `places`: its row (counted from 0) * `WIDTH` + its column, ascending. Both end in
            one more, for the end of the block.
        firsts: for each row the number of its first cell. `limits`: that of its last one, plus 1.
    """

    data: bytes
    text: NDArray[np.uint8]
    numbers: Places
    digits: Places
    starts: Places
    ends: Places
    stops: Places
    cells: Places
    places: Places
    firsts: Places
    limits: Places

    def has(self, at: Places, piece: bytes) -> Flags:
        """Whether a piece of at most 24 bytes stands at each place."""
        found = np.ones(len(at), dtype=np.bool_)
        for start in range(0, len(piece), 8):
            found &= _has(self.text, at + start, piece[start : start + 8])
        return found

    def begins(self, cells: Places, rows: Places) -> Places:
        """Where cells begin, by their numbers; the end of the row where that number is past its last cell."""
        return np.where(cells < self.limits[rows], self.cells[cells], self.ends[rows])

    def names(self, rows: Places) -> list[bytes]:
        """The numbers of rows as they are written."""
        return [b"%d" % number for number in self.numbers[rows].tolist()]

    def can_take_cells(self, rows: Places, *, at_end: Flags) -> Flags:
        """Whether cells can be added to rows without a look at the rest of them.

        Not where the row has a style of its own, which its new cells take, or no cells; nor at its end (where `at_end`)
        if anything but a cell is the last thing in it.
        """
        able = self.firsts[rows] < self.limits[rows]
        if b"customFormat" in self.data:
            able &= [b"customFormat" not in self.head(row) for row in rows.tolist()]
        unsure = able & at_end & ~_has(self.text, self.ends[rows] - 4, b"</c>")
        for place in np.flatnonzero(unsure).tolist():
            row = rows[place]
            last = int(self.cells[self.limits[row] - 1])
            able[place] = self.data.rfind(b"<", last, int(self.ends[row])) == last
        return able

    def head(self, row: int) -> bytes:
        """The tag of a row that has cells, up to the first of them."""
        return self.data[int(self.starts[row]) : int(self.cells[self.firsts[row]])]

    def row(self, place: int) -> bytes:
        """One row, whole."""
        return self.data[int(self.starts[place]) : int(self.stops[place])]


def may_have_formulas(data: bytes, prefix: bytes = b"") -> bool:
    """Whether any element's name begins with `f`: where none does, there are no formulas."""
    if prefix:
        return b"<" + prefix + b"f" in data
    if b"f" not in data:  # found out at once
        return False
    text = np.frombuffer(data, dtype=np.uint8)
    halves = (text[start : start + (len(text) - start) // 2 * 2].view("<u2") for start in (0, 1))
    return any(bool((half == LETTER_F).any()) for half in halves)  # as pairs of bytes: a fifth of the time of `in`


def formula_starts(data: bytes) -> list[int]:
    """Where the elements `f` begin: formulas."""
    if b"f" not in data:  # found out at once
        return []
    text = np.frombuffer(data + PAD, dtype=np.uint8)
    found = np.flatnonzero(text[1:-1] == ord("f"))  # a rare letter, as texts are shared
    found = found[((text[found] == ord("<")) | (text[found] == ord(":"))) & np.isin(text[found + 2], AFTER_NAME)]
    return [start for at in found.tolist() if (start := _formula_start(data, at)) >= 0]


def _formula_start(data: bytes, at: int) -> int:
    """Where the element begins whose name ends behind that place; -1 if it is no element but a text with a colon."""
    if data[at] == ord("<"):
        return at
    start = data.rfind(b"<", 0, at)
    return start if start >= 0 and PREFIX.fullmatch(data, start, at + 1) else -1


def read_rows(data: bytes, after: int) -> RowBlock | None:
    """The rows of a block; None where any of it is not written plainly, or a row does not come `after` that number."""
    text = np.frombuffer(data + PAD, dtype=np.uint8)
    opened, name = text[:-1] == ord("<"), text[1:]
    cells = np.flatnonzero(opened & (name == ord("c")))
    starts = np.flatnonzero(opened & (name == ord("r")))
    starts = starts[_has(text, starts, b"<row")]
    words = _words(text)[cells]
    if not len(starts) or not _has(text, starts, b'<row r="').all() or (_cut_word(words, 6) != CELL_START).any():
        return None
    numbers, digits, names = _row_numbers(text, starts)
    ends = _row_ends(data, text, starts)
    if ends is None or data[: int(starts[0])].strip() or numbers[0] <= after or (np.diff(numbers) <= 0).any():
        return None
    firsts = np.searchsorted(cells, starts)
    if firsts[0]:  # a cell before the first row
        return None
    limits = np.append(firsts[1:], len(cells))
    of_row = np.repeat(np.arange(len(starts)), limits - firsts)
    columns = _columns(text, cells, words, digits[of_row], names[of_row])
    if columns is None:
        return None
    places = of_row * WIDTH + columns
    if (np.diff(places) <= 0).any():
        return None
    cells, places = np.append(cells, len(data)), np.append(places, len(starts) * WIDTH)
    return RowBlock(data, text, numbers, digits, starts, *ends, cells, places, firsts, limits)


def spliced(data: bytes, cuts: Iterable[Cut]) -> bytes:
    """The block with every cut made. Cuts do not overlap; of those at one place the first given comes first."""
    found = list(cuts)
    if not found:
        return data
    starts = np.concatenate([cut.starts for cut in found])
    order = np.argsort(starts, kind="stable")
    ends = np.concatenate([cut.ends for cut in found])[order].tolist()
    texts = [text for cut in found for text in cut.texts]
    out = [b""] * (2 * len(texts) + 1)
    out[::2] = [data[end:start] for end, start in zip([0, *ends], [*starts[order].tolist(), None], strict=True)]
    out[1::2] = [texts[place] for place in order.tolist()]
    return b"".join(out)


def _words(text: NDArray[np.uint8]) -> Words:
    """A view of the bytes that begins a word at each of them."""
    return np.ndarray((len(text) - 7,), dtype="<u8", buffer=text.data, strides=(1,))


def _has(text: NDArray[np.uint8], at: Places, piece: bytes) -> Flags:
    """Whether a piece of one to eight bytes stands at each place."""
    shift = np.uint64(64 - 8 * len(piece))
    found: Flags = _words(text)[at] << shift == np.uint64(int.from_bytes(piece, "little")) << shift
    return found


def _row_numbers(text: NDArray[np.uint8], starts: Places) -> tuple[Places, Places, Words]:
    """The number of each row, its digits, and the digits with the quote behind them as a word, its first byte lowest.

    A number that is none, or too long, is 0.
    """
    word = _words(text)[starts + 8]
    numbers = np.zeros(len(starts), dtype=np.int64)
    digits = np.zeros(len(starts), dtype=np.int64)
    inside = np.ones(len(starts), dtype=np.bool_)
    for step in range(7):
        letter = (word >> np.uint64(8 * step)).astype(np.uint8)
        inside &= letter - np.uint8(ord("0")) < 10
        numbers = np.where(inside, numbers * 10 + letter - ord("0"), numbers)
        digits += inside
    numbers[text[starts + 8 + digits] != ord('"')] = 0
    return numbers, digits, _cut_word(word, digits + 1)


def _cut_word(word: Words, length: Places | int) -> Words:
    """Words with only their first bytes, from 1 to 8."""
    shift = np.asarray(64 - 8 * length, dtype=np.uint64)
    return word << shift >> shift


def _row_ends(data: bytes, text: NDArray[np.uint8], starts: Places) -> tuple[Places, Places] | None:
    """Where the end tag of each row begins and ends; None where anything but white space stands between rows."""
    following = np.append(starts[1:], len(data))
    ends, stops = following - len(ROW_END), following.copy()
    for row in np.flatnonzero(~_has(text, ends, ROW_END)).tolist():
        start = int(starts[row])
        piece = data[start : int(following[row])].rstrip()
        stop = start + len(piece)
        if piece.endswith(ROW_END):
            ends[row] = stop - len(ROW_END)
        elif piece.endswith(b"/>") and piece.find(b">") == len(piece) - 1:
            ends[row] = stop
        else:
            return None
        stops[row] = stop
    return ends, stops


def _columns(text: NDArray[np.uint8], cells: Places, words: Words, digits: Places, names: Words) -> Places | None:
    """The column of each cell; None where one is not named by capital letters and the number of its row.

    `words` are the first eight bytes of each cell: its tag's begin and two letters of its name.
    """
    first, second = ((words >> np.uint64(shift)).astype(np.uint8).astype(np.int64) for shift in (48, 56))
    two = second >= ord("A")
    columns = first - 64
    small = (first < ord("A")) | (first > ord("Z"))
    length: Places | int = 1
    if two.any():
        third = text[cells + 8].astype(np.int64)
        three = two & (third >= ord("A"))
        columns = np.where(two, columns * 26 + second - 64, columns)
        columns = np.where(three, columns * 26 + third - 64, columns)
        small |= (two & (second > ord("Z"))) | (three & (third > ord("Z")))
        length = 1 + two + three
    named = _cut_word(_words(text)[cells + 6 + length], digits + 1) == names
    return None if small.any() or not named.all() else columns
