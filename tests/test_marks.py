"""Marks: notes of xltags come and go, and those of others stay as they are."""

import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from tests.books_made import edited, make_book, parts_of, rewritten, stored
from tests.package_lint import lint
from xltags.books.edits import AddMarks, ClearMarks, Edit, Mark, PutSheet
from xltags.books.report_sheet import ReportSheet
from xltags.core.errors import WorkbookError

SHEET = "xl/worksheets/sheet1.xml"
MARKS = {
    (2, 3): Mark("TAG001 unknown tag 'x' <&>\nsuggestion: =cmd 中文 _x0041_", "error"),
    (900, 300): Mark("far out", "note"),
    (5, 1): Mark(" spaced ", "warning"),
}
PLAN: list[Edit] = [ClearMarks(), AddMarks("Data", MARKS), AddMarks("Other", {(1, 1): Mark("one", "note")})]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make_book(tmp_path / "book.xlsx")


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    """A book with notes of Anna on B2 and C2, a form control and a picture in a header."""
    path = tmp_path / "noted.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Data")
        sheet.write("A1", 1)
        sheet.write_comment("B2", "look", {"author": "Anna"})
        sheet.write_comment("C2", "here", {"author": "Anna"})
        sheet.insert_button("F5", {"caption": "push"})
        made.add_worksheet("Other").insert_button("B3", {"caption": "pull"})
    return path


def notes_of(path: Path, sheet: str = "Data") -> dict[str, tuple[str, str]]:
    book = openpyxl.load_workbook(path)
    return {
        cell.coordinate: (cell.comment.author, cell.comment.text)
        for cell in book[sheet]._cells.values() if cell.comment is not None
    }  # fmt: skip


def test_marks_are_notes_that_openpyxl_reads(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    near = {cell: mark for cell, mark in MARKS.items() if cell[0] < 10}
    result = edited(book, [AddMarks("Data", near)], out)
    assert lint(out) == []
    assert notes_of(out) == {
        "C2": ("xltags", MARKS[2, 3].text.replace("_x0041_", "_x005F_x0041_")),
        "A5": ("xltags", " spaced "),
    }
    assert (
        result.added_parts
        == (
            "xl/worksheets/_rels/sheet1.xml.rels"
            if "xl/worksheets/_rels/sheet1.xml.rels" not in parts_of(book)
            else "",
            "xl/drawings/vmlDrawing1.vml",
            "xl/comments1.xml",
        )[("xl/worksheets/_rels/sheet1.xml.rels" in parts_of(book)) :]
    )


def test_the_cells_keep_their_bytes(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    edited(book, PLAN, out)
    old, new = parts_of(book)[SHEET], parts_of(out)[SHEET]
    assert re.sub(rb"<legacyDrawing[^>]*/>", b"", new) == old
    assert new.index(b"<drawing" if b"<drawing" in new else b"</sheetData>") < new.index(b"<legacyDrawing")
    assert new.index(b"<legacyDrawing") < new.index(b"<tableParts")
    assert b"fullCalcOnLoad" not in parts_of(out)["xl/workbook.xml"].replace(b'fullCalcOnLoad="1"', b"", 1)
    assert parts_of(out)["xl/workbook.xml"] == parts_of(book)["xl/workbook.xml"]


def test_marking_twice_gives_the_same_bytes(book: Path, noted: Path, tmp_path: Path) -> None:
    for source in (book, noted):
        first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
        edited(source, PLAN, first)
        edited(first, PLAN, second)
        assert second.read_bytes() == first.read_bytes()
        edited(first, PLAN[1:], second)
        assert parts_of(second) == parts_of(first)


def test_clearing_brings_back_every_part(book: Path, noted: Path, tmp_path: Path) -> None:
    for source in (book, noted):
        marked, cleared = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
        edited(source, PLAN, marked)
        edited(marked, [ClearMarks()], cleared)
        assert parts_of(cleared) == parts_of(source)
        assert list(parts_of(cleared)) == list(parts_of(source))


def test_the_notes_of_others_stay_and_keep_their_cells(noted: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    mark = Mark("ours", "error")
    result = edited(noted, [AddMarks("Data", {(2, 2): mark, (1, 1): mark, (3, 3): mark})], out)
    assert lint(out) == []
    assert result.marks_left == (("Data", 1),)
    assert notes_of(out) == {
        "B2": ("Anna", "look"), "C2": ("Anna", "here"), "A1": ("xltags", "ours"), "C3": ("xltags", "ours"),
    }  # fmt: skip
    old, new = parts_of(noted), parts_of(out)
    vml = next(name for name in old if name.endswith("vmlDrawing1.vml"))
    assert new[vml].startswith(old[vml].removesuffix(b"</xml>").rstrip())
    ids = re.findall(rb'id="(_x0000_s\d+)"', new[vml])
    assert len(ids) == len(set(ids)) == 5
    assert set(old) == set(new)
    edited(out, [AddMarks("Data", {(1, 1): mark})], tmp_path / "again.xlsx")
    assert notes_of(tmp_path / "again.xlsx").keys() == {"B2", "C2", "A1"}


def test_marks_that_another_program_saved_are_cleared_too(book: Path, tmp_path: Path) -> None:
    marked, saved, out = tmp_path / "1.xlsx", tmp_path / "2.xlsx", tmp_path / "3.xlsx"
    edited(book, [AddMarks("Data", {(2, 3): Mark("ours", "error")})], marked)
    again = openpyxl.load_workbook(marked)
    again["Data"]["B3"].comment = Comment("theirs", "Binh")
    again.save(saved)
    edited(saved, [ClearMarks("Data")], out)
    assert notes_of(out) == {"B3": ("Binh", "theirs")}
    assert lint(out) == []
    edited(out, [AddMarks("Data", {(3, 3): Mark("ours", "error")})], saved)
    assert notes_of(saved).keys() == {"B3", "C3"}


def test_a_sheet_with_a_prefix_is_marked(book: Path, tmp_path: Path) -> None:
    def prefixed(xml: bytes) -> bytes:
        return re.sub(rb"<(/?)(?=\w+[\s/>])", rb"<\1x:", xml).replace(b"xmlns=", b"xmlns:x=")

    source, out = rewritten(book, tmp_path / "odd.xlsx", SHEET, prefixed), tmp_path / "out.xlsx"
    edited(source, PLAN, out)
    assert b"<x:legacyDrawing " in parts_of(out)[SHEET]
    assert notes_of(out)["A5"] == ("xltags", " spaced ")
    edited(out, [ClearMarks()], tmp_path / "cleared.xlsx")
    assert parts_of(tmp_path / "cleared.xlsx") == parts_of(source)


def test_protected_notes_are_not_touched_unless_told(tmp_path: Path) -> None:
    source, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(source) as made:
        made.add_worksheet("Cells").protect("", {"objects": True})
        made.add_worksheet("All").protect()
    plan = {(1, 1): Mark("x", "error")}
    edited(source, [AddMarks("Cells", plan)], out)
    with pytest.raises(WorkbookError, match="All: is protected, its notes too"):
        edited(source, [AddMarks("All", plan)], out)
    edited(source, [AddMarks("All", plan)], out, allow_protected=True)
    with pytest.raises(WorkbookError, match="outside of the sheet"):
        edited(source, [AddMarks("Cells", {(0, 1): Mark("x", "error")})], out)
    with pytest.raises(WorkbookError, match="no sheet 'none'"):
        edited(source, [ClearMarks("none")], out)


def test_a_report_that_is_replaced_keeps_its_marks(book: Path, tmp_path: Path) -> None:
    first, out = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    edited(book, [PutSheet(ReportSheet("Rpt_A", "a")), AddMarks("Rpt_A", {(1, 1): Mark("m", "note")})], first)
    edited(first, [PutSheet(ReportSheet("Rpt_A", "b"))], out)
    assert notes_of(out, "Rpt_A") == {"A1": ("xltags", "m")}
    assert lint(out) == []


def test_every_other_part_keeps_its_compressed_bytes(noted: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    result = edited(noted, PLAN, out)
    before, after = stored(noted), stored(out)
    assert {name for name in before if before[name] != after[name]} <= set(result.changed_parts)
    assert set(result.changed_parts) <= {
        "[Content_Types].xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/drawings/vmlDrawing2.vml",
        "xl/worksheets/_rels/sheet2.xml.rels",
    }  # fmt: skip


@pytest.mark.libreoffice
def test_libreoffice_opens_marked_books_and_keeps_all_notes(noted: Path, book: Path, tmp_path: Path) -> None:
    edited(noted, PLAN[:2], tmp_path / "n.xlsx")
    edited(book, PLAN, tmp_path / "b.xlsx")
    run = [shutil.which("soffice") or "soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/lo"]
    subprocess.run(
        [*run, "--convert-to", "ods", "--outdir", str(tmp_path), str(tmp_path / "n.xlsx"), str(tmp_path / "b.xlsx")],
        check=True, timeout=180, capture_output=True,
    )  # fmt: skip
    noted_text, book_text = (parts_of(tmp_path / name)["content.xml"].decode() for name in ("n.ods", "b.ods"))
    assert noted_text.count("<office:annotation ") == 4  # two of Anna; one of ours would stand on one of hers
    assert book_text.count("<office:annotation ") == 4
    assert "=cmd 中文 _x0041_" in book_text
