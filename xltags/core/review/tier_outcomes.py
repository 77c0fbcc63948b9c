"""What became of the customers of each tier, and whether the tiers tell winners from losers."""

import numpy as np

from xltags.core.dataset import Dataset
from xltags.core.review.outcomes import ClosedRows
from xltags.core.review.rates import rate_of
from xltags.core.review.results import Separation, TierOutcome
from xltags.core.scorecard import TIERS
from xltags.core.scoring import Scores


def tier_outcomes(rows: ClosedRows, dataset: Dataset, scores: Scores) -> tuple[TierOutcome, ...]:
    """The tiers A to D, by the scores of today, with the outcomes up to the end of the review's quarter.

    A rate is nan where fewer than min_sample customers stand behind it.
    """
    enough = dataset.model.settings.min_sample
    tiers = np.asarray(scores.tier)[rows.records]
    found = []
    for code, tier in enumerate(TIERS):
        mine = tiers == code
        won = int(rows.won[mine].sum())
        found.append(
            TierOutcome(
                tier=tier,
                customers=int((rows.met & (np.asarray(scores.tier) == code)).sum()),
                win=rate_of(won, int(mine.sum()), enough),
                renewal=rate_of(int(rows.renewed[mine].sum()), won, enough),
                churn=rate_of(int(rows.churned[mine].sum()), won, enough),
                revenue=float(rows.revenue[mine].sum()),
            )
        )
    return tuple(found)


def separation(tiers: tuple[TierOutcome, ...]) -> Separation:
    """Whether A wins more often than C beyond doubt: the 95 % intervals of the two do not touch.

    "too_few" where either has fewer than min_sample closed customers.
    """
    wins = {one.tier: one.win for one in tiers}
    best, worst = wins["A"], wins["C"]
    if np.isnan(best.rate) or np.isnan(worst.rate):
        return "too_few"
    return "separates" if best.low > worst.high else "does_not_separate"
