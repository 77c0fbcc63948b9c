"""The uncertainty of a share: the 95 % Wilson interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

Z95 = 1.959963984540054  # the normal quantile at 0.975


def wilson(successes: ArrayLike, trials: ArrayLike) -> tuple[Floats, Floats]:
    """Lower and upper end of the 95 % Wilson interval of successes / trials, elementwise, both 0..1.

    nan where there are no trials, and where the successes are no part of the trials (a fault of the data: no rate).

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927); recommended for small numbers by
    Brown, Cai and DasGupta, Statistical Science 16 (2001).

    >>> low, high = wilson([3, 0, 1], [10, 5, 0])
    >>> low.round(6).tolist(), high.round(6).tolist()
    ([0.107791, 0.0, nan], [0.603222, 0.434482, nan])
    """
    won, n = np.broadcast_arrays(np.asarray(successes, dtype=np.float64), np.asarray(trials, dtype=np.float64))
    possible = (n > 0) & (won >= 0) & (won <= n)
    n = np.where(possible, n, np.nan)
    share = won / n
    spread = Z95 * np.sqrt(share * (1 - share) / n + Z95**2 / (4 * n**2))
    centre = share + Z95**2 / (2 * n)
    scale = 1 + Z95**2 / n
    low = np.where(won == 0, np.where(possible, 0.0, np.nan), (centre - spread) / scale)
    high = np.where(won == n, 1.0, (centre + spread) / scale)
    return low, high
