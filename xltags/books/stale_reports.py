"""Sheets of reports that no longer exist: known by a mark that only xltags makes, never by their looks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xltags.books.edits import Edit, RemoveSheet
from xltags.books.excel_tables import list_defined_names, list_tables
from xltags.books.opc.relationships import Relationship
from xltags.books.package import Package, SheetRef
from xltags.books.writing.chart_parts import own_charts
from xltags.books.writing.new_sheets import REPORT_MARK
from xltags.books.writing.parts import Parts
from xltags.books.writing.pivot_parts import MARK, pivot_state
from xltags.reports import load_reports

READERS = re.compile(r"xl/(?:worksheets|charts|pivotCache|chartsheets)/[^/]+\.xml", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StaleReports:
    """Sheets of reports that no longer exist: those that can go, and those that something else reads."""

    removable: tuple[str, ...] = ()
    in_use: tuple[str, ...] = ()


def stale_reports(package: Package) -> StaleReports:
    """The sheets that xltags made for reports that it no longer has, in tab order."""
    known = {*load_reports(), *(MARK + name for name, maker in load_reports().items() if maker.pivot is not None)}
    marked = {
        name.scope: name.text.strip('"')
        for name in list_defined_names(package)
        if name.name == REPORT_MARK and name.scope
    }
    stale = [sheet for sheet in package.sheets if marked.get(sheet.name, "") not in ("", *known)]
    pivots = {sheet.name for sheet in stale if marked[sheet.name].startswith(MARK)}
    own = {name for name in pivots if pivot_state(Parts(package), name) == "own"}
    going = {part for sheet in stale if sheet.name in own for part in _pivot_parts(package, sheet)}
    removable: list[str] = []
    in_use: list[str] = []
    for sheet in stale:
        kept = sheet.name not in own if sheet.name in pivots else _is_in_use(package, sheet, going)
        (in_use if kept else removable).append(sheet.name)
    return StaleReports(tuple(removable), tuple(in_use))


def stale_edits(stale: StaleReports) -> list[Edit]:
    """The edits that take them out."""
    return [RemoveSheet(name) for name in stale.removable]


def stale_remarks(stale: StaleReports) -> tuple[str, ...]:
    """What is said of them."""
    gone = [f"removed {name}: xltags has no such report any more" for name in stale.removable]
    kept = [f"kept {name}, a report of earlier days that something else reads" for name in stale.in_use]
    return (*gone, *kept)


def _pivot_parts(package: Package, sheet: SheetRef) -> Iterator[str]:
    """The caches of a sheet's pivots, which name the table that they read."""
    for pivot in package.relationships(sheet.part):
        for link in package.relationships(pivot.target or "") if pivot.kind == "pivotTable" else ():
            yield link.target or ""


def _is_in_use(package: Package, sheet: SheetRef, going: set[str]) -> bool:
    """Whether the sheet holds a pivot or a slicer, or another part names it or one of its tables."""
    if any(link.kind in ("pivotTable", "slicer", "timeline") for link in package.relationships(sheet.part)):
        return True
    names = [sheet.name, *(table.name for table in list_tables(package) if table.sheet.part == sheet.part)]
    pattern = re.compile(
        b"|".join(rb"(?<!\w)" + re.escape(name.encode()) + rb"(?!\w)" for name in names), re.IGNORECASE
    )
    if any(pattern.search(name.text.encode()) for name in list_defined_names(package) if name.scope != sheet.name):
        return True
    links = package.relationships(sheet.part)
    own = {*going, sheet.part, *(link.target for link in links), *_own_charts(package, links)}
    return any(
        pattern.search(package.read(part)) for part in package.names if part not in own and READERS.fullmatch(part)
    )


def _own_charts(package: Package, links: Iterable[Relationship]) -> set[str | None]:
    """The parts of the charts that xltags drew on a sheet with these relationships; people's are not among them."""
    found: set[str | None] = set()
    for drawing in (link.target for link in links if link.kind == "drawing" and link.target):
        targets = {link.id: link.target for link in package.relationships(drawing)}
        charts = own_charts(package.read(drawing), package.place(drawing))
        found.update(targets.get(chart.rel_id) for chart in charts)
    return found
