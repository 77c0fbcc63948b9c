"""Rates, their intervals, and the rates that are withheld."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from xltags.core.wilson import wilson
from xltags.reports.rates import quotient, rate_columns, small_sample

COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS)
def test_the_interval_is_that_of_scipy(case: tuple[int, int]) -> None:
    won, n = case
    low, high = wilson(won, n)
    np.testing.assert_allclose((low, high), binomtest(won, n).proportion_ci(method="wilson"), atol=1e-12, rtol=0)


@given(COUNTS)
def test_the_interval_holds_the_rate_and_stays_between_0_and_1(case: tuple[int, int]) -> None:
    won, n = case
    low, high = (float(end) for end in wilson(won, n))
    assert 0 <= low <= won / n <= high <= 1


@given(COUNTS)
def test_failures_mirror_successes(case: tuple[int, int]) -> None:
    won, n = case
    low, high = wilson(won, n)
    other_low, other_high = wilson(n - won, n)
    np.testing.assert_allclose((1 - other_high, 1 - other_low), (low, high), atol=1e-12)


@pytest.mark.parametrize(
    ("won", "n"), [pytest.param(0, 0, id="no trials"), pytest.param(3, 2, id="more wins than trials")]
)
def test_there_is_no_interval_of(won: int, n: int) -> None:
    assert np.isnan(wilson([won], [n])).all()


@pytest.mark.parametrize(
    ("won", "n", "min_sample", "shown"),
    [
        pytest.param(1, 29, 30, False, id="under the minimum"),
        pytest.param(1, 30, 30, True, id="at the minimum"),
        pytest.param(0, 0, 1, False, id="nothing to divide by"),
        pytest.param(31, 30, 30, False, id="numerator outside its denominator"),
    ],
)
def test_a_rate_is_shown_with_its_interval_or_not_at_all(won: int, n: int, min_sample: int, *, shown: bool) -> None:
    columns = rate_columns("rate", [won], [n], min_sample=min_sample)
    assert list(columns) == ["rate", "rate_low", "rate_high"]
    assert [bool(np.isfinite(column[0])) for column in columns.values()] == [shown] * 3


def test_a_row_is_marked_where_one_of_its_denominators_is_small() -> None:
    assert small_sample([30, 30, 29], [30, 29, 30], min_sample=30).tolist() == ["", "yes", "yes"]


def test_a_quotient_is_blank_and_never_infinite() -> None:
    np.testing.assert_array_equal(quotient([6.0, 6.0, np.nan], [3, 0, 3]), [2.0, np.nan, np.nan])
