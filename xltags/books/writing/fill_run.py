"""Neighbouring columns filled in many rows at once: where their cells stand, and the cells that come instead."""

import re
from collections.abc import Mapping, Sequence
from itertools import compress, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xltags.books.opc.refs import column_letters
from xltags.books.writing.cell_text import BLANK, DateKind
from xltags.books.writing.column_tails import Kinds
from xltags.books.writing.markup import ATTRIBUTE
from xltags.books.writing.row_block import WIDTH, Flags, Places, RowBlock
from xltags.books.writing.row_edit import SheetState

Codes = NDArray[np.intp]

# The rest of a cell's own tag behind its reference, as nearly all cells have it.
TAG_REST = re.compile(rb"(?: [\w:.\-]+=\"[^\"<>]*\")*/?>")
LONGEST, MOST = 24, 16  # longer ones, and those of columns with more different ones, are left to the careful way
ABSENT, UNKNOWN, SKIPPED = -1, -2, -3
CELL_END = b"</c>"


class Look(NamedTuple):
    """The rest of a cell's tag: the cell's style, whether its text is shared, whether the tag ends the cell."""

    tag: bytes
    style: int
    shared: bool
    closed: bool


class NewCells(NamedTuple):
    """What goes into the columns of some rows: `tails` and `kinds` by column, for each row; `names`: their numbers.

    `kinds` is None for a column without dates.
    """

    names: list[bytes]
    tails: Sequence[list[bytes]]
    kinds: Sequence[Kinds | None]

    def take(self, which: Flags) -> "NewCells":
        """What goes into some of the rows."""
        flags = which.tolist()
        kinds = [None if each is None else list(compress(each, flags)) for each in self.kinds]
        return NewCells(list(compress(self.names, flags)), [list(compress(each, flags)) for each in self.tails], kinds)


class OldCells(NamedTuple):
    """The cells of a run in some rows: where they begin and end, and by column the numbers of their looks.

    The number is `ABSENT` where there is no cell. `odd` are rows whose cells are not understood, or may hold formulas.
    """

    starts: Places
    ends: Places
    looks: list[Codes]
    odd: Flags

    def take(self, which: Flags) -> "OldCells":
        """Those of some of the rows."""
        return OldCells(self.starts[which], self.ends[which], [each[which] for each in self.looks], self.odd[which])


class Run:
    """Neighbouring columns.

    Args:
        place: the number of the first of them among all columns that are filled.
        styles: column number -> style of its cells; a column not named keeps the styles that are there.
    """

    def __init__(self, columns: Sequence[int], place: int, styles: Mapping[int, int]) -> None:
        self.columns = columns
        self.place = place
        self._styles = styles
        self._heads = [b'<c r="' + column_letters(number).encode() for number in columns]
        self._looks: list[list[Look]] = [[] for _ in columns]

    def find(self, block: RowBlock, rows: Places, formulas: Sequence[int]) -> OldCells:
        """The cells of these columns in rows of a block; `formulas` is where any formula of the block begins."""
        first = np.searchsorted(block.places, rows * WIDTH + self.columns[0])
        stop = np.searchsorted(block.places, rows * WIDTH + self.columns[-1] + 1)
        starts, ends = block.begins(first, rows), block.begins(stop, rows)
        looks: list[Codes] = []
        lacking = np.flatnonzero(stop - first < len(self.columns))
        for step, column in enumerate(self.columns):
            if not len(lacking):
                looks.append(self._looks_of(step, block, first + step, rows))
                continue
            wanted = rows * WIDTH + column
            cells = np.searchsorted(block.places, wanted)
            there = np.flatnonzero(block.places[cells] == wanted)
            looks.append(np.full(len(rows), ABSENT, dtype=np.intp))
            looks[-1][there] = self._looks_of(step, block, cells[there], rows[there])
        odd = np.logical_or.reduce([each == UNKNOWN for each in looks])
        if len(lacking):
            at_end = (starts == block.ends[rows])[lacking]
            odd[lacking] |= ~block.can_take_cells(rows[lacking], at_end=at_end)
        if formulas:
            odd |= np.searchsorted(formulas, starts) < np.searchsorted(formulas, ends)
        return OldCells(starts, ends, looks, odd)

    def cells(self, old: Sequence[Codes] | None, new: NewCells, state: SheetState) -> list[bytes]:
        """The new cells of each row; no cell for a blank where there was none. `old` None: no row had cells."""
        pieces: list[list[bytes]] = []
        for step in range(len(self.columns)):
            looks = np.full(len(new.names), ABSENT, dtype=np.intp) if old is None else old[step]
            tails, kinds = new.tails[self.place + step], new.kinds[self.place + step]
            pieces += self._pieces(step, looks, tails, kinds, new.names, state)
        return list(map(b"".join, zip(*pieces, strict=True)))

    def _pieces(
        self, step: int, looks: Codes, tails: list[bytes], kinds: Kinds | None, names: list[bytes], state: SheetState
    ) -> list[list[bytes]]:
        """The cells of one column in pieces: `<c r="F`, the row's number, the style, the tail."""
        bare = [ABSENT]
        for look, known in enumerate(self._looks[step]):
            count = int(np.count_nonzero(looks == look))
            if count:
                state.used_styles.add(known.style)
                state.shared -= count * known.shared
                bare += [look] if not known.style else []
        skipped = [] if self._styles.get(self.columns[step]) else _blanks(np.isin(looks, bare), tails)
        if skipped:
            looks = looks.copy()
            looks[skipped] = SKIPPED
        if kinds is None and (looks == looks[0]).all():
            styles = [self._mark(step, int(looks[0]), None, state)] * len(names)
        else:
            keys = list(zip(looks.tolist(), kinds or [None] * len(names), strict=True))
            marks = {key: self._mark(step, *key, state) for key in dict.fromkeys(keys)}
            styles = [marks[key] for key in keys]
        pieces = [[self._heads[step]] * len(names), names, styles, tails]
        if skipped:
            pieces = [piece.copy() for piece in pieces]
            for piece, row in product(pieces, skipped):
                piece[row] = b""
        return pieces

    def _mark(self, step: int, look: int, kind: DateKind | None, state: SheetState) -> bytes:
        """What stands between the row's number and the tail of a new cell, by the look of the old one."""
        if look == SKIPPED:
            return b""
        column = self.columns[step]
        own = state.column_style(column) if look == ABSENT else self._looks[step][look].style
        state.used_styles.add(own)
        style = self._styles.get(column, own)
        if kind is not None:
            style = state.styles.dated(style, kind)
        return b'" s="%d"' % style if style else b'"'

    def _looks_of(self, step: int, block: RowBlock, cells: Places, rows: Places) -> Codes:
        """The looks of cells of one column; those not met before are learned."""
        start = block.cells[cells] + len(self._heads[step]) + block.digits[rows] + 1
        end = block.begins(cells + 1, rows)
        found = np.full(len(cells), UNKNOWN, dtype=np.intp)
        looks = self._looks[step]
        left = np.arange(len(cells))
        number = 0
        while len(left) and number < MOST:
            if number == len(looks):
                look = _read_look(block.data, int(start[left[0]]))
                if look is None:
                    left = left[1:]
                    continue
                looks.append(look)
            same = block.has(start[left], looks[number].tag)
            right = left[same]
            if looks[number].closed:
                ended = start[right] + len(looks[number].tag) == end[right]
            else:
                ended = block.has(end[right] - len(CELL_END), CELL_END)
            found[right[ended]] = number
            left = left[~same]
            number += 1
        return found


def contiguous(numbers: Sequence[int]) -> list[list[int]]:
    """Neighbouring numbers together: [2, 3, 7] -> [[2, 3], [7]]."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _read_look(data: bytes, start: int) -> Look | None:
    """The look of the cell whose tag goes on there; None if it is too long or unusual."""
    match = TAG_REST.match(data, start, start + LONGEST)
    if match is None:
        return None
    values = {name: value[1:-1] for name, value in ATTRIBUTE.findall(match[0])}
    style = values.get(b"s", b"0")
    if not style.isdigit():
        return None
    return Look(match[0], int(style), values.get(b"t") == b"s", match[0].endswith(b"/>"))


def _blanks(bare: Flags, tails: Sequence[bytes]) -> list[int]:
    """The rows that get no cell: nothing goes where nothing is, neither a value nor a style."""
    return [row for row in np.flatnonzero(bare).tolist() if tails[row] == BLANK]
