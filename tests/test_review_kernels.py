"""The numbers below the suggested scorecard, each against a slow or independent way to the same."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from xltags.core.review.binning import fewest_of, in_ranges, log_likelihood, number_cuts, partition, round_number
from xltags.core.review.discrimination import discrimination
from xltags.core.review.learnt_levels import TagFacts, worths
from xltags.core.review.learnt_points import choose_fields, fit_weights, learn_points, share_out
from xltags.core.review.learnt_scorecard import tier_floors
from xltags.core.review.paired_auc import area, paired_difference

COUNT = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda it: (min(it), max(it)))
COUNTS = st.lists(COUNT, min_size=1, max_size=8)


@given(COUNTS, st.integers(1, 4), st.integers(0, 60), st.floats(0, 8))
def test_a_partition_is_the_best_of_all(counts: list[tuple[int, int]], most: int, fewest: int, price: float) -> None:
    won, cases = (np.array(part, dtype=float) for part in zip(*counts, strict=True))
    found = partition(won, cases, most=most, fewest=fewest, price=price)

    def worth(starts: tuple[int, ...]) -> float:
        wins, of = (np.add.reduceat(part, starts) for part in (won, cases))
        if len(starts) > 1 and of.min() < fewest:
            return -np.inf
        return float(log_likelihood(wins, of).sum()) - price * (len(starts) - 1)

    size = len(counts)
    options = [(0, *more) for groups in range(min(most, size)) for more in combinations(range(1, size), groups)]
    assert found[0] == 0 and tuple(found) in options
    assert worth(tuple(found)) == pytest.approx(max(map(worth, options)), abs=1e-9)


@given(st.lists(st.integers(0, 300), min_size=2, max_size=400), st.integers(0, 10**6))
@settings(max_examples=40)
def test_each_range_has_enough_customers(numbers: list[int], seed: int) -> None:
    values = np.array(numbers, dtype=float)
    won = np.random.default_rng(seed).random(len(values)) < np.where(values > 150, 0.9, 0.1)
    cuts = number_cuts(values, won)
    assert list(cuts) == sorted(set(cuts))
    if cuts:
        assert np.bincount(in_ranges(values, cuts), minlength=len(cuts) + 1).min() >= fewest_of(len(values))


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_a_round_number_lies_between(below: float, more: float) -> None:
    found = round_number(below, below + more)
    assert below < found <= below + more


def test_numbers_are_cut_where_the_win_rate_changes() -> None:
    values = np.arange(1.0, 1001.0)
    won = ((values < 205) | (values >= 705)) == (values % 10 > 0)  # nine of ten, one of ten, nine of ten
    assert number_cuts(values, won) == (205.0, 705.0)
    assert number_cuts(values, values % 10 > 4) == ()


@given(COUNTS, st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda it: (float(min(it)), float(max(it)))))
def test_worths_never_fall_below_a_blank_and_keep_the_order_of_the_rates(
    counts: list[tuple[int, int]], blank: tuple[float, float]
) -> None:
    won, cases = (np.array(part, dtype=float) for part in zip(*counts, strict=True))
    found = worths(won, cases, blank)
    assert found.min() >= 0
    overall = (won.sum() + blank[0]) / max(cases.sum() + blank[1], 1)
    rates = (won + 10 * overall) / (cases + 10)
    for one, other in combinations(range(len(counts)), 2):
        if rates[one] < rates[other]:
            assert found[one] <= found[other]
    pooled = found == 0
    if 0 < overall < 1 and not pooled.all():
        floor = (won[pooled].sum() + blank[0] + 10 * overall) / (cases[pooled].sum() + blank[1] + 10)
        odds = np.log(rates / (1 - rates)) - np.log(floor / (1 - floor))
        assert found[~pooled] == pytest.approx(odds[~pooled])
        assert odds[~pooled].min() > 0


@pytest.mark.parametrize("seed", range(5))
def test_weights_are_those_that_an_optimiser_finds(seed: int) -> None:
    from scipy.optimize import minimize

    random = np.random.default_rng(seed)
    columns = random.normal(size=(300, 4)) * [1, 2, 0.1, 5]
    won = random.random(300) < 1 / (1 + np.exp(-columns @ [1, -0.5, 3, 0.2] + 0.7))

    def loss(weights: NDArray[np.float64]) -> float:
        line = weights[0] + columns @ weights[1:]
        return float(np.logaddexp(0, line).sum() - line[won].sum() + (weights[1:] ** 2).sum() / 2)

    found = fit_weights(columns, won)
    assert found == pytest.approx(minimize(loss, np.zeros(5), method="BFGS", tol=1e-10).x, abs=1e-4)


def test_weights_stay_finite_where_a_column_tells_all() -> None:
    won = np.arange(200) % 2 == 0
    assert 0 < fit_weights(won[:, None] * 1.0, won)[1] < 20


SCORES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.booleans()), min_size=6, max_size=40)


@given(SCORES)
def test_a_paired_difference_is_that_of_all_pairs(rows: list[tuple[int, int, bool]]) -> None:
    one, other, won = (np.array(part) for part in zip(*rows, strict=True))
    won = won.astype(bool)
    difference, low, high = paired_difference(one.astype(float), other.astype(float), won)
    if min(won.sum(), (~won).sum()) < 2:
        assert np.isnan(difference)
        return
    pairs = [
        (scores[won][:, None] > scores[~won][None, :]) + 0.5 * (scores[won][:, None] == scores[~won][None, :])
        for scores in (one, other)
    ]
    gap = pairs[0] - pairs[1]
    variance = gap.mean(axis=1).var(ddof=1) / won.sum() + gap.mean(axis=0).var(ddof=1) / (~won).sum()
    assert difference == pytest.approx(gap.mean())
    assert high - low == pytest.approx(2 * 1.959963984540054 * np.sqrt(variance))
    assert area(one.astype(float), won) == pytest.approx(pairs[0].mean())
    assert difference == pytest.approx(
        discrimination(one, won, min_sample=2).auc - discrimination(other, won, min_sample=2).auc
    )


@given(st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=8))
def test_shares_sum_to_the_span_and_are_within_one_of_exact(weights: list[float]) -> None:
    found = share_out(weights)
    assert sum(found) == 100
    for share, weight in zip(found, weights, strict=True):
        assert abs(share - 100 * weight / sum(weights)) < 1


@given(st.lists(st.integers(0, 100), min_size=1, max_size=200))
def test_tiers_fall_from_a_to_d(points: list[int]) -> None:
    floors = tier_floors(np.array(points, dtype=float))
    assert 100 >= floors[0] > floors[1] > floors[2] > floors[3] == 0


def test_tiers_hold_about_a_fifth_and_thirty_per_cent_each() -> None:
    points = np.random.default_rng(1).integers(0, 101, 5000).astype(float)
    a, b, c, _ = tier_floors(points)
    shares = [(points >= floor).mean() for floor in (a, b, c)]
    assert shares == pytest.approx([0.2, 0.5, 0.8], abs=0.01)


def test_a_field_that_rounds_to_no_points_falls_away() -> None:
    random = np.random.default_rng(3)
    count = 200_000
    strong, weak = random.choice(3, count, p=[0.03, 0.94, 0.03]), random.integers(0, 2, count)
    line = np.array([-6.0, 0.0, 6.0])[strong] + 0.035 * weak
    won = random.random(count) < 1 / (1 + np.exp(-line))
    fields = [_one_tag_each("strong", strong, 3), _one_tag_each("weak", weak, 2)]
    found = learn_points(fields, np.ones(count, dtype=bool), won, np.arange(count) % 5)
    assert [(one.number, one.points.max()) for one in found] == [(0, 100.0)]
    worths = np.stack([np.array([0.0, 6.0, 12.0])[strong], weak * 1.0], axis=1)
    assert choose_fields(worths, won)[0] == [0, 1]  # beyond chance all the same


def _one_tag_each(field: str, tags: NDArray[np.int64], size: int) -> TagFacts:
    places = np.arange(size)
    return TagFacts(field, tags, places, places, places, places, size)
