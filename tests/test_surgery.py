"""Writing into workbooks that exist: what is named changes, everything else stays byte for byte."""

import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell import Cell
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from tests.books_made import cell_xml, edited, make_book, parts_of, rewritten, stored, value_of
from tests.package_lint import lint
from xltags.books.edits import Edit, FillColumns, PutSheet, SetCells
from xltags.books.package import open_package
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.books.writing.cell_text import MAX_TEXT, serial_of
from xltags.core.errors import WorkbookError
from xltags.core.values import Value

SHEET = "xl/worksheets/sheet1.xml"
LARGE = 250_000


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make_book(tmp_path / "book.xlsx")


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "{=1}", "#N/A", "TRUE", "1e5", "_x0041_", "a\x07b",
        " lead", "trail ", "line\nbreak", "a\rb", "two  blanks", "<&>\"'", "\ufffe", "中文，越南 Việt", "😀", "]]>", "",
    ],
)  # fmt: skip
def test_text_is_written_as_text_and_reads_back_the_same(book: Path, tmp_path: Path, text: str) -> None:
    out = tmp_path / "out.xlsx"
    edited(book, [SetCells("Data", {(2, 2): text})], out)
    assert "<f" not in cell_xml(out, SHEET, "B2")
    assert lint(out) == []
    cell = CalamineWorkbook.from_path(out).get_sheet_by_name("Data").to_python()[1][1]
    assert cell == (text.replace("\ufffe", "_xFFFE_") if text == "\ufffe" and cell != text else text)


def test_a_lone_surrogate_is_escaped_as_excel_does(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edited(book, [SetCells("Data", {(2, 2): "a\ud800b"})], out)
    assert "a_xD800_b" in cell_xml(out, SHEET, "B2")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("x" * (MAX_TEXT + 1), "longer than"),
        ("😀" * 16_384, "longer than"),
        (float("nan"), "not a number"),
        (float("inf"), "not a number"),
        (2**53 + 1, "more digits"),
        (date(1899, 1, 1), "before 1900"),
        (datetime(2026, 1, 1).astimezone(), "time zone"),
    ],
)
def test_what_a_cell_cannot_hold_is_refused_with_its_place(book: Path, tmp_path: Path, value: Value, says: str) -> None:
    out = tmp_path / "out.xlsx"
    with pytest.raises(WorkbookError, match=says) as caught:
        edited(book, [SetCells("Data", {(2, 2): value})], out)
    assert caught.value.code == "FILE006"
    assert "Data, B2" in str(caught.value)
    assert not out.exists()


def test_the_longest_text_is_kept_whole(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edited(book, [SetCells("Data", {(2, 2): "x" * MAX_TEXT})], out)
    assert value_of(out, "Data", "B2") == "x" * MAX_TEXT


@pytest.mark.parametrize("date1904", [False, True])
@pytest.mark.parametrize(
    "value",
    [date(2026, 5, 31), datetime(2026, 5, 31, 14, 5, 6), time(8, 30), timedelta(hours=30), True, 3, 0.1, -1e300],
)
def test_values_keep_their_type(book: Path, tmp_path: Path, value: Value, date1904: bool) -> None:
    source = book
    if date1904:
        source = rewritten(
            book,
            tmp_path / "1904.xlsx",
            "xl/workbook.xml",
            lambda x: x.replace(b"<workbookPr", b'<workbookPr date1904="1"'),
        )
    out = tmp_path / "out.xlsx"
    edited(source, [SetCells("Data", {(2, 2): value, (2, 4): value})], out)
    assert lint(out) == []
    read = openpyxl.load_workbook(out)["Data"]
    for cell in (read["B2"], read["D2"] if isinstance(value, date) else read["B2"]):
        got = cell.value
        assert (got.date() if isinstance(got, datetime) and type(value) is date else got) == value
        assert type(value) is not bool or got is True


def test_a_date_takes_a_date_format_only_where_the_cell_has_none(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edited(book, [SetCells("Data", {(2, 3): date(2026, 1, 2), (2, 4): date(2026, 1, 2)})], out)
    sheet, before = openpyxl.load_workbook(out)["Data"], openpyxl.load_workbook(book)["Data"]
    assert sheet["C2"].number_format == "yyyy-mm-dd"
    assert sheet["D2"].fill.start_color.rgb == before["D2"].fill.start_color.rgb == "FFEEEEEE"
    assert cell_xml(out, SHEET, "D2").split("<v>")[0] == cell_xml(book, SHEET, "D2").replace("/>", ">")


@given(st.dates(date(1900, 1, 1), date(9999, 12, 31)))
def test_serials_agree_with_openpyxl(day: date) -> None:
    from openpyxl.utils.datetime import from_excel

    expected = datetime(day.year, day.month, day.day)
    if serial_of(day, date1904=False) != 60:
        assert from_excel(serial_of(day, date1904=False)) == expected


def test_none_empties_a_cell_and_keeps_its_style(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edited(book, [SetCells("Data", {(2, 2): None, (2, 9): None})], out)
    assert re.fullmatch(r'<c r="B2" s="\d+"/>', cell_xml(out, SHEET, "B2"))
    assert cell_xml(out, SHEET, "I2") == ""


def test_every_other_part_keeps_its_compressed_bytes(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    result = edited(book, [SetCells("Data", {(2, 2): "new"})], out)
    before, after = stored(book), stored(out)
    assert {name for name in before if before[name] != after[name]} <= set(result.changed_parts)
    assert set(result.changed_parts) <= {SHEET, "xl/workbook.xml"}
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out) as new:
        for info in old.infolist():
            twin = new.getinfo(info.filename)
            assert (info.date_time, info.external_attr) == (twin.date_time, twin.external_attr)


def test_only_the_named_cells_of_a_sheet_change(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edited(book, [FillColumns("Data", 2, {3: [1, 2, 3, 4]})], out)
    cells = re.compile(rb'<c r="(?!C[2-5]")[^>]*?(?:/>|>.*?</c>)')
    before, after = parts_of(book)[SHEET], parts_of(out)[SHEET]
    plain = [re.sub(rb"<v>[^<]*</v>", b"", each) if b"<f" in each else each for each in cells.findall(before)]
    assert cells.findall(after) == plain


def test_the_same_plan_twice_gives_the_same_bytes(book: Path, tmp_path: Path) -> None:
    plan: list[Edit] = [
        FillColumns("Data", 2, {2: ["a", "b", "a", None], 3: [1, 2.5, None, 3], 4: [date(2026, 1, 1)] * 4}),
        SetCells("Other", {(9, 9): date(2026, 1, 1), (9, 10): "x"}),
    ]
    first, second, again = (tmp_path / name for name in ("1.xlsx", "2.xlsx", "3.xlsx"))
    edited(book, plan, first)
    edited(book, plan, again)
    edited(first, plan, second)
    assert first.read_bytes() == again.read_bytes() == second.read_bytes()


def test_results_of_formulas_in_an_edited_sheet_go_and_others_stay(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edited(book, [FillColumns("Data", 2, {3: [1, 2, 3, 4]})], out)
    assert "<v>" not in cell_xml(out, SHEET, "E2")
    assert "<f>" in cell_xml(out, SHEET, "E2")
    assert cell_xml(out, "xl/worksheets/sheet2.xml", "A1") == cell_xml(book, "xl/worksheets/sheet2.xml", "A1")
    assert b'fullCalcOnLoad="1"' in parts_of(out)["xl/workbook.xml"]


def test_a_formula_stops_the_write_unless_told(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    for plan in (SetCells("Data", {(3, 5): 1}), FillColumns("Data", 2, {5: [1, 2, 3, 4]})):
        with pytest.raises(WorkbookError, match=r"Data!E[23]: holds a formula") as caught:
            edited(book, [plan], out)
        assert caught.value.code == "FILE006"
    edited(book, [FillColumns("Data", 2, {5: [1, 2, 3, 4]}, into_formulas="overwrite")], out)
    assert cell_xml(out, SHEET, "E2") == '<c r="E2"><v>1</v></c>'


def chained(source: Path, target: Path) -> Path:
    """A copy with an order of calculation, as Excel writes it."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    chain = f'<calcChain xmlns="{main}"><c r="A1" i="2"/><c r="E2" i="1"/></calcChain>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    type_ = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            data = old.read(info).decode()
            if info.filename == "[Content_Types].xml":
                data = data.replace(
                    "</Types>", f'<Override PartName="/xl/calcChain.xml" ContentType="{type_}"/></Types>'
                )
            if info.filename == "xl/_rels/workbook.xml.rels":
                link = f'<Relationship Id="rId99" Type="{kind}" Target="calcChain.xml"/>'
                data = data.replace("</Relationships>", f"{link}</Relationships>")
            new.writestr(info, data)
        new.writestr("xl/calcChain.xml", chain)
    return target


def test_the_order_of_calculation_goes_only_with_a_formula_it_names(book: Path, tmp_path: Path) -> None:
    source, out = chained(book, tmp_path / "chained.xlsx"), tmp_path / "out.xlsx"
    assert lint(source) == []
    edited(source, [FillColumns("Data", 2, {3: [1, 2, 3, 4]}, into_formulas="overwrite")], out)
    assert "xl/calcChain.xml" in parts_of(out)
    result = edited(source, [FillColumns("Data", 2, {5: [1, 2, 3, 4]}, into_formulas="overwrite")], out)
    assert result.removed_parts == ("xl/calcChain.xml",)
    assert lint(out) == []


def test_merged_array_and_locked_cells_are_not_for_writing(tmp_path: Path) -> None:
    import xlsxwriter

    source, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(source) as made:
        sheet = made.add_worksheet("S")
        sheet.merge_range("B2:C3", "merged")
        sheet.write_array_formula("E2:E4", "{=ROW(E2:E4)}", None, 2)
        locked = made.add_worksheet("L")
        locked.protect("secret")
        locked.write("B2", 1, made.add_format({"locked": False}))
    edited(source, [SetCells("S", {(2, 2): "top left"})], out)
    assert cell_xml(out, SHEET, "E3") == cell_xml(source, SHEET, "E3")  # does not read B2
    with pytest.raises(WorkbookError, match="S!C3: is hidden inside the merged cell B2:C3"):
        edited(source, [SetCells("S", {(3, 3): 1})], out)
    with pytest.raises(WorkbookError, match="S!E3: is a result of the array formula in E2:E4"):
        edited(source, [FillColumns("S", 3, {5: [1]})], out)
    edited(source, [SetCells("L", {(2, 2): 5})], out)
    with pytest.raises(WorkbookError, match="L: is protected"):
        edited(source, [SetCells("L", {(3, 3): 5})], out)
    edited(source, [SetCells("L", {(3, 3): 5})], out, allow_protected=True)
    assert value_of(out, "L", "C3") == 5


ODD = {
    "attributes in another order": lambda x: re.sub(rb'<c r="(\w+)" s="(\d+)"', rb'<c s="\2" r="\1"', x),
    "single quotes": lambda x: re.sub(rb'<c r="(\w+)"', rb"<c r='\1'", x),
    "no references": lambda x: re.sub(rb'<c r="[ABCDE]\d+"', b"<c", x),
    "line breaks": lambda x: x.replace(b"<row ", b"\n<row\n ").replace(b"<c ", b"\n<c\n "),
    "prefix": lambda x: re.sub(rb"<(/?)(?=\w+[\s/>])", rb"<\1x:", x).replace(b"xmlns=", b"xmlns:x="),
}  # fmt: skip


@pytest.mark.parametrize("name", list(ODD))
def test_a_sheet_written_oddly_is_edited_without_losing_a_cell(book: Path, tmp_path: Path, name: str) -> None:
    source, out = rewritten(book, tmp_path / "odd.xlsx", SHEET, ODD[name]), tmp_path / "out.xlsx"
    edited(source, [FillColumns("Data", 2, {2: ["n1", "n2", None, "n4"], 7: [1, None, 3, 4]})], out)
    with open_package(out):
        pass
    before = [[c.value for c in row] for row in openpyxl.load_workbook(source)["Data"].iter_rows(max_col=7)]
    after = [[c.value for c in row] for row in openpyxl.load_workbook(out)["Data"].iter_rows(max_col=7)]
    for row, (name_, number) in enumerate([("n1", 1), ("n2", None), (None, 3), ("n4", 4)], 1):
        before[row][1], before[row][6] = name_, number
    assert after == before


def test_rows_that_are_missing_or_empty_are_added_in_their_place(book: Path, tmp_path: Path) -> None:
    def holes(xml: bytes) -> bytes:
        return re.sub(
            rb'<row r="3".*?</row>', b'<row r="3" ht="20" customHeight="1"/>', re.sub(rb'<row r="4".*?</row>', b"", xml)
        )

    source, out = rewritten(book, tmp_path / "holes.xlsx", SHEET, holes), tmp_path / "out.xlsx"
    edited(source, [FillColumns("Data", 2, {1: list("abcdefgh")})], out)
    assert [value_of(out, "Data", f"A{row}") for row in range(2, 10)] == list("abcdefgh")
    assert b'<row r="3" ht="20" customHeight="1"><c r="A3"' in parts_of(out)[SHEET]
    assert lint(out) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x.replace(b'<row r="4"', b'<row r="2"'),
        lambda x: x.replace(b'<c r="C3"', b'<c r="A3"'),
        lambda x: x.replace(b'<c r="C3"', b'<!-- --><c r="C3"'),
        lambda x: x.replace(b'<c r="B3"', '<c é="1" r="B3"'.encode()),
        lambda x: x.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"),
        lambda x: x.decode().replace('encoding="UTF-8"', 'encoding="ISO-8859-1"').encode("latin-1"),
        lambda x: x.replace(b"<sheetData>", b'<!-- <sheetData><row r="3"></row></sheetData> --><sheetData>'),
        lambda x: x.replace(b"<sheetData>", b"<?note <sheetData><row/></sheetData> ?><sheetData>"),
    ],
    ids=[
        "row twice", "cell twice", "comment", "strange attribute", "utf-16", "latin-1", "rows in a comment",
        "rows in an instruction",
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_told_apart_is_refused(book: Path, tmp_path: Path, change) -> None:  # type: ignore[no-untyped-def]
    source = rewritten(book, tmp_path / "odd.xlsx", SHEET, change)
    with pytest.raises(WorkbookError):
        edited(source, [SetCells("Data", {(3, 2): "x"})], tmp_path / "out.xlsx")


def test_strings_are_shared_where_they_repeat_and_ids_stay(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edited(book, [FillColumns("Data", 2, {2: ["name 0", "fresh", "fresh", "name 0"], 1: list("wxyz")})], out)
    old, new = parts_of(book)["xl/sharedStrings.xml"], parts_of(out)["xl/sharedStrings.xml"]
    items = re.findall(rb"<si>.*?</si>", new)
    assert items[:-1] == re.findall(rb"<si>.*?</si>", old)
    assert items[-1] == b"<si><t>fresh</t></si>"
    used = sum(part.count(b't="s"') for name, part in parts_of(out).items() if "worksheets/sheet" in name)
    assert b'count="%d" uniqueCount="%d"' % (used, len(items)) in new
    assert [value_of(out, "Data", f"B{row}") for row in range(2, 6)] == ["name 0", "fresh", "fresh", "name 0"]
    assert 't="inlineStr"' in cell_xml(out, SHEET, "A2")


def test_attributes_of_rows_and_unknown_things_survive(book: Path, tmp_path: Path) -> None:
    def odd(xml: bytes) -> bytes:
        return xml.replace(b'<row r="3"', b'<row r="3" ht="33" customHeight="1" foo:bar="1"').replace(
            b"<worksheet ", b'<worksheet xmlns:foo="urn:foo" '
        )

    source, out = rewritten(book, tmp_path / "odd.xlsx", SHEET, odd), tmp_path / "out.xlsx"
    edited(source, [FillColumns("Data", 2, {3: [1, 2, 3, 4]})], out)
    assert b'<row r="3" ht="33" customHeight="1" foo:bar="1"' in parts_of(out)[SHEET]


@settings(max_examples=30)
@given(
    st.lists(
        st.none()
        | st.booleans()
        | st.integers(-(2**53), 2**53)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
        min_size=1,
        max_size=8,
    )
)
def test_any_values_read_back(tmp_path_factory: pytest.TempPathFactory, values: list[Value | None]) -> None:
    folder = tmp_path_factory.mktemp("any")
    source, out = make_book(folder / "in.xlsx"), folder / "out.xlsx"
    edited(source, [FillColumns("Data", 2, {2: values, 3: list(reversed(values))})], out)
    read = openpyxl.load_workbook(out)["Data"]
    got = [read.cell(row, 2).value for row in range(2, 2 + len(values))]
    for new, value in zip(got, values, strict=True):
        escaped = isinstance(value, str) and (not value or "_x" in value)  # openpyxl does not decode escapes
        assert escaped or (new == value and isinstance(new, bool) == isinstance(value, bool))


CORPUS_REPORT = ReportSheet(
    "Rpt_Test",
    "Title",
    "what it is",
    (ReportTable("rpt_test", 4, 1, ("a", "b"), (["x", "=1+1", None], [1, 2.5, date(2026, 1, 2)]), ("text", "number")),),
    tab_color="1F4E79",
    freeze=(5, 1),
    repeat_rows=(4, 4),
)


def corpus_files() -> list[str]:
    folder = Path(__file__).resolve().parents[2] / "shared" / "corpus"
    return sorted(path.name for path in folder.glob("*.xls*")) or ["(../shared/corpus is not here)"]


@pytest.mark.parametrize("name", corpus_files())
def test_nothing_of_a_real_workbook_is_lost(
    shared: Path, tmp_path: Path, name: str, request: pytest.FixtureRequest
) -> None:
    source, out, again = shared / "corpus" / name, tmp_path / name, tmp_path / ("2" + name)
    if not source.exists():
        pytest.skip("../shared/corpus is not here")
    try:
        package = open_package(source)
    except WorkbookError as error:
        pytest.skip(f"not a readable workbook: {error.code}")
    with package:
        if package.strict:
            with pytest.raises(WorkbookError, match="Strict"):
                edited(source, [PutSheet(CORPUS_REPORT)], out)
            return
        sheet = next(each.name for each in package.sheets if each.kind == "worksheet")
    plan: list[Edit] = [SetCells(sheet, {(300, 40): "hello", (301, 40): date(2026, 5, 31)}), PutSheet(CORPUS_REPORT)]
    result = edited(source, plan, out, drop_signature=True, allow_protected=True)
    before, after = stored(source), stored(out)
    owned = {*result.changed_parts, *result.removed_parts}
    assert {each for each in before if before[each] != after.get(each)} <= owned
    assert set(after) - set(before) == set(result.added_parts)
    assert len(result.changed_parts) <= 7
    faults = lint(source)
    assert [each for each in lint(out) if each not in faults] == []
    edited(out, plan, again, drop_signature=True, allow_protected=True)
    assert again.read_bytes() == out.read_bytes()
    if source.stat().st_size < LARGE or request.config.getoption("--slow"):  # openpyxl takes long over the largest
        _same_cells(source, out, sheet)


def _block(sheet: Worksheet, ref: str) -> tuple[tuple[Cell, ...], ...]:
    found = sheet[ref]
    return found if isinstance(found, tuple) else ((found,),)


def _same_cells(source: Path, out: Path, sheet: str) -> None:
    """calamine and openpyxl read the new cells; openpyxl the old ones as before (formulas as formulas)."""
    if not out.name.startswith("066"):  # calamine does not read macro sheets
        rows = CalamineWorkbook.from_path(out).get_sheet_by_name("Rpt_Test").to_python()
        assert rows[0][0] == "Title"
        assert [row[:2] for row in rows[3:7]] == [["a", "b"], ["x", 1.0], ["=1+1", 2.5], ["", date(2026, 1, 2)]]
    try:
        old = openpyxl.load_workbook(source)
    except (TypeError, ValueError, KeyError):  # openpyxl cannot read this one
        return
    new = openpyxl.load_workbook(out)
    assert new[sheet]["AN300"].value == "hello"
    for each in old.worksheets:
        cells = {c.coordinate: c.value for row in each.iter_rows() for c in row}
        spread = [value.ref for value in cells.values() if isinstance(value, (ArrayFormula, DataTableFormula))]
        results = (
            {c.coordinate for ref in spread for row in _block(each, ref) for c in row} if each.title == sheet else set()
        )
        twin = new[each.title]
        for name, value in cells.items():
            same = "Formula" in str(value) or str(twin[name].value) == str(value)
            assert same or (name in results and twin[name].value is None), (each.title, name)


@pytest.mark.parametrize(
    "name", ["058_aspose-cells_sampleDigitallySignedByCells.xlsx", "122_nissl-lab_hello-world-signed.xlsx"]
)
def test_a_signed_workbook_is_refused_unless_the_signature_may_go(shared: Path, tmp_path: Path, name: str) -> None:
    source, out = shared / "corpus" / name, tmp_path / "out.xlsx"
    with pytest.raises(WorkbookError, match="digitally signed"):
        edited(source, [PutSheet(CORPUS_REPORT)], out)
    result = edited(source, [PutSheet(CORPUS_REPORT)], out, drop_signature=True)
    assert all(part.startswith("_xmlsignatures") for part in result.removed_parts)
    with open_package(out) as package:
        assert not package.signed


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("start", ["030", "064", "072", "090", "118"])
def test_libreoffice_opens_the_result(shared: Path, tmp_path: Path, start: str) -> None:
    source = next((shared / "corpus").glob(f"{start}_*"))
    out = tmp_path / "out.xlsx"
    edited(source, [PutSheet(CORPUS_REPORT)], out, allow_protected=True)
    run = [shutil.which("soffice") or "soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/lo"]
    subprocess.run([*run, "--convert-to", "pdf", "--outdir", str(tmp_path), str(out)], check=True, timeout=180)
    assert (tmp_path / "out.pdf").stat().st_size > 1000


def test_who_only_writes_loads_neither_the_model_nor_the_network() -> None:
    script = (
        "import sys, xltags.books.file, xltags.books.surgery;"
        "print([name for name in ('pydantic', 'pandas', 'openpyxl', 'ssl', 'http.client') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
