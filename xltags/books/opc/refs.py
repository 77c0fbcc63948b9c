"""Cell references: letters and numbers, ranges, and lists of ranges."""

import re
from typing import NamedTuple

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]+)(?::\$?([A-Za-z]{1,3})\$?([0-9]+))?")


class Area(NamedTuple):
    """A rectangle of cells, numbers from 1, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def meets(self, other: "Area") -> bool:
        """Whether the two share a cell."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def first_in(self, other: "Area") -> tuple[int, int] | None:
        """The first cell that both share, None if there is none."""
        return (max(self.top, other.top), max(self.left, other.left)) if self.meets(other) else None

    def __str__(self) -> str:
        first = cell_name(self.top, self.left)
        return first if self[:2] == self[2:] else f"{first}:{cell_name(self.bottom, self.right)}"


def column_letters(number: int) -> str:
    """The letters of a column number from 1.

    >>> column_letters(1), column_letters(27), column_letters(16384)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column's letters.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    """The name of a cell, numbers from 1: (17, 6) -> F17."""
    return f"{column_letters(column)}{row}"


def parse_area(text: str) -> Area | None:
    """A cell or range such as `$A$1:F20`, or None if the text is neither.

    >>> str(parse_area("$A$1:F20")), parse_area("A:A")
    ('A1:F20', None)
    """
    match = RANGE.fullmatch(text.strip())
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    ends = (column_number(left), column_number(right or left)), (int(top), int(bottom or top))
    return Area(min(ends[1]), min(ends[0]), max(ends[1]), max(ends[0]))
