"""Text stays text: what looks like a formula, a number or an escape comes back as it was, whichever way it went in."""

import csv
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.books_made import edited, make_book, parts_of
from tests.package_lint import lint
from xltags.batch.importing import import_into
from xltags.batch.making import make_workbook
from xltags.books.cells import SheetReader
from xltags.books.edits import AddColumns, AddMarks, AppendRows, Edit, FillColumns, Mark, NewColumn, PutSheet, SetCells
from xltags.books.file import open_book
from xltags.books.package import open_package
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.books.writing.cell_text import MAX_TEXT
from xltags.core.errors import WorkbookError
from xltags.core.finding import Language
from xltags.core.values import Value

TEXTS = {
    "command": "=cmd|' /C calc'!A0", "sum": "=1+1", "plus": "+1+1", "minus": "-1+1", "at": "@SUM(A1)",
    "tab": "\t=1+1", "carriage return": "\r=1", "full-width": "＝1+1", "apostrophe": "'=1+1",
    "hyperlink": '=HYPERLINK("http://evil","x")', "error": "#N/A", "exponent": "1e5", "boolean": "TRUE",
    "array": "{=1}", "address": "http://evil.example/?q=1", "mail": "mailto:a@b", "bell": "a\x07b",
    "escape": "_x0041_", "escaped escape": "_x005F_x0041_", "lead": " lead", "trail": "trail ", "line": "line\nbreak",
    "windows line": "a\r\nb", "not a character": "\ufffe", "zeros": "007", "date": "2026-05-31", "percent": "12%",
    "long number": "12345678901234567890", "comma": "1,5", "markup": "<b>&amp;</b>]]>", "quotes": "\"a\" 'b'",
    "emoji": "😀", "chinese": "中文，越南", "vietnamese": "Hà Nội Hà Nội", "dde": "=DDE(\"cmd\";\"/C calc\";\"x\")",
    "semicolon": "=1;2", "null": "\x00", "delete": "\x7f", "no-break": "\xa0x\xa0", "r1c1": "=R1C1", "spaces": "a   b",
    "bom": "\ufeffx", "longest": "x" * MAX_TEXT, "webservice": '=WEBSERVICE("http://evil")', "pipe": "|=1",
}  # fmt: skip
VALUES: list[Value | None] = list(TEXTS.values())
COUNT = len(VALUES)
DAY = date(2026, 11, 21)
SINGLE_LINE = [text for text in TEXTS.values() if len(text) < 2000]


def set_cells() -> Edit:
    return SetCells("Other", {(row, 9): text for row, text in enumerate(VALUES, 1)})


def fill_columns() -> Edit:
    return FillColumns("Other", 1, {9: VALUES})


def fill_repeated() -> Edit:
    """Texts that occur twice are shared."""
    return FillColumns("Other", 1, {9: VALUES, 10: list(VALUES)})


def append_rows() -> Edit:
    return AppendRows("tblData", [[text] for text in VALUES])


def add_columns() -> Edit:
    return AddColumns("tblData", [NewColumn("new", values=VALUES)])


def put_sheet() -> Edit:
    table = ReportTable("rpt_x", 4, 1, ("a",), (VALUES,), ("text",))
    return PutSheet(ReportSheet("Rpt_X", "=1+1", "@x", (table,), notes=((2, 3, "=2+2", "text"),)))


WAYS: dict[str, tuple[Callable[[], Edit], str, int, int]] = {
    "SetCells": (set_cells, "Other", 1, 9),
    "FillColumns": (fill_columns, "Other", 1, 9),
    "FillColumns shared": (fill_repeated, "Other", 1, 10),
    "AppendRows": (append_rows, "Data", COUNT + 2, 1),
    "AddColumns": (add_columns, "Data", 2, 6),
    "PutSheet": (put_sheet, "Rpt_X", 5, 1),
}


@pytest.fixture(params=WAYS)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str, int, int]:
    """A workbook with the texts in one column: path, sheet, first row, column."""
    make, sheet, row, column = WAYS[request.param]
    path = tmp_path / "out.xlsx"
    edited(make_book(tmp_path / "in.xlsx", rows=COUNT), [make()], path)
    return path, sheet, row, column


def test_our_reader_gives_every_text_back(written: tuple[Path, str, int, int]) -> None:
    path, sheet, row, column = written
    assert ours(path, sheet, row, column) == VALUES


def ours(path: Path, sheet: str, row: int, column: int) -> list[object]:
    with open_package(path) as package:
        ref = package.sheet(sheet)
        assert ref is not None
        cells = SheetReader(package).read(ref, columns=[column])
        found = cells.columns[column]
        by_row = {
            int(cells.rows[at]): found.values[int(code)] for at, code in zip(found.rows, found.codes, strict=True)
        }
        return [by_row.get(row + place) for place in range(COUNT)]


def test_calamine_gives_every_text_back(written: tuple[Path, str, int, int]) -> None:
    path, sheet, row, column = written
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    assert [known(rows[row - 1 + place][column - 1]) for place in range(COUNT)] == [known(each) for each in VALUES]


def known(text: object) -> object:
    """What calamine makes of characters that are none: it keeps some escapes."""
    return re.sub("_xFFFE_|\ufffe|_x0000_|\x00", "?", text) if isinstance(text, str) else text


def test_openpyxl_sees_text_and_no_formula(written: tuple[Path, str, int, int]) -> None:
    path, sheet, row, column = written
    read = openpyxl.load_workbook(path)[sheet]
    for place, text in enumerate(TEXTS.values()):
        cell = read.cell(row + place, column)
        assert cell.data_type in ("s", "inlineStr"), text
        assert cell.hyperlink is None
        if not re.search("_x|[\x00-\x1f\ufffe]", text):  # openpyxl does not decode Excel's escapes
            assert cell.value == text
    assert lint(path) == []


def test_no_way_makes_a_formula_or_a_link(written: tuple[Path, str, int, int], tmp_path: Path) -> None:
    path, *_ = written
    assert formulas_of(path) == formulas_of(tmp_path / "in.xlsx")
    assert not any(b"<hyperlink" in part for part in parts_of(path).values())


def formulas_of(path: Path) -> set[bytes]:
    return {each for part in parts_of(path).values() for each in re.findall(rb"<f[^>]*>([^<]*)</f>", part)}


@pytest.mark.libreoffice
def test_libreoffice_shows_the_texts(tmp_path: Path) -> None:
    book = make_book(tmp_path / "in.xlsx", rows=COUNT)
    plan = [set_cells(), put_sheet(), SetCells("Other", {(1, 9): None})]
    edited(book, plan, tmp_path / "out.xlsx")
    run = [shutil.which("soffice") or "soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/lo"]
    subprocess.run(
        [*run, "--convert-to", "ods", "--outdir", str(tmp_path), str(tmp_path / "out.xlsx")],
        check=True, timeout=180, capture_output=True,
    )  # fmt: skip
    tree = ElementTree.fromstring(parts_of(tmp_path / "out.ods")["content.xml"])
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    sheets = {each.get(f"{table}name"): each for each in tree.iter(f"{table}table")}
    for name in ("Rpt_X", "Other"):
        cells = [each for each in sheets[name].iter(f"{table}table-cell") if each.get(f"{office}value-type")]
        formulas = [each.get(f"{table}formula") for each in cells if each.get(f"{table}formula")]
        assert formulas == (["of:=SUM([$Data.C2:.C5])"] if name == "Other" else [])
        plain = {"".join(each.itertext()) for each in cells if each.get(f"{office}value-type") == "string"}
        simple = [text for text in SINGLE_LINE if text.isprintable() and "  " not in text and text == text.strip()]
        assert set(simple) - plain <= ({TEXTS["command"]} if name == "Other" else set())


@pytest.mark.parametrize("text", ["x" * (MAX_TEXT + 1)])
@pytest.mark.parametrize("way", ["cells", "report"])
def test_text_too_long_for_a_cell_is_refused_never_cut(tmp_path: Path, text: str, way: str) -> None:
    table = ReportTable("rpt_x", 4, 1, ("a",), ([text],), ("text",))
    plan: list[Edit] = [
        SetCells("Other", {(9, 9): text}) if way == "cells" else PutSheet(ReportSheet("R", "t", "", (table,)))
    ]
    with pytest.raises(WorkbookError, match="longer than Excel's"):
        edited(make_book(tmp_path / "in.xlsx"), plan, tmp_path / "out.xlsx")


def test_notes_are_text_too(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    marks = {(row, 1): Mark(text, "note") for row, text in enumerate(SINGLE_LINE, 1)}
    edited(make_book(tmp_path / "in.xlsx"), [AddMarks("Other", marks)], out)
    assert lint(out) == []
    sheet = openpyxl.load_workbook(out)["Other"]
    for row, text in enumerate(SINGLE_LINE, 1):
        if not re.search("_x|[\x00-\x1f\ufffe]", text):
            comment = sheet.cell(row, 1).comment
            assert comment is not None
            assert comment.text == text


IMPORTED = [text for text in SINGLE_LINE if text.strip() == text and text.isprintable()]


def test_imported_texts_stay_text(tmp_path: Path) -> None:
    """Notes of a CSV export, in a workbook made from the template."""
    book, out = new_book(tmp_path / "book.xlsx", language="en"), tmp_path / "out.xlsx"
    with (tmp_path / "leads.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["customer_id", "company", "notes"])
        rows.writerows([f"k{place:03d}", f"Company {place}", text] for place, text in enumerate(IMPORTED))
    import_into(book, [tmp_path / "leads.csv"], None, as_of=DAY, out=out)
    with open_book(out) as opened:
        table = opened.read(as_of=DAY).customers.table
    assert list(table.column("notes").cells()) == IMPORTED
    sheet = openpyxl.load_workbook(out)["Customers"]
    assert all(sheet[f"{table.column('notes').letter}{row}"].data_type != "f" for row in table.rows)


@pytest.mark.slow
def test_the_template_writes_texts_as_text(tmp_path: Path) -> None:
    whole = openpyxl.load_workbook(new_book(tmp_path / "book.xlsx", language="zh"))
    cells = [cell for sheet in whole for row in sheet.iter_rows() for cell in row]
    for cell in cells:
        text = str(getattr(cell.value, "text", cell.value))  # an array formula holds its text
        shown = cell.parent.title == "Functions" and cell.coordinate.startswith("E")  # formulas to be read
        assert (cell.data_type == "f") == (text.startswith("=") and not shown), (cell.parent.title, cell.coordinate)
    assert not [cell.coordinate for cell in cells if cell.data_type == "e"]


def new_book(path: Path, *, language: Language) -> Path:
    make_workbook(path, profile="small", phase="startup", language=language, geography=None, created_on=DAY)
    return path
