"""What the fuzzer brought to light, each in its smallest form: refused or worked on, never a traceback or a hang."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.books_made import edited, make_book, rewritten
from tests.doors import team_book
from tests.fuzz.sources import AS_OF
from xltags.batch.checking import CheckOptions
from xltags.batch.scoring import report_workbook, score_workbook
from xltags.books.edits import AddMarks, Edit, Mark, SetCells
from xltags.books.writing.markup import Element, elements, root_of
from xltags.core.errors import WorkbookError

OPTIONS = CheckOptions(AS_OF)
Change = Callable[[bytes], bytes]


def replaced(pattern: bytes, new: bytes) -> Change:
    """The part with the first match replaced, which there has to be."""

    def change(data: bytes) -> bytes:
        changed = re.sub(pattern, new, data, count=1)
        assert changed != data
        return changed

    return change


REFUSED: dict[str, tuple[str, Change, str]] = {
    "an open quote in the styles": ("xl/styles.xml", replaced(rb'(<xf [^>]*)"(/?>)', rb"\1\2"), "FILE004"),
    "a byte that is no UTF-8": ("xl/styles.xml", replaced(rb'name val="C', b'name val="\xff'), "FILE004"),
    "a reference to no character": ("xl/styles.xml", replaced(rb'name val="C', b'name val="&#x110000;'), "FILE004"),
}
READ: dict[str, tuple[str, Change]] = {
    "a table column whose id is a word": ("xl/tables/table1.xml", replaced(rb'Column id="1"', b'Column id="true"')),
    "a table whose id is a word": ("xl/tables/table1.xml", replaced(rb' id="1"', b' id="one"')),
}


def damaged(folder: Path, part: str, change: Change) -> Path:
    return rewritten(make_book(folder / "whole.xlsx"), folder / "damaged.xlsx", part, change)


@pytest.mark.parametrize(("part", "change", "code"), REFUSED.values(), ids=list(REFUSED))
def test_it_is_refused_in_one_line(tmp_path: Path, part: str, change: Change, code: str) -> None:
    book = damaged(tmp_path, part, change)
    started = time.process_time()
    with pytest.raises(WorkbookError) as stopped:
        report_workbook(book, OPTIONS, out=tmp_path / "out.xlsx", only=["tiers"])
    assert stopped.value.code == code
    assert part in str(stopped.value)
    assert time.process_time() - started < 5
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize(("part", "change"), READ.values(), ids=list(READ))
def test_it_is_worked_on_all_the_same(tmp_path: Path, part: str, change: Change) -> None:
    book = damaged(tmp_path, part, change)
    report_workbook(book, OPTIONS, out=tmp_path / "out.xlsx", only=["tiers"])
    assert (tmp_path / "out.xlsx").is_file()


def test_a_column_id_that_is_a_word_does_not_stop_scoring(tmp_path: Path) -> None:
    team = team_book(tmp_path / "team.xlsx")
    change = replaced(rb'Column id="2"', b'Column id="Role"')
    book = rewritten(team, tmp_path / "damaged.xlsx", "xl/tables/table1.xml", change)
    assert score_workbook(book, OPTIONS, out=tmp_path / "out.xlsx").scores.customer_ids


@pytest.mark.parametrize("kind", ["styles", "sharedStrings", "worksheet"])
def test_a_part_that_stands_for_two_things_is_not_edited(tmp_path: Path, kind: str) -> None:
    link = rb'(relationships/%s" Target=")(?!worksheets/sheet1)[^"]*' % kind.encode()
    book = damaged(tmp_path, "xl/_rels/workbook.xml.rels", replaced(link, rb"\1worksheets/sheet1.xml"))
    plan: list[Edit] = [SetCells("Data", {(2, 2): "x"}), AddMarks("Data", {(2, 2): Mark("x", "error")})]
    with pytest.raises(WorkbookError, match=r"sheet1\.xml: stands for 2") as stopped:
        edited(book, plan, tmp_path / "out.xlsx")
    assert stopped.value.code == "FILE004"


def test_a_tag_that_never_ends_is_passed_over_soon() -> None:
    xml = b"<a>" + b"<b " + b"x" * 3000 + b'"' + b"y" * 3000
    started = time.process_time()
    found: list[Element] = list(elements(xml, 3, len(xml)))
    assert found == []
    assert root_of(xml, "a").name == "a"
    assert time.process_time() - started < 1
