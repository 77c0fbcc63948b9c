"""The suggested scorecard: what it learns and leaves out, and that the ordinary score gives the points it promises."""

import time
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.datasets import dataset
from tests.public_outcomes import closed_book, olist_2018, xeducation_intake
from tests.public_sets import maven, needs_public_sets
from xltags.core.dataset import Dataset
from xltags.core.review.candidates import learnable_fields
from xltags.core.review.discrimination import discrimination
from xltags.core.review.outcomes import ClosedRows, closed_rows
from xltags.core.review.proposal import LearntCard, learn_card, propose, scored_by
from xltags.core.review.results import Proposal
from xltags.core.review.time_split import split_by_time
from xltags.core.scorecard import Band, Indicator, Scorecard
from xltags.core.scoring import score
from xltags.core.values import Value

Cells = list[Value | None]
Columns = dict[str, Mapping[str, Sequence[Value | None] | Value]]
FIRST = date(2024, 1, 1)


def proposal_of(book: Dataset, **options: object) -> Proposal | None:
    return propose(closed_rows(book), book, score(book), **options)  # type: ignore[arg-type]


def found(book: Dataset, **options: object) -> Proposal:
    proposal = proposal_of(book, **options)
    assert proposal is not None
    return proposal


def card_of(book: Dataset) -> tuple[ClosedRows, LearntCard]:
    rows = closed_rows(book)
    card = learn_card(rows, book, learnable_fields(book))
    assert card is not None
    return rows, card


def scorecard_of(proposal: Proposal) -> Scorecard:
    return Scorecard(indicators=proposal.indicators, bands=proposal.bands, tiers=proposal.tiers)


def days(count: int, each: int = 2) -> Cells:
    return [FIRST + timedelta(number // each) for number in range(count)]


def points_by_tag(proposal: Proposal, indicator: str) -> dict[str, float]:
    return {tag: band.points for band in proposal.bands if band.indicator == indicator for tag in band.tags}


# A case worked by hand


def two_industries() -> Dataset:
    """400 customers: of 200 in Steel 160 were won, of 200 in Retail 40, evenly spread over time."""
    names: Cells = ["Steel" if number % 2 else "Retail" for number in range(400)]
    won = [number // 2 % 5 > 0 if number % 2 else number // 2 % 5 == 0 for number in range(400)]
    return closed_book({"industry": names}, won, days(400))


def test_two_industries_become_all_points_and_none() -> None:
    proposal = found(two_industries())
    assert [it.field for it in proposal.indicators] == ["industry"]
    assert points_by_tag(proposal, "industry") == {"Steel": 100.0, "Retail": 0.0}
    assert (proposal.learnt_on, proposal.tested_on) == (280, 120)
    assert proposal.split_at == FIRST + timedelta(140)
    # 60 Steel (48 won) against 60 Retail (12 won): a winner scores above a loser in 48 * 48 of 60 * 60 pairs, level
    # with it in 2 * 48 * 12, so the area is (48 * 48 + 48 * 12) / 3600
    assert proposal.proposed.auc == pytest.approx(0.8)
    assert proposal.current.auc == 0.5
    assert proposal.better and proposal.difference[0] == pytest.approx(0.3)
    assert {tier: (rate.hits, rate.of) for tier, rate in proposal.tier_rates} == {
        "A": (48, 60), "B": (0, 0), "C": (0, 0), "D": (12, 60),
    }  # fmt: skip
    assert proposal.indicators[0].rationale == (
        "Learnt from 280 closed customers: 20 % of those without points here were won, 80 % of the best."
    )


def test_blanks_are_unknown_and_get_no_more_than_the_worst_tag() -> None:
    names: Cells = [("Steel", "Retail", None)[number % 3] for number in range(900)]
    won = [number // 3 % 10 < (8, 5, 2)[number % 3] for number in range(900)]
    assert points_by_tag(found(closed_book({"industry": names}, won, days(900))), "industry") == {
        "Steel": 100.0,
        "Retail": 50.0,  # log odds of .8, .5 and .2 are evenly apart
    }
    won = [number // 3 % 10 < (8, 2, 5)[number % 3] for number in range(900)]
    assert points_by_tag(found(closed_book({"industry": names}, won, days(900))), "industry") == {
        "Steel": 100.0,
        "Retail": 0.0,  # pooled with the blanks, which win more often
    }


def test_the_best_size_may_lie_in_the_middle() -> None:
    random = np.random.default_rng(5)
    sizes = random.integers(1, 1000, 2000)
    chance = np.where((sizes >= 100) & (sizes < 400), 0.7, 0.2)
    won = (random.random(2000) < chance).tolist()
    book = closed_book({"industry": ["Steel"] * 2000}, won, days(2000), employees=[int(size) for size in sizes])
    proposal = found(book)
    assert [it.field for it in proposal.indicators] == ["employees"]
    below, best, above = proposal.bands
    assert (below.low, below.high, best.high, above.high) == (0, best.low, above.low, None)
    assert [best.low, best.high] == pytest.approx([100, 400], rel=0.05)
    assert best.points == 100 and below.points < 15 and above.points < 15


# The score that everybody uses gives the points that were learnt


def rich_book(seed: int, count: int = 700) -> Dataset:
    """Families of tags, cells with several tags, numbers, blanks, unknown texts, retired tags, gates and caps."""
    random = np.random.default_rng(seed)
    industries = ["Plants", "Steel", "Paper", "Shops", "Online", "Street", "Old", "Bank"]
    parents = [None, "Plants", "Plants", None, "Shops", "Shops", None, None]
    strength = {name: float(random.normal()) for name in (*industries, "p0", "p1", "p2", "p3")}
    industry: Cells = [str(it) for it in random.choice([*industries, "", "zzz"], count)]
    products = [sorted(set(random.choice(["p0", "p1", "p2", "p3"], random.integers(0, 4)))) for _ in range(count)]
    sizes = random.lognormal(4, 1.5, count).round() * random.choice([1, 1, 1, -1], count)
    blank = random.random(count) < 0.2
    line = np.array([strength.get(str(it), 0.0) for it in industry])
    line += [max((strength[one] for one in held), default=-0.5) for held in products]
    line += np.where((sizes > 40) & (sizes < 150) & ~blank, 1.0, -0.5)
    won = random.random(count) < 1 / (1 + np.exp(-line))
    closed: Cells = days(count)
    tables: Columns = {
        "TagGroups": {"group": ["industry", "product"], "family": "identity", "values": ["one", "many"]},
        "Tags": {
            "group": ["industry"] * 8 + ["product"] * 4,
            "tag": [*industries, "p0", "p1", "p2", "p3"],
            "parent": [*parents, *[None] * 4],
            "status": ["active"] * 6 + ["retired"] + ["active"] * 5,
        },
        "Customers": {
            "customer_id": [f"C{number}" for number in range(count)],
            "company": [f"Company {number}" for number in range(count)],
            "industry": [it or None for it in industry],
            "product": ["; ".join(held) or None for held in products],
            "employees": [None if unknown else float(size) for size, unknown in zip(sizes, blank, strict=True)],
            "won_on": [day if it else None for day, it in zip(closed, won, strict=True)],
            "lost_on": [None if it else day for day, it in zip(closed, won, strict=True)],
        },
        "Indicators": {
            "indicator": ["gate", "right_size", "fit"], "label": [None, "Right size", None],
            "kind": ["hard", "soft", "soft"], "field": ["industry", "employees", "product"],
            "dimension": [None, "size_stage", None], "owner": [None, "Mai", None],
        },
        "Bands": {
            "indicator": ["gate", "right_size", "right_size", "right_size", "fit"],
            "tag": ["Bank", None, None, None, "p0"], "low": [None, 0, 25, 1000, None],
            "high": [None, 25, 1000, None, None], "points": [None, 1, 50, 5, 40],
            "outcome": ["reject", None, None, None, None], "zone": [None, "avoid", "serve", "stretch", None],
            "cap_tier": [None, "C", None, "B", None],
        },
        "Tiers": {
            "tier": ["A", "B", "C", "D"], "min_points": [80, 60, 40, 0], "service_hours": [12, 6, 2, 0],
            "strategy": ["call", "mail", "group", "none"],
        },
    }  # fmt: skip
    return dataset(tables)


@given(st.integers(0, 10**6))
@settings(max_examples=15)
def test_the_ordinary_score_gives_every_closed_customer_the_learnt_points(seed: int) -> None:
    book = rich_book(seed)
    rows = closed_rows(book)
    card = learn_card(rows, book, learnable_fields(book))
    if card is None:
        return
    scored = score(scored_by(book, card.scorecard))
    assert scored.points[rows.records[card.split.order]].tolist() == card.points.tolist()
    assert all(band.points == int(band.points) >= 0 for band in card.scorecard.bands)
    assert scored.points.min() >= 0 and scored.points.max() <= 100
    soft = [it.indicator for it in card.scorecard.indicators if it.kind == "soft"]
    tops = [max(band.points for band in card.scorecard.bands if band.indicator == it) for it in soft]
    assert sum(tops) == 100


def test_the_figures_of_a_proposal_are_those_of_the_ordinary_score_on_the_newest_customers() -> None:
    book = rich_book(3)
    rows, proposal = closed_rows(book), found(book)
    scored = score(scored_by(book, scorecard_of(proposal)))
    newest = rows.records[-proposal.tested_on :]
    won = rows.won[-proposal.tested_on :]
    assert proposal.proposed == discrimination(scored.points[newest], won, min_sample=30, out_of_sample=True)
    assert proposal.current == discrimination(score(book).points[newest], won, min_sample=30)
    tiers = np.array(scored.tiers())[newest]
    assert [(tier, rate.hits, rate.of) for tier, rate in proposal.tier_rates] == [
        (tier, int(won[tiers == tier].sum()), int((tiers == tier).sum())) for tier in "ABCD"
    ]


def test_what_a_team_decided_stays() -> None:
    book = rich_book(3)
    today, proposal = book.model.scorecard, found(book)
    assert proposal.indicators[0] == today.indicators[0]
    assert [band for band in proposal.bands if band.indicator == "gate"] == [today.bands[0]]
    size = next(it for it in proposal.indicators if it.field == "employees")
    assert (size.indicator, size.label, size.owner, size.dimension) == ("right_size", "Right size", "Mai", "size_stage")
    scored = score(scored_by(book, scorecard_of(proposal)))
    caps = next(column for column in scored.columns if column.indicator.field == "employees").caps
    before = next(column for column in score(book).columns if column.indicator.field == "employees").caps
    assert caps.tolist() == before.tolist()
    zones = {band.zone for band in proposal.bands if band.indicator == "right_size"}
    assert zones == {"avoid", "serve", "stretch"}
    assert [(it.tier, it.service_hours, it.strategy) for it in proposal.tiers] == [
        (it.tier, it.service_hours, it.strategy) for it in today.tiers
    ]


def test_an_indicator_that_is_not_learnt_keeps_its_caps_without_points() -> None:
    book = two_industries()
    size = Indicator(indicator="size", field="employees")
    bands = (Band(indicator="size", low=0, high=20, points=5, cap_tier="C"), Band(indicator="size", low=20, points=9))
    book = scored_by(book, Scorecard(indicators=(size,), bands=bands))
    proposal = found(book)
    kept = [(band.low, band.points, band.cap_tier) for band in proposal.bands if band.indicator == "size"]
    assert kept == [(20, 0, ""), (0, 0, "C")]


def test_a_parent_and_its_children_are_never_banded_together() -> None:
    for seed in range(8):
        book = rich_book(seed)
        taxonomy = book.model.taxonomy
        named = set(points_by_tag(found(book), "industry"))
        for tag in taxonomy.tags_of("industry"):
            above = {it.tag for it in taxonomy.line_of(tag)[1:]}
            assert not (tag.tag in named and above & named)
        assert "Old" not in named  # retired


# What nothing is learnt from


def test_under_150_closed_customers_nothing_is_proposed() -> None:
    names: Cells = ["Steel" if number % 2 else "Retail" for number in range(150)]
    won = [number % 2 == 1 for number in range(150)]
    for number in (0, 1, 2, 3, 4, 5, 6, 7):
        won[number] = not won[number]
    assert proposal_of(closed_book({"industry": names[:149]}, won[:149], days(149)), leaks=()) is None
    assert proposal_of(closed_book({"industry": names}, won, days(150)), leaks=()) is not None


def test_shuffled_outcomes_carry_no_proposal() -> None:
    """Six fields of chance: at most one of 40 books may seem to hold a signal on both sides of the split."""
    seen = 0
    for seed in range(40):
        random = np.random.default_rng(seed)
        groups: dict[str, Cells] = {
            name: [f"{name}{it}" for it in random.integers(0, 12, 600)] for name in ("a", "b", "c", "d", "e")
        }
        won = (random.random(600) < 0.3).tolist()
        sizes = random.lognormal(4, 1, 600).tolist()
        seen += proposal_of(closed_book(groups, won, days(600), employees=sizes)) is not None
    assert seen <= 1


def test_late_fields_are_learnt_from_only_where_they_are_asked_for() -> None:
    random = np.random.default_rng(1)
    won = random.random(600) < 0.4
    told = np.where(random.random(600) < 0.8, won, ~won)
    groups: dict[str, Cells] = {"mdr": ["Good" if it else "Bad" for it in told]}
    book = closed_book(groups, won.tolist(), days(600))
    assert proposal_of(book) is None
    assert [it.field for it in found(book, also=("mdr",)).indicators] == ["mdr"]


def test_a_field_that_leaks_is_left_out() -> None:
    random = np.random.default_rng(1)
    won = random.random(600) < 0.4
    honest, leaky = (np.where(random.random(600) < share, won, ~won) for share in (0.7, 0.99))
    groups: dict[str, Cells] = {
        "honest": ["yes" if it else "no" for it in honest],
        "leaky": ["yes" if it else "no" for it in leaky],
    }
    assert [it.field for it in found(closed_book(groups, won.tolist(), days(600))).indicators] == ["honest"]


def test_a_proposal_is_better_only_where_that_is_shown() -> None:
    book = two_industries()
    same = scored_by(
        book,
        Scorecard(
            indicators=(Indicator(indicator="fit", field="industry"),),
            bands=(Band(indicator="fit", tags=("Steel",), points=10),),
        ),
    )
    proposal = found(same)
    assert proposal.current.auc == proposal.proposed.auc
    assert not proposal.better
    assert list(proposal.difference) == [0.0, 0.0, 0.0]
    random = np.random.default_rng(0)
    tags = random.integers(0, 4, 400)
    won = (random.random(400) < 0.2 + 0.2 * tags).tolist()
    slightly = closed_book({"a": [f"a{it}" for it in tags]}, won, days(400))
    worse = Band(indicator="fit", tags=("a3",), points=10), Band(indicator="fit", tags=("a2",), points=5)
    card = Scorecard(indicators=(Indicator(indicator="fit", field="a"),), bands=worse)
    proposal = found(scored_by(slightly, card))
    assert proposal.difference[0] > 0 > proposal.difference[1]
    assert not proposal.better


# Laws


def tables_of(seed: int, count: int = 500) -> tuple[dict[str, Cells], list[bool], Cells, list[float]]:
    random = np.random.default_rng(seed)
    groups: dict[str, Cells] = {name: [f"{name}{it}" for it in random.integers(0, 5, count)] for name in ("a", "b")}
    chance = np.array([0.15 + 0.15 * int(str(it)[1]) for it in groups["a"]])
    sizes = random.lognormal(4, 1, count).round()
    won = random.random(count) < np.where(sizes > 60, chance, chance / 2)
    return groups, won.tolist(), [FIRST + timedelta(number) for number in range(count)], sizes.tolist()


@given(st.integers(0, 50), st.randoms(use_true_random=False))
@settings(max_examples=8)
def test_the_order_of_rows_does_not_matter(seed: int, random: object) -> None:
    groups, won, when, sizes = tables_of(seed)
    order = list(range(len(won)))
    random.shuffle(order)  # type: ignore[attr-defined]
    mixed = closed_book(
        {id: [cells[it] for it in order] for id, cells in groups.items()},
        [won[it] for it in order],
        [when[it] for it in order],
        employees=[sizes[it] for it in order],
    )
    assert repr(proposal_of(closed_book(groups, won, when, employees=list(sizes)))) == repr(proposal_of(mixed))


@given(st.integers(0, 50))
@settings(max_examples=8)
def test_renaming_tags_only_renames(seed: int) -> None:
    groups, won, when, _ = tables_of(seed)
    names = {f"{id}{number}": f"{9 - number} {id}" for id in "ab" for number in range(5)}
    one = proposal_of(closed_book(groups, won, when))
    other = proposal_of(closed_book({id: [names[str(it)] for it in cells] for id, cells in groups.items()}, won, when))
    assert (one is None) == (other is None)
    if one and other:
        for id in "ab":
            renamed = {names[tag]: points for tag, points in points_by_tag(one, id).items()}
            assert renamed == points_by_tag(other, id)
        assert (one.proposed, one.tiers, one.tier_rates) == (other.proposed, other.tiers, other.tier_rates)


@given(st.integers(0, 50))
@settings(max_examples=8)
def test_a_constant_column_changes_nothing(seed: int) -> None:
    groups, won, when, sizes = tables_of(seed)
    more: Mapping[str, Cells] = {"c": ["same"] * len(won), "d": [None] * len(won)}
    plain = proposal_of(closed_book(groups, won, when, employees=list(sizes)))
    assert repr(plain) == repr(
        proposal_of(closed_book({**groups, **more}, won, when, employees=list(sizes), annual_revenue=[5.0] * len(won)))
    )


def test_the_same_bytes_twice() -> None:
    assert repr(found(rich_book(3))) == repr(found(rich_book(3)))


# Older and newer


def test_identical_customers_are_on_one_side() -> None:
    groups, won, _, sizes = tables_of(1, 200)
    twice = {id: [it for it in cells for _ in range(3)] for id, cells in groups.items()}
    book = closed_book(
        twice,
        [it for it in won for _ in range(3)],
        [FIRST] * 600,  # no day and no name tells them apart
        employees=[it for it in sizes for _ in range(3)],
    )
    rows = closed_rows(book)
    split = split_by_time(rows, book)
    older = {tuple(it) for it in _contents(book, rows, split.order[split.older])}
    newer = {tuple(it) for it in _contents(book, rows, split.order[~split.older])}
    assert not older & newer and abs(split.older.mean() - 0.7) < 0.05


def _contents(book: Dataset, rows: ClosedRows, places: NDArray[np.int64]) -> list[Cells]:
    table = book.customers.table
    return [[table.value(int(rows.records[place]), id) for id in ("a", "b", "employees")] for place in places]


def test_the_newest_are_tested_and_days_missing_are_the_oldest() -> None:
    groups, won, when, _ = tables_of(1, 200)
    backwards = [None if number < 10 else when[-1 - number] for number in range(200)]
    book = closed_book(groups, won, when)
    contact = closed_book(groups, won, when, first_contact=backwards)
    assert split_by_time(closed_rows(contact), contact).order.tolist() == list(range(200))  # closing counts first
    sure: Cells = ["yes" if it else None for it in won]  # closed, nobody knows when
    lost: Cells = [None if it else "yes" for it in won]
    unknown = closed_book(groups, won, when, first_contact=backwards, won_on=sure, lost_on=lost)
    split = split_by_time(closed_rows(unknown), unknown)
    assert split.order.tolist() == [*range(10), *reversed(range(10, 200))]
    assert split.split_at == backwards[int(split.order[140])]
    assert split_by_time(closed_rows(book), book).split_at == when[140]


# Real customers


@needs_public_sets
def test_x_education_at_intake_is_as_good_as_measured_and_no_better_than_honest() -> None:
    proposal = found(xeducation_intake())
    assert proposal.proposed.auc == pytest.approx(0.875, abs=0.015) and proposal.proposed.auc < 0.90
    assert proposal.proposed.lift == pytest.approx(2.20, abs=0.1)
    assert len(proposal.indicators) <= 8
    assert [it.field for it in proposal.indicators][:2] == ["annual_revenue", "occupation"]
    a, b, c, d = (rate for _, rate in proposal.tier_rates)
    assert a.low > b.high and b.low > c.high and c.low > d.high


@needs_public_sets
def test_x_education_with_what_sales_wrote_is_found_out() -> None:
    proposal = found(xeducation_intake("Tags"))
    assert "tags" not in {it.field for it in proposal.indicators}
    assert proposal.proposed.auc < 0.90


@needs_public_sets
@pytest.mark.slow
@pytest.mark.parametrize(("make", "gap"), [(xeducation_intake, 0.02), (olist_2018, 0.03)])
def test_the_card_is_close_to_a_regression_on_all_values(make: object, gap: float) -> None:
    """The oracle, on the same customers: every value a number of its own, scipy's optimiser, nothing left out."""
    from scipy.optimize import minimize

    book: Dataset = make()  # type: ignore[operator]
    rows, card = card_of(book)
    records, won = rows.records[card.split.order], rows.won[card.split.order]
    columns = []
    for tags in book.customers.tags.values():
        codes = tags.column.codes[records]
        columns += [codes == code for code in np.unique(codes)]
    for measure in ("employees", "team_headcount", "annual_revenue"):
        numbers = book.customers.numbers(measure)[records]
        if not np.isnan(numbers).all():
            tenths = np.searchsorted(np.unique(np.nanquantile(numbers, np.arange(0.1, 1, 0.1))), numbers)
            columns += [np.where(np.isnan(numbers), -1, tenths) == tenth for tenth in range(-1, 10)]
    design = np.stack([np.ones(len(won)), *columns], axis=1).astype(float)
    older = card.split.older
    train, target = design[older], won[older]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        line = train @ weights
        slope = train.T @ (1 / (1 + np.exp(-line)) - target) + weights
        return float(np.logaddexp(0, line).sum() - line[target].sum() + (weights**2).sum() / 2), slope

    fitted = minimize(loss, np.zeros(train.shape[1]), jac=True, method="L-BFGS-B")
    rival = discrimination(design[~older] @ fitted.x, won[~older], min_sample=30)
    mine = discrimination(card.points[~older], won[~older], min_sample=30)
    assert mine.auc > rival.auc - gap


@needs_public_sets
def test_olist_is_as_good_as_sums_of_weights_of_evidence_that_sql_counts() -> None:
    import duckdb

    book = olist_2018()
    rows, card = card_of(book)
    order = rows.records[card.split.order]
    older, won = card.split.older, rows.won[card.split.order]
    table = book.customers.table
    cells = [[table.value(int(record), id) for id in ("source", "page")] for record in order]
    leads = pd.DataFrame(cells, columns=["source", "page"]).assign(place=range(len(won)), won=won * 1, older=older)
    weight = """(select ln((coalesce(sum(b.won), 0) + 10 * p) / (coalesce(sum(1 - b.won), 0) + 10 * (1 - p)))
        from leads b where b.older and b.{0} = a.{0})"""
    with duckdb.connect() as db:
        db.register("leads", leads)
        counted = db.execute(
            f"select {weight.format('source')} + {weight.format('page')} as weight from leads a,"
            " (select avg(won) p from leads where older) order by place"
        ).fetchnumpy()
    rival = discrimination(counted["weight"][~older], won[~older], min_sample=30)
    proposal = found(book)
    assert proposal.proposed.auc > rival.auc - 0.03
    assert proposal.proposed.verdict == "signal"
    rates = dict(proposal.tier_rates)
    assert rates["A"].low > rates["C"].high


@needs_public_sets
def test_maven_has_no_signal_and_gets_no_proposal() -> None:
    assert proposal_of(maven()) is None


def test_ten_thousand_customers_take_less_than_three_seconds() -> None:
    random = np.random.default_rng(1)
    count = 10_000
    groups: dict[str, Cells] = {f"g{n}": [f"g{n}-{it}" for it in random.integers(0, 20, count)] for n in range(15)}
    chance = [0.1 + 0.03 * int(str(one)[3:]) for one in groups["g3"]]
    won = (random.random(count) < chance).tolist()
    measures = ("employees", "team_headcount", "annual_revenue")
    sizes = {id: random.lognormal(4, 1, count).round().tolist() for id in measures}
    book = closed_book(groups, won, days(count, 20), **sizes)
    rows, scores = closed_rows(book), score(book)
    discrimination([1, 2], [True, False], min_sample=2)  # scipy is loaded once for all
    start = time.process_time()
    assert propose(rows, book, scores) is not None
    assert time.process_time() - start < 3


def test_a_number_that_only_tells_by_being_known_is_one_band() -> None:
    random = np.random.default_rng(2)
    known = random.random(800) < 0.5
    won = (random.random(800) < np.where(known, 0.7, 0.2)).tolist()
    sizes: Cells = [float(random.integers(1, 900)) if it else None for it in known]
    (band,) = found(closed_book({"industry": ["Steel"] * 800}, won, days(800), employees=sizes)).bands
    assert (band.tags, band.low, band.high, band.points) == ((), 0, None, 100)
