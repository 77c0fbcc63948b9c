"""What the values of one field are worth, learnt from outcomes: the logarithm of the odds of winning, blank at 0.

A value is worth how much better it does than a blank, because points are never negative and a blank gives none. Values
that do no better than a blank are pooled with it (the most likely worths under that order, as in isotonic regression);
without blanks the worst value is at 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xltags.core.review.binning import (
    MOST_TAG_GROUPS,
    fewest_of,
    in_ranges,
    log_likelihood,
    number_cuts,
    partition,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]
TAG_GROUP_PRICE = 1.92  # of log-likelihood for a group of tags more: half the 95 % point of chi-square with 1 degree
SHRINK = 10.0  # customers at the overall rate that are added to each group, so that small ones do not weigh too much


@dataclass(frozen=True, eq=False)
class TagFacts:
    """A tag group over closed customers.

    `codes` is each customer's cell; `cells` and `tags` pair cells with the tags in them (places in the group; a blank
    cell has none). `wide` and `narrow` are by tag the widest tag above it and the one next below that on its line, both
    itself where it is the widest; -1 for a tag that a band cannot name.
    """

    field: str
    codes: Places
    cells: Places
    tags: Places
    wide: Places
    narrow: Places
    cell_count: int


@dataclass(frozen=True, eq=False)
class NumberFacts:
    """A measure over closed customers; nan is blank."""

    field: str
    numbers: Floats


Facts = TagFacts | NumberFacts


@dataclass(frozen=True, eq=False)
class TagLevels:
    """What tags are worth. `level_of` is by tag the level that a band which names the tag's line gives, -1 for none;
    `named` the tags to name by level; `worth` by level, ascending from 0."""

    level_of: Places
    named: tuple[tuple[int, ...], ...]
    worth: Floats

    def of(self, facts: Facts, worth: Floats | None = None) -> Floats:
        """Each customer's worth: the best among its tags, 0 where none has one."""
        assert isinstance(facts, TagFacts)
        by_cell = np.zeros(facts.cell_count + 1)
        by_tag = np.append(self.worth if worth is None else worth, 0.0)[self.level_of]
        np.maximum.at(by_cell, facts.cells, by_tag[facts.tags])
        return by_cell[facts.codes]


@dataclass(frozen=True, eq=False)
class NumberLevels:
    """What the ranges between the cuts are worth, the lowest range first; the smallest worth is 0."""

    cuts: tuple[float, ...]
    worth: Floats

    def of(self, facts: Facts, worth: Floats | None = None) -> Floats:
        """Each customer's worth, 0 where there is no number."""
        assert isinstance(facts, NumberFacts)
        return np.append(self.worth if worth is None else worth, 0.0)[in_ranges(facts.numbers, self.cuts)]


Levels = TagLevels | NumberLevels


def learn_levels(facts: Facts, rows: Flags, won: Flags) -> Levels | None:
    """What a field's values are worth to the chosen rows; None where no value differs from the others.

    Args:
        facts: the field of all closed customers.
        rows: which of them to learn from.
        won: which of them were won.
    """
    if isinstance(facts, NumberFacts):
        return _learn_numbers(facts.numbers[rows], won[rows])
    return _learn_tags(facts, rows, won)


def _learn_numbers(numbers: Floats, won: Flags) -> NumberLevels | None:
    cuts = number_cuts(numbers, won)
    places = in_ranges(numbers, cuts)
    cases, hits = (np.bincount(part + 1, minlength=len(cuts) + 2).astype(np.float64) for part in (places, places[won]))
    worth = worths(hits[1:], cases[1:], (float(hits[0]), float(cases[0])))
    return NumberLevels(cuts, worth) if worth.any() else None


def worths(won: Floats, cases: Floats, blank: tuple[float, float]) -> Floats:
    """By group its log odds above those of a blank, 0 for groups pooled with it. `blank` is (won, cases) of blanks.

    >>> worths(np.array([10.0, 60.0]), np.array([100.0, 100.0]), (0.0, 0.0)).round(2).tolist()
    [0.0, 2.28]
    >>> worths(np.array([10.0, 60.0]), np.array([100.0, 100.0]), (30.0, 100.0)).round(2).tolist()
    [0.0, 1.65]
    """
    overall = (float(won.sum()) + blank[0]) / max(float(cases.sum()) + blank[1], 1.0)
    rates = (won + SHRINK * overall) / (cases + SHRINK)
    order = np.argsort(rates, kind="stable").tolist()
    hits, of, pooled = blank[0], blank[1], 0
    while pooled < len(order) and (not of or rates[order[pooled]] <= (hits + SHRINK * overall) / (of + SHRINK)):
        hits, of, pooled = hits + float(won[order[pooled]]), of + float(cases[order[pooled]]), pooled + 1
    found = np.zeros(len(order))
    if 0.0 < overall < 1.0:
        floor = (hits + SHRINK * overall) / (of + SHRINK)
        better = order[pooled:]
        found[better] = np.log(rates[better] / (1 - rates[better])) - np.log(floor / (1 - floor))
    return found


def _learn_tags(facts: TagFacts, rows: Flags, won: Flags) -> TagLevels | None:
    counts = _Counts(facts, rows, won)
    unit_of = _units(facts, counts)
    units, unit_won, unit_cases = counts.of_units(unit_of)
    if not len(units):
        return None
    fewest = fewest_of(counts.cases)
    small = unit_cases < fewest
    overall = counts.won / max(counts.cases, 1.0)
    rates = (unit_won + SHRINK * overall) / (unit_cases + SHRINK)
    order = np.lexsort((units, rates))
    order = order[~small[order]]
    groups = [order[start:end] for start, end in _slices(unit_won[order], unit_cases[order], fewest)]
    if small.any() and unit_cases[small].sum() >= fewest:
        groups.append(np.flatnonzero(small))
    if not groups:
        return None
    sums = [np.array([part[group].sum() for group in groups]) for part in (unit_won, unit_cases)]
    kept = np.isin(unit_of, units[np.concatenate(groups)])
    worth = worths(sums[0], sums[1], counts.without(kept))
    return _tag_levels(unit_of, [units[group] for group in groups], worth) if worth.any() else None


def _slices(won: Floats, cases: Floats, fewest: int) -> Iterable[tuple[int, int]]:
    if not len(cases):
        return []
    starts = partition(won, cases, most=MOST_TAG_GROUPS, fewest=fewest, price=TAG_GROUP_PRICE)
    return zip(starts, [*starts[1:], len(cases)], strict=True)


def _tag_levels(unit_of: Places, groups: Sequence[Places], worth: Floats) -> TagLevels:
    """Levels by worth; the groups of equal worth, such as those pooled with blanks, are one."""
    values, places = np.unique(worth, return_inverse=True)
    level_of = np.full(len(unit_of), -1, dtype=np.int64)
    named: list[list[int]] = [[] for _ in values]
    for units, place in zip(groups, places.tolist(), strict=True):
        level_of[np.isin(unit_of, units)] = place
        named[place] += units.tolist()
    return TagLevels(level_of, tuple(tuple(sorted(units)) for units in named), values)


class _Counts:
    """How often tags occur among the rows to learn from, and with what outcome."""

    def __init__(self, facts: TagFacts, rows: Flags, won: Flags) -> None:
        self._facts = facts
        size = facts.cell_count + 1
        self._cases = np.bincount(facts.codes[rows], minlength=size).astype(np.float64)
        self._won = np.bincount(facts.codes[rows & won], minlength=size).astype(np.float64)
        self.cases, self.won = float(self._cases.sum()), float(self._won.sum())

    def of_units(self, unit_of: Places) -> tuple[Places, Floats, Floats]:
        """The units that occur with the customers won and closed in each; a cell counts once for a unit."""
        units = unit_of[self._facts.tags]
        width = len(unit_of) + 1
        pairs = np.unique((self._facts.cells * width + units)[units >= 0])
        found, places = np.unique(pairs % width, return_inverse=True)
        won, cases = (np.bincount(places, weights=part[pairs // width]) for part in (self._won, self._cases))
        there = cases > 0
        return found[there].astype(np.int64), won[there].astype(np.float64), cases[there].astype(np.float64)

    def without(self, kept: Flags) -> tuple[float, float]:
        """Won and closed customers that have none of the tags that are kept."""
        cells = np.ones(len(self._cases), dtype=np.bool_)
        cells[self._facts.cells[kept[self._facts.tags]]] = False
        return float(self._won[cells].sum()), float(self._cases[cells].sum())


def _units(facts: TagFacts, counts: _Counts) -> Places:
    """By tag the one to name for it in a band: its widest tag, or the one below where that tells more; -1 for none.

    A family of tags is split only where all that is said by the widest tag alone can be taken for blank: a band of a
    parent covers its children, so naming both would lift the weak children.
    """
    found = facts.wide.copy()
    for top in np.unique(facts.wide[(facts.narrow != facts.wide)]).tolist():
        family = facts.wide == top
        parts = np.where(family & (facts.narrow != top), facts.narrow, -1)
        if _tells_more(counts, parts, np.where(family, top, -1)):
            found[family] = parts[family]
    return found


def _tells_more(counts: _Counts, parts: Places, whole: Places) -> bool:
    """Whether the parts of a family differ by more than their number explains (BIC)."""
    _, won, cases = counts.of_units(parts)
    _, all_won, all_cases = counts.of_units(whole)
    if not len(all_cases):
        return False
    usual = cases >= fewest_of(counts.cases)
    rest_won, rest_cases = all_won.sum() - won[usual].sum(), all_cases.sum() - cases[usual].sum()
    rest = rest_cases > 0 and 0 <= rest_won <= rest_cases
    split = np.append(won[usual], rest_won if rest else 0.0), np.append(cases[usual], rest_cases if rest else 0.0)
    gain = float(log_likelihood(*split).sum() - log_likelihood(all_won, all_cases).sum())
    more = int(usual.sum()) + int(rest) - 1
    return more > 0 and gain > more * float(np.log(counts.cases)) / 2
