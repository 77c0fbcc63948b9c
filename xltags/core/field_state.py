"""What one field of a customer does to the score, now and in every way its blanks can still be filled.

A field is a tag group, a measure, or size and people together (`chain_coverage` needs both; see `people_field`). Its
*state* is all that the rules can tell apart: the set of tags, the interval between two limits of bands, the roles met.
Table and formula make states here, so they cannot disagree.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple

from xltags.core.bands import WORST, Effect, Rule, RuleBand, judge_number, judge_tags
from xltags.core.chain import Coverage
from xltags.core.scorecard import ChainRule

Outcome = tuple[float, int]  # millionths of a point, code of the best tier still allowed


class Bounds(NamedTuple):
    """The ends of a set of outcomes. `most` is by tier code A, B, C: the most points among the outcomes that allow it,
    -inf where none does. `spread` is the most less the fewest points, whatever the cap."""

    fewest: float
    worst_cap: int
    most: tuple[float, float, float]
    spread: float


@dataclass(frozen=True, slots=True)
class Ask:
    """A blank of a state: the rule (number in the scorecard's rules) to ask for, and what its answers can give."""

    rule: int
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class State:
    """A field's state. `effects` is by rule of the field; `now` is their joint outcome, with the cap of "only the CEO".

    `bounds` are the ends of all that filling its blanks can give, jointly for all rules of the field, and of `now` (a
    blank may stay one, so the tier of today is always within its range); `asks` are its blanks.
    """

    effects: tuple[Effect, ...]
    now: Outcome
    bounds: Bounds
    asks: tuple[Ask, ...] = ()
    coverage: Coverage | None = None


def bounds_of(outcomes: Iterable[Outcome]) -> Bounds:
    """The ends of a set of outcomes that is not empty.

    >>> bounds_of([(0.0, 0), (30.0, 1)])
    Bounds(fewest=0.0, worst_cap=1, most=(0.0, 30.0, 30.0), spread=30.0)
    """
    points, caps = zip(*outcomes, strict=True)
    pairs = list(zip(points, caps, strict=True))
    a, b, c = (max((micro for micro, cap in pairs if cap <= tier), default=-inf) for tier in range(WORST))
    return Bounds(min(points), max(caps), (a, b, c), max(points) - min(points))


def outcome_of(effects: Iterable[Effect], chain_cap: int = 0) -> Outcome:
    """The joint outcome of a field's rules; a rejection allows no tier but the last."""
    micro, cap = 0.0, chain_cap
    for effect in effects:
        micro += effect.micro
        cap = max(cap, WORST if effect.rejects else effect.cap)
    return micro, cap


@dataclass(frozen=True, eq=False)
class TagField:
    """A tag group that rules look at. `numbers` are the rules' numbers in the scorecard; `living` its tags in use."""

    group: str
    numbers: tuple[int, ...]
    rules: tuple[Rule, ...]
    living: tuple[int, ...]
    many: bool
    memo: dict[frozenset[int], State] = field(default_factory=dict)

    def state(self, keys: frozenset[int]) -> State:
        """The state of a cell with these tags; the empty set is unknown."""
        known = self.memo.get(keys)
        if known is None:
            known = self.memo[keys] = self._state(keys)
        return known

    def _state(self, keys: frozenset[int]) -> State:
        effects = self._effects(keys)
        now = outcome_of(effects)
        if keys:
            return State(effects, now, bounds_of([now]))
        bounds = bounds_of([now, *(outcome_of(self._effects(tags)) for tags in self._answers())])
        return State(effects, now, bounds, (Ask(self.numbers[0], bounds),))

    def _effects(self, keys: frozenset[int]) -> tuple[Effect, ...]:
        return tuple(judge_tags(rule, keys) for rule in self.rules)

    def _answers(self) -> list[frozenset[int]]:
        """Enough sets of tags to show the worst and the best an answer can do under every cap.

        More tags never give fewer points. So in a many-valued group the most points under a cap come from the largest
        set of tags that respects it, and the fewest points and the worst cap from single tags.
        """
        singles = {self._effects(frozenset({key})): key for key in reversed(self.living)}
        answers = [frozenset({key}) for key in singles.values()]
        if self.many and len(self.rules) > 1:
            answers += [tags for cap in range(WORST + 1) if (tags := self._largest(cap))]
        return answers

    def _largest(self, cap: int) -> frozenset[int]:
        """All living tags but those that no set under this cap can hold; may be empty."""
        tags = frozenset(self.living)
        while True:
            barred = [band.keys for rule in self.rules for band in _barring(rule, judge_tags(rule, tags), cap)]
            left = tags.difference(*barred)
            if left == tags:
                return tags
            tags = left


def _barring(rule: Rule, effect: Effect, cap: int) -> list[RuleBand]:
    """The bands that no set of tags may meet if it is to stay under a cap; `effect` is that of the tags still left."""
    if cap == WORST:
        return []
    if rule.hard:
        return [band for band in rule.bands if band.outcome == "reject" or band.cap > cap]
    return [band for band in rule.bands if band.position == effect.band and band.cap > cap]


def cut_points(rules: Iterable[Rule], chain_rules: Iterable[ChainRule] = ()) -> tuple[float, ...]:
    """Every limit of a band or chain rule, sorted: between two of them all numbers score alike."""
    limits = [limit for rule in rules for band in rule.bands for limit in (band.low, band.high)]
    limits += [limit for rule in chain_rules for limit in (rule.low, rule.high)]
    return tuple(sorted({limit for limit in limits if limit is not None}))


def interval_of(number: float | None, cuts: Sequence[float]) -> int | None:
    """Which of the len(cuts) + 1 half-open intervals holds a number; None for none (nan is none)."""
    return None if number is None or number != number else bisect_right(cuts, number)


def number_in(interval: int | None, cuts: Sequence[float]) -> float | None:
    """A number of an interval: its lower limit."""
    if interval is None:
        return None
    return cuts[interval - 1] if interval else -inf


@dataclass(frozen=True, eq=False)
class MeasureField:
    """A measure that rules look at; its state is the interval between two cut points."""

    measure: str
    numbers: tuple[int, ...]
    rules: tuple[Rule, ...]
    cuts: tuple[float, ...]
    memo: dict[int | None, State] = field(default_factory=dict)

    def state(self, interval: int | None) -> State:
        """The state of a number in this interval; None is unknown."""
        known = self.memo.get(interval)
        if known is None:
            known = self.memo[interval] = self._state(interval)
        return known

    def _state(self, interval: int | None) -> State:
        effects = self._effects(interval)
        now = outcome_of(effects)
        if interval is not None:
            return State(effects, now, bounds_of([now]))
        bounds = bounds_of([now, *(outcome_of(self._effects(answer)) for answer in range(len(self.cuts) + 1))])
        return State(effects, now, bounds, (Ask(self.numbers[0], bounds),))

    def _effects(self, interval: int | None) -> tuple[Effect, ...]:
        return tuple(judge_number(rule, number_in(interval, self.cuts)) for rule in self.rules)
