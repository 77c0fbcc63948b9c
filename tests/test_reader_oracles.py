"""The reader against independent ones: openpyxl, calamine, an XML parser, and the programs that wrote the cells."""

import io
import re
import tempfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.conftest import SHARED
from tests.raw_workbooks import SHEET, make_workbook, parts_of, write_parts
from tests.sheet_values import Cells, cells_of, read_cells
from xltags.books.cells import SheetReader
from xltags.books.package import open_package
from xltags.books.reading import digits, sheet_stream
from xltags.books.reading.cells_strict import StrictReader, StrictResult
from xltags.books.reading.digits import decode_integers, decode_numbers, parse_decimal
from xltags.core.errors import WorkbookError
from xltags.core.values import CellFault, Value

LARGE = {"092", "118"}  # openpyxl takes seconds for them
CORPUS = [
    pytest.param(path, marks=pytest.mark.slow if path.name[:3] in LARGE else (), id=path.name)
    for path in sorted((SHARED / "corpus").glob("*.xl*"))
]
NO_CORPUS = [pytest.param(None, marks=pytest.mark.skip("no ../shared/corpus here"))]
UNREADABLE = {"014", "076", "124"}  # two marks of open workbooks, one encrypted
# openpyxl finds no sheet in a Strict workbook (044, 078) and fails on the pivot tables of 126
ONLY_CALAMINE = {"044", "078", "126"}


def as_openpyxl(value: Value | None) -> object:
    """Our value as openpyxl gives it: dates as datetimes, errors as text, empty results of formulas as blank."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    if isinstance(value, CellFault) and value.kind == "error":
        return value.text
    return None if value == "" else value


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("path", CORPUS or NO_CORPUS)
def test_a_real_workbook_reads_as_openpyxl_reads_it(path: Path) -> None:
    if path.name[:3] in UNREADABLE | ONLY_CALAMINE:
        pytest.skip("openpyxl cannot read it")
    import openpyxl

    values = openpyxl.load_workbook(path, data_only=True)
    formulas = openpyxl.load_workbook(path)
    with open_package(path) as package:
        reader = SheetReader(package)
        for sheet in package.sheets:
            found = cells_of(reader.read(sheet))
            if sheet.kind != "worksheet":
                continue
            assert found.faults == ()
            expected = {
                (cell.row, cell.column): cell.value
                for row in values[sheet.name]
                for cell in row
                if cell.value is not None
            }
            ours = {place: as_openpyxl(value) for place, value in found.values.items()}
            assert {place: value for place, value in ours.items() if value is not None} == expected, sheet.name
            assert found.formulas == {
                (cell.row, cell.column) for row in formulas[sheet.name] for cell in row if cell.data_type == "f"
            }


@pytest.mark.parametrize("path", CORPUS or NO_CORPUS)
def test_a_real_workbook_reads_as_calamine_reads_it(path: Path) -> None:
    if path.name[:3] in UNREADABLE:
        pytest.skip("not a workbook, or encrypted")
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
    except python_calamine.CalamineError:
        pytest.skip("calamine cannot read it")
    with open_package(path) as package:
        reader = SheetReader(package)
        for sheet in package.sheets:
            if sheet.kind != "worksheet":
                continue
            found = cells_of(reader.read(sheet)).values
            source = book.get_sheet_by_name(sheet.name)
            top, left = source.start or (0, 0)
            expected = {
                (top + row + 1, left + column + 1): value
                for row, cells in enumerate(source.to_python(skip_empty_area=True))
                for column, value in enumerate(cells)
                if value != ""
            }
            # calamine reads errors, formulas without a value and texts without a letter as blank
            ours = {place: value for place, value in found.items() if value != "" and not isinstance(value, CellFault)}
            assert ours.keys() == expected.keys(), sheet.name
            for place, value in ours.items():
                if isinstance(value, (str, bool, int, float)) and isinstance(expected[place], (str, bool, int, float)):
                    assert value == expected[place], place


def only_tolerant(path: Path, monkeypatch: pytest.MonkeyPatch) -> Cells:
    """The cells as the XML parser alone reads them."""
    with monkeypatch.context() as patch:
        patch.setattr(StrictReader, "read", lambda self, chunk: StrictResult(None, [(0, len(chunk))]))
        return read_cells(path)


@pytest.mark.parametrize("path", CORPUS or NO_CORPUS)
def test_the_fast_reader_finds_what_the_xml_parser_finds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if path.name[:3] in UNREADABLE:
        pytest.skip("not a workbook, or encrypted")
    with open_package(path) as package:
        names = [sheet.name for sheet in package.sheets]
    for name in names:
        fast = read_cells(path, name)
        with monkeypatch.context() as patch:
            patch.setattr(StrictReader, "read", lambda self, chunk: StrictResult(None, [(0, len(chunk))]))
            slow = read_cells(path, name)
        assert fast == slow
        assert fast.formulas == slow.formulas


SAMPLE = (
    '<row r="1" spans="1:4"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>46173</v></c><c r="D1" s="2"/></row>'
    '<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>a&amp;b</t></is></c><c r="C2"><f>A1</f><v>1.5</v></c></row>'
    '<row r="10"><c r="A10" t="b"><v>1</v></c><c r="AA10" t="e"><v>#N/A</v></c><c r="AB10" t="str"><f>B1</f><v>x</v>'
    '</c></row><row r="11"/><row r="12"><c r="B12"><f>A1</f></c></row>'
)
EDITS = st.lists(
    st.tuples(
        st.integers(0, len(SAMPLE) - 1),
        st.integers(0, 9),
        st.sampled_from(["", "<", ">", "/", '"', " ", "\n", "1", "9", "A", "r", "<v>", "</v>", "</c>", "<c ", "</row>"])
        | st.sampled_from(["<!--", "-->", '<row r="9">', '<c r="B2"><v>7</v></c>', ' t="s"', ' s="9"', "&lt;", "<x/>"])
        | st.integers(0, len(SAMPLE) - 1).map(lambda start: SAMPLE[start : start + 30]),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=150)
@given(EDITS)
def test_damage_never_makes_the_fast_reader_see_other_cells_than_an_xml_parser(
    edits: list[tuple[int, int, str]],
) -> None:
    rows = SAMPLE
    for start, length, text in edits:
        rows = rows[:start] + text + rows[start + length :]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = make_workbook(Path(folder) / "a.xlsx", rows)
        expected = cells_or_none(lambda: only_tolerant(path, patch))
        found = cells_or_none(lambda: read_cells(path))
        if expected is not None:
            assert found == expected
            assert found is not None and found.formulas == expected.formulas
        elif found is not None:  # the fast reader does not judge the inside of a formula, as it does not read it
            bare = make_workbook(Path(folder) / "b.xlsx", re.sub(r"<f[ >][^<]*(?=<)", "<f>", rows))
            assert cells_or_none(lambda: only_tolerant(bare, patch)) is not None, rows


def cells_or_none(read: Callable[[], Cells]) -> Cells | None:
    """The cells, None if the workbook is refused."""
    try:
        return read()
    except WorkbookError:
        return None


VARIANTS: list[tuple[str, Callable[[str], str]]] = [
    ("prefixed", lambda xml: re.sub(r"<(/?)(?=[a-z])", r"<\1x:", xml).replace("xmlns=", "xmlns:x=")),
    ("single quotes", lambda xml: re.sub(r'="([^"]*)"', r"='\1'", xml)),
    ("attributes reversed", lambda xml: re.sub(r'<c (r="\w+")((?: \w+="\w+")+)', r"<c\2 \1", xml)),
    ("extra attributes", lambda xml: re.sub(r'<c (r="\w+")', r'<c \1 cm="1" ph="1"', xml)),
    ("spaced tags", lambda xml: re.sub(r"</(c|v|row)>", r"</\1 >", xml)),
    (
        "one tag a line",
        lambda xml: xml.replace("><c", ">\n  <c").replace("><row", ">\n <row").replace("</c>", "\n</c>"),
    ),
    ("comment in the first row", lambda xml: xml.replace("<c ", "<!-- <row> --><c ", 1)),
    ("no spans, odd heights", lambda xml: xml.replace(' spans="1:4"', ' ht="12.5" customHeight="1"')),
]


@pytest.mark.parametrize("variant", [variant for _, variant in VARIANTS], ids=[name for name, _ in VARIANTS])
@pytest.mark.parametrize("chunk", [64, 1 << 20])
def test_the_way_of_writing_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variant: Callable[[str], str], chunk: int
) -> None:
    monkeypatch.setattr(sheet_stream, "CHUNK", chunk)
    parts = parts_of(SAMPLE)
    plain = read_cells(write_parts(tmp_path / "a.xlsx", parts))
    head, rest = parts[SHEET].decode().split("\n", 1)
    written = parts | {SHEET: f"{head}\n{variant(rest)}".encode()}
    changed = read_cells(write_parts(tmp_path / "b.xlsx", written))
    assert changed == plain
    assert changed.formulas == plain.formulas
    assert len(plain.values) == 8


def test_rows_inside_a_long_comment_are_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_stream, "CHUNK", 64)
    hidden = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(2, 20))
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><!-- {hidden} --><row r="20"><c r="A20"><v>2</v></c></row>'
    assert read_cells(make_workbook(tmp_path / "a.xlsx", rows)).values == {(1, 1): 1, (20, 1): 2}


@pytest.mark.parametrize("chunk", [64, 1 << 20])
def test_a_row_without_a_number_follows_the_one_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(sheet_stream, "CHUNK", chunk)
    rows = '<row r="5" spans="1:1" ht="15"><c r="A5"><v>1</v></c></row><row spans="1:1" ht="15"><c><v>2</v></c></row>'
    assert read_cells(make_workbook(tmp_path / "a.xlsx", rows)).values == {(5, 1): 1, (6, 1): 2}


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20) | st.sampled_from(
    ["001", "=1+1", " a ", "_x0041_", "a\nb", "NA", "#N/A", "TRUE", "中文；标签", "Đà Nẵng", "😀", "\x07"]
)
VALUES = (
    TEXTS
    | st.integers(-(10**14), 10**14)
    | st.floats(-1e300, 1e300)
    | st.booleans()
    | st.dates(date(1900, 3, 1), date(9999, 12, 30))
    | st.datetimes(datetime(1900, 3, 1), datetime(2200, 1, 1)).map(lambda stamp: stamp.replace(microsecond=0))
)
GRIDS = st.dictionaries(st.tuples(st.integers(0, 40), st.integers(0, 30)), VALUES, max_size=40)


def same(found: Value, written: Value) -> bool:
    """Whether a value came back: whole floats as int, midnight as a date, 17 digits as Excel's programs write them."""
    if isinstance(written, bool) or isinstance(found, bool):
        return found is written
    if isinstance(written, float) and isinstance(found, (int, float)):
        return found == pytest.approx(written, rel=1e-15, abs=0)
    if isinstance(written, datetime):
        day = written.date() if written.time() == time() else written
        return found == day and type(found) is type(day)
    return found == written and type(found) is type(written)


@settings(max_examples=40)
@given(GRIDS)
def test_what_xlsxwriter_writes_is_read_back(grid: dict[tuple[int, int], Value]) -> None:
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Customers")
    day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for (row, column), value in grid.items():
        match value:
            case str():
                sheet.write_string(row, column, value)
            case bool():
                sheet.write_boolean(row, column, value)
            case datetime():
                sheet.write_datetime(row, column, value, moment)
            case date():
                sheet.write_datetime(row, column, datetime.combine(value, time()), day)
            case int() | float():
                sheet.write_number(row, column, value)
    book.close()
    written = {(row + 1, column + 1): value for (row, column), value in grid.items()}
    check_read_back(target.getvalue(), written)


@settings(max_examples=40)
@given(GRIDS)
def test_what_openpyxl_writes_is_read_back(grid: dict[tuple[int, int], Value]) -> None:
    import openpyxl
    from openpyxl.utils.exceptions import IllegalCharacterError

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Customers"
    written: dict[tuple[int, int], Value] = {}
    for (row, column), value in grid.items():
        cell = sheet.cell(row + 1, column + 1)
        try:
            cell.value = value  # type: ignore[assignment]
        except IllegalCharacterError:
            continue
        if isinstance(value, str):
            if not value or re.search(r"_x[0-9A-Fa-f]{4}_|[\ufffe\uffff\r]", value):  # it writes these unescaped
                cell.value = None
                continue
            cell.data_type = "s"
        written[row + 1, column + 1] = value
    target = io.BytesIO()
    book.save(target)
    check_read_back(target.getvalue(), written)


def check_read_back(data: bytes, written: dict[tuple[int, int], Value]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(data)
        found = read_cells(path).values
    assert found.keys() == written.keys()
    wrong = {place: (found[place], value) for place, value in written.items() if not same(found[place], value)}
    assert wrong == {}


DECIMALS = st.from_regex(re.compile(r"-?[0-9]{0,20}\.?[0-9]{0,20}(?:[eE][+-]?[0-9]{1,3})?[x ]?\Z"), fullmatch=True)


@given(st.lists(DECIMALS | st.floats().map(repr) | st.integers().map(str), min_size=1, max_size=50))
@example(["9007199254740993", "0.1", "123456789012345678", "-", ".", "-.5", "5.", "1..2", "", "-0"])
def test_numbers_are_decoded_as_python_reads_them(texts: list[str]) -> None:
    raw = [text.encode() for text in texts]
    length = np.array([len(text) for text in raw], dtype=np.int64)
    start = np.concatenate([[0], np.cumsum(length)[:-1]]).astype(np.int64)
    data = np.frombuffer(b"".join(raw) + b"<" * 40, dtype=np.uint8)
    numbers, bad = decode_numbers(data, start, length)
    expected = [parse_decimal(text) for text in texts]
    assert [
        None if is_bad else number for number, is_bad in zip(numbers.tolist(), bad.tolist(), strict=True)
    ] == expected
    integers, no_integer = decode_integers(data, start, length)
    for text, integer, is_none in zip(texts, integers.tolist(), no_integer.tolist(), strict=True):
        assert is_none == (re.fullmatch(r"[0-9]{1,18}", text) is None)
        assert is_none or integer == int(text)
    assert digits.LONGEST == 18


@given(st.timedeltas(timedelta(days=-9999), timedelta(days=9999)))
def test_durations_are_exact_to_the_millisecond(duration: timedelta) -> None:
    from xltags.books.reading.cell_batch import Kind
    from xltags.books.reading.numbers import moments_from

    rounded = timedelta(milliseconds=round(duration / timedelta(milliseconds=1)))
    (found,) = moments_from(np.array([rounded / timedelta(days=1)]), Kind.DURATION, date1904=False)
    assert found == rounded
