"""Pieces of formulas: texts, lists, numbers, values of a many-valued cell, references to tables."""

from collections.abc import Iterable

from xltags.books.sheets import choices
from xltags.books.template_lists import column_reference
from xltags.core.finding import Language
from xltags.formulas.limits import CELL_LENGTH, NOWHERE, VALUES_PER_CELL

SEPARATORS = ("；", "\uff64", ",", "，", "、")
BREAKS = (13, 10)
SIGNS = ('";"', *(f'"{sign}"' for sign in SEPARATORS), *(f"CHAR({code})" for code in BREAKS))


def quoted(text: str) -> str:
    """A text as a formula holds it, in quotation marks, with those inside doubled."""
    return '"' + text.replace('"', '""') + '"'


def one_of(value: str, texts: Iterable[str]) -> str:
    """Whether a value is one of some texts, whatever the case; wildcards mean nothing here."""
    return f"SUMPRODUCT(--({value}={{{','.join(quoted(text) for text in dict.fromkeys(texts))}}}))>0"


def choice_texts(choice_set: str, id: str) -> tuple[str, ...]:
    """How a choice may be written: its id and its label in every language."""
    return next((choice.id, *choice.labels.values()) for choice in choices(choice_set) if choice.id == id)


def literal(text: str) -> str:
    """A text to look up letter by letter: Excel's MATCH, SUMIF and COUNTIF take `*`, `?` and `~` for wildcards."""
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({text},"~","~~"),"*","~*"),"?","~?")'


def separated(text: str) -> str:
    """A text with every separator of values as `;`."""
    for sign in SEPARATORS:
        text = f'SUBSTITUTE({text},"{sign}",";")'
    for code in BREAKS:
        text = f'SUBSTITUTE({text},CHAR({code}),";")'
    return text


def spread(text: str, width: int) -> str:
    """A separated text with its values at fixed distances."""
    return f'SUBSTITUTE({text},";",REPT(" ",{width}))'


def value_at(spread_text: str, offset: str, width: int) -> str:
    """The values of a spread text that stand at these offsets, trimmed; `offset` may be an array."""
    return f"TRIM(MID({spread_text},1+{width}*{offset},{width}))"


def cell_values(spread_text: str, *, down: bool = False) -> str:
    """All values of a spread cell as an array, across or down."""
    places = (";" if down else ",").join(str(place) for place in range(VALUES_PER_CELL))
    return value_at(spread_text, f"{{{places}}}", CELL_LENGTH)


def number_or(reference: str, default: str) -> str:
    """A number of a rule's cell, or a default where there is none."""
    return f"IF(ISNUMBER({reference}),{reference},{default})"


def text_in(reference: str, row: int | str) -> str:
    """The trimmed text in a row of a table's column, from 1 or as a cell says; empty below it and for a fault."""
    return f'IFERROR(TRIM(INDEX({reference},{row})),"")'


def tier_code(points: str) -> str:
    """The code of the best tier that points reach, 0 for A; `points` may be an array."""
    return f"IF({points}>=xl_floor_a,0,IF({points}>=xl_floor_b,1,IF({points}>=xl_floor_c,2,3)))"


def best_code(points: tuple[str, str, str]) -> str:
    """The best tier code still possible, from the most points that allow A, B, C."""
    a, b, c = points
    return f"IF({a}>=xl_within_a,0,IF({b}>=xl_within_b,1,IF({c}>=xl_within_c,2,3)))"


class Tables:
    """References to the workbook's tables, with the headers of its language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def column(self, table: str, column: str) -> str:
        """A table's column: `Tags[Tag]`."""
        return column_reference(table, column, self.language)

    def text(self, table: str, column: str, row: int | str) -> str:
        """The trimmed text in a table's row, from 1 or as a cell says."""
        return text_in(self.column(table, column), row)

    def rows(self, table: str, column: str) -> str:
        """How many rows a table has."""
        return f"ROWS({self.column(table, column)})"

    def number(self, table: str, column: str, row: int | str, default: str = "0") -> str:
        """The number in a table's row, from 1 or as a cell says, or a default."""
        reference = f"INDEX({self.column(table, column)},{row})"
        return f"IFERROR({number_or(reference, default)},{default})"


ENDLESS = f"-{NOWHERE}"
