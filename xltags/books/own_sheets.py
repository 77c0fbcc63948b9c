"""Sheets that xltags made: known by a hidden name that only it writes, never by their looks or names."""

from pathlib import Path

from xltags.books.excel_tables import list_defined_names
from xltags.books.package import Package
from xltags.books.writing.new_sheets import REPORT_MARK
from xltags.core.errors import XltagsError


def require_own_sheet(path: Path, package: Package, sheet: str) -> None:
    """Make sure that a sheet can be put there: there is none of that name, or xltags made it.

    Raises:
        XltagsError: somebody else's sheet has the name.
    """
    there = {it.name.casefold() for it in package.sheets}
    marked = {it.scope.casefold() for it in list_defined_names(package) if it.name == REPORT_MARK and it.scope}
    if sheet.casefold() in there - marked:
        raise XltagsError(f"{path}: has a sheet {sheet!r} that xltags did not make; rename it first")
