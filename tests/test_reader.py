"""Cells of sheets: every value, at its place, of its type."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.raw_workbooks import SHEET, STRINGS, make_workbook, parts_of, sheet_xml, string_table, write_parts
from tests.sheet_values import Cells, read_cells
from xltags.books.cells import SheetReader, read_sheet
from xltags.books.opc.xmltext import NotXmlTextError, text_from_xml
from xltags.books.package import open_package
from xltags.books.reading import strings
from xltags.books.reading.numbers import kind_of_format
from xltags.core.errors import WorkbookError
from xltags.core.values import CellFault, Value

# rows of a sheet with shared strings id, tag, 001, x, R&D and styles General, 14, 22, 21, 46, 0.00%, yyyy-mm-dd
CELLS: list[tuple[str, Value | None]] = [
    ('<c r="A1"><v>1</v></c>', 1),
    ('<c r="A1" t="n"><v>1.0</v></c>', 1),
    ('<c r="A1"><v>-0.25</v></c>', -0.25),
    ('<c r="A1"><v>1.5E-3</v></c>', 0.0015),
    ('<c r="A1"><v>0.30000000000000004</v></c>', 0.1 + 0.2),
    ('<c r="A1"><v>9007199254740993</v></c>', 9007199254740992.0),
    ('<c r="A1"><v>123456789012345</v></c>', 123456789012345),
    ('<c r="A1"><v> 7 </v></c>', 7),
    ('<c r="A1"><v>12abc</v></c>', CellFault("bad_number", "12abc")),
    ('<c r="A1"><v>NaN</v></c>', CellFault("bad_number", "NaN")),
    ('<c r="A1"><v>1e999</v></c>', CellFault("bad_number", "1e999")),
    ('<c r="A1"><v>1_000</v></c>', CellFault("bad_number", "1_000")),
    ('<c r="A1" s="5"><v>0.5</v></c>', 0.5),
    ('<c r="A1" t="s"><v>2</v></c>', "001"),
    ('<c r="A1" s="1" t="s"><v>4</v></c>', "R&D"),
    ('<c r="A1" t="s"><v>5</v></c>', CellFault("bad_reference", "5")),
    ('<c r="A1" t="s"><v>-1</v></c>', CellFault("bad_reference", "-1")),
    ('<c r="A1" t="s"><v></v></c>', None),
    ('<c r="A1" t="b"><v>1</v></c>', True),
    ('<c r="A1" t="b"><v>0</v></c>', False),
    ('<c r="A1" t="b"><v>2</v></c>', CellFault("bad_number", "2")),
    ('<c r="A1" t="e"><v>#N/A</v></c>', CellFault("error", "#N/A")),
    ('<c r="A1" t="str"><v>a &lt; b</v></c>', "a < b"),
    ('<c r="A1" t="str"><f>""</f><v></v></c>', ""),
    ('<c r="A1" t="d"><v>2026-05-31</v></c>', date(2026, 5, 31)),
    ('<c r="A1" t="d"><v>2026-05-31T14:30:00</v></c>', datetime(2026, 5, 31, 14, 30)),
    ('<c r="A1" t="d"><v>2026-05-31T23:30:00-02:00</v></c>', datetime(2026, 6, 1, 1, 30)),
    ('<c r="A1" t="d"><v>14:30:00</v></c>', time(14, 30)),
    ('<c r="A1" t="d"><v>2026-13-31</v></c>', CellFault("bad_date", "2026-13-31")),
    ('<c r="A1" t="inlineStr"><is><t>a</t></is></c>', "a"),
    ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>', " a "),
    ('<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>a</t></r><r><t>b</t></r></is></c>', "ab"),
    ('<c r="A1" t="inlineStr"><is><t>東</t><rPh sb="0" eb="1"><t>とう</t></rPh></is></c>', "東"),
    ('<c r="A1" t="inlineStr"><is><t>_x0041__x005F_x0041_</t></is></c>', "A_x0041_"),
    ('<c r="A1" t="inlineStr"><is><t/></is></c>', ""),
    ('<c r="A1"><f>SUM(B1)</f><v>3</v></c>', 3),
    ('<c r="A1"><f>SUM(B1)</f></c>', CellFault("uncalculated", "")),
    ('<c r="A1"><f>SUM(B1)</f><v/></c>', CellFault("uncalculated", "")),
    ('<c r="A1"><f>SUM(B1)</f><v></v></c>', CellFault("uncalculated", "")),
    ('<c r="A1"><f>SUM(B1)</f><v />\n</c>', CellFault("uncalculated", "")),
    ('<c r="A1"><f t="shared" si="0"/><v>3</v></c>', 3),
    ('<c r="A1"><f t="array" ref="A1:A2">B1</f><v>3</v></c>', 3),
    ('<c r="A1" t="str"><f>B1</f><v>x</v></c>', "x"),
    ('<c r="A1" s="1"/>', None),
    ('<c r="A1" s="1"></c>', None),
    ('<c r="A1"><v/></c>', None),
    ('<c t="s" r="A1"><v>3</v></c>', "x"),
    ('<c r="A1" s="1" t="s" cm="1" vm="1"><v>3</v></c>', "x"),
    ("<c r='A1' t='s'><v>3</v></c>", "x"),
    ('<c r="A1" t="s"><v xml:space="preserve">3</v></c>', "x"),
    ('<c r="A1"\n t="s" ><v>3</v ></c >', "x"),
    ('<c r="A1" t="s"><!-- 4 --><v>3</v></c>', "x"),
    ('<c r="A1" t="str"><v><![CDATA[a<b]]></v></c>', "a<b"),
    ('<c r="A1"><v>3</v><extLst><ext><v>9</v></ext></extLst></c>', 3),
    ("<c><v>3</v></c>", 3),
    ('<c r="a1"><v>3</v></c>', 3),
    ('<c r="A1" s="1"><v>46173</v></c>', date(2026, 5, 31)),
    ('<c r="A1" s="6"><v>46173.75</v></c>', datetime(2026, 5, 31, 18)),
    ('<c r="A1" s="2"><v>46173.999999999</v></c>', date(2026, 6, 1)),
    ('<c r="A1" s="1"><v>59</v></c>', date(1900, 2, 28)),
    ('<c r="A1" s="1"><v>60</v></c>', CellFault("bad_date", "60")),
    ('<c r="A1" s="1"><v>61</v></c>', date(1900, 3, 1)),
    ('<c r="A1" s="1"><v>1</v></c>', date(1900, 1, 1)),
    ('<c r="A1" s="1"><v>0</v></c>', CellFault("bad_date", "0")),
    ('<c r="A1" s="1"><v>-1</v></c>', CellFault("bad_date", "-1")),
    ('<c r="A1" s="1"><v>2958465</v></c>', date(9999, 12, 31)),
    ('<c r="A1" s="1"><v>2958466</v></c>', CellFault("bad_date", "2958466")),
    ('<c r="A1" s="1"><v>99999999999</v></c>', CellFault("bad_date", "99999999999")),
    ('<c r="A1" s="3"><v>0.5</v></c>', time(12)),
    ('<c r="A1" s="2"><v>0</v></c>', time(0)),
    ('<c r="A1" s="3"><v>1.5</v></c>', datetime(1900, 1, 1, 12)),
    ('<c r="A1" s="4"><v>1.5</v></c>', timedelta(hours=36)),
    ('<c r="A1" s="4"><v>-0.5</v></c>', timedelta(hours=-12)),
    ('<c r="A1" s="4"><v>1E12</v></c>', CellFault("bad_date", "1000000000000")),
]


@pytest.mark.parametrize(("xml", "value"), CELLS, ids=[xml for xml, _ in CELLS])
def test_a_cell_has_the_value_that_a_person_sees(tmp_path: Path, xml: str, value: Value | None) -> None:
    cells = read_cells(make_workbook(tmp_path / "a.xlsx", f'<row r="1">{xml}</row>'))
    found = cells.values.get((1, 1))
    assert (found, type(found)) == (value, type(value))
    assert cells.faults == ()
    assert ((1, 1) in cells.formulas) == ("<f" in xml)


@pytest.mark.parametrize(("xml", "value"), CELLS, ids=[xml for xml, _ in CELLS])
def test_a_strange_cell_disturbs_no_other(tmp_path: Path, xml: str, value: Value | None) -> None:
    before = '<row r="1" spans="1:9"><c r="A1" t="s"><v>0</v></c><c r="C1"><v>5</v></c></row>'
    beside = f'<row r="2"><c r="A2" s="1"><v>1</v></c>{xml.replace("A1", "B2").replace("a1", "b2")}</row>'
    after = '<row r="3" hidden="1"><c r="A3" s="1"/><c r="B3" t="inlineStr"><is><t>z</t></is></c></row>'
    cells = read_cells(make_workbook(tmp_path / "a.xlsx", before + beside + after))
    expected = {(1, 1): "id", (1, 3): 5, (2, 1): date(1900, 1, 1), (3, 2): "z"}
    if value is not None:
        expected[2, 2] = value
    assert cells.values == expected
    assert cells.hidden_rows == (3,)


@pytest.mark.parametrize(
    ("serial", "value"),
    [("0", date(1904, 1, 1)), ("60", date(1904, 3, 1)), ("44711", date(2026, 5, 31)), ("2957004", "bad_date")],
)
def test_the_1904_calendar_begins_on_1_january_1904(tmp_path: Path, serial: str, value: Value) -> None:
    rows = f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c></row>'
    path = make_workbook(tmp_path / "a.xlsx", rows, properties='<workbookPr date1904="1"/>')
    found = read_cells(path).values[1, 1]
    assert (found.kind if isinstance(found, CellFault) else found) == value


ROWS: list[tuple[str, str, Cells]] = [
    (
        "no references",
        '<row><c><v>1</v></c><c><v>2</v></c></row><row><c r="B2"><v>3</v></c><c><v>4</v></c></row>',
        Cells({(1, 1): 1, (1, 2): 2, (2, 2): 3, (2, 3): 4}),
    ),
    (
        "rows and cells out of order",
        '<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="B1"><v>1</v></c><c r="A1" t="s"><v>1</v></c></row>',
        Cells({(1, 1): "tag", (1, 2): 1, (3, 1): 3}),
    ),
    (
        "one reference twice",
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="A1"><v>2</v></c></row>',
        Cells({(1, 1): 2}, faults=((1, 1, "duplicate_cell", "id"),)),
    ),
    (
        "one row twice",
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>',
        Cells({(1, 1): 1, (1, 2): 2}),
    ),
    (
        "row beyond the sheet",
        '<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>',
        Cells({}, faults=((4_000_000_000, 1, "outside_sheet", "1"),)),
    ),
    (
        "column beyond the sheet",
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        Cells({}, faults=((1, 16385, "outside_sheet", "1"),)),
    ),
    ("far corner", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', Cells({(1_048_576, 16_384): 1})),
    (
        "a cell in a row that is not its own",
        '<row r="3"><c r="A4"><v>1</v></c></row><row r="5"><c r="A5"><v>2</v></c></row>',
        Cells({(4, 1): 1, (5, 1): 2}, faults=((4, 1, "misplaced_cell", "row 3"),)),
    ),
    (
        "no reference that could be read",
        '<row r="1"><c r="A1"><v>1</v></c><c r="?"><v>2</v></c></row>',
        Cells({(1, 1): 1, (1, 2): 2}, faults=((1, 2, "misplaced_cell", "?"),)),
    ),
    (
        "a style that is not there",
        '<row r="1"><c r="A1" s="99"><v>1</v></c></row>',
        Cells({(1, 1): 1}, faults=((1, 1, "unknown_style", "99"),)),
    ),
    ("line breaks between rows", '\n<row r="1">\n<c r="A1"><v>1</v></c></row>\r\n  <row r="2"/>\n', Cells({(1, 1): 1})),
    ("a row in a comment", '<!-- <row r="1"><c r="A1"><v>1</v></c></row> --><row r="2"/>', Cells({})),
    ("empty rows", '<row r="1"/><row r="2" hidden="1"/><row r="3"></row>', Cells({}, hidden_rows=(2,))),
    ("nothing", "", Cells({})),
]


@pytest.mark.parametrize(("rows", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_rows_of_any_order_are_read_or_their_faults_told(tmp_path: Path, rows: str, expected: Cells) -> None:
    assert read_cells(make_workbook(tmp_path / "a.xlsx", rows)) == expected


def test_merged_ranges_are_listed_as_written(tmp_path: Path) -> None:
    after = '<mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="D1:D9"/></mergeCells>'
    path = make_workbook(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>', after=after)
    with open_package(path) as package:
        assert read_sheet(package, package.sheets[0]).merged == ("A1:B2", "D1:D9")


def test_equal_values_share_a_code_unless_their_types_differ(tmp_path: Path) -> None:
    shared = string_table("<si><t>1</t></si><si><t>1</t></si><si><r><t>1</t></r></si>")
    row = "".join(
        f'<row r="{number}"><c r="A{number}"{cell}</c></row>'
        for number, cell in enumerate(
            [
                ' t="s"><v>0</v>',
                "><v>1</v>",
                ' t="b"><v>1</v>',
                ' t="s"><v>1</v>',
                "><v>1.0</v>",
                ' t="inlineStr"><is><t>1</t></is>',
                ' t="s"><v>2</v>',
                ' s="1"><v>1</v>',
                ' s="2"><v>1</v>',
            ],
            start=1,
        )
    )
    parts = parts_of(row) | {STRINGS: shared.encode()}
    with open_package(write_parts(tmp_path / "a.xlsx", parts)) as package:
        column = read_sheet(package, package.sheets[0]).columns[1]
    assert [(type(value), value) for value in column.values] == [
        (str, "1"),
        (int, 1),
        (bool, True),
        (date, date(1900, 1, 1)),
    ]
    assert column.codes.tolist() == [0, 1, 2, 0, 1, 0, 0, 3, 3]


def test_only_the_columns_asked_for_are_kept(tmp_path: Path) -> None:
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="B{0}"><f>A1</f><v>2</v></c><c r="D{0}"><v>3</v></c></row>'
    path = make_workbook(tmp_path / "a.xlsx", row.format(2) + row.format(7))
    with open_package(path) as package:
        cells = SheetReader(package).read(package.sheets[0], columns={2, 4})
    assert list(cells.columns) == [2, 4]
    assert cells.rows.tolist() == [2, 7]
    assert cells.columns[2].formulas.tolist() == [0, 1]


ITEMS = (
    "<si><t>{}</t></si>",
    "<si><t>{}</t></si>",
    '<si><t xml:space="preserve">{}</t></si>',
    "<si><r><t>{}</t></r></si>",
    "<si/>",
)
PIECES = ("a", "a", "", " ", "&amp;", "&", "_x0041_", "\r\n", "客户", "&lt;t>")


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<si><t>a</t></si>", "a"),
        ('<si><t xml:space="preserve"> a\n</t></si>', " a\n"),
        ("<si><t>a\r\nb\rc</t></si>", "a\nb\nc"),
        ("<si><t>a&#13;&#10;b</t></si>", "a\r\nb"),
        ("<si><t>R&amp;D &#x4E2D;</t></si>", "R&D 中"),
        ("<si><t>_x000D_</t></si>", "\r"),
        ("<si><t>_xD83D__xDE00_</t></si>", "😀"),
        ("<si><t>_xD83D_</t></si>", "_xD83D_"),
        ("<si><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r></si>", "ab"),
        ("<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr fontId='1'/></si>", "東京"),
        ("<si/>", ""),
        ("<si></si>", ""),
        ("<si><t/></si>", ""),
        ("<si><t></t></si>", ""),
        ("<si ><t >a</t ></si >", "a"),
        ("<si><t><![CDATA[<si><t>a</t></si>]]></t></si>", "<si><t>a</t></si>"),
        ("<!-- <si><t>no</t></si> --><si><t>a</t></si>", "a"),
        ("<si>\n <t>a</t>\n</si>", "a"),
    ],
)
def test_a_shared_string_of_any_shape_is_read_and_keeps_its_number(tmp_path: Path, item: str, text: str) -> None:
    items = f"<si><t>first</t></si>{item}<si><t>last</t></si>"
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>{row - 1}</v></c></row>' for row in (1, 2, 3))
    parts = parts_of(rows) | {STRINGS: string_table(items).encode()}
    cells = read_cells(write_parts(tmp_path / "a.xlsx", parts))
    assert [cells.values[row, 1] for row in (1, 2, 3)] == ["first", text, "last"]


@given(st.lists(st.sampled_from(ITEMS), max_size=6), st.lists(st.sampled_from(PIECES), min_size=24, max_size=24))
def test_shared_strings_read_at_once_are_those_read_one_by_one(items: list[str], pieces: list[str]) -> None:
    left = iter(pieces)
    table = string_table("".join(item.format("".join(next(left) for _ in range(4))) for item in items)).encode()

    def read() -> list[str] | str:
        try:
            found = strings.strings_of(table, "book")
            assert len(found) == len(items)
            return found.texts(range(len(items)))
        except WorkbookError as error:
            return str(error)

    at_once = read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strings, "DECODED_WHOLE", 0)
        assert read() == at_once


@pytest.mark.parametrize("bad", [b"a & b", b"&nbsp;", b"&#0;", b"&#xD800;", b"\xff", b"&#x110000;"])
def test_what_is_no_xml_text_is_objected_to(bad: bytes) -> None:
    with pytest.raises(NotXmlTextError):
        text_from_xml(bad)


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c r="A1"><v>1</v x></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c x></row>',
        '<row r="1"><c r="A1"><v>1</vx></c></row>',
        '<row r="1"><c r="A1"><v>1</v></cx></row>',
        '<row r="1"><c r="A1"><v>1</v></c></rox>',
        '<rox r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"x><v>1</v></c></row>',
        '<row r="1"><c r="A1"x<v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="nx><v>1</v></c></row>',
        '<row r="1"><c r="A1" s="1><v>1</v></c></row>',
        '<row r="1"><c r="A1><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></ix></c></row>',
        '<row r="1"><c r="A1"><f>B1</fx><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><c r="A2">',
        '<row r="1" x><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"/ ></row>',
        '<row r="1"><c r="A1" t="str"><v>a & b</v></c></row>',
        '</row><row r="1"><c r="A1"><v>1</v></c>',
    ],
)
def test_rows_that_are_no_xml_are_damaged(tmp_path: Path, row: str) -> None:
    good = '<row r="7"><c r="A7"><v>1</v></c></row>'
    for rows in (row, good + row, row.replace("1", "2") + good):
        with pytest.raises(WorkbookError) as caught:
            read_cells(make_workbook(tmp_path / "a.xlsx", rows))
        assert caught.value.code == "FILE004"


@pytest.mark.parametrize("part", [SHEET, STRINGS])
def test_a_part_that_is_not_well_formed_is_damaged(tmp_path: Path, part: str) -> None:
    parts = parts_of('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    unclosed = parts[part].replace(b"</v></c>", b"</c>").replace(b"</t></si>", b"</si>")
    misspelt = parts[part].replace(b"</c>", b"</d>").replace(b"</si>", b"</sx>", 1)
    for broken in (parts[part][:-9], unclosed, misspelt):
        with pytest.raises(WorkbookError) as caught:
            read_cells(write_parts(tmp_path / "a.xlsx", parts | {part: broken}))
        assert caught.value.code == "FILE004"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", "NUMBER"),
        ("0.00E+00", "NUMBER"),
        ("#,##0.00;[Red]-#,##0.00", "NUMBER"),
        ('0" days"', "NUMBER"),
        ("_-* #,##0.00\\ [$€-407]_-;@", "NUMBER"),
        ("@", "NUMBER"),
        ("0%", "NUMBER"),
        ("[<1]0.0\\d;0", "NUMBER"),
        ("yyyy-mm-dd", "DATE"),
        ("[$-409]d-mmm-yy;@", "DATE"),
        ("mmm", "DATE"),
        ("m", "DATE"),
        ('yyyy"年"m"月"d"日"', "DATE"),
        ("[$-411]ggge年m月d日", "DATE"),
        ("[$-411]e", "DATE"),
        ("dd/mm/yyyy hh:mm", "DATETIME"),
        ("yyyy\\-mm\\-dd\\Thh:mm:ss.000", "DATETIME"),
        ("h:mm AM/PM", "TIME"),
        ("mm:ss", "TIME"),
        ('h"时"mm"分"', "TIME"),
        ("上午/下午h:mm", "TIME"),
        ("[h]:mm:ss", "DURATION"),
        ("[mm]:ss", "DURATION"),
        ("[ss].00", "DURATION"),
        ('0;"date"', "NUMBER"),
    ],
)
def test_a_number_format_tells_what_a_number_is(code: str, kind: str) -> None:
    assert kind_of_format(code).name == kind


@pytest.mark.parametrize(
    ("declared", "codec"), [("UTF-16", "utf-16"), ("windows-1252", "cp1252"), ("UTF-8", "utf-8-sig")]
)
def test_a_sheet_in_another_encoding_reads_the_same(tmp_path: Path, declared: str, codec: str) -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>Café</t></is></c><c r="B1"><v>1.5</v></c></row>'
    data = sheet_xml(rows).replace("UTF-8", declared).encode(codec)
    cells = read_cells(write_parts(tmp_path / "a.xlsx", parts_of() | {SHEET: data}))
    assert cells.values == {(1, 1): "Café", (1, 2): 1.5}


def test_strict_workbooks_are_read_like_others(tmp_path: Path) -> None:
    parts = parts_of('<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" s="1" t="d"><v>2026-05-31</v></c></row>')
    strict = {
        name: data.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, data in parts.items()
    }
    path = write_parts(tmp_path / "a.xlsx", strict)
    with open_package(path) as package:
        assert package.strict
    assert read_cells(path).values == {(1, 1): "tag", (1, 2): date(2026, 5, 31)}
