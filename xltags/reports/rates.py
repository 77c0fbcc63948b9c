"""Rates with their uncertainty: the 95 % Wilson interval, and no rate at all where too few cases stand behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.core.wilson import wilson

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


def rate_columns(name: str, successes: ArrayLike, trials: ArrayLike, *, min_sample: int) -> dict[str, Floats]:
    """The columns `name`, `name_low` and `name_high`: the rate with its Wilson interval, all three 0..1.

    All are nan where the denominator is under `min_sample`, where it is 0, and where the successes are no part of it.
    """
    n = np.asarray(trials, dtype=np.float64)
    low, high = wilson(successes, n)
    shown = (n >= max(min_sample, 1)) & ~np.isnan(low)
    share = np.asarray(successes, dtype=np.float64) / np.where(shown, n, np.nan)
    return {name: share, f"{name}_low": np.where(shown, low, np.nan), f"{name}_high": np.where(shown, high, np.nan)}


def small_sample(*denominators: ArrayLike, min_sample: int) -> NDArray[np.object_]:
    """A column: "yes" where one of the denominators is under `min_sample`, so that a rate is withheld; "" elsewhere."""
    small = np.logical_or.reduce([np.asarray(n, dtype=np.float64) < max(min_sample, 1) for n in denominators])
    return np.where(small, "yes", "").astype(object)


def quotient(amount: ArrayLike, by: ArrayLike) -> Floats:
    """amount / by, and nan where either is missing or `by` is not above 0: a blank, never 0 or infinite.

    >>> quotient([10.0, 10.0], [4, 0]).tolist()
    [2.5, nan]
    """
    n = np.asarray(by, dtype=np.float64)
    return np.asarray(amount, dtype=np.float64) / np.where(n > 0, n, np.nan)
