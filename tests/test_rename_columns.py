"""Headers of tables and formulas of names changed in a workbook, and what stands against it."""

from pathlib import Path

import openpyxl
import pytest

from tests.books_made import edited, make_book, parts_of, value_of
from xltags.books.edits import Edit, PutSheet, RenameColumns, SetNames
from xltags.books.header_use import used_headers
from xltags.books.package import open_package
from xltags.books.report_sheet import ReportSheet
from xltags.core.errors import WorkbookError


@pytest.mark.parametrize("header", ["title", "a & b", "two\nlines", "[odd] 'x'#", "名称"])
def test_header_cell_and_table_agree_after_a_rename(tmp_path: Path, header: str) -> None:
    path = make_book(tmp_path / "a.xlsx")
    result = edited(path, [RenameColumns("tblData", {"name": header})], tmp_path / "b.xlsx")
    assert value_of(tmp_path / "b.xlsx", "Data", "B1") == header
    with open_package(tmp_path / "b.xlsx") as package:
        assert used_headers(package, [header]) == set()
    table = openpyxl.load_workbook(tmp_path / "b.xlsx")["Data"].tables["tblData"]
    assert [column.id for column in table.tableColumns] == [1, 2, 3, 4, 5]
    assert set(result.changed_parts) <= {"xl/tables/table1.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"}


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (RenameColumns("tblData", {"nme": "x"}), "has no column 'nme' to rename"),
        (RenameColumns("tblData", {"name": "ID"}), "has a column 'ID' already"),
        (RenameColumns("tblData", {"name": " "}), "cannot be a header"),
        (RenameColumns("tblData", {"score": "points"}), "'score' cannot be renamed"),
        (RenameColumns("tblOther", {"name": "x"}), "has no table 'tblOther'"),
        (SetNames({"Score": "1"}), "has no name 'Score' to change"),
    ],
)
def test_what_cannot_be_renamed_is_refused(tmp_path: Path, edit: Edit, message: str) -> None:
    with pytest.raises(WorkbookError, match=message.replace("(", "\\(")) as stopped:
        edited(make_book(tmp_path / "a.xlsx"), [edit], tmp_path / "b.xlsx")
    assert stopped.value.code == "FILE006" and not (tmp_path / "b.xlsx").exists()


def test_a_name_gets_another_formula_and_keeps_the_rest(tmp_path: Path) -> None:
    path = make_book(tmp_path / "a.xlsx")
    edited(path, [SetNames({"scores": 'Data!$C$2&"<x>"'})], tmp_path / "b.xlsx")
    assert b'name="Scores"' in parts_of(tmp_path / "b.xlsx")["xl/workbook.xml"]
    assert openpyxl.load_workbook(tmp_path / "b.xlsx").defined_names["Scores"].attr_text == 'Data!$C$2&"<x>"'


def test_a_hidden_sheet_cannot_be_shown_from_menus(tmp_path: Path) -> None:
    path = make_book(tmp_path / "a.xlsx")
    edited(path, [PutSheet(ReportSheet("kept", "kept", hidden=True))], tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(tmp_path / "b.xlsx")["kept"].sheet_state == "veryHidden"
    edited(tmp_path / "b.xlsx", [PutSheet(ReportSheet("kept", "again", hidden=True))], tmp_path / "c.xlsx")
    assert openpyxl.load_workbook(tmp_path / "c.xlsx")["kept"].sheet_state == "veryHidden"


@pytest.mark.parametrize(
    ("formula", "used"),
    [
        ("=SUM(tblData[score])", True),
        ("=SUM(tblData[[#All],[score]])", True),
        ("=SUM(TBLDATA[SCORE])", True),
        ("=SUM(Data!C2:C5)", False),
        ('="score"', False),
    ],
)
def test_formulas_that_know_a_header_are_found(tmp_path: Path, formula: str, used: bool) -> None:
    path = make_book(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    book["Data"].tables["tblData"].tableColumns[4].calculatedColumnFormula = None
    for row in range(2, 6):
        book["Data"].cell(row, 5).value = None
    book["Other"]["A3"] = formula
    book.save(path)
    with open_package(path) as package:
        assert used_headers(package, ["score", "name"]) == ({"score"} if used else set())
