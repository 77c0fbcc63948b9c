"""The checks of a review: what they find, where, in three languages, and what a policy makes of them."""

from dataclasses import replace
from datetime import date

import pytest

from xltags.checks import load_checks, run_checks, run_review_checks
from xltags.core.dataset import Dataset
from xltags.core.examples import dataset
from xltags.core.finding import LANGUAGES, Finding
from xltags.core.policy import Policy, read_policy
from xltags.core.review.examples import example_dna, example_rate, example_review, example_signal
from xltags.core.review.results import Discrimination, Drift, Emerging, Leak, Review, Split

BOOK = dataset(
    TagGroups={"group": ["industry", "mdr"], "label_en": ["Industry", "Judgement"]},
    Tags={"group": "industry", "tag": ["Metal", "Steel", "Retail"], "parent": [None, "Metal", None]},
    Indicators={
        "indicator": ["fit", "off", "gate"],
        "kind": ["soft", "soft", "hard"],
        "field": "industry",
        "on": ["yes", "no", "yes"],
    },
    Bands={
        "indicator": ["fit", "fit", "off", "gate"],
        "tag": ["Metal", "Retail", "Retail", "Retail"],
        "points": [30, 10, 0, None],
        "outcome": [None, None, None, "reject"],
    },
    Tiers={"tier": ["A", "B", "C"], "min_points": [80, 60, 0]},
    Customers={"customer_id": "C1", "industry": "Steel", "mdr": None, "won_on": None},
)


def drift(verdict: str, group: str = "industry") -> Drift:
    return Drift(group, "2026-Q2", "2026-Q3", 300, 280, 0.31, 0.02, 0.001, "Steel", 0.1, 0.4, verdict)  # type: ignore[arg-type]  # one of the verdicts


def emerging(tag: str) -> Emerging:
    return Emerging("industry", tag, date(2026, 4, 1), example_rate(2, 40), example_rate(20, 40), 0.1, 0.1, rising=True)


def told(tag: str, hits: int) -> Review:
    """A review in which an industry surely wins so often in 90 deals; all win 40 % of theirs."""
    return example_review(dna=(example_dna(("industry", tag, hits, 90)),))


ALL_WON = tuple(replace(it, win=example_rate(100, 100)) for it in example_review().tiers)
UPSIDE_DOWN = Discrimination(400, 160, 0.4, 0.35, 0.45, 0.8, True, "inverted")
CUT = Split("fit", 3, "Retail", (("a", example_rate(60, 90)), ("b", example_rate(10, 80))), 0.1, 0.1)

# What was found, and the cells that are told of it.
CASES: dict[str, tuple[str, Review, list[str]]] = {
    "tiers alike": ("REV001", example_review(separation="does_not_separate"), ["Tiers!B1"]),
    "tiers too small": ("REV001", example_review(separation="too_few"), []),
    "blind points": ("REV002", example_review(current=example_signal(0.5)), ["Indicators!A1"]),
    "points upside down": ("REV002", example_review(current=UPSIDE_DOWN), ["Indicators!A1"]),
    "points that tell": ("REV002", example_review(), []),
    "a loser's parent is rewarded": ("REV003", told("Steel", 9), ["Bands!C2"]),
    "a loser without points": ("REV003", told("Retail", 9), []),
    "a winner with points": ("REV003", told("Steel", 70), []),
    "a loser by chance": ("REV003", example_review(dna=(example_dna(("industry", "Steel", 9, 90), sure=False),)), []),
    "a loser of renewals": (
        "REV003", example_review(dna=(example_dna(("industry", "Steel", 9, 90), outcome="renewed"),)), [],
    ),
    "a group that moved": ("REV004", example_review(drift=(drift("moved"),)), ["TagGroups!A2"]),
    "a group that shifted": ("REV004", example_review(drift=(drift("shifted"),)), []),
    "a group that is gone": ("REV004", example_review(drift=(drift("moved", "gone"),)), ["TagGroups!A1"]),
    "a new industry": ("REV005", example_review(emerging=(emerging("Retail"),)), ["Tags!B4"]),
    "a new industry that is no tag": ("REV005", example_review(emerging=(emerging("Solar"),)), ["Customers!B1"]),
    "a wide band": ("REV006", example_review(splits=(CUT,)), ["Bands!A3"]),
    "a scored field that leaks": (
        "REV007", example_review(leaks=(Leak("industry", "too_good", 90, 0.95),)), ["Indicators!C2", "Indicators!C4"],
    ),
    "another field that leaks": (
        "REV007", example_review(leaks=(Leak("mdr", "outcome_itself", 90, 0.95),)), ["Customers!C1"],
    ),
    "97 outcomes": ("REV008", example_review(closed=97, honesty="expert_only"), ["Customers!D1"]),
    "200 outcomes": ("REV008", example_review(closed=200, honesty="indicative"), ["Customers!D1"]),
    "400 won outcomes": ("REV008", example_review(tiers=ALL_WON), ["Customers!D1"]),
    "400 outcomes": ("REV008", example_review(), []),
    "a winner with few points": ("REV009", told("Retail", 70), ["Bands!C3"]),
    "a winner that no band names": (
        "REV009", told("Solar", 70), ["Bands!C1"],
    ),
    "a winner with most points": ("REV009", told("Steel", 70), []),
    "a winner that nobody scores": ("REV009", example_review(dna=(example_dna(("mdr", "Target", 70, 90)),)), []),
}  # fmt: skip


def found(code: str, made: Review, given: Dataset = BOOK) -> list[Finding]:
    """The findings in English, the same in every language."""
    policy = Policy(select=(code,))
    spoken = {language: run_review_checks(given, made, policy, language=language) for language in LANGUAGES}
    for findings in spoken.values():
        assert [(it.code, it.cell, it.value) for it in findings] == [
            (it.code, it.cell, it.value) for it in spoken["en"]
        ]
        assert all(it.message and "None" not in it.message and "{" not in it.message for it in findings)
        assert all("nan" not in it.message for it in findings)
    return spoken["en"]


@pytest.mark.parametrize(("code", "made", "cells"), CASES.values(), ids=list(CASES))
def test_a_review_is_judged(code: str, made: Review, cells: list[str]) -> None:
    assert [f"{it.sheet}!{it.cell}" for it in found(code, made)] == cells


def test_every_code_of_the_family_is_tried() -> None:
    assert {code for code, _, _ in CASES.values()} == {code for code in load_checks() if code.startswith("REV")}


def test_points_upside_down_are_told_from_blind_ones() -> None:
    [blind] = found("REV002", example_review(current=example_signal(0.5)))
    [turned] = found("REV002", example_review(current=UPSIDE_DOWN))
    assert blind.message.startswith("more points do not mean more wins")
    assert turned.message.startswith("more points mean fewer wins: AUC 0.40 (0.35 to 0.45) on 400")


def test_a_policy_rules_these_checks_as_any_other() -> None:
    made = example_review(closed=97, honesty="expert_only", separation="does_not_separate")
    both = [it.code for it in run_review_checks(BOOK, made)]
    assert both == ["REV001", "REV008"]
    assert [it.code for it in run_review_checks(BOOK, made, Policy(ignore=("REV008",)))] == ["REV001"]
    settings = read_policy({"severity.REV": "error", "except.REV001": "agreed; until=2026-12-31"})
    assert [(it.code, it.severity) for it in run_review_checks(BOOK, made, settings)] == [("REV008", "error")]


def test_a_plain_check_shows_none_of_them() -> None:
    assert not [it for it in run_checks(BOOK) if it.code.startswith("REV")]
    assert run_checks(BOOK, Policy(select=("REV",))) == []
