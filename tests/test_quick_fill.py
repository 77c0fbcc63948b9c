"""Columns are filled many rows at once where a sheet is written plainly; that writes what the careful way writes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.books_made import edited, make_book
from tests.test_surgery import corpus_files
from xltags.books.edits import FillColumns, IntoFormulas
from xltags.books.opc.refs import cell_name, column_letters
from xltags.books.package import open_package
from xltags.books.writing import row_stream
from xltags.books.writing.cell_text import CellWriter
from xltags.books.writing.column_tails import ColumnTails
from xltags.books.writing.fill import Block
from xltags.books.writing.row_block import WIDTH, formula_starts, read_rows, spliced
from xltags.books.writing.row_edit import SheetState
from xltags.books.writing.row_stream import edit_rows, sections
from xltags.core.errors import WorkbookError
from xltags.core.values import Value

SPANS = re.compile(rb' spans="(\d+):(\d+)"')
BETWEEN = re.compile(rb">\s+<")
HEAD = b'<worksheet><cols><col min="3" max="4" width="9" style="7"/></cols><sheetData>'
TAIL = b"</sheetData></worksheet>"
Styles = Mapping[int, int]


class Outcome(SimpleNamespace):
    """What came out: the rows, or the error; and what was noted on the way."""


@contextmanager
def careful_only() -> Iterator[None]:
    """No block is taken for plain."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row_stream, "read_rows", lambda data, after: None)
        patch.setattr(Block, "added", row_stream.added_rows)
        yield


def filled(
    xml: bytes,
    rows: Sequence[int],
    columns: Mapping[int, Sequence[Value | None]],
    *,
    styles: Styles | None = None,
    into: IntoFormulas = "leave",
    cut: int = 1 << 20,
    shared: Mapping[str, int] | None = None,
) -> Outcome:
    """The rows of a sheet with columns filled."""
    style_sheet = cast(Any, SimpleNamespace(dated=lambda style, kind: style + 1000 + len(kind)))
    state = SheetState("book: sheet", style_sheet)
    writer = CellWriter("book: sheet", date1904=False, shared=shared or {})
    block = Block(rows, columns, writer, styles=styles, into_formulas=into)
    chunks = [xml[start : start + cut] for start in range(0, len(xml), cut)]
    try:
        made = b"".join(data for _, data in edit_rows(sections(chunks, state.place), block, state))
    except WorkbookError as error:
        return Outcome(error=str(error))
    return Outcome(
        xml=BETWEEN.sub(b"><", SPANS.sub(b"", made)),
        shared=state.shared,
        styles=state.used_styles,
        left=state.left,
        spans=spans(made),
    )


def spans(xml: bytes) -> list[tuple[int, int]]:
    return [(int(low), int(high)) for low, high in SPANS.findall(xml)]


TAGS = ["", ' s="3"', ' s="14"', ' t="s"', ' s="3" t="s"', ' t="s" s="3"', ' s="5" t="inlineStr"', ' cm="1" s="12"',
        " s='3'", ' s="x"', ' s="3" vm="1" ph="1" foo:long="a rather long attribute"']  # fmt: skip
BODIES = ["/>", "></c>", "><v>1</v></c>", "><v/></c>", "><is><t>a f: b</t></is></c>", "><v>1</v></c>\n",
          "><is><r><t>x</t></r></is></c>", "><f>A1</f><v>2</v></c>", '><f t="shared" si="0"/><v>2</v></c>',
          "><v>3</v><extLst><ext/></extLst></c>"]  # fmt: skip
ENDS = ["", "\n", "<extLst><ext/></extLst>"]
PLAIN_TAGS, PLAIN_BODIES = TAGS[:5], BODIES[:5]
ROW_TAGS = ["", ' spans="2:4"', ' s="9" customFormat="1"', ' ht="15" customHeight="1" spans="1:7"', ' x14ac:d="0.3"']
values = st.none() | st.sampled_from(["A", "B", "a & b <c>", "=1+1", "", " x"]) | st.integers(-9, 99) | st.floats(0, 1)
dates = st.dates(date(1990, 1, 1), date(2030, 1, 1)) | st.booleans() | st.datetimes(datetime(1990, 1, 1))


@st.composite
def sheets(draw: st.DrawFn, *, odd: bool) -> bytes:
    """Rows 1 to 40, some of them missing, with cells in A to J, some of them missing."""
    out = []
    tags, bodies, ends = (TAGS, BODIES, ENDS) if odd else (PLAIN_TAGS, PLAIN_BODIES, [""])
    tags, bodies, ends = (
        draw(st.lists(st.sampled_from(each), min_size=1, max_size=3)) for each in (tags, bodies, ends)
    )
    for row in sorted(draw(st.sets(st.integers(1, 40), max_size=12))):
        tag = f'<row r="{row}"{draw(st.sampled_from(ROW_TAGS))}'
        cells = "".join(
            f'<c r="{cell_name(row, column)}"{draw(st.sampled_from(tags))}{draw(st.sampled_from(bodies))}'
            for column in sorted(draw(st.sets(st.integers(1, 10), max_size=8)))
        )
        ending = draw(st.sampled_from(ends))
        closed = not cells and not ending and draw(st.booleans())
        out.append(tag + "/>" if closed else f"{tag}>{cells}{ending}</row>")
        out.append(draw(st.sampled_from(["", "", "\n  "])) if odd else "")
    text = "".join(out)
    if odd and draw(st.integers(0, 9)) == 0:  # the same in another dress: no names, wrong names, a prefix
        text = draw(st.sampled_from([text.replace('<c r="C', '<c x="C'), text.replace('r="B1', 'r="B2'), text.lower()]))
    return HEAD + text.encode() + TAIL


@st.composite
def fills(draw: st.DrawFn, *, dated: bool) -> tuple[list[int], dict[int, list[Value | None]], Styles]:
    rows = sorted(draw(st.sets(st.integers(1, 45), min_size=1, max_size=20)))
    numbers = draw(st.sets(st.integers(1, 12), min_size=1, max_size=5))
    cells = values | dates if dated else values
    columns: dict[int, list[Value | None]] = {
        number: draw(st.lists(cells, min_size=len(rows), max_size=len(rows))) for number in sorted(numbers)
    }
    return rows, columns, draw(st.dictionaries(st.sampled_from(sorted(numbers)), st.integers(1, 4), max_size=2))


def agree(xml: bytes, rows: Sequence[int], columns: Mapping[int, Sequence[Value | None]], **options: Any) -> Outcome:
    """What both ways write; only the `spans` of rows, which are a hint, may differ."""
    quick = filled(xml, rows, columns, **options)
    with careful_only():
        careful = filled(xml, rows, columns, **options)
    assert {**vars(quick), "spans": None} == {**vars(careful), "spans": None}
    return quick


Plan = tuple[list[int], dict[int, list[Value | None]], Styles]
FORMULAS: tuple[IntoFormulas, ...] = ("refuse", "leave", "own", "cache", "overwrite")


@settings(max_examples=150, deadline=None)
@given(sheets(odd=True), fills(dated=True), st.sampled_from(FORMULAS), st.integers(40, 2000))
def test_the_quick_way_writes_what_the_careful_way_writes(xml: bytes, plan: Plan, into: IntoFormulas, cut: int) -> None:
    rows, columns, styles = plan
    agree(xml, rows, columns, styles=styles, into=into, cut=cut, shared={"A": 0, "a & b <c>": 5})


@pytest.mark.parametrize("last", ['<c r="B2" s="3"/>', '<c r="B2"><v>1</v></c>', '<c r="B2"></c>'])
@pytest.mark.parametrize("after", ["", "<extLst><ext/></extLst>", "<extLst/>", " "])
@pytest.mark.parametrize("columns", [(2,), (3,), (1, 3), (2, 3)], ids=str)
def test_new_cells_stand_behind_the_last_cell(last: str, after: str, columns: tuple[int, ...]) -> None:
    made = agree(HEAD + f'<row r="2">{last}{after}</row>'.encode() + TAIL, [2], {column: ["x"] for column in columns})
    cells = re.findall(rb'<c r="([A-Z])2"', made.xml)
    assert cells == sorted(column_letters(each).encode() for each in {2, *columns})
    assert made.xml.rstrip().endswith(after.strip().encode() + b"</row>" + TAIL)


def test_a_sheet_with_comments_between_its_cells_is_refused() -> None:
    xml = HEAD + b'<row r="2"><!-- <c r="A2"/> --><c r="B2"/></row>' + TAIL
    assert "holds comments" in agree(xml, [2], {1: ["x"]}).error


@given(st.lists(values | dates | st.sampled_from([0, 0.0, -0.0, False, 1, 1.0, True, "1"]), min_size=1, max_size=40))
def test_equal_values_of_different_types_stay_apart(column: list[Value | None]) -> None:
    writer = CellWriter("sheet", date1904=False, shared={})
    known, places = ColumnTails(3, column, writer), range(len(column))
    one_by_one = [known.of([place])[0][0] for place in places]
    assert one_by_one == known.of(places)[0] == [writer.tail(value, "C") for value in column]


def no_row(row: bytes, *_: object) -> bytes:
    raise AssertionError(f"went the careful way: {row!r}")


@settings(max_examples=100, deadline=None)
@given(sheets(odd=False), fills(dated=False))
def test_plain_rows_are_filled_quickly(xml: bytes, plan: Plan) -> None:
    rows, columns, styles = plan
    numbers = [int(number) for number, row in re.findall(rb'<row r="(\d+)"([^<]*<c )', xml) if b"customF" not in row]
    wanted = [row for row in rows if row in numbers or b'<row r="%d"' % row not in xml]
    if wanted:
        columns = {number: values[: len(wanted)] for number, values in columns.items()}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(row_stream, "edit_row", no_row)
            assert "xml" in vars(filled(xml, wanted, columns, styles=styles))


def by_xlsxwriter(path: Path) -> None:
    make_book(path, rows=50)


def by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Data"
    for row in range(1, 52):
        sheet.append([f"id {row}", f"name {row}", row / 2, date(2026, 5, 31), None])
    book.save(path)


@pytest.mark.parametrize("write", [by_xlsxwriter, by_openpyxl], ids=["XlsxWriter", "openpyxl"])
@pytest.mark.parametrize("columns", [[2, 3], [1, 2, 4], [4], [6, 7, 9], [1, 9]], ids=str)
def test_what_others_write_is_filled_quickly(tmp_path: Path, write: Any, columns: list[int]) -> None:
    source, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    write(source)
    values: list[Value | None] = [f"text {row % 3}" if row % 4 else None for row in range(50)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row_stream, "edit_row", no_row)
        edited(source, [FillColumns("Data", 2, dict.fromkeys(columns, values))], out)
    old, new = (openpyxl.load_workbook(path)["Data"] for path in (source, out))
    for row in range(1, 53):
        for column in range(1, 11):
            filled_in = column in columns and 2 <= row <= 51
            expected = values[row - 2] if filled_in else old.cell(row, column).value
            assert new.cell(row, column).value == expected
            assert new.cell(row, column).style_id == old.cell(row, column).style_id


def test_rows_that_get_new_cells_have_them_in_their_spans() -> None:
    row = b'<row r="2" spans="2:3"><c r="B2"/><c r="C2"><v>1</v></c></row>'
    twin = row.replace(b"2", b"3").replace(b'"3:3"', b'"1:9"')
    assert filled(HEAD + row + twin + TAIL, [2, 3], {2: ["x", "y"], 5: [1, 2]}).spans == [(2, 5), (1, 9)]
    assert filled(HEAD + row + TAIL, [2], {2: ["x"]}).spans == [(2, 3)]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2"/></row><row r="1"/>', '<row r="2"/><row r="2"/>', '<row><c r="A1"/></row>',
        '<row r="1"><c/></row>', '<row r="1"><c r="B1"/><c r="A1"/></row>', '<row r="1"><c r="A1"/><c r="A1"/></row>',
        '<row r="1"><c r="A2"/></row>', '<row r="1"><c r="a1"/></row>', '<row r="1"><c r="A01"/></row>', "", " ",
        '<row r="1"><c s="1" r="A1"/></row>', '<row s="1" r="1"/>', '<row r="12345678"/>', '<row r=""/>',
        '<row r="x"/>',
        '<row r="1"/><x:row r="2"></x:row><row r="3"/>', '<row r="1"/>text<row r="2"/>', '<c r="A1"/><row r="1"/>',
        '<row r="1"><c r="AAAA1"/></row>', '<row r="1"><c r="A1',
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_careful_way(rows: str) -> None:
    assert read_rows(rows.encode(), 0) is None


def test_rows_and_cells_are_told_apart() -> None:
    data = b'\n<row r="7"/>\n<row r="12" ht="3"><c r="B12" s="1"/><c r="AAB12"><v>1</v></c></row> <row r="13"></row>\n'
    block = read_rows(data, 6)
    assert block is not None
    assert block.numbers.tolist() == [7, 12, 13]
    assert [block.row(place) for place in range(3)] == re.findall(rb"<row[^>]*/>|<row.*?</row>", data)
    assert [data[at : at + 8] for at in block.cells[:-1].tolist()] == [b'<c r="B12"'[:8], b'<c r="AAB12"'[:8]]
    assert (block.places[:-1] % WIDTH).tolist() == [2, 704]
    assert (block.firsts.tolist(), block.limits.tolist()) == ([0, 0, 2], [0, 2, 2])
    assert read_rows(data, 7) is None
    assert spliced(data, []) == data


@given(
    st.lists(st.sampled_from(["<f>", "<f t='x'>", "<x:f/>", "<foo>", "a:f ", "<a:b:f>", "<x.y:f\n>", "f", "<c r='f'>"]))
)
def test_formulas_are_found_wherever_they_begin(pieces: list[str]) -> None:
    data = "".join(pieces).encode()
    assert formula_starts(data) == [each.start() for each in re.finditer(rb"<(?:[\w.\-]+:)?f[\s/>]", data)]


def columns_of(numbers: Sequence[int], rows: Sequence[int]) -> dict[int, list[Value | None]]:
    return {
        number: [None if row * number % 5 == 0 else row if number % 2 else f"t{row % 7} & f: x" for row in rows]
        for number in numbers
    }


@pytest.mark.parametrize("name", corpus_files())
def test_both_ways_agree_on_real_workbooks(shared: Path, name: str) -> None:
    if not (shared / "corpus" / name).exists():
        pytest.skip("../shared/corpus is not here")
    try:
        package = open_package(shared / "corpus" / name)
    except WorkbookError as error:
        pytest.skip(f"not a readable workbook: {error.code}")
    with package:
        for sheet in package.sheets:
            xml = package.read(sheet.part)
            numbers = {int(row) for row in re.findall(rb'<(?:\w+:)?row [^>]*\br="(\d+)"', xml)[:2000]}
            rows = sorted(numbers | {row + 1 for row in numbers})
            if sheet.kind == "worksheet" and rows:
                agree(xml, rows, columns_of((1, 2, 3, 5, 9, 14, 30), rows), shared={"t3 & f: x": 3})
