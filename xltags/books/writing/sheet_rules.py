"""What Excel demands of sheets and tables that are added, and what the owner of a workbook has locked."""

import re
from collections import Counter

from xltags.books.opc.refs import MAX_COLUMN, MAX_ROW, parse_area
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.books.writing.report_xml import table_area
from xltags.books.writing.session import Session
from xltags.books.writing.table_parts import tables_of
from xltags.books.writing.workbook_part import is_structure_locked, names_of
from xltags.core.errors import WorkbookError

FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
NAME = re.compile(r"[^\W\d][\w.]*|\\[\w.]*|_[\w.]*")
MAX_NAME = 255


def check_structure(session: Session) -> None:
    """Whether sheets may be added and removed.

    Raises:
        WorkbookError: FILE006 if the owner of the workbook has locked its structure.
    """
    if not session.options.allow_protected and is_structure_locked(session.parts):
        raise WorkbookError(
            f"{session.parts.package.path}: its structure is protected, so no sheet can be added or removed; unprotect "
            "it (Review > Protect Workbook) or allow writing to protected workbooks (--allow-protected)",
            code="FILE006",
        )


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


def check_tables(session: Session, sheet: ReportSheet, mine: set[str]) -> None:
    """Whether the tables of a sheet can be; `mine` are the parts of the tables that they replace.

    Raises:
        WorkbookError: FILE006 if one does not fit, overlaps another, or its name or a header cannot be used.
    """
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
