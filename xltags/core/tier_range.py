"""Which tiers are still possible, and which blank to ask for first; for all customers at once.

Fields are independent of each other, so the ends of their sum are the sums of their ends. Both ends are exact: the
worst tier is the worst of the lowest sum and of every cap, and the best is found by trying the tiers from A down with
the answers that allow them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from xltags.core.bands import MICRO, WORST
from xltags.core.field_state import Bounds, State

Floats = NDArray[np.float64]
Tiers = NDArray[np.int8]
Numbers = NDArray[np.int32]
Floors = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class FieldStates:
    """A field of all customers: the states that occur, and the code of each customer's state."""

    states: tuple[State, ...]
    codes: Numbers


def tiers_of(micro: Floats, floors: Floors) -> Tiers:
    """The code of the best tier whose min_points is reached; 3 (D) where none is. Caps come on top."""
    points = micro / MICRO
    found = np.full(points.shape, WORST, dtype=np.int8)
    for code, floor in floors:  # worst first, so that the best one stands
        found[points >= floor] = code
    return found


def now_of(fields: Sequence[FieldStates], count: int) -> tuple[Floats, Tiers]:
    """Millionths of a point and the code of the best tier allowed, by customer, with blanks at 0."""
    micro, caps = np.zeros(count), np.zeros(count, dtype=np.int8)
    for field in fields:
        micro += np.array([state.now[0] for state in field.states])[field.codes]
        np.maximum(caps, np.array([state.now[1] for state in field.states], dtype=np.int8)[field.codes], out=caps)
    return micro, caps


def tier_ranges(fields: Sequence[FieldStates], count: int, floors: Floors) -> tuple[Tiers, Tiers]:
    """The worst and the best tier still possible, as codes."""
    totals = _Totals(np.zeros(count), np.zeros(count, dtype=np.int8))
    for field in fields:
        totals.add([state.bounds for state in field.states], field.codes)
    return totals.worst(floors), totals.best(floors)


def ask_first(fields: Sequence[FieldStates], asked: NDArray[np.bool_], floors: Floors) -> Numbers:
    """The number of the rule to ask for: the blank whose answer alone moves the tier furthest; -1 for none.

    Ties go to the larger spread of points, then to the indicator first in the workbook.

    Args:
        fields: every field of the customers.
        asked: which customers have a range of more than one tier; the others get -1.
    """
    best = _Best(len(asked))
    micro, caps = now_of(fields, len(asked))
    for field in fields:
        own = np.array([state.now[0] for state in field.states])
        for asks in zip_longest(*(state.asks for state in field.states)):
            has = np.array([ask is not None for ask in asks])
            rows = np.flatnonzero(has[field.codes] & asked)
            codes = field.codes[rows]
            # The answers repeat what is known of their own field: its points are taken out, its caps may stay.
            totals = _Totals(micro[rows] - own[codes], caps[rows])
            totals.add([ask.bounds if ask else _NOTHING for ask in asks], codes)
            rules = np.array([ask.rule if ask else -1 for ask in asks], dtype=np.int32)[codes]
            spread = np.array([ask.bounds.spread if ask else 0.0 for ask in asks])[codes]
            best.offer(rows, rules, totals.worst(floors) - totals.best(floors), spread)
    return best.rules


_NOTHING = Bounds(0.0, 0, (0.0, 0.0, 0.0), 0.0)


class _Best:
    """The best question so far, by customer."""

    def __init__(self, count: int) -> None:
        self.rules = np.full(count, -1, dtype=np.int32)
        self._tiers, self._spread = np.full(count, -1, dtype=np.int8), np.full(count, -1.0)

    def offer(self, rows: NDArray[np.intp], rules: Numbers, tiers: Tiers, spread: Floats) -> None:
        same = tiers == self._tiers[rows]
        earlier = (spread == self._spread[rows]) & (rules < self.rules[rows])
        better = (tiers > self._tiers[rows]) | (same & ((spread > self._spread[rows]) | earlier))
        won = rows[better]
        self.rules[won], self._tiers[won], self._spread[won] = rules[better], tiers[better], spread[better]


class _Totals:
    """Sums of bounds by customer: fewest points, worst cap, and the most points that still allow A, B and C."""

    def __init__(self, micro: Floats, caps: Tiers) -> None:
        self._fewest, self._worst_cap = micro.copy(), caps.copy()
        self._most = [np.where(caps <= tier, micro, -np.inf) for tier in range(WORST)]

    def add(self, bounds: Sequence[Bounds], codes: Numbers) -> None:
        self._fewest += np.array([one.fewest for one in bounds])[codes]
        worst = np.array([one.worst_cap for one in bounds], dtype=np.int8)[codes]
        np.maximum(self._worst_cap, worst, out=self._worst_cap)
        for tier, most in enumerate(self._most):
            most += np.array([one.most[tier] for one in bounds])[codes]

    def worst(self, floors: Floors) -> Tiers:
        return np.maximum(tiers_of(self._fewest, floors), self._worst_cap)

    def best(self, floors: Floors) -> Tiers:
        found = np.full(self._fewest.shape, WORST, dtype=np.int8)
        for tier in reversed(range(WORST)):
            found[tiers_of(self._most[tier], floors) <= tier] = tier
        return found
