"""What the calculation of formulas works on: areas of cells and arrays, beside single values (see `scalars`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Protocol

from xltags.books.dashboard.scalars import NO_REFERENCE, NO_VALUE, NOT_FOUND, Fault, Scalar
from xltags.core.table import Codes

Coded = tuple[Sequence[Scalar], Codes]


class Grid(Protocol):
    """Cells that areas lie in; rows and columns count from 0."""

    def value(self, row: int, column: int) -> Scalar:
        """What a cell holds."""
        ...

    def part(self, column: int, top: int, bottom: int) -> Sequence[Scalar]:
        """What a column holds from one row to another, both within. It is not to be changed."""
        ...

    def coded(self, column: int) -> "Coded | None":
        """The distinct values of a column, and for each cell the place of its value, if these are known."""
        ...

    def is_formula(self, row: int, column: int) -> bool:
        """Whether a cell holds a formula."""
        ...


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both corners within."""

    grid: Grid
    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """How many rows it has."""
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        """How many columns it has."""
        return self.right - self.left + 1

    def values(self) -> Sequence[Scalar]:
        """What its cells hold, row by row."""
        if self.left == self.right:
            return self.grid.part(self.left, self.top, self.bottom)
        return [
            self.grid.value(row, column)
            for row in range(self.top, self.bottom + 1)
            for column in range(self.left, self.right + 1)
        ]

    def part(self, row: int, column: int) -> "Area":
        """What INDEX gives: a cell; a whole row or column where the other number is 0.

        Raises:
            Fault: outside of the area.
        """
        if not (0 <= row <= self.height and 0 <= column <= self.width):
            raise Fault(NO_REFERENCE)
        top, bottom = (self.top + row - 1, self.top + row - 1) if row else (self.top, self.bottom)
        left, right = (self.left + column - 1, self.left + column - 1) if column else (self.left, self.right)
        return Area(self.grid, top, left, bottom, right)

    def until(self, other: "Area") -> "Area":
        """The smallest area that holds both, as `a:b` gives.

        Raises:
            Fault: they lie in different grids.
        """
        if self.grid is not other.grid:
            raise Fault(NO_VALUE)
        return Area(
            self.grid,
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )


@dataclass(frozen=True, slots=True)
class Column:
    """An array: one column of values."""

    items: tuple[Scalar, ...]


Operand = Scalar | Area | Column


def single(operand: Operand) -> Scalar:
    """The value of an operand that is one cell or one value.

    Raises:
        Fault: it holds several.
    """
    if isinstance(operand, Column):
        if len(operand.items) != 1:
            raise Fault(NO_VALUE)
        return operand.items[0]
    if isinstance(operand, Area):
        if operand.height != 1 or operand.width != 1:
            raise Fault(NO_VALUE)
        return operand.grid.value(operand.top, operand.left)
    return operand


def items(operand: Operand) -> Sequence[Scalar]:
    """The values of an operand, one after the other."""
    if isinstance(operand, Column):
        return operand.items
    return operand.values() if isinstance(operand, Area) else [operand]


def is_many(operand: Operand) -> bool:
    """Whether an operand holds more than one value."""
    return isinstance(operand, Column) or (isinstance(operand, Area) and (operand.height > 1 or operand.width > 1))


def each(function: Callable[..., Scalar], *operands: Operand) -> Operand:
    """Apply a function of single values; to each item where an operand has several, the others repeated."""
    if not any(is_many(operand) for operand in operands):
        try:
            return function(*[single(operand) for operand in operands])
        except Fault as fault:
            return fault
    many = [place for place, operand in enumerate(operands) if is_many(operand)]
    known = by_value(operands[many[0]]) if len(many) == 1 else None
    if known is not None:
        values, codes = known
        found = _rows(function, [values if place in many else items(it) for place, it in enumerate(operands)])
        return Column(tuple([found[code] for code in codes]))
    return Column(tuple(_rows(function, [items(operand) for operand in operands])))


def by_value(operand: Operand) -> tuple[Sequence[Scalar], Sequence[int]] | None:
    """The distinct values of a column of a table, blank as the last one, and for each cell the place of its value.

    None where there are hardly fewer of them than cells.
    """
    if not isinstance(operand, Area) or operand.left != operand.right or operand.top < 0:
        return None
    known = operand.grid.coded(operand.left)
    if known is None or 2 * len(known[0]) > operand.height:
        return None
    return [*known[0], None], known[1][operand.top : operand.bottom + 1].tolist()


def _rows(function: Callable[..., Scalar], columns: Sequence[Sequence[Scalar]]) -> list[Scalar]:
    size = max(len(column) for column in columns)
    missing = Fault(NOT_FOUND)
    rows = zip(
        *(
            repeat(column[0], size) if len(column) == 1 else chain(column, repeat(missing, size - len(column)))
            for column in columns
        ),
        strict=True,
    )
    found: list[Scalar] = []
    for row in rows:
        try:
            found.append(function(*row))
        except Fault as fault:
            found.append(fault)
    return found
