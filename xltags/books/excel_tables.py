"""The Excel Tables (ListObjects) and defined names of a workbook."""

from dataclasses import dataclass, replace
from functools import lru_cache
from xml.etree.ElementTree import Element

from xltags.books.opc.refs import RANGE, column_number
from xltags.books.opc.xmlparts import PartBytes, child, children, is_true, parse_xml
from xltags.books.opc.xmltext import unescape
from xltags.books.package import Package, SheetRef
from xltags.core.errors import WorkbookError


@dataclass(frozen=True, slots=True)
class ExcelTable:
    """An Excel Table as its part declares it.

    Attributes:
        name: as formulas name it. `ref`: the whole range, `A1:F20`.
        header_row: its row number, 0 where the table shows no header row.
        first_row, last_row: of the records, without header and totals; `last_row` is `first_row - 1` if there are none.
        columns: the headers as declared, from left to right; line breaks as line breaks.
        part: its part in the package. `totals_row`: whether it shows one, below `last_row`.
    """

    name: str
    sheet: SheetRef
    ref: str
    header_row: int
    first_row: int
    last_row: int
    first_col: int
    last_col: int
    columns: tuple[str, ...]
    part: str
    totals_row: bool


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name of the workbook, or of one sheet (`scope` is then the sheet's name, else ""); `text` is its formula."""

    name: str
    scope: str
    text: str
    hidden: bool = False


_NOWHERE = SheetRef("", "", "", 0, "visible", "worksheet")


def list_tables(package: Package) -> tuple[ExcelTable, ...]:
    """The Excel Tables of all worksheets, in the order of the tabs, then from top left to bottom right.

    Raises:
        WorkbookError: FILE004 if a table's part is missing, damaged or has no readable range.
    """
    found = []
    for sheet in package.sheets:
        parts = [link.target for link in package.related(sheet.part, "table") if link.target]
        tables = [_read_table(package, sheet, part) for part in dict.fromkeys(parts)]
        found += sorted(tables, key=lambda table: (table.header_row or table.first_row, table.first_col, table.name))
    return tuple(found)


def _read_table(package: Package, sheet: SheetRef, part: str) -> ExcelTable:
    return replace(_declared(PartBytes(package.read(part), package.place(part))), sheet=sheet, part=part)


@lru_cache(maxsize=64)  # workbooks of one origin have the same tables
def _declared(table: PartBytes) -> ExcelTable:
    """A table as its part declares it, in no sheet yet."""
    root = parse_xml(table.data, table.place)
    ref = root.get("ref", "")
    match = RANGE.fullmatch(ref)
    if match is None or len(match[2]) > 7 or len(match[4] or "") > 7:
        raise WorkbookError(
            f"{table.place}: the table has no readable range ({ref!r}); open the workbook in Excel, let it "
            "repair and save it again"
        )
    left, top = column_number(match[1]), int(match[2])
    right, bottom = (column_number(match[3]), int(match[4])) if match[3] else (left, top)
    headers, totals = _row_count(root, "headerRowCount", 1), _row_count(root, "totalsRowCount", 0)
    listed = child(root, "tableColumns")
    columns = children(listed, "tableColumn") if listed is not None else ()
    return ExcelTable(
        unescape(root.get("displayName", "") or root.get("name", "")),
        _NOWHERE,
        ref,
        top if headers else 0,
        top + headers,
        bottom - totals,
        left,
        right,
        tuple(unescape(column.get("name", "")) for column in columns),
        "",
        totals > 0,
    )


def _row_count(root: Element, name: str, default: int) -> int:
    """Of header or totals rows: none or one, all that Excel knows."""
    return default if name not in root.attrib else int(root.attrib[name].strip() not in ("", "0"))


def list_defined_names(package: Package) -> tuple[DefinedName, ...]:
    """The defined names in file order, hidden and built-in ones (`_xlnm.Print_Area`) too.

    Raises:
        WorkbookError: if the workbook part is damaged.
    """
    root = parse_xml(package.read(package.workbook_part), package.place(package.workbook_part))
    listed = child(root, "definedNames")
    found = []
    for element in children(listed, "definedName") if listed is not None else ():
        number = element.get("localSheetId", "")
        index = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else -1
        scope = package.sheets[index].name if 0 <= index < len(package.sheets) else ""
        found.append(
            DefinedName(unescape(element.get("name", "")), scope, element.text or "", is_true(element.get("hidden")))
        )
    return tuple(found)
