"""The rules of the package: each finds the fault it is for, and says nothing of what is right."""

import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.books_made import edited
from tests.books_made import make_book as plain_book
from tests.raw_workbooks import make_workbook, write_parts
from xltags.books.edits import AddColumns, AppendRows, Edit, FillColumns, NewColumn, PutSheet, SetCells
from xltags.books.lint.plain_rows import PlainRows
from xltags.books.lint.registry import examine, load_rules
from xltags.books.lint.sheet_facts import SheetFacts
from xltags.books.lint.sheet_scan import SheetScan
from xltags.books.package import Package, SheetRef, open_package
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.cli.app import run
from xltags.core.errors import WorkbookError
from xltags.core.finding import LANGUAGES, Finding

TODAY = date(2026, 9, 30)
WORKBOOK, SHEET, OTHER, PIVOTS = (
    "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"
)  # fmt: skip
STYLES, STRINGS, TABLE, TABLE2 = "xl/styles.xml", "xl/sharedStrings.xml", "xl/tables/table1.xml", "xl/tables/table2.xml"
TYPES, LINKS, SHEET_LINKS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels"
CHART, DRAWING = "xl/charts/chart1.xml", "xl/drawings/drawing1.xml"
CACHE, PIVOT, CHAIN, SLICER = (
    "xl/pivotCache/pivotCacheDefinition1.xml", "xl/pivotTables/pivotTable1.xml", "xl/calcChain.xml",
    "xl/slicerCaches/slicerCache1.xml",
)  # fmt: skip
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def found(path: Path, language: str = "en") -> list[Finding]:
    with open_package(path) as package:
        return examine(package, as_of=TODAY, language=language)  # type: ignore[arg-type]  # one of LANGUAGES


def codes(path: Path) -> set[str]:
    return {finding.code for finding in found(path)}


def rich_book(path: Path) -> Path:
    """A clean workbook with all that the rules look at: tables, names, formulas, chart, drop-downs, pivot, slicer."""
    with xlsxwriter.Workbook(path) as book:
        sheet, other, pivots = (book.add_worksheet(name) for name in ("Data", "Other sheet", "Pivots"))
        date_format = book.add_format({"num_format": "yyyy-mm-dd", "bold": True})
        look = book.add_format({"bg_color": "#FFEEEE"})
        columns = [{"header": each} for each in ("id", "name", "size")] + [{"header": "twice", "formula": "=[@size]*2"}]
        rows = [[f"c{row}", f"name {row % 2}", row] for row in range(1, 6)]
        sheet.add_table("A1:D6", {"name": "tblData", "columns": columns, "data": rows})
        sheet.add_table("G1:H3", {"name": "tblMore", "columns": [{"header": "a"}, {"header": "b"}], "data": [[1, 2]]})
        sheet.data_validation("B2:B6", {"validate": "list", "source": ["name 0", "name 1"], "input_title": "Pick"})
        sheet.conditional_format("C2:C6", {"type": "cell", "criteria": ">", "value": 3, "format": look})
        sheet.merge_range("J1:K2", "merged")
        sheet.merge_range("J4:K5", "merged too")
        sheet.write_datetime("F9", datetime(2026, 1, 1), date_format)
        other.write_formula("A1", "=SUM(Data!C2:C6)", None, 15)
        other.write_formula("A2", "=XLOOKUP(1,Data!C2:C6,Data!A2:A6)", None, "c1")
        other.write_dynamic_array_formula("A3", "=LAMBDA(_xlpm.x,_xlpm.x+1)(2)", None, 3)
        other.write_array_formula("C1:C2", "{=Data!C2:C3*2}", None, 2)
        other.write_formula("A4", '=IF(\'Other sheet\'!A1>1,"a;b@c(","' + "x" * 20 + '")', None, "x")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='Other sheet'!$A$1:$A$2", "categories": "=Data!$A$2:$A$3"})
        other.insert_chart("F1", chart)
        other.insert_textbox("F20", "a shape")
        pivots.write_string("A1", "pivot below")
        book.define_name("Sizes", "=Data!$C$2:$C$6")
        book.define_name("'Other sheet'!Local", "='Other sheet'!$A$1")
        sheet.set_header("&L&F")
    _with_parts(path)
    return path


def _with_parts(path: Path) -> None:
    """Adds what XlsxWriter cannot make: a pivot with its cache, a table slicer, an order of calculation."""
    link = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/'
    new = {
        CACHE: f'<pivotCacheDefinition xmlns="{MAIN}"><cacheSource type="worksheet"><worksheetSource name="tblData"/>'
        '</cacheSource><cacheFields count="4"><cacheField name="id"><sharedItems/></cacheField><cacheField name="name">'
        '<sharedItems count="2"><s v="name 0"/><s v="name 1"/></sharedItems></cacheField><cacheField name="size">'
        '<sharedItems/></cacheField><cacheField name="twice"><sharedItems/></cacheField></cacheFields>'
        "</pivotCacheDefinition>",
        PIVOT: f'<pivotTableDefinition xmlns="{MAIN}" name="p" cacheId="7"><location ref="A3:B5"/><pivotFields '
        'count="4"><pivotField/><pivotField axis="axisRow"><items count="3"><item x="0"/><item x="1"/>'
        '<item t="default"/></items></pivotField><pivotField/><pivotField/></pivotFields></pivotTableDefinition>',
        "xl/pivotTables/_rels/pivotTable1.xml.rels": link
        + 'pivotCacheDefinition" Target="../pivotCache/pivotCacheDefinition1.xml"/></Relationships>',
        "xl/worksheets/_rels/sheet3.xml.rels": link
        + 'pivotTable" Target="../pivotTables/pivotTable1.xml"/></Relationships>',
        SLICER: '<slicerCacheDefinition xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'sourceName="name"><extLst><ext><x15:tableSlicerCache xmlns:x15="http://schemas.microsoft.com/office/'
        'spreadsheetml/2010/11/main" tableId="1" column="2"/></ext></extLst></slicerCacheDefinition>',
        CHAIN: f'<calcChain xmlns="{MAIN}"><c r="A1" i="2"/><c r="A2"/><c r="C2" a="1"/><c r="D2" i="1"/></calcChain>',
    }
    types = "".join(
        f'<Override PartName="/{name}" ContentType="application/x"/>' for name in new if "_rels" not in name
    )
    kinds = {CACHE: "pivotCacheDefinition", SLICER: "slicerCache", CHAIN: "calcChain"}
    links = "".join(
        f'<Relationship Id="rIdx{number}" Type="{OFFICE}/{kind}" Target="{name.removeprefix("xl/")}"/>'
        for number, (name, kind) in enumerate(kinds.items())
    )
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[TYPES] = parts[TYPES].replace(b"</Types>", types.encode() + b"</Types>")
    parts[LINKS] = parts[LINKS].replace(b"</Relationships>", links.encode() + b"</Relationships>")
    listed = b'<pivotCaches><pivotCache cacheId="7" r:id="rIdx0"/></pivotCaches></workbook>'
    parts[WORKBOOK] = parts[WORKBOOK].replace(b"</workbook>", listed)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (parts | {name: text.encode() for name, text in new.items()}).items():
            archive.writestr(name, data)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich_book(tmp_path_factory.mktemp("doctor") / "clean.xlsx")


Parts = dict[str, bytes]


def put(part: str, old: str, new: str, *, count: int = 1) -> Callable[[Parts], None]:
    """A mutation: one text of a part becomes another; it must be there."""

    def change(parts: Parts) -> None:
        assert old.encode() in parts[part], f"{old!r} is not in {part}"
        parts[part] = parts[part].replace(old.encode(), new.encode(), count)

    return change


def sub(part: str, pattern: str, new: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts[part], count = re.subn(pattern.encode(), new.encode(), parts[part], count=1, flags=re.DOTALL)
        assert count, f"{pattern!r} is not in {part}"

    return change


def drop(part: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        del parts[part]

    return change


def add(part: str) -> Callable[[Parts], None]:
    return lambda parts: parts.update({part: b"<a/>"})


LONG = "x" * 32_768
FAULTS: dict[str, tuple[str, Callable[[Parts], None]]] = {
    "a linked part is missing": ("PKG001", drop(TABLE)),
    "a drawing is missing": ("PKG001", drop(CHART)),
    "a part without a type": ("PKG002", add("xl/extra.odd")),
    "a type without a part": (
        "PKG003",
        put(TYPES, "</Types>", '<Override PartName="/xl/no.xml" ContentType="a"/></Types>'),
    ),
    "a type twice": ("PKG004", put(TYPES, "</Types>", f'<Override PartName="/{STYLES}" ContentType="a"/></Types>')),
    "a default twice": ("PKG004", put(TYPES, "</Types>", '<Default Extension="XML" ContentType="a"/></Types>')),
    "a link id twice": ("PKG005", put(SHEET_LINKS, 'Id="rId2"', 'Id="rId1"')),
    "a dangling link": ("PKG006", put(SHEET, "<tableParts", '<drawing r:id="rId77"/><tableParts')),
    "a part that is no XML": ("PKG007", put(TABLE, "</table>", "")),
    "a sheet that is no XML": ("PKG007", put(SHEET, "</worksheet>", "")),
    "styles that are no XML": ("PKG007", put(CHART, "</c:chartSpace>", "")),
    "a part nobody points at": ("PKG008", add("xl/orphan.xml")),
    "a sheet name too long": ("PKG010", put(WORKBOOK, 'name="Pivots"', f'name="{"P" * 32}"')),
    "a sheet name with a slash": ("PKG010", put(WORKBOOK, 'name="Pivots"', 'name="a/b"')),
    "a sheet name twice": ("PKG011", put(WORKBOOK, 'name="Pivots"', 'name="DATA"')),
    "a sheet id twice": ("PKG012", put(WORKBOOK, 'sheetId="3"', 'sheetId="2"')),
    "no visible sheet": (
        "PKG013",
        lambda parts: parts.update({WORKBOOK: parts[WORKBOOK].replace(b"sheetId=", b'state="hidden" sheetId=')}),
    ),
    "an active sheet that is not there": ("PKG014", put(WORKBOOK, "<workbookView ", '<workbookView activeTab="9" ')),
    "an element twice": ("PKG015", put(SHEET, "<sheetData>", "<sheetData/><sheetData>")),
    "an element out of order": (
        "PKG016",
        sub(SHEET, r"(<mergeCells.*?</mergeCells>)(.*)(<pageMargins[^>]*>)", r"\2\3\1"),
    ),
    "a name twice": (
        "PKG020",
        put(WORKBOOK, "</definedNames>", '<definedName name="SIZES">Data!$A$1</definedName></definedNames>'),
    ),
    "a name like a cell": ("PKG021", put(WORKBOOK, 'name="Sizes"', 'name="AB12"')),
    "a name with a blank": ("PKG021", put(WORKBOOK, 'name="Sizes"', 'name="my sizes"')),
    "a name of no sheet": ("PKG022", put(WORKBOOK, 'localSheetId="1"', 'localSheetId="9"')),
    "a name that reads a missing sheet": ("PKG023", put(WORKBOOK, ">Data!$C$2", ">Gone!$C$2")),
    "a formula that reads a missing sheet": ("PKG023", put(OTHER, "SUM(Data!", "SUM('Not here'!")),
    "a name to nothing": ("PKG024", put(WORKBOOK, ">Data!$C$2:$C$6", ">#REF!")),
    "rows out of order": ("PKG030", put(SHEET, '<row r="3"', '<row r="33"')),
    "a row twice": ("PKG031", put(SHEET, '<row r="4"', '<row r="3"')),
    "cells out of order": ("PKG032", sub(SHEET, r'(<c r="A2".*?</c>)(<c r="B2".*?</c>)', r"\2\1")),
    "a cell twice": ("PKG033", put(SHEET, '<c r="B2"', '<c r="A2"')),
    "a cell in a wrong row": ("PKG034", put(SHEET, '<c r="B2"', '<c r="B3"')),
    "a cell off the sheet": ("PKG035", put(SHEET, '<c r="C2"', '<c r="XFE2"')),
    "a row off the sheet": ("PKG035", put(SHEET, '<row r="9"', '<row r="1048577"')),
    "a shared text that is not there": ("PKG036", sub(SHEET, r'(<c r="A2" t="s"><v>)\d+', r"\g<1>999")),
    "a style that is not there": ("PKG037", put(SHEET, '<c r="F9" s="', '<c r="F9" s="9')),
    "a decimal comma": ("PKG038", sub(SHEET, r'(<c r="C2"><v>)\d+', "\\g<1>1,5")),
    "a long text": ("PKG039", sub(SHEET, r'<c r="A2" t="s"><v>\d+</v>', f'<c r="A2" t="str"><v>{LONG}</v>')),
    "a long shared text": ("PKG047", put(STRINGS, "<t>merged", f"<t>{LONG}")),
    "an inline text of another type": (
        "PKG040",
        sub(SHEET, r'<c r="A2" t="s"><v>\d+</v>', '<c r="A2"><is><t>a</t></is>'),
    ),
    "overlapping merges": ("PKG041", put(SHEET, 'ref="J4:K5"', 'ref="K2:L5"')),
    "a merge in a table": ("PKG042", put(SHEET, 'ref="J4:K5"', 'ref="A3:B3"')),
    "a wrong number of texts": ("PKG043", sub(STRINGS, r'uniqueCount="\d+"', 'uniqueCount="3"')),
    "a wrong number of styles": ("PKG044", sub(STYLES, r'<cellXfs count="\d+"', '<cellXfs count="77"')),
    "a difference format that is not there": ("PKG045", sub(SHEET, r'dxfId="\d+"', 'dxfId="5"')),
    "a font that is not there": ("PKG046", sub(STYLES, r'fontId="1"', 'fontId="9"')),
    "a header that differs": ("PKG050", put(TABLE, 'name="size"', 'name="sizes"')),
    "a header cell that is a number": ("PKG050", sub(SHEET, r'<c r="B1" t="s"><v>\d+</v>', '<c r="B1"><v>7</v>')),
    "a column name twice": ("PKG051", put(TABLE, 'name="size"', 'name="NAME"')),
    "a column id twice": ("PKG052", put(TABLE, 'tableColumn id="2"', 'tableColumn id="1"')),
    "a table name twice": (
        "PKG053",
        lambda parts: parts.update({TABLE2: parts[TABLE2].replace(b"tblMore", b"TBLDATA")}),
    ),
    "a table name that is a name": (
        "PKG053",
        lambda parts: parts.update({TABLE2: parts[TABLE2].replace(b"tblMore", b"Sizes")}),
    ),
    "a table id twice": ("PKG054", put(TABLE2, ' id="2"', ' id="1"')),
    "a table too wide": ("PKG055", put(TABLE, 'ref="A1:D6"', 'ref="A1:E6"', count=2)),
    "a table that miscounts": ("PKG055", put(TABLE, 'tableColumns count="4"', 'tableColumns count="5"')),
    "a table named like a cell": (
        "PKG056",
        lambda parts: parts.update({TABLE2: parts[TABLE2].replace(b"tblMore", b"T1")}),
    ),
    "overlapping tables": ("PKG057", put(TABLE2, 'ref="G1:H3"', 'ref="D1:E3"', count=2)),
    "a table without rows": ("PKG058", put(TABLE2, 'ref="G1:H3"', 'ref="G1:H1"', count=2)),
    "a filter beside its table": ("PKG059", put(TABLE, 'autoFilter ref="A1:D6"', 'autoFilter ref="A1:C6"')),
    "a chain to a cell without formula": ("PKG060", put(CHAIN, 'r="A2"', 'r="B7"')),
    "a chain to a missing sheet": ("PKG060", put(CHAIN, 'r="D2" i="1"', 'r="D2" i="44"')),
    "a younger function without prefix": ("PKG061", put(OTHER, "_xlfn.XLOOKUP", "XLOOKUP")),
    "a parameter without prefix": ("PKG062", put(OTHER, "_xlpm.x,_xlpm.x+1", "x,x+1")),
    "the short form of this row": ("PKG063", sub(TABLE, "(<calculatedColumnFormula>)[^<]*", r"\1[@size]*2")),
    "a leading equals sign": ("PKG063", put(OTHER, "<f>SUM", "<f>=SUM")),
    "a spill reference": ("PKG063", put(OTHER, "<f>SUM(Data!C2:C6)", "<f>SUM(A1#)")),
    "a long formula": ("PKG064", put(OTHER, "x" * 20, "x" * 8200)),
    "an open bracket": ("PKG065", put(OTHER, "SUM(Data!C2:C6)", "SUM(Data!C2:C6")),
    "semicolons": ("PKG066", put(OTHER, "SUM(Data!C2:C6)", "SUM(Data!C2;Data!C6)")),
    "a drop-down for no range": ("PKG070", put(SHEET, 'sqref="B2:B6"', 'sqref="B2:B6;C2"')),
    "a typed list too long": ("PKG071", put(SHEET, '"name 0,', '"' + "n" * 260 + ",")),
    "a prompt title too long": ("PKG071", put(SHEET, 'promptTitle="Pick"', f'promptTitle="{"P" * 33}"')),
    "a column in a conditional format": (
        "PKG072",
        sub(SHEET, "<formula>3</formula>", "<formula>tblData[size]</formula>"),
    ),
    "a chart of a missing sheet": ("PKG080", put(CHART, "'Other sheet'!", "'Old sheet'!")),
    "a pivot of other columns": ("PKG081", put(CACHE, 'cacheField name="size"', 'cacheField name="weight"')),
    "a pivot without source": (
        "PKG082",
        put(CACHE, 'worksheetSource name="tblData"', 'worksheetSource name="tblGone"'),
    ),
    "a pivot with other fields": ("PKG083", put(PIVOT, "<pivotField/>", "")),
    "a pivot item that is not there": ("PKG084", put(PIVOT, '<item x="1"/>', '<item x="5"/>')),
    "a pivot without listed data": ("PKG085", put(WORKBOOK, 'cacheId="7"', 'cacheId="8"')),
    "a slicer of no table": ("PKG086", put(SLICER, 'tableId="1"', 'tableId="9"')),
    "a slicer of no column": ("PKG086", put(SLICER, 'column="2"', 'column="9"')),
    "a shape id twice": ("PKG087", sub(DRAWING, r'cNvPr id="3"', 'cNvPr id="2"')),
}  # fmt: skip


@pytest.mark.parametrize(("code", "change"), FAULTS.values(), ids=list(FAULTS))
def test_a_seeded_fault_is_found(clean: Path, tmp_path: Path, code: str, change: Callable[[Parts], None]) -> None:
    with zipfile.ZipFile(clean) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    path = tmp_path / "faulty.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    hits = [finding for finding in found(path) if finding.code == code]
    assert hits
    assert all(hit.severity == load_rules()[code].severity for hit in hits)
    assert len(hits) <= 2, "one fault is told once, or once for each of two sides"


def test_the_workbook_before_the_faults_is_clean(clean: Path) -> None:
    assert found(clean) == []


def test_every_rule_has_a_seeded_fault() -> None:
    assert set(load_rules()) == {code for code, _ in FAULTS.values()}


def test_a_doubled_part_stops_the_look(clean: Path, tmp_path: Path) -> None:
    path = tmp_path / "twice.xlsx"
    path.write_bytes(clean.read_bytes())
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, b"<a/>")
    with pytest.raises(WorkbookError) as caught:
        open_package(path)
    assert caught.value.code == "FILE005"


def test_every_rule_has_a_page_and_three_languages() -> None:
    for code, rule in load_rules().items():
        assert re.fullmatch(r"PKG\d{3}", code)
        assert "\nWhy: " in rule.page, code
        assert "\nFix: " in rule.page, code
        assert rule.title.endswith("."), code
        fields = {language: set(re.findall(r"{(\w+)", rule.messages[language])) for language in LANGUAGES}
        assert fields["en"] == fields["zh"] == fields["vi"], code
        assert len(set(rule.messages.values())) == 3, code


# ---- nothing is said of what is right


def test_what_xlsxwriter_and_openpyxl_make_is_clean(clean: Path, tmp_path: Path) -> None:
    assert codes(plain_book(tmp_path / "a.xlsx", totals=True)) == set()
    book = openpyxl.load_workbook(plain_book(tmp_path / "b.xlsx"))
    book.save(tmp_path / "c.xlsx")
    assert codes(tmp_path / "c.xlsx") == set()


def test_what_xltags_makes_and_edits_is_clean(tmp_path: Path) -> None:
    from xltags.books.template import new_workbook

    new_workbook(tmp_path / "new.xlsx", profile="full", created_on=TODAY)
    assert codes(tmp_path / "new.xlsx") == set()
    table = ReportTable("rpt_a", 4, 1, ("k", "v"), (["a", "b"], [1, 2.5]), ("text", "number"), (10, None))
    plan: list[Edit] = [
        SetCells("Data", {(2, 2): "=1+1", (3, 2): "name 1"}),
        FillColumns("Data", 2, {3: [1, 2.5, None, 4]}),
        AppendRows("tblData", [["x", "name 1", 3]]),
        AddColumns("tblData", [NewColumn("new", values=["x"])]),
        PutSheet(ReportSheet("Rpt", "Title", tables=(table,))),
    ]
    edited(plain_book(tmp_path / "a.xlsx"), plan, tmp_path / "b.xlsx")
    assert codes(tmp_path / "b.xlsx") == set()


# Real workbooks with something to tell; each was looked at, and Excel opens them all. The rest must be clean.
KNOWN = {
    "062_aspose-cells_Products.xlsx": {"PKG044"},  # another program's styles: says 1, holds 2
    "084_dotnet_SharedWorkbook.xlsx": {"PKG003"},  # Excel's own: a log of the shared workbook is gone, its type stayed
    "092_exceljs_test-issue-880.xlsx": {"PKG024"},  # Excel's own: names whose cells were deleted
    "118_nissl-lab_StructuredRefs-lots-with-lookups.xlsx": {"PKG024"},
}


def test_real_workbooks_are_not_noisy(shared: Path) -> None:
    seen = 0
    for path in sorted((shared / "corpus").glob("*.xl*")):
        try:
            findings = found(path)
        except WorkbookError:
            continue
        seen += 1
        assert {finding.code for finding in findings} == KNOWN.get(path.name, set()), path.name
        assert all(finding.severity == "note" for finding in findings), path.name
    assert seen >= 45


# ---- the command


def test_the_command_tells_what_where_and_with_which_code(
    clean: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    bad = tmp_path / "bad.xlsx"
    with zipfile.ZipFile(clean) as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b'name="size"', b'name="sizes"') if name == TABLE else data)
    assert run(["doctor", str(clean)]) == 0
    assert b"clean" in capsysbinary.readouterr().out
    assert run(["doctor", str(bad), "--format", "json"]) == 1
    (workbook,) = json.loads(capsysbinary.readouterr().out)["workbooks"]
    assert [(it["code"], it["sheet"], it["cell"], it["value"]) for it in workbook["findings"]] == [
        ("PKG050", "Data", "C1", "sizes"),
        ("PKG081", CACHE, "", "size"),
    ]
    assert run(["doctor", str(bad), "--ignore", "PKG050"]) == 0
    assert run(["doctor", str(bad), "--select", "PKG081", "--fail-on", "note"]) == 1
    assert run(["doctor", str(bad), "--select", "TAG001"]) == 2
    capsysbinary.readouterr()
    assert run(["doctor", str(bad), "--lang", "zh"]) == 1
    assert "标题单元格" in capsysbinary.readouterr().out.decode()
    (tmp_path / "xltags.toml").write_text('ignore = ["PKG050"]\nselect = ["TAG"]', encoding="utf-8")
    assert run(["doctor", str(bad)]) == 0
    (tmp_path / "none.xlsx").write_text("a,b")
    assert run(["doctor", str(tmp_path)]) == 2
    capsysbinary.readouterr()
    assert run(["explain", "PKG050"]) == 0
    assert b"Why:" in capsysbinary.readouterr().out


# ---- plain rows are judged without the parser, and the same


def scanned(package: Package, sheet: SheetRef, *, size: int = 1 << 20) -> SheetFacts:
    scan = SheetScan(sheet, wanted={(2, 1)}, strings=3, styles=2, keep_formula_cells=False)
    return scan.read(package.chunks(sheet.part, size))


def test_rows_judged_whole_are_judged_as_the_parser_does(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick: list[SheetFacts] = []
    for only_parser in (False, True):
        if only_parser:
            monkeypatch.setattr(PlainRows, "find", lambda *_: iter(()))
        facts = []
        for path in sorted((shared / "corpus").glob("*.xls[xm]")):
            try:
                with open_package(path) as package:
                    facts += [scanned(package, sheet) for sheet in package.sheets]
            except WorkbookError:
                continue
        quick = quick or facts
    assert len(facts) > 100
    assert quick == facts


ODDITIES = st.sampled_from(
    """<row|r=|A1|A2|B2|3|9999999| s="7"| t="s"|<v>|</v>|<!--|-->|/>|<f>A1*2</f>|<is><t>x</t></is>|</row>|<c |XFE2|1,5|
&amp;|\xff|""".encode("latin-1").split(b"|")
)


@given(data=st.data())
def test_mutated_rows_are_judged_as_the_parser_does(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    cells = ["<v>1</v>", "<f>B2*2</f><v>2</v>", "<v>0.5</v>", "<v>-3</v>"]
    rows = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{column}{row}">{cells[(row + n) % 4]}</c>' for n, column in enumerate("ABC"))
        + f'<c r="D{row}" s="1" t="s"><v>{row % 3}</v></c></row>'
        for row in range(1, 6)
    )  # fmt: skip
    path = make_workbook(tmp_path_factory.mktemp("rows") / "a.xlsx", rows)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(data.draw(st.integers(0, 3))):
        xml = parts[SHEET]
        start = data.draw(st.integers(200, len(xml) - 30))
        parts[SHEET] = xml[:start] + data.draw(ODDITIES) + xml[start + data.draw(st.integers(0, 6)) :]
    size = data.draw(st.sampled_from([64, 300, 1 << 20]))
    facts = []
    with open_package(write_parts(path, parts)) as package, pytest.MonkeyPatch.context() as patch:
        facts.append(scanned(package, package.sheets[0], size=size))
        patch.setattr(PlainRows, "find", lambda *_: iter(()))
        facts.append(scanned(package, package.sheets[0], size=size))
    quick, slow = (replace(each, broken="yes" if each.broken else "") for each in facts)
    if not slow.broken:
        assert quick == slow
    else:
        assert quick.broken
