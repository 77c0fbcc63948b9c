"""How much chance alone explains: tests of tables of counts, corrected for how many were made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

FALSE_RATE = 0.05  # the share of false ones among all that are called significant
Alternative = Literal["two-sided", "greater"]


def fisher_p(hits: ArrayLike, of: ArrayLike, other_hits: ArrayLike, other_of: ArrayLike) -> Floats:
    """The p-value of Fisher's exact test that both parts have one rate, elementwise; 1 where a part is empty.

    >>> fisher_p([8, 3], [10, 10], [1, 3], [6, 10]).round(4).tolist()
    [0.035, 1.0]
    """
    return _fisher(hits, of, other_hits, other_of, "two-sided")


def fisher_p_greater(hits: ArrayLike, of: ArrayLike, other_hits: ArrayLike, other_of: ArrayLike) -> Floats:
    """The same, one-sided: small where the first part has the higher rate."""
    return _fisher(hits, of, other_hits, other_of, "greater")


def _fisher(hits: ArrayLike, of: ArrayLike, other_hits: ArrayLike, other_of: ArrayLike, side: Alternative) -> Floats:
    from scipy.stats import fisher_exact

    given = np.broadcast_arrays(*(np.asarray(it, dtype=np.int64) for it in (hits, of, other_hits, other_of)))
    if not given[0].size:
        return np.zeros(0)
    rows, which = np.unique(np.stack(given, axis=-1).reshape(-1, 4), axis=0, return_inverse=True)
    tables = (np.array([[a, n - a], [b, m - b]]) for a, n, b, m in rows.tolist())
    found = [float(fisher_exact(table, alternative=side).pvalue) for table in tables]
    return np.asarray(found, dtype=np.float64)[which.reshape(-1)].reshape(given[0].shape)


def false_discovery_q(p: ArrayLike) -> Floats:
    """The q-values of Benjamini and Hochberg over all p-values that are no nan; nan stays nan.

    Source: Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995).

    >>> false_discovery_q([0.01, np.nan, 0.04, 0.5]).round(4).tolist()
    [0.03, nan, 0.06, 0.5]
    """
    from scipy.stats import false_discovery_control

    given = np.asarray(p, dtype=np.float64)
    found = np.full(given.shape, np.nan)
    tested = ~np.isnan(given)
    if tested.any():
        found[tested] = np.clip(false_discovery_control(given[tested]), given[tested], 1.0)  # never under p by rounding
    return found


def chi_square_p(table: ArrayLike) -> float:
    """The p-value of Pearson's chi-square test that all rows of a table of counts have one mix.

    Columns and rows without a count say nothing and are left out; with fewer than two of either it is 1.

    >>> round(chi_square_p([[10, 20, 0], [30, 20, 0]]), 4)
    0.0209
    """
    from scipy.stats import chi2_contingency

    counts = np.asarray(table, dtype=np.float64)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 2:
        return 1.0
    return float(chi2_contingency(counts, correction=False).pvalue)
