"""Small workbooks made for tests of writing, and how their parts and cells are read back."""

import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from xltags.books.edits import Edit, WriteResult
from xltags.books.package import open_package
from xltags.books.surgery import apply_edits

HEADER = ["id", "name", "score", "since", "twice"]


def make_book(path: Path, *, rows: int = 4, totals: bool = False, blank: bool = False, chained: bool = True) -> Path:
    """A sheet `Data` with table `tblData` (its last column calculated), and a sheet `Other` with formulas."""
    with xlsxwriter.Workbook(path) as book:
        sheet, other = book.add_worksheet("Data"), book.add_worksheet("Other")
        date = book.add_format({"num_format": "yyyy-mm-dd", "bg_color": "#EEEEEE"})
        text = book.add_format({"num_format": "@"})
        end = rows + 1
        columns: list[dict[str, Any]] = [{"header": each} for each in HEADER]
        columns[1]["format"] = text
        columns[2]["format"] = book.add_format({"num_format": "0.00"})
        columns[3]["format"] = date
        columns[4]["formula"] = "=[@score]*2"
        if totals:
            columns[2]["total_function"] = "sum"
        sheet.add_table(0, 0, rows + totals, 4, {"name": "tblData", "columns": columns, "total_row": totals})
        for row in range(1, rows + 1):
            if not blank:
                sheet.write_string(row, 0, f"{row:03d}")
                sheet.write_string(row, 1, f"name {row % 2}", text)
                sheet.write_number(row, 2, row + 0.5)
            sheet.write_blank(row, 3, None, date)
        sheet.data_validation(1, 1, rows, 1, {"validate": "list", "source": ["name 0", "name 1"]})
        sheet.conditional_format(1, 2, rows, 2, {"type": "data_bar", "data_bar_2010": True})
        sheet.set_column(4, 4, 17)
        sheet.print_area(0, 0, rows, 4)
        book.define_name("Scores", f"=Data!$C$2:$C${end}")
        other.write_formula("A1", "=SUM(Data!C2:C5)", None, 12)
        other.write_string("A2", "=kept as text")
        other.insert_textbox(3, 3, "a shape")
    return path


def edited(source: Path, plan: Sequence[Edit], target: Path, **allowed: bool) -> WriteResult:
    with open_package(source) as package:
        return apply_edits(package, plan, target, **allowed)


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def stored(path: Path) -> dict[str, bytes]:
    """Compressed bytes by part."""
    with open_package(path) as package:
        return {name: b"".join(package.raw(name)) for name in package.names}


def value_of(path: Path, sheet: str, cell: str) -> object:
    return openpyxl.load_workbook(path)[sheet][cell].value


def rewritten(source: Path, target: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """A copy with one part changed by hand, as another program might have written it."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, change(data) if info.filename == part else data)
    return target


def cell_xml(path: Path, part: str, cell: str) -> str:
    match = re.search(rf'<c r="{cell}"[^>]*?(?:/>|>.*?</c>)', parts_of(path)[part].decode(), re.DOTALL)
    return match[0] if match else ""
