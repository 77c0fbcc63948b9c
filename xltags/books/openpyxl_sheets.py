"""Report sheets and marks in a workbook held by openpyxl."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xltags.books.opc.refs import column_letters
from xltags.books.openpyxl_cells import SheetCellsWriter, escaped, table_area
from xltags.books.package import Package
from xltags.books.report_sheet import ColumnFormat, NoteStyle, ReportSheet, ReportTable
from xltags.books.writing.chart_parts import corner, own_charts
from xltags.books.writing.report_styles import BRAND, FORMATS, GREY, LINK
from xltags.books.writing.report_xml import TABLE_LOOK
from xltags.books.writing.report_xml import table_area as report_area
from xltags.core.errors import WorkbookError

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


def drop_own_charts(book: "Workbook", package: Package) -> None:
    """Takes the charts of reports out, which openpyxl would keep without the names by which they are known.

    It forgets the names as it reads, so they are told from charts of others by where they stand.
    """
    for ref in package.sheets:
        for link in package.relationships(ref.part):
            if link.kind != "drawing" or link.target is None or ref.name not in book.sheetnames:
                continue
            xml = package.read(link.target)
            own = {corner(xml[each.start : each.end]) for each in own_charts(xml, package.place(link.target))}
            charts = getattr(book[ref.name], "_charts", [])  # openpyxl lists charts nowhere else
            charts[:] = [chart for chart in charts if _corner(chart) not in own]


def _corner(chart: object) -> tuple[int, ...]:
    start = getattr(getattr(chart, "anchor", None), "_from", None)
    return () if start is None else (start.col, start.colOff, start.row, start.rowOff)


def emptied_sheet(book: "Workbook", name: str, place: str) -> "Worksheet":
    """The report sheet of that name without its cells and tables, or a new one behind the others.

    Its charts, pictures and comments stay.

    Raises:
        WorkbookError: FILE006 the sheet holds pivots.
    """
    from openpyxl.formatting.formatting import ConditionalFormattingList
    from openpyxl.worksheet.datavalidation import DataValidationList

    known = next((each for each in book.worksheets if each.title.casefold() == name.casefold()), None)
    if known is None:
        made: Worksheet = book.create_sheet(name)
        return made
    if known._pivots:  # type: ignore[attr-defined]  # openpyxl has no public way
        raise WorkbookError(
            f"{place}: {name}: holds a pivot table, which replacing it would lose; move it to another sheet",
            code="FILE006",
        )
    for merged in list(known.merged_cells.ranges):
        known.unmerge_cells(str(merged))
    for place_of, cell in list(known._cells.items()):
        if getattr(cell, "comment", None) is None:
            del known._cells[place_of]
        else:
            cell.value = None
            cell.style = "Normal"
    for table in list(known.tables):
        del known.tables[table]
    known.conditional_formatting = ConditionalFormattingList()
    known.data_validations = DataValidationList()
    known.row_dimensions.clear()
    known.column_dimensions.clear()
    known.auto_filter.ref = None
    return known


def fill_sheet(sheet: "Worksheet", wanted: ReportSheet, writer: SheetCellsWriter, free_id: int) -> None:
    """Puts title, notes and tables on an empty sheet."""
    from openpyxl.worksheet.properties import PageSetupProperties

    looks = _Looks(sheet)
    for row, text, size in ((1, wanted.title, 18), (2, wanted.subtitle, 10)):
        if text:
            writer.put(row, 1, text)
            looks.font(writer.cell(row, 1), size=size, bold=row == 1, color=BRAND if row == 1 else GREY)
    for row, column, text, note in wanted.notes:
        writer.put(row, column, text)
        looks.note(writer.cell(row, column), note)
    for number, table in enumerate(wanted.tables):
        _put_table(sheet, table, writer, looks, free_id + number)
    if wanted.tab_color:
        sheet.sheet_properties.tabColor = wanted.tab_color.lstrip("#")[-6:].upper()
    row, column = wanted.freeze or (1, 1)
    sheet.freeze_panes = f"{column_letters(column)}{row}" if (row, column) != (1, 1) else None
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape" if wanted.landscape else "portrait"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{wanted.repeat_rows[0]}:{wanted.repeat_rows[1]}" if wanted.repeat_rows else None


def _put_table(sheet: "Worksheet", table: ReportTable, writer: SheetCellsWriter, looks: "_Looks", id: int) -> None:
    from openpyxl.worksheet.filters import AutoFilter
    from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

    for place, (header, values, form) in enumerate(zip(table.header, table.columns, table.formats, strict=True)):
        column = table.column + place
        writer.put(table.row, column, header)
        looks.header(writer.cell(table.row, column))
        for row, value in enumerate(values, table.row + 1):
            if value is not None:
                looks.column(writer.cell(row, column), form)
                writer.put(row, column, value)
    for place, width in enumerate(table.widths):
        letters = column_letters(table.column + place)
        if width is not None and letters not in sheet.column_dimensions:
            sheet.column_dimensions[letters].width = width
    area = str(report_area(table))
    if not table.listed:
        return
    made = Table(id=id, name=table.name, displayName=table.name, ref=area, autoFilter=AutoFilter(ref=area))
    made.tableColumns = [
        TableColumn(id=number, name=escaped(header).replace("\n", "_x000a_"))
        for number, header in enumerate(table.header, 1)
    ]
    made.tableStyleInfo = TableStyleInfo(name=TABLE_LOOK, showRowStripes=True, showColumnStripes=False)
    sheet.tables[table.name] = made


class _Looks:
    """The looks of a report's cells, each made once."""

    def __init__(self, sheet: "Worksheet") -> None:
        from openpyxl.styles import Alignment, PatternFill

        self._name = sheet.cell(1, 1).font.name or "Calibri"
        self._fill = PatternFill("solid", fgColor=BRAND)
        self._top = Alignment(vertical="top", wrap_text=True)
        self._middle = Alignment(vertical="center", wrap_text=True)

    def font(
        self, cell: "Cell", *, size: int = 10, bold: bool = False, color: str = "", underline: bool = False
    ) -> None:
        """A font in the workbook's own face."""
        from openpyxl.styles import Font

        cell.font = Font(
            name=self._name, size=size, bold=bold, color=color or None, underline="single" if underline else None
        )

    def header(self, cell: "Cell") -> None:
        """A column's header."""
        self.font(cell, bold=True, color="FFFFFFFF")
        cell.fill = self._fill
        cell.alignment = self._middle

    def column(self, cell: "Cell", form: ColumnFormat) -> None:
        """A value of a column."""
        self.font(cell)
        cell.number_format = FORMATS[form]
        if form == "wrap":
            cell.alignment = self._top

    def note(self, cell: "Cell", style: NoteStyle) -> None:
        """A text beside the tables."""
        if style == "link":
            self.font(cell, color=LINK, underline=True)
        else:
            self.font(cell, bold=style == "bold", color=GREY if style == "note" else "")
        if style == "wrap":
            cell.alignment = self._top


def check_tables(book: "Workbook", wanted: ReportSheet, place: str) -> None:
    """Whether the tables of a report fit beside each other and into the workbook.

    Raises:
        WorkbookError: FILE006 a name is taken, tables overlap, or headers are missing or alike.
    """
    taken = {
        name.casefold()
        for sheet in book.worksheets
        if sheet.title.casefold() != wanted.name.casefold()
        for name in sheet.tables
    } | {name.casefold() for name in book.defined_names}
    for number, table in enumerate(wanted.tables):
        if table.name.casefold() in taken:
            raise WorkbookError(f"{place}: has a table or name {table.name!r} already; rename that one", code="FILE006")
        taken.add(table.name.casefold())
        headers = {header.casefold() for header in table.header}
        if len(headers) < len(table.header) or not all(table.header) or not table.header:
            raise WorkbookError(f"{place}: table {table.name!r} needs headers that all differ", code="FILE006")
        area = table_area(str(report_area(table)), place)
        if any(report_area(other).meets(area) for other in wanted.tables[:number]):
            raise WorkbookError(f"{place}: table {table.name!r} overlaps another of its sheet", code="FILE006")


def chart_references(sheet: object) -> Iterator[object]:
    """What the charts of a sheet read; openpyxl keeps it as `f` of a number or string reference."""
    for chart in getattr(sheet, "_charts", ()):
        for part in [chart, *getattr(chart, "_charts", ())]:
            for series in getattr(part, "ser", ()):
                for source in ("val", "cat", "xVal", "yVal", "bubbleSize", "tx"):
                    data = getattr(series, source, None)
                    for kind in ("numRef", "strRef"):
                        reference = getattr(data, kind, None)
                        if reference is not None:
                            yield reference
