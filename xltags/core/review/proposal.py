"""A scorecard learnt from outcomes, to stand beside today's: only where the figures carry one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from xltags.core.dataset import Dataset
from xltags.core.review.candidates import facts_of, learnable_fields
from xltags.core.review.discrimination import discrimination, in_force_since
from xltags.core.review.leaks import find_leaks
from xltags.core.review.learnt_levels import Facts
from xltags.core.review.learnt_points import FOLDS, FieldPoints, learn_points
from xltags.core.review.learnt_scorecard import Learnt, learnt_scorecard, tier_floors
from xltags.core.review.outcomes import ClosedRows
from xltags.core.review.paired_auc import paired_difference
from xltags.core.review.rates import rates_of
from xltags.core.review.results import Leak, Proposal, Rate
from xltags.core.review.time_split import TimeSplit, split_by_time
from xltags.core.scorecard import TIERS, Scorecard
from xltags.core.scoring import Scores, score

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
FEWEST_CLOSED = 150  # under it tiers learnt from outcomes are no better than chance on every second try


def propose(
    rows: ClosedRows,
    dataset: Dataset,
    scores: Scores,
    *,
    also: Collection[str] = (),
    leaks: Sequence[Leak] | None = None,
) -> Proposal | None:
    """A scorecard of whole points over 0..100, learnt from the older closed customers and tested on the newest.

    None under FEWEST_CLOSED closed customers, where no field tells won from lost, and where the newer customers do not
    bear out what the older ones taught.

    Args:
        rows: the closed customers.
        dataset: all customers; the proposal is scored as any scorecard is.
        scores: the customers' scores by today's scorecard.
        also: fields to learn from although they are written late, such as the judgement after talking.
        leaks: what `find_leaks` found, where it is known already; their fields are left out.
    """
    found = find_leaks(rows, dataset, scores, also=also) if leaks is None else leaks
    card = learn_card(rows, dataset, learnable_fields(dataset, also, [leak.field for leak in found]))
    return None if card is None else _tested(rows, dataset, scores, card)


@dataclass(frozen=True, eq=False)
class LearntCard:
    """A learnt scorecard, whom it was learnt from, and the points it gives, in the order of the split."""

    scorecard: Scorecard
    split: TimeSplit
    points: Floats


def learn_card(rows: ClosedRows, dataset: Dataset, fields: Sequence[str]) -> LearntCard | None:
    """A scorecard learnt from the older closed customers; None where they are too few or no field tells anything."""
    if len(rows) < FEWEST_CLOSED:
        return None
    split = split_by_time(rows, dataset)
    records, won = rows.records[split.order], rows.won[split.order]
    if split.older.all() or won[split.older].all() or not won[split.older].any():
        return None
    facts = [facts_of(dataset, field, records) for field in fields]
    chosen = learn_points(facts, split.older, won, split.group % FOLDS)
    if not chosen:
        return None
    points = np.sum([one.levels.of(facts[one.number], one.points) for one in chosen], axis=0)
    learnt = [_evidence(facts[one.number], one, split.older, won) for one in chosen]
    return LearntCard(learnt_scorecard(dataset, learnt, tier_floors(points[split.older])), split, points)


def _evidence(facts: Facts, chosen: FieldPoints, older: Flags, won: Flags) -> Learnt:
    """What the points of a field rest on: the win rates of those it gives no points and of those it gives the most."""
    points = chosen.levels.of(facts, chosen.points)[older]
    low, high = (float(won[older][points == edge].mean()) for edge in (points.min(), points.max()))
    return Learnt(facts.field, chosen, len(points), low, high)


def _tested(rows: ClosedRows, dataset: Dataset, scores: Scores, card: LearntCard) -> Proposal | None:
    """The proposal with what the newer customers say of it; None where they do not bear it out."""
    scorecard, split, points = card.scorecard, card.split, card.points
    newer, enough = ~split.older, dataset.model.settings.min_sample
    places = split.order[newer]
    won, today = rows.won[places], np.asarray(scores.points, dtype=np.float64)[rows.records[places]]
    proposed = discrimination(points[newer], won, min_sample=enough, out_of_sample=True)
    if proposed.verdict in ("no_signal", "inverted"):
        return None
    since = in_force_since(dataset)
    before = since is not None and bool((rows.closed_on[places] > since.toordinal()).all())
    difference = paired_difference(points[newer], today, won)
    return Proposal(
        indicators=scorecard.indicators,
        bands=scorecard.bands,
        tiers=scorecard.tiers,
        learnt_on=int(split.older.sum()),
        tested_on=int(newer.sum()),
        split_at=split.split_at,
        proposed=proposed,
        current=discrimination(today, won, min_sample=enough, out_of_sample=before),
        tier_rates=_tier_rates(dataset, scorecard, rows.records[places], won),
        better=proposed.verdict == "signal" and difference[1] > 0,
        difference=difference,
    )


def _tier_rates(
    dataset: Dataset, scorecard: Scorecard, records: NDArray[np.intp], won: Flags
) -> tuple[tuple[str, Rate], ...]:
    """The win rate by tier of the newer customers, tiers as everybody's: with caps and hard indicators."""
    tiers = score(scored_by(dataset, scorecard)).tier[records]
    of = np.bincount(tiers, minlength=len(TIERS)).astype(np.int64)
    hits = np.bincount(tiers[won], minlength=len(TIERS)).astype(np.int64)
    return tuple(zip(TIERS, rates_of(hits, of, dataset.model.settings.min_sample), strict=True))


def scored_by(dataset: Dataset, scorecard: Scorecard) -> Dataset:
    """The dataset with another scorecard in place of its own."""
    return replace(dataset, model=dataset.model.model_copy(update={"scorecard": scorecard}))
