"""Texts added to a workbook's shared strings, however the table is cut into blocks while it streams by."""

from pathlib import Path

import pytest

from tests.books_made import edited, make_book, parts_of, rewritten
from xltags.books.edits import FillColumns
from xltags.books.package import open_package
from xltags.books.writing.parts import Parts
from xltags.books.writing.string_table import add_to_count, append_strings, known_strings
from xltags.core.errors import WorkbookError

PART = "xl/sharedStrings.xml"
ROOT = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="7" uniqueCount="2"'
ITEMS = "<si><t>one</t></si><si><t>two</t></si>"
DECLARED = "<?xml version='1.0'?>"
NEW = "<si><t>a &amp; b</t></si><si><t>z</t></si>"


def table(tmp_path: Path, xml: str, cut: int) -> Parts:
    """The parts of a workbook with that table, which is read in blocks of `cut` bytes."""
    source = rewritten(make_book(tmp_path / "in.xlsx"), tmp_path / "odd.xlsx", PART, lambda _: xml.encode())
    parts = Parts(open_package(source))
    data = xml.encode()
    parts.stream(PART, lambda: (data[start : start + cut] for start in range(0, len(data), cut)))
    return parts


@pytest.mark.parametrize("cut", [1, 7, 64, 1000])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{ROOT}>{ITEMS}</sst>", f"{ROOT}>{ITEMS}{NEW}</sst>"),
        (f"{ROOT}>{ITEMS}<extLst/></sst>\n", f"{ROOT}>{ITEMS}{NEW}<extLst/></sst>\n"),
        (f"{ROOT}></sst>", f"{ROOT}>{NEW}</sst>"),
        (f"{ROOT} />", f"{ROOT}>{NEW}</sst>"),
        (f"{DECLARED}\n{ROOT} x='1'>\n{ITEMS}\n</sst>", f"{DECLARED}\n{ROOT} x='1'>\n{ITEMS}{NEW}\n</sst>"),
        (f"{ROOT.partition(' count')[0]}>{ITEMS}</sst>", f"{ROOT.partition(' count')[0]}>{ITEMS}{NEW}</sst>"),
    ],
    ids=["usual", "extended", "empty", "closed", "declared", "uncounted"],
)  # fmt: skip
def test_new_texts_stand_behind_the_old_ones(tmp_path: Path, before: str, after: str, cut: int) -> None:
    parts = table(tmp_path, before, cut)
    assert append_strings(parts, ["z", "a & b"], 2) == {"a & b": 2, "z": 3}
    add_to_count(parts, -3)
    expected = after.replace('count="7" uniqueCount="2"', 'count="4" uniqueCount="4"')
    assert parts.read(PART).decode() == expected
    if ITEMS in before:
        assert known_strings(parts, ["two", "z", "nobody"]) == ({"two": 1, "z": 3}, 4)
    parts.package.close()


@pytest.mark.parametrize("cut", [1, 7, 1000])
@pytest.mark.parametrize(
    "xml",
    [
        f"{ROOT}><!-- <si><t>gone</t></si> -->{ITEMS}</sst>",
        f"{ROOT}><si><t><![CDATA[<si></si>]]></t></si>{ITEMS}</sst>",
        f"<?xml version='1.0' encoding='ISO-8859-1'?>{ROOT}>{ITEMS}</sst>",
    ],
    ids=["comment", "verbatim", "latin-1"],
)
def test_a_table_whose_texts_cannot_be_counted_shares_none(tmp_path: Path, xml: str, cut: int) -> None:
    parts = table(tmp_path, xml, cut)
    assert known_strings(parts, ["two", "nobody"]) == ({}, -1)
    parts.package.close()


def test_a_damaged_table_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    def broken(xml: bytes) -> bytes:
        return xml.replace(b"</sst>", b"<oops></sst>")

    source, out = rewritten(make_book(tmp_path / "in.xlsx"), tmp_path / "odd.xlsx", PART, broken), tmp_path / "out.xlsx"
    with pytest.raises(WorkbookError, match="not well-formed"):
        edited(source, [FillColumns("Data", 2, {1: ["new", "new", "new", "new"]})], out)
    assert not out.exists()


def test_a_table_that_gains_nothing_keeps_its_bytes(tmp_path: Path) -> None:
    source, out = make_book(tmp_path / "in.xlsx"), tmp_path / "out.xlsx"
    edited(source, [FillColumns("Data", 2, {1: ["name 0"] * 4})], out)
    assert parts_of(out)[PART] == parts_of(source)[PART]
