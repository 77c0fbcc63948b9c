"""The formulas of a new workbook on its sheets: helper columns, the hidden sheet `Calc`, names."""

from collections.abc import Mapping, Sequence
from typing import Any

from xltags.books.calc_sheet import hold_formulas
from xltags.books.sheets import CUSTOMERS
from xltags.books.template_styles import MUTED, Styles
from xltags.core.spec import ColumnSpec
from xltags.formulas.grid import CALC, Calc
from xltags.formulas.workbook import Formulas


def with_helpers(
    columns: Sequence[ColumnSpec], live: Formulas | None, table_id: str
) -> tuple[list[ColumnSpec], Mapping[str, str]]:
    """A table's columns with the helper columns of its formulas at the right edge, and the formulas by column id."""
    formulas = {} if live is None else {CUSTOMERS: live.customers, "Contacts": live.contacts}.get(table_id, {})
    known = {column.id for column in columns}
    return [*columns, *(ColumnSpec(id, filled_by="xltags") for id in formulas if id not in known)], formulas


def write_calc(workbook: Any, calc: Calc, styles: Styles, words: Mapping[str, str]) -> None:
    """Write the hidden sheet and define its names, hidden too: they would bury the names of the team."""
    sheet = workbook.add_worksheet(CALC)
    sheet.hide()
    sheet.write_string(0, 0, words["calc_title"], styles.style(italic=True, font_color=MUTED))
    hold_formulas(sheet, calc)
    for name, formula in calc.names.items():
        workbook.define_name(name, f"={formula}")
        workbook.defined_names[-1][3] = True  # xlsxwriter has no option for it


def take_as_they_are(sheet: Any) -> None:
    """Let xlsxwriter write the formulas of a sheet unread.

    It looks for functions newer than 2007 in each, which takes ten times as long as writing it; these have none.
    """
    sheet._prepare_formula = _as_it_is


def _as_it_is(formula: str, _expand: bool = False) -> str:  # noqa: FBT001  # xlsxwriter's own signature
    return formula.removeprefix("=")
