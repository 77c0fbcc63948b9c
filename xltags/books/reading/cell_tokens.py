"""The tags of a run of rows and the shape of each cell, found for thousands of cells at a time.

A cell is read here only if its bytes have exactly one of the shapes below, to the byte; any other cell makes its row
`odd`, and an odd row goes to the tolerant reader. Every tag of a row must belong to it or to one of its cells.

    <c r="A1" s="1" t="s"/>      <c ...></c>      <c ...><v>1</v></c>      <c ...><is><t>text</t></is></c>
    <c ...><f/><v>1</v></c>      <c ...><f>SUM(A1)</f><v>1</v></c>         <c ...><f>SUM(A1)</f></c>
    <c ...><v/></c>              <c ...><f>SUM(A1)</f><v/></c>
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from xltags.books.reading.digits import Bytes, Flags, Positions

Tags: TypeAlias = NDArray[np.uint8]
PADDING = b"<" * 8 + b" " * 24  # so that looking a few tags or bytes ahead stays inside
OTHER, ROW, ROW_END, C, C_END, V, V_END, V_EMPTY, F, F_END, IS, IS_END, T, T_END, SHEET_END, MARKUP = range(16)
STARTS = {
    b"ro": ROW,
    b"/r": ROW_END,
    b"c ": C,
    b"/c": C_END,
    b"v>": V,
    b"/v": V_END,
    b"v/": V_EMPTY,
    b"v ": V_EMPTY,  # `<v />`; one with attributes is no known shape
    b"f>": F,
    b"f ": F,
    b"f/": F,
    b"/f": F_END,
    b"is": IS,
    b"/i": IS_END,
    b"t>": T,
    b"t ": T,
    b"/t": T_END,
    b"/s": SHEET_END,
}
TAG_OF = np.zeros(1 << 16, dtype=np.uint8)
for _start, _tag in STARTS.items():
    TAG_OF[_start[0] | _start[1] << 8] = _tag
for _second in range(256):
    TAG_OF[ord("!") | _second << 8] = TAG_OF[ord("?") | _second << 8] = MARKUP  # comments, CDATA, instructions


@dataclass(slots=True)
class Tokens:
    """Where the tags are: `at` the position of each `<`, `tags` what it opens; both run past the end by the padding."""

    data: Bytes
    at: Positions
    tags: Tags
    count: int

    def first(self, tag: int) -> int | None:
        """The position of the first such tag, or None."""
        found = np.flatnonzero(self.tags[: self.count] == tag)
        return int(self.at[found[0]]) if len(found) else None


def find_tokens(chunk: bytes) -> Tokens:
    """The tags of a run of XML."""
    data = np.frombuffer(chunk + PADDING, dtype=np.uint8)
    at = np.flatnonzero(data == 60)
    second = data[at + 2].astype(np.uint16)
    second <<= 8
    second |= data[at + 1]
    return Tokens(data, at, TAG_OF[second], len(at) - 8)


@dataclass(slots=True)
class CellShapes:
    """The cells among the tokens; all arrays are parallel.

    `token` is the cell's own tag; `value` the token of its `<v>` or `<t>`, -1 where it has none; `count` how many tags
    the cell takes, 0 where it has none of the known shapes. `formula` is None where no cell has one.
    """

    token: Positions
    value: Positions
    count: Positions
    formula: Flags | None


def find_shapes(tokens: Tokens) -> CellShapes:
    """The shape of every cell, by its tags and by their standing side by side with nothing in between."""
    tags, at = tokens.tags, tokens.at
    cell = np.flatnonzero(tags[: tokens.count] == C)
    one = tags[cell + 1]
    plain = (one == V) & (tags[cell + 2] == V_END) & (tags[cell + 3] == C_END)
    plain &= _close_at(tokens, cell + 2) & _close_at(tokens, cell + 3)
    count = plain * np.int64(4)
    count += (one == C) | (one == ROW_END)
    value = np.where(plain, cell + 1, -1)
    rest = np.flatnonzero(count == 0)
    formula = _add_rare_shapes(tokens, cell, rest, value, count) if len(rest) else None
    empty = count == 1
    count[empty] = tokens.data[at[cell[empty] + 1] - 2] == 47  # a cell of one tag closes itself
    return CellShapes(cell, value, count, formula)


def _close_at(tokens: Tokens, token: Positions) -> Flags:
    """Whether the tags, of one letter (`</c>`), are followed by the next tag at once."""
    after = tokens.at[token + 1]
    closed: Flags = (after - tokens.at[token] == 4) & (tokens.data[after - 1] == 62)
    return closed


def _is_empty_tag(tokens: Tokens, token: Positions) -> Flags:
    """Whether the tags are `<v/>` or `<v />`."""
    after, data = tokens.at[token + 1], tokens.data
    size = after - tokens.at[token]
    spaced = (size == 5) & (data[after - 3] == 32)
    empty: Flags = ((size == 4) | spaced) & (data[after - 1] == 62) & (data[after - 2] == 47)
    return empty


def _add_rare_shapes(
    tokens: Tokens, cell: Positions, rest: Positions, value: Positions, count: Positions
) -> Flags | None:
    """Fills in the shapes that are neither blank nor plain; returns which cells have a formula, None if no cell has."""
    own, tags, data, at = cell[rest], tokens.tags, tokens.data, tokens.at
    one, two, three, four, five = (tags[own + step] for step in range(1, 6))
    closed = [_close_at(tokens, own + step) for step in range(6)]  # right only where the tag has one letter
    inline = (one == IS) & (two == T) & (three == T_END) & (four == IS_END) & (five == C_END)
    inline &= closed[1] & closed[3] & closed[5]  # <is> has the length of </c>
    inline &= (at[own + 5] - at[own + 4] == 5) & (data[at[own + 5] - 1] == 62) & (data[at[own + 5] - 2] == 115)
    ends_itself = (data[at[own + 2] - 1] == 62) & (data[at[own + 2] - 2] == 47)
    short = (one == F) & ends_itself & (two == V) & (three == V_END) & (four == C_END) & closed[3] & closed[4]
    long = (one == F) & (two == F_END) & (three == V) & (four == V_END) & (five == C_END)
    long &= closed[2] & closed[4] & closed[5]
    uncalculated = (one == F) & (two == F_END) & (three == C_END) & closed[2] & closed[3]
    blank = (one == V_EMPTY) & (two == C_END) & closed[2] & _is_empty_tag(tokens, own + 1)
    emptied = (one == F) & (two == F_END) & (three == V_EMPTY) & (four == C_END) & closed[2] & closed[4]
    emptied &= _is_empty_tag(tokens, own + 3)
    count[rest] = inline * 6 + short * 5 + long * 6 + uncalculated * 4 + ((one == C_END) & closed[1]) * 2
    count[rest] += blank * 3 + emptied * 5
    value[rest] = np.where(inline | short, own + 2, np.where(long, own + 3, -1))
    formula = np.zeros(len(cell), dtype=np.bool_)
    formula[rest] = short | long | uncalculated | emptied
    return formula if formula.any() else None
