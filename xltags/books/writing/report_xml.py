"""A report sheet as XML: rows streamed from columns, tables, freeze, print set-up."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta

from xltags.books.edits import ColumnFormat, ReportSheet, ReportTable
from xltags.books.opc.refs import Area, cell_name, column_letters
from xltags.books.writing.cell_text import BLANK, CellWriter, date_kind
from xltags.books.writing.markup import escaped_attribute
from xltags.books.writing.report_styles import NUMBERS, ReportStyles
from xltags.books.writing.styles import StyleSheet
from xltags.books.writing.table_columns import column_name
from xltags.core.values import Value

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TABLE_LOOK = "TableStyleLight1"
BATCH = 1024
ROW_MARK = b"\x01"  # never in a cell: control characters are escaped


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
    kept: Sequence[bytes],
) -> Iterator[bytes]:
    """The sheet's part in blocks. `table_ids`: relationship ids of its tables; `kept`: elements of the one it replaces.

    Dates in a column of another format are shown as dates.
    """
    rows = _Rows(sheet, styles, restyle, writer)
    yield DECLARATION + _head(sheet, rows.extent())
    yield from rows.blocks()
    yield _tail(sheet, table_ids, kept)


class _Rows:
    """The rows of a report sheet: title, notes and tables side by side."""

    def __init__(self, sheet: ReportSheet, styles: ReportStyles, restyle: StyleSheet, writer: CellWriter) -> None:
        self._sheet = sheet
        self._styles = styles
        self._restyle = restyle
        self._writer = writer
        self._single: dict[int, dict[int, tuple[int, str]]] = {}
        for row, text, style in ((1, sheet.title, styles.title), (2, sheet.subtitle, styles.subtitle)):
            if text:
                self._single.setdefault(row, {})[1] = (style, text)
        for row, column, text, note in sheet.notes:
            self._single.setdefault(row, {})[column] = (styles.notes[note], text)
        for table in sheet.tables:
            headers = self._single.setdefault(table.row, {})
            for place, (text, form) in enumerate(zip(table.header, table.formats, strict=True)):
                look = styles.number_header if form in NUMBERS else styles.header
                headers[table.column + place] = (look, text)
        lines: dict[int, int] = {}
        for table in sheet.tables:
            most = max((len(text.split()) for text in table.header), default=1)
            lines[table.row] = max(lines.get(table.row, 1), min(3, most))
        self._heights = {1: 28, **{row: 18 + 13 * (count - 1) for row, count in lines.items()}}

    def extent(self) -> Area:
        """The used range of the sheet."""
        areas = [table_area(table) for table in self._sheet.tables]
        areas += [Area(row, column, row, column) for row, cells in self._single.items() for column in cells]
        areas = areas or [Area(1, 1, 1, 1)]
        tops, lefts, bottoms, rights = zip(*areas, strict=True)
        return Area(min(tops), min(lefts), max(bottoms), max(rights))

    def blocks(self) -> Iterator[bytes]:
        """The rows, many at a time."""
        last = self.extent().bottom
        for start in range(1, last + 1, BATCH):
            stop = min(start + BATCH, last + 1)
            columns = dict(each for table in self._sheet.tables for each in self._columns(table, start, stop))
            numbers = sorted(columns)
            rows = zip(*(columns[number] for number in numbers), strict=True) if columns else [()] * (stop - start)
            if not self._single.keys().isdisjoint(range(start, stop)):
                yield b"".join(
                    self._row(row, numbers, each) for row, each in zip(range(start, stop), rows, strict=True)
                )
                continue
            names = [b"%d" % row for row in range(start, stop)]
            yield b"".join(
                [
                    b'<row r="' + name + b'">' + inner.replace(ROW_MARK, name) + b"</row>" if inner else b""
                    for name, inner in zip(names, map(b"".join, rows), strict=True)
                ]
            )

    def _row(self, row: int, numbers: Sequence[int], cells: tuple[bytes, ...]) -> bytes:
        high = b""
        if row in self._single:
            placed = dict(zip(numbers, cells, strict=True))
            for column, (style, text) in self._single[row].items():
                tail = self._writer.tail(text, cell_name(row, column))
                placed[column] = _head_of(column) + b' s="%d"' % style + tail
            cells = tuple(placed[column] for column in sorted(placed))
            high = b' ht="%d" customHeight="1"' % self._heights[row] if row in self._heights else b""
        inner = b"".join(cells)
        if not inner:
            return b""
        name = b"%d" % row
        return b'<row r="' + name + b'"' + high + b">" + inner.replace(ROW_MARK, name) + b"</row>"

    def _columns(self, table: ReportTable, start: int, stop: int) -> Iterator[tuple[int, list[bytes]]]:
        """The cells of a table's columns in a range of rows, each with a mark for the number of its row."""
        first = table.row + 1
        for place, (values, form) in enumerate(zip(table.columns, table.formats, strict=True)):
            low, high = max(start, first), min(stop, first + len(values))
            if low < high:
                number = table.column + place
                cells = self._cells(values[low - first : high - first], number, form)
                yield number, [b""] * (low - start) + cells + [b""] * (stop - high)

    def _cells(self, values: Sequence[Value | None], number: int, form: ColumnFormat) -> list[bytes]:
        """Cells of one column; a blank is none at all."""
        style, head = self._styles.columns[form], _head_of(number)
        tails = self._writer.tails(values, f"column {column_letters(number)}")
        plain = head + b' s="%d"' % style
        if not any(issubclass(kind, (date, time, timedelta)) for kind in set(map(type, values))):
            return [b"" if tail is BLANK else plain + tail for tail in tails]
        kinds = map(date_kind, values)
        return [
            b"" if tail is BLANK else plain + tail if kind is None else
            head + b' s="%d"' % self._restyle.dated(style, kind) + tail
            for tail, kind in zip(tails, kinds, strict=True)
        ]  # fmt: skip


def _head_of(column: int) -> bytes:
    return b'<c r="' + column_letters(column).encode() + ROW_MARK + b'"'


def _head(sheet: ReportSheet, extent: Area) -> bytes:
    color = f'<tabColor rgb="FF{sheet.tab_color.lstrip("#")[-6:].upper()}"/>' if sheet.tab_color else ""
    return (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheetPr>{color}<pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="{extent}"/>{_view(sheet)}<sheetFormatPr defaultRowHeight="15"/>{_widths(sheet)}<sheetData>'
    ).encode()


def _view(sheet: ReportSheet) -> str:
    row, column = sheet.freeze or (1, 1)
    if (row, column) == (1, 1):
        return '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>'
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


def _tail(sheet: ReportSheet, table_ids: Sequence[str], kept: Sequence[bytes]) -> bytes:
    turned = ' orientation="landscape"' if sheet.landscape else ""
    tables = "".join(f'<tablePart r:id="{each}"/>' for each in table_ids)
    listed = f'<tableParts count="{len(table_ids)}">{tables}</tableParts>' if table_ids else ""
    return (
        (
            '</sheetData><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
            f'<pageSetup paperSize="9"{turned} fitToHeight="0"/>'
            "<headerFooter><oddFooter>&amp;L&amp;A&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter>"
        ).encode()
        + b"".join(kept)
        + listed.encode()
        + b"</worksheet>"
    )
