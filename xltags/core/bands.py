"""One indicator's rule: which of its bands a value meets, and what that does to the score."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from xltags.core.lookup import TagIndex
from xltags.core.scorecard import TIERS, Band, Indicator, Scorecard
from xltags.core.taxonomy import Taxonomy

WORST = len(TIERS) - 1
NO_CAP = 0
MICRO = 1_000_000.0


@dataclass(frozen=True, slots=True)
class RuleBand:
    """A band made ready. `position` is its place in `Scorecard.bands`; `micro` are millionths of a point, whole.

    `keys` are positions in `Taxonomy.tags`, descendants included; `cap` the code of the best tier it still allows.
    """

    position: int
    micro: float
    cap: int
    outcome: str
    keys: frozenset[int] = frozenset()
    low: float | None = None
    high: float | None = None

    def holds(self, number: float) -> bool:
        """Whether low <= number < high; no limit where one is blank."""
        return (self.low is None or self.low <= number) and (self.high is None or number < self.high)


@dataclass(frozen=True, slots=True)
class Rule:
    """An indicator that is on, with its usable bands in the workbook's order."""

    indicator: Indicator
    bands: tuple[RuleBand, ...]

    @property
    def hard(self) -> bool:
        """Whether it passes or rejects instead of giving points."""
        return self.indicator.kind == "hard"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a value does: millionths of a point, best tier allowed (code), rejection, deciding band (-1 = none)."""

    micro: float = 0.0
    cap: int = NO_CAP
    rejects: bool = False
    band: int = -1
    known: bool = True


UNKNOWN = Effect(known=False)


def micro_points(points: float) -> float:
    """Points as a whole number of millionths, half to even on the decimal as written; sums of them are exact.

    >>> micro_points(0.1) + micro_points(0.2), micro_points(1.0000005)
    (300000.0, 1000000.0)
    """
    return float(Decimal(repr(points)).scaleb(6).to_integral_value(rounding=ROUND_HALF_EVEN)) + 0.0


def judge(rule: Rule, met: Sequence[RuleBand]) -> Effect:
    """The effect of the bands that a known value meets.

    Soft: the band with most points counts, and its cap; the one first in the workbook where points are equal; no band
    gives 0 points. Hard: any reject rejects, else any pass passes; no band with an outcome met rejects only where all
    such bands of the indicator are passes. Every hard band met caps.
    """
    if not rule.hard:
        if not met:
            return Effect()
        best = max(met, key=lambda band: band.micro)  # max keeps the first of equals
        return Effect(best.micro, best.cap, band=best.position)
    cap = max((band.cap for band in met), default=NO_CAP)
    for outcome in ("reject", "pass"):
        deciding = [band for band in met if band.outcome == outcome]
        if deciding:
            return Effect(cap=cap, rejects=outcome == "reject", band=deciding[0].position)
    outcomes = {band.outcome for band in rule.bands} & {"pass", "reject"}
    return Effect(cap=cap, rejects=outcomes == {"pass"}, band=met[0].position if met else -1)


def judge_tags(rule: Rule, keys: Iterable[int]) -> Effect:
    """The effect of a cell's tags (positions in the taxonomy); unknown where there are none.

    Several tags meet every band that one of them meets, so a soft indicator takes the best over the values.
    """
    tags = frozenset(keys)
    if not tags:
        return UNKNOWN
    return judge(rule, [band for band in rule.bands if not tags.isdisjoint(band.keys)])


def judge_number(rule: Rule, number: float | None) -> Effect:
    """The effect of a measure or a coverage; unknown where there is none."""
    if number is None:
        return UNKNOWN
    return judge(rule, [band for band in rule.bands if band.holds(number)])


def tag_rule(indicator: Indicator, scorecard: Scorecard, taxonomy: Taxonomy, index: TagIndex) -> Rule:
    """The rule of an indicator on a tag group.

    A band's tags are found by id, label, synonym, in any language, and cover all their descendants. Tags that are none,
    and bands left without a tag, are ignored.
    """
    families = _families(indicator.field, taxonomy)
    bands = []
    for position, band in _bands_of(indicator, scorecard):
        found = (index.find(indicator.field, text) for text in band.tags)
        keys = frozenset(key for one in found if one is not None for key in families[int(one.key)])
        if keys:
            bands.append(RuleBand(position, micro_points(band.points), cap_code(band.cap_tier), band.outcome, keys))
    return Rule(indicator, tuple(bands))


def number_rule(indicator: Indicator, scorecard: Scorecard) -> Rule:
    """The rule of an indicator on a measure or on chain coverage. A band that names only tags is ignored."""
    bands = [
        RuleBand(
            position, micro_points(band.points), cap_code(band.cap_tier), band.outcome, low=band.low, high=band.high
        )
        for position, band in _bands_of(indicator, scorecard)
        if not (band.tags and band.low is None and band.high is None)
    ]
    return Rule(indicator, tuple(bands))


def cap_code(tier: str) -> int:
    """The code of the best tier still allowed; no cap for anything that is no tier.

    >>> cap_code("B"), cap_code("NONE"), cap_code("")
    (1, 0, 0)
    """
    return next((code for code, known in enumerate(TIERS) if known == tier), NO_CAP)


def _bands_of(indicator: Indicator, scorecard: Scorecard) -> list[tuple[int, Band]]:
    return [pair for pair in enumerate(scorecard.bands) if pair[1].indicator == indicator.indicator]


def _families(group_id: str, taxonomy: Taxonomy) -> dict[int, list[int]]:
    """By position of a tag: its own position and those of all tags below it."""
    places = {tag.id: position for position, tag in reversed(list(enumerate(taxonomy.tags)))}
    families: dict[int, list[int]] = {}
    for position, tag in enumerate(taxonomy.tags):
        if tag.group == group_id:
            families.setdefault(position, []).append(position)
            for above in taxonomy.line_of(tag)[1:]:
                families.setdefault(places[above.id], []).append(position)
    return families
