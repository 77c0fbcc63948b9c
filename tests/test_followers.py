"""What refers to a table follows it when it grows or shrinks: charts, drop-downs, rules, sparklines, names, pivots."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.books_made import cell_xml, edited, parts_of, rewritten, value_of
from tests.package_lint import lint
from xltags.books.edits import AddMarks, AppendRows, ClearMarks, DeleteRows, Edit, FillColumns, Mark, SetCells
from xltags.books.opc.refs import Area
from xltags.books.writing.shrink import Shrink
from xltags.core.errors import WorkbookError

DATA, OTHER, TABLE = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/tables/table1.xml"
CHART, CACHE = "xl/charts/chart1.xml", "xl/pivotCache/pivotCacheDefinition1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def make(path: Path, *, rows: int = 4, extra: bool = True) -> Path:
    """`My data` with table `tbl` in A1:D(rows+1); `Other` reads it with a drop-down, a rule, sparklines and a chart."""
    end = rows + 1
    with xlsxwriter.Workbook(path) as book:
        data, other = book.add_worksheet("My data"), book.add_worksheet("Other")
        columns = [{"header": each} for each in ("id", "n", "twice", "link")]
        data.add_table(0, 0, rows, 3, {"name": "tbl", "columns": columns})
        for row in range(1, end):
            data.write_string(row, 0, f"k{row}")
            data.write_number(row, 1, row)
            data.write_formula(row, 2, f"=B{row + 1}*$G$1", None, 2 * row)
            data.write_url(row, 3, f"https://example.com/{row}", string=f"l{row}")
        data.write_number("G1", 2)
        data.data_validation(1, 0, rows, 0, {"validate": "custom", "value": f"=COUNTIF($A$2:$A${end},A2)=1"})
        data.conditional_format(1, 1, rows, 1, {"type": "cell", "criteria": ">", "value": f"=AVERAGE($B$2:$B${end})",
                                                "format": book.add_format({"bold": True})})  # fmt: skip
        other.data_validation("A1", {"validate": "list", "source": f"='My data'!$A$2:$A${end}"})
        other.write_formula("B1", "=SUM(tbl[n])", None, 10)
        if extra:
            other.add_sparkline("C1", {"range": f"'My data'!B2:B{end}"})
            chart = book.add_chart({"type": "column"})
            chart.add_series({"categories": f"='My data'!$A$2:$A${end}", "values": f"='My data'!$B$2:$B${end}"})
            chart.add_series({"values": "=Other!$E$1:$E$5"})
            other.insert_chart("F1", chart)
        book.define_name("Keys", f"='My data'!$A$2:$A${end}")
    return path


def with_pivot(source: Path, target: Path, ref: str) -> Path:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotCacheDefinition"
    link = f'<Relationship Id="rId77" Type="{kind}" Target="pivotCache/pivotCacheDefinition1.xml"/></Relationships>'
    type_ = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "xl/_rels/workbook.xml.rels":
                data = data.replace(b"</Relationships>", link.encode())
            if info.filename == "[Content_Types].xml":
                data = data.replace(
                    b"</Types>", f'<Override PartName="/{CACHE}" ContentType="{type_}"/></Types>'.encode()
                )
            new.writestr(info, data)
        text = f'<cacheSource type="worksheet"><worksheetSource ref="{ref}" sheet="My data"/></cacheSource>'
        new.writestr(CACHE, f'<pivotCacheDefinition xmlns="{MAIN}">{text}</pivotCacheDefinition>')
    return target


def facts(path: Path) -> dict[str, object]:
    """Where everything that reads the table points."""
    parts = {name: data.decode() for name, data in parts_of(path).items() if name.endswith(".xml")}
    book = openpyxl.load_workbook(path)
    data, other = book["My data"], book["Other"]
    return {
        "table": data.tables["tbl"].ref,
        "filter": data.tables["tbl"].autoFilter.ref,
        "own drop-down": [(str(each.sqref), each.formula1) for each in data.data_validations.dataValidation],
        "own rule": [(str(each.sqref), each.rules[0].formula[0]) for each in data.conditional_formatting],
        "drop-down": [(str(each.sqref), each.formula1) for each in other.data_validations.dataValidation],
        "name": book.defined_names["Keys"].attr_text,
        "sparkline": re.findall("<xm:f>(.*?)</xm:f>", parts[OTHER]),
        "chart": re.findall("<c:f>(.*?)</c:f>", parts[CHART]) if CHART in parts else [],
        "pivot": re.findall(' ref="(.*?)"', parts[CACHE]) if CACHE in parts else [],
    }


def expected(end: int, *, old: int = 5) -> dict[str, object]:
    return {
        "table": f"A1:D{end}", "filter": f"A1:D{end}",
        "own drop-down": [(f"A2:A{end}", f"COUNTIF($A$2:$A${end},A2)=1")],
        "own rule": [(f"B2:B{end}", f"AVERAGE($B$2:$B${end})")],
        "drop-down": [("A1", f"'My data'!$A$2:$A${end}")], "name": f"'My data'!$A$2:$A${end}",
        "sparkline": [f"'My data'!B2:B{end}"],
        "chart": [f"'My data'!$A$2:$A${end}", f"'My data'!$B$2:$B${end}", "Other!$E$1:$E$5"],
        "pivot": [f"A1:D{end}"],
    }  # fmt: skip


def test_everything_follows_a_table_that_grows_and_shrinks(tmp_path: Path) -> None:
    source = with_pivot(make(tmp_path / "1.xlsx"), tmp_path / "in.xlsx", "A1:D5")
    grown, shrunk = tmp_path / "grown.xlsx", tmp_path / "shrunk.xlsx"
    assert facts(source) == expected(5)
    result = edited(source, [AppendRows("tbl", [["k5", 5], ["k6", 6]])], grown)
    assert facts(grown) == expected(7)
    assert lint(grown) == []
    assert CHART in result.changed_parts
    assert b'refreshOnLoad="1"' in parts_of(grown)[CACHE]
    chart = parts_of(grown)[CHART]
    assert chart.count(b"Cache>") == parts_of(source)[CHART].count(b"Cache>") - 4 or b"numCache" not in chart
    edited(grown, [DeleteRows("tbl", [3, 6])], shrunk)
    assert facts(shrunk) == expected(5)
    assert lint(shrunk) == []


def test_a_chart_of_a_table_of_one_record_grows(tmp_path: Path) -> None:
    source, out = make(tmp_path / "in.xlsx", rows=1), tmp_path / "out.xlsx"
    single = rewritten(
        source, tmp_path / "s.xlsx", CHART, lambda x: x.replace(b"$2:$A$2", b"$2").replace(b"$2:$B$2", b"$2")
    )
    for book in (source, single):
        edited(book, [AppendRows("tbl", [["k5", 5], ["k6", 6]])], out)
        assert facts(out)["chart"] == ["'My data'!$A$2:$A$4", "'My data'!$B$2:$B$4", "Other!$E$1:$E$5"]


def test_only_sheets_that_read_the_table_change(tmp_path: Path) -> None:
    source, out = make(tmp_path / "in.xlsx"), tmp_path / "out.xlsx"
    edited(source, [AppendRows("tbl", [["k5", 5]])], out)
    old, new = parts_of(source), parts_of(out)
    assert new[OTHER].replace(b"$6", b"$5").replace(b"B6<", b"B5<") == old[OTHER]
    assert "<v>" in cell_xml(out, OTHER, "B1")  # not ours to calculate
    plain = rewritten(
        source,
        tmp_path / "plain.xlsx",
        OTHER,
        lambda x: re.sub(b"</sheetData>.*", b"</sheetData></worksheet>", x, flags=re.DOTALL),
    )
    result = edited(plain, [AppendRows("tbl", [["k5", 5]])], out)
    assert OTHER not in result.changed_parts


def test_records_go_with_their_rows_and_formulas(tmp_path: Path) -> None:
    source, out = make(tmp_path / "in.xlsx"), tmp_path / "out.xlsx"
    edited(source, [DeleteRows("tbl", [4, 2])], out)
    sheet = openpyxl.load_workbook(out)["My data"]
    assert [[cell.value for cell in row] for row in sheet["A2:C3"]] == [["k2", 2, "=B2*$G$1"], ["k4", 4, "=B3*$G$1"]]
    assert [sheet[f"A{row}"].value for row in range(4, 7)] == [None] * 3
    links = [(cell.coordinate, cell.hyperlink.target) for row in sheet for cell in row if cell.hyperlink]
    assert links == [
        ("D2", "https://example.com/2"), ("D3", "https://example.com/4"),
    ]  # fmt: skip
    assert value_of(out, "My data", "G1") == 2
    assert "<v>" not in cell_xml(out, DATA, "C2")
    assert lint(out) == []


def test_shared_texts_are_counted_when_records_go(tmp_path: Path) -> None:
    source, out = make(tmp_path / "in.xlsx"), tmp_path / "out.xlsx"
    edited(source, [DeleteRows("tbl", [3]), FillColumns("Other", 20, {1: ["fresh", "fresh"]})], out)
    used = sum(part.count(b't="s"') for name, part in parts_of(out).items() if "worksheets/sheet" in name)
    assert b' count="%d"' % used in parts_of(out)["xl/sharedStrings.xml"]


def test_all_records_leave_one_blank_row(tmp_path: Path) -> None:
    source, out = make(tmp_path / "in.xlsx"), tmp_path / "out.xlsx"
    edited(source, [DeleteRows("tbl", [2, 3, 4, 5])], out)
    sheet = openpyxl.load_workbook(out)["My data"]
    assert sheet.tables["tbl"].ref == "A1:D2"
    assert [cell.value for row in sheet["A2:D6"] for cell in row] == [None] * 20
    assert lint(out) == []
    edited(out, [AppendRows("tbl", [["new", 1]])], tmp_path / "again.xlsx")
    assert value_of(tmp_path / "again.xlsx", "My data", "A2") == "new"


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        ([SetCells("My data", {(4, 6): "note"})], "F4 beside it"),
        ([AddMarks("My data", {(5, 1): Mark("x", "note")})], "a note on A5"),
    ],
)
def test_what_stands_in_the_way_is_named(tmp_path: Path, plan: list[Edit], says: str) -> None:
    source, out = make(tmp_path / "in.xlsx"), tmp_path / "out.xlsx"
    edited(source, plan, out)
    with pytest.raises(WorkbookError, match=says) as caught:
        edited(out, [DeleteRows("tbl", [3])], tmp_path / "no.xlsx")
    assert caught.value.code == "FILE006"
    assert not (tmp_path / "no.xlsx").exists()
    edited(out, [ClearMarks(), SetCells("My data", {(4, 6): None}), DeleteRows("tbl", [3])], tmp_path / "yes.xlsx")


@pytest.mark.parametrize(
    ("formula", "stops"),
    [("'My data'!A4", True), ("SUM('My data'!B2:B5)", False), ("SUM('My data'!B2:B4)", True), ("'My data'!A2", False),
     ("tbl[[#Totals],[n]]", False), ("OFFSET('My data'!A4,0,0)", True), ("TODAY()", False),
     ("SUM('My data'!B:B)", False), ("SUM(INDEX(tbl[n],$D$4):INDEX(tbl[n],$D$5))", False),
     ("SUM(INDEX(tbl[n],'My data'!B4):INDEX(tbl[n],2))", True), ("OFFSET($D$4,0,0)+Other!D4", False)],
)  # fmt: skip
def test_formulas_that_name_moving_cells_stop_the_write(tmp_path: Path, formula: str, stops: bool) -> None:
    source = rewritten(
        make(tmp_path / "1.xlsx"), tmp_path / "in.xlsx", OTHER,
        lambda x: x.replace(b"<f>SUM(tbl[n])</f>", b"<f>%b</f>" % formula.encode()),
    )  # fmt: skip
    if stops:
        with pytest.raises(WorkbookError, match="Other!B1, which names its cells"):
            edited(source, [DeleteRows("tbl", [3])], tmp_path / "out.xlsx")
    else:
        edited(source, [DeleteRows("tbl", [3])], tmp_path / "out.xlsx")
        assert lint(tmp_path / "out.xlsx") == []


@pytest.mark.parametrize("rows", [[1], [6], [0]])
def test_only_records_of_the_table_go(tmp_path: Path, rows: list[int]) -> None:
    source = make(tmp_path / "in.xlsx")
    with pytest.raises(WorkbookError, match="no record of table 'tbl'"):
        edited(source, [DeleteRows("tbl", rows)], tmp_path / "out.xlsx")


@given(st.sets(st.integers(2, 9), max_size=7), st.integers(1, 12), st.integers(0, 8))
def test_a_range_holds_after_the_same_records_as_before(gone: set[int], top: int, height: int) -> None:
    shrink = Shrink(Area(1, 1, 9, 3), tuple(sorted(gone)))
    rows = range(top, top + height + 1)
    left = [row for row in rows if row not in gone]
    text = shrink.cell_list(f"A{top}:A{top + height}")
    if not left:
        assert text == ""
        return
    first, _, last = text.partition(":")
    assert int(first[1:]) == shrink.row(left[0] if left[0] <= 9 else top)
    inside = left[-1] if left[-1] <= 9 else top + height
    assert int(last[1:]) == shrink.row(inside)


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_calculates_a_shrunk_table(tmp_path: Path) -> None:
    source, out = make(tmp_path / "in.xlsx"), tmp_path / "out.xlsx"
    edited(source, [DeleteRows("tbl", [2]), SetCells("Other", {(9, 9): 1})], out)
    run = [shutil.which("soffice") or "soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/lo"]
    subprocess.run(
        [*run, "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
         "--outdir", str(tmp_path), str(out)],
        check=True, timeout=180, capture_output=True,
    )  # fmt: skip
    assert (tmp_path / "out-My data.csv").read_text().splitlines()[1].startswith("k2,2,4,l2")
