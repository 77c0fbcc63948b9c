"""Sheets of reports that no longer exist: known by a mark that only xltags makes, never by their looks."""

import re
from dataclasses import dataclass

from xltags.books.edits import Edit, RemoveSheet
from xltags.books.excel_tables import list_defined_names, list_tables
from xltags.books.package import Package, SheetRef
from xltags.books.writing.new_sheets import REPORT_MARK
from xltags.reports import load_reports

READERS = re.compile(r"xl/(?:worksheets|charts|pivotCache|chartsheets)/[^/]+\.xml", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StaleReports:
    """Sheets of reports that no longer exist: those that can go, and those that something else reads."""

    removable: tuple[str, ...] = ()
    in_use: tuple[str, ...] = ()


def stale_reports(package: Package) -> StaleReports:
    """The sheets that xltags made for reports that it no longer has, in tab order."""
    known = load_reports()
    marked = {
        name.scope: name.text.strip('"')
        for name in list_defined_names(package)
        if name.name == REPORT_MARK and name.scope
    }
    stale = [sheet for sheet in package.sheets if marked.get(sheet.name, "") not in ("", *known)]
    removable: list[str] = []
    in_use: list[str] = []
    for sheet in stale:
        (in_use if _is_in_use(package, sheet) else removable).append(sheet.name)
    return StaleReports(tuple(removable), tuple(in_use))


def stale_edits(stale: StaleReports) -> list[Edit]:
    """The edits that take them out."""
    return [RemoveSheet(name) for name in stale.removable]


def stale_remarks(stale: StaleReports) -> tuple[str, ...]:
    """What is said of them."""
    gone = [f"removed {name}: xltags has no such report any more" for name in stale.removable]
    kept = [f"kept {name}, a report of earlier days that something else reads" for name in stale.in_use]
    return (*gone, *kept)


def _is_in_use(package: Package, sheet: SheetRef) -> bool:
    """Whether the sheet holds a pivot or a slicer, or another part names it or one of its tables."""
    if any(link.kind in ("pivotTable", "slicer", "timeline") for link in package.relationships(sheet.part)):
        return True
    names = [sheet.name, *(table.name for table in list_tables(package) if table.sheet.part == sheet.part)]
    pattern = re.compile(
        b"|".join(rb"(?<!\w)" + re.escape(name.encode()) + rb"(?!\w)" for name in names), re.IGNORECASE
    )
    if any(pattern.search(name.text.encode()) for name in list_defined_names(package) if name.scope != sheet.name):
        return True
    own = {sheet.part, *(link.target for link in package.relationships(sheet.part))}
    return any(
        pattern.search(package.read(part)) for part in package.names if part not in own and READERS.fullmatch(part)
    )
