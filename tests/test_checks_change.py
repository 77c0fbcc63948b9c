"""Checks over time: stages that go back, logs with gaps, tags unlike their log, tags that stood too long."""

from datetime import date

import pytest

from tests.check_cases import Tables, cells
from xltags.core.values import Value

DAY = date(2026, 5, 4)
BASE: Tables = {
    "TagGroups": {
        "group": ["stage", "need", "mdr"],
        "family": ["stage", "preference", "specific"],
        "values": ["one", "many", "one"],
    },
    "Tags": {
        "group": ["stage"] * 8 + ["need"] * 2 + ["mdr"] * 2,
        "tag_id": ["l", "o", "o.q", "o.d", "w", "w.use", "x", "old", "n1", "n2", "m1", "m2"],
        "tag": [
            *("Lead", "Offer", "Quote", "Demo", "Won", "In use", "Lost", "Bid"), "ERP", "CRM", "Target", "Not a target",
        ],
        "parent": [None, None, "o", "o", None, "w", *[None] * 6],
        "order": [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 1, 2],
        "status": [*["active"] * 7, "retired", *["active"] * 4],
        "replaced_by": [*[None] * 7, "o.q", *[None] * 4],
        "purity_class": [*[None] * 10, "target", "not_target"],
    },
}  # fmt: skip


def log(*rows: tuple[Value | None, ...], stage: str | None = None, **customer: Value) -> Tables:
    """A log of one customer: day, from, to, and the group where it is not the stage."""
    full = [(*row, "stage")[:4] if len(row) < 4 else row for row in rows]
    days, before, after, groups = zip(*full, strict=True)
    return {
        **BASE,
        "Customers": {
            "customer_id": ["C1"],
            "stage": [stage],
            "need": [None],
            **{key: [it] for key, it in customer.items()},
        },
        "FollowUps": {
            "customer_id": "C1",
            "date": list(days),
            "from_tag": list(before),
            "to_tag": list(after),
            "group": list(groups),
            "channel": "phone",
        },
    }


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("Lead", "Offer", False),
        ("Offer", "Lead", True),
        ("Quote", "Lead", True),
        ("Demo", "Quote", False),
        ("Quote", "Offer", False),
        ("Won", "Offer", False),
        ("In use", "Lead", False),
        ("Lost", "Lead", False),
        ("Bid", "Lead", True),
        ("Offer", "Lost", False),
        ("offer", "LEAD", True),
        (None, "Lead", False),
        ("Offer", "Nowhere", False),
    ],
)
def test_a_stage_goes_back(before: str | None, after: str, found: bool) -> None:
    assert cells("LOG011", log((DAY, before, after))) == (["FollowUps!D2"] if found else [])


@pytest.mark.parametrize(
    ("led", "left", "found"),
    [
        ("Offer", "Offer", False),
        ("Offer", "Lead", True),
        ("Offer", "Quote", False),
        ("Quote", "Offer", False),
        ("Quote", "Demo", True),
        ("Bid", "Quote", False),
        ("Offer", None, True),
        (None, "Offer", True),
        ("Ofer", "Lead", False),
    ],
)
def test_a_log_breaks_off(led: str | None, left: str | None, found: bool) -> None:
    rows = log((DAY, "Lead", led), (date(2026, 6, 1), left, "Won"))
    assert cells("LOG012", rows) == (["FollowUps!C3"] if found else [])


def test_changes_of_one_day_stand_in_no_order() -> None:
    assert cells("LOG012", log((DAY, "Offer", "Won"), (DAY, "Lead", "Offer"))) == []


@pytest.mark.parametrize(
    ("logged", "now", "found"),
    [
        ("Offer", "Offer", False),
        ("Offer", "offer", False),
        ("Offer", "Quote", False),
        ("Offer", "Lead", True),
        ("Offer", None, True),
        (None, "Offer", False),
        ("Offer", "Ofer", False),
        ("Bid", "Quote", False),
    ],
)
def test_a_tag_is_unlike_its_log(logged: str | None, now: str | None, found: bool) -> None:
    assert cells("LOG013", log((DAY, "Lead", logged), stage=now)) == (["Customers!B2"] if found else [])


def test_the_last_change_counts_whatever_the_order_of_rows() -> None:
    assert cells("LOG013", log((date(2026, 6, 1), "Offer", "Won"), (DAY, "Lead", "Offer"), stage="Won")) == []


OLD, RECENT = date(2025, 3, 3), date(2026, 11, 2)
TALK = (RECENT, None, None, None)


@pytest.mark.parametrize(
    ("rows", "customer", "found"),
    [
        ([(OLD, "Lead", "Offer"), TALK], {"stage": "Offer"}, ["Customers!B2"]),
        ([(OLD, "Lead", "Offer")], {"stage": "Offer"}, []),
        ([(OLD, "Lead", "Offer"), (RECENT, "Offer", "Offer")], {"stage": "Offer"}, []),
        ([(OLD, "Offer", "Won"), TALK], {"stage": "Won"}, []),
        ([(OLD, "Offer", "Lost"), TALK], {"stage": "Lost"}, []),
        ([(OLD, "Lead", "Offer"), TALK], {"stage": "Lead"}, []),
        ([(OLD, None, "ERP", "need"), TALK], {"stage": "Lead", "need": "ERP"}, ["Customers!C2"]),
        ([(OLD, None, "ERP", "need"), TALK], {"stage": "Won", "need": "ERP"}, []),
        ([(OLD, "Lead", "Offer"), TALK], {"stage": "Offer", "mdr": "Not a target"}, []),
        ([(OLD, "Lead", "Offer"), TALK], {"stage": "Offer", "mdr": "Target"}, ["Customers!B2"]),
        ([(OLD, "Lead", "Offer"), TALK], {"stage": "Offer", "sales_status": "rejected"}, []),
        ([(OLD, "Lead", "Offer"), TALK], {"stage": "Offer", "lost_on": RECENT}, []),
        ([(OLD, None, "Target", "mdr"), TALK], {"stage": "Lead", "mdr": "Target"}, []),
    ],
)  # fmt: skip
def test_a_tag_stood_too_long(rows: list[tuple[Value | None, ...]], customer: dict[str, str], found: list[str]) -> None:
    assert cells("TAG018", log(*rows, **customer)) == found
