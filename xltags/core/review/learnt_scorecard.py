"""Learnt points as the tables of a scorecard, beside what a team has decided for itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xltags.core.bands import NO_CAP, Rule, RuleBand, judge_number, judge_tags
from xltags.core.compiled import compile_scorecard
from xltags.core.dataset import Dataset
from xltags.core.finding import Language
from xltags.core.review.candidates import band_text, tag_places
from xltags.core.review.learnt_levels import NumberLevels, TagLevels
from xltags.core.review.learnt_points import FieldPoints
from xltags.core.scorecard import TIERS, Band, Indicator, Scorecard, TierRule

_CHAIN = frozenset({"position"})
_INDUSTRY = frozenset({"industry", "scenario", "product_interest", "pain_point", "sensitive_point", "source"})
_SIZE = frozenset({"company_size", "team_size", "development_stage", "province", "city", "sales_region"})
_RATIONALE: dict[Language, str] = {
    "en": "Learnt from {count} closed customers: {low} % of those without points here were won, {high} % of the best.",
    "zh": "由 {count} 家已成交或已丢失的客户得出：此项不得分者赢率 {low}%，得最高分者赢率 {high}%。",
    "vi": "Rút ra từ {count} khách đã thắng hoặc thua: không điểm ở đây thắng {low} %, điểm cao nhất {high} %.",
}


@dataclass(frozen=True, slots=True)
class Learnt:
    """A chosen field with its points, and what they rest on: customers, win rates without and with most points."""

    field: str
    points: FieldPoints
    count: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Policy:
    """What the team decided about a value, whatever its chance of winning: its zone and the best tier allowed."""

    zone: str = ""
    cap: int = NO_CAP

    @property
    def cap_tier(self) -> str:
        return "" if self.cap == NO_CAP else TIERS[self.cap]


def learnt_scorecard(dataset: Dataset, learnt: Sequence[Learnt], floors: Sequence[float]) -> Scorecard:
    """The scorecard: hard indicators as they are, learnt ones in order of choice, chain rules as they are.

    An indicator on a learnt field keeps its id, label, dimension and owner. Zones and caps of the bands of today are
    decisions about whom to serve, not about who buys: learnt bands keep them, and an indicator that is not learnt but
    caps stays with its caps and 0 points. Other soft indicators fall away. `floors` are min_points of A to D.
    """
    today = dataset.model.scorecard
    hard = [one for one in today.indicators if one.kind == "hard"]
    indicators, bands = list(hard), [band for one in _first_of(hard) for band in today.bands_of(one.indicator)]
    ids = {one.indicator for one in hard}
    for one in learnt:
        indicator = _indicator(dataset, one, ids)
        ids.add(indicator.indicator)
        indicators.append(indicator)
        bands += _bands(dataset, indicator, one.points)
    for rule in _capping(dataset, {one.field for one in learnt}, ids):
        indicators.append(rule.indicator.model_copy(update={"row": 0}))
        most_first = sorted(rule.bands, key=lambda band: -band.micro)
        bands += [today.bands[band.position].model_copy(update={"points": 0.0, "row": 0}) for band in most_first]
    return Scorecard(
        indicators=tuple(indicators), bands=tuple(bands), tiers=_tiers(today, floors), chain_rules=today.chain_rules
    )


def tier_floors(points: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Whole min_points of A to D: about the top fifth is A, the next 30 % B, the next 30 % C, the lowest fifth D.

    Each is the number whose share of customers at or above it comes nearest, the highest of equals, below the last.

    >>> tier_floors(np.arange(1.0, 101.0))
    (81.0, 51.0, 21.0, 0.0)
    """
    shares = np.array([(points >= floor).mean() for floor in range(101)])
    found: list[float] = []
    top = 101
    for left, wanted in ((2, 0.2), (1, 0.5), (0, 0.8)):
        choices = np.arange(top - 1, left, -1)
        top = int(choices[np.argmin(np.abs(shares[choices] - wanted).round(12))])
        found.append(float(top))
    return found[0], found[1], found[2], 0.0


def _tiers(today: Scorecard, floors: Sequence[float]) -> tuple[TierRule, ...]:
    own = {rule.tier: rule for rule in reversed(today.tiers)}
    return tuple(
        own.get(tier, TierRule(tier=tier)).model_copy(update={"min_points": floor, "row": 0})
        for tier, floor in zip(TIERS, floors, strict=True)
    )


def _first_of(indicators: Sequence[Indicator]) -> list[Indicator]:
    return list({one.indicator: one for one in reversed(indicators)}.values())[::-1]


def _indicator(dataset: Dataset, learnt: Learnt, ids: set[str]) -> Indicator:
    settings, field = dataset.model.settings, learnt.field
    mine = [it for it in dataset.model.scorecard.indicators if it.field == field and it.kind != "hard"]
    known = next((it for it in sorted(mine, key=lambda it: not it.on) if it.indicator not in ids), None)
    rates = {name: f"{100 * rate:.0f}" for name, rate in (("low", learnt.low), ("high", learnt.high))}
    update = {
        "field": field,
        "kind": "soft",
        "on": True,
        "rationale": _RATIONALE[settings.language].format(count=learnt.count, **rates),
        "reviewed_on": dataset.as_of,
        "row": 0,
    }
    if known is not None:
        return known.model_copy(update=update)
    taken = ids | {it.indicator for it in dataset.model.scorecard.indicators}
    id = next(it for it in (field, f"{field}_learnt", *(f"{field}_{n}" for n in range(2, 99))) if it not in taken)
    group = dataset.model.taxonomy.group(field)
    label = group.label(settings.language) if group else dataset.customers.table.column(field).header
    owner = settings.owner_department
    return Indicator(indicator=id, label=label, dimension=_dimension(dataset, field), owner=owner).model_copy(
        update=update
    )


def _dimension(dataset: Dataset, field: str) -> str:
    if field in _CHAIN:
        return "decision_chain"
    group = dataset.model.taxonomy.group(field)
    sized = field in _SIZE or group is None or (group.family == "identity" and field not in _INDUSTRY)
    return "size_stage" if sized else "industry_scenario"


def _soft_rules(dataset: Dataset, field: str) -> list[Rule]:
    rules = compile_scorecard(dataset.model).rules
    return [rule for rule in rules if rule.indicator.field == field and not rule.hard]


def _bands(dataset: Dataset, indicator: Indicator, points: FieldPoints) -> Iterator[Band]:
    rules = _soft_rules(dataset, indicator.field)
    if isinstance(points.levels, NumberLevels):
        yield from _number_bands(dataset, indicator.indicator, points.levels, points.points.tolist(), rules)
    else:
        yield from _tag_bands(dataset, indicator, points.levels, points.points.tolist(), rules)


def _number_bands(
    dataset: Dataset, id: str, levels: NumberLevels, points: list[float], rules: Sequence[Rule]
) -> Iterator[Band]:
    """A band for each stretch of numbers from 0 up with the same points, zone and cap."""
    kept = [band for rule in rules for band in rule.bands if _policy(dataset, [band]) != _Policy()]
    limits = {limit for band in kept for limit in (band.low, band.high) if limit is not None and limit > 0}
    starts = [0.0, *sorted({*levels.cuts, *limits})]
    kinds = []
    for start in starts:
        place = int(np.searchsorted(np.asarray(levels.cuts), start, side="right"))
        kinds.append((points[place], _policy_of(dataset, rules, [judge_number(rule, start).band for rule in rules])))
    first = [0, *(at for at in range(1, len(starts)) if kinds[at] != kinds[at - 1])]
    for at, after in zip(first, [*first[1:], None], strict=True):
        value, policy = kinds[at]
        high = None if after is None else starts[after]
        yield Band(indicator=id, low=starts[at], high=high, points=value, zone=policy.zone, cap_tier=policy.cap_tier)


def _tag_bands(
    dataset: Dataset, indicator: Indicator, levels: TagLevels, points: list[float], rules: Sequence[Rule]
) -> Iterator[Band]:
    """A band for the tags with the same points, zone and cap, the most points first; tags as in the taxonomy."""
    group = indicator.field
    taxonomy_places = {id(tag): place for place, tag in enumerate(dataset.model.taxonomy.tags)}
    tags = dataset.model.taxonomy.tags_of(group)
    first_of_group = tag_places(dataset, group)
    kinds: dict[tuple[float, _Policy], list[str]] = {}
    named = sorted((place, level) for level, places in enumerate(levels.named) for place in places)
    for place, level in named:
        assert first_of_group[tags[place].id, tags[place].tag] == place
        key = taxonomy_places[id(tags[place])]
        policy = _policy_of(dataset, rules, [judge_tags(rule, [key]).band for rule in rules])
        kinds.setdefault((points[level], policy), []).append(band_text(dataset, tags[place]))
    for (value, policy), texts in sorted(kinds.items(), key=lambda item: -item[0][0]):
        yield Band(
            indicator=indicator.indicator, tags=tuple(texts), points=value, zone=policy.zone, cap_tier=policy.cap_tier
        )


def _policy_of(dataset: Dataset, rules: Sequence[Rule], positions: Sequence[int]) -> _Policy:
    met = [band for rule in rules for band in rule.bands if band.position in positions]
    return _policy(dataset, met)


def _policy(dataset: Dataset, bands: Sequence[RuleBand]) -> _Policy:
    """The strictest cap, and the zone of its band."""
    zones = [(band.cap, dataset.model.scorecard.bands[band.position].zone) for band in bands]
    cap, zone = max(zones, key=lambda one: (one[0], one[1] != ""), default=(NO_CAP, ""))
    return _Policy(zone, cap)


def _capping(dataset: Dataset, learnt: set[str], ids: set[str]) -> Iterator[Rule]:
    """Soft indicators in use on other fields that cap."""
    for rule in compile_scorecard(dataset.model).rules:
        indicator = rule.indicator
        capped = any(band.cap != NO_CAP for band in rule.bands)
        if not rule.hard and capped and indicator.field not in learnt and indicator.indicator not in ids:
            yield rule
