"""Closed customers of a review, tiers, and how well the score tells them apart."""

import itertools
from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from tests.report_sample import sample, source_of
from tests.review_books import CLOSED, outcome_book
from xltags.core.errors import XltagsError
from xltags.core.examples import Columns, dataset
from xltags.core.fingerprint import fingerprint
from xltags.core.periods import Period
from xltags.core.review.discrimination import (
    area_under_curve,
    current_discrimination,
    discrimination,
    in_force_since,
    top_lift,
)
from xltags.core.review.outcomes import closed_rows, quarter_days, review_quarter
from xltags.core.review.rates import rate_of
from xltags.core.review.results import TierOutcome
from xltags.core.review.tier_outcomes import separation, tier_outcomes
from xltags.core.scoring import score
from xltags.core.values import CellFault

D = date.fromisoformat
ERROR = CellFault("error", "#N/A")


@pytest.mark.parametrize(
    ("text", "as_of", "start", "wanted"),
    [
        ("", "2026-11-21", 1, "2026-Q3"),
        ("", "2026-01-01", 1, "2025-Q4"),
        ("", "2026-12-31", 1, "2026-Q3"),
        ("", "2026-04-01", 4, "2026-Q4"),
        ("", "2026-03-31", 4, "2026-Q3"),
        ("  ", "2026-11-21", 7, "2027-Q1"),
        ("2026年第三季度", "2026-11-21", 1, "2026-Q3"),
        ("Quý II/2026", "2026-11-21", 1, "2026-Q2"),
    ],
)
def test_the_quarter_of_a_review(text: str, as_of: str, start: int, wanted: str) -> None:
    book = dataset(Settings={"key": ["fiscal_year_start"], "value": [start]}, as_of=D(as_of))
    assert str(review_quarter(book, text)) == wanted


@pytest.mark.parametrize("text", ["2026", "next", "2026-Q5", "Q3"])
def test_what_is_no_quarter_stops_the_review(text: str) -> None:
    with pytest.raises(XltagsError, match="is no quarter"):
        review_quarter(dataset(), text)


def test_a_quarter_to_come_stops_the_review() -> None:
    assert str(review_quarter(dataset(as_of=D("2026-10-01")), "2026-Q4")) == "2026-Q4"
    with pytest.raises(XltagsError, match="the quarter 2026-Q4 has not begun on 2026-09-30"):
        review_quarter(dataset(as_of=D("2026-09-30")), "2026-Q4")


@pytest.mark.parametrize("start", range(1, 13))
def test_quarters_follow_each_other_without_a_gap(start: int) -> None:
    spans = [quarter_days(Period(year, quarter), start) for year in (2025, 2026) for quarter in (1, 2, 3, 4)]
    assert all((after[0] - before[1]).days == 1 for before, after in itertools.pairwise(spans))
    assert quarter_days(Period(2026), start) == (spans[4][0], spans[7][1])
    for span, name in zip(spans[4:], ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"), strict=True):
        book = dataset(Settings={"key": ["fiscal_year_start"], "value": [start]}, as_of=span[1])
        assert str(review_quarter(book, name)) == name
        assert closed_rows(book, name).end == span[1]


def test_only_what_happened_by_the_end_of_the_quarter_counts() -> None:
    book = outcome_book(
        [None] * 8,
        {"industry": ["Retail"] * 8},
        won_on=[
            D("2026-09-30"),
            D("2026-10-01"),
            "soon",
            None,
            D("2026-10-05"),
            CellFault("error", "#N/A"),
            None,
            None,
        ],
        lost_on=[None, None, None, D("2026-06-30"), D("2026-02-01"), None, D("2026-10-01"), "yes"],
        renewed_on=[D("2026-10-02"), None, D("2026-09-01"), D("2026-09-01"), None, None, None, None],
        churned_on=[D("2026-09-30"), None, None, None, None, None, None, None],
        first_contact=[D("2026-01-01")] * 6 + [D("2026-09-30"), D("2026-10-01")],
        deal_value=[10.0, 20.0, 40.0, 80.0, None, 1.0, 1.0, 1.0],
    )
    rows = closed_rows(book, "2026-Q3")
    assert rows.records.tolist() == [0, 2, 3, 4, 7]
    assert rows.won.tolist() == [True, True, False, False, False]
    assert rows.renewed.tolist() == [False, True, False, False, False]  # not yet, yes, never won
    assert rows.churned.tolist() == [True, False, False, False, False]
    assert rows.revenue.tolist() == [10.0, 40.0, 0.0, 0.0, 0.0]
    days = [None if np.isnan(day) else date.fromordinal(int(day)) for day in rows.closed_on]
    assert days == [D("2026-09-30"), None, D("2026-06-30"), D("2026-02-01"), None]
    assert rows.met.all()  # the last one closed, although it was met later
    later = closed_rows(book, "2026-Q4")
    assert later.records.tolist() == [0, 1, 2, 3, 4, 6, 7]
    assert later.won.tolist() == [True, True, True, False, True, False, False]  # what was lost and won again is won
    assert date.fromordinal(int(later.closed_on[4])) == D("2026-10-05"), "on the day it was won"
    assert closed_rows(book, "2026-Q1").met.tolist() == [True] * 6 + [False, True]


def test_the_day_of_the_dataset_ends_a_quarter_that_is_not_over() -> None:
    book = outcome_book([True], {"industry": ["Retail"]}, won_on=[D("2026-12-01")])
    assert len(closed_rows(book, "2026-Q4")) == 0
    assert closed_rows(book, "2026-Q4").end == D("2026-11-21")


def test_tags_are_the_canonical_labels_of_the_reports() -> None:
    source = source_of(sample())
    groups = {group.group.group: group for group in closed_rows(source.dataset).groups}
    assert "stage" not in groups, "how a deal ended is no tag of the customer"
    product = groups["product_interest"]
    shown = [
        tuple(label for label, held in zip(product.labels, row, strict=True) if held)
        for row in product.members(np.arange(len(source.dataset.customers)))
    ]
    assert shown == [("CRM", "ERP"), ("CRM",), (), ("Drone",), ("ERP",), (), (), ("CRM",)]
    assert product.counts(np.ones(8, dtype=np.bool_)).tolist() == [3, 1, 2]  # CRM, Drone, ERP
    assert [tag.tag if tag else None for tag in product.tags] == ["CRM", None, "ERP"]
    origin = groups["source"]
    assert origin.known().tolist() == [True, True, True, True, False, True, True, False]  # an Excel error is blank
    assert origin.counts(np.ones(8, dtype=np.bool_)).tolist() == [2, 1, 2, 1]  # of "SEM; Baidu" the first one


def test_identical_rows_have_one_number() -> None:
    book = outcome_book(
        [True, False, True, True, True, True],
        {
            "industry": ["Retail", "Retail", "Retail", "Steel", "Retail", "Retail"],
            "product": ["CRM; ERP", "ERP;CRM", "CRM", "CRM; ERP", "CRM; ERP", "CRM; ERP"],
        },
        many=["product"],
        employees=[10, 10.0, 10, 10, None, "ten"],
        first_contact=[D("2026-01-01"), D("2026-02-01"), None, None, None, None],
    )
    numbers = closed_rows(book).identical.tolist()
    assert numbers[0] == numbers[1]  # spelling, dates and the outcome do not count
    assert numbers[4] == numbers[5]  # no number is no number
    assert len({numbers[0], *numbers[2:5]}) == 4


def test_tier_outcomes_by_hand() -> None:
    book = outcome_book(
        [True, True, False, True, False, None, None],
        {"industry": ["Good"] * 3 + ["Bad"] * 4},
        renewed_on=[CLOSED, None, None, None, None, None, None],
        churned_on=[None, CLOSED, None, CLOSED, None, None, None],
        deal_value=[100.0, 10.0, 5.0, 1.0, 7.0, 9.0, 9.0],
        first_contact=[None] * 6 + [D("2026-10-01")],
        tables={
            "Settings": {"key": ["min_sample"], "value": [2]},
            "Indicators": {"indicator": "fit", "kind": "soft", "field": "industry", "on": "yes"},
            "Bands": {"indicator": "fit", "tag": ["Good", "Bad"], "points": [90, 10]},
            "Tiers": {"tier": ["A", "B", "C"], "min_points": [80, 40, 5]},
        },
    )
    tiers = tier_outcomes(closed_rows(book), book, score(book))
    assert [one.tier for one in tiers] == ["A", "B", "C", "D"]
    best, _, worst, _ = tiers
    assert (best.customers, best.win.hits, best.win.of, best.revenue) == (3, 2, 3, 110.0)
    assert (best.renewal.hits, best.renewal.of, best.churn.hits) == (1, 2, 1)
    assert (worst.customers, worst.win.hits, worst.win.of, worst.revenue) == (3, 1, 2, 1.0)  # one was met later
    assert worst.win.rate == 0.5
    assert np.isnan(worst.renewal.rate), "one won customer is too few"
    assert np.isnan(tiers[1].win.rate)


def test_tiers_agree_with_their_report() -> None:
    from xltags.reports.tiers import tiers as report

    source = source_of(sample())
    summary = report(source).summary
    assert summary is not None
    rows = closed_rows(source.dataset, "2026-Q4")
    found = tier_outcomes(rows, source.dataset, source.scores)
    for one, (_, row) in zip(found, summary.iterrows(), strict=True):
        assert (one.tier, one.customers, one.win.hits, one.revenue) == (
            row["tier"], row["customers"], row["won"], row["revenue"],
        )  # fmt: skip
        assert (one.renewal.hits, one.churn.hits) == (row["renewed"], row["churned"])


@pytest.mark.parametrize(
    ("best", "worst", "wanted"),
    [
        ((80, 100), (20, 100), "separates"),
        ((60, 100), (50, 100), "does_not_separate"),  # above, but the intervals touch
        ((20, 100), (80, 100), "does_not_separate"),  # apart, but the wrong way round
        ((29, 29), (20, 100), "too_few"),
        ((80, 100), (0, 29), "too_few"),
        ((0, 0), (0, 0), "too_few"),
        ((30, 30), (0, 30), "separates"),
    ],
)
def test_separation(best: tuple[int, int], worst: tuple[int, int], wanted: str) -> None:
    nothing = rate_of(0, 0, 30)
    tiers = [("A", best), ("B", (0, 0)), ("C", worst), ("D", (0, 500))]
    made = (TierOutcome(tier, 0, rate_of(*win, 30), nothing, nothing, 0.0) for tier, win in tiers)
    assert separation(tuple(made)) == wanted


scored = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=4, max_size=40).filter(
    lambda rows: 1 < sum(won for _, won in rows) < len(rows) - 1
)


def parts(rows: list[tuple[int, bool]]) -> tuple["np.ndarray[tuple[int], np.dtype[np.float64]]", ...]:
    return tuple(np.array([points for points, won in rows if won is side], dtype=np.float64) for side in (True, False))


@given(scored)
def test_the_area_is_the_share_of_pairs_in_order(rows: list[tuple[int, bool]]) -> None:
    winners, losers = parts(rows)
    pairs = [(w > l) + 0.5 * (w == l) for w in winners for l in losers]  # noqa: E741 - l for loser
    area, low, high = area_under_curve(winners, losers)
    assert area == pytest.approx(np.mean(pairs), abs=1e-12)
    assert area == pytest.approx(mannwhitneyu(winners, losers).statistic / len(pairs), abs=1e-12)
    assert 0 <= low <= area <= high <= 1


@given(scored)
def test_the_area_of_the_opposite_score_is_the_rest(rows: list[tuple[int, bool]]) -> None:
    winners, losers = parts(rows)
    area, low, high = area_under_curve(winners, losers)
    assert area_under_curve(-winners, -losers) == pytest.approx((1 - area, 1 - high, 1 - low), abs=1e-9)


@given(scored)
def test_the_interval_is_that_of_delong(rows: list[tuple[int, bool]]) -> None:
    winners, losers = parts(rows)
    kernel = (winners[:, None] > losers[None, :]) + 0.5 * (winners[:, None] == losers[None, :])
    variance = kernel.mean(axis=1).var(ddof=1) / len(winners) + kernel.mean(axis=0).var(ddof=1) / len(losers)
    area, low, high = area_under_curve(winners, losers)
    if variance > 1e-15:
        half = 1.959964 * np.sqrt(variance)
        assert (low, high) == pytest.approx((max(0, area - half), min(1, area + half)), abs=1e-6)
    else:
        assert (low < area or area == 0) and (high > area or area == 1), "no variance is no certainty"


def test_the_interval_covers_the_true_area() -> None:
    random = np.random.default_rng(7)
    true = 0.7602499  # of two normal distributions one standard deviation apart: Phi(1 / sqrt 2)
    covered = []
    for _ in range(400):
        _, low, high = area_under_curve(random.normal(1, 1, 40), random.normal(0, 1, 60))
        covered.append(low <= true <= high)
    assert 0.92 <= np.mean(covered) <= 0.98


def test_a_perfect_order_is_not_certain() -> None:
    area, low, high = area_under_curve(np.array([3.0, 4, 5]), np.array([0.0, 1, 2]))
    assert (area, high) == (1.0, 1.0)
    assert 0.3 < low < 0.8
    more = area_under_curve(np.arange(100.0, 200), np.arange(100.0))
    assert 0.95 < more[1] < 1
    assert area_under_curve(np.ones(30), np.ones(30))[1] < 0.5  # all alike


@given(
    st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=5, max_size=5).filter(
        lambda it: any(w for _, w in it)
    )
)
@settings(max_examples=40)
def test_the_lift_is_the_mean_over_all_orders_of_equal_scores(rows: list[tuple[int, bool]]) -> None:
    assume(any(won for _, won in rows))
    tops = []
    for order in itertools.permutations(rows):
        best = max(order, key=lambda row: row[0])  # the first one of equals
        tops.append(best[1])
    wanted = np.mean(tops) / np.mean([won for _, won in rows])
    points, won = np.array([row[0] for row in rows], dtype=np.float64), np.array([row[1] for row in rows])
    assert top_lift(points, won) == pytest.approx(wanted)


def test_the_lift_of_a_fifth_that_is_no_whole_number() -> None:
    points = np.array([9.0, 8, 7, 6, 5, 4, 3])  # a fifth are 1.4 customers
    won = np.array([True, True, False, False, False, False, False])
    assert top_lift(points, won) == pytest.approx((1 + 0.4) / 1.4 / (2 / 7))
    assert top_lift(np.ones(7), won) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("points", "won", "verdict"),
    [
        (list(range(60)), [False] * 30 + [True] * 30, "signal"),
        (list(range(60)), [True] * 30 + [False] * 30, "inverted"),
        ([1] * 60, [True, False] * 30, "no_signal"),
        (list(range(60)), [True, False] * 30, "no_signal"),
        (list(range(29)), [True, False] * 14 + [True], "too_few"),
        (list(range(60)), [True] * 60, "too_few"),
        (list(range(60)), [False] * 60, "too_few"),
        ([], [], "too_few"),
    ],
)
def test_verdicts_of_a_score(points: list[int], won: list[bool], verdict: str) -> None:
    found = discrimination(points, won, min_sample=30)
    assert (found.verdict, found.closed, found.won) == (verdict, len(won), sum(won))
    assert np.isnan(found.auc) == (verdict == "too_few")


CARD: dict[str, Columns] = {
    "Indicators": {"indicator": "fit", "kind": "soft", "field": "industry", "on": "yes"},
    "Bands": {"indicator": "fit", "tag": ["Good", "Bad"], "points": [90, 10]},
}
TAGS: dict[str, Columns] = {"Tags": {"group": "industry", "tag": ["Good", "Bad"]}}
MARK = fingerprint(dataset({**TAGS, **CARD}).model.scorecard)


@pytest.mark.parametrize(
    ("versions", "wanted"),
    [
        ([], None),
        ([("2026-01-01", None)], "2026-01-01"),
        ([("2026-01-01", None), ("2026-05-01", None)], "2026-05-01"),
        ([("2026-05-01", "0123456789ab")], None),  # changed since
        ([("2026-01-01", MARK), ("2026-05-01", "0123456789ab")], "2026-01-01"),  # gone back to
        ([("2026-01-01", MARK), ("2026-05-01", MARK.upper())], "2026-05-01"),
        ([("2026-01-01", "0123456789ab"), ("2026-05-01", None)], "2026-05-01"),
        ([("2026-01-01", None), ("2026-12-01", MARK)], "2026-01-01"),  # not yet in force
        ([("soon", MARK)], None),
    ],
)
def test_since_when_the_scorecard_is_in_force(versions: list[tuple[str, str | None]], wanted: str | None) -> None:
    days = [text if text == "soon" else D(text) for text, _ in versions]
    table: Columns = {"valid_from": days, "fingerprint": [mark for _, mark in versions]}
    book = dataset({**TAGS, **CARD, "IcpVersions": table})
    assert in_force_since(book) == (D(wanted) if wanted else None)


@pytest.mark.parametrize(
    ("valid_from", "closed", "out", "verdict"),
    [("2026-08-31", 40, True, "signal"), ("2026-09-01", 80, False, "no_signal")],
)
def test_the_scorecard_is_measured_on_what_closed_later(valid_from: str, closed: int, out: bool, verdict: str) -> None:
    won = [True] * 15 + [False] * 25 + [True] * 5 + [False] * 15 + [True] * 20  # before, the scorecard was wrong
    days = [CLOSED] * 40 + [D("2026-02-01")] * 40
    book = outcome_book(
        won,
        {"industry": (["Good"] * 18 + ["Bad"] * 22) * 2},
        won_on=[day if it else None for it, day in zip(won, days, strict=True)],
        lost_on=[None if it else day for it, day in zip(won, days, strict=True)],
        tables={**CARD, "IcpVersions": {"valid_from": [D(valid_from)]}},
    )
    found = current_discrimination(closed_rows(book), book, score(book))
    assert (found.closed, found.out_of_sample, found.verdict) == (closed, out, verdict)
