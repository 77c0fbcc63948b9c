"""The hidden sheet `Calc` as plain data: blocks of cells, what stands in each, and the names over them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from xltags.core.table import letter_of

CALC = "Calc"
TITLE_ROW, HEADER_ROW, FIRST_ROW = 2, 3, 4
Kind = Literal["formula", "array", "value"]
_SEEN_FROM_ROW = re.compile(r"(\$[A-Z]{1,3})(\d+)")  # as `Block.at` writes it


class Cell(NamedTuple):
    """A cell of the sheet: row and column from 1; an `array` formula is entered as Excel's array formulas are."""

    row: int
    column: int
    kind: Kind
    content: str | int


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of the sheet. Fields run down as columns, or across as rows where `across`; items run along them."""

    name: str
    fields: tuple[str, ...]
    size: int
    first: int
    across: bool = False

    def place(self, name: str, item: int) -> tuple[int, int]:
        """Row and column, from 1, of a field's item, from 0."""
        number = self.fields.index(name)
        return (FIRST_ROW + number, self.first + item) if self.across else (FIRST_ROW + item, self.first + number)

    def at(self, name: str, item: int = 0) -> str:
        """One cell, seen from the row of the formula: `$C12`.

        So the formulas of a column are one formula, which programs that read or judge them find out sooner.
        """
        row, column = self.place(name, item)
        return f"${letter_of(column)}{row}"

    def fixed(self, name: str, item: int = 0) -> str:
        """One cell, absolute: `$C$12`; for names, and where many rows read the same cell."""
        row, column = self.place(name, item)
        return f"${letter_of(column)}${row}"

    def all(self, name: str, last: str = "", *, start: int | None = None, stop: int | None = None) -> str:
        """A field's cells, or those of several fields side by side: `$C$4:$C$503`.

        An end that is given is seen from the row of the formula, as in `$C$4:$C12`.
        """
        first = self.fixed(name) if start is None else self.at(name, start)
        return f"{first}:{self.fixed(last or name, self.size - 1) if stop is None else self.at(last or name, stop - 1)}"

    @property
    def width(self) -> int:
        """How many columns the block takes."""
        return self.size if self.across else len(self.fields)


@dataclass
class Calc:
    """The sheet while it is made. `names` are defined names by name, formulas without the equals sign."""

    blocks: dict[str, Block] = field(default_factory=dict)
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, fields: Sequence[str], size: int, *, across: bool = False) -> None:
        """Declare a block right of those declared before, with one column between."""
        last = max((block.first + block.width for block in self.blocks.values()), default=0)
        block = Block(name, tuple(fields), size, last + 1 + (1 if across else 0), across)
        self.blocks[name] = block
        self._put(TITLE_ROW, block.first, "value", name)
        for number, title in enumerate(fields):
            row, column = (FIRST_ROW + number, block.first - 1) if across else (HEADER_ROW, block.first + number)
            self._put(row, column, "value", title)

    def __getitem__(self, name: str) -> Block:
        return self.blocks[name]

    def formula(self, block: str, name: str, item: int, text: str) -> None:
        """Put an ordinary formula into a cell."""
        self._put(*self.blocks[block].place(name, item), "formula", text)

    def array(self, block: str, name: str, item: int, text: str) -> None:
        """Put an array formula into a cell."""
        self._put(*self.blocks[block].place(name, item), "array", text)

    def value(self, block: str, name: str, item: int, content: str | int) -> None:
        """Put a plain value into a cell."""
        self._put(*self.blocks[block].place(name, item), "value", content)

    def down(self, block: str, first: int, stop: int) -> None:
        """Fill the formulas of an item down to the items below it, up to `stop`; values are not copied."""
        made = self.blocks[block]
        for name in made.fields:
            source = self.cells.get(made.place(name, first))
            if source is None or source.kind == "value":
                continue
            pattern, steps = _gaps(str(source.content), source.row)
            for row in range(source.row + 1, source.row + stop - first):
                text = pattern % tuple([row + step for step in steps])
                self.cells[row, source.column] = Cell(row, source.column, source.kind, text)

    def name(self, name: str, block: str, first: str, last: str = "", *, item: int | None = None) -> None:
        """Define a name over a field, over several side by side, or over one item."""
        made = self.blocks[block]
        reference = made.all(first, last) if item is None else made.fixed(first, item)
        self.names[name] = ":".join(
            f"{CALC}!{corner}" if number == 0 else corner for number, corner in enumerate(reference.split(":"))
        )

    def rows(self) -> Iterator[Cell]:
        """The cells, row by row."""
        for _, cell in sorted(self.cells.items()):
            yield cell

    def _put(self, row: int, column: int, kind: Kind, content: str | int) -> None:
        self.cells[row, column] = Cell(row, column, kind, content)


def _gaps(formula: str, row: int) -> tuple[str, list[int]]:
    """A formula with gaps for the rows that move with its own, and how far each is from that."""
    steps: list[int] = []

    def gap(found: re.Match[str]) -> str:
        steps.append(int(found[2]) - row)
        return f"{found[1]}%d"

    return _SEEN_FROM_ROW.sub(gap, formula.replace("%", "%%")), steps
