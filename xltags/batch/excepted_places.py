"""Exceptions of `xltags.toml` whose `where` can only be a slip: they would never hold, and nobody would know."""

import re
from collections.abc import Iterable

from xltags.books.headers import column_names, group_columns
from xltags.books.sheets import tables
from xltags.core.dataset import Dataset
from xltags.core.near_words import slip_of
from xltags.core.policy import CheckException
from xltags.core.text import fold

CELL = re.compile(r"[a-z]{1,3}[1-9]\d*|")


def place_fault(exceptions: Iterable[CheckException], dataset: Dataset) -> str:
    """What is wrong with the place of the first exception that can hold nowhere; "" where all may hold.

    A file serves many workbooks. So a place is right that this workbook has, that workbooks of xltags have in any of
    the languages, or that is like none of these: a team's own name for a sheet or a column. What is left are names with
    one slip (two in long ones), and a sheet's name with something behind it that is no cell. The rules of `xltags
    doctor` look at all sheets, so their exceptions are not judged.
    """
    sheets = _sheets(dataset)
    for number, exception in enumerate(exceptions, 1):
        where = exception.where
        if not where or exception.code.startswith("PKG") or fold(where) in _columns(dataset):
            continue
        sheet, mark, cell = where.rpartition("!") if "!" in where else (where, "", "")
        place = f"exception {number} where: "
        if fold(sheet) in map(fold, sheets):
            if mark and not CELL.fullmatch(fold(cell)):
                return f"{place}{where!r} names no cell; write a sheet, a header, or one cell as in {sheet}!F17"
            continue
        meant = _slip_of(sheet, sheets)
        if meant and (mark or fold(sheet) not in fold(meant)):  # "Contact" may well be a header
            return f"{place}no sheet is called {sheet!r}; did you mean {meant + mark + cell!r}?"
    return ""


def _sheets(dataset: Dataset) -> list[str]:
    """The sheets of the workbook, then those that any workbook of xltags may have."""
    here = [table.sheet for table in dataset.tables.values()]
    return [*here, *(name for id, spec in tables().items() for name in (id, *spec.titles.values()))]


def _columns(dataset: Dataset) -> set[str]:
    """The folded headers of the workbook, and those that any workbook of xltags may have."""
    aliases = dataset.model.settings.aliases
    known = {fold(column.header) for table in dataset.tables.values() for column in table.columns.values()}
    known |= {name for spec in tables().values() for name in column_names(spec, aliases)}
    return known | set(group_columns(dataset.model.taxonomy, aliases))


def _slip_of(name: str, sheets: Iterable[str]) -> str:
    """The sheet that a mistyped name means; "" for a name of its own, such as a known one with a year behind it."""
    known = list(sheets)
    return "" if any(fold(each) in fold(name) for each in known) else slip_of(name, known)
