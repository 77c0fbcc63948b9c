"""A workbook as a package of parts."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from tests.raw_workbooks import OFFICE, PACKAGE, SHEET, WORKBOOK, make_workbook, parts_of, write_parts
from xltags.books.excel_tables import list_defined_names, list_tables
from xltags.books.opc.inflate import choose_engine
from xltags.books.opc.relationships import relationships_part, resolve_target
from xltags.books.package import Limits, open_package
from xltags.core.errors import WorkbookError

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def test_parts_are_read_whole_in_blocks_and_as_stored(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "a.xlsx", ROW)
    with zipfile.ZipFile(path) as archive, open_package(path) as package:
        assert package.names == tuple(archive.namelist())
        for entry in archive.infolist():
            data = archive.read(entry)
            assert package.read(entry.filename) == data
            assert b"".join(package.chunks(entry.filename, 7)) == data
            assert all(len(block) <= 7 for block in package.chunks(entry.filename, 7))
            assert sum(map(len, package.raw(entry.filename, 5))) == entry.compress_size


def test_blocks_of_several_parts_may_be_read_in_turns(tmp_path: Path) -> None:
    with open_package(make_workbook(tmp_path / "a.xlsx", ROW)) as package:
        pairs = list(zip(package.raw(SHEET, 3), package.raw(WORKBOOK, 3), strict=False))
        length = 3 * len(pairs)
        assert b"".join(pair[0] for pair in pairs)[: length - 3] == b"".join(package.raw(SHEET))[: length - 3]
        assert b"".join(pair[1] for pair in pairs)[: length - 3] == b"".join(package.raw(WORKBOOK))[: length - 3]


def test_the_fingerprint_is_that_of_the_file_that_was_opened(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "a.xlsx", ROW)
    data, status = path.read_bytes(), path.stat()
    with open_package(path) as package:
        path.unlink()
        path.write_bytes(b"another")
        assert package.sha256 == hashlib.sha256(data).hexdigest()
        assert (package.size, package.mtime_ns) == (status.st_size, status.st_mtime_ns)


@pytest.mark.parametrize(
    ("source", "target", "part"),
    [
        ("xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/workbook.xml", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/worksheets/sheet1.xml", "../tables/table%201.xml", "xl/tables/table 1.xml"),
        ("", "xl/workbook.xml", "xl/workbook.xml"),
        ("xl/workbook.xml", "../../../etc/passwd", "etc/passwd"),
        ("xl/workbook.xml", "theme\\theme1.xml", "xl/theme/theme1.xml"),
    ],
)
def test_targets_are_resolved_against_their_source_and_stay_inside(source: str, target: str, part: str) -> None:
    assert resolve_target(source, target) == part


def test_the_package_has_relationships_of_its_own() -> None:
    assert relationships_part("") == "_rels/.rels"


def test_part_names_know_no_case(tmp_path: Path) -> None:
    parts = {name.replace("sheet1", "Sheet1") if name == SHEET else name: data for name, data in parts_of(ROW).items()}
    with open_package(write_parts(tmp_path / "a.xlsx", parts)) as package:
        assert package.sheets[0].part == "xl/worksheets/Sheet1.xml"
        assert package.has("XL/WORKBOOK.XML")


def test_external_targets_are_no_parts(tmp_path: Path) -> None:
    parts = parts_of(ROW)
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/hyperlink" '
        'Target="https://example.com" TargetMode="External"/></Relationships>'
    ).encode()
    with open_package(write_parts(tmp_path / "a.xlsx", parts)) as package:
        (link,) = package.relationships(SHEET)
        assert (link.target, link.external, link.kind) == (None, True, "hyperlink")


@pytest.mark.parametrize(("state", "read"), [("hidden", "hidden"), ("veryHidden", "veryHidden"), ("odd", "visible")])
def test_hidden_sheets_are_listed_with_their_state(tmp_path: Path, state: str, read: str) -> None:
    parts = parts_of(ROW)
    parts[WORKBOOK] = parts[WORKBOOK].replace(b'sheetId="1"', f'sheetId="7" state="{state}"'.encode())
    with open_package(write_parts(tmp_path / "a.xlsx", parts)) as package:
        (sheet,) = package.sheets
        assert (sheet.name, sheet.sheet_id, sheet.state, sheet.kind) == ("Customers", 7, read, "worksheet")
        assert package.sheet("CUSTOMERS") == sheet


def test_a_part_larger_than_the_limit_is_not_read_whole(tmp_path: Path) -> None:
    with open_package(make_workbook(tmp_path / "a.xlsx", ROW * 50), Limits(part_bytes=900)) as package:
        with pytest.raises(WorkbookError) as caught:
            package.read(SHEET)
        assert caught.value.code == "LIM004"
        assert sum(map(len, package.chunks(SHEET))) > 900


def test_plain_zlib_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_workbook(tmp_path / "a.xlsx", ROW * 1000)
    with open_package(path) as package:
        fast = package.read(SHEET)
    monkeypatch.setitem(__import__("sys").modules, "isal", None)
    assert choose_engine().__name__ == "zlib"  # type: ignore[attr-defined]
    with open_package(path) as package:
        assert package.read(SHEET) == fast


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real workbooks is not here")
@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("044_SheetJS_sheet_visibility_strict.xlsx", "strict"),
        ("122_nissl-lab_hello-world-signed.xlsx", "signed"),
        ("116_nissl-lab_ExcelWithAttachments.xlsm", "has_macros"),
        ("066_aspose-cells_InternationalMacroSheet.xlsm", "has_macros"),
        ("128_theorchard_date_1904.xlsx", "date1904"),
        ("040_SheetJS_1904.xlsx", "date1904"),
    ],
)
def test_what_a_real_workbook_is(name: str, fact: str) -> None:
    with open_package(CORPUS / name) as package:
        facts = [each for each in ("strict", "signed", "has_macros", "date1904") if getattr(package, each)]
        assert facts == [fact]


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real workbooks is not here")
def test_tables_and_names_of_real_workbooks_are_those_openpyxl_finds() -> None:
    import openpyxl

    tables = 0
    for path in sorted(CORPUS.glob("*.xls[xm]")):
        try:
            package = open_package(path)
        except WorkbookError:
            continue
        with package:
            if package.strict:
                continue
            try:
                book = openpyxl.load_workbook(path)
            except TypeError:  # two workbooks have pivot tables that openpyxl cannot read
                continue
            expected = {
                (sheet.title, table.displayName, table.ref, tuple(table.column_names))
                for sheet in book.worksheets
                for table in sheet.tables.values()
            }
            found = {(table.sheet.name, table.name, table.ref, table.columns) for table in list_tables(package)}
            assert found == expected, path.name
            tables += len(found)
            names = {(name.name, name.text) for name in list_defined_names(package) if not name.scope}
            reserved = {name for name in names if name[0].startswith("_xlnm.")}
            assert names - reserved == {(name.name, name.attr_text or "") for name in book.defined_names.values()}
    assert tables >= 8


TABLE = (
    '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" name="tbl" ref="B3:C9" '
    'displayName="tblCustomers" {}><tableColumns count="2"><tableColumn id="1" name="id"/>'
    '<tableColumn id="2" name="two_x000a_lines"/></tableColumns></table>'
)


@pytest.mark.parametrize(
    ("attributes", "rows"),
    [("", (3, 4, 9, False)), ('totalsRowCount="1"', (3, 4, 8, True)), ('headerRowCount="0"', (0, 3, 9, False))],
    ids=["plain", "totals", "no header"],
)
def test_a_table_knows_its_header_records_and_totals(
    tmp_path: Path, attributes: str, rows: tuple[int, int, int, bool]
) -> None:
    parts = parts_of(ROW)
    parts["xl/tables/table1.xml"] = TABLE.format(attributes).encode()
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/table" '
        'Target="../tables/table1.xml"/></Relationships>'
    ).encode()
    with open_package(write_parts(tmp_path / "a.xlsx", parts)) as package:
        (table,) = list_tables(package)
    assert (table.header_row, table.first_row, table.last_row, table.totals_row) == rows
    assert (table.name, table.first_col, table.last_col, table.columns) == ("tblCustomers", 2, 3, ("id", "two\nlines"))
