"""A report sheet as XML: rows streamed from columns, tables, freeze, print set-up."""

from collections.abc import Iterator, Mapping, Sequence

from xltags.books.opc.refs import Area, cell_name
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.books.writing.cell_text import CellWriter
from xltags.books.writing.markup import escaped_attribute
from xltags.books.writing.report_rows import RowWriter
from xltags.books.writing.report_styles import ReportStyles
from xltags.books.writing.styles import StyleSheet
from xltags.books.writing.table_columns import column_name

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TABLE_LOOK = "TableStyleLight1"


def table_area(table: ReportTable) -> Area:
    """The cells of a table with its header; an empty table keeps one blank row, as Excel demands."""
    rows = max((len(column) for column in table.columns), default=0)
    return Area(table.row, table.column, table.row + max(rows, 1), table.column + len(table.header) - 1)


def table_xml(table: ReportTable, number: int) -> bytes:
    """The part of a table; `number` is its id in the workbook."""
    area = table_area(table)
    columns = b"".join(
        b'<tableColumn id="%d" name="%b"/>' % (place, column_name(header))
        for place, header in enumerate(table.header, 1)
    )
    name = escaped_attribute(table.name)
    return DECLARATION + (
        b'<table xmlns="%b" id="%d" name="%b" displayName="%b" ref="%b" totalsRowShown="0"><autoFilter ref="%b"/>'
        b'<tableColumns count="%d">%b</tableColumns><tableStyleInfo name="%b" showFirstColumn="0" showLastColumn="0" '
        b'showRowStripes="1" showColumnStripes="0"/></table>'
    ) % (
        MAIN.encode(),
        number,
        name,
        name,
        str(area).encode(),
        str(area).encode(),
        len(table.header),
        columns,
        TABLE_LOOK.encode(),
    )


def sheet_chunks(
    sheet: ReportSheet,
    styles: ReportStyles,
    restyle: StyleSheet,
    writer: CellWriter,
    *,
    table_ids: Sequence[str],
    drawn: Mapping[str, str],
) -> Iterator[bytes]:
    """The sheet's part in blocks.

    Args:
        table_ids: the relationships of its tables. `drawn`: those of its drawing and its comments, by element.
    """
    rows = RowWriter(sheet, styles, restyle, writer)
    yield DECLARATION + _head(sheet, _extent(sheet, rows))
    yield from rows.blocks()
    yield b"</sheetData>" + _tier_rules(sheet, styles.tiers) + _tail(sheet, table_ids, drawn)


def _extent(sheet: ReportSheet, rows: RowWriter) -> Area:
    """The used range of the sheet."""
    areas = [table_area(table) for table in sheet.tables]
    areas += [Area(row, column, row, column) for row, cells in rows.single_cells().items() for column in cells]
    tops, lefts, bottoms, rights = zip(*areas or [Area(1, 1, 1, 1)], strict=True)
    return Area(min(tops), min(lefts), max(bottoms), max(rights))


def _head(sheet: ReportSheet, extent: Area) -> bytes:
    color = f'<tabColor rgb="FF{sheet.tab_color.lstrip("#")[-6:].upper()}"/>' if sheet.tab_color else ""
    return (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheetPr>{color}<pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="{extent}"/>{_view(sheet)}<sheetFormatPr defaultRowHeight="15"/>{_widths(sheet)}<sheetData>'
    ).encode()


def _view(sheet: ReportSheet) -> str:
    row, column = sheet.freeze or (1, 1)
    if (row, column) == (1, 1):
        chosen = next((cell_name(table.row + 1, table.column) for table in sheet.tables if sheet.charts), "")
        if not chosen:
            return '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>'
        # Of a table with the chosen cell Excel shows the headers on top, however far one scrolls.
        return (
            '<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
            f'<selection activeCell="{chosen}" sqref="{chosen}"/></sheetView></sheetViews>'
        )
    across = f' xSplit="{column - 1}"' if column > 1 else ""
    down = f' ySplit="{row - 1}"' if row > 1 else ""
    pane = "bottomRight" if across and down else "topRight" if across else "bottomLeft"
    return (
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane{across}{down} '
        f'topLeftCell="{cell_name(row, column)}" activePane="{pane}" state="frozen"/><selection pane="{pane}"/>'
        "</sheetView></sheetViews>"
    )


def _widths(sheet: ReportSheet) -> str:
    widths: Mapping[int, float] = {
        table.column + place: width
        for table in reversed(sheet.tables)
        for place, width in enumerate(table.widths)
        if width is not None
    }
    cols = "".join(f'<col min="{n}" max="{n}" width="{widths[n]:g}" customWidth="1"/>' for n in sorted(widths))
    return f"<cols>{cols}</cols>" if cols else ""


def _tier_rules(sheet: ReportSheet, looks: Mapping[str, int]) -> bytes:
    """Conditional formats that give each tier its colour, in the columns of tiers."""
    areas = [
        Area(area.top + 1, area.left + place, area.bottom, area.left + place)
        for table in sheet.tables
        for area in [table_area(table)]
        for place, form in enumerate(table.formats)
        if form == "tier"
    ]
    rules = "".join(
        f'<cfRule type="cellIs" dxfId="{look}" priority="{number}" operator="equal">'
        f'<formula>"{tier}"</formula></cfRule>'
        for number, (tier, look) in enumerate(looks.items(), 1)
    )
    if not areas or not rules:
        return b""
    sqref = " ".join(map(str, areas))
    return f'<conditionalFormatting sqref="{sqref}">{rules}</conditionalFormatting>'.encode()


def _tail(sheet: ReportSheet, table_ids: Sequence[str], drawn: Mapping[str, str]) -> bytes:
    turned = ' orientation="landscape"' if sheet.landscape else ""
    tables = "".join(f'<tablePart r:id="{each}"/>' for each in table_ids)
    listed = f'<tableParts count="{len(table_ids)}">{tables}</tableParts>' if table_ids else ""
    drawings = "".join(f'<{element} r:id="{link}"/>' for element, link in drawn.items())
    return (
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9"{turned} fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;L&amp;F&amp;C&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"
        f"{drawings}{listed}</worksheet>"
    ).encode()
