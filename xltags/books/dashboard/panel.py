"""A panel of the Dashboard: heading, one sentence, chart, table; two panels stand side by side."""

from dataclasses import dataclass

from xltags.books.dashboard.board import Board, Look, area_of, name_of

LEFT, RIGHT = 1, 8
COLUMNS = 6
CHART_ROWS = 10  # nine names of Chinese letters stand below one another at the side of a chart
ASIDE = {LEFT: 20, RIGHT: 28}  # hidden columns for what a table's rows need besides


@dataclass(frozen=True, slots=True)
class Panel:
    """Where a panel stands, and what it is called: `key` begins the keys of its words."""

    board: Board
    key: str
    row: int
    column: int
    looks: tuple[Look, ...]
    size: int  # rows that the chart shows; a table may have one more

    @property
    def chart_row(self) -> int:
        """The first row of the chart."""
        return self.row + 2

    @property
    def first(self) -> int:
        """The row of the table's first record."""
        return self.row + 3 + CHART_ROWS

    @property
    def title(self) -> str:
        """The heading."""
        return self.board.book.words[f"dash_{self.key}"]

    def write_frame(self) -> None:
        """Write heading, sentence and the table's headings."""
        words = self.board.book.words
        for number in range(COLUMNS):
            self.board.say(self.row, self.column + number, self.title if number == 0 else "", "head")
        self.board.say(self.row + 1, self.column, words[f"dash_{self.key}_note"], "note")
        for number, heading in enumerate(words[f"dash_{self.key}_columns"].split("|")):
            self.board.say(self.first - 1, self.column + number, heading, "header" if number == 0 else "header_right")

    def cell(self, item: int, number: int) -> str:
        """A cell of the table by record and column, from 0; columns from 6 on are hidden ones beside the sheet."""
        return name_of(self.first + item, self._column(number))

    def all(self, number: int) -> str:
        """A column of the table."""
        return area_of(self.first, self._column(number), self.size)

    def place(self, number: int) -> tuple[int, int, int, int]:
        """A column of the table as charts want it: first row and column, last row and column."""
        return self.first, self._column(number), self.first + self.size - 1, self._column(number)

    def give(self, item: int, number: int, formula: str, *, array: bool = False) -> str:
        """Put a formula into the table."""
        look: Look = self.looks[number] if number < COLUMNS else "aside"
        return self.board.give(self.first + item, self._column(number), formula, look, array=array)

    def fill_row(self, item: int, *formulas: str) -> None:
        """Put a row of formulas into the table."""
        for number, formula in enumerate(formulas):
            self.give(item, number, formula)

    def _column(self, number: int) -> int:
        return self.column + number if number < COLUMNS else ASIDE[self.column] + number - COLUMNS
