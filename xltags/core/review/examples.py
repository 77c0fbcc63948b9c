"""A small review with nothing to object to: for the examples in docstrings and for tests."""

from dataclasses import replace
from datetime import date
from math import nan, sqrt

from xltags.core.review.results import Discrimination, Dna, Outcome, Rate, Review, TagEvidence, TierOutcome

Z95 = 1.959963984540054  # the normal quantile at 0.975
SURE, UNSURE = 0.001, 0.5


def example_rate(hits: int, of: int) -> Rate:
    """So many of so many, with the 95 % Wilson interval.

    >>> example_rate(3, 10).rate, round(example_rate(3, 10).low, 3)
    (0.3, 0.108)
    """
    if not of:
        return Rate(hits, of, nan, nan, nan)
    share, square = hits / of, Z95**2
    centre, scale = share + square / (2 * of), 1 + square / of
    spread = Z95 * sqrt(share * (1 - share) / of + square / (4 * of**2))
    return Rate(hits, of, share, max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))


def example_signal(auc: float, *, closed: int = 400, won: int = 160, out_of_sample: bool = True) -> Discrimination:
    """A score that tells won from lost so well; a signal where the interval, 0.06 to both sides, is above one half."""
    verdict = "signal" if auc - 0.06 > 0.5 else "no_signal"
    return Discrimination(closed, won, auc, auc - 0.06, auc + 0.06, 1.0 + auc, out_of_sample, verdict)  # type: ignore[arg-type]  # one of the verdicts


def example_tag(
    group: str, tag: str, hits: int, of: int, *, overall: Rate, outcome: Outcome = "won", sure: bool = True
) -> TagEvidence:
    """What a tag with so many wins tells, beside the rate of all."""
    rate, p = example_rate(hits, of), SURE if sure else UNSURE
    return TagEvidence(
        outcome=outcome,
        group=group,
        tag=tag,
        rate=rate,
        lift=rate.rate / overall.rate,
        shrunk=(hits + 10 * overall.rate) / (of + 10),
        share_in=hits / max(overall.hits, 1),
        share_out=(of - hits) / max(overall.of - overall.hits, 1),
        information_value=0.1,
        p=p,
        q=p,
        significant=sure,
    )


def example_dna(*tags: tuple[str, str, int, int], outcome: Outcome = "won", sure: bool = True) -> Dna:
    """What the tags (group, tag, wins, closed) tell among 400 closed customers, 160 of them won."""
    overall = example_rate(160, 400)
    found = tuple(example_tag(*tag, overall=overall, outcome=outcome, sure=sure) for tag in tags)
    return Dna(outcome, overall, found, tuple((group, 0.2) for group in dict.fromkeys(tag[0] for tag in tags)))


def example_review(**parts: object) -> Review:
    """A review of 400 closed outcomes whose tiers separate, with the given parts in place of its own."""
    counts = (("A", 150, 80, 110), ("B", 200, 60, 140), ("C", 250, 15, 100), ("D", 90, 5, 50))
    tiers = tuple(
        TierOutcome(tier, all, example_rate(won, closed), example_rate(won // 2, won), example_rate(2, won), 1e4)
        for tier, all, won, closed in counts
    )
    made = Review(
        quarter="2026-Q3",
        as_of=date(2026, 11, 21),
        closed=400,
        honesty="sound",
        tiers=tiers,
        separation="separates",
        current=example_signal(0.72),
        dna=(example_dna(), example_dna(outcome="renewed")),
        drift=(),
        emerging=(),
        splits=(),
        leaks=(),
        proposal=None,
    )
    return replace(made, **parts)  # type: ignore[arg-type]  # parts of a review, as the caller has them
