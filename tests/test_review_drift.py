"""Drift and emerging industries: against SQL's figures, what chance alone does, and planted changes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.public_sets import DATA, expected, maven, needs_public_sets, olist
from tests.review_books import outcome_book
from xltags.core.dataset import Dataset
from xltags.core.days import column_days
from xltags.core.examples import Columns, dataset
from xltags.core.periods import parse_period
from xltags.core.review.chance import chi_square_p
from xltags.core.review.drift import (
    baseline_drift,
    drift_verdict,
    enough_for,
    expected_index,
    quarter_drift,
    stability_index,
)
from xltags.core.review.emerging import find_emerging
from xltags.core.review.outcomes import closed_rows, quarter_days, tag_groups
from xltags.core.review.results import Drift
from xltags.core.scoring import score

FLOOR = 0.0001  # the public figures set a share to at least this, instead of adding to the counts


def floored_index(before: Sequence[float], after: Sequence[float]) -> float:
    p, q = (np.maximum(np.asarray(counts) / np.sum(counts), FLOOR) for counts in (before, after))
    return float(((q - p) * np.log(q / p)).sum())


def quarter_counts(book: Dataset, group: str, quarter: str) -> list[int]:
    """Customers first met in a quarter by label, the blank ones last."""
    tags = next(one for one in tag_groups(book) if one.group.group == group)
    period = parse_period(quarter)
    assert period is not None
    first, last = quarter_days(period)
    met = column_days(book.customers.table.column("first_contact"))
    chosen = (met >= first.toordinal()) & (met <= last.toordinal())
    return [*tags.counts(chosen).tolist(), int((chosen & ~tags.known()).sum())]


@needs_public_sets
@pytest.mark.parametrize(
    ("name", "made", "group", "base"),
    [
        ("psi_olist_origin_by_quarter", olist, "source", "2017-Q3"),
        ("psi_maven_sector_by_quarter", maven, "sector", "2017-Q1"),
    ],
)
def test_the_mix_of_public_data_by_quarter(name: str, made: Callable[[], Dataset], group: str, base: str) -> None:
    book = made()
    before = quarter_counts(book, group, base)
    for quarter, wanted in expected(name).itertuples(index=False):
        after = quarter_counts(book, group, quarter)
        assert floored_index(before, after) == pytest.approx(wanted, abs=1e-6)
        if sum(after) >= 200:
            assert stability_index(before, after) == pytest.approx(wanted, abs=0.006)


@needs_public_sets
@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("source", "Lead Source"),
        ("occupation", "What is your current occupation"),
        ("specialization", "Specialization"),
        ("city", "City"),
        ("origin", "Lead Origin"),
    ],
)
def test_the_mix_of_x_educations_quartiles(name: str, column: str) -> None:
    leads = pd.read_csv(DATA / "xeducation_leads" / "Leads.csv", dtype=str, keep_default_na=False)
    ranks = leads["Lead Number"].astype(int).rank(method="first").to_numpy() - 1
    size, rest = divmod(len(leads), 4)
    edges = np.cumsum([size + (place < rest) for place in range(4)])
    quartile = np.searchsorted(edges, ranks, side="right") + 1
    table = pd.crosstab(quartile, leads[column].replace("Select", ""))
    counts = table.to_numpy()
    for number, wanted in expected(f"psi_xedu_{name}_by_quartile").itertuples(index=False):
        before, after = counts[0].tolist(), counts[int(number) - 1].tolist()
        assert floored_index(before, after) == pytest.approx(wanted, abs=1e-6)
        assert stability_index(before, after) == pytest.approx(wanted, rel=0.15, abs=0.004)


@needs_public_sets
def test_olists_channels_did_not_drift() -> None:
    channels = quarter_drift(closed_rows(olist(), "2018-Q1"), olist())[0]
    assert (channels.group, channels.before, channels.after) == ("source", "2017-Q4", "2018-Q1")
    before, after = (quarter_counts(olist(), "source", quarter)[:-1] for quarter in ("2017-Q4", "2018-Q1"))
    assert (channels.n_before, channels.n_after) == (sum(before), sum(after))
    assert channels.psi == pytest.approx(floored_index(before, after), abs=0.005)
    assert channels.verdict == "stable"
    early = quarter_drift(closed_rows(olist(), "2017-Q3"), olist())[0]
    assert (early.n_before, early.verdict) == (3, "too_few"), "their index was 7.1"
    assert np.isnan(early.psi)


@pytest.mark.parametrize(("size", "tags"), [(200, 11), (400, 11), (800, 11), (100, 5)])
def test_without_a_drift_the_index_is_what_chance_gives_and_no_alarm_is_raised(size: int, tags: int) -> None:
    random = np.random.default_rng(size)
    mix = random.dirichlet(np.full(tags, 8.0))
    pairs = [random.multinomial(size, mix, size=2) for _ in range(400)]
    found = [stability_index(*pair) for pair in pairs]
    assert np.mean(found) == pytest.approx(expected_index(tags, size, size), rel=0.12)
    alarms = [drift_verdict(psi, chi_square_p(pair)) != "stable" for psi, pair in zip(found, pairs, strict=True)]
    assert np.mean(alarms) <= 0.025


def test_what_the_index_alone_would_say_of_few_customers() -> None:
    random = np.random.default_rng(1)
    mix = random.dirichlet(np.full(11, 8.0))
    alone = [stability_index(*random.multinomial(50, mix, size=2)) > 0.25 for _ in range(200)]
    assert np.mean(alone) > 0.6  # which is why it is not shown
    assert enough_for(11) == 200


counts = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=12)


@given(counts)
def test_the_index_is_the_same_either_way_and_0_for_equal_counts(rows: list[tuple[int, int]]) -> None:
    before, after = ([row[place] for row in rows] for place in (0, 1))
    assert stability_index(before, after) == pytest.approx(stability_index(after, before), abs=1e-12)
    assert stability_index(before, after) >= 0
    assert stability_index(before, before) == 0


@pytest.mark.parametrize(
    ("psi", "p", "verdict"),
    [
        (0.0999, 0.0, "stable"),
        (0.1, 0.0099, "shifted"),
        (0.25, 0.0, "shifted"),
        (0.2501, 0.0, "moved"),
        (9.0, 0.01, "stable"),
    ],
)
def test_verdicts(psi: float, p: float, verdict: str) -> None:
    assert drift_verdict(psi, p) == verdict


def met_book(before: Mapping[str | None, int], after: Mapping[str | None, int]) -> Dataset:
    """Customers by industry, first met in the second and in the third quarter of 2026."""
    cells = [tag for mix in (before, after) for tag, count in mix.items() for _ in range(count)]
    days = [date(2026, 4, 1)] * sum(before.values()) + [date(2026, 9, 30)] * sum(after.values())
    return outcome_book([None] * len(cells), {"industry": cells}, first_contact=days)


def drift_of(book: Dataset, quarter: str = "2026-Q3") -> Drift:
    return quarter_drift(closed_rows(book, quarter), book)[0]


def test_a_planted_drift_is_found() -> None:
    found = drift_of(met_book({"Retail": 150, "Steel": 100}, {"Retail": 60, "Steel": 140, "Software": 50}))
    assert (found.before, found.after, found.n_before, found.n_after) == ("2026-Q2", "2026-Q3", 250, 250)
    assert found.verdict == "moved"
    assert (found.moved_most, found.share_before, found.share_after) == ("Retail", 0.6, 0.24)
    assert found.psi == stability_index([150, 0, 100], [60, 50, 140])
    assert found.expected == pytest.approx(2 * 2 / 250)
    assert found.p < 1e-6


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ({"A": 100, "B": 100}, {"A": 100, "B": 100}, "stable"),
        ({"A": 50, "B": 50}, {"A": 90, "B": 10}, "moved"),
        ({"A": 50, "B": 49}, {"A": 90, "B": 10}, "too_few"),
        ({"A": 50, "B": 49, None: 50}, {"A": 90, "B": 10}, "too_few"),  # blank cells are no customers of the mix
        ({"A": 60, "B": 40, None: 500}, {"A": 60, "B": 40}, "stable"),  # nor do they move
        (dict.fromkeys("ABCDE", 20), dict.fromkeys("ABCDE", 20), "stable"),
        (dict.fromkeys("ABCDEF", 33), dict.fromkeys("ABCDEF", 33), "too_few"),
        (dict.fromkeys("ABCDEF", 34), dict.fromkeys("ABCDEF", 34), "stable"),
        ({"A": 120}, {"A": 130}, "stable"),
        ({}, {}, "too_few"),
    ],
)
def test_how_many_customers_a_drift_takes(
    before: Mapping[str | None, int], after: Mapping[str | None, int], verdict: str
) -> None:
    assert drift_of(met_book(before, after)).verdict == verdict


def test_quarters_are_those_of_the_fiscal_year() -> None:
    cells = ["A"] * 220 + ["B"] * 220
    days = [date(2026, 2, 1)] * 220 + [date(2026, 5, 1)] * 220
    book = outcome_book(
        [None] * 440, {"industry": cells}, first_contact=days,
        tables={"Settings": {"key": ["fiscal_year_start"], "value": [2]}},
    )  # fmt: skip
    found = drift_of(book, "2027-Q2")  # May to July
    assert (found.before, found.after, found.verdict) == ("2027-Q1", "2027-Q2", "moved")


def test_a_group_with_many_values_counts_customers_once() -> None:
    cells = ["CRM; ERP"] * 100 + ["CRM"] * 100
    days = [date(2026, 4, 1)] * 100 + [date(2026, 9, 30)] * 100
    found = drift_of(outcome_book([None] * 200, {"product": cells}, many=["product"], first_contact=days))
    assert (found.n_before, found.n_after, found.share_before, found.share_after) == (100, 100, 0.5, 1.0)
    assert found.verdict == "moved"


def test_the_stage_is_no_mix_of_customers() -> None:
    book = outcome_book([None] * 3, {"stage": ["New"] * 3, "industry": ["A"] * 3}, families={"stage": "stage"})
    assert [one.group for one in quarter_drift(closed_rows(book), book)] == ["industry"]


def test_an_older_workbook_is_compared_by_the_tags_of_today() -> None:
    def book(name: str, tags: Columns, cells: list[str]) -> Dataset:
        customers: Columns = {"customer_id": [f"C{place}" for place in range(len(cells))], "industry": cells}
        return dataset(Tags=tags, Customers=customers, workbook=name)

    old = book(
        "old.xlsx",
        {"group": "industry", "tag_id": ["i.shop", "i.steel", "i.iron"], "tag": ["Shops", "Steel", "Iron"]},
        ["Shops"] * 100 + ["Steel"] * 50 + ["Iron"] * 50 + ["E-Shop"] * 20,
    )
    tags: Columns = {
        "group": "industry",
        "tag_id": ["i.shop", "i.steel", "i.iron", "i.web"],
        "tag": ["Retail", "Steel", "Iron", "Web"],
        "synonyms": [None, None, None, "E-Shop"],
        "status": ["active", "active", "retired", "active"],
        "replaced_by": [None, None, "i.steel", None],
    }
    same = baseline_drift(book("new.xlsx", tags, ["Retail"] * 100 + ["Steel"] * 99 + ["Iron"] + ["Web"] * 20), old)
    assert [(one.before, one.after, one.psi, one.p, one.verdict) for one in same] == [
        ("old.xlsx", "new.xlsx", 0.0, 1.0, "stable")
    ]
    other = baseline_drift(book("new.xlsx", tags, ["Retail"] * 10 + ["Steel"] * 180 + ["Web"] * 30), old)
    assert (other[0].verdict, other[0].moved_most) == ("moved", "Retail")
    assert baseline_drift(book("new.xlsx", {"group": "place", "tag": ["x"]}, ["y"]), old) == ()


Rates = tuple[tuple[int, int], tuple[int, int]]  # won and lost, before and after
INDICATORS: Columns = {
    "indicator": ["fit", "off", "gate"],
    "kind": ["soft", "soft", "hard"],
    "field": "industry",
    "on": ["yes", "no", "yes"],
}


def industries_book(made: Mapping[str, Rates], bands: Columns, parents: Mapping[str, str] | None = None) -> Dataset:
    """Won and lost deals by industry, closed in the first and in the third quarter of 2026."""
    won, cells, days = [], [], []
    for tag, counts_by_time in made.items():
        for day, (wins, losses) in zip((date(2026, 2, 1), date(2026, 8, 1)), counts_by_time, strict=True):
            won += [True] * wins + [False] * losses
            cells += [tag] * (wins + losses)
            days += [day] * (wins + losses)
    names = sorted({*made, *(parents or {}).values()} - {"Typed"})
    return outcome_book(
        won,
        {"industry": cells},
        won_on=[day if it else None for it, day in zip(won, days, strict=True)],
        lost_on=[None if it else day for it, day in zip(won, days, strict=True)],
        tables={
            "Tags": {"group": "industry", "tag": names, "parent": [(parents or {}).get(name) for name in names]},
            "Indicators": INDICATORS,
            "Bands": bands,
        },
    )


RISE = ((4, 36), (30, 10))
FALL = ((30, 10), (4, 36))
FLAT = ((12, 28), (13, 27))


def emerging(book: Dataset) -> dict[str, bool]:
    return {one.tag: one.rising for one in find_emerging(closed_rows(book, "2026-Q3"), book, score(book))}


def test_industries_outside_the_profile_that_rise() -> None:
    bands: Columns = {
        "indicator": ["fit", "fit", "off", "gate", "gate"],
        "tag": ["Plant", "Zero", "New", "Passed", "Barred"],
        "points": [40, 0, 40, None, None],
        "outcome": [None, None, None, "pass", "reject"],
    }
    industries = {"Steel": RISE, "Zero": RISE, "New": RISE, "Passed": RISE, "Barred": RISE, "Typed": RISE}
    others = {"Down": FALL, "Same": FLAT, "Few": ((1, 8), (9, 1))}
    book = industries_book({**industries, **others}, bands, {"Steel": "Plant"})
    assert emerging(book) == {
        "Zero": True, "New": True, "Barred": True, "Typed": True, "Down": False, "Same": False,
    }  # fmt: skip
    first = find_emerging(closed_rows(book, "2026-Q3"), book, score(book))[0]
    assert (first.group, first.since) == ("industry", date(2026, 4, 1))
    assert (first.before.hits, first.before.of, first.after.hits, first.after.of) == (4, 40, 30, 40)
    assert first.q >= first.p > 0


def test_a_rise_must_outlast_the_correction_for_many_industries() -> None:
    little = ((8, 22), (16, 14))  # p = 0.032 one-sided
    none: Columns = {"indicator": "fit", "tag": ["x"], "points": [1]}
    assert emerging(industries_book({"New": little}, none)) == {"New": True}
    many = {f"Same {number}": FLAT for number in range(20)}
    assert not any(emerging(industries_book({"New": little, **many}, none)).values())


def test_without_industries_nothing_emerges() -> None:
    book = outcome_book([True] * 20, {"place": ["x"] * 20})
    assert emerging(book) == {}
    unknown = outcome_book([True] * 20, {"industry": ["x"] * 20}, won_on=["soon"] * 20)
    assert emerging(unknown) == {}, "deals closed on unknown days are neither before nor after"


def test_random_rises_are_not_called_emerging() -> None:
    random = np.random.default_rng(4)
    none: Columns = {"indicator": "fit", "tag": ["x"], "points": [1]}
    wrong = 0
    for _ in range(20):
        wins = random.binomial(30, 0.3, (10, 2)).tolist()
        drawn = {f"I{place}": ((a, 30 - a), (b, 30 - b)) for place, (a, b) in enumerate(wins)}
        wrong += any(emerging(industries_book(drawn, none)).values())
    assert wrong <= 3


def test_after_is_from_the_first_day_of_the_quarter_before() -> None:
    none: Columns = {"indicator": "fit", "tag": ["x"], "points": [1]}
    book = outcome_book(
        [True] * 40,
        {"industry": ["New"] * 40},
        won_on=[date(2026, 3, 31)] * 15 + [date(2026, 4, 1)] * 14 + [date(2026, 9, 30)] * 11,
        tables={"Indicators": INDICATORS, "Bands": none},
    )
    (found,) = find_emerging(closed_rows(book, "2026-Q3"), book, score(book))
    assert (found.before.of, found.after.of, found.rising) == (15, 25, False)
