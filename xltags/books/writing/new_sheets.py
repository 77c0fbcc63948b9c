"""Report sheets: added, wholly replaced under the same part names and ids, or removed with all that only they used."""

import re
from collections import Counter
from collections.abc import Iterator

from xltags.books.edits import ReportSheet, ReportTable
from xltags.books.opc.refs import MAX_COLUMN, MAX_ROW, parse_area
from xltags.books.opc.relationships import SheetRef
from xltags.books.writing.markup import elements, opening, relationship_prefix, root_of
from xltags.books.writing.parts import Parts
from xltags.books.writing.pivots import refresh_pivots
from xltags.books.writing.report_styles import report_styles
from xltags.books.writing.report_xml import sheet_chunks, table_area, table_xml
from xltags.books.writing.session import Session
from xltags.books.writing.sheet_finish import sheet_tail
from xltags.books.writing.table_parts import TablePart, tables_of
from xltags.books.writing.workbook_part import (
    DefinedName,
    add_sheet,
    chained_formulas,
    drop_calc_chain,
    drop_sheet,
    edit_names,
    find_sheet,
    names_of,
    put_name,
    recalculate_on_open,
    sheets_of,
)
from xltags.core.errors import WorkbookError

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
PRINT_TITLES = "_xlnm.Print_Titles"
KEPT = ("drawing", "legacyDrawing")
KEPT_LINKS = frozenset(["drawing", "vmlDrawing", "comments", "threadedComment"])
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
NAME = re.compile(r"[^\W\d][\w.]*|\\[\w.]*|_[\w.]*")
MAX_NAME = 255


def put_sheet(session: Session, sheet: ReportSheet) -> None:
    """Carries out `PutSheet`.

    Raises:
        WorkbookError: FILE006 if a name cannot be used, tables overlap, or the old sheet holds pivots or slicers.
    """
    parts = session.parts
    check_sheet_name(session, sheet.name)
    old = find_sheet(parts, sheet.name)
    mine = [table for table in tables_of(parts) if old is not None and table.sheet.part == old.part]
    _check_tables(session, sheet, {table.part for table in mine})
    if old is None:
        part = parts.free_name("xl/worksheets/sheet{}.xml")
        parts.add(part, b"", SHEET_TYPE)
        ref = add_sheet(parts, sheet.name, part)
        kept: list[bytes] = []
    else:
        ref = session.sheet(sheet.name)
        _check_replaceable(session, ref)
        kept = _kept_elements(parts, ref)
        if chained_formulas(parts, ref.sheet_id):
            drop_calc_chain(parts)
        session.forget(ref.part)
    rel_ids = _put_tables(session, sheet, ref, mine)
    for link in parts.links(ref.part):
        if link.kind not in KEPT_LINKS and link.id not in rel_ids:
            parts.remove_link(ref.part, link.id)
            _drop_unused(parts, [link.target] if link.target else [])
    styles = report_styles(session.styles)
    writer = session.own_writer(ref)

    def chunks() -> Iterator[bytes]:
        return sheet_chunks(sheet, styles, session.styles, writer, table_ids=rel_ids, kept=kept)

    session.put_stream(ref.part, chunks)
    _put_print_titles(parts, sheet, ref)
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
    if chained_formulas(parts, sheet.sheet_id):
        drop_calc_chain(parts)
    targets = [link.target for link in parts.links(sheet.part) if link.target]
    drop_sheet(parts, sheet)
    session.forget(sheet.part)
    parts.remove(sheet.part)
    _drop_unused(parts, targets)
    recalculate_on_open(parts)


def check_sheet_name(session: Session, name: str) -> None:
    """Whether Excel takes the name of a sheet.

    Raises:
        WorkbookError: FILE006 if not.
    """
    bad = not name or len(name) > 31 or FORBIDDEN.search(name) or name[0] == "'" or name[-1] == "'"
    if bad or name.casefold() == "history":
        raise WorkbookError(
            f"{session.parts.package.path}: {name!r} cannot be the name of a sheet; use 1 to 31 characters without "
            "[ ] : * ? / \\ and without ' at an end",
            code="FILE006",
        )


def _check_tables(session: Session, sheet: ReportSheet, mine: set[str]) -> None:
    parts = session.parts
    place = f"{parts.package.path}: {sheet.name}"
    taken = {table.name.casefold() for table in tables_of(parts) if table.part not in mine}
    taken |= {name.name.casefold() for name in names_of(parts)}
    for number, table in enumerate(sheet.tables):
        area = table_area(table)
        if area.bottom > MAX_ROW or area.right > MAX_COLUMN or area.top < 1 or area.left < 1:
            raise WorkbookError(f"{place}: table {table.name!r} does not fit on a sheet; split it", code="FILE006")
        cell_like = parse_area(table.name) is not None or re.fullmatch(r"[RrCc]\d*([Cc]\d*)?", table.name) is not None
        if not NAME.fullmatch(table.name) or len(table.name) > MAX_NAME or cell_like:
            raise WorkbookError(
                f"{place}: {table.name!r} cannot be the name of a table; use letters, digits, _", code="FILE006"
            )
        if table.name.casefold() in taken:
            raise WorkbookError(
                f"{place}: the workbook has a table or name {table.name!r} already; rename that one", code="FILE006"
            )
        taken.add(table.name.casefold())
        for other in sheet.tables[:number]:
            if table_area(other).meets(area):
                raise WorkbookError(f"{place}: tables {other.name!r} and {table.name!r} overlap", code="FILE006")
        _check_header(place, table)


def _check_header(place: str, table: ReportTable) -> None:
    counts = Counter(header.casefold() for header in table.header)
    twice = next((header for header in table.header if counts[header.casefold()] > 1), None)
    if twice is not None or not table.header or not all(table.header):
        raise WorkbookError(
            f"{place}: table {table.name!r} needs headers that are all there and all different ({twice!r} is not)",
            code="FILE006",
        )
    if len({len(table.columns), len(table.formats), len(table.header)}) > 1:
        raise ValueError(f"table {table.name!r}: columns, formats and header differ in number")


def _put_tables(session: Session, sheet: ReportSheet, ref: SheetRef, mine: list[TablePart]) -> list[str]:
    """The tables' parts, those of the same name under their old part and id; returns their relationship ids."""
    parts = session.parts
    old = {table.name.casefold(): table for table in mine}
    links = {link.target: link.id for link in parts.related(ref.part, "table")}
    wanted = {table.name.casefold() for table in sheet.tables}
    spare = [table for table in mine if table.name.casefold() not in wanted]
    found = []
    for table in sheet.tables:
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


def _put_print_titles(parts: Parts, sheet: ReportSheet, ref: SheetRef) -> None:
    place = next(number for number, each in enumerate(sheets_of(parts)) if each.part == ref.part)
    if sheet.repeat_rows is None:
        edit_names(parts, lambda name: None if (name.name, name.sheet) == (PRINT_TITLES, place) else name)
        return
    first, last = sheet.repeat_rows
    quoted = "'" + sheet.name.replace("'", "''") + "'"
    put_name(parts, DefinedName(PRINT_TITLES, place, f"{quoted}!${first}:${last}"))


def _check_replaceable(session: Session, sheet: SheetRef) -> None:
    kinds = {link.kind for link in session.parts.links(sheet.part)}
    for kind, what in (("pivotTable", "a pivot table"), ("slicer", "a slicer"), ("timeline", "a timeline")):
        if kind in kinds:
            raise WorkbookError(
                f"{session.place(sheet)}: holds {what}, which replacing it would lose; move it to another sheet",
                code="FILE006",
            )


def _kept_elements(parts: Parts, sheet: SheetRef) -> list[bytes]:
    """The references of a sheet to its drawing and comments, as the new sheet shall have them."""
    xml = parts.read(sheet.part)
    root = root_of(xml, parts.package.place(sheet.part))
    prefix = relationship_prefix(opening(xml, root)) or "r:"
    start = xml.find(b"</" + root.prefix.encode() + b"sheetData")
    if start < 0:
        return []
    kept = []
    for name, first, last in sheet_tail(xml[start:]):
        element = xml[start + first : start + last]
        match = re.search(rb"\b" + prefix.encode() + rb"id\s*=\s*[\"']([^\"']+)[\"']", element)
        if name in KEPT and match and next(elements(element, 0, len(element))).closed:
            kept.append(b'<%b r:id="%b"/>' % (name.encode(), match[1]))
    return kept


def _drop_unused(parts: Parts, targets: list[str]) -> None:
    """Removes parts that nothing points at any more, and what only they used."""
    for target in targets:
        if not parts.has(target) or any(
            target == link.target for each in _sources(parts) for link in parts.links(each)
        ):
            continue
        further = [link.target for link in parts.links(target) if link.target]
        parts.remove(target)
        _drop_unused(parts, further)


def _sources(parts: Parts) -> Iterator[str]:
    """The parts that have relationships, the package itself among them."""
    for name in parts.names:
        match = re.fullmatch(r"(.*?)_rels/([^/]*)\.rels", name)
        if match:
            yield match[1] + match[2]
