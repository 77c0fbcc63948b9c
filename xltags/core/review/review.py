"""The quarterly review of the ideal customer profile: what the outcomes say about it, and what they propose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltags.core.review.candidates import late_fields
from xltags.core.review.discrimination import current_discrimination
from xltags.core.review.dna import find_dna
from xltags.core.review.drift import baseline_drift, quarter_drift
from xltags.core.review.emerging import find_emerging
from xltags.core.review.leaks import find_leaks
from xltags.core.review.outcomes import closed_rows
from xltags.core.review.proposal import propose
from xltags.core.review.results import Review
from xltags.core.review.splits import find_splits
from xltags.core.review.tier_outcomes import separation, tier_outcomes

if TYPE_CHECKING:
    from collections.abc import Collection

    from xltags.core.dataset import Dataset
    from xltags.core.review.results import Honesty
    from xltags.core.scoring import Scores

INDICATIVE, SOUND = 150, 300  # closed outcomes


def review(
    dataset: Dataset,
    scores: Scores,
    *,
    quarter: str = "",
    baseline: Dataset | None = None,
    also: Collection[str] = (),
) -> Review:
    """Review the profile by the outcomes up to the end of a fiscal quarter.

    Fields that are written once the end is in sight (see `late_fields`), and those of which the log of tag changes
    shows it, are no DNA and nothing is learnt from them.

    Args:
        dataset: the workbook.
        scores: today's scores of its customers.
        quarter: such as "2026-Q3"; blank is the last quarter that was over on the dataset's day.
        baseline: an older state of the workbook, to compare the mix of customers with as well.
        also: fields to look at all the same, such as the judgement after talking.

    Raises:
        XltagsError: USE001, where `quarter` is no quarter, or one that has not begun.
    """
    rows = closed_rows(dataset, quarter)
    tiers = tier_outcomes(rows, dataset, scores)
    leaks = find_leaks(rows, dataset, scores, also=also)
    late = ({*late_fields(dataset)} - {*also}) | {leak.field for leak in leaks if leak.reason != "too_good"}
    drift = quarter_drift(rows, dataset)
    return Review(
        quarter=rows.quarter,
        as_of=dataset.as_of,
        closed=len(rows),
        honesty=honesty(len(rows)),
        tiers=tiers,
        separation=separation(tiers),
        current=current_discrimination(rows, dataset, scores),
        dna=(find_dna(rows, "won", without=late), find_dna(rows, "renewed", without=late)),
        drift=drift + (baseline_drift(dataset, baseline) if baseline is not None else ()),
        emerging=find_emerging(rows, dataset, scores),
        splits=find_splits(rows, dataset, scores),
        leaks=leaks,
        proposal=propose(rows, dataset, scores, also=also, leaks=leaks),
    )


def honesty(closed: int) -> Honesty:
    """What so many closed outcomes are good for.

    >>> honesty(149), honesty(150), honesty(300)
    ('expert_only', 'indicative', 'sound')
    """
    return "expert_only" if closed < INDICATIVE else "indicative" if closed < SOUND else "sound"
