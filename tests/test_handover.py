"""Handing over customers and the taxonomy: who gets what, and a brief without a gap."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.doors import call
from xltags.books.file import open_book
from xltags.books.shipped import Record
from xltags.books.template import new_workbook
from xltags.core.brief_words import _WORDS, wording
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.examples import dataset
from xltags.core.filters import FilterValues
from xltags.core.finding import LANGUAGES, Language
from xltags.core.follow_ups import open_promises
from xltags.core.handover import plan_handover
from xltags.core.handover_taxonomy import plan_taxonomy_handover
from xltags.render.as_markdown import brief_markdown

DAY = date(2026, 9, 30)
TEAM: dict[str, Any] = {
    "Settings": {"key": ["stale_after_days", "silent_after_days"], "value": [300, 60]},
    "TagGroups": {"group": ["industry", "stage"], "label_en": ["Industry", "Stage"], "family": ["identity", "stage"],
               "status": "active", "fill_target": [0.9, None]},
    "Tags": {"group": ["industry", "industry", "stage"], "tag_id": ["i1", "i2", "s1"],
             "tag": ["Retail", "Mining", "Won"], "with_tag": ["Send the retail case", None, None],
             "definition": ["Sells to consumers", None, None],
          "origin": "custom", "created_by": ["Ann", None, None]},
    "Customers": {
        "customer_id": ["C1", "C2", "C3", "C4"], "company": ["Acme", "Beta", "Gamma", "Delta"],
        "owner": ["Li", "An; li", "An", "LI "], "industry": ["Retail", "Retail", "Mining", "Mining"],
        "stage": ["Won", None, None, None], "deal_value": [1000.0, None, None, None],
        "first_contact": [date(2026, 9, 1), date(2025, 1, 2), date(2026, 1, 1), date(2025, 1, 1)],
        "notes": ["likes tea", None, None, None],
    },
    "Contacts": {"customer_id": ["C1", "C1"], "name": ["Eva", "Bo"], "position": ["CIO", "Buyer"],
              "is_decider": ["yes", None], "confirmed_on": [date(2026, 9, 2), None]},
    "FollowUps": {
        "date": [date(2026, 9, 10), date(2026, 9, 10), date(2026, 8, 1), date(2026, 9, 20)],
        "customer_id": ["C1", "C1", "C2", "C4"], "by": ["Li", "Li", "An", "Li"],
        "channel": ["phone", None, "email", "system"], "note": ["wants a demo", None, "sent prices", "tag changed"],
        "next_action": ["Show the demo", "Send the contract", "Call again", None],
        "due_on": [date(2026, 9, 25), date(2026, 10, 5), None, None],
        "group": [None, None, None, "industry"], "to_tag": [None, None, None, "Mining"],
    },
}  # fmt: skip
OWNERS = {
    "person": ["Li", "An", "Old", "Ann"], "department": ["Sales", "Sales", "Sales", "Marketing"],
    "role": ["sales", "sales", "sales", "taxonomy_owner"], "to": [None, None, date(2025, 1, 1), None],
}  # fmt: skip


def team(**more: Any) -> Dataset:
    return dataset({**TEAM, **more}, as_of=DAY)


def facts(found: Dataset, company: str) -> dict[str, str]:
    plan = plan_handover(FilterValues(found), giver="Li", taker="An", language="en")
    return next(dict(part.facts) for part in plan.brief.parts if part.heading.startswith(company))


def test_the_customers_of_the_giver_go_whatever_the_spelling_and_beside_whom() -> None:
    plan = plan_handover(FilterValues(team()), giver="li", taker="An", language="en")
    assert sorted(zip(plan.records, plan.owners, strict=True)) == [(0, "An"), (1, "An"), (3, "An")]
    plan = plan_handover(FilterValues(team()), giver="Li", taker="Mo", language="en")
    assert dict(zip(plan.records, plan.owners, strict=True))[1] == "An; Mo"


@pytest.mark.parametrize(
    ("due", "said"),
    [(date(2026, 9, 29), "overdue since 2026-09-29"), (DAY, "due 2026-09-30"), (date(2026, 10, 1), "due 2026-10-01")],
)
def test_a_promise_is_overdue_from_the_day_after_it_was_due(due: date, said: str) -> None:
    log = {"date": date(2026, 9, 10), "customer_id": "C1", "by": "Li", "channel": "phone", "next_action": "Call"}
    assert facts(team(FollowUps={**log, "due_on": due}), "Acme")["Promised"] == f"Call ({said}, Li)"


def test_the_brief_says_what_was_said_promised_and_by_when() -> None:
    acme = facts(team(), "Acme")
    assert acme["Last contact"] == "2026-09-10: phone, wants a demo, Li"
    assert acme["Promised"] == "Show the demo (overdue since 2026-09-25, Li); Send the contract (due 2026-10-05, Li)"
    assert acme["People"] == "Eva, CIO, decides; Bo, Buyer, not yet confirmed"
    assert acme["Notes"] == "likes tea" and "Industry: Retail" in acme["Portrait"].replace("industry", "Industry")
    assert facts(team(), "Beta")["Promised"] == "Call again (no day agreed, An)"


@pytest.mark.parametrize(("company", "stale"), [("Acme", "none"), ("Delta", "none"), ("Beta", "none")])
def test_tags_of_customers_in_touch_or_just_changed_need_no_confirmation(company: str, stale: str) -> None:
    assert facts(team(), company)["Tags to confirm"] == stale


def test_tags_of_a_customer_nobody_spoke_to_are_named() -> None:
    log = {**TEAM["FollowUps"], "date": [date(2026, 9, 10)] * 2 + [date(2025, 1, 5), date(2025, 1, 6)]}
    assert facts(team(FollowUps=log), "Delta")["Tags to confirm"] == "Industry: Mining"
    assert facts(team(FollowUps=log), "Beta")["Tags to confirm"] == "Industry: Retail"


def test_the_portfolio_adds_up() -> None:
    plan = plan_handover(FilterValues(team()), giver="Li", taker="An", language="en")
    whole = dict(plan.brief.facts)
    assert whole["Customers"] == "3" and whole["Deal value"] == "1,000"
    assert whole["Open promises"] == "3, 1 of them overdue" and whole["By stage"] == "unknown 2, Won 1"
    assert len(plan.brief.rows) == len(plan.brief.parts) == 3
    assert all(len(row) == len(plan.brief.header) for row in plan.brief.rows)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_brief_has_a_gap(data: st.DataObject) -> None:
    cell = st.none() | st.text(max_size=6)
    count = data.draw(st.integers(1, 4))

    def column(values: st.SearchStrategy[Any]) -> list[Any]:
        return data.draw(st.lists(values, min_size=count, max_size=count))

    customers = {
        "customer_id": [f"C{number}" for number in range(count)], "company": column(cell),
        "owner": ["Li"] * count, "industry": column(cell), "notes": column(cell), "deal_value": column(cell),
        "first_contact": column(st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1))),
    }  # fmt: skip
    log = {"customer_id": column(st.sampled_from(["C0", "C1", "nobody"])), "date": column(st.none() | st.just(DAY)),
           "next_action": column(cell), "due_on": column(st.none() | st.just(DAY)), "by": column(cell)}  # fmt: skip
    found = team(
        Customers=customers, FollowUps=log, Contacts={"customer_id": column(st.just("C0")), "name": column(cell)}
    )
    language: Language = data.draw(st.sampled_from(LANGUAGES))
    plan = plan_handover(FilterValues(found), giver="Li", taker="Mo", language=language)
    assert len(plan.records) == count
    for part in plan.brief.parts:
        assert len(part.facts) == 11 and all(label and text for label, text in part.facts)
    assert brief_markdown(plan.brief).count("\n## ") == count


@pytest.mark.parametrize(
    ("giver", "taker", "said"),
    [
        ("Nobody at all", "An", "owners are An, LI"),
        ("Li", "LI", "cannot take over"),
        ("Li", " ", "cannot take over"),
        ("Li", "Annn", "is not in the sheet Owners"),
        ("Li", "Old", "has no role today"),
    ],
)
def test_people_who_cannot_hand_over_are_told_why(giver: str, taker: str, said: str) -> None:
    with pytest.raises(XltagsError, match=said):
        plan_handover(FilterValues(team(Owners=OWNERS)), giver=giver, taker=taker, language="en")


def test_a_slip_in_a_name_gets_an_offer() -> None:
    found = team(Customers={"customer_id": "C1", "owner": "Tran Minh"})
    with pytest.raises(XltagsError, match="did you mean 'Tran Minh'"):
        plan_handover(FilterValues(found), giver="Tran Mihn", taker="An", language="en")


def test_the_taxonomy_brief_says_why_each_tag_exists() -> None:
    requests = {"group": "industry", "tag": "Zoo", "with_tag": "x", "without_tag": "y", "verdict": "pending"}
    plan = plan_taxonomy_handover(team(Owners=OWNERS, TagRequests=requests), giver="ann", taker="Li", language="en")
    whole = dict(plan.brief.facts)
    assert "Zoo" in whole["Open requests"] and plan.department == "Sales"
    parts = {part.heading: dict(part.facts) for part in plan.brief.parts}
    assert parts["Industry: Retail"]["What we do with it"] == "Send the retail case"
    assert parts["Industry: Retail"]["Customers with it"] == "2" and parts["Industry: Retail"]["Made by"] == "Ann"
    assert parts["Industry"]["Filled"].endswith("(target 90%)")
    assert all(text for part in plan.brief.parts for _, text in part.facts)
    assert len(plan.brief.rows) == 3


def test_only_an_owner_of_the_taxonomy_hands_it_over() -> None:
    with pytest.raises(XltagsError, match="today that is Ann"):
        plan_taxonomy_handover(team(Owners=OWNERS), giver="Li", taker="Ann", language="en")


@cache
def workbook() -> Path:
    from tempfile import mkdtemp

    path = Path(mkdtemp(prefix="handover-"), "team.xlsx")
    customers: list[Record] = [
        {"customer_id": f"C{number}", "company": f"Company *{number}*", "owner": "Li" if number % 2 else "An",
         "industry": "Manufacturing", "first_contact": date(2026, 9, 1)}
        for number in range(6)
    ]  # fmt: skip
    log: list[Record] = [
        {"date": date(2026, 9, 2), "customer_id": "C1", "by": "Li", "next_action": "Call", "note": "talked"}
    ]
    owners: list[Record] = [{"person": name, "role": role, "department": "Sales"} for name, role in
              (("Li", "sales"), ("An", "sales"), ("Li", "taxonomy_owner"))]  # fmt: skip
    new_workbook(path, profile="standard", data={"Customers": customers, "FollowUps": log, "Owners": owners})
    return path


def read(path: Path) -> Dataset:
    with open_book(path) as book:
        return book.read(as_of=DAY)


def test_handing_over_changes_owners_logs_it_and_leaves_promises_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, brief = tmp_path / "out.xlsx", tmp_path / "brief.md"
    day = ["--as-of", DAY.isoformat()]
    before = workbook().read_bytes()
    done = call(capsys, "handover", workbook(), "--from", "Li", "--to", "An", "--brief", brief, "-o", out, *day)
    assert done.code == 0, done.err
    assert "handed 3 customers from Li to An" in done.out and workbook().read_bytes() == before
    found = read(out)
    assert set(found.customers.table.column("owner").cells()) == {"An"}
    log = found.table("FollowUps")
    assert len(log) == 4 and list(log.column("channel").cells())[1:] == ["system"] * 3
    assert len(open_promises(found)) == len(open_promises(read(workbook()))) == 1
    text = brief.read_text("utf-8")
    assert text.count("\n## ") == 3 and "Company \\*1\\* (C1)" in text and "- **Promised:** Call" in text
    sheet = openpyxl.load_workbook(out)["Handover"]
    assert sheet["A1"].value == "Handover of customers: Li to An"
    assert call(capsys, "doctor", out).code == 0
    again = call(capsys, "handover", out, "--from", "Li", "--to", "An", "--in-place", *day)
    assert again.code == 2 and "no customer has the owner 'Li'" in again.err


def test_without_a_target_the_brief_is_printed_and_nothing_changes(capsys: pytest.CaptureFixture[str]) -> None:
    before = workbook().read_bytes()
    done = call(capsys, "handover", workbook(), "--from", "Li", "--to", "An", "--lang", "zh", "--as-of", "2026-09-30")
    assert done.code == 0 and done.out.startswith("# 客户交接：Li → An") and workbook().read_bytes() == before


def test_the_taxonomy_changes_hands_in_owners(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.xlsx"
    done = call(
        capsys, "handover", workbook(), "--from", "Li", "--to", "An", "--tags", "-o", out, "--as-of", "2026-09-30"
    )
    assert done.code == 0, done.err
    owners = read(out).table("Owners")
    rows = list(owners.records(("person", "role", "from", "to")))
    assert (rows[2][0], rows[2][3]) == ("Li", date(2026, 9, 29)) and rows[3] == ("An", "taxonomy_owner", DAY, None)
    assert openpyxl.load_workbook(out)["HandoverTags"].max_row > 100


def test_a_sheet_of_somebody_else_is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "own.xlsx"
    made = openpyxl.load_workbook(workbook())
    made.create_sheet("Handover")["A1"] = "mine"
    made.save(book)
    done = call(capsys, "handover", book, "--from", "Li", "--to", "An", "-o", tmp_path / "out.xlsx")
    assert done.code == 2 and "has a sheet 'Handover' that xltags did not make" in done.err


@pytest.mark.parametrize("brief", ["nowhere/brief.md", "folder", "other.xlsx", "note.txt/brief.md"])
def test_where_the_brief_has_no_place_nothing_is_handed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], brief: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "note.txt").write_text("mine")
    book = tmp_path / "team.xlsx"
    book.write_bytes(workbook().read_bytes())
    done = call(capsys, "handover", book, "--from", "Li", "--to", "An", "--in-place", "--brief", tmp_path / brief)
    assert done.code == 2 and Path(brief).name in done.err and done.out == ""
    assert book.read_bytes() == workbook().read_bytes()


@pytest.mark.parametrize("key", sorted(_WORDS))
def test_words_have_the_same_fields_in_every_language(key: str) -> None:
    from string import Formatter

    fields = {
        language: {name for _, name, _, _ in Formatter().parse(text) if name} for language, text in wording(key).items()
    }
    assert fields["en"] == fields["zh"] == fields["vi"]
