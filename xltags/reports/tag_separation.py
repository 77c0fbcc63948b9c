"""How far tags tell winners from losers, and how much of that is chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import erfc, sqrt
from typing import TYPE_CHECKING

import numpy as np

from xltags.core.wilson import wilson
from xltags.reports.lead_frame import lead_frame

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xltags.core.customers import TagColumn
    from xltags.reports.registry import Source

FALSE_RATE = 0.05  # the share of false ones among the tags said to separate (Benjamini-Hochberg)
HALF = 0.5  # added to each cell, so that a tag without a loss does not weigh without end


@dataclass(frozen=True, slots=True)
class Separation:
    """The closed deals (won or lost) of a tag's customers against those of the others with a known value of the group.

    `difference` is the win rate of the tag less that of the others (-1..1), with its 95 % interval and the p-value of
    no difference; nan where either side has fewer than min_sample closed deals.
    """

    closed: int
    won: int
    difference: float
    low: float
    high: float
    p: float


def tag_separations(source: Source) -> dict[int, Separation]:
    """By position in `Taxonomy.tags`, for the tags of groups that `Customers` has; children count for their parents.

    Groups of the family stage are left out: they say how a deal ended.
    """
    leads, taxonomy = lead_frame(source), source.dataset.model.taxonomy
    places = {id(tag): place for place, tag in enumerate(taxonomy.tags)}
    found: dict[int, Separation] = {}
    for column in (it for it in source.dataset.customers.tags.values() if it.group.family != "stage"):
        won, lost = _outcomes(column, leads["won"].to_numpy() > 0, leads["lost"].to_numpy() > 0)
        known = np.asarray([bool(matches) for matches in column.matches], dtype=np.bool_)
        totals = (int(won[known].sum()), int(lost[known].sum()))
        mine: dict[int, list[int]] = {}
        for code, matches in enumerate(column.matches):
            tags = {tag.id: tag for it in matches if it.tag is not None for tag in taxonomy.line_of(it.tag)}
            for tag in tags.values():
                counts = mine.setdefault(places[id(tag)], [0, 0])
                counts[0] += int(won[code])
                counts[1] += int(lost[code])
        for place, (wins, losses) in mine.items():
            found[place] = separation(wins, losses, *totals, min_sample=source.dataset.model.settings.min_sample)
    return found


def _outcomes(
    column: TagColumn, won: NDArray[np.bool_], lost: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Won and lost customers by distinct cell; one that is both counts as won."""
    codes, count = column.column.codes, len(column.matches)
    wins = np.bincount(codes[won & (codes >= 0)], minlength=count)
    losses = np.bincount(codes[lost & ~won & (codes >= 0)], minlength=count)
    return wins.astype(np.int64), losses.astype(np.int64)


def separation(won: int, lost: int, all_won: int, all_lost: int, *, min_sample: int) -> Separation:
    """The separation of a tag with these wins and losses, in a group with those in all.

    Source of the interval: R. G. Newcombe, Statistics in Medicine 17 (1998), method 10; the p-value is that of the
    pooled two-proportion test.

    >>> found = separation(40, 10, 60, 90, min_sample=30)
    >>> round(found.difference, 3), round(found.low, 3), round(found.high, 3), found.p < 1e-6
    (0.6, 0.442, 0.71, True)
    """
    closed, others = won + lost, all_won + all_lost - won - lost
    if min(closed, others) < max(min_sample, 1):
        return Separation(closed, won, np.nan, np.nan, np.nan, np.nan)
    other_won = all_won - won
    p1, p2 = won / closed, other_won / others
    lows, highs = wilson([won, other_won], [closed, others])
    low = p1 - p2 - sqrt((p1 - lows[0]) ** 2 + (highs[1] - p2) ** 2)
    high = p1 - p2 + sqrt((highs[0] - p1) ** 2 + (p2 - lows[1]) ** 2)
    pooled = all_won / (closed + others)
    spread = sqrt(pooled * (1 - pooled) * (1 / closed + 1 / others))
    p = erfc(abs(p1 - p2) / spread / sqrt(2)) if spread else 1.0
    return Separation(closed, won, p1 - p2, low, high, p)


def sure_differences(found: Mapping[int, Separation]) -> dict[int, float]:
    """The differences that are more than chance: Benjamini-Hochberg over all tags at 5 %, and an interval without 0.

    Source: Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995).
    """
    tested = sorted((it.p, place) for place, it in found.items() if it.p == it.p)
    count = len(tested)
    passed = [rank for rank, (p, _) in enumerate(tested, start=1) if p <= FALSE_RATE * rank / count]
    sure = [place for _, place in tested[: max(passed, default=0)]]
    return {place: found[place].difference for place in sorted(sure) if found[place].low > 0 or found[place].high < 0}


def information_value(won: NDArray[np.int64], lost: NDArray[np.int64]) -> tuple[float, float]:
    """How much a group tells about wins (0 = nothing), and how much pure chance would show.

    Args:
        won, lost: by value of the group, of the customers with a value.

    Returns:
        The sum of (share of wins - share of losses) x ln of their quotient, with half a deal added to each cell; and
        its expectation if the group told nothing, (values - 1) x (1 / wins + 1 / losses). nan without a win or a loss.

    Source: Siddiqi, Credit Risk Scorecards (Wiley, 2006); the expectation is that of the chi-square it approximates.
    """
    used = (won + lost) > 0
    won, lost = won[used], lost[used]
    wins, losses = int(won.sum()), int(lost.sum())
    if not wins or not losses:
        return np.nan, np.nan
    good = (won + HALF) / (wins + HALF * len(won))
    bad = (lost + HALF) / (losses + HALF * len(lost))
    value = float(((good - bad) * np.log(good / bad)).sum())
    return value, (len(won) - 1) * (1 / wins + 1 / losses)


def group_information(source: Source, column: TagColumn) -> tuple[int, float, float]:
    """Closed deals with a value of the group, its information value and that of chance; nan under min_sample of them,
    or under 10 wins or losses. The first value of a cell counts."""
    leads = lead_frame(source)
    won, lost = _outcomes(column, leads["won"].to_numpy() > 0, leads["lost"].to_numpy() > 0)
    labels = [labels[0] if matches else "" for labels, matches in zip(column.labels(), column.matches, strict=True)]
    names = {label: place for place, label in enumerate(dict.fromkeys(label for label in labels if label))}
    wins, losses = np.zeros(len(names), dtype=np.int64), np.zeros(len(names), dtype=np.int64)
    for code, label in enumerate(labels):
        if label:
            wins[names[label]] += won[code]
            losses[names[label]] += lost[code]
    closed = int(wins.sum() + losses.sum())
    if closed < source.dataset.model.settings.min_sample or min(wins.sum(), losses.sum()) < 10:
        return closed, np.nan, np.nan
    return closed, *information_value(wins, losses)
