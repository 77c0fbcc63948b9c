"""A rectangle of cells, read in two calls: what the cells show and what stands in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xltags.books.live.values import into_excel, is_formula, out_of_excel
from xltags.core.values import Value

if TYPE_CHECKING:
    import xlwings as xw


LONG_TEXT = 8_000


@dataclass(frozen=True, slots=True)
class Block:
    """Cells by row and column, from `row` and `column` on (from 1).

    `formulas` holds the text of a formula, "" where the cell has none.
    """

    row: int
    column: int
    values: list[list[Value | None]]
    formulas: list[list[str]]

    @property
    def height(self) -> int:
        """How many rows."""
        return len(self.values)

    @property
    def width(self) -> int:
        """How many columns."""
        return len(self.values[0]) if self.values else 0

    def content(self, row: int, column: int) -> object:
        """What puts a cell back, by its place in the sheet: its formula, else its value; None outside the block."""
        down, right = row - self.row, column - self.column
        if not (0 <= down < self.height and 0 <= right < self.width):
            return None
        return self.formulas[down][right] or into_excel(self.values[down][right])

    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(value is not None for row in self.values for value in row) and not any(
            formula for row in self.formulas for formula in row
        )


def read_block(area: "xw.Range") -> Block:
    """The cells of a range."""
    values: list[list[Any]] = area.options(ndim=2, err_to_str=True).value
    formulas = _matrix(area.formula, area.shape)
    return Block(
        area.row,
        area.column,
        [[out_of_excel(value) for value in row] for row in values],
        [
            [str(formula) if is_formula(formula, value) else "" for formula, value in zip(texts, row, strict=True)]
            for texts, row in zip(formulas, values, strict=True)
        ],
    )


def _matrix(formulas: Any, shape: tuple[int, int]) -> Sequence[Sequence[Any]]:
    """xlwings gives a single text for a single cell, and rows of texts for more."""
    return [[formulas]] if shape == (1, 1) else formulas


def area_of(sheet: "xw.Sheet", row: int, column: int, height: int, width: int) -> "xw.Range":
    """The range of so many rows and columns from a cell on."""
    return sheet.range((row, column), (row + height - 1, column + width - 1))


def put_values(sheet: "xw.Sheet", row: int, column: int, rows: Sequence[Sequence[Value | None]]) -> None:
    """Write a rectangle of values in one call."""
    if rows and rows[0]:
        put_contents(sheet, row, column, [[into_excel(value) for value in each] for each in rows])


def put_contents(sheet: "xw.Sheet", row: int, column: int, rows: list[list[object]]) -> None:
    """Write a rectangle of what Excel shall take as it stands: formulas, and values made ready for it.

    Some versions of Excel refuse a rectangle with a text of more than 8,203 characters: long ones go in by themselves.
    """
    long = {
        (down, right): value
        for down, cells in enumerate(rows)
        for right, value in enumerate(cells)
        if isinstance(value, str) and len(value) > LONG_TEXT
    }
    plain = [[None if (down, right) in long else value for right, value in enumerate(cells)]
             for down, cells in enumerate(rows)] if long else rows  # fmt: skip
    area_of(sheet, row, column, len(rows), len(rows[0])).options(ndim=2).value = plain
    for (down, right), value in long.items():
        sheet.range((row + down, column + right)).value = value


def unlist(table: "xw.main.Table") -> None:
    """Make a table plain cells. xlwings has no way to do so, Excel calls it the same on both systems but for case."""
    native = table.api
    (native.Unlist if hasattr(native, "Unlist") else native.unlist)()


def runs_of(rows: Sequence[int]) -> Iterator[list[int]]:
    """The rows in runs without a gap."""
    run: list[int] = []
    for row in rows:
        if run and row != run[-1] + 1:
            yield run
            run = []
        run.append(row)
    if run:
        yield run
