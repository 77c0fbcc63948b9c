"""The checks of family TAG about judging a lead: its reason, the talk before it, who may do it."""

from datetime import date

import pytest

from tests.check_cases import Tables, findings

JUDGEMENTS: Tables = {
    "Tags": {
        "group": ["mdr", "mdr", "mdr", "mdr", "invalid_reason"],
        "tag": ["Target", "Later", "Competitor", "Not a target", "Student"],
        "purity_class": ["target", "target_not_now", "competitor", "not_target", None],
    }
}


@pytest.mark.parametrize(
    ("mdr", "reason", "expected"),
    [
        ("Not a target", None, ["TAG008"]),
        ("Not a target", "Student", []),
        ("Target", None, []),
        ("Target", "Student", ["TAG009"]),
        ("Later", "Student", ["TAG009"]),
        ("Competitor", None, []),
        ("Competitor", "Student", []),
        (None, "Student", ["TAG017"]),
        (None, None, []),
        ("xyz", "Student", ["TAG001"]),
    ],
)
def test_invalid_leads_and_only_those_have_a_reason(mdr: str | None, reason: str | None, expected: list[str]) -> None:
    tables: Tables = {**JUDGEMENTS, "Customers": {"mdr": [mdr], "invalid_reason": [reason]}}
    assert [it.code for it in findings("TAG", tables)] == expected


def test_without_a_column_for_reasons_none_is_missed() -> None:
    assert [it.code for it in findings("TAG", {**JUDGEMENTS, "Customers": {"mdr": ["Not a target"]}})] == ["TAG016"]


def judged(**log: object) -> Tables:
    customers = {"customer_id": ["C1", "C2"], "mdr": ["Target", None]}
    return {**JUDGEMENTS, "Customers": customers, "FollowUps": log}


DAY, NEXT = date(2026, 5, 4), date(2026, 5, 5)


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ({"customer_id": ["C1"], "date": DAY, "channel": "phone"}, 0),
        ({"customer_id": ["C1"], "date": DAY, "note": "called"}, 0),
        ({"customer_id": ["C2"], "date": DAY, "channel": "phone"}, 1),
        ({"customer_id": ["C1"], "date": date(2027, 1, 1), "channel": "phone"}, 1),
        ({"customer_id": ["C1"], "date": DAY, "group": "mdr", "to_tag": "Target"}, 1),
        ({"customer_id": ["C1"], "date": DAY, "group": "mdr", "to_tag": "Target", "channel": "system"}, 1),
        ({"customer_id": ["C1"], "date": DAY, "group": "mdr", "to_tag": "Target", "channel": "phone"}, 0),
        ({"customer_id": "C1", "date": [DAY, NEXT], "group": ["mdr", None], "channel": [None, "phone"]}, 1),
        ({"customer_id": "C1", "date": [NEXT, DAY], "group": ["MDR", None], "channel": [None, "phone"]}, 0),
        ({"customer_id": ["C1"], "date": [None], "channel": "phone"}, 0),
        ({"customer_id": [], "date": []}, 0),
    ],
)
def test_a_judgement_comes_after_talking(log: dict[str, object], expected: int) -> None:
    assert len(findings("TAG011", judged(**log))) == expected


@pytest.mark.parametrize(
    ("by", "day", "expected"),
    [
        ("Bo", DAY, ["Bo"]),
        ("Ann", DAY, []),
        ("ann", DAY, []),
        ("Cy", DAY, []),  # unknown: another check's affair
        ("Di", date(2026, 1, 1), []),  # was MDR then
        ("Di", date(2026, 8, 1), ["Di"]),
        ("Ann; Bo", DAY, ["Bo"]),
        ("Di", date(2026, 7, 1), ["Di"]),  # the first day counts
        ("Ed", DAY, ["Ed"]),  # and so does the last
        ("Ed", date(2026, 5, 5), []),
        (None, DAY, []),
    ],
)
def test_a_group_is_judged_by_its_roles(by: str | None, day: date, expected: list[str]) -> None:
    tables: Tables = {
        "TagGroups": {"group": ["mdr", "invalid_reason"], "judged_by": ["mdr; sdr", None]},
        **JUDGEMENTS,
        "Owners": {
            "person": ["Ann", "Bo", "Di", "Di", "Ed"],
            "role": ["mdr", "marketer", "sdr", "sales", "sales"],
            "from": [None, None, date(2025, 1, 1), date(2026, 7, 1), DAY],
            "to": [None, None, date(2026, 6, 30), None, DAY],
        },
        "FollowUps": {"customer_id": ["C1"], "date": day, "by": by, "group": "mdr", "to_tag": "Target"},
    }
    assert [it.message.split(" ")[0] for it in findings("TAG012", tables)] == expected
