"""A sheet of formulas while it is made: cells with their looks and what they show; the terms of its formulas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from xltags.books.dashboard.calculation import Calculation
from xltags.books.dashboard.scalars import Fault, Scalar
from xltags.books.dashboard.table_cells import TableCells, cells_of_records
from xltags.books.shipped import Record
from xltags.core.finding import LANGUAGES, Language
from xltags.core.spec import ColumnSpec
from xltags.core.table import letter_of
from xltags.formulas.wording import quoted

Look = Literal[
    "", "title", "subtitle", "head", "note", "label", "header", "header_right", "text", "integer", "percent", "points",
    "date", "tier", "kpi_label", "kpi_integer", "kpi_percent", "kpi_note", "input_text", "input_date", "fact", "wrap",
    "aside", "aside_label", "message", "kpi_text", "left_number", "plain",
]  # fmt: skip
Z = "1.95996398454005"  # the normal quantile at 0.975, to the digits that a cell keeps


@dataclass(frozen=True, slots=True)
class Item:
    """A cell of the board: a formula without its equals sign (entered as an array formula where `array`) or a text."""

    look: Look
    formula: str = ""
    text: str = ""
    array: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """The workbook that is being made: its tables as formulas name them, and its words."""

    columns: Mapping[str, Sequence[ColumnSpec]]
    language: Language
    words: Mapping[str, str]

    def has(self, table: str, column: str) -> bool:
        """Whether the workbook has a table with that column."""
        return any(it.id == column for it in self.columns.get(table, ()))

    def column(self, table: str, column: str) -> str:
        """A column as formulas name it: `Tags[Tag]`."""
        return f"{table}[{self._escaped(table, column)}]"

    def heading(self, table: str, column: str) -> str:
        """The cell of a column's heading."""
        return f"{table}[[#Headers],[{self._escaped(table, column)}]]"

    def span(self, table: str, *, headers: bool = False) -> str:
        """All columns of a table that people fill in, side by side, or their headings."""
        typed = [it.id for it in self.columns[table] if it.filled_by == "person"]
        first, last = self._escaped(table, typed[0]), self._escaped(table, typed[-1])
        return f"{table}[{'[#Headers],' if headers else ''}[{first}]:[{last}]]"

    def _escaped(self, table: str, column: str) -> str:
        header = next(it.header(self.language) for it in self.columns[table] if it.id == column)
        return "".join(f"'{sign}" if sign in "[]#'@" else sign for sign in header)

    def choice(self, table: str, column: str, *ids: str) -> str:
        """The texts that mean choices of a column in any language, as a list in braces."""
        spec = next(it for it in self.columns[table] if it.id == column)
        meant = [it for it in spec.choices if it.id in ids]
        texts = [text for it in meant for text in (it.id, *(it.labels[language] for language in LANGUAGES))]
        return "{" + ",".join(quoted(text) for text in dict.fromkeys(texts)) + "}"

    def setting(self, key: str, default: int) -> str:
        """A setting that is a number."""
        keys, values = self.column("Settings", "key"), self.column("Settings", "value")
        return f'IFERROR(VALUE(INDEX({values},MATCH({quoted(key)},{keys},0))&""),{default})'

    def group_column(self, id: str) -> str:
        """The number of a tag group's column within `span("Customers")`, by its id or its label in any language."""
        groups = self.column("TagGroups", "group")
        labels = [self.column("TagGroups", f"label_{it}") for it in (self.language, "en", "zh", "vi")]
        headers = self.span("Customers", headers=True)
        found = f"MATCH({id},{headers},0)"
        for label in reversed(dict.fromkeys(labels)):
            found = f'IFERROR(MATCH(INDEX({label},MATCH({id},{groups},0))&"",{headers},0),{found})'
        return f"IFERROR({found},0)"


@dataclass
class Board:
    """The cells of one sheet by row and column, both from 0."""

    book: Book
    calculation: Calculation
    items: dict[tuple[int, int], Item] = field(default_factory=dict)

    def say(self, row: int, column: int, text: str, look: Look) -> None:
        """Put a text there."""
        self.items[row, column] = Item(look, text=text)
        self.calculation.formulas.pop((row, column), None)
        self.calculation.constants[row, column] = text

    def give(self, row: int, column: int, formula: str, look: Look = "aside", *, array: bool = False) -> str:
        """Put a formula there; gives the cell's name."""
        self.items[row, column] = Item(look, formula=formula, array=array)
        self.calculation.constants.pop((row, column), None)
        self.calculation.formulas[row, column] = formula
        return name_of(row, column)

    def type_in(self, row: int, column: int, value: Scalar, look: Look) -> str:
        """Make a cell that people type into; gives its name."""
        self.items[row, column] = Item(look)
        if value is not None:
            self.calculation.constants[row, column] = value
        return name_of(row, column)

    def shown(self, row: int, column: int) -> float | str | bool:
        """What a formula's cell shows."""
        value = self.calculation.value(row, column)
        return value.code if isinstance(value, Fault) else "" if value is None else value


def name_of(row: int, column: int) -> str:
    """A cell's name, absolute.

    >>> name_of(4, 1)
    '$B$5'
    """
    return f"${letter_of(column + 1)}${row + 1}"


def area_of(row: int, column: int, count: int, width: int = 1) -> str:
    """The name of an area, absolute.

    >>> area_of(4, 1, 3)
    '$B$5:$B$7'
    """
    return f"{name_of(row, column)}:{name_of(row + count - 1, column + width - 1)}"


def table_cells(book: Book, records: Mapping[str, Sequence[Record]]) -> dict[str, TableCells]:
    """The tables as the calculation reads them."""
    return {
        id: cells_of_records(columns, [it.header(book.language) for it in columns], records.get(id, ()))
        for id, columns in book.columns.items()
    }


def added(amounts: str, *criteria: str) -> str:
    """The sum of the amounts that meet pairs of an area and a criterion.

    Only numbers are asked for: an error among the amounts would be the sum.
    """
    return f'SUMIFS({",".join((amounts, *criteria, amounts))},">-1E+300")'


def rate(part: str, whole: str, least: str) -> str:
    """part / whole; empty where the whole is too small for a rate."""
    return f'IF(OR({whole}="",{whole}=0,{whole}<{least}),"",{part}/{whole})'


def wilson_end(part: str, whole: str, share: str, sign: Literal["-", "+"]) -> str:
    """The lower or upper end of the 95 % Wilson interval of part / whole; empty where the share is."""
    spread = f"{Z}*SQRT({share}*(1-{share})/{whole}+{Z}^2/(4*{whole}^2))"
    end = f"({share}+{Z}^2/(2*{whole}){sign}{spread})/(1+{Z}^2/{whole})"
    edge = f"IF({part}=0,0,{end})" if sign == "-" else f"IF({part}={whole},1,{end})"
    return f'IF({share}="","",{edge})'


def next_match(wanted: str, column: str, before: str) -> str:
    """The place of the next record of a column that equals a text, after the place `before`; empty where none is."""
    rest = f"INDEX({column},{before}+1):INDEX({column},ROWS({column}))"
    return f'IF({before}="","",IFERROR({before}+MATCH({wanted},{rest},0),""))'


def first_match(wanted: str, column: str) -> str:
    """The place of the first record of a column that equals a text; empty where none is."""
    return f'IFERROR(MATCH({wanted},{column},0),"")'
