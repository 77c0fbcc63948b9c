"""Change over time: what a snapshot keeps, what the next one logs, and the history of a customer."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from tests.doors import call
from tests.migrated_files import PLAN, cells, filled_book, plan_file
from tests.migration_books import Cells, book, column
from xltags.books.file import open_book
from xltags.books.kept_state import CELL, SHEET, kept_edits, read_kept
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.history import customer_named, history_of
from xltags.core.snapshot import Snapshot, snapshot_from, snapshot_record, take_snapshot, tiers_then, unlogged_changes
from xltags.core.tag_state import tag_state

FIRST, LATER = date(2026, 5, 1), date(2026, 11, 21)


def snapshot_of(data: Dataset, last: Snapshot | None = None, **tiers: str) -> Snapshot:
    """A snapshot that went through JSON, as one kept in a workbook."""
    taken = take_snapshot(replace(data, as_of=FIRST), tag_state(data), tiers, last)
    return snapshot_from(json.loads(json.dumps(snapshot_record(taken))))


def logged(before: Dataset, after: Dataset) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    last = snapshot_of(before)
    found = unlogged_changes(after, tag_state(after), last)
    return [(it.customer_id, it.group, it.before, it.after) for it in found]


def test_a_change_of_a_tag_is_found_and_another_spelling_is_none() -> None:
    after = book(Customers={"industry": ["零售", "Cars", "software", "CARS", None]})
    assert logged(book(), after) == [("C2", "industry", ("#i1",), ("#i4",))]


def test_a_blanked_cell_and_an_unknown_text_are_changes() -> None:
    after = book(Customers={"industry": [None, "Boats", "软件", "Cars", "Machines"]})
    assert logged(book(), after) == [("C1", "industry", ("#i1",), ()), ("C2", "industry", ("#i1",), ("=boats",))]


def test_the_order_of_several_values_is_no_change() -> None:
    assert logged(book(), book(Customers={"need": ["BI; ERP; CRM", "ERP", "crm", None, "BI"]})) == []


@pytest.mark.parametrize(
    ("to", "on", "expected"),
    [
        ("Cars", date(2026, 6, 1), []),
        ("汽车", date(2026, 6, 1), []),
        ("Cars", date(2026, 4, 1), [("#i1",)]),
        ("Software", date(2026, 6, 1), [("#i2",)]),
    ],
    ids=["logged by hand", "in another language", "before the snapshot", "only a part of the way"],
)
def test_what_people_logged_is_not_logged_again(to: str, on: date, expected: list[tuple[str, ...]]) -> None:
    log: dict[str, Cells] = {
        "date": [on],
        "customer_id": ["C2"],
        "group": ["行业"],
        "from_tag": ["Retail"],
        "to_tag": [to],
    }
    log |= {"note": None, "by": None, "channel": None}
    after = book(Customers={"industry": ["Retail", "Cars", "软件", "Cars", "Machines"]}, FollowUps=log)
    assert [before for _, _, before, _ in logged(book(), after)] == expected


def test_a_group_that_was_renamed_changes_no_customer() -> None:
    groups = ["branch", "need", "source", "stage"]
    tags = ["branch"] * 4 + ["need"] * 3 + ["source"] * 2 + ["stage"] * 2
    before = book()
    customers = {"industry": None, "branch": column(before, "Customers", "industry")}
    assert logged(before, book(TagGroups={"group": groups}, Tags={"group": tags}, Customers=customers)) == []


def test_tiers_are_kept_as_they_were_at_each_snapshot() -> None:
    first = snapshot_of(book(), C1="B", C2="C")
    second = snapshot_of(book(), first, C1="A", C2="C")
    assert tiers_then(first) == {"C1": "B", "C2": "C"} and tiers_then(second) == {"C1": "A", "C2": "C"}
    assert [dict(moved) for _, moved in second.tiers] == [{"B": ("C1",), "C": ("C2",)}, {"A": ("C1",)}]
    events = history_of(book(), 0, tiers=second.tiers).events
    assert [(it.from_tag, it.to_tag) for it in events if it.kind == "tier"] == [("", "B"), ("B", "A")]


@pytest.mark.parametrize("record", [None, [], {}, {"format": 99}, {"format": 1, "taken_on": "2026-05-01", "tags": {}}])
def test_a_record_that_is_no_snapshot_is_refused(record: object) -> None:
    with pytest.raises((ValueError, KeyError)):
        snapshot_from(record)


def test_a_history_tells_contacts_changes_and_deals_in_order() -> None:
    data = book(
        Customers={"first_contact": [date(2026, 1, 5), *[None] * 4], "won_on": [date(2026, 3, 2), *[None] * 4]},
        FollowUps={"note": ["signed", None], "channel": ["visit", "system"]},
        Contacts={"customer_id": ["C1"], "name": ["Ann"], "confirmed_on": [date(2026, 2, 1)]},
    )
    history = history_of(data, 0, tier="A")
    assert [(it.day and it.day.isoformat()[5:], it.kind) for it in history.events] == [
        ("01-05", "first contact"),
        ("02-01", "person met"),
        ("03-02", "contact"),
        ("03-02", "tag"),
        ("03-02", "won"),
        ("04-01", "tag"),
    ]
    ages = {age.group: (age.since, age.contact) for age in history.tags}
    assert ages["industry"] == (date(2026, 4, 1), None)
    assert ages["stage"] == (date(2026, 3, 2), date(2026, 3, 2))
    assert ages["need"] == (None, date(2026, 3, 2))


@pytest.mark.parametrize(("text", "record"), [("C2", 1), (" C2 ", 1), ("b", 1), ("C4", 3)])
def test_a_customer_is_named_by_id_or_company(text: str, record: int) -> None:
    assert customer_named(book(), text) == record


@pytest.mark.parametrize(
    ("text", "message"), [("C12", "has no customer 'C12'"), ("same", "several customers; name one by its id: C1; C2")]
)
def test_a_customer_that_is_none_or_several_is_asked_for(text: str, message: str) -> None:
    with pytest.raises(XltagsError, match=message):
        customer_named(book(Customers={"company": ["Same", "SAME", "C", "D", "E"]}), text)


def edited(path: Path, changes: dict[str, str | None]) -> Path:
    """The workbook with cells of Customers changed by somebody with another program."""
    opened = openpyxl.load_workbook(path)
    for place, value in changes.items():
        opened["Customers"][place] = value
    opened.save(path)
    return path


def test_the_second_snapshot_logs_what_changed_and_survives_another_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled_book(tmp_path / "team.xlsx", "en")
    first = call(capsys, "snapshot", path, "--in-place", "--as-of", "2026-10-01")
    assert first.code == 0 and "keeps the tags of 3 customers" in first.out
    assert openpyxl.load_workbook(path)[SHEET].sheet_state == "veryHidden"
    header = [cell.value for cell in openpyxl.load_workbook(path)["Customers"][1]]
    letter = get_column_letter(header.index("Industry") + 1)
    edited(path, {f"{letter}2": "Manufacturing", f"{letter}4": None})
    looked = call(capsys, "snapshot", path, "--dry-run", "--as-of", "2026-11-01")
    assert "C1  industry: 'Trade and distribution' -> 'Manufacturing'" in looked.out
    told = call(capsys, "snapshot", path, "--in-place", "--json", "--by", "An", "--as-of", "2026-11-01")
    assert [it["customer_id"] for it in json.loads(told.out)["changes"]] == ["C1", "C3"]
    with open_book(path) as opened:
        data = opened.read(as_of=LATER)
    assert cells(data, "FollowUps", "to_tag")[-2:] == ["Manufacturing", None]
    assert cells(data, "FollowUps", "by")[-1] == "An" and cells(data, "FollowUps", "channel")[-1] == "system"
    again = call(capsys, "snapshot", path, "--in-place", "--as-of", "2026-11-01")
    assert "0 changes since 2026-11-01" in again.out


def test_a_migration_is_not_logged_a_second_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_book(tmp_path / "team.xlsx", "zh")
    call(capsys, "snapshot", path, "--in-place", "--as-of", "2026-10-01")
    plan, undo = plan_file(tmp_path, PLAN), tmp_path / "u.zip"
    call(capsys, "migrate", path, "--plan", plan, "--in-place", "--undo-file", undo, "--as-of", "2026-10-02")
    ran = call(capsys, "snapshot", path, "--in-place", "--as-of", "2026-11-01")
    assert "0 changes since 2026-10-01" in ran.out
    history = call(capsys, "history", path, "C1", "--as-of", "2026-11-01")
    assert history.code == 0 and "autumn" in history.out and "tier" in history.out


def test_history_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(call(capsys, "history", filled_book(tmp_path / "t.xlsx", "vi"), "C1", "--json").out)
    assert told["customer_id"] == "C1" and [event["kind"] for event in told["events"]] == ["contact"]


def test_much_is_kept_over_several_cells_and_nothing_is_written_twice(tmp_path: Path) -> None:
    import random

    path = filled_book(tmp_path / "team.xlsx", "en")
    kept: dict[str, object] = {"a": [random.Random(1).random() for _ in range(9000)], "b": {"nhãn": "标签"}}
    with open_book(path) as opened:
        opened.write(kept_edits(opened.package, kept), None)
    with open_book(path) as opened:
        assert read_kept(opened.package) == kept and kept_edits(opened.package, kept) == []
        opened.write(kept_edits(opened.package, {}), None)
    with open_book(path) as opened:
        assert read_kept(opened.package) == {} and opened.package.sheet(SHEET) is None
    assert CELL <= 32_767


def test_a_kept_sheet_that_was_changed_by_hand_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_book(tmp_path / "team.xlsx", "en")
    call(capsys, "snapshot", path, "--in-place")
    opened = openpyxl.load_workbook(path)
    opened[SHEET]["B5"] = "mine"
    opened.save(path)
    ran = call(capsys, "snapshot", path, "--in-place")
    assert ran.code == 2 and "was changed by hand" in ran.err and "[FILE004]" in ran.err
