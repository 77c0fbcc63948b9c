"""Why a score is what it is, what it could still become, and what to ask for, case by case."""

from collections.abc import Mapping

import pytest

from tests.score_cases import GATE, GROUPS, INDUSTRY, PASS, TWO, TWO_BANDS, bands, scored
from xltags.core.examples import Columns
from xltags.core.score_one import score_values
from xltags.core.score_records import score_records
from xltags.core.values import Value


@pytest.mark.parametrize(
    ("industry", "employees", "mdr", "text"),
    [
        ("Food", 320, "Target", "Company size: 320 +30; Industry: Food +20 = 50; capped at B: Company size: 320"),
        ("Food", 500, "Target", "Industry: Food +20; Company size: 500 -2.5 = 17.5"),
        ("食品", None, "Target", "Industry: Food +20 = 20; ? Company size"),
        ("Foood", 12, "Target", "0 = 0; ? Industry"),
        (None, 320.5, None, "Company size: 320.5 +30 = 30; ? Industry; ? Judgement"),
        ("Food", 500, "Competitor", "Industry: Food +20; Company size: 500 -2.5 = 17.5; D: Judgement: Competitor"),
    ],
)
def test_the_reasons(industry: str | None, employees: float | None, mdr: str | None, text: str) -> None:
    customers: Columns = {"industry": [industry], "employees": [employees], "mdr": [mdr]}
    scores = scored(TWO, TWO_BANDS, customers)
    assert scores.why_text(0) == text
    assert scores.why_texts() == [text]


def test_contributions_of_equal_size_stand_as_in_the_workbook_and_unknown_ones_last() -> None:
    rows = bands(("fit", {"tag": "Food", "points": 5}), ("size", {"points": -5}), ("product", {"points": 1}))
    card: Columns = {"indicator": ["product", "size", "fit"], "field": ["product", "employees", "industry"]}
    why = scored(card, rows, {"industry": ["Food"], "employees": 3}).why(0)
    assert [(one.indicator, one.value, one.points, one.known) for one in why] == [
        ("size", "3", -5, True),
        ("fit", "Food", 5, True),
        ("product", "", 0, False),
    ]


@pytest.mark.parametrize(
    ("rows", "cells", "text"),
    [
        ([{"tag": "Food", "points": 60}, {"tag": "Retail", "points": 30}], {}, "A-D"),
        ([{"tag": "Manufacturing; Retail", "points": 30}], {}, "B-D"),  # today's tier is always within
        ([{"tag": "Mining", "points": 60}], {}, "D"),  # a retired tag is no answer
        ([{"tag": "Food", "points": 60, "cap_tier": "C"}, {"tag": "Retail", "points": 30}], {}, "B-D"),
        ([{"tag": "Food", "points": 60}], {"industry": ["Retail"]}, "D"),
        ([{"tag": "Food", "points": 60}], {"industry": ["Food"]}, "A"),
    ],
    ids=str,
)
def test_the_range_tries_every_tag(rows: list[Mapping[str, Value]], cells: Columns, text: str) -> None:
    scores = scored(INDUSTRY, bands(*(("fit", row) for row in rows)), {"industry": [None], **cells})
    assert scores.ranges() == [text]


def test_two_products_together_can_do_what_neither_does_alone() -> None:
    card: Columns = {"indicator": ["one", "two"], "field": "product"}
    rows = bands(("one", {"tag": "CRM", "points": 25}), ("two", {"tag": "ERP", "points": 25}))
    assert scored(card, rows, {"product": [None]}).ranges() == ["A-D"]
    single = {**GROUPS, "values": "one"}
    assert scored(card, rows, {"product": [None]}, TagGroups=single).ranges() == ["C-D"]


@pytest.mark.parametrize(
    "extra",
    [
        ("two", {"tag": "BI", "points": 30, "cap_tier": "D"}),
        ("gate", {"tag": "BI", "outcome": "reject"}),
        ("gate", {"tag": "BI", "cap_tier": "C"}),
    ],
    ids=str,
)
def test_the_best_answer_keeps_clear_of_values_that_cap_or_reject(extra: tuple[str, Mapping[str, Value]]) -> None:
    """And only of those: CRM outdoes the capped band of ERP, so that cap never counts."""
    outdone: tuple[str, Mapping[str, Value]] = ("one", {"tag": "ERP", "points": 5, "cap_tier": "D"})
    card: Columns = {"indicator": ["one", "two", "gate"], "field": "product", "kind": ["soft", "soft", "hard"]}
    rows = bands(("one", {"tag": "CRM", "points": 25}), ("two", {"tag": "ERP", "points": 25}), outdone, extra)
    assert scored(card, rows, {"product": [None]}).ranges() == ["A-D"]


def test_a_gate_that_only_rejects_lowers_the_range_and_not_the_tier() -> None:
    scores = scored(TWO, TWO_BANDS, {"industry": ["Food"], "employees": [320], "mdr": [None]})
    assert (scores.tiers(), scores.ranges(), scores.ask_next_ids()) == (["B"], ["B-D"], ["gate"])


def test_ask_next_is_the_blank_that_moves_the_tier_most() -> None:
    card: Columns = {
        "indicator": ["fit", "size", "use"],
        "label": ["Fit", "Size", ""],
        "field": ["industry", "employees", "product"],
    }
    rows = bands(
        ("fit", {"tag": "Food", "points": 12}), ("size", {"low": 1, "points": 30}), ("use", {"tag": "CRM", "points": 9})
    )
    scores = scored(
        card, rows, {"industry": [None, None, None, "Food"], "employees": [None, 0, 5, None], "product": None}
    )
    assert scores.ask_next_ids() == ["size", "fit", "fit", "size"]
    assert scores.ask_next_labels() == ["Size", "Fit", "Fit", "Size"]


@pytest.mark.parametrize("fields", [["employees", "industry"], ["industry", "employees"]])
def test_of_equal_questions_the_first_in_the_workbook_is_asked(fields: list[str]) -> None:
    rows = bands(("q0", {"low": 1, "points": 12}), ("q1", {"tag": "Food", "points": 12}))
    names = {"employees": "q0", "industry": "q1"}
    card: Columns = {"indicator": [names[field] for field in fields], "field": fields}
    scores = scored(card, rows, {"company": ["X"]})
    assert scores.ask_next_ids() == [names[fields[0]]]
    assert score_values({}, None, scores.compiled).ask_next == names[fields[0]]


def test_where_no_single_answer_moves_the_tier_the_most_points_are_asked_for() -> None:
    card: Columns = {"indicator": ["fit", "use"], "field": ["industry", "product"]}
    rows = bands(("fit", {"tag": "Food", "points": 4}), ("use", {"tag": "CRM", "points": 6}))
    scores = scored(card, rows, {"industry": [None, "Food"], "product": [None, "ERP"]})
    assert (scores.ranges(), scores.ask_next_ids()) == (["C-D", "D"], ["use", ""])
    assert score_values({}, None, scores.compiled).ask_next == "use"


def test_records_say_the_same_as_the_columns() -> None:
    customers: Columns = {"industry": ["Food", None], "employees": [500, 320], "mdr": "Target"}
    assert score_records(scored(TWO, TWO_BANDS, customers)) == [
        {
            "customer_id": "C",
            "score": 17.5,
            "tier": "C",
            "range": "C",
            "ask_next": "",
            "why": [
                {"indicator": "fit", "value": "Food", "points": 20},
                {"indicator": "size", "value": "500", "points": -2.5},
            ],
        },
        {
            "customer_id": "C",
            "score": 30,
            "tier": "B",
            "range": "B",
            "ask_next": "",
            "why": [{"indicator": "size", "value": "320", "points": 30}],
        },
    ]


def test_records_without_soft_indicators_have_no_reasons() -> None:
    assert [one["why"] for one in score_records(scored(GATE, bands(PASS), {"mdr": ["Target", None]}))] == [[], []]
