"""Segments: who is in them, what is due, what is next, and the findings about their filters."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from tests.filter_trees import FILTERS, ROWS, Row, customers
from tests.one_check import findings_of, tiny
from tests.report_sample import source_of
from xltags.core.errors import XltagsError
from xltags.core.examples import Columns, dataset
from xltags.core.filter_syntax import Filter, format_filter
from xltags.core.filter_values import FilterValues
from xltags.core.filters import matching
from xltags.core.follow_ups import contact_days, next_due_days, open_promises, promise_counts
from xltags.core.mailing_list import mailing_list
from xltags.core.next_actions import next_actions
from xltags.core.segment_agenda import action_agenda, overlaps
from xltags.core.segments import Segment, read_segments, segment_members, segment_named
from xltags.core.values import CellFault
from xltags.reports import build_reports

TODAY = date(2026, 9, 30)


def day(text: str) -> date:
    """A day of 2026, "05-31"."""
    return date.fromisoformat(f"2026-{text}")


DATA = dataset(
    as_of=TODAY,
    Settings={"key": ["min_sample", "silent_after_days"], "value": [1, 60]},
    TagGroups={"group": ["stage", "industry"], "family": ["stage", "identity"]},
    Tags={
        "group": ["stage", "stage", "stage", "industry"], "tag": ["Talk", "First talk", "Won", "Retail"],
        "tag_id": ["stage.talk", "stage.first", "stage.won", "industry.retail"],
        "parent": [None, "stage.talk", None, None], "with_tag": ["Ask for the need", None, "Ask for a referral", None],
    },
    Customers={
        "customer_id": ["C1", "C2", "C3", "C4", "C5"], "company": ["A", "B", "C", "D", "E"],
        "stage": ["First talk", "Won", "Talk", None, "Won"], "owner": ["Li", "Li", "An", None, "An"],
        "industry": ["Retail", "Retail", "Retail", None, None],
        "first_contact": [day("09-20"), day("01-01"), day("02-02"), None, day("08-15")],
        "won_on": [None, day("03-01"), None, None, day("09-01")], "lost_on": [None, None, day("03-03"), None, None],
        "employees": [10, 20, 30, 40, 50],
    },
    Contacts={"customer_id": ["C1", "C1", "C5", "C9"], "name": ["Ann", "Bo", "Cy", "Nobody"],
              "position": ["CEO", None, CellFault("error", "#N/A"), "x"]},
    FollowUps={
        "date": [day("09-01"), day("09-10"), day("09-21"), None, day("09-25"), day("12-24")],
        "customer_id": ["C1", "C1", "C1", "C5", "C2", "C2"],
        "note": ["call", "call", "call", None, None, "planned"],
        "next_action": ["Send offer", "Visit", "Send papers", "Call back", None, None],
        "due_on": [day("09-05"), day("09-12"), day("10-02"), None, None, None],
        "group": [None, None, None, None, "stage", None], "to_tag": [None, None, None, None, "Won", None],
    },
    Segments={
        "segment": ["Retailers", "Li's", "Everybody", "Broken", "Nobody", None],
        "include": ["industry = Retail", "owner = Li", "customer_id is known", "region = x", None, "tier = A"],
        "exclude": ["stage = Won", None, None, None, None, None],
        "action": ["Visit", "Call", None, "x", "y", None],
        "owner": ["An", None, None, None, None, None],
        "frequency": ["monthly", "weekly", "on_event", "daily", None, None],
        "importance": ["high", None, None, None, None, None],
    },
)  # fmt: skip
VALUES = FilterValues(DATA)
MEMBERS = segment_members(read_segments(DATA), DATA, VALUES)


def members(name: str) -> list[str]:
    """The customers of a segment."""
    found = next(it for it in MEMBERS if it.segment.name == name)
    return [id for id, is_in in zip(DATA.customers.ids(), found.members, strict=True) if is_in]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Retailers", "C1 C3"),
        ("Li's", "C1 C2"),
        ("Everybody", "C1 C2 C3 C4 C5"),
        ("Broken", ""),
        ("Nobody", ""),
    ],
)
def test_who_is_in_a_segment(name: str, expected: str) -> None:
    assert members(name) == expected.split()


def test_a_filter_that_cannot_be_used_is_named_and_the_others_go_on() -> None:
    problems = {it.segment.name: it.problem for it in MEMBERS if it.problem}
    assert list(problems) == ["Broken"]
    found = problems["Broken"]
    assert found is not None and (found[0], found[1].kind) == ("include", "field")


@settings(max_examples=40)
@given(FILTERS, FILTERS, ROWS)
def test_include_minus_exclude(include: Filter, exclude: Filter, rows: list[Row]) -> None:
    data = customers(rows)
    segment = Segment("S", format_filter(include), format_filter(exclude), "", "", "", "", 0)
    values = FilterValues(data)
    [found] = segment_members([segment], data, values)
    assert found.problem is None
    taken = matching(include, values) & matching(exclude, values)
    assert (found.members | taken == matching(include, values)).all() and not (found.members & taken).any()


def test_a_segment_is_called_by_its_name() -> None:
    segments = read_segments(DATA)
    assert segment_named(segments, "retailers ").record == 0
    with pytest.raises(XltagsError, match="did you mean 'Retailers'"):
        segment_named(segments, "Retailer")
    with pytest.raises(XltagsError, match="the segments are none; fill the sheet Segments"):
        segment_named((), "x")
    with pytest.raises(XltagsError, match="2 segments are called"):
        segment_named([segments[0], segments[0]], "Retailers")


# ---- contacts, promises, next actions


def test_the_last_contact_leaves_changes_of_tag_and_the_future_out() -> None:
    found = [None if np.isnan(it) else date.fromordinal(int(it)) for it in contact_days(DATA)]
    assert found == [day("09-21"), day("03-01"), day("03-03"), None, day("09-01")]


def test_a_promise_is_open_until_a_later_contact() -> None:
    assert open_promises(DATA).tolist() == [2, 3]
    assert promise_counts(DATA).tolist() == [1, 0, 0, 0, 1]
    assert date.fromordinal(int(next_due_days(DATA)[0])) == day("10-02")


def test_the_next_action_is_the_promise_then_waking_then_the_stage() -> None:
    found = next_actions(VALUES)
    assert found.texts == (
        "Send papers",
        "Get in touch again: nothing for 213 days",
        "Ask for the need",
        "Get in touch: no contact is logged",
        "Call back",
    )
    assert [it == it for it in found.due] == [True, False, False, False, False]


def test_the_earliest_promise_comes_first() -> None:
    log: Columns = {"customer_id": "C1", "date": [day("09-10")] * 3, "next_action": ["late", "soon", "someday"],
           "due_on": [day("11-01"), day("10-01"), None]}  # fmt: skip
    data = dataset(as_of=TODAY, Customers={"customer_id": ["C1"]}, FollowUps=log)
    assert next_actions(FilterValues(data)).texts == ("soon",)


@pytest.mark.parametrize(
    ("frequency", "due", "due_on"),
    [
        ("daily", [True, True, True, True, True], TODAY),
        ("weekly", [True, True, True, True, True], TODAY),
        ("monthly", [False, True, True, True, False], TODAY),
        ("quarterly", [False, True, True, True, False], TODAY),
        ("yearly", [False, False, False, True, False], TODAY),
        ("on_event", [False] * 5, None),
        ("", [False] * 5, None),
    ],
)
def test_what_is_due_by_the_frequency(frequency: str, due: list[bool], due_on: date | None) -> None:
    segment = Segment("S", "customer_id is known", "", "", "", frequency, "", 0)
    [found] = segment_members([segment], DATA, VALUES)
    agenda = action_agenda(found, VALUES)
    assert (agenda.due.tolist(), agenda.due_on, agenda.last_contact) == (due, due_on, day("09-21"))


def test_an_action_that_is_not_due_has_its_day() -> None:
    segment = Segment("S", "customer_id in (C1, C5)", "", "", "", "monthly", "", 0)
    [found] = segment_members([segment], DATA, VALUES)
    assert action_agenda(found, VALUES).due_on == day("10-01")


def test_segments_that_share_customers() -> None:
    assert overlaps(MEMBERS)[0] == [("Everybody", 2), ("Li's", 1)]
    assert overlaps(MEMBERS)[3] == [] and overlaps([]) == []


# ---- the list


def test_the_list_has_a_row_for_each_contact() -> None:
    found = mailing_list(MEMBERS[2].members, VALUES)
    assert (found.customers, found.contacts, len(found.rows)) == (5, 3, 6)
    rows = [(row["customer_id"], row["name"], row["position"]) for row in found.records()]
    assert rows == [
        ("C1", "Ann", "CEO"), ("C1", "Bo", None), ("C2", None, None), ("C3", None, None), ("C4", None, None),
        ("C5", "Cy", None),
    ]  # fmt: skip
    assert found.records()[0]["stage"] == "First talk" and found.records()[0]["next_due"] == day("10-02")


# ---- the report


def test_the_report_counts_what_sql_counts() -> None:
    duckdb = pytest.importorskip("duckdb")
    source = source_of(DATA, findings=())
    [report] = build_reports(DATA, source.scores, [], only=["segments"])
    frame = pd.DataFrame({id: [str(it) for it in DATA.customers.table.column(id).cells()] for id in
                          ("customer_id", "stage", "owner", "industry", "won_on")})  # fmt: skip
    frame["tier"] = source.scores.tiers()
    connection = duckdb.connect()
    connection.register("customers", frame)
    wheres = {"Retailers": "industry = 'Retail' AND stage <> 'Won'", "Li's": "owner = 'Li'", "Everybody": "true"}
    summary = report.summary
    assert summary is not None
    rows = summary.set_index("segment")
    for name, where in wheres.items():
        wanted = connection.execute(f"SELECT customer_id FROM customers WHERE {where} ORDER BY 1").fetchall()
        facts = report.facts[report.facts["segment"] == name]
        assert [(id,) for id in facts["customer_id"]] == wanted
        counts = "count(*), count(*) FILTER (won_on <> 'None'), count(*) FILTER (tier = 'D')"
        counted = connection.execute(f"SELECT {counts} FROM customers WHERE {where}").fetchone()
        assert tuple(rows.loc[name, ["customers", "won", "d"]]) == counted
        assert (facts["due"] == "yes").sum() == rows.loc[name, "due"]
        assert (facts["silent"] == "yes").sum() == rows.loc[name, "silent"]
    assert rows.loc["Everybody", "overlap"] == "Retailers: 2, Li's: 2"
    assert str(rows.loc["Broken", "problem"]).startswith("include: at character 1: 'region' is neither")
    assert rows.loc["Li's", "open_promises"] == 1


# ---- findings


TAGS: Columns = {"group": ["industry", "industry"], "tag": ["Retail", "Old"], "status": [None, "retired"],
        "replaced_by": [None, "Retail"]}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "include", "says"),
    [
        ("PLAN010", "industry = Retail", ""),
        ("PLAN010", "tier = A and employes > 3", "'employes' at character 14"),
        ("PLAN011", "industry = Retail", ""),
        ("PLAN011", "industry Retail", "at character 1: after 'industry Retail' a comparison is missing"),
        ("PLAN011", "regon =", "at character 8: after '=' a value is missing"),
        ("PLAN012", "regon =", ""),
        ("PLAN012", "industry = Retial", "at character 12 for something that does not exist: 'Retial' is no tag"),
        ("PLAN012", "tier in (A, E)", "'E' is none of the values of tier"),
        ("PLAN013", "employees > many", "at character 13"),
        (
            "PLAN013",
            "industry > Retail",
            "'>' does not fit industry, which holds tags; use =, in, contains or is blank",
        ),
        ("PLAN013", "won = perhaps", "won is yes or no, not 'perhaps'"),
        ("PLAN014", "industry = Old", "which is retired; write 'Retail'"),
        ("PLAN014", "industry = Retail", ""),
        ("PLAN015", "", "has no include"),
        ("PLAN015", "tier = A", ""),
    ],
)
def test_what_checks_say_of_filters(code: str, include: str, says: str) -> None:
    data = tiny(
        {"Tags": TAGS, "Customers": {"employees": [1]}, "Segments": {"segment": "S", "include": [include or None]}}
    )
    found = findings_of(code, data)
    assert bool(found) == bool(says)
    assert not found or says in found[0].message


def test_exclude_is_checked_too_and_fixes_are_suggested() -> None:
    data = tiny({"Tags": TAGS, "Segments": {"segment": "S", "include": "tier = A", "exclude": "industrie = Retail"}})
    [found] = findings_of("PLAN010", data)
    assert (found.cell, found.suggestion, found.value) == ("C2", "industry", "industrie = Retail")


def test_two_segments_of_one_name() -> None:
    data = tiny({"Segments": {"segment": ["Shops", "Plants", "ｓｈｏｐｓ"], "include": "tier = A"}})
    assert [(it.cell, it.message) for it in findings_of("PLAN016", data)] == [
        ("A4", "the segment 'ｓｈｏｐｓ' is already in row 2; give one of the two another name")
    ]
