"""What the calculation of formulas works on: single values, areas of cells, arrays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from xltags.core.values import CellFault, Value

EPOCH = date(1899, 12, 30).toordinal()


class Fault(Exception):  # noqa: N818  # it is a value too, as in a cell
    """An error as cells show it, such as `#N/A`: raised by functions, held by cells."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Scalar = float | str | bool | Fault | None
NOT_FOUND, NO_VALUE, NO_REFERENCE, NO_NUMBER, BY_ZERO = "#N/A", "#VALUE!", "#REF!", "#NUM!", "#DIV/0!"


class Grid(Protocol):
    """Cells that areas lie in; rows and columns count from 0."""

    def value(self, row: int, column: int) -> Scalar:
        """What a cell holds."""
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

    def values(self) -> list[Scalar]:
        """What its cells hold, row by row."""
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
        return _called(function, [single(operand) for operand in operands])
    columns = [items(operand) for operand in operands]
    size = max(len(column) for column in columns)
    rows = (
        [
            column[0] if len(column) == 1 else column[row] if row < len(column) else Fault(NOT_FOUND)
            for column in columns
        ]
        for row in range(size)
    )
    return Column(tuple(_called(function, row) for row in rows))


def _called(function: Callable[..., Scalar], values: Sequence[Scalar]) -> Scalar:
    try:
        return function(*values)
    except Fault as fault:
        return fault


def number(value: Scalar) -> float:
    """A value as a number, as arithmetic takes it.

    Raises:
        Fault: it is an error, or text that is no number.
    """
    if isinstance(value, Fault):
        raise value
    if value is None:
        return 0.0
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise Fault(NO_VALUE) from None
    return float(value)


def text(value: Scalar) -> str:
    """A value as text, as `&` takes it.

    Raises:
        Fault: it is an error.
    """
    if isinstance(value, Fault):
        raise value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.15g}" if isinstance(value, float) else value


def truth(value: Scalar) -> bool:
    """A value as a condition.

    Raises:
        Fault: it is an error or text.
    """
    if isinstance(value, str):
        raise Fault(NO_VALUE)
    return number(value) != 0


def cell_value(value: Value | None) -> Scalar:
    """A record's value as its cell holds it: dates are day numbers."""
    if value is None or value == "":
        return None
    if isinstance(value, CellFault):
        return Fault(value.text)
    if isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return float(value.toordinal() - EPOCH) + seconds / 86_400
    if isinstance(value, date):
        return float(value.toordinal() - EPOCH)
    return float(value) if isinstance(value, (int, float)) else str(value)
