"""What a review of the ideal customer profile found: plain values, ready to be shown, written and tested.

Shares and rates are 0..1; a missing figure (too few cases, nothing to divide by) is nan. Intervals are 95 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import nan
from typing import Literal

from xltags.core.scorecard import Band, Indicator, TierRule

Honesty = Literal["expert_only", "indicative", "sound"]  # under 150, 150 to 299, 300 or more closed outcomes
Separation = Literal["separates", "does_not_separate", "too_few"]
Signal = Literal["signal", "inverted", "no_signal", "too_few"]  # inverted: the better the score, the fewer wins
DriftVerdict = Literal["stable", "shifted", "moved", "too_few"]  # PSI < 0.1, 0.1 to 0.25, above it; the test agrees
Outcome = Literal["won", "renewed"]


@dataclass(frozen=True, slots=True)
class Rate:
    """`hits` of `of` cases with the rate and its 95 % Wilson interval; the three are nan where `of` is too small."""

    hits: int
    of: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TierOutcome:
    """What became of the customers of one tier: win = won / (won + lost); renewal and churn are of the won.

    `customers` are those first met by the end of the quarter, or closed; `revenue` is of the won.
    """

    tier: str
    customers: int
    win: Rate
    renewal: Rate
    churn: Rate
    revenue: float


@dataclass(frozen=True, slots=True)
class Discrimination:
    """How well a score tells won from lost: area under the ROC curve with its interval, lift of the top fifth.

    `closed` are the cases behind it; `out_of_sample` says whether the scorecard was made before they closed. The
    verdict is "no_signal" where the interval holds 0.5, "inverted" where all of it lies below, and "too_few" (figures
    nan) under min_sample cases or without both a won and a lost one.
    """

    closed: int
    won: int
    auc: float
    auc_low: float
    auc_high: float
    lift: float
    out_of_sample: bool
    verdict: Signal


@dataclass(frozen=True, slots=True)
class TagEvidence:
    """One tag among the closed (won) or won (renewed) customers: counts, rates, and how sure we are.

    All others are those with another value of the group: who has none says nothing about its tags, and is often blank
    because nobody sold there. `lift` = rate / rate of all with a value; `shrunk` is the empirical-Bayes rate, by which
    tags are ranked; `share_in` and `share_out` are the tag's shares among golden and other customers with a value;
    `information_value` is the tag's part of its group's; `p` by Fisher's exact test of the tag against all others; `q`
    after Benjamini-Hochberg over all tags of all groups that are tested. A tag is here with 10 customers or more; where
    fewer than 10 have another one it is not tested, and `p` and `q` are nan.
    """

    outcome: Outcome
    group: str
    tag: str
    rate: Rate
    lift: float
    shrunk: float
    share_in: float
    share_out: float
    information_value: float
    p: float
    q: float
    significant: bool


@dataclass(frozen=True, slots=True)
class Dna:
    """The golden customers' tags, the surest first, for one outcome; no DNA was found where none is `significant`.

    A significant tag is over-represented where its lift is above 1, under-represented below. `overall` is the rate of
    all closed (won) customers; `information` is the information value of each group, the largest first.
    """

    outcome: Outcome
    overall: Rate
    tags: tuple[TagEvidence, ...]
    information: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """How far the mix of one tag group moved between two periods, of `n_before` and `n_after` customers with a value.

    `psi` with 0.5 added to each cell, `expected` is the value expected without any drift, `p` of the chi-square test;
    nan and "too_few" where a period has too few customers. `moved_most` is the tag whose share moved most.
    """

    group: str
    before: str
    after: str
    n_before: int
    n_after: int
    psi: float
    expected: float
    p: float
    moved_most: str
    share_before: float
    share_after: float
    verdict: DriftVerdict


@dataclass(frozen=True, slots=True)
class Emerging:
    """An industry outside the profile: win rates of what closed before `since` and from that day on.

    `p` is one-sided, that the later rate is higher; `q` is corrected over all these industries; `rising` is q < 0.05.
    """

    group: str
    tag: str
    since: date
    before: Rate
    after: Rate
    p: float
    q: float
    rising: bool


@dataclass(frozen=True, slots=True)
class Split:
    """A band whose inside differs: the parts in which it had better be cut, with the win rate of each.

    `parts` are texts as a person would write them into a band (`low <= x < high`, or tags), each with its rate.
    """

    indicator: str
    band_row: int
    band: str
    parts: tuple[tuple[str, Rate], ...]
    p: float
    q: float


@dataclass(frozen=True, slots=True)
class Leak:
    """A field that knows too much: filled or changed after the outcome, or alone it tells won from lost (AUC > 0.9)."""

    field: str
    reason: Literal["written_after", "too_good", "outcome_itself"]
    cases: int
    auc: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A scorecard learnt from outcomes, to stand beside the current one: tables as in the workbook.

    Points are whole and span 0..100. `learnt_on` older closed customers (identical rows grouped), `tested_on` newer
    ones; `proposed` and `current` are measured on the same newer customers. `difference` is the one AUC less the other
    with its 95 % interval; `better` only where all of that is above 0.
    """

    indicators: tuple[Indicator, ...]
    bands: tuple[Band, ...]
    tiers: tuple[TierRule, ...]
    learnt_on: int
    tested_on: int
    split_at: date | None
    proposed: Discrimination
    current: Discrimination
    tier_rates: tuple[tuple[str, Rate], ...]
    better: bool
    difference: tuple[float, float, float] = (nan, nan, nan)


@dataclass(frozen=True, slots=True)
class Review:
    """A whole review. `proposal` is None under 150 closed outcomes, and where no field tells won from lost."""

    quarter: str
    as_of: date
    closed: int
    honesty: Honesty
    tiers: tuple[TierOutcome, ...]
    separation: Separation
    current: Discrimination
    dna: tuple[Dna, ...]
    drift: tuple[Drift, ...]
    emerging: tuple[Emerging, ...]
    splits: tuple[Split, ...]
    leaks: tuple[Leak, ...]
    proposal: Proposal | None
    notes: Sequence[str] = ()
