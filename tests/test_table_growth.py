"""Tables that grow: what reached their end follows, what stands in the way stops the write."""

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.books_made import HEADER, cell_xml, edited, make_book, parts_of, rewritten
from tests.package_lint import lint
from xltags.books.edits import AddColumns, AppendRows, NewColumn, SetCells
from xltags.books.opc.refs import Area
from xltags.books.writing.growth import Growth
from xltags.books.writing.table_columns import column_name
from xltags.core.errors import WorkbookError
from xltags.core.values import Value

SHEET = "xl/worksheets/sheet1.xml"
TABLE = "xl/tables/table1.xml"
NEW: list[Sequence[Value | None]] = [["005", "=x", 9, None], ["006", "name 1", 8.5, None, 1], ["007"]]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make_book(tmp_path / "book.xlsx")


def test_everything_that_reached_the_tables_end_grows_with_it(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edited(book, [AppendRows("TBLDATA", NEW)], out)
    assert lint(out) == []
    read = openpyxl.load_workbook(out)
    sheet = read["Data"]
    table = sheet.tables["tblData"]
    assert (table.ref, table.autoFilter.ref, sheet.dimensions) == ("A1:E8", "A1:E8", "A1:E8")
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["B2:B8"]
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["C2:C8"]
    assert "<xm:sqref>C2:C8</xm:sqref>" in parts_of(out)[SHEET].decode()
    assert read.defined_names["Scores"].attr_text == "Data!$C$2:$C$8"
    assert sheet.print_area == "'Data'!$A$1:$E$8"
    assert CalamineWorkbook.from_path(out, load_tables=True).get_table_by_name("tblData").height == 7


def with_prefix(xml: bytes) -> bytes:
    return re.sub(rb"<(/?)(?=\w+[\s/>])", rb"<\1x:", xml).replace(b"xmlns=", b"xmlns:x=")


def test_a_totals_row_moves_in_a_sheet_with_prefixed_names(tmp_path: Path) -> None:
    book = make_book(tmp_path / "book.xlsx", totals=True)
    source, out = rewritten(book, tmp_path / "odd.xlsx", SHEET, with_prefix), tmp_path / "out.xlsx"
    edited(source, [AppendRows("tblData", NEW)], out)
    assert lint(out) == []
    sheet, plain = openpyxl.load_workbook(out)["Data"], openpyxl.load_workbook(book)["Data"]
    assert sheet["C9"].value == plain["C6"].value
    assert sheet["A8"].value == "007"


def test_a_formula_of_cells_is_taken_from_a_row_with_prefixed_names(book: Path, tmp_path: Path) -> None:
    def relative(xml: bytes) -> bytes:
        return re.sub(rb"<calculatedColumnFormula>[^<]*", b"<calculatedColumnFormula>C2*2", xml)

    def by_cells(xml: bytes) -> bytes:
        return with_prefix(re.sub(rb'(<c r="E5"[^>]*><f>)[^<]*', rb"\g<1>C5*2", xml))

    source = rewritten(book, tmp_path / "odd.xlsx", SHEET, by_cells)
    source, out = rewritten(source, tmp_path / "odder.xlsx", TABLE, relative), tmp_path / "out.xlsx"
    edited(source, [AppendRows("tblData", NEW)], out)
    sheet = openpyxl.load_workbook(out)["Data"]
    assert [sheet[cell].value for cell in ("E6", "E8")] == ["=C6*2", "=C8*2"]


def test_new_rows_look_like_the_row_above_and_calculate(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edited(book, [AppendRows("tblData", NEW)], out)
    sheet = openpyxl.load_workbook(out)["Data"]
    assert [[cell.value for cell in row] for row in sheet["A6:D8"]] == [
        ["005", "=x", 9, None], ["006", "name 1", 8.5, None], ["007", None, None, None],
    ]  # fmt: skip
    assert sheet["B6"].data_type == "s"
    for row in sheet["A6:E8"]:
        for cell, above in zip(row, sheet[5], strict=True):
            assert cell.style_id == above.style_id
    formula = re.search("<f>(.*?)</f>", cell_xml(book, SHEET, "E5"))
    assert formula is not None
    assert f"<f>{formula[1]}</f></c>" in cell_xml(out, SHEET, "E6")
    assert cell_xml(out, SHEET, "E7") == '<c r="E7"><v>1</v></c>'
    assert "<f>" in cell_xml(out, SHEET, "E8")


def test_a_totals_row_moves_down(tmp_path: Path) -> None:
    source, out = make_book(tmp_path / "in.xlsx", totals=True), tmp_path / "out.xlsx"
    edited(source, [AppendRows("tblData", NEW)], out)
    assert lint(out) == []
    sheet = openpyxl.load_workbook(out)["Data"]
    assert sheet.tables["tblData"].ref == "A1:E9"
    assert sheet.tables["tblData"].autoFilter.ref == "A1:E8"
    assert sheet["C9"].value == "=SUBTOTAL(109,[score])"
    assert sheet["C6"].value == 9
    assert str(sheet.data_validations.dataValidation[0].sqref) == "B2:B8"


def test_a_blank_table_is_filled_from_its_first_row(tmp_path: Path) -> None:
    source, out = make_book(tmp_path / "in.xlsx", rows=2, blank=True), tmp_path / "out.xlsx"
    edited(source, [AppendRows("tblData", NEW)], out)
    assert lint(out) == []
    sheet = openpyxl.load_workbook(out)["Data"]
    assert sheet.tables["tblData"].ref == "A1:E4"
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == ["005", "006", "007"]
    assert [sheet.cell(row, 5).value for row in (2, 3, 4)][1] == 1
    assert str(sheet.cell(4, 5).value).startswith("=")
    edited(out, [AppendRows("tblData", [["008"]])], tmp_path / "more.xlsx")
    assert openpyxl.load_workbook(tmp_path / "more.xlsx")["Data"]["A5"].value == "008"


def test_a_table_of_one_blank_row_takes_its_drop_down_along(tmp_path: Path) -> None:
    source, out = make_book(tmp_path / "in.xlsx", rows=1, blank=True), tmp_path / "out.xlsx"
    edited(source, [AppendRows("tblData", NEW)], out)
    sheet = openpyxl.load_workbook(out)["Data"]
    assert str(sheet.data_validations.dataValidation[0].sqref) == "B2:B4"
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["C2:C4"]


@pytest.mark.parametrize("content", ["below", "=1+1"])
def test_what_stands_below_stops_the_growth_only_where_it_would_be_overwritten(
    book: Path, tmp_path: Path, content: str
) -> None:
    below, out = tmp_path / "below.xlsx", tmp_path / "out.xlsx"
    edited(book, [SetCells("Data", {(8, 3): content})], below)
    with pytest.raises(WorkbookError, match="cannot grow by 3 rows, because C8 stands below") as caught:
        edited(below, [AppendRows("tblData", NEW)], out)
    assert caught.value.code == "FILE006"
    edited(below, [AppendRows("tblData", NEW[:2])], out)
    edited(book, [SetCells("Data", {(8, 7): "beside"})], below)
    edited(below, [AppendRows("tblData", NEW)], out)
    sheet = openpyxl.load_workbook(out)["Data"]
    assert (sheet["A8"].value, sheet["G8"].value) == ("007", "beside")


@pytest.mark.parametrize(
    ("table", "rows", "says"), [("none", [["x"]], "no table 'none'"), ("tblData", [["x"] * 6], "6 values")]
)
def test_a_wrong_order_is_named(book: Path, tmp_path: Path, table: str, rows: list[list[str]], says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        edited(book, [AppendRows(table, rows)], tmp_path / "out.xlsx")


def test_a_calculated_column_with_plain_references_is_copied_down(book: Path, tmp_path: Path) -> None:
    def plain(xml: bytes) -> bytes:
        return re.sub(rb'(<c r="E(\d)"[^>]*>)<f>[^<]*</f>', rb'\1<f>C\2*$C$1&amp;"C2"</f>', xml)

    def table(xml: bytes) -> bytes:
        return re.sub(rb"(<calculatedColumnFormula>)[^<]*", rb'\1C2*$C$1&amp;"C2"', xml)

    source = rewritten(rewritten(book, tmp_path / "1.xlsx", SHEET, plain), tmp_path / "2.xlsx", TABLE, table)
    edited(source, [AppendRows("tblData", NEW)], tmp_path / "out.xlsx")
    assert '<f>C8*$C$1&amp;"C2"</f>' in cell_xml(tmp_path / "out.xlsx", SHEET, "E8")


@pytest.mark.parametrize("named", [False, True])
def test_pivots_that_read_edited_cells_are_refreshed(shared: Path, tmp_path: Path, named: bool) -> None:
    cache = "xl/pivotCache/pivotCacheDefinition1.xml"
    book, out = next((shared / "corpus").glob("072_*")), tmp_path / "out.xlsx"
    if named:  # a name stands for the same cells

        def by_name(xml: bytes) -> bytes:
            return xml.replace(b'ref="A1:E10" sheet="Sheet1"', b'name="pivot_data"')

        def name(xml: bytes) -> bytes:
            new = b'<definedNames><definedName name="pivot_data">Sheet1!$A$1:$E$10</definedName>'
            return xml.replace(b"<definedNames>", new)

        book = rewritten(book, tmp_path / "1.xlsx", cache, by_name)
        book = rewritten(book, tmp_path / "2.xlsx", "xl/workbook.xml", name)
    edited(book, [SetCells("Sheet1", {(11, 2): 1, (40, 6): 1})], out)
    assert b"refreshOnLoad" not in parts_of(out)[cache]
    edited(book, [SetCells("Sheet1", {(10, 5): 1})], out)
    assert b'refreshOnLoad="1"' in parts_of(out)[cache]


def test_a_pivot_on_a_table_is_refreshed_when_it_grows(shared: Path, tmp_path: Path, book: Path) -> None:
    source, out = tmp_path / "pivot.xlsx", tmp_path / "out.xlsx"
    cache = "xl/pivotCache/pivotCacheDefinition1.xml"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotCacheDefinition"
    link = f'<Relationship Id="rId77" Type="{kind}" Target="pivotCache/pivotCacheDefinition1.xml"/></Relationships>'
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(source, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "xl/_rels/workbook.xml.rels":
                data = data.replace(b"</Relationships>", link.encode())
            new.writestr(info, data)
        text = '<cacheSource type="worksheet"><worksheetSource name="tblData"/></cacheSource>'
        new.writestr(cache, f'<pivotCacheDefinition xmlns="{main}">{text}</pivotCacheDefinition>')
    edited(source, [AppendRows("tblData", NEW)], out)
    assert b'refreshOnLoad="1"' in parts_of(out)[cache]


def test_new_columns_take_their_neighbours_looks(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    columns = [NewColumn("two\nlines", "since", ["a", "b"]), NewColumn('plain & "simple" _x0041_')]
    edited(book, [AddColumns("tblData", columns)], out)
    assert lint(out) == []
    sheet = openpyxl.load_workbook(out)["Data"]
    table = sheet.tables["tblData"]
    assert (table.ref, table.autoFilter.ref) == ("A1:G5", "A1:G5")
    assert sheet["F1"].value == "two\nlines"
    assert [sheet.cell(row, 6).value for row in range(2, 6)] == ["a", "b", None, None]
    assert {sheet.cell(row, 6).style_id for row in range(2, 6)} == {sheet["D2"].style_id}
    assert sheet.column_dimensions["G"].width == sheet.column_dimensions["E"].width
    assert b'name="two_x000a_lines"' in parts_of(out)[TABLE]
    assert b"_x005F_x0041_" in parts_of(out)[TABLE]
    assert len({column.id for column in table.tableColumns}) == len(HEADER) + 2


def test_new_columns_and_rows_in_one_plan(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edited(
        book,
        [
            AddColumns("tblData", [NewColumn("more", "since")]),
            AppendRows("tblData", [["9", None, None, None, None, "z"]]),
        ],
        out,
    )
    assert lint(out) == []
    sheet = openpyxl.load_workbook(out)["Data"]
    assert sheet.tables["tblData"].ref == "A1:F6"
    assert sheet["F6"].value == "z"
    assert sheet["F6"].style_id == sheet["D2"].style_id


@pytest.mark.parametrize(
    ("column", "says"),
    [(NewColumn("NAME"), "has a column 'NAME' already"), (NewColumn(" "), "cannot be a header"),
     (NewColumn("x" * 256), "cannot be a header"), (NewColumn("x", "nobody"), "no column 'nobody'"),
     (NewColumn("x", values=list("abcde")), "5 values")],
)  # fmt: skip
def test_a_column_that_cannot_be_is_named(book: Path, tmp_path: Path, column: NewColumn, says: str) -> None:
    with pytest.raises(WorkbookError, match=says):
        edited(book, [AddColumns("tblData", [column])], tmp_path / "out.xlsx")


def test_what_stands_to_the_right_stops_new_columns(book: Path, tmp_path: Path) -> None:
    beside = tmp_path / "beside.xlsx"
    edited(book, [SetCells("Data", {(4, 6): 0})], beside)
    with pytest.raises(WorkbookError, match="F4 stands to its right"):
        edited(beside, [AddColumns("tblData", [NewColumn("x")])], tmp_path / "out.xlsx")
    edited(book, [SetCells("Data", {(4, 7): 0, (9, 6): 1})], beside)
    edited(beside, [AddColumns("tblData", [NewColumn("x")])], tmp_path / "out.xlsx")


def test_other_tables_are_not_run_over(tmp_path: Path) -> None:
    source = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(source) as made:
        sheet = made.add_worksheet("S")
        sheet.add_table("A1:B3", {"name": "one"})
        sheet.add_table("A6:B8", {"name": "two"})
        sheet.add_table("C1:D3", {"name": "three"})
        for row in (2, 3, 7):
            sheet.write(row - 1, 0, 1)
    edited(source, [AppendRows("one", [[1], [2]])], tmp_path / "out.xlsx")
    with pytest.raises(WorkbookError, match="stands below"):
        edited(source, [AppendRows("one", [[1], [2], [3]])], tmp_path / "out.xlsx")
    with pytest.raises(WorkbookError, match="stands to its right"):
        edited(source, [AddColumns("one", [NewColumn("x")])], tmp_path / "out.xlsx")


@pytest.mark.parametrize(
    ("before", "after"),
    [("B2:B10", "B2:B13"), ("A1:C10", "A1:C13"), ("$B$2:$B$9", "$B$2:$B$12"), ("B3:B10", "B3:B10"),
     ("E2:E10", "E2:E10"), ("B2:B8", "B2:B8"), ("Z2:Z10 B2:B9", "Z2:Z10 B2:B12")],
)  # fmt: skip
def test_only_ranges_that_reached_the_end_grow(before: str, after: str) -> None:
    assert Growth(Area(1, 1, 10, 3), 2, 1, 3).cell_list(before) == after


def test_header_texts_are_escaped_for_the_tables_part() -> None:
    assert column_name("a\nb\t_x0041_") == b"a_x000a_b_x0009__x005F_x0041_"
