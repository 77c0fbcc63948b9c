"""Exports as they come: encodings, delimiters, quotes, ragged and blank rows, sheets, Parquet."""

import random
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltags.books.importing.sources import ReadOptions, SourceTable, read_source
from xltags.core.errors import XltagsError

VIETNAMESE = "mã,tên\nC1,Công ty Cổ phần Thương mại Điện tử Việt Nhật\nC2,Tập đoàn Hưng Thịnh\n"
CHINESE = "编号,公司名称,行业\nC1,北京华信科技有限公司,软件\nC2,上海宏图机械制造厂（集团）,制造业\n"
GERMAN = "id,name\nC1,Müller Maschinenbau München\nC2,Bäckerei Größe & Söhne\n"
PORTUGUESE = "id,cidade\nC1,São Paulo\nC2,Florianópolis\nC3,Jundiaí\nC4,Goiânia\nC5,Belém\n"
ITALIAN = "id,nome\nC1,Società così è più\nC2,Però città\n"


def read(tmp_path: Path, data: str | bytes, name: str = "a.csv", **options: object) -> SourceTable:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return read_source(path, ReadOptions(**options))  # type: ignore[arg-type]  # test data


def cells(table: SourceTable) -> dict[str, list[object]]:
    return {header: list(column.cells()) for header, column in table.columns.items()}


@pytest.mark.parametrize(
    ("text", "encoding", "seen"),
    [
        (VIETNAMESE, "utf-8", "utf-8"), (VIETNAMESE, "utf-8-sig", "utf-8-sig"), (VIETNAMESE, "utf-16", "utf-16"),
        (CHINESE, "gb18030", "gb18030"), (CHINESE, "utf-16-le", "utf-16-le"), (GERMAN, "cp1252", "cp1252"),
        (PORTUGUESE, "cp1252", "cp1252"), (ITALIAN, "cp1252", "cp1252"), (GERMAN, "utf-16-be", "utf-16-be"),
    ],
)  # fmt: skip
def test_the_encoding_is_found_by_trial(tmp_path: Path, text: str, encoding: str, seen: str) -> None:
    found = read(tmp_path, text.encode(encoding))
    assert found.how == f"{seen}, comma"
    lines = [line.split(",") for line in text.splitlines()]
    assert cells(found) == {header: [line[at] for line in lines[1:]] for at, header in enumerate(lines[0])}


def test_windows_vietnamese_is_found_and_its_letters_are_made_whole(tmp_path: Path) -> None:
    import unicodedata

    data = b"".join(_cp1258(letter) for letter in unicodedata.normalize("NFC", VIETNAMESE))
    found = read(tmp_path, data)
    assert found.how == "cp1258, comma"
    assert list(found.columns["tên"].cells())[1] == "Tập đoàn Hưng Thịnh"


def _cp1258(letter: str) -> bytes:
    """A letter as windows-1258 writes it: the vowel with its hat, then the tone as a letter of its own."""
    import unicodedata

    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tones = [part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323"]
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        return (base + "".join(tones)).encode("cp1258")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    rows = [["id", "amount", "note"], ["00123", "1.5", "a"], ["9", "2", "b c"]]
    assert cells(read(tmp_path, "\r\n".join(delimiter.join(row) for row in rows))) == {
        "id": ["00123", "9"], "amount": ["1.5", "2"], "note": ["a", "b c"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('id;price\n1;"1,5"\n2;2,5\n', {"id": ["1", "2"], "price": ["1,5", "2,5"]}),
        ('\ufeffid;name\r\n01;"a;b"\r\n', {"id": ["01"], "name": ["a;b"]}),
        ("sep=;\nid;name\n1;a,b\n", {"id": ["1"], "name": ["a,b"]}),
        ('id,note\n1,"two\r\nlines"\n', {"id": ["1"], "note": ["two\nlines"]}),
        ('id,pipe\n1,5" wide\n2,"a"b\n', {"id": ["1", "2"], "pipe": ['5" wide', "ab"]}),
        ("only\na\nb\n", {"only": ["a", "b"]}),
        ("id,a\n1, NA \n2,None\n3,null\n4,1E5\n", {"id": ["1", "2", "3", "4"], "a": [" NA ", "None", "null", "1E5"]}),
        ("id,a\r1,b\r", {"id": ["1"], "a": ["b"]}),
        ("id,a\nC1,one\0nul\n", {"id": ["C1"], "a": ["one\0nul"]}),
        ("Leads of May,,\n\nby Ann\nid,a,b\n1,x,y\n", {"id": ["1"], "a": ["x"], "b": ["y"]}),
        ("id,,\n1,,\n", {"id": ["1"]}),
        ("Leads of May\n\nid;a;b\n1;x;y\n", {"id": ["1"], "a": ["x"], "b": ["y"]}),
        ("note\none; two; three\nfour\nfive\n", {"note": ["one; two; three", "four", "five"]}),
    ],
)  # fmt: skip
def test_texts_stay_as_typed(tmp_path: Path, text: str, wanted: dict[str, list[str]]) -> None:
    assert cells(read(tmp_path, text)) == wanted


def test_blank_rows_are_counted_and_ragged_ones_noted(tmp_path: Path) -> None:
    found = read(tmp_path, "id,a\n1,x\n\n , \n2\n3,y,,\n4,z,more\n")
    assert cells(found) == {"id": ["1", "2", "3", "4"], "a": ["x", None, "y", "z"]}
    assert (found.blank_rows, found.rows.tolist()) == (2, [2, 5, 6, 7])
    assert found.surplus == {3: ("more",)}


def test_titles_above_the_header_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, "Leads of May;;\nid;a;b\n1;x;y\n")
    assert (found.how, found.rows.tolist()) == ("utf-8, semicolon, header in row 2", [3])
    assert list(read(tmp_path, "Leads\n1,x,y\n2,z,w\n").columns) == ["Leads"]  # a record is no header


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("a.csv", b"", "SRC001", "empty"), ("a.csv", b"id,id\n1,2\n", "SRC002", "'id' stands twice"),
        ("a.csv", b'id,a\n1,"open\n2,b\n', "SRC001", "opened in line 2"), ("a.xls", b"x", "SRC001", "save it as"),
        ("a.csv", b"PK\x03\x04x", "SRC001", "real ending"), ("a.parquet", b"no", "SRC001", "no readable Parquet"),
        ("a.csv", b"\xff\xfea", "SRC001", "damaged"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, name: str, data: bytes, code: str, words: str) -> None:
    with pytest.raises(XltagsError, match=words) as stop:
        read(tmp_path, data, name)
    assert stop.value.code == code and "\n" not in str(stop.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(XltagsError, match="is not there"):
        read_source(tmp_path / "none.csv")


@given(st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), max_size=6), st.sampled_from(",;\t|"))
def test_any_table_of_texts_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], mark: str
) -> None:
    import csv
    from io import StringIO

    text = StringIO()
    csv.writer(text, delimiter=mark, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *rows])
    try:
        data = text.getvalue().encode("utf-8")
    except UnicodeEncodeError:  # half of a surrogate pair is no text
        return
    found = read(tmp_path_factory.mktemp("csv"), data, delimiter=mark, encoding="utf-8")
    plain = [[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in rows]
    kept = [[cell if cell.strip() else None for cell in row] for row in plain if any(cell.strip() for cell in row)]
    assert [list(row) for row in zip(*(column.cells() for column in found.columns.values()), strict=True)] == kept


def make_workbook(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Cover"
    sheet.append(["Report of sales"])
    second = book.create_sheet("Leads")
    second.append(["exported on", "2026"])
    second.append([])
    second.append(["id", "name", "size", "seen"])
    from datetime import date

    second.append(["007", "Acme", 12, date(2026, 5, 31)])
    second.append(["8", None, None, None])
    book.save(path)


def test_a_sheet_is_found_by_name_and_its_header_by_its_texts(tmp_path: Path) -> None:
    make_workbook(tmp_path / "a.xlsx")
    found = read_source(tmp_path / "a.xlsx", ReadOptions(sheet="leads"))
    assert [as_list[0] for as_list in cells(found).values()][:3] == ["007", "Acme", 12]
    assert found.rows.tolist() == [4, 5] and found.how == "sheet Leads, header in row 3"
    with pytest.raises(XltagsError, match="no sheet or table 'x'; it has 'Cover', 'Leads'"):
        read_source(tmp_path / "a.xlsx", ReadOptions(sheet="x"))


def test_parquet_keeps_types_and_long_numbers(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    table = pa.table({"id": [123456789012345678, 5], "name": ["a", None], "x": [1.5, float("nan")]})
    pq.write_table(table, tmp_path / "a.parquet")  # type: ignore[no-untyped-call]  # pyarrow has no types
    assert cells(read_source(tmp_path / "a.parquet")) == {
        "id": ["123456789012345678", 5], "name": ["a", None], "x": [1.5, None],
    }  # fmt: skip


def test_parquet_values_that_no_cell_holds_become_texts(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    table = pa.table(
        {
            "number": [1.5, float("inf")],
            "list": [["a", None, "b"], None],
            "day": pa.array([0, 2**44], pa.timestamp("s")),
            "fine": pa.array([1_748_736_000_123_456_789, None], pa.timestamp("ns", tz="Asia/Ho_Chi_Minh")),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")  # type: ignore[no-untyped-call]  # pyarrow has no types
    found = cells(read_source(tmp_path / "a.parquet"))
    assert found["number"] == [1.5, "inf"] and found["list"] == ["a; b", None]
    assert found["day"][0] == "1970-01-01 00:00:00.000" and str(2**44) in str(found["day"][1])
    assert found["fine"] == [datetime(2025, 6, 1, 7, 0, 0, 123456), None]


def test_random_legacy_bytes_never_crash(tmp_path: Path) -> None:
    random.seed(3)
    for _ in range(100):
        data = b"a,b\n" + bytes(random.choices(range(1, 256), k=60))
        try:
            read(tmp_path, data)
        except XltagsError:
            continue
