"""Whether one score tells won from lost better than another on the same customers."""

from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Z95 = 1.959963984540054  # the normal quantile at 0.975


def paired_difference(one: Floats, other: Floats, won: Flags) -> tuple[float, float, float]:
    """The AUC of one score less that of the other with its 95 % interval; nan without both won and lost.

    Source: E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, Biometrics 44 (1988); ties count one half.

    >>> won = np.array([True, True, False, False])
    >>> paired_difference(np.array([4.0, 3, 2, 1]), np.array([4.0, 3, 2, 1]), won)
    (0.0, 0.0, 0.0)
    """
    wins, losses = int(won.sum()), int((~won).sum())
    if wins < 2 or losses < 2:
        return nan, nan, nan
    (first_won, first_lost), (other_won, other_lost) = _placements(one, won), _placements(other, won)
    difference = float(first_won.mean() - other_won.mean())
    variance = float(np.var(first_won - other_won, ddof=1) / wins + np.var(first_lost - other_lost, ddof=1) / losses)
    spread = Z95 * sqrt(variance)
    return difference, difference - spread, difference + spread


def area(scores: Floats, won: Flags) -> float:
    """The area under the ROC curve: how often a won customer scores above a lost one, ties one half; nan without both.

    >>> area(np.array([3.0, 1, 2, 1]), np.array([True, True, False, False]))
    0.625
    """
    if not won.any() or won.all():
        return nan
    return float(_placements(scores, won)[0].mean())


def _placements(scores: Floats, won: Flags) -> tuple[Floats, Floats]:
    """By won customer the share of lost ones below it, by lost customer the share of won ones above it."""
    wins, losses = np.sort(scores[won]), np.sort(scores[~won])
    below = np.searchsorted(losses, scores[won], side="left") + np.searchsorted(losses, scores[won], side="right")
    above = np.searchsorted(wins, scores[~won], side="left") + np.searchsorted(wins, scores[~won], side="right")
    return below / (2.0 * len(losses)), 1.0 - above / (2.0 * len(wins))
