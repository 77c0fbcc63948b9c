"""A table as columns: dictionary-encoded values and the place of every record."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from xltags.core.finding import Place
from xltags.core.spec import ColumnSpec
from xltags.core.values import Value

Codes = NDArray[np.int32]
BLANK = -1


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the distinct values in order of first appearance, and a code a record (-1 = blank).

    `id` is the declared id, or the header itself for a foreign column; `header` is the text in the workbook;
    `letter` is the column's letter in the sheet; `spec` its declaration, None for a foreign column. Values that are
    equal but of another type (1, True) stay apart.
    """

    id: str
    header: str
    letter: str
    values: tuple[Value, ...]
    codes: Codes
    has_formulas: bool = False
    spec: ColumnSpec | None = None

    def __len__(self) -> int:
        return len(self.codes)

    def value(self, index: int) -> Value | None:
        """The value of record `index` (0-based); None where the cell is blank."""
        code = self.codes[index]
        return None if code < 0 else self.values[code]

    def cells(self) -> Iterator[Value | None]:
        """Every record's value, in the table's order."""
        lookup: tuple[Value | None, ...] = (*self.values, None)  # code -1 takes the last
        return map(lookup.__getitem__, self.codes.tolist())

    def blank(self) -> NDArray[np.bool_]:
        """Which records are blank."""
        return self.codes < 0

    def records_of(self, code: int) -> list[int]:
        """Which records hold the distinct value `code`."""
        found: list[int] = np.flatnonzero(self.codes == code).tolist()
        return found


def make_column(id: str, cells: Iterable[Value | None], *, header: str = "", letter: str = "A") -> Column:
    """A column from plain cells; None and text of nothing but white space are blank.

    >>> make_column("stage", ["won", None, "won"]).codes.tolist()
    [0, -1, 0]
    """
    values: dict[tuple[type, Value], int] = {}
    codes = []
    for cell in cells:
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            codes.append(BLANK)
        else:
            codes.append(values.setdefault((type(cell), cell), len(values)))
    distinct = tuple(value for _, value in values)
    return Column(id, header or id, letter, distinct, np.asarray(codes, dtype=np.int32))


@dataclass(frozen=True, slots=True)
class Table:
    """The records of one sheet's table, blank rows left out.

    `rows` holds the Excel row number of each record; `header_row` that of the header. `columns` is by column id,
    declared and foreign ones, in the order of the sheet. `extent` is the table's range as Excel knows it. `made` is
    what was worked out from it; see `once`.
    """

    name: str
    sheet: str
    header_row: int
    rows: Codes
    columns: Mapping[str, Column] = field(default_factory=dict)
    excel_table: str = ""
    extent: str = ""
    made: dict[object, object] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, column_id: str) -> bool:
        return column_id in self.columns

    def column(self, column_id: str) -> Column:
        """The column with this id; a column of blanks where the workbook has none."""
        found = self.columns.get(column_id)
        if found is None:  # not `or`: a column without records is falsy
            return Column(column_id, column_id, "", (), np.full(len(self.rows), BLANK, dtype=np.int32))
        return found

    def value(self, index: int, column_id: str) -> Value | None:
        """One cell's value; None where it is blank or the column is missing."""
        return self.column(column_id).value(index)

    def place(self, index: int, column_id: str = "") -> Place:
        """Where record `index` stands: its cell in that column, or its first cell."""
        return self.place_in_row(int(self.rows[index]), column_id)

    def header_place(self, column_id: str = "") -> Place:
        """Where a column's header stands, or the table's first header cell."""
        return self.place_in_row(self.header_row, column_id)

    def place_in_row(self, row: int, column_id: str = "") -> Place:
        """The cell of a column in an Excel row, such as a tag's `row`; the first column where this one is missing."""
        column = self.columns.get(column_id)
        if column is None:  # not `or`: a column without records is falsy
            column = next(iter(self.columns.values()), None)
        if column is None:
            return Place(self.sheet, f"A{row}")
        return Place(self.sheet, f"{column.letter}{row}", column.header if column_id else "")

    def records(self, column_ids: Sequence[str]) -> Iterator[tuple[Value | None, ...]]:
        """The records as tuples in the order of `column_ids`."""
        return zip(*(self.column(id).cells() for id in column_ids), strict=True)


def letter_of(number: int) -> str:
    """A column's letters from its number.

    >>> letter_of(1), letter_of(27), letter_of(16384)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def make_table(
    name: str, columns: Mapping[str, Sequence[Value | None]], *, sheet: str = "", header_row: int = 1
) -> Table:
    """A table from plain columns, as if it stood at A1 of its own sheet. All columns have one length.

    >>> table = make_table("Customers", {"customer_id": ["C1", "C2"], "industry": ["Retail", None]})
    >>> table.place(1, "industry").cell
    'B3'
    """
    made = {
        id: make_column(id, cells, letter=letter_of(number))
        for number, (id, cells) in enumerate(columns.items(), start=1)
    }
    count = len(next(iter(columns.values()), ()))
    rows = np.arange(header_row + 1, header_row + 1 + count, dtype=np.int32)
    return Table(name, sheet or name, header_row, rows, made)
