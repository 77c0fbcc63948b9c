"""The buttons that log changes, hand customers over and ask for tags: the same rows as the command line writes."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.test_excel_actions import column_of, dataset_of, home, opened, press, sample, select, spelled
from tests.test_live_book import cells_of
from xltags.batch.checking import CheckOptions
from xltags.batch.handing_over import HandoverWish, hand_over
from xltags.batch.snapshotting import KEY, snapshot_workbook
from xltags.books.file import open_book
from xltags.books.kept_state import SHEET, read_kept
from xltags.books.live import kept
from xltags.core.errors import XltagsError
from xltags.core.values import as_text
from xltags.excel.ribbon import unspelled

__all__ = ["home", "sample"]  # fixtures
DAY = date.today()


def saved(book: Any, path: Path) -> Path:
    book.save(str(path))
    return path


def change(book: Any, row: int, tag: str) -> None:
    book.sheets["Customers"].range(f"{column_of(book, 'industry')}{row}").value = tag


def log_of(book: Any) -> list[dict[str, Any]]:
    table = dataset_of(book).table("FollowUps")
    names = list(table.columns)
    return [dict(zip(names, row, strict=True)) for row in table.records(names)]


def test_the_first_press_keeps_and_the_next_logs_what_changed(sample: Path, home: Path) -> None:
    book = opened(sample)
    before = log_of(book)
    assert press(book, "log_changes") == [
        "The tags of 40 customers are kept. Press again later: what changed by then goes into the log."
    ]
    assert log_of(book) == before
    assert not book.sheets[SHEET].visible
    id = dataset_of(book).customers.ids()[3]
    change(book, 5, "Retail")
    assert press(book, "log_changes") == [f"1 changes since {DAY} are logged in FollowUps; 0 customers are new."]
    (new,) = log_of(book)[len(before) :]
    assert (new["date"], as_text(new["customer_id"]), new["channel"]) == (DAY, id, "system")
    assert (new["group"], new["to_tag"]) == ("industry", "Trade and distribution")
    assert press(book, "log_changes")[0].startswith("0 changes")


def test_disk_and_excel_keep_the_same_and_each_understands_the_other(sample: Path, home: Path, tmp_path: Path) -> None:
    early = DAY - timedelta(days=7)
    first = tmp_path / "kept.xlsx"
    snapshot_workbook(sample, as_of=early, out=first)
    book = opened(first)
    with open_book(first) as file:
        assert kept.read_kept(book) == read_kept(file.package) != {}
    change(book, 5, "Retail")
    change(book, 6, "")
    path = saved(book, tmp_path / "changed.xlsx")
    said = press(book, "log_changes")[0]
    taken = snapshot_workbook(path, as_of=DAY, out=tmp_path / "logged.xlsx")
    assert said.startswith(f"{len(taken.changes)} changes since {early}") and len(taken.changes) == 2
    with open_book(tmp_path / "logged.xlsx") as file:
        assert cells_of(dataset_of(book)) == cells_of(file.read(as_of=DAY))
        assert kept.read_kept(book)[KEY] == read_kept(file.package)[KEY]
    with open_book(saved(book, tmp_path / "by_button.xlsx")) as file:
        assert read_kept(file.package) == kept.read_kept(book)


def test_a_damaged_snapshot_is_said_in_one_line(sample: Path, home: Path) -> None:
    book = opened(sample)
    press(book, "log_changes")
    book.sheets[SHEET].range("B5").value = "x"
    (message,) = press(book, "log_changes")
    assert SHEET in message and "FILE004" in message


def owned(book: Any) -> tuple[str, int]:
    """An owner of customers, and a row of one of them."""
    table = dataset_of(book).customers.table
    owners = [as_text(value) for value in table.column("owner").cells()]
    place = next(it for it, owner in enumerate(owners) if owner and ";" not in owner)
    return owners[place], int(table.rows[place])


def test_handing_over_gives_the_cells_of_the_command_line(sample: Path, home: Path, tmp_path: Path) -> None:
    book = opened(sample)
    giver, row = owned(book)
    taker = next(as_text(it) for it in dataset_of(book).table("Owners").column("person").values if as_text(it) != giver)
    select(book, "Customers", f"A{row}")
    question, done = press(book, f"handover:{spelled(taker)}", "yes")
    assert giver in question and f"to {taker}" in question and "handed over" in done
    assert book.sheets.active.name == "Handover"
    made = hand_over(sample, HandoverWish(giver, taker), CheckOptions(as_of=DAY), out=tmp_path / "over.xlsx")
    with open_book(tmp_path / "over.xlsx") as file:
        assert cells_of(dataset_of(book)) == cells_of(file.read(as_of=DAY))
    table = book.sheets["Handover"].tables[0].range.options(ndim=2).value
    assert [tuple("" if cell is None else str(cell) for cell in line[:2]) for line in table[1:]] == [
        tuple(map(str, line[:2])) for line in made.brief.rows
    ]


def test_nothing_is_handed_over_without_a_yes_or_to_nobody(sample: Path, home: Path) -> None:
    book = opened(sample)
    giver, row = owned(book)
    select(book, "Customers", f"A{row}")
    before = cells_of(dataset_of(book))
    assert "another person" in press(book, f"handover:{spelled(giver)}")[0]
    assert "is not in the sheet Owners" in press(book, f"handover:{spelled('Nobody Inc')}")[0]
    other = next(as_text(it) for it in dataset_of(book).table("Owners").column("person").values if as_text(it) != giver)
    assert len(press(book, f"handover:{spelled(other)}", "no")) == 1
    assert cells_of(dataset_of(book)) == before
    book.sheets["Customers"].range(f"{column_of(book, 'owner')}{row}").value = "Ann; Bob"
    assert "Ann, Bob" in press(book, f"handover:{spelled(other)}")[0]


def test_a_wish_for_a_tag_becomes_a_row_of_its_own(sample: Path, home: Path) -> None:
    book = opened(sample)
    select(book, "Customers", f"{column_of(book, 'industry')}4")
    before = len(dataset_of(book).table("TagRequests"))
    (message,) = press(book, f"new_request:{spelled('马戏团')}")
    assert "马戏团" in message and book.sheets.active.name == "TagRequests"
    table = dataset_of(book).table("TagRequests")
    cells = {id: table.value(len(table) - 1, id) for id in ("group", "tag", "requested_on", "verdict")}
    assert cells == {"group": "industry", "tag": "马戏团", "requested_on": DAY, "verdict": None}
    assert len(table) == before + 1


@pytest.mark.parametrize(
    ("address", "tag", "reason"),
    [("A3", "Circus", "in the column that lacks a tag"), ("", "Retail", "has the tag Trade and distribution already")],
)
def test_a_wish_needs_a_column_and_a_tag_that_is_new(
    sample: Path, home: Path, address: str, tag: str, reason: str
) -> None:
    book = opened(sample)
    select(book, "Customers", address or f"{column_of(book, 'industry')}3")
    before = cells_of(dataset_of(book))
    assert reason in press(book, f"new_request:{spelled(tag)}")[0]
    assert cells_of(dataset_of(book)) == before


@pytest.mark.parametrize("answer", ["Ann", "王芳", "Nguyễn Thị", "😀 it's \"x\"'); import os #"])
def test_what_a_person_types_comes_as_it_was_typed(answer: str) -> None:
    assert unspelled(spelled(answer)) == answer
    assert set(spelled(answer)) <= set("abcdefghijklmnop")


@pytest.mark.parametrize("letters", ["abc", "zzzz", "aa'b"])
def test_a_garbled_answer_is_refused(letters: str) -> None:
    with pytest.raises(XltagsError, match="garbled"):
        unspelled(letters)
