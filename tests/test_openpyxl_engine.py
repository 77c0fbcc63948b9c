"""The openpyxl engine: the same plan gives the same workbook, nothing is lost unasked, and text stays text."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.formatting.rule import Rule
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation

from tests.books_made import edited, make_book, parts_of, rewritten, value_of
from tests.disagreement_cases import in_strict
from tests.doors import team_book
from xltags.books.cells import SheetReader
from xltags.books.edits import (
    AddColumns,
    AddMarks,
    AppendRows,
    ClearMarks,
    DeleteRows,
    Edit,
    FillColumns,
    Mark,
    NewColumn,
    PutSheet,
    RemoveSheet,
    SetCells,
    WriteResult,
)
from xltags.books.engine import Writing, write_plan
from xltags.books.excel_tables import list_defined_names, list_tables
from xltags.books.lint.registry import examine
from xltags.books.loss import losses
from xltags.books.openpyxl_engine import write_with_openpyxl
from xltags.books.package import open_package
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.cli.app import run
from xltags.core.errors import WorkbookError
from xltags.core.values import CellFault, Value

NOON = datetime(2026, 9, 30, 12, 0, 0)
SHEET = "xl/worksheets/sheet1.xml"
REPORT = ReportSheet(
    "Rpt",
    "Title",
    "below",
    tables=(
        ReportTable("rpt_a", 4, 1, ("k", "v"), (["a", "=b"], [1, 2.5]), ("text", "percent"), (10, None)),
        ReportTable("rpt_b", 4, 4, ("day",), ([date(2026, 1, 2)],), ("date",)),
    ),
    notes=((20, 1, "=note", "note"), (21, 1, "see", "link")),
    freeze=(5, 1),
    repeat_rows=(4, 4),
    tab_color="1F4E79",
)
PLANS: dict[str, list[Edit]] = {
    "cells": [SetCells("Data", {(2, 2): "=1+1", (3, 2): "_x0041_", (4, 3): 7, (5, 1): None})],
    "errors, booleans, dates": [
        SetCells("Data", {(2, 2): CellFault("error", "#N/A"), (3, 2): True, (4, 2): date(2026, 5, 1), (5, 2): "#N/A"})
    ],
    "columns": [FillColumns("Data", 2, {3: [1, 2.5, None, date(2026, 5, 1)], 1: ["a", "\x07", " b ", "_x000D_"]})],
    "columns of chosen rows": [FillColumns("Data", 0, {2: ["x", "y"]}, rows=[5, 3])],
    "formulas overwritten": [FillColumns("Data", 2, {5: [1, 2, 3, 4]}, into_formulas="overwrite")],
    "formulas left": [FillColumns("Data", 2, {5: [1, 2, 3, 4], 1: list("abcd")}, into_formulas="leave")],
    "rows": [AppendRows("tblData", [["a", "n", 3, date(2026, 1, 2)], ["#N/A"], []])],
    "rows, twice": [AppendRows("tblData", [["a"]]), AppendRows("tblData", [["b"]])],
    "new columns": [AddColumns("tblData", [NewColumn("new\nline", values=["x"]), NewColumn("as", "since")])],
    "rows and columns": [
        AddColumns("tblData", [NewColumn("new")]),
        AppendRows("tblData", [["a", "b", 1, None, None, 9]]),
    ],
    "a report": [PutSheet(REPORT)],
    "a report twice": [PutSheet(REPORT), PutSheet(REPORT)],
    "a sheet removed": [RemoveSheet("Other")],
    "all": [
        AppendRows("tblData", [["a"]]),
        PutSheet(REPORT),
        RemoveSheet("Other"),
        SetCells("rpt", {(30, 1): "later"}),
    ],
}  # fmt: skip


def cells_of(path: Path) -> dict[tuple[str, int, int], Value]:
    """Every value; a formula without a result and its result are the same here, for openpyxl keeps no results."""
    found = {}
    with open_package(path) as package:
        reader = SheetReader(package)
        for sheet in package.sheets:
            read = reader.read(sheet)
            for number, column in read.columns.items():
                formulas = set(column.formulas.tolist())
                for row, code in zip(column.rows.tolist(), column.codes.tolist(), strict=True):
                    value = column.values[code] if row not in formulas else CellFault("uncalculated", "")
                    found[sheet.name, int(read.rows[row]), number] = value
    return found


def shape_of(path: Path) -> tuple[object, object, object]:
    with open_package(path) as package:
        tables = [(it.name, it.sheet.name, it.ref, it.columns, it.totals_row) for it in list_tables(package)]
        names = sorted((it.name, it.scope, it.text.replace("'", "")) for it in list_defined_names(package))
        return [sheet.name for sheet in package.sheets], tables, names


def through_openpyxl(source: Path, plan: list[Edit], out: Path | None, *, accept_loss: bool = True) -> WriteResult:
    with open_package(source) as package:
        return write_with_openpyxl(package, plan, out, accept_loss=accept_loss, clock=lambda: NOON)


GROWTH = ("rows", "rows, twice", "new columns", "rows and columns")
CASES = [(name, "plain") for name in PLANS]
CASES += [(name, kind) for name in GROWTH for kind in ("totals", "blank", "one row")]


@pytest.mark.parametrize(("name", "kind"), CASES, ids=[f"{name}, {kind}" for name, kind in CASES])
def test_both_engines_make_the_same_workbook(tmp_path: Path, name: str, kind: str) -> None:
    plan = PLANS[name]
    source = make_book(
        tmp_path / "a.xlsx", totals=kind == "totals", blank=kind == "blank", rows=1 if kind == "one row" else 4
    )
    one = edited(source, plan, tmp_path / "one.xlsx")
    other = through_openpyxl(source, plan, tmp_path / "other.xlsx")
    assert cells_of(tmp_path / "one.xlsx") == cells_of(tmp_path / "other.xlsx")
    assert shape_of(tmp_path / "one.xlsx") == shape_of(tmp_path / "other.xlsx")
    assert one.formulas_left == other.formulas_left
    with open_package(tmp_path / "other.xlsx") as package:
        assert examine(package, as_of=date(2026, 1, 1)) == []
    one_sheet, other_sheet = (openpyxl.load_workbook(tmp_path / f"{name}.xlsx")["Data"] for name in ("one", "other"))
    for cell in ("B2", "E2", "E5", "E6"):
        assert one_sheet[cell].value == other_sheet[cell].value


def test_what_followed_the_table_follows_it_in_both(tmp_path: Path) -> None:
    source = make_book(tmp_path / "a.xlsx")
    plan: list[Edit] = [AppendRows("tblData", [["a"], ["b"]])]
    edited(source, plan, tmp_path / "one.xlsx")
    through_openpyxl(source, plan, tmp_path / "other.xlsx")
    for path in (tmp_path / "one.xlsx", tmp_path / "other.xlsx"):
        sheet = openpyxl.load_workbook(path)["Data"]
        assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["B2:B7"]
        assert [str(each.sqref) for each in sheet.conditional_formatting] == ["C2:C7"]
        assert sheet["D7"].number_format == sheet["D2"].number_format == "yyyy-mm-dd"
        assert sheet.tables["tblData"].autoFilter.ref == "A1:E7"


def test_rules_of_other_sheets_that_read_the_table_follow_it_in_both(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(make_book(tmp_path / "a.xlsx"))
    other = book["Other"]
    choice = DataValidation(type="list", formula1="Data!$B$2:$B$5", sqref="B1")
    other.add_data_validation(choice)
    rule = Rule("expression", formula=["COUNTIF(Data!$B$2:$B$5,B1)=0"])
    other.conditional_formatting.add("B1", rule)
    book.save(tmp_path / "b.xlsx")
    plan: list[Edit] = [AppendRows("tblData", [["a"], ["b"]])]
    edited(tmp_path / "b.xlsx", plan, tmp_path / "one.xlsx")
    through_openpyxl(tmp_path / "b.xlsx", plan, tmp_path / "other.xlsx")
    for path in (tmp_path / "one.xlsx", tmp_path / "other.xlsx"):
        sheet = openpyxl.load_workbook(path)["Other"]
        assert [each.formula1 for each in sheet.data_validations.dataValidation] == ["Data!$B$2:$B$7"]
        rules = [rule.formula for each in sheet.conditional_formatting for rule in each.rules]
        assert rules == [["COUNTIF(Data!$B$2:$B$7,B1)=0"]]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    ["=1+1", "=cmd|' /C calc'!A0", "@SUM", "{=1}", "_x0041_", "_x005F_x0041_", "mailto:a@b", "#REF!", "'quoted", "\r\n"]
)


@settings(max_examples=8)
@given(texts=st.lists(TEXTS.filter(str.strip), min_size=1, max_size=6))
def test_every_text_comes_back_as_the_same_text(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("texts")
    source = make_book(folder / "a.xlsx", rows=1)
    through_openpyxl(source, [SetCells("Other", {(5 + n, 4): text for n, text in enumerate(texts)})], folder / "b.xlsx")
    through_openpyxl(folder / "b.xlsx", [SetCells("Other", {(90, 1): "again"})], folder / "c.xlsx")
    read = cells_of(folder / "c.xlsx")
    assert [read["Other", 5 + number, 4] for number in range(len(texts))] == texts
    assert read["Other", 2, 1] == "=kept as text"


# ---- nothing is lost unasked


def test_a_loss_is_listed_with_counts_and_stops_the_write(tmp_path: Path) -> None:
    source = make_book(tmp_path / "a.xlsx")
    old = source.read_bytes()
    with pytest.raises(WorkbookError) as caught:
        through_openpyxl(source, [SetCells("Data", {(2, 1): 1})], None, accept_loss=False)
    assert caught.value.code == "FILE009"
    assert "results of formulas, conditional formats of Excel 2010, shapes and text boxes" in str(caught.value)
    assert "5 results of formulas" in str(caught.value)
    assert source.read_bytes() == old
    result = through_openpyxl(source, [SetCells("Data", {(2, 1): "new"})], None)
    assert result.backup is not None
    assert result.backup.read_bytes() == old
    assert "xl/drawings/drawing1.xml" in result.removed_parts


def test_without_a_loss_nobody_is_asked(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Data").write_string("A1", "x")
    with open_package(tmp_path / "a.xlsx") as package:
        assert losses(package) == ()
    through_openpyxl(tmp_path / "a.xlsx", [SetCells("Data", {(1, 2): "y"})], None, accept_loss=False)
    assert cells_of(tmp_path / "a.xlsx") == {("Data", 1, 1): "x", ("Data", 1, 2): "y"}


LISTED = {
    "004_ClosedXML_inputfile.xlsx": "36 sparklines",
    "072_aspose-cells_sampleRemovingSlicer.xlsx": "slicers",
    "126_tafia_pivots.xlsx": "Power Query queries",
    "034_PHPOffice_issue.4415.xlsx": "sensitivity label",
    "092_exceljs_test-issue-880.xlsx": "2,532 shapes and text boxes",
    "096_ironcalc_crossword_ranges.xlsx": "2 dynamic array formulas",
    "122_nissl-lab_hello-world-signed.xlsx": "digital signature",
}


@pytest.mark.parametrize(("name", "feature"), LISTED.items(), ids=list(LISTED))
def test_what_real_workbooks_would_lose_is_listed(shared: Path, name: str, feature: str) -> None:
    with open_package(shared / "corpus" / name) as package:
        assert feature in [str(loss) for loss in losses(package)]


def test_real_workbooks_are_written_or_refused_in_one_line(shared: Path, tmp_path: Path) -> None:
    written = 0
    for path in sorted((shared / "corpus").glob("*.xls[xm]")):
        if path.stat().st_size > 200_000:
            continue  # openpyxl takes seconds for these
        try:
            with open_package(path) as package:
                first = next(sheet.name for sheet in package.sheets if sheet.kind == "worksheet")
                write_with_openpyxl(
                    package, [SetCells(first, {(900, 40): "=x"})], tmp_path / "out.xlsx", accept_loss=True
                )
        except WorkbookError as error:
            assert error.code in ("FILE002", "FILE003", "FILE006"), path.name
            assert "\n" not in str(error)
            continue
        written += 1
        assert cells_of(tmp_path / "out.xlsx")[first, 900, 40] == "=x"
    assert written >= 30


@pytest.mark.parametrize("name", ["044_SheetJS_sheet_visibility_strict.xlsx", "078_dotnet_OLE-O12-XL-OLE.xlsx"])
def test_a_real_strict_workbook_becomes_an_ordinary_one_when_that_loss_is_accepted(
    shared: Path, tmp_path: Path, name: str
) -> None:
    source, out = shared / "corpus" / name, tmp_path / "out.xlsx"
    with open_package(source) as package:
        sheet, states = package.sheets[0].name, [(each.name, each.state) for each in package.sheets]
    plan: list[Edit] = [SetCells(sheet, {(60, 9): "=new"}), PutSheet(REPORT)]
    with pytest.raises(WorkbookError, match="Strict workbook, which cannot be edited"):
        edited(source, plan, out)
    with pytest.raises(WorkbookError, match="the Strict form of the file, which becomes an ordinary one") as caught:
        through_openpyxl(source, plan, out, accept_loss=False)
    assert caught.value.code == "FILE009"
    assert not out.exists()
    through_openpyxl(source, plan, out)
    before, after = cells_of(source), cells_of(out)
    assert {place: value for place, value in after.items() if place[0] != "Rpt"} == {**before, (sheet, 60, 9): "=new"}
    with open_package(out) as package:
        assert not package.strict
        assert [(each.name, each.state) for each in package.sheets] == [*states, ("Rpt", "visible")]
        assert examine(package, as_of=date(2026, 1, 1)) == []
    assert openpyxl.load_workbook(out)[sheet]["I60"].value == "=new"


def test_the_commands_write_a_strict_workbook_only_with_its_loss_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain, strict, out = team_book(tmp_path / "plain.xlsx"), tmp_path / "team.xlsx", tmp_path / "out.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(strict, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, in_strict(data.decode()) if info.filename.endswith((".xml", ".rels")) else data)
    words = ["fix", str(strict), "-o", str(out), "--as-of", "2026-09-30"]
    assert run(words) == 2
    assert "is a Strict workbook" in capsys.readouterr().err
    assert run([*words, "--engine", "openpyxl"]) == 2
    told = capsys.readouterr().err
    assert "the Strict form of the file" in told
    assert told.endswith("[FILE009]\n")
    assert not out.exists()
    assert run([*words, "--engine", "openpyxl", "--accept-loss"]) == 0
    assert run(["fix", str(plain), "-o", str(tmp_path / "twin.xlsx"), "--as-of", "2026-09-30"]) == 0
    seen, wanted = cells_of(out), cells_of(tmp_path / "twin.xlsx")
    blank = {place for place, value in wanted.items() if value == ""}  # of array formulas, which openpyxl leaves out
    assert seen == {place: value for place, value in wanted.items() if place not in blank}
    assert shape_of(out)[:2] == shape_of(tmp_path / "twin.xlsx")[:2]


# ---- what is not ours to change


def test_formulas_merges_arrays_and_locked_cells_are_not_written_into(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet, locked = book.add_worksheet("Data"), book.add_worksheet("Locked")
        sheet.merge_range("A1:B2", "merged")
        sheet.write_array_formula("D1:D3", "{=A1:A3}")
        sheet.write_formula("F1", "=1+1")
        locked.protect()
        locked.write_string("B2", "free", book.add_format({"locked": False}))
    for cell, says in {(2, 2): "merged", (2, 4): "array formula", (1, 6): "formula", (0, 1): "outside"}.items():
        with pytest.raises(WorkbookError, match=says) as caught:
            through_openpyxl(tmp_path / "a.xlsx", [SetCells("Data", {cell: 1})], tmp_path / "b.xlsx")
        assert caught.value.code == "FILE006"
    with pytest.raises(WorkbookError, match="protected"):
        through_openpyxl(tmp_path / "a.xlsx", [SetCells("Locked", {(1, 1): 1})], tmp_path / "b.xlsx")
    through_openpyxl(tmp_path / "a.xlsx", [SetCells("Locked", {(2, 2): "in"})], tmp_path / "b.xlsx")
    assert value_of(tmp_path / "b.xlsx", "Locked", "B2") == "in"


def test_a_locked_structure_gets_and_loses_no_sheet(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(make_book(tmp_path / "a.xlsx"))
    book.security = WorkbookProtection(lockStructure=True)
    book.save(tmp_path / "b.xlsx")
    for edit in (PutSheet(ReportSheet("R", "t")), RemoveSheet("Other")):
        with pytest.raises(WorkbookError, match="its structure is protected"):
            through_openpyxl(tmp_path / "b.xlsx", [edit], None)
    through_openpyxl(tmp_path / "b.xlsx", [PutSheet(ReportSheet("Other", "t"))], tmp_path / "c.xlsx")
    assert value_of(tmp_path / "c.xlsx", "Other", "A1") == "t"


REFUSED: dict[str, tuple[Edit, str]] = {
    "no such sheet": (SetCells("None", {(1, 1): 1}), "no sheet 'None'"),
    "no such table": (AppendRows("none", [[1]]), "no table 'none' \\(it has: tblData"),
    "too many values": (AppendRows("tblData", [[1] * 6]), "has 5 columns"),
    "a long text": (SetCells("Data", {(2, 1): "x" * 32_768}), "longer than"),
    "a header twice": (AddColumns("tblData", [NewColumn("ID")]), "cannot have a column 'ID'"),
    "a look of no column": (AddColumns("tblData", [NewColumn("new", "none")]), "to look like"),
    "a column too long": (AddColumns("tblData", [NewColumn("new", values=[1] * 9)]), "append the rows first"),
    "a table name twice": (
        PutSheet(ReportSheet("R", "t", tables=(ReportTable("TBLDATA", 1, 1, ("a",), ([1],), ("int",)),))), "already"
    ),
    "rows to delete": (DeleteRows("tblData", [2]), "cannot be deleted"),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "says"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_done_is_refused_and_nothing_written(tmp_path: Path, edit: Edit, says: str) -> None:
    source = make_book(tmp_path / "a.xlsx")
    old = source.read_bytes()
    with pytest.raises(WorkbookError, match=says) as caught:
        through_openpyxl(source, [edit], None)
    assert caught.value.code == "FILE006"
    assert source.read_bytes() == old
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]


def test_what_stands_below_or_beside_a_table_is_not_overwritten(tmp_path: Path) -> None:
    source = make_book(tmp_path / "a.xlsx")
    through_openpyxl(source, [SetCells("Data", {(7, 2): "below", (3, 6): "beside"})], tmp_path / "b.xlsx")
    with pytest.raises(WorkbookError, match="B7 stands below"):
        through_openpyxl(tmp_path / "b.xlsx", [AppendRows("tblData", [["a"], ["b"]])], None)
    with pytest.raises(WorkbookError, match="F3 stands to its right"):
        through_openpyxl(tmp_path / "b.xlsx", [AddColumns("tblData", [NewColumn("new")])], None)


def test_marks_come_and_go_and_others_notes_stay(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Data").write_comment("A1", "theirs", {"author": "Lan"})
    marks = {(1, 1): Mark("ours", "error"), (2, 2): Mark("ours too", "note")}
    result = through_openpyxl(tmp_path / "a.xlsx", [AddMarks("Data", marks)], tmp_path / "b.xlsx")
    assert result.marks_left == (("Data", 1),)
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["Data"]
    assert (sheet["A1"].comment.text, sheet["B2"].comment.text) == ("theirs", "ours too")
    through_openpyxl(tmp_path / "b.xlsx", [ClearMarks()], tmp_path / "c.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx")["Data"]
    assert sheet["A1"].comment.text == "theirs"
    assert sheet["B2"].comment is None


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    source = make_book(tmp_path / "a.xlsx")
    for name in ("b.xlsx", "c.xlsx"):
        through_openpyxl(source, PLANS["all"], tmp_path / name)
    assert (tmp_path / "b.xlsx").read_bytes() == (tmp_path / "c.xlsx").read_bytes()


# ---- the door


def test_openpyxl_is_used_only_where_the_surgical_writer_refuses(tmp_path: Path) -> None:
    source = make_book(tmp_path / "a.xlsx")
    with open_package(source) as package:
        result = write_plan(package, [SetCells("Data", {(2, 1): "x"})], tmp_path / "b.xlsx", Writing("openpyxl"))
    assert "xl/drawings/drawing1.xml" not in result.removed_parts
    assert parts_of(tmp_path / "b.xlsx")["xl/drawings/drawing1.xml"] == parts_of(source)["xl/drawings/drawing1.xml"]


def test_what_is_protected_is_written_through_openpyxl_where_that_is_allowed(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(make_book(tmp_path / "a.xlsx"))
    book["Data"].protection.sheet = True
    book.save(tmp_path / "locked.xlsx")
    source = rewritten(
        tmp_path / "locked.xlsx", tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<sheetData>", b"<sheetData><!-- of another program -->"),
    )  # fmt: skip
    plan: list[Edit] = [SetCells("Data", {(2, 1): "x"})]
    with open_package(source) as package:
        with pytest.raises(WorkbookError, match="protected"):
            write_plan(package, plan, tmp_path / "c.xlsx", Writing("openpyxl", accept_loss=True))
        allowed = Writing("openpyxl", accept_loss=True, allow_protected=True)
        write_plan(package, plan, tmp_path / "c.xlsx", allowed)
    assert value_of(tmp_path / "c.xlsx", "Data", "A2") == "x"


def test_accept_loss_without_the_engine_is_a_wrong_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = make_book(tmp_path / "a.xlsx")
    assert run(["fix", str(source), "--in-place", "--accept-loss"]) == 2
    assert "--accept-loss goes with --engine openpyxl" in capsys.readouterr().err


def test_the_command_lists_asks_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from xltags.books.template import new_workbook

    new_workbook(tmp_path / "team.xlsx", profile="small", created_on=date(2026, 1, 1))
    (tmp_path / "leads.csv").write_text("customer_id,company\n001,Acme Ltd\n", encoding="utf-8")
    with open_package(tmp_path / "team.xlsx") as package:
        customers = next(sheet.part for sheet in package.sheets if sheet.name == "Customers")
    odd = rewritten(
        tmp_path / "team.xlsx",
        tmp_path / "odd.xlsx",
        customers,
        lambda xml: xml.replace(b"<sheetData>", b"<sheetData><!-- of another program -->"),
    )
    words = ["import", str(odd), str(tmp_path / "leads.csv"), "-o", str(tmp_path / "out.xlsx")]
    assert run(words) == 2
    assert "[FILE006]" in capsys.readouterr().err
    assert run([*words, "--engine", "openpyxl"]) == 2
    told = capsys.readouterr().err
    assert "openpyxl would lose" in told
    assert "[FILE009]" in told
    assert told.count("\n") == 1
    assert not (tmp_path / "out.xlsx").exists()
    assert run([*words, "--engine", "openpyxl", "--accept-loss"]) == 0
    assert "Acme Ltd" in cells_of(tmp_path / "out.xlsx").values()
