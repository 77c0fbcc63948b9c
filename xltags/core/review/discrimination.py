"""How well a score tells won from lost: area under the ROC curve, its interval, and the lift of the top fifth."""

from __future__ import annotations

from math import nan, sqrt
from typing import TYPE_CHECKING

import numpy as np

from xltags.core.fingerprint import fingerprint
from xltags.core.review.results import Discrimination, Signal
from xltags.core.values import as_date, as_text
from xltags.core.wilson import Z95

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import ArrayLike, NDArray

    from xltags.core.dataset import Dataset
    from xltags.core.review.outcomes import ClosedRows
    from xltags.core.scoring import Scores

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

TOP = 0.2


def discrimination(
    points: ArrayLike, won: ArrayLike, *, min_sample: int, out_of_sample: bool = False
) -> Discrimination:
    """The figures of one score over closed customers, with its verdict; equal scores count half.

    Args:
        points: the score of each customer, the higher the better.
        won: whether each was won.
        min_sample: the fewest customers for which figures are given.
        out_of_sample: whether the score was made before these customers closed.
    """
    scored, wins = np.asarray(points, dtype=np.float64), np.asarray(won, dtype=np.bool_)
    count, hits = len(wins), int(wins.sum())
    if count < max(min_sample, 2) or hits in (0, count):
        return Discrimination(count, hits, nan, nan, nan, nan, out_of_sample, "too_few")
    area, low, high = area_under_curve(scored[wins], scored[~wins])
    verdict: Signal = "signal" if low > 0.5 else "inverted" if high < 0.5 else "no_signal"
    return Discrimination(count, hits, area, low, high, top_lift(scored, wins), out_of_sample, verdict)


def current_discrimination(rows: ClosedRows, dataset: Dataset, scores: Scores) -> Discrimination:
    """Today's scorecard on the customers that closed after it came into force; on all where those are too few.

    It has been in force since the day of its row in `IcpVersions` (see `in_force_since`).
    """
    points = np.asarray(scores.points, dtype=np.float64)[rows.records]
    enough = dataset.model.settings.min_sample
    since = in_force_since(dataset)
    if since is not None:
        later = rows.closed_on > since.toordinal()  # an unknown day is not later
        found = discrimination(points[later], rows.won[later], min_sample=enough, out_of_sample=True)
        if found.verdict != "too_few":
            return found
    return discrimination(points, rows.won, min_sample=enough)


def in_force_since(dataset: Dataset) -> date | None:
    """Since when today's scorecard has been in force; None where nothing proves it.

    The newest row of `IcpVersions` with the fingerprint of today's scorecard; where no row has it, the newest one if
    its fingerprint is blank. A newest row with another fingerprint says that the scorecard was changed since.
    """
    table, now = dataset.table("IcpVersions"), fingerprint(dataset.model.scorecard)
    rows = [
        (day, as_text(mark).strip().lower())
        for valid, mark in table.records(["valid_from", "fingerprint"])
        if (day := as_date(valid)) is not None and day <= dataset.as_of
    ]
    mine = [day for day, mark in rows if mark == now]
    if mine:
        return max(mine)
    newest = max(rows, key=lambda row: row[0], default=None)
    return newest[0] if newest is not None and not newest[1] else None


def area_under_curve(winners: Floats, losers: Floats) -> tuple[float, float, float]:
    """The chance that a winner scores above a loser, equal ones counting half, and its 95 % interval.

    By ranks; the interval is that of E. R. DeLong, D. M. DeLong and D. L. Clarke-Pearson, Biometrics 44 (1988), in the
    ranks of X. Sun and W. Xu, IEEE Signal Processing Letters 21 (2014). Where their variance is 0, as where nobody is
    in the wrong order, it is that of R. G. Newcombe, Statistics in Medicine 25 (2006), method 5: the areas from which
    the observed one is not too far, as Wilson's interval for a share.
    """
    from scipy.stats import rankdata

    m, n = len(winners), len(losers)
    ranks = rankdata(np.concatenate([winners, losers]))
    above = (ranks[:m] - rankdata(winners)) / n  # by winner, the share of losers below
    below = 1 - (ranks[m:] - rankdata(losers)) / m  # by loser, the share of winners above
    area = float(above.mean())
    spread = (float(above.var(ddof=1)) / m if m > 1 else 0.0) + (float(below.var(ddof=1)) / n if n > 1 else 0.0)
    if min(m, n) < 2 or spread < 1e-15:
        return area, _last_possible(area, 0.0, m, n), _last_possible(area, 1.0, m, n)
    half = Z95 * sqrt(spread)
    return area, max(0.0, area - half), min(1.0, area + half)


def _last_possible(area: float, end: float, m: int, n: int) -> float:
    """The area farthest towards `end` from which the observed one is not yet 1.96 standard errors away."""
    from scipy.optimize import brentq

    def excess(true: float) -> float:
        pairs = ((m + n) / 2 - 1) * ((1 - true) / (2 - true) + true / (1 + true))
        return abs(true - area) - Z95 * sqrt(true * (1 - true) * (1 + pairs) / (m * n))

    if area == end:
        return end
    return float(brentq(excess, area + (end - area) * 1e-9, end))


def top_lift(points: Floats, won: Flags) -> float:
    """The win rate of the fifth with the most points over that of all.

    Where the fifth ends amid customers with equal points, each of them is in it for the same part.

    >>> top_lift(np.array([9.0, 5, 5, 1, 1, 1, 1, 1, 1, 1]), np.array([True, True, False] + [False] * 7))
    3.75
    """
    size = TOP * len(points)
    edge = np.sort(points)[::-1][int(np.ceil(size)) - 1]
    above, at = points > edge, points == edge
    part = (size - above.sum()) / at.sum()
    return float((won[above].sum() + part * won[at].sum()) / size / won.mean())
