"""The tables (ListObjects) of a workbook while it is being edited."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from xltags.books.opc.refs import Area, parse_area
from xltags.books.opc.relationships import SheetRef
from xltags.books.writing.markup import attributes, child, children, opening, root_of, whole_number
from xltags.books.writing.parts import Parts
from xltags.books.writing.workbook_part import sheets_of
from xltags.core.errors import WorkbookError

ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column as its table knows it; `formula` is that of a calculated column as the file has it (escaped)."""

    id: int
    name: str
    formula: bytes | None
    array: bool


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table: its part, its sheet, its cells (header and totals included) and its columns."""

    part: str
    sheet: SheetRef
    id: int
    name: str
    area: Area
    header: bool
    totals: bool
    columns: tuple[TableColumn, ...]

    @property
    def first_row(self) -> int:
        """The first row of data."""
        return self.area.top + self.header

    @property
    def last_row(self) -> int:
        """The last row of data."""
        return self.area.bottom - self.totals


def tables_of(parts: Parts) -> tuple[TablePart, ...]:
    """All tables of the workbook, by sheet."""
    return parts.remembered("tables", lambda: tuple(_tables(parts)))


def _tables(parts: Parts) -> Iterator[TablePart]:
    for sheet in sheets_of(parts):
        for link in parts.related(sheet.part, "table"):
            if link.target and parts.has(link.target):
                yield read_table(parts, link.target, sheet)


def find_table(parts: Parts, name: str) -> TablePart:
    """The table of that name, in any case as in Excel.

    Raises:
        WorkbookError: FILE006 if there is none.
    """
    names = []
    for table in tables_of(parts):
        if table.name.casefold() == name.casefold():
            return table
        names.append(table.name)
    known = ", ".join(names) or "none"
    raise WorkbookError(f"{parts.package.path}: has no table {name!r} (it has: {known}); name one", code="FILE006")


def read_table(parts: Parts, part: str, sheet: SheetRef) -> TablePart:
    """A table's part, read.

    Raises:
        WorkbookError: FILE004 if it has no range.
    """
    values, area, columns = _parsed(parts.read(part), parts.package.place(part))
    return TablePart(
        part,
        sheet,
        whole_number(values, "id"),
        values.get("displayName") or values.get("name", ""),
        area,
        values.get("headerRowCount", "1") != "0",
        values.get("totalsRowCount", "0") != "0",
        columns,
    )


@lru_cache(maxsize=512)
def _parsed(xml: bytes, place: str) -> tuple[Mapping[str, str], Area, tuple[TableColumn, ...]]:
    """The attributes of a table, its range and its columns; kept, because every edit asks for all tables."""
    root = root_of(xml, place)
    values = attributes(opening(xml, root))
    area = parse_area(values.get("ref", ""))
    if area is None:
        raise WorkbookError(f"{place}: has no range; open the workbook in Excel and let it repair")
    listed = child(xml, root, "tableColumns")
    columns = []
    for each in children(xml, listed) if listed else []:
        column = attributes(opening(xml, each))
        formula = child(xml, each, "calculatedColumnFormula")
        text = xml[formula.inner : formula.inner_end] if formula else None
        array = formula is not None and attributes(opening(xml, formula)).get("array") in ("1", "true")
        columns.append(TableColumn(whole_number(column, "id"), plain_name(column.get("name", "")), text, array))
    return values, area, tuple(columns)


def plain_name(text: str) -> str:
    """A column's name as its header cell shows it: line breaks stand as _x000a_ in the table."""
    return ESCAPE.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n")
