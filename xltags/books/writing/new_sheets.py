"""Report sheets: added, wholly replaced under the same part names and ids, or removed with all that only they used."""

import re
from collections.abc import Iterator, Sequence

from xltags.books.opc.refs import column_letters
from xltags.books.opc.relationships import SheetRef
from xltags.books.report_sheet import ReportSheet
from xltags.books.writing.calculation import chained_formulas, drop_calc_chain, recalculate_on_open
from xltags.books.writing.chart_parts import put_charts
from xltags.books.writing.markup import elements, opening, relationship_prefix, root_of
from xltags.books.writing.parts import Parts
from xltags.books.writing.pivot_parts import drop_pivots, make_room, own_pivots, put_pivots
from xltags.books.writing.pivots import refresh_pivots
from xltags.books.writing.report_styles import report_styles
from xltags.books.writing.report_xml import sheet_chunks, table_area, table_xml
from xltags.books.writing.row_stream import sections
from xltags.books.writing.session import Session
from xltags.books.writing.sheet_finish import sheet_tail
from xltags.books.writing.sheet_rules import check_sheet_name, check_structure, check_tables
from xltags.books.writing.slicer_parts import LooseSlicers
from xltags.books.writing.table_parts import TablePart, tables_of
from xltags.books.writing.unused_parts import drop_unused
from xltags.books.writing.workbook_part import add_sheet, drop_sheet, find_sheet
from xltags.core.errors import WorkbookError

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
PRINT_TITLES = "_xlnm.Print_Titles"
REPORT_MARK = "_xltags_report"  # a hidden name of the sheet; its value is the report
PRINT_AREA = "_xlnm.Print_Area"
KEPT = ("drawing", "legacyDrawing")
KEPT_LINKS = frozenset(["drawing", "vmlDrawing", "comments", "threadedComment"])


def put_sheet(session: Session, sheet: ReportSheet) -> None:
    """Carries out `PutSheet`.

    Raises:
        WorkbookError: FILE006 if a name cannot be used, tables overlap, or the old sheet holds pivots or slicers.
    """
    parts = session.parts
    check_sheet_name(session, sheet.name)
    old = find_sheet(parts, sheet.name)
    mine = [table for table in tables_of(parts) if old is not None and table.sheet.part == old.part]
    check_tables(session, sheet, {table.part for table in mine})
    kept: dict[str, str] = {}
    slicers = LooseSlicers()
    if old is None:
        ref = _add_empty(session, sheet)
    else:
        ref = session.sheet(sheet.name)
        slicers = make_room(session, sheet, ref)
        _check_replaceable(session, ref)
        kept = _kept_elements(parts, ref)
        if chained_formulas(parts, ref.sheet_id):
            drop_calc_chain(parts)
        session.forget(ref)
    rel_ids = _put_tables(session, sheet, ref, mine)
    _drop_links(parts, ref, but=rel_ids)
    drawing = put_charts(parts, sheet, ref, kept.pop("drawing", None))
    drawn = ({} if drawing is None else {"drawing": drawing}) | kept
    tiers = any("tier" in table.formats for table in sheet.tables)
    styles = report_styles(session.styles, tiers=tiers)

    def chunks() -> Iterator[bytes]:
        writer = session.own_writer(ref)  # it remembers cells, so it goes with the sheet
        return sheet_chunks(sheet, styles, session.styles, writer, table_ids=rel_ids, drawn=drawn)

    session.put_stream(ref, chunks)
    put_pivots(session, sheet, ref, slicers)
    session.put_names_of(ref, _sheet_names(sheet), hidden=[REPORT_MARK])
    recalculate_on_open(parts)
    refresh_pivots(parts, sheet.name, None)


def remove_sheet(session: Session, name: str) -> None:
    """Carries out `RemoveSheet`.

    Raises:
        WorkbookError: FILE006 if there is no such sheet, or no visible one would be left.
    """
    parts = session.parts
    sheet = find_sheet(parts, name)
    if sheet is None:
        raise WorkbookError(f"{parts.package.path}: has no sheet {name!r} to remove; name one it has", code="FILE006")
    check_structure(session)
    if chained_formulas(parts, sheet.sheet_id):
        drop_calc_chain(parts)
    drop_pivots(session, sheet)
    targets = [link.target for link in parts.links(sheet.part) if link.target]
    drop_sheet(parts, sheet)
    session.forget(sheet)
    parts.remove(sheet.part)
    drop_unused(parts, targets)
    recalculate_on_open(parts)


def _add_empty(session: Session, sheet: ReportSheet) -> SheetRef:
    """A sheet that the workbook did not have, still without content."""
    check_structure(session)
    part = session.parts.free_name("xl/worksheets/sheet{}.xml")
    session.parts.add(part, b"", SHEET_TYPE)
    return add_sheet(session.parts, sheet.name, part, hidden=sheet.hidden)


def _drop_links(parts: Parts, ref: SheetRef, *, but: Sequence[str]) -> None:
    """Takes out what only the replaced sheet used, but for its drawings, comments and pivots, and links in `but`."""
    pivots = own_pivots(parts, ref.part)
    for link in parts.links(ref.part):
        if link.kind not in KEPT_LINKS and link.id not in but and link.id not in pivots:
            parts.remove_link(ref.part, link.id)
            drop_unused(parts, [link.target] if link.target else [])


def _put_tables(session: Session, sheet: ReportSheet, ref: SheetRef, mine: list[TablePart]) -> list[str]:
    """The tables' parts, those of the same name under their old part and id; returns their relationship ids."""
    parts = session.parts
    old = {table.name.casefold(): table for table in mine}
    links = {link.target: link.id for link in parts.related(ref.part, "table")}
    wanted = {table.name.casefold() for table in sheet.tables if table.listed}
    spare = [table for table in mine if table.name.casefold() not in wanted]
    found = []
    for table in sheet.tables:
        if not table.listed:
            continue
        known = old.get(table.name.casefold()) or (spare.pop(0) if spare else None)
        if known is not None:
            parts.put(known.part, table_xml(table, known.id))
            found.append(links[known.part])
            continue
        number = max((each.id for each in tables_of(parts)), default=0) + 1
        part = parts.free_name("xl/tables/table{}.xml")
        parts.add(part, table_xml(table, number), TABLE_TYPE)
        found.append(parts.add_link(ref.part, "table", part))
    return found


def _sheet_names(sheet: ReportSheet) -> dict[str, str]:
    """What to print, and the mark by which the sheet is known as a report's; a sheet that is none has none."""
    quoted = "'" + sheet.name.replace("'", "''") + "'"
    titles = "" if sheet.repeat_rows is None else f"{quoted}!${sheet.repeat_rows[0]}:${sheet.repeat_rows[1]}"
    if titles and sheet.repeat_first:
        titles = f"{quoted}!$A:$A,{titles}"
    mark = f'"{sheet.report}"' if sheet.report else ""
    return {PRINT_TITLES: titles, PRINT_AREA: _print_area(sheet, quoted), REPORT_MARK: mark}


def _print_area(sheet: ReportSheet, quoted: str) -> str:
    """The columns to print, down to the end of the tables in them; "" prints all."""
    if not sheet.print_columns:
        return ""
    if not sheet.print_apart:
        return f"{quoted}!{_printed(sheet, 1, sheet.print_columns, 1)}"
    row = sheet.repeat_rows[0] if sheet.repeat_rows else 1
    first, second = (1, sheet.print_apart - 1, 1), (sheet.print_apart, sheet.print_columns, row)
    return ",".join(f"{quoted}!{_printed(sheet, *place)}" for place in (first, second))


def _printed(sheet: ReportSheet, left: int, right: int, top: int) -> str:
    """Some columns from a row on, down to the end of the tables in them."""
    areas = map(table_area, sheet.tables)
    bottom = max((area.bottom for area in areas if area.left <= right and area.right >= left), default=top)
    return f"${column_letters(left)}${top}:${column_letters(right)}${bottom}"


def _check_replaceable(session: Session, sheet: SheetRef) -> None:
    own = own_pivots(session.parts, sheet.part)
    kinds = {link.kind for link in session.parts.links(sheet.part) if link.id not in own}
    for kind, what in (("pivotTable", "a pivot table"), ("slicer", "a slicer"), ("timeline", "a timeline")):
        if kind in kinds:
            raise WorkbookError(
                f"{session.place(sheet)}: holds {what}, which replacing it would lose; move it to another sheet",
                code="FILE006",
            )


def _kept_elements(parts: Parts, sheet: SheetRef) -> dict[str, str]:
    """The relationships of a sheet to its drawing and comments, by the element that the new one shall have."""
    if all(link.kind not in ("drawing", "vmlDrawing") for link in parts.links(sheet.part)):
        return {}
    place = parts.package.place(sheet.part)
    head, tail = (data for kind, data in sections(parts.chunks(sheet.part), place) if kind != "rows")
    prefix = relationship_prefix(opening(head, root_of(head, place))) or "r:"
    kept = {}
    for name, first, last in sheet_tail(tail):
        element = tail[first:last]
        match = re.search(rb"\b" + prefix.encode() + rb"id\s*=\s*[\"']([^\"']+)[\"']", element)
        if name in KEPT and match and next(elements(element, 0, len(element))).closed:
            kept[name] = match[1].decode()
    return kept
