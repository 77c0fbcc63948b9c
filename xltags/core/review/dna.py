"""Golden-customer DNA: the tags that winners (or renewing customers) carry more or less often than others.

Tags are ranked by how sure the difference is; see `chance` for the correction that comes with many tags.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xltags.core.review.chance import FALSE_RATE, false_discovery_q, fisher_p
from xltags.core.review.rates import rate_of, rates_of
from xltags.core.review.results import Dna, TagEvidence

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from xltags.core.review.outcomes import ClosedRows, GroupTags
    from xltags.core.review.results import Outcome

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

MIN_TAGGED = 10  # customers with the tag, and with another one, for a test
HALF = 0.5  # added to each cell, so that a tag without a win does not weigh without end


@dataclass(frozen=True, eq=False)
class _Counted:
    """One group's tags: customers and hits of each, and of the group's customers with a value."""

    group: GroupTags
    of: Counts
    hits: Counts
    known: int
    known_hits: int


def find_dna(rows: ClosedRows, outcome: Outcome, *, without: Collection[str] = ()) -> Dna:
    """The DNA of one outcome: won among the closed, or renewed among the won.

    Args:
        rows: the closed customers.
        outcome: what makes a customer golden.
        without: ids of groups to leave out, as they are known to be written after the outcome.
    """
    base = np.ones(len(rows), dtype=np.bool_) if outcome == "won" else rows.won
    hits = rows.won if outcome == "won" else rows.renewed & rows.won
    counted = [
        _count(group, rows.records[base], rows.records[base & hits], len(rows.met))
        for group in rows.groups
        if group.group.group not in without
    ]
    counted = [one for one in counted if one.of.any()]
    overall = rate_of(int((base & hits).sum()), int(base.sum()), MIN_TAGGED)
    information = sorted(
        ((one.group.group.group, float(information_values(one.hits, one.of).sum())) for one in counted),
        key=lambda pair: (-pair[1], pair[0]),
    )
    return Dna(outcome, overall, _evidence(outcome, counted), tuple(information))


def _count(group: GroupTags, records: NDArray[np.intp], golden: NDArray[np.intp], size: int) -> _Counted:
    chosen, hits = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    chosen[records], hits[golden] = True, True
    known = group.known()
    return _Counted(
        group, group.counts(chosen), group.counts(hits), int((known & chosen).sum()), int((known & hits).sum())
    )


def _evidence(outcome: Outcome, counted: list[_Counted]) -> tuple[TagEvidence, ...]:
    """The evidence of all tags with enough customers, the surest first."""
    tested = [(one.of >= MIN_TAGGED) & (one.known - one.of >= MIN_TAGGED) for one in counted]
    parts = [
        np.where(
            fit, fisher_p(one.hits * fit, one.of * fit, (one.known_hits - one.hits) * fit, (one.known - one.of) * fit),
            np.nan,
        )
        for one, fit in zip(counted, tested, strict=True)
    ]  # fmt: skip
    all_q = false_discovery_q(np.concatenate([np.zeros(0), *parts]))
    found: list[TagEvidence] = []
    start = 0
    for one, p in zip(counted, parts, strict=True):
        found += _group_evidence(outcome, one, p, all_q[start : start + len(p)])
        start += len(p)
    return tuple(sorted(found, key=_surest_first))


def _surest_first(one: TagEvidence) -> tuple[float, float, float, str, str]:
    q, p = (2.0, 2.0) if np.isnan(one.p) else (one.q, one.p)
    return q, p, -one.shrunk, one.group, one.tag


def _group_evidence(outcome: Outcome, one: _Counted, p: Floats, q: Floats) -> list[TagEvidence]:
    rates = rates_of(one.hits, one.of, MIN_TAGGED)
    shrunk, parts = shrunk_rates(one.hits, one.of), information_values(one.hits, one.of)
    all_rate = one.known_hits / max(one.known, 1)
    golden, others = one.known_hits, one.known - one.known_hits
    return [
        TagEvidence(
            outcome=outcome,
            group=one.group.group.group,
            tag=label,
            rate=rates[place],
            lift=rates[place].rate / all_rate if all_rate else np.nan,
            shrunk=float(shrunk[place]),
            share_in=one.hits[place] / golden if golden else np.nan,
            share_out=(one.of[place] - one.hits[place]) / others if others else np.nan,
            information_value=float(parts[place]),
            p=float(p[place]),
            q=float(q[place]),
            significant=bool(q[place] < FALSE_RATE),
        )
        for place, label in enumerate(one.group.labels)
        if one.of[place] >= MIN_TAGGED
    ]


def information_values(hits: Counts, of: Counts) -> Floats:
    """By tag its part of the group's information value: (share of hits - share of others) x ln(of the two), never < 0.

    Shares are of all mentions of the group's tags, each cell with 0.5 added.

    >>> information_values(np.array([30, 10]), np.array([40, 40])).round(3).tolist()
    [0.52, 0.52]
    """
    used = of > 0
    inside = np.where(used, hits + HALF, 0.0)
    outside = np.where(used, of - hits + HALF, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        part, other = inside / inside.sum(), outside / outside.sum()
        found = (part - other) * np.log(part / other)
    return np.where(used, found, 0.0)


def shrunk_rates(hits: Counts, of: Counts) -> Floats:
    """By tag the empirical-Bayes rate: its own rate drawn to that of its group, the more the fewer its customers.

    The group's rates are taken for beta-distributed, with mean and spread by the method of moments: J. C. Kleinman,
    Journal of the American Statistical Association 68 (1973). Where they spread no more than chance would, all tags get
    the group's rate. A tag without customers has none: nan.

    >>> shrunk_rates(np.array([9, 30, 20]), np.array([10, 100, 100])).round(3).tolist()
    [0.708, 0.299, 0.203]
    """
    n, size = of.astype(np.float64), float(of.sum())
    own: Floats = np.divide(hits, n, out=np.full(len(n), np.nan), where=n > 0)
    if not size:
        return own
    mean = float(hits.sum()) / size
    weights = (n * (1 - n / size))[n > 0]
    spread = float(np.nansum(n * (own - mean) ** 2))
    chance = mean * (1 - mean) * float((weights / n[n > 0]).sum())
    room = mean * (1 - mean) * float(weights.sum()) - chance
    alike = min(max((spread - chance) / room, 0.0), 1.0) if room > 0 else 0.0  # correlation within a tag
    drawn = n * alike / (n * alike + 1 - alike) if alike < 1 else np.ones(len(n))
    found: Floats = mean + drawn * (own - mean)
    return found
