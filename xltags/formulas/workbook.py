"""Everything a workbook needs to calculate the scorecard itself: the sheet `Calc`, names, helper columns, formulas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xltags.books.sheets import COMPUTED, CUSTOMERS, table_spec
from xltags.core.finding import LANGUAGES, Language
from xltags.core.spec import ColumnSpec
from xltags.core.table import letter_of
from xltags.formulas.answers import answer_formulas, define_answers
from xltags.formulas.grid import Calc
from xltags.formulas.limit_blocks import declare_limits, fill_limits
from xltags.formulas.people_blocks import declare_people, fill_people
from xltags.formulas.people_names import CONTACT_HELPERS
from xltags.formulas.row_layout import RowLayout
from xltags.formulas.row_names import HELPERS, define_rows
from xltags.formulas.scorecard_blocks import declare_scorecard, fill_scorecard
from xltags.formulas.taxonomy_blocks import declare_taxonomy, fill_taxonomy
from xltags.formulas.wording import Tables, literal, quoted


@dataclass(frozen=True, slots=True)
class Formulas:
    """The formulas of a workbook.

    `customers` and `contacts` give the formula of each column that has one, by column id, without the equals sign;
    helper columns stand at the right edge of their table, in the order of the mapping.
    """

    calc: Calc
    customers: dict[str, str]
    contacts: dict[str, str]


def workbook_formulas(
    customers: Sequence[ColumnSpec],
    contacts: Sequence[ColumnSpec],
    language: Language,
    *,
    problem: str,
    message: str,
    limit_names: Mapping[str, str],
) -> Formulas:
    """The formulas for a workbook whose tables have these columns.

    Args:
        problem: what the cells say where the workbook holds more than formulas can carry.
        message: what a customer's cells say where its own cells hold more than that.
        limit_names: what people call each of `LIMITS`; `Calc` shows them, and `Start` where one is exceeded.
    """
    tables = Tables(language)
    layout = _layout(customers, contacts)
    header = {column.id: _escaped(column.header(language)) for column in customers}
    header |= {id: id for id in HELPERS}
    last = _last_read(customers)
    headers = f"Customers[[#Headers],[{header[customers[0].id]}]:[{header[last]}]]"
    calc = Calc()
    declare_limits(calc)
    declare_scorecard(calc)
    declare_people(calc)
    declare_taxonomy(calc)
    fill_taxonomy(calc, tables, headers)
    fill_scorecard(calc, tables, lambda id: _measure_place(id, headers, tables))
    fill_people(calc, tables)
    fill_limits(
        calc, tables, headers=headers, all_headers="Customers[#Headers]",
        problem=problem, message=message, limit_names=limit_names,
    )  # fmt: skip
    define_rows(calc, layout)
    define_answers(calc, layout)
    answers = answer_formulas(header)
    return Formulas(
        calc,
        {**{id: answers[id] for id in COMPUTED}, **{id: id for id in HELPERS}},
        {id: id for id in CONTACT_HELPERS},
    )


def _layout(customers: Sequence[ColumnSpec], contacts: Sequence[ColumnSpec]) -> RowLayout:
    ids = [*(column.id for column in customers), *HELPERS]
    people = [column.id for column in contacts]
    places = {id: letter_of(number) for number, id in enumerate(ids, start=1)}
    return RowLayout(
        places, {id: letter_of(number) for number, id in enumerate(people, start=1)}, places[_last_read(customers)]
    )


def _last_read(customers: Sequence[ColumnSpec]) -> str:
    """The last column that formulas read: all that stand left of the results."""
    return [column.id for column in customers if column.filled_by == "person"][-1]


def _escaped(header: str) -> str:
    return "".join(f"'{sign}" if sign in "[]#'@" else sign for sign in header)


def _measure_place(id: str, headers: str, tables: Tables) -> str:
    """The place of a measure's column among the headers, found as the reader finds it; 0 for none."""
    spec = table_spec(CUSTOMERS).column(id)
    names = (id, *(spec.header(language) for language in LANGUAGES)) if spec else (id,)
    found = ",".join(f"IFERROR(MATCH({quoted(name)},{headers},0),9999)" for name in dict.fromkeys(names))
    key = quoted(f"alias.Customers.{id}")
    setting = f"INDEX({tables.column('Settings', 'value')},MATCH({key},{tables.column('Settings', 'key')},0))"
    alias = f"IFERROR(MATCH({literal(f'TRIM({setting})')},{headers},0),9999)"
    nearest = f"MIN({found},{alias})"
    return f"IF({nearest}=9999,0,{nearest})"
