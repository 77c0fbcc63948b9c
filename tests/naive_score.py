"""The ICP score worked out the slow way, straight from the wording of the rules: the oracle of the score tests.

Written without the code under test but for the plain models and `Scorecard.bands_of`: one customer at a time, blanks
filled in by trying everything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, combinations, product

from xltags.core.dataset import Model
from xltags.core.scorecard import MEASURES, Band, Indicator

Facts = Mapping[str, "frozenset[str] | float | None"]  # tag ids by group, numbers by measure, roles under "roles"
NOTHING = frozenset[str]()


@dataclass(frozen=True)
class Naive:
    points: float
    tier: str
    points_by_indicator: Mapping[str, float]
    known: Mapping[str, bool]
    rejected_by: str
    capped: bool


def indicators_that_count(model: Model) -> list[Indicator]:
    groups = {group.group for group in model.taxonomy.groups if group.status == "active"}
    seen: set[str] = set()
    found = []
    for indicator in model.scorecard.indicators:
        first = indicator.indicator not in seen
        seen.add(indicator.indicator)
        if first and indicator.on and indicator.field in {*groups, *MEASURES, "chain_coverage"}:
            found.append(indicator)
    return found


def required(model: Model, employees: float | None) -> list[str] | None:
    """The roles the size asks for; None where the size is not known but matters."""
    rules = model.scorecard.chain_rules
    if employees is None:
        edges = [edge for rule in rules for edge in (rule.low, rule.high) if edge is not None]
        tried = [required(model, size) or [] for size in chain([-1e18, 1e18], edges, (edge - 1e-3 for edge in edges))]
        return tried[0] if all(set(roles) == set(tried[0]) for roles in tried) else None
    for rule in rules:
        if (rule.low is None or employees >= rule.low) and (rule.high is None or employees < rule.high):
            return list(dict.fromkeys(rule.required_roles))
    return []


def coverage(model: Model, facts: Facts) -> float | None:
    roles, demand = facts["roles"], required(model, facts["employees"])  # type: ignore[arg-type]
    if not roles or demand is None:
        return None
    assert isinstance(roles, frozenset)
    return sum(role in roles for role in demand) / len(demand) if demand else 1.0


def meets(model: Model, indicator: Indicator, band: Band, value: object) -> bool:
    if isinstance(value, frozenset):
        covered = set()
        for tag in model.taxonomy.tags:
            line = {above.id for above in model.taxonomy.line_of(tag)} | {
                above.tag for above in model.taxonomy.line_of(tag) if above.group == tag.group
            }
            if tag.group == indicator.field and line & set(band.tags):
                covered.add(tag.id)
        return bool(covered & value)
    assert isinstance(value, float)
    if band.tags and band.low is None and band.high is None:
        return False
    return (band.low is None or value >= band.low) and (band.high is None or value < band.high)


def usable(model: Model, indicator: Indicator) -> list[Band]:
    everything = frozenset(tag.id for tag in model.taxonomy.tags_of(indicator.field))
    if indicator.field in {*MEASURES, "chain_coverage"}:
        return [
            b
            for b in model.scorecard.bands_of(indicator.indicator)
            if not b.tags or b.low is not None or b.high is not None
        ]
    return [b for b in model.scorecard.bands_of(indicator.indicator) if meets(model, indicator, b, everything)]


def naive_score(model: Model, facts: Facts) -> Naive:
    points, known, caps, rejected = {}, {}, [], ""
    for indicator in indicators_that_count(model):
        value: object = coverage(model, facts) if indicator.field == "chain_coverage" else facts.get(indicator.field)
        known[indicator.indicator] = value is not None and value != NOTHING
        if not known[indicator.indicator]:
            continue
        bands = usable(model, indicator)
        met = [band for band in bands if meets(model, indicator, band, value)]
        if indicator.kind == "hard":
            caps += [band.cap_tier for band in met]
            outcomes, of_all = {band.outcome for band in met}, {band.outcome for band in bands}
            no_pass = "pass" in of_all and "reject" not in of_all and "pass" not in outcomes
            if "reject" in outcomes or no_pass:
                rejected = rejected or indicator.indicator
        elif met:
            top = max(band.points for band in met)
            best = next(band for band in met if band.points == top)
            points[indicator.indicator] = best.points
            caps.append(best.cap_tier)
    demand = required(model, facts["employees"])  # type: ignore[arg-type]
    if facts["roles"] == frozenset({"ceo"}) and demand is not None and set(demand) - {"ceo"}:
        caps.append(model.settings.ceo_only_cap)
    total = round(sum(points.values()), 6)
    reached = model.scorecard.tier_of(total)
    tier = max([reached, *(cap for cap in caps if cap in ("A", "B", "C", "D"))])
    return Naive(total, "D" if rejected else tier, points, known, rejected, capped=tier > reached)


def answers(model: Model, field: str) -> Iterator[frozenset[str] | float]:
    """Everything that a blank field could turn out to be (one of each kind that rules can tell apart)."""
    if field == "roles":
        asked = sorted(
            {role for rule in model.scorecard.chain_rules for role in rule.required_roles} | {"ceo", "nobody asks"}
        )
        yield from (frozenset(some) for count in range(1, len(asked) + 1) for some in combinations(asked, count))
    elif field in MEASURES:
        edges = {-1e9, 1e9}
        limits = [limit for band in model.scorecard.bands for limit in (band.low, band.high)]
        limits += [limit for rule in model.scorecard.chain_rules for limit in (rule.low, rule.high)]
        edges |= {limit + step for limit in limits if limit is not None for step in (0.0, -1e-3)}
        yield from sorted(edges)
    else:
        tags = [tag.id for tag in model.taxonomy.tags_of(field) if tag.status != "retired"]
        group = model.taxonomy.group(field)
        largest = len(tags) if group and group.many else min(1, len(tags))
        yield from (frozenset(some) for count in range(1, largest + 1) for some in combinations(tags, count))


def blanks(model: Model, facts: Facts) -> list[str]:
    """The fields of a customer that are blank and that the scorecard looks at."""
    fields = {indicator.field for indicator in indicators_that_count(model)}
    asked = [field for field in facts if field in fields and not facts[field] and facts[field] != 0]
    if facts["employees"] is None and "employees" not in asked and required(model, None) is None:
        asked.append("employees")
    return asked + (["roles"] if "chain_coverage" in fields and not facts["roles"] else [])


def outcomes(model: Model, facts: Facts, fields: list[str]) -> list[Naive]:
    """The score for every way to fill these blanks, and to leave them."""
    choices = [[facts[field], *answers(model, field)] for field in fields]
    return [naive_score(model, {**facts, **dict(zip(fields, some, strict=True))}) for some in product(*choices)]


def naive_range(model: Model, facts: Facts) -> str:
    tiers = sorted({one.tier for one in outcomes(model, facts, blanks(model, facts))})
    return tiers[0] if len(tiers) == 1 else f"{tiers[0]}-{tiers[-1]}"


def naive_ask(model: Model, facts: Facts) -> str:
    if len(naive_range(model, facts)) == 1:
        return ""
    order = [indicator.indicator for indicator in indicators_that_count(model)]
    offers = []
    for field in blanks(model, facts):
        looks = [
            one.indicator
            for one in indicators_that_count(model)
            if one.field == ("chain_coverage" if field == "roles" else field)
        ]
        if field == "employees" and not looks:
            looks = [one.indicator for one in indicators_that_count(model) if one.field == "chain_coverage"]
        if not looks:
            continue
        found = outcomes(model, facts, [field])
        ranks = ["ABCD".index(one.tier) for one in found]
        totals = [one.points for one in found]
        spread = round(max(totals) - min(totals), 6)
        offers.append((min(ranks) - max(ranks), -spread, order.index(looks[0])))
    return order[min(offers)[2]] if offers else ""
