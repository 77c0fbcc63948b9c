"""Wide bands whose inside differs: where today's scorecard gives the same points to customers who fare unlike."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xltags.core.dataset import Dataset
from xltags.core.indicator_column import IndicatorColumn
from xltags.core.review.binning import FEWEST, round_number
from xltags.core.review.candidates import band_text, facts_of
from xltags.core.review.chance import FALSE_RATE, chi_square_p, false_discovery_q, fisher_p
from xltags.core.review.learnt_levels import NumberFacts, TagFacts
from xltags.core.review.outcomes import ClosedRows
from xltags.core.review.rates import rates_of
from xltags.core.review.results import Rate, Split
from xltags.core.scorecard import MEASURES, Band
from xltags.core.scoring import Scores
from xltags.core.values import as_text

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Places = NDArray[np.int64]
_Cut = tuple[tuple[tuple[str, Rate], ...], float]
MOST_CUTS = 9  # where a range is tried to be cut: at its tenths


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A band that was tested, with the parts it would be cut into and the chance of such a difference by luck."""

    column: IndicatorColumn
    position: int
    parts: tuple[tuple[str, Rate], ...]
    p: float


def find_splits(rows: ClosedRows, dataset: Dataset, scores: Scores) -> tuple[Split, ...]:
    """The bands of soft indicators in use that had better be cut in two, in the order of the scorecard.

    A range is cut at the one of its tenths that separates most; `p` by Fisher's exact test, times the cuts tried. A
    band of several tags, or of a parent, is cut between its tags in the order of their win rates; `p` by the chi-square
    test over all its tags. Each part needs FEWEST closed customers, and each tag as well: rarer ones count together. A
    band is shown where its `q` (Benjamini-Hochberg over all bands that could be tested) is below FALSE_RATE.

    Customers with several tags of a band, or with no more than the parent of some, say nothing about its inside.
    """
    tested = [found for column in scores.columns for found in _tested(column, rows, dataset, scores)]
    q = false_discovery_q([one.p for one in tested]).tolist() if tested else []
    return tuple(_split(one, dataset, value) for one, value in zip(tested, q, strict=True) if value < FALSE_RATE)


def _split(found: _Candidate, dataset: Dataset, q: float) -> Split:
    band = dataset.model.scorecard.bands[found.position]
    return Split(found.column.indicator.indicator, band.row, band_name(band), found.parts, found.p, q)


def band_name(band: Band) -> str:
    """A band as a person would write it.

    >>> band_name(Band(indicator="fit", tags=("Steel", "Retail"))), band_name(Band(indicator="size", low=50, high=200))
    ('Steel; Retail', '50 <= x < 200')
    """
    return "; ".join(band.tags) if band.tags else range_name(band.low, band.high)


def range_name(low: float | None, high: float | None) -> str:
    """A range as a person would write it.

    >>> range_name(None, 50), range_name(1500, None), range_name(None, None)
    ('x < 50', '1500 <= x', 'x')
    """
    left, right = "" if low is None else f"{as_text(low)} <= ", "" if high is None else f" < {as_text(high)}"
    return f"{left}x{right}"


def _tested(column: IndicatorColumn, rows: ClosedRows, dataset: Dataset, scores: Scores) -> Iterator[_Candidate]:
    field = column.indicator.field
    if column.indicator.kind == "hard" or field not in (*dataset.customers.tags, *MEASURES):
        return
    facts = facts_of(dataset, field, rows.records)
    bands = column.bands[rows.records]
    for position, band in enumerate(dataset.model.scorecard.bands):
        inside = bands == position
        if band.indicator != column.indicator.indicator or inside.sum() < 2 * FEWEST:
            continue
        if isinstance(facts, NumberFacts):
            found = _cut_range(facts.numbers[inside], rows.won[inside], band)
        else:
            found = _cut_tags(facts, inside, rows.won, _own_tags(scores, position, field, dataset), dataset)
        if found is not None:
            yield _Candidate(column, position, *found)


def _cut_range(numbers: Floats, won: Flags, band: Band) -> _Cut | None:
    """The best cut of a range in two; None where no tenth leaves enough on both sides."""
    ordered = np.argsort(numbers, kind="stable")
    values, wins = numbers[ordered], np.concatenate([[0], np.cumsum(won[ordered])])
    tenths = np.arange(1, MOST_CUTS + 1) * len(values) // (MOST_CUTS + 1)
    below = np.unique(np.searchsorted(values, values[tenths], side="left"))
    below = below[(below >= FEWEST) & (below <= len(values) - FEWEST)]
    if not len(below):
        return None
    hits = wins[below]
    p = fisher_p(hits, below, wins[-1] - hits, len(values) - below)
    best = int(np.argmin(p))
    at, left = int(below[best]), int(hits[best])
    limit = round_number(float(values[at - 1]), float(values[at]))
    names = [range_name(band.low, limit), range_name(limit, band.high)]
    rates = rates_of([left, int(wins[-1]) - left], [at, len(values) - at], 1)
    return tuple(zip(names, rates, strict=True)), min(1.0, float(p[best]) * len(below))


def _cut_tags(facts: TagFacts, inside: Flags, won: Flags, own: Flags, dataset: Dataset) -> _Cut | None:
    """The best cut of a band between its tags; None for a band of one tag, or too few customers of each."""
    tags, hits, cases = _by_tag(facts, inside, won, own)
    usual = cases >= FEWEST
    groups = [np.array([place]) for place in np.flatnonzero(usual)]
    if not usual.all() and cases[~usual].sum() >= FEWEST:
        groups.append(np.flatnonzero(~usual))
    if len(groups) < 2:
        return None
    wins, totals = (np.array([part[group].sum() for group in groups]) for part in (hits, cases))
    p = float(fisher_p(*_sides(wins, totals, 1))) if len(groups) == 2 else chi_square_p([wins, totals - wins])
    order = np.argsort(-(wins / totals), kind="stable")
    wins, totals = wins[order], totals[order]
    at = 1 + int(np.argmin([_unlikeness(*_sides(wins, totals, at)) for at in range(1, len(groups))]))
    left, of_left, right, of_right = _sides(wins, totals, at)
    sides = (np.concatenate([groups[place] for place in part]) for part in (order[:at], order[at:]))
    names = [_names(tags[side], facts.field, dataset) for side in sides]
    return tuple(zip(names, rates_of([left, right], [of_left, of_right], 1), strict=True)), p


def _by_tag(facts: TagFacts, inside: Flags, won: Flags, own: Flags) -> tuple[Places, Counts, Counts]:
    """The tags of a band that its customers carry, with their won and closed customers.

    A customer counts for a tag where it carries no other tag of the band, and the tag has none of them below it: naming
    a parent would cover its children too.
    """
    mine = own[facts.tags]
    held = np.bincount(facts.cells[mine], minlength=facts.cell_count + 1)
    tag_of = np.full(facts.cell_count + 1, -1, dtype=np.int64)
    tag_of[facts.cells[mine]] = facts.tags[mine]
    tag_of[held != 1] = -1
    carried = tag_of[facts.codes[inside]]
    hits, cases = (
        np.bincount(part[part >= 0], minlength=len(own)).astype(np.int64) for part in (carried[won[inside]], carried)
    )
    found = np.flatnonzero(cases).astype(np.int64)
    return found, hits[found], cases[found]


def _own_tags(scores: Scores, position: int, group: str, dataset: Dataset) -> Flags:
    """By tag of the group whether a band covers it and none of the tags it covers is below it."""
    taxonomy, compiled = dataset.model.taxonomy, scores.compiled
    keys = next(band.keys for rule in compiled.rules for band in rule.bands if band.position == position)
    covered = [taxonomy.tags[key] for key in keys]
    above = {id(it) for tag in covered for it in taxonomy.line_of(tag)[1:]}
    last = {id(tag) for tag in covered} - above
    return np.array([id(tag) in last for tag in taxonomy.tags_of(group)], dtype=np.bool_)


def _sides(wins: Counts, cases: Counts, at: int) -> tuple[int, int, int, int]:
    return int(wins[:at].sum()), int(cases[:at].sum()), int(wins[at:].sum()), int(cases[at:].sum())


def _unlikeness(won: int, cases: int, other_won: int, other_cases: int) -> float:
    """The p-value of the chi-square test of two parts: the smaller, the more they differ."""
    return chi_square_p([[won, cases - won], [other_won, other_cases - other_won]])


def _names(places: Places, group: str, dataset: Dataset) -> str:
    tags = dataset.model.taxonomy.tags_of(group)
    return "; ".join(band_text(dataset, tags[place]) or tags[place].tag for place in sorted(places.tolist()))
