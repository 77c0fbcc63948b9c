"""Random workbooks as XlsxWriter makes them: shared strings, results of formulas, everything that Excel 2010 added."""

import io
import re
import struct
import zipfile
import zlib
from datetime import date, datetime, time, timedelta

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tests.random_made import UNCALCULATED, Made, quoted
from tests.random_workbooks import Cell, Formula, Link, Place, RandomBook, RandomSheet, RandomTable, Rich
from xltags.core.values import CellFault, Value

NONE = "never calculated"  # stands for a missing result until the package is finished


def by_xlsxwriter(plan: RandomBook) -> Made:
    """The workbook that a plan describes."""
    made, target = Made(), io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "date_1904": plan.date1904}) as book:
        formats = {
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            time: book.add_format({"num_format": "hh:mm:ss"}),
            timedelta: book.add_format({"num_format": "[h]:mm:ss"}),
            Rich: book.add_format({"bold": True, "font_color": "#AA0000"}),
        }
        for sheet in plan.sheets:
            target_sheet = book.add_worksheet(sheet.name)
            made.begin(sheet.name)
            if sheet.state != "visible":
                target_sheet.hide() if sheet.state == "hidden" else target_sheet.very_hidden()
            _XlsxWriterSheet(book, target_sheet, sheet, made, formats).write()
    made.data = _finished(target.getvalue())
    return made


class _XlsxWriterSheet:
    def __init__(self, book: xlsxwriter.Workbook, sheet: Worksheet, plan: RandomSheet,
                 made: Made, formats: dict[type, Format]) -> None:  # fmt: skip
        self.book, self.sheet, self.plan, self.made, self.formats = book, sheet, plan, made, formats

    def write(self) -> None:
        for feature in sorted(self.plan.features):
            getattr(self, f"_{feature.replace(' ', '_').replace('-', '_')}")()
        if self.plan.table:
            self._table(self.plan.table)
        for place, cell in self.plan.cells.items():
            self._cell(place, cell)

    def _put(self, place: Place, value: Value, *, formula: bool = False) -> None:
        self.made.put(self.plan.name, place, value, formula=formula)

    def _cell(self, place: Place, cell: Cell) -> None:
        row, column = place[0] - 1, place[1] - 1
        match cell:
            case Formula():
                result = NONE if cell.result is None else getattr(cell.result, "text", cell.result)
                if cell.kind == "array":
                    self.sheet.write_array_formula(row, column, row, column, f"{{={cell.text}}}", None, result)
                else:
                    self.sheet.write_formula(row, column, f"={cell.text}", None, result)
                self._put(place, UNCALCULATED if cell.result is None else cell.result, formula=True)
            case Rich():
                self.sheet.write_rich_string(row, column, cell.plain, self.formats[Rich], cell.bold)
                self._put(place, cell.plain + cell.bold)
            case Link():
                self.sheet.write_url(row, column, cell.target, None, cell.text)
                self._put(place, cell.text)
            case CellFault():  # the only way to an error without a formula
                self.sheet.write_formula(row, column, f"={cell.text}", None, cell.text)
                self._put(place, cell, formula=True)
            case bool():
                self.sheet.write_boolean(row, column, cell)
                self._put(place, cell)
            case str():
                self.sheet.write_string(row, column, cell)
                self._put(place, cell)
            case int() | float():
                self.sheet.write_number(row, column, cell)
                self._put(place, cell)
            case _:
                self.sheet.write_datetime(row, column, cell, self.formats[type(cell)])  # type: ignore[call-overload]
                self._put(place, cell)

    def _table(self, table: RandomTable) -> None:
        columns = [{"header": header} for header in table.header]
        area = (table.row - 1, table.column - 1, table.bottom - 1, table.right - 1)
        self.sheet.add_table(*area, {"name": table.name, "columns": columns})
        for offset, record in enumerate([table.header, *table.records]):
            for at, value in enumerate(record):
                self._cell((table.row + offset, table.column + at), value)

    def _merged(self) -> None:
        self.sheet.merge_range("A20:B21", "merged 中")
        self._put((20, 1), "merged 中")

    def _hidden_row(self) -> None:
        self.sheet.set_row(4, None, None, {"hidden": True})

    def _hidden_column(self) -> None:
        self.sheet.set_column("C:C", None, None, {"hidden": True})

    def _notes(self) -> None:
        self.sheet.write_comment("A2", "a note\n中", {"author": "Lan"})
        self.sheet.write_comment("H9", "another")

    def _drop_down(self) -> None:
        self.sheet.data_validation("B1:B10", {"validate": "list", "source": ["a", "b"], "ignore_blank": False})

    def _colours(self) -> None:
        self.sheet.conditional_format("A1:F10", {"type": "3_color_scale"})
        self.sheet.conditional_format(
            "A1:F10", {"type": "cell", "criteria": ">", "value": 5, "format": self.formats[Rich]}
        )

    def _data_bars(self) -> None:
        self.sheet.conditional_format("D1:D10", {"type": "data_bar", "data_bar_2010": True})

    def _filter(self) -> None:
        self.sheet.autofilter("A1:F10")

    def _chart(self) -> None:
        chart = self.book.add_chart({"type": "column"})
        assert chart is not None
        chart.add_series({"values": [self.plan.name, 0, 0, 9, 0]})
        self.sheet.insert_chart("P1", chart)

    def _picture(self) -> None:
        self.sheet.insert_image("P20", "dot.png", {"image_data": io.BytesIO(_dot())})

    def _frozen(self) -> None:
        self.sheet.freeze_panes(1, 1)

    def _print_area(self) -> None:
        self.sheet.print_area("A1:H60")
        self.sheet.repeat_rows(0)

    def _name(self) -> None:
        self.book.define_name(f"Name_{len(self.made.values)}", f"={quoted(self.plan.name)}!$A$1:$A$10")

    def _own_name(self) -> None:
        self.book.define_name(f"{quoted(self.plan.name)}!Own", f"={quoted(self.plan.name)}!$B$2")

    def _protected(self) -> None:
        self.sheet.protect("", {"sort": True})

    def _outline(self) -> None:
        self.sheet.set_row(7, 30, None, {"level": 1})
        self.sheet.set_column("E:E", 20, None, {"level": 1})

    def _header(self) -> None:
        self.sheet.set_header("&L&A&C中 & b")
        self.sheet.set_landscape()

    def _tab(self) -> None:
        self.sheet.set_tab_color("#1F4E79")

    def _array_block(self) -> None:
        self.sheet.write_array_formula("J1:K2", "{=A1:B2}", None, 4)
        self._put((1, 10), 4, formula=True)
        for place in ((1, 11), (2, 10), (2, 11)):
            self._put(place, 0)

    def _shared(self) -> None:
        for row in range(1, 5):
            self.sheet.write_formula(row - 1, 7, f"=B{row}*2+0", None, row)
            self._put((row, 8), row, formula=True)

    def _column_format(self) -> None:
        self.sheet.set_column("F:F", 12, self.book.add_format({"num_format": "0.00%", "italic": True}))

    def _textbox(self) -> None:
        self.sheet.insert_textbox("P40", "a shape & <text>")

    def _checkbox(self) -> None:
        self.sheet.insert_checkbox("G1", True)
        self._put((1, 7), True)

    def _sparkline(self) -> None:
        self.sheet.add_sparkline("G3", {"range": f"{quoted(self.plan.name)}!A1:F1"})

    def _far_cell(self) -> None:
        self.sheet.write_string(1_048_575, 16_383, "far")
        self._put((1_048_576, 16_384), "far")


def _finished(data: bytes) -> bytes:
    """The package with shared formulas in column H and without the results of formulas never calculated."""
    done = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(done, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                part = re.sub(rb' t="str"(><f(?:(?!</c>).)*)<v>%s</v>' % NONE.encode(), rb"\1", part)
                part = part.replace(b"<f>B1*2+0</f>", b'<f t="shared" ref="H1:H4" si="0">B1*2+0</f>')
                part = re.sub(rb"<f>B[234]\*2\+0</f>", b'<f t="shared" si="0"/>', part)
            new.writestr(info, part)
    return done.getvalue()


def _dot() -> bytes:
    """A picture of one point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
