"""Rates of a review: hits among cases with their Wilson interval, withheld where too few cases stand behind them."""

from collections.abc import Sequence
from math import nan

import numpy as np
from numpy.typing import NDArray

from xltags.core.review.results import Rate
from xltags.core.wilson import wilson

Counts = NDArray[np.int64]


def rate_of(hits: int, of: int, min_sample: int) -> Rate:
    """One rate; nan where there are fewer than `min_sample` cases, or none.

    >>> found = rate_of(3, 10, 10)
    >>> found.rate, round(found.low, 4), round(found.high, 4)
    (0.3, 0.1078, 0.6032)
    >>> rate_of(3, 10, 30)
    Rate(hits=3, of=10, rate=nan, low=nan, high=nan)
    """
    return rates_of([hits], [of], min_sample)[0]


def rates_of(hits: Counts | Sequence[int], of: Counts | Sequence[int], min_sample: int) -> list[Rate]:
    """Many rates at once, elementwise."""
    lows, highs = wilson(hits, of)
    found = []
    for part, whole, low, high in zip(hits, of, lows.tolist(), highs.tolist(), strict=True):
        shown = whole >= max(min_sample, 1)
        rate = int(part) / int(whole) if shown else nan
        found.append(Rate(int(part), int(whole), rate, low if shown else nan, high if shown else nan))
    return found
