"""A sheet as it streams by: however its bytes are cut, its head, whole rows and tail come out as they are."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltags.books.writing.row_block import formula_starts, may_have_formulas
from xltags.books.writing.row_stream import sections
from xltags.core.errors import WorkbookError

HEAD = b'<?xml version="1.0"?><worksheet><sheetFormatPr/><sheetData>'
ROWS = (
    b'<row r="1"><c r="A1"><v>1</v></c></row>',
    b'<row r="2"/>',
    b'<row r="3"><c r="A3"/></row>\n',
    b'<row r="9"></row>',
)
TAIL = b"</sheetData><extLst></row></sheetDataX></extLst></worksheet>"


def cut(data: bytes, places: Sequence[int]) -> list[bytes]:
    """The bytes cut at these places."""
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:stop] for start, stop in pairwise(edges)]


@given(st.lists(st.sampled_from(ROWS), max_size=6), st.lists(st.integers(0, 500), max_size=12))
def test_however_it_is_cut_the_same_sections_come_out(rows: list[bytes], places: list[int]) -> None:
    found = list(sections(cut(HEAD + b"".join(rows) + TAIL, places), "book: sheet"))
    assert [kind for kind, _ in found] == ["head", *["rows"] * (len(found) - 2), "tail"]
    assert found[0][1] == HEAD
    assert b"".join(data for _, data in found[1:-1]) == b"".join(rows)
    assert found[-1][1] == TAIL
    assert all(
        data.count(b"<row ") == data.count(b"</row>") + data.count(b'2"/>') for _, data in found[1:-1]
    )  # whole rows


@pytest.mark.parametrize("size", [1, 2, 7, 64, 4096])
def test_a_sheet_without_an_end_is_refused(size: int) -> None:
    data = HEAD + b"".join(ROWS)
    with pytest.raises(WorkbookError, match="ends too early"):
        list(sections([data[start : start + size] for start in range(0, len(data), size)], "book: sheet"))


@given(st.lists(st.sampled_from([b"<", b"f", b"<f", b"x", b"<x:f>", b"<foo/>", b"<c>", b"</f>"]), max_size=30))
def test_no_formula_is_overlooked(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    assert may_have_formulas(data) == (b"<f" in data)
    assert may_have_formulas(data, b"x:") == (b"<x:f" in data)
    assert may_have_formulas(data) or may_have_formulas(data, b"x:") or not formula_starts(data)
