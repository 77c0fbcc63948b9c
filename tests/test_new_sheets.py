"""Report sheets: added, replaced under the same names, removed without a trace."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.books_made import cell_xml, edited, make_book, parts_of, rewritten, stored
from tests.package_lint import lint
from xltags.books.edits import Edit, FillColumns, PutSheet, RemoveSheet, SetCells
from xltags.books.opc.relationships import SheetRef
from xltags.books.package import open_package
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.core.errors import WorkbookError

FACTS = ReportTable(
    "rpt_facts",
    4,
    1,
    ("month", "source\nname", "share", "day", "note"),
    (["2026-01", "=1+1"], ["a", None], [0.25, 1], [date(2026, 1, 2), "unknown"], ["x" * 300, ""]),
    ("text", "text", "percent", "date", "wrap"),
    (10, None, 8.5, 12, 60),
)
SUMMARY = ReportTable("rpt_summary", 4, 8, ("code", "count"), (["TAG001"], [3]), ("text", "int"))
REPORT = ReportSheet(
    "Rpt Findings",
    "Findings & more",
    "what is wrong",
    (FACTS, SUMMARY),
    notes=((20, 1, "=not a formula", "note"), (21, 1, "bold", "bold")),
    tab_color="#1F4E79",
    freeze=(5, 2),
    repeat_rows=(4, 4),
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make_book(tmp_path / "book.xlsx")


def test_a_report_sheet_is_added_and_reads_back(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    result = edited(book, [PutSheet(REPORT)], out)
    assert lint(out) == []
    assert set(result.added_parts) == {
        "xl/worksheets/sheet3.xml",
        "xl/worksheets/_rels/sheet3.xml.rels",
        "xl/tables/table2.xml",
        "xl/tables/table3.xml",
    }
    sheet = openpyxl.load_workbook(out)["Rpt Findings"]
    assert [[cell.value for cell in row] for row in sheet["A4:E6"]] == [
        list(FACTS.header),
        ["2026-01", "a", 0.25, sheet["D5"].value, "x" * 300],
        ["=1+1", None, 1, "unknown", sheet["E6"].value],
    ]
    assert sheet["A6"].data_type == sheet["A20"].data_type == "s"
    assert {table.name: table.ref for table in sheet.tables.values()} == {"rpt_facts": "A4:E6", "rpt_summary": "H4:I5"}
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == ("B5", "$4:$4", "landscape")
    assert sheet["C5"].number_format == "0.0%"
    assert (sheet["A1"].value, sheet["A1"].font.sz, sheet["H4"].font.b) == ("Findings & more", 18, True)
    assert sheet.column_dimensions["C"].width == 8.5
    assert sheet.sheet_properties.tabColor is not None
    assert sheet.sheet_properties.tabColor.rgb == "FF1F4E79"


def test_writing_the_same_report_again_gives_the_same_bytes(book: Path, tmp_path: Path) -> None:
    plan: list[Edit] = [
        FillColumns("Data", 2, {3: [1, 2, 3, 4]}),
        PutSheet(REPORT),
        PutSheet(replace(REPORT, name="Two", tables=())),
    ]
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    edited(book, plan, first)
    edited(first, plan, second)
    assert first.read_bytes() == second.read_bytes()


def test_a_replaced_report_keeps_part_names_ids_and_place(book: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    edited(book, [PutSheet(REPORT), PutSheet(replace(REPORT, name="Last", tables=()))], first)
    smaller = replace(FACTS, columns=tuple(column[:1] for column in FACTS.columns))
    result = edited(first, [PutSheet(replace(REPORT, tables=(smaller,)))], second)
    assert lint(second) == []
    assert result.added_parts == ()
    assert result.removed_parts == ("xl/tables/table3.xml",)
    read = openpyxl.load_workbook(second)
    assert read.sheetnames == ["Data", "Other", "Rpt Findings", "Last"]
    assert read["Rpt Findings"].tables["rpt_facts"].ref == "A4:E5"
    assert read["Rpt Findings"]["A6"].value is None


def test_an_empty_report_table_keeps_one_blank_row(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edited(book, [PutSheet(replace(REPORT, tables=(replace(SUMMARY, columns=([], [])),)))], out)
    assert lint(out) == []
    assert openpyxl.load_workbook(out)["Rpt Findings"].tables["rpt_summary"].ref == "H4:I5"


def test_removing_a_report_leaves_no_trace_but_styles(book: Path, tmp_path: Path) -> None:
    with_report, out = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    edited(book, [PutSheet(REPORT)], with_report)
    edited(with_report, [RemoveSheet("rpt findings")], out)
    assert lint(out) == []
    before, after = parts_of(book), parts_of(out)
    assert set(before) == set(after)
    assert {name for name in before if before[name] != after[name]} <= {"xl/styles.xml"}


def test_removing_a_sheet_keeps_the_others_names_and_takes_its_own_parts(tmp_path: Path) -> None:
    source, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(source) as made:
        for name in ("A", "It's", "C"):
            sheet = made.add_worksheet(name)
            sheet.repeat_rows(0)
            sheet.insert_textbox("D4", "shape of " + name)
            sheet.write_comment("A1", "comment")
        made.define_name("gone", "='It''s'!$A$1:$A$3")
        made.define_name("C!kept", "=C!$A$1")
        made.get_worksheet_by_name("C").activate()
    result = edited(source, [RemoveSheet("It's")], out)
    assert lint(out) == []
    read = openpyxl.load_workbook(out)
    assert read.sheetnames == ["A", "C"]
    assert read.active is not None
    assert read.active.title == "C"
    assert list(read.defined_names) == []
    assert read["C"].defined_names["kept"].attr_text == "C!$A$1"
    assert read["C"].print_title_rows == "$1:$1"
    assert sorted(part.rpartition("/")[2] for part in result.removed_parts) == [
        "comments2.xml", "drawing2.xml", "sheet2.xml", "sheet2.xml.rels", "vmlDrawing2.vml",
    ]  # fmt: skip


def test_the_last_visible_sheet_stays(tmp_path: Path) -> None:
    source = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(source) as made:
        made.add_worksheet("Only")
        made.add_worksheet("Hidden").hide()
    with pytest.raises(WorkbookError, match="only visible sheet"):
        edited(source, [RemoveSheet("Only")], tmp_path / "out.xlsx")


@pytest.mark.parametrize("name", ["", "x" * 32, "a:b", "a/b", "[a]", "'a", "a?", "History"])
def test_a_name_that_excel_does_not_take_is_refused(book: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(WorkbookError, match="cannot be the name of a sheet"):
        edited(book, [PutSheet(replace(REPORT, name=name))], tmp_path / "out.xlsx")


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (replace(SUMMARY, name="TBLDATA"), "already"),
        (replace(SUMMARY, name="scores"), "already"),
        (replace(SUMMARY, name="rpt_facts"), "already"),
        (replace(SUMMARY, name="A1"), "cannot be the name of a table"),
        (replace(SUMMARY, name="R1C1"), "cannot be the name of a table"),
        (replace(SUMMARY, name="two words"), "cannot be the name of a table"),
        (replace(SUMMARY, header=("a", "A")), "all different"),
        (replace(SUMMARY, header=("a", "")), "all there"),
        (replace(SUMMARY, column=5), "overlap"),
        (replace(SUMMARY, row=1_048_576), "does not fit"),
    ],
)
def test_a_table_that_excel_would_repair_is_refused(book: Path, tmp_path: Path, table: ReportTable, says: str) -> None:
    with pytest.raises(WorkbookError, match=says) as caught:
        edited(book, [PutSheet(replace(REPORT, tables=(FACTS, table)))], tmp_path / "out.xlsx")
    assert caught.value.code == "FILE006"


def test_a_persons_chart_and_comment_on_a_report_stay(tmp_path: Path) -> None:
    source, first, second = (tmp_path / name for name in ("in.xlsx", "1.xlsx", "2.xlsx"))
    with xlsxwriter.Workbook(source) as made:
        sheet = made.add_worksheet(REPORT.name)
        chart = made.add_chart({"type": "column"})
        chart.add_series({"values": "='Rpt Findings'!$I$5:$I$6"})
        sheet.insert_chart("L4", chart)
        sheet.write_comment("A1", "mine")
        sheet.write_formula("B2", "=1+1")
    edited(source, [PutSheet(REPORT)], first)
    edited(first, [PutSheet(REPORT)], second)
    assert lint(first) == []
    assert first.read_bytes() == second.read_bytes()
    for name, data in stored(source).items():
        if "chart" in name or "drawing" in name.lower() or "comments" in name:
            assert stored(first)[name] == data
    sheet = openpyxl.load_workbook(first)[REPORT.name]
    assert len(getattr(sheet, "_charts")) == 1  # noqa: B009  # openpyxl lists charts nowhere else
    assert sheet["A1"].comment.text == "mine"


def test_a_report_with_a_pivot_on_it_is_not_replaced(shared: Path, tmp_path: Path) -> None:
    source = next((shared / "corpus").glob("072_*"))
    with open_package(source) as package:
        name = next(s.name for s in package.sheets if package.related(s.part, "pivotTable"))
    with pytest.raises(WorkbookError, match=r"holds a (pivot table|slicer)"):
        edited(source, [PutSheet(replace(REPORT, name=name))], tmp_path / "out.xlsx")


def test_cells_may_be_set_on_a_sheet_put_by_the_same_plan(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edited(book, [PutSheet(REPORT), SetCells(REPORT.name, {(30, 3): "after"})], out)
    assert lint(out) == []
    assert "after" in cell_xml(out, "xl/worksheets/sheet3.xml", "C30")


def test_removed_and_put_again_in_one_plan(book: Path, tmp_path: Path) -> None:
    first, out = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    edited(book, [PutSheet(REPORT)], first)
    edited(first, [RemoveSheet(REPORT.name), PutSheet(REPORT)], out)
    assert lint(out) == []
    assert openpyxl.load_workbook(out).sheetnames == ["Data", "Other", REPORT.name]


def test_styles_are_found_again_and_old_ids_keep_their_meaning(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edited(book, [PutSheet(REPORT)], out)
    before, after = (re.search(rb"<cellXfs.*?</cellXfs>", parts_of(each)["xl/styles.xml"]) for each in (book, out))
    assert before is not None
    assert after is not None
    old, new = (re.findall(rb"<xf .*?(?:/>|</xf>)", each[0]) for each in (before, after))
    assert new[: len(old)] == old


def test_parts_that_are_spelt_otherwise_than_their_lists_take_a_sheet(book: Path, tmp_path: Path) -> None:
    odd, out = tmp_path / "odd.xlsx", tmp_path / "out.xlsx"
    with zipfile.ZipFile(odd, "w") as archive:
        for name, data in parts_of(book).items():
            archive.writestr(name if name.endswith(".rels") else name.upper(), data)
    edited(odd, [PutSheet(REPORT)], out)
    with open_package(out) as package:
        assert [sheet.name for sheet in package.sheets] == ["Data", "Other", "Rpt Findings"]
        assert package.content_type("xl/worksheets/sheet3.xml").endswith("worksheet+xml")


def test_a_workbook_without_relationship_prefix_takes_a_sheet(book: Path, tmp_path: Path) -> None:
    def renamed(xml: bytes) -> bytes:
        return xml.replace(b"xmlns:r=", b"xmlns:rel=").replace(b" r:id=", b" rel:id=")

    source, out = rewritten(book, tmp_path / "odd.xlsx", "xl/workbook.xml", renamed), tmp_path / "out.xlsx"
    edited(source, [PutSheet(REPORT)], out)
    assert lint(out) == []
    with open_package(out) as package:
        assert isinstance(package.sheet(REPORT.name), SheetRef)


def test_names_of_sheets_put_and_removed_in_one_plan_belong_to_the_sheets_that_are_left(
    book: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.xlsx"
    tables = tuple(replace(table, name=f"{table.name}_2") for table in REPORT.tables)
    other = replace(REPORT, name="Other", tables=tables, repeat_rows=(2, 4), report="funnel")
    edited(book, [PutSheet(REPORT), PutSheet(other), RemoveSheet("Rpt Findings")], out)
    assert lint(out) == []
    read = openpyxl.load_workbook(out)
    assert read.sheetnames[-1] == "Other"
    assert read["Other"].print_title_rows == "$2:$4"
    assert {name: it.attr_text for name, it in read["Other"].defined_names.items()} == {"_xltags_report": '"funnel"'}
    assert all(not sheet.defined_names and not sheet.print_title_rows for sheet in read.worksheets[:-1])


def test_a_sheet_put_twice_in_one_plan_has_the_names_of_the_second(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edited(book, [PutSheet(replace(REPORT, report="funnel")), PutSheet(replace(REPORT, repeat_rows=None))], out)
    read = openpyxl.load_workbook(out)["Rpt Findings"]
    assert not read.print_title_rows
    assert not read.defined_names
