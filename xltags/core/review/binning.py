"""Cutting a row of classes (ranges of a number, tags by their win rate) into the few groups that differ."""

from collections.abc import Sequence
from math import floor, inf, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Starts = NDArray[np.int64]
FEWEST = 30  # closed customers in a group; a count, because a share would merge the strongest small ones
FEWEST_OF_FEW = 10
PLENTY = 1000  # customers to learn from; of fewer, smaller groups are taken: a hundred in thirties tell nothing
FINEST = 100  # ranges of equal size that a number is cut into before the ones alike are joined
MOST_RANGES = 6
MOST_TAG_GROUPS = 6


def log_likelihood(won: Floats, cases: Floats) -> Floats:
    """The log-likelihood of each group's outcomes at its own win rate; 0 for an empty group.

    >>> log_likelihood(np.array([1.0, 0.0]), np.array([2.0, 5.0])).round(4).tolist()
    [-1.3863, 0.0]
    """
    lost = cases - won
    with np.errstate(divide="ignore", invalid="ignore"):
        wins: Floats = np.where(won > 0, won * np.log(won / cases), 0.0)
        losses: Floats = np.where(lost > 0, lost * np.log(lost / cases), 0.0)
    return wins + losses


def partition(won: Floats, cases: Floats, *, most: int, fewest: float, price: float) -> list[int]:
    """Where to start the groups of neighbouring classes that make the outcomes most likely; the first start is 0.

    Args:
        won, cases: by class, in an order in which only neighbours may join.
        most: how many groups there may be.
        fewest: cases each group needs; a single group is always allowed.
        price: what one more group must add to the log-likelihood.

    Solved exactly by dynamic programming; of equal ones the fewest groups with the earliest starts.

    >>> partition(np.array([50.0, 48, 10]), np.array([100.0, 100, 100]), most=3, fewest=30, price=3.0)
    [0, 2]
    """
    size = len(cases)
    wins, totals = (np.concatenate([[0.0], np.cumsum(part)]) for part in (won, cases))
    gained = log_likelihood(wins[None, :] - wins[:, None], totals[None, :] - totals[:, None])
    first = np.arange(size + 1)
    allowed = (first[:, None] < first[None, :]) & (totals[None, :] - totals[:, None] >= fewest)
    worth = np.where(allowed, gained, -inf)  # of a group that starts at the row and ends before the column
    best, starts = [gained[0]], [np.zeros(size + 1, dtype=np.int64)]
    best[0] = np.where(allowed[0], best[0], -inf)
    best[0][size] = gained[0, size]
    for _ in range(1, min(most, size)):
        sums = best[-1][:, None] + worth
        starts.append(np.argmax(sums, axis=0))
        best.append(np.max(sums, axis=0))
    values = [ends[size] - price * groups for groups, ends in enumerate(best)]
    chosen = int(np.argmax(values))
    found, end = [], size
    for groups in range(chosen, -1, -1):
        end = int(starts[groups][end]) if groups else 0
        found.append(end)
    return found[::-1]


def fewest_of(count: float) -> int:
    """How many closed customers a group needs where so many are learnt from: FEWEST of PLENTY, less by the square root.

    >>> fewest_of(4000), fewest_of(1000), fewest_of(250), fewest_of(105)
    (30, 30, 15, 10)
    """
    return max(FEWEST_OF_FEW, min(FEWEST, round(FEWEST * sqrt(count / PLENTY))))


def number_cuts(numbers: Floats, won: NDArray[np.bool_]) -> tuple[float, ...]:
    """The limits at which a number is cut into ranges whose win rates differ; none where no range does.

    The rates may rise and fall: the best range may lie in the middle. Each range holds enough of the cases (see
    `fewest_of`); nan is left out. A limit is the roundest number above the range below it.
    """
    known = ~np.isnan(numbers)
    values, places = np.unique(numbers[known], return_inverse=True)
    if len(values) < 2:
        return ()
    cases: Floats = np.bincount(places, minlength=len(values)).astype(np.float64)
    wins: Floats = np.bincount(places[won[known]], minlength=len(values)).astype(np.float64)
    starts = _Ranges(wins, cases, fewest_of(len(numbers))).best()
    return tuple(round_number(float(values[at - 1]), float(values[at])) for at in starts[1:].tolist())


class _Ranges:
    """The distinct values of a number, to be cut into ranges; a start is the place of the first value of a range."""

    def __init__(self, won: Floats, cases: Floats, fewest: int) -> None:
        self._won, self._cases, self._fewest = won, cases, fewest
        self._sums = tuple(np.concatenate([[0.0], np.cumsum(part)]) for part in (won, cases))
        self._price = float(np.log(cases.sum()))  # a range more costs two numbers, its limit and its rate (BIC)

    def best(self) -> Starts:
        """Starts of the ranges that make the outcomes most likely, at a price for each.

        Fine ranges are joined, then their starts moved and left out as long as that is better: fine ranges only come
        near the true limits, and what lies between may have become a range of its own.
        """
        fine = self._fine()
        groups = [np.add.reduceat(part, fine) for part in (self._won, self._cases)]
        chosen = partition(*groups, most=MOST_RANGES, fewest=self._fewest, price=self._price)
        found = self._moved(fine[chosen])
        while len(found) > 1:
            fewer = [self._moved(np.delete(found, place)) for place in range(1, len(found))]
            values = [self._worth(one) for one in fewer]
            place = int(np.argmax(values))
            if values[place] + self._price < self._worth(found):
                break
            found = fewer[place]
        return found

    def _fine(self) -> Starts:
        """The first value of each range of about equal size: FINEST of them, fewer of few cases."""
        ends = np.cumsum(self._cases)
        wanted = np.arange(1, FINEST) * max(ends[-1] / FINEST, float(self._fewest))
        found: Starts = np.unique(np.concatenate([[0], np.searchsorted(ends, wanted) + 1]))
        return found[found < len(ends)]

    def _worth(self, starts: Starts) -> float:
        wins, totals = (np.add.reduceat(part, starts) for part in (self._won, self._cases))
        return float(log_likelihood(wins, totals).sum())

    def _moved(self, starts: Starts) -> Starts:
        """Each start in turn moved to the value that parts its two ranges best."""
        found, (wins, totals) = starts.copy(), self._sums
        for place in range(1, len(found)):
            first, last = int(found[place - 1]), int(np.append(found, len(self._cases))[place + 1])
            at = np.arange(first + 1, last)
            low, high = totals[at] - totals[first], totals[last] - totals[at]
            worth = log_likelihood(wins[at] - wins[first], low) + log_likelihood(wins[last] - wins[at], high)
            worth[(low < self._fewest) | (high < self._fewest)] = -inf
            found[place] = at[np.argmax(worth)]
        return found


def round_number(below: float, up_to: float) -> float:
    """The roundest number x with below < x <= up_to; the largest of equals.

    >>> round_number(49, 50), round_number(143.2, 212.7), round_number(0, 1), round_number(0.31, 0.34)
    (50.0, 200.0, 1.0, 0.32)
    """
    for exponent in range(15, -10, -1):
        for step in (1.0, 0.5, 0.2):
            unit = step * 10.0**exponent
            found = round(floor(up_to / unit) * unit, 9)
            if below < found <= up_to:
                return found
    return up_to


def in_ranges(numbers: Floats, cuts: Sequence[float]) -> NDArray[np.int64]:
    """By number which range it lies in (low <= x < high); -1 for nan."""
    found = np.searchsorted(np.asarray(cuts, dtype=np.float64), numbers, side="right").astype(np.int64)
    found[np.isnan(numbers)] = -1
    return found
