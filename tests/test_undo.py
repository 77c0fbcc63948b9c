"""Undo: the newest dated copy comes back byte for byte, and undoing twice is redoing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.books_made import make_book, value_of
from xltags.books.backups import backups_of
from xltags.books.edits import SetCells
from xltags.books.package import open_package
from xltags.books.surgery import write_workbook
from xltags.books.undo import Undone, undo_last
from xltags.cli.app import run
from xltags.core.errors import WorkbookError

NOON = datetime(2026, 9, 30, 12, 0, 0)


def ticking() -> Iterator[datetime]:
    moment = NOON
    while True:
        yield moment
        moment += timedelta(seconds=1)


@pytest.fixture
def ticks() -> Iterator[datetime]:
    return ticking()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make_book(tmp_path / "team.xlsx")


def change(book: Path, text: str, ticks: Iterator[datetime]) -> bytes:
    """Writes in place; returns the bytes as they were before."""
    old = book.read_bytes()
    with open_package(book) as package:
        write_workbook(package, [SetCells("Data", {(2, 2): text})], clock=lambda: next(ticks))
    return old


def undo(book: Path, ticks: Iterator[datetime], **options: object) -> Undone:
    return undo_last(book, clock=lambda: next(ticks), **options)  # type: ignore[arg-type]  # as given


def test_the_last_change_goes_and_comes_back(book: Path, ticks: Iterator[datetime]) -> None:
    first = change(book, "one", ticks)
    second = change(book, "two", ticks)
    last = book.read_bytes()
    undone = undo(book, ticks)
    assert book.read_bytes() == second
    assert undone.kept is not None
    assert undone.kept.read_bytes() == last
    assert not undone.restored.path.exists()
    undo(book, ticks)
    assert book.read_bytes() == last
    undo(book, ticks)
    assert book.read_bytes() == second
    assert [each.path.read_bytes() for each in backups_of(book)] == [first, last]


def test_an_older_copy_can_be_chosen(book: Path, ticks: Iterator[datetime]) -> None:
    first = change(book, "one", ticks)
    change(book, "two", ticks)
    oldest = backups_of(book)[0]
    undo(book, ticks, chosen=Path("elsewhere") / oldest.path.name)
    assert book.read_bytes() == first
    with pytest.raises(WorkbookError, match="is no dated copy") as caught:
        undo(book, ticks, chosen=Path("team.xlsx"))
    assert caught.value.code == "UNDO001"


def test_copies_of_one_second_are_in_the_order_they_were_made(book: Path) -> None:
    still = iter([NOON] * 20)
    olds = [change(book, str(number), still) for number in range(12)]
    assert [each.number for each in backups_of(book)] == [8, 9, 10, 11, 12]
    assert [each.path.read_bytes() for each in backups_of(book)] == olds[-5:]
    undo(book, still)
    assert book.read_bytes() == olds[-1]


def test_a_clock_that_was_put_back_does_not_change_the_order(book: Path) -> None:
    olds = [change(book, str(number), iter([NOON - timedelta(minutes=number)])) for number in range(4)]
    assert [each.path.read_bytes() for each in backups_of(book)] == olds


def test_a_deleted_workbook_comes_back(book: Path, ticks: Iterator[datetime]) -> None:
    old = change(book, "one", ticks)
    book.unlink()
    assert undo(book, ticks).kept is None
    assert book.read_bytes() == old


def test_only_copies_of_this_workbook_count(book: Path, ticks: Iterator[datetime]) -> None:
    for name in (
        "team2.20260930-120000.bak.xlsx",
        "team.20260930-120000.bak.xlsm",
        "team.20269930-120000.bak.xlsx",
        "team.bak.xlsx",
        "xteam.20260930-120000.bak.xlsx",
    ):
        book.with_name(name).write_bytes(b"x")
    book.with_name("team.20260930-120000.bak.xlsx").mkdir()
    with pytest.raises(WorkbookError, match="has no dated copy") as caught:
        undo(book, ticks)
    assert caught.value.code == "UNDO001"


@pytest.mark.parametrize("name", ["~$team.xlsx", ".~lock.team.xlsx#"])
def test_a_workbook_open_elsewhere_is_left_alone(book: Path, ticks: Iterator[datetime], name: str) -> None:
    change(book, "one", ticks)
    now, copies = book.read_bytes(), backups_of(book)
    book.with_name(name).write_bytes(b"x")
    with pytest.raises(WorkbookError, match="seems to be open") as caught:
        undo(book, ticks)
    assert caught.value.code == "FILE007"
    assert (book.read_bytes(), backups_of(book)) == (now, copies)


def test_a_symbolic_link_stays_one(book: Path, tmp_path: Path, ticks: Iterator[datetime]) -> None:
    old = change(book, "one", ticks)
    link = tmp_path / "elsewhere.xlsx"
    link.symlink_to(book)
    undo(link, ticks)
    assert link.is_symlink()
    assert book.read_bytes() == old


def test_the_same_as_the_copy_is_told(book: Path, ticks: Iterator[datetime]) -> None:
    change(book, "one", ticks)
    backups_of(book)[-1].path.write_bytes(book.read_bytes())
    with pytest.raises(WorkbookError, match="is the same as"):
        undo(book, ticks)


def test_no_copy_is_lost_by_undoing_however_few_are_kept(book: Path, ticks: Iterator[datetime]) -> None:
    for number in range(5):
        change(book, str(number), ticks)
    contents = {each.path.read_bytes() for each in backups_of(book)} | {book.read_bytes()}
    undo(book, ticks, keep_backups=5)
    assert {each.path.read_bytes() for each in backups_of(book)} | {book.read_bytes()} == contents
    undo(book, ticks, keep_backups=0)
    assert len(backups_of(book)) == 1  # what was replaced is always kept


def test_the_command_undoes_redoes_and_lists(
    book: Path, ticks: Iterator[datetime], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["undo", str(book)]) == 2
    assert b"has no dated copy" in capsysbinary.readouterr().err
    assert run(["undo", str(book), "--list"]) == 0
    assert b"has no dated copies" in capsysbinary.readouterr().out
    change(book, "one", ticks)
    assert run(["undo", str(book), "--list"]) == 0
    assert b"2026-09-30 12:00:00" in capsysbinary.readouterr().out
    assert value_of(book, "Data", "B2") == "one"
    assert run(["undo", str(book)]) == 0
    told = capsysbinary.readouterr().out.decode()
    assert "is again as it was before 2026-09-30 12:00:00" in told
    assert value_of(book, "Data", "B2") == "name 1"
    assert run(["undo", str(book)]) == 0
    assert value_of(book, "Data", "B2") == "one"
