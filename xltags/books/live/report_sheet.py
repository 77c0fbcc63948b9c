"""A report sheet in a workbook that is open in Excel: the same cells and tables as on disk, in Excel's own formats."""

from typing import TYPE_CHECKING

from xltags.books.live.block import area_of, put_values, unlist
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.books.without_charts import without_charts
from xltags.books.writing.chart_parts import OWN
from xltags.books.writing.new_sheets import REPORT_MARK
from xltags.books.writing.report_styles import FORMATS
from xltags.books.writing.report_xml import table_area
from xltags.core.errors import WorkbookError
from xltags.core.text import fold

if TYPE_CHECKING:
    import xlwings as xw

BRAND, GREY, LINK = "#1F4E79", "#595959", "#0563C1"
TABLE_STYLE = "TableStyleLight1"


def put_sheet(book: "xw.Book", sheet: ReportSheet) -> None:
    """Add a report sheet at the end, or fill the one of that name anew.

    Raises:
        WorkbookError: FILE006 a sheet of that name is there that xltags did not make.
    """
    there = next((it for it in book.sheets if fold(it.name) == fold(sheet.name)), None)
    if there is None:
        there = book.sheets.add(sheet.name, after=book.sheets[len(book.sheets) - 1])
        if sheet.report:
            there.names.add(REPORT_MARK, f'="{sheet.report}"')
        if sheet.hidden:
            there.visible = False
        sheet = without_charts(sheet)
    elif sheet.report and REPORT_MARK not in {name.name.rpartition("!")[2] for name in there.names}:
        raise WorkbookError(
            f"{book.name}: has a sheet {sheet.name!r} that xltags did not make; rename it first", code="FILE006"
        )
    else:
        if not _charts_fit(there, sheet):
            for chart in [it for it in there.charts if it.name.startswith(OWN)]:
                chart.delete()
            sheet = without_charts(sheet)
        for old in list(there.tables):
            unlist(old)
        there.clear()
    _put_title(there, sheet)
    for table in sheet.tables:
        _put_table(there, table)
    if sheet.freeze is not None:
        there.freeze_panes.freeze_at(there.range(sheet.freeze))


def _charts_fit(there: "xw.Sheet", sheet: ReportSheet) -> bool:
    """Whether the charts on the sheet go on showing what the new one does: the cells that they read stay in place."""
    drawn = {it.name for it in there.charts if it.name.startswith(OWN)}
    read = {chart.table for chart in sheet.charts}
    areas = {table.name: str(table_area(table)) for table in sheet.tables if table.name in read}
    found = {table.name: table.range.get_address(False, False) for table in there.tables if table.name in read}
    return drawn == {OWN + chart.name for chart in sheet.charts} and found == areas


def _put_title(there: "xw.Sheet", sheet: ReportSheet) -> None:
    put_values(there, 1, 1, [[sheet.title]])
    title = there.range((1, 1))
    title.font.bold, title.font.size, title.font.color = True, 18, BRAND
    if sheet.subtitle:
        put_values(there, 2, 1, [[sheet.subtitle]])
        there.range((2, 1)).font.color = GREY
    for row, column, text, style in sheet.notes:
        put_values(there, row, column, [[text]])
        cell = there.range((row, column))
        if style == "bold":
            cell.font.bold = True
        if style in ("note", "link"):
            cell.font.color = GREY if style == "note" else LINK


def _put_table(there: "xw.Sheet", table: ReportTable) -> None:
    """Header and values in one call each, number formats by column, then the Excel Table."""
    height = len(table.columns[0]) if table.columns else 0
    put_values(there, table.row, table.column, [list(table.header)])
    rows = [list(row) for row in zip(*table.columns, strict=True)]
    for place, form in enumerate(table.formats):
        column = area_of(there, table.row + 1, table.column + place, max(height, 1), 1)
        if FORMATS[form] != "General":
            column.number_format = FORMATS[form]
        if form == "wrap":
            column.wrap_text = True
        width = table.widths[place] if place < len(table.widths) else None
        if width is not None:
            column.column_width = width
    put_values(there, table.row + 1, table.column, rows)
    if table.listed:
        area = area_of(there, table.row, table.column, max(height, 1) + 1, len(table.header))
        there.tables.add(source=area, name=table.name, table_style_name=TABLE_STYLE)
