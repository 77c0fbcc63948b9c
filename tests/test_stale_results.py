"""Results of formulas after an edit: those that may depend on it go, all others stay as they were."""

import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.books_made import cell_xml, edited, make_book, parts_of, rewritten
from tests.package_lint import lint
from xltags.books.edits import AppendRows, DeleteRows, Edit, FillColumns, PutSheet, SetCells, SetNames
from xltags.books.report_sheet import ReportSheet
from xltags.core.values import Value

SHEET = "xl/worksheets/sheet1.xml"
KEPT, GONE = True, False


def book_with(path: Path, formulas: Mapping[str, str], values: Mapping[str, object] | None = None) -> Path:
    """Sheet `Data` with table `tbl` in A1:D6 and formulas beside it, sheet `Other` with formulas of its own."""
    values = values or {}
    with xlsxwriter.Workbook(path) as book:
        data, other = book.add_worksheet("Data"), book.add_worksheet("Other")
        data.add_table("A1:D6", {"name": "tbl", "columns": [{"header": each} for each in ("id", "name", "n", "m'[1]")]})
        for row in range(1, 6):
            data.write_string(row, 0, f"k{row}")
            data.write_string(row, 1, f"name {row}")
            data.write_number(row, 2, row)
            data.write_number(row, 3, 10 * row)
        for cell, formula in formulas.items():
            sheet, _, name = cell.rpartition("!")
            target = other if sheet else data
            result = values.get(cell, 7)
            if formula.startswith("{"):
                target.write_array_formula(name, formula, None, result)
            else:
                target.write_formula(name.partition(":")[0], formula, None, result)
        other.write_formula("A1", "=SUM(Data!C2:C6)", None, values.get("Other!A1", 15))
        other.write_formula("A2", "=1+2", None, values.get("Other!A2", 3))
        other.write_number("A3", 5)
        book.define_name("Numbers", "=Data!$C$2:$C$6")
        book.define_name("Ids", "=Data!$A$2:$A$6")
        book.define_name("Twice", "=Numbers*2")
        book.define_name("Relative", "=Data!A1")
    return path


CASES = {
    "1+1": KEPT, '"C2"&A2': KEPT, "C2*2": GONE, "$C$2": GONE, "SUM(A2:D2)": GONE, "SUM($A2:B$6)": KEPT,
    "SUM(C:C)": GONE, "SUM(A:B)": KEPT, "SUM($D:$C)": GONE, "SUM(2:2)": GONE, "SUM(9:9)": KEPT, "SUM(tbl[n])": GONE,
    "ROWS(tbl[id])": KEPT, "ROWS(tbl)": GONE, "tbl[[#This Row],[name]]": KEPT, "tbl[[#This Row],[n]]": GONE,
    "SUM(tbl[[id]:[n]])": GONE, "SUM(tbl[m''''''[1'']])": KEPT, "SUM(Numbers)": GONE, "ROWS(Ids)": KEPT,
    "SUM(Twice)": GONE, "Relative": GONE, "nobody": GONE, "Other!A3": KEPT, "Other!A2": KEPT, "Other!A1": GONE,
    "'Data'!C3": GONE, "'Data'!A3": KEPT, "SUM(Data:Other!A3)": GONE, "NOW()": GONE, "OFFSET(A1,1,1)": GONE,
    'INDIRECT("A1")': GONE, "SUM(A1:INDEX(B:B,3))": GONE, "LOG10(100)": KEPT, "TRUE": KEPT, "1e5+.5": KEPT,
    'SUMIF(A2:B6,"x",B2)': GONE, 'SUMIF(A2:A6,"x",D2)': KEPT, "IF(A2=\"a\"\"C2\",1,2)": KEPT, "#N/A": KEPT,
    "SUM({1,2;3,4})": KEPT, "_xlfn.SINGLE(D2)": KEPT, "_xlfn.XLOOKUP(A2,A:A,C:C)": GONE, "SUM((A2,C3))": GONE,
    "SUM(A2:D2 C:C)": GONE, "ZZZ1": GONE, "gone!A1": GONE, "tbl[none]": GONE,
    "SUBTOTAL(109,[n])": GONE, "SUBTOTAL(109,[id])": KEPT, "SUM([[id]:[n]])": GONE, "SUM([none])": GONE,
    "[#This Row]": GONE, "Other![id]": GONE, "[1]+Other!A1": GONE,
}  # fmt: skip


@pytest.mark.parametrize(("formula", "kept"), CASES.items(), ids=list(CASES))
def test_a_result_stays_only_where_nothing_it_reads_was_edited(tmp_path: Path, formula: str, kept: bool) -> None:
    stored = formula.replace("m''''''[1'']", "m'''[1']")
    source, out = book_with(tmp_path / "in.xlsx", {"H2": stored}), tmp_path / "out.xlsx"
    edited(source, [FillColumns("Data", 2, {3: [9, 9, 9, 9, 9]})], out)
    before, after = cell_xml(source, SHEET, "H2"), cell_xml(out, SHEET, "H2")
    assert "<v>" in before
    assert after == (before if kept else re.sub("<v>.*?</v>", "", before).replace(' t="str"', "").replace(' t="b"', ""))


@pytest.mark.parametrize(
    ("edit", "kept"),
    [
        (SetCells("Data", {(2, 9): "beside"}), "CD"),
        (SetCells("Data", {(2, 3): 5}), "D"),
        (FillColumns("Data", 2, {4: [1, 2, 3, 4]}), "C"),
        (AppendRows("tblData", [["a", "b", 1]]), ""),
        (DeleteRows("tblData", [3]), ""),
    ],
    ids=["beside", "a number", "a column", "a row more", "a row less"],
)
def test_totals_stay_only_where_their_columns_were_not_edited(tmp_path: Path, edit: Edit, kept: str) -> None:
    source, out = make_book(tmp_path / "in.xlsx", totals=True), tmp_path / "out.xlsx"

    def with_totals(xml: bytes) -> bytes:  # as Excel stores them, results and all
        more = rb'\1<c r="D6"><f>SUBTOTAL(109,[since])</f><v>7</v></c></row>'
        return re.sub(rb'(?s)(<row r="6".*?)</row>', more, xml)

    source = rewritten(source, tmp_path / "totals.xlsx", SHEET, with_totals)
    other = "xl/worksheets/sheet2.xml"  # what names single cells stops a record from going
    source = rewritten(
        source, tmp_path / "named.xlsx", other, lambda xml: xml.replace(b"Data!C2:C5", b"tblData[score]")
    )
    edited(source, [edit], out)
    row = parts_of(out)[SHEET].decode()
    found = re.findall(r'<c r="([CD])\d"[^>]*><f>SUBTOTAL\(109,\[\w+\]\)</f><v>', row)
    assert "".join(found) == kept


def test_only_the_rows_that_were_edited_lose_their_results(tmp_path: Path) -> None:
    formulas = {f"H{row}": f"=C{row}*2" for row in range(2, 7)} | {f"I{row}": f"=H{row}+1" for row in range(2, 7)}
    source, out = book_with(tmp_path / "in.xlsx", formulas), tmp_path / "out.xlsx"
    edited(source, [SetCells("Data", {(4, 3): 99})], out)
    kept = {name for name in formulas if "<v>" in cell_xml(out, SHEET, name)}
    assert kept == formulas.keys() - {"H4", "I4"}


def test_a_running_total_goes_from_the_edit_on_however_long_it_is(tmp_path: Path) -> None:
    formulas = {"H2": "=C2"} | {f"H{row}": f"=H{row - 1}+1" for row in range(3, 200)} | {"K2": "=A2"}
    source, out = book_with(tmp_path / "in.xlsx", formulas), tmp_path / "out.xlsx"
    edited(source, [SetCells("Data", {(2, 3): 99})], out)
    assert [name for name in formulas if "<v>" in cell_xml(out, SHEET, name)] == ["K2"]


def test_formulas_follow_one_another_over_other_sheets(tmp_path: Path) -> None:
    formulas = {"H2": "=Other!B1", "Other!B1": "=Other!B2", "Other!B2": "=SUM(Data!H9:H10)", "H9": "=C2", "H3": "=A2"}
    source, out = book_with(tmp_path / "in.xlsx", formulas), tmp_path / "out.xlsx"
    edited(source, [SetCells("Data", {(2, 3): 99})], out)
    assert [name for name in ("H2", "H9", "H3") if "<v>" in cell_xml(out, SHEET, name)] == ["H3"]
    assert parts_of(out)["xl/worksheets/sheet2.xml"] == parts_of(source)["xl/worksheets/sheet2.xml"]


def test_formulas_that_mention_a_changed_name_lose_their_results(tmp_path: Path) -> None:
    formulas = {"H2": "=SUM(Numbers)", "H3": "=H2+1", "H4": "=ROWS(Ids)", "H5": "=SUM(twice)"}
    source, out = book_with(tmp_path / "in.xlsx", formulas), tmp_path / "out.xlsx"
    change = SetNames({"NUMBERS": "Data!$C$2:$C$3", "Ids": "Data!$A$2:$A$6"})
    edited(source, [change, SetCells("Data", {(2, 9): "beside"})], out)
    assert [name for name in formulas if "<v>" in cell_xml(out, SHEET, name)] == ["H4"]


def test_a_changed_name_has_excel_calculate_anew(tmp_path: Path) -> None:
    source = book_with(tmp_path / "in.xlsx", {"H2": "=SUM(Numbers)"})
    workbook = "xl/workbook.xml"
    source = rewritten(source, tmp_path / "calm.xlsx", workbook, lambda x: re.sub(rb"<calcPr[^>]*>", b"", x))
    for text, anew in (("Data!$C$2:$C$6", False), ("Data!$C$2:$C$3", True)):
        edited(source, [SetNames({"Numbers": text})], tmp_path / "out.xlsx")
        assert (b'fullCalcOnLoad="1"' in parts_of(tmp_path / "out.xlsx")[workbook]) == anew


@pytest.mark.parametrize(("column", "kept"), [(3, GONE), (4, KEPT)])
def test_shared_formulas_are_read_from_the_one_they_repeat(tmp_path: Path, column: int, kept: bool) -> None:
    formulas = dict.fromkeys(("H2", "H3", "I2"), "=C2")

    def shared(xml: bytes) -> bytes:
        xml = xml.replace(b'<c r="H2"><f>C2</f>', b'<c r="H2"><f t="shared" ref="H2:I3" si="0">C2</f>')
        for name in (b"H3", b"I2"):
            xml = xml.replace(b'<c r="%b"><f>C2</f>' % name, b'<c r="%b"><f t="shared" si="0"/>' % name)
        return xml

    source = rewritten(book_with(tmp_path / "1.xlsx", formulas), tmp_path / "in.xlsx", SHEET, shared)
    out = tmp_path / "out.xlsx"
    edited(source, [SetCells("Data", {(3, column): 99})], out)
    assert [("<v>" in cell_xml(out, SHEET, name)) for name in ("H2", "H3", "I2")] == [True, kept, True]
    edited(source, [SetCells("Data", {(2, 4): 99})], out)  # what I2 reads, one to the right of C2
    assert [("<v>" in cell_xml(out, SHEET, name)) for name in ("H2", "H3", "I2")] == [True, True, False]


@pytest.mark.parametrize(("column", "kept"), [(3, GONE), (4, KEPT)])
def test_an_array_formula_goes_with_all_its_results(tmp_path: Path, column: int, kept: bool) -> None:
    source, out = book_with(tmp_path / "in.xlsx", {"H2:H4": "{=C2:C4}", "J2": "=H4"}), tmp_path / "out.xlsx"
    edited(source, [SetCells("Data", {(3, column): 99})], out)
    assert [("<v>" in cell_xml(out, SHEET, name)) for name in ("H2", "H3", "H4", "J2")] == [kept] * 4


@pytest.mark.parametrize(
    "change",
    [
        lambda x: re.sub(rb'<c r="(\w+)" s="(\d+)"', rb'<c s="\2" r="\1"', x.replace(b'r="H2"', b'r="H2" s="1"')),
        lambda x: x.replace(b"<f>1+1</f>", b'<f ca="1">1+1</f>'),
        lambda x: x.replace(b"<f>1+1</f>", b'<f t="shared" si="3"/>'),
        lambda x: x.replace(b"<f>1+1</f>", b'<f t="dataTable" ref="H2" dt2D="0" r1="A1"/>'),
    ],
)
def test_where_formulas_cannot_be_told_their_results_go(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    source = rewritten(book_with(tmp_path / "1.xlsx", {"H2": "=1+1"}), tmp_path / "in.xlsx", SHEET, change)
    edited(source, [SetCells("Data", {(3, 3): 99})], tmp_path / "out.xlsx")
    cell = re.search(rb'<c [^>]*r="H2".*?</c>', parts_of(tmp_path / "out.xlsx")[SHEET])
    assert cell is not None
    assert b"<v>" not in cell[0]


def test_rows_that_are_added_and_sheets_that_are_replaced_count_as_edits(tmp_path: Path) -> None:
    formulas = {"H2": "=SUM(tbl[n])", "H3": "=tbl[[#This Row],[n]]", "H4": "=Other!A3", "H5": "=SUM(Numbers)"}
    source, out = book_with(tmp_path / "in.xlsx", formulas), tmp_path / "out.xlsx"
    edited(source, [AppendRows("tbl", [["k6", "x", 3, 4]])], out)
    assert [name for name in formulas if "<v>" in cell_xml(out, SHEET, name)] == ["H3", "H4"]
    edited(source, [PutSheet(ReportSheet("Other", "new")), SetCells("Data", {(9, 9): 1})], out)
    assert [name for name in formulas if "<v>" in cell_xml(out, SHEET, name)] == ["H2", "H3", "H5"]


def test_formulas_are_left_or_given_results_when_asked(tmp_path: Path) -> None:
    formulas = {"H2": "=1+1", "H4": "=A4", "I2": "=H2", "I5": "=H5"}
    source, out = book_with(tmp_path / "in.xlsx", formulas), tmp_path / "out.xlsx"
    values: list[Value | None] = ["a<b", 2, True, " x"]
    result = edited(source, [FillColumns("Data", 2, {8: values}, into_formulas="leave")], out)
    assert result.formulas_left == (("Data", 8, 2),)
    assert [cell_xml(out, SHEET, name) for name in ("H2", "H4", "I2")] == [
        cell_xml(source, SHEET, name) for name in ("H2", "H4", "I2")
    ]
    assert "<v>" not in cell_xml(out, SHEET, "I5")
    assert "<v>2</v>" in cell_xml(out, SHEET, "H3")
    edited(source, [FillColumns("Data", 2, {8: values}, into_formulas="cache")], out)
    assert cell_xml(out, SHEET, "H2") == '<c r="H2" t="str"><f>1+1</f><v>a&lt;b</v></c>'
    assert cell_xml(out, SHEET, "H4") == '<c r="H4" t="b"><f>A4</f><v>1</v></c>'
    assert "<v>" not in cell_xml(out, SHEET, "I2")
    assert lint(out) == []
    sheet = openpyxl.load_workbook(out, data_only=True)["Data"]
    assert [sheet.cell(row, 8).value for row in range(2, 6)] == values
    plan: list[Edit] = [
        SetCells("Data", {(4, 1): "read by H4"}),
        FillColumns("Data", 2, {8: values}, into_formulas="cache"),
    ]
    edited(source, plan, out)
    assert "<v>1</v>" in cell_xml(out, SHEET, "H4")
    edited(source, [FillColumns("Data", 2, {8: [None] * 4}, into_formulas="cache")], out)
    assert cell_xml(out, SHEET, "H2") == '<c r="H2" t="str"><f>1+1</f><v></v></c>'
    assert lint(out) == []


PIECES = ["C{r}", "D{r}", "$C$3", "SUM(C$2:C{r})", "SUM(tbl[n])", "tbl[[#This Row],[n]]", "SUM(Numbers)", "Other!A1",
          "Other!A2", "H{r}", "H{p}", "I{p}", "J{p}", "LEN(A{r})", "LEN(B{r})", "COUNTA(A:B)", "SUMIF(A2:A6,A{r},D2)",
          "SUM(Other!A1:A3)", "IF(B{r}=\"C2\",1,2)", "MAX(C2:D6)", "ROWS(Ids)", "SUM(I$2:I{r})"]  # fmt: skip


def libreoffice(folder: Path, *books: Path) -> list[Path]:
    """The books with every formula calculated anew."""
    for book in books:
        stripped = folder / "strip" / book.name
        stripped.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(book) as old, zipfile.ZipFile(stripped, "w") as new:
            for info in old.infolist():
                data = old.read(info)
                if "worksheets/sheet" in info.filename:
                    data = re.sub(rb"(</f>|<f [^>]*/>)<v>[^<]*</v>", rb"\1", data)
                new.writestr(info, data)
    run = [shutil.which("soffice") or "soffice", "--headless", f"-env:UserInstallation=file://{folder}/lo"]
    names = [str(folder / "strip" / book.name) for book in books]
    subprocess.run(
        [*run, "--convert-to", "xlsx", "--outdir", str(folder / "calc"), *names],
        check=True,
        timeout=300,
        capture_output=True,
    )
    return [folder / "calc" / book.name for book in books]


def results(path: Path) -> dict[str, object]:
    book = openpyxl.load_workbook(path, data_only=True)
    return {f"{sheet.title}!{cell.coordinate}": cell.value for sheet in book for row in sheet for cell in row}


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_calculates_every_kept_result_again(tmp_path: Path) -> None:
    chance = random.Random(20261121)
    sets = []
    for number in range(6):
        formulas = {}
        for row in range(2, 7):
            for letter in "HIJ":
                pieces = [each for each in PIECES if row > 2 or "{p}" not in each]
                pieces = [each for each in pieces if letter > "I" or "I$2" not in each]
                pieces = [each for each in pieces if letter != "H" or each != "H{r}"]
                formulas[f"{letter}{row}"] = "=" + "+".join(chance.sample(pieces, 2)).format(r=row, p=row - 1)
        sets.append((tmp_path / f"{number}.xlsx", formulas))
    fresh = libreoffice(tmp_path, *(book_with(path, formulas) for path, formulas in sets))
    outs = []
    for (path, formulas), calculated in zip(sets, fresh, strict=True):
        known = results(calculated)
        book_with(path, formulas, {cell.removeprefix("Data!"): value for cell, value in known.items()})
        out = tmp_path / f"out{path.name}"
        edited(
            path, [SetCells("Data", {(chance.randrange(2, 7), chance.randrange(1, 5)): chance.choice([99, 77])})], out
        )
        outs.append(out)
    kept = dropped = 0
    for (_, formulas), out, again in zip(sets, outs, libreoffice(tmp_path, *outs), strict=True):
        ours, theirs = results(out), results(again)
        for cell in formulas:
            value = ours[f"Data!{cell}"]
            kept += value is not None
            dropped += value is None
            assert value is None or value == theirs[f"Data!{cell}"], (out.name, cell, formulas[cell])
    assert kept > 20
    assert dropped > 20
