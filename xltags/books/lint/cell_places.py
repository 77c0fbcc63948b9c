"""Where rows and cells say that they stand in a sheet, and what is wrong with that."""

import re

from xltags.books.lint.sheet_facts import SheetFacts
from xltags.books.opc.refs import MAX_COLUMN, MAX_ROW, cell_name, column_number

REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


class CellPlaces:
    """Follows the rows and cells of a sheet in the order of its file, and notes those in a wrong place.

    `row` and `column` are those of the cell that was met last, from 1; 0 before the first.
    """

    def __init__(self, facts: SheetFacts) -> None:
        self.row = self.column = 0
        self._facts = facts
        self._name = ""
        self._columns: dict[str, int] = {}

    def begin_row(self, reference: str | None) -> None:
        """A row begins; without a number it follows the last one."""
        number = self.row + 1 if reference is None else int(reference) if _is_whole(reference) else 0
        if not 1 <= number <= MAX_ROW:
            self._facts.note("off_sheet", "", f"row {reference}")
            number = self.row + 1
        elif number == self.row:
            self._facts.note("row_twice", f"A{number}")
        elif number < self.row:
            self._facts.note("row_order", f"A{number}")
        self.row, self.column = number, 0

    def begin_cell(self, reference: str | None) -> None:
        """A cell begins; without a reference it follows the last one."""
        row, column = self.row, self.column + 1
        self._name = reference or ""
        if reference is not None:
            match = REFERENCE.fullmatch(reference)
            if match is None or not 1 <= (column := self._number(match[1])) <= MAX_COLUMN:
                self._facts.note("off_sheet", "", reference)
                column = self.column + 1
            elif int(match[2]) != row:
                self._facts.note("wrong_row", reference, str(row))
            elif column == self.column:
                self._facts.note("cell_twice", reference)
            elif column < self.column:
                self._facts.note("cell_order", reference)
        self.column = column

    def here(self) -> str:
        """The cell that was met last, by its own name if it has one."""
        return self._name or cell_name(self.row, self.column)

    def _number(self, letters: str) -> int:
        number = self._columns.get(letters)
        if number is None:
            number = self._columns[letters] = column_number(letters)
        return number


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit()
