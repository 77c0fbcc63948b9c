"""A scorecard made ready: rules with their bands found in the taxonomy, sorted into the fields they look at."""

from dataclasses import dataclass
from functools import lru_cache

from xltags.core.bands import NO_CAP, WORST, Rule, cap_code, number_rule, tag_rule
from xltags.core.chain import CEO, required_roles
from xltags.core.dataset import Model
from xltags.core.field_state import MeasureField, TagField, cut_points
from xltags.core.lookup import TagIndex
from xltags.core.people_field import PeopleField, people_field
from xltags.core.read_model import index_tags
from xltags.core.scorecard import CHAIN_COVERAGE, MEASURES, TIERS, Scorecard
from xltags.core.taxonomy import Taxonomy

TagPlaces = dict[tuple[str, str, str], int]
Numbered = list[tuple[int, Rule]]


@dataclass(frozen=True, eq=False)
class CompiledScorecard:
    """What scoring needs to know. `rules` are the usable indicators in the workbook's order.

    Fields name rules by their number in `rules`, and each rule belongs to exactly one field. `places` are positions of
    tags in the taxonomy, the first of equals, by group, id and label. `floors` are (tier code, min_points), worst
    first.
    """

    scorecard: Scorecard
    taxonomy: Taxonomy
    index: TagIndex
    places: TagPlaces
    rules: tuple[Rule, ...]
    tags: tuple[TagField, ...]
    measures: tuple[MeasureField, ...]
    people: PeopleField | None
    floors: tuple[tuple[int, float], ...]

    def tier_code(self, points: float) -> int:
        """The code of the best tier whose min_points is reached, 0 for A; as `Scorecard.tier_of`."""
        return min((code for code, floor in self.floors if points >= floor), default=WORST)


def compile_scorecard(model: Model) -> CompiledScorecard:
    """The scorecard of a model, ready to score; models of equal content share one result.

    An indicator is left out when it is off, when its field is neither a tag group in use nor a measure nor chain
    coverage, and when an earlier row has its id; checks report these.
    """
    return _compile(model.scorecard, model.taxonomy, model.settings.ceo_only_cap)


@lru_cache(maxsize=8)
def _compile(scorecard: Scorecard, taxonomy: Taxonomy, ceo_only_cap: str) -> CompiledScorecard:
    index = index_tags(taxonomy)
    rules = _rules(scorecard, taxonomy, index)
    by_field: dict[str, Numbered] = {}
    for number, rule in enumerate(rules):
        by_field.setdefault(rule.indicator.field, []).append((number, rule))
    people = _people(by_field, scorecard, cap_code(ceo_only_cap))
    measures = [name for name in MEASURES if name in by_field and not (people and name == "employees")]
    return CompiledScorecard(
        scorecard=scorecard,
        taxonomy=taxonomy,
        index=index,
        places={(tag.group, tag.id, tag.tag): key for key, tag in reversed(list(enumerate(taxonomy.tags)))},
        rules=rules,
        tags=tuple(
            _tag_field(group, pairs, taxonomy)
            for group, pairs in by_field.items()
            if group not in MEASURES and group != CHAIN_COVERAGE
        ),
        measures=tuple(_measure_field(name, by_field[name]) for name in measures),
        people=people,
        floors=_floors(scorecard),
    )


def _rules(scorecard: Scorecard, taxonomy: Taxonomy, index: TagIndex) -> tuple[Rule, ...]:
    in_use = {group.group for group in taxonomy.active_groups()}
    first = {one.indicator: one for one in reversed(scorecard.indicators)}
    rules = []
    for indicator in scorecard.indicators:
        if not indicator.on or first[indicator.indicator] is not indicator:
            continue
        if indicator.field in MEASURES or indicator.field == CHAIN_COVERAGE:
            rules.append(number_rule(indicator, scorecard))
        elif indicator.field in in_use:
            rules.append(tag_rule(indicator, scorecard, taxonomy, index))
    return tuple(rules)


def _people(by_field: dict[str, Numbered], scorecard: Scorecard, ceo_only_cap: int) -> PeopleField | None:
    """Size and people belong together only where the chain counts at all."""
    capped = ceo_only_cap != NO_CAP and any(set(required_roles(rule)) - {CEO} for rule in scorecard.chain_rules)
    if CHAIN_COVERAGE not in by_field and not capped:
        return None
    size, chain = by_field.get("employees", []), by_field.get(CHAIN_COVERAGE, [])
    return people_field(size, chain, scorecard.chain_rules, ceo_only_cap)


def _tag_field(group_id: str, pairs: Numbered, taxonomy: Taxonomy) -> TagField:
    group = taxonomy.group(group_id)
    living = (key for key, tag in enumerate(taxonomy.tags) if tag.group == group_id and tag.status != "retired")
    numbers, rules = zip(*pairs, strict=True)
    return TagField(group_id, numbers, rules, tuple(living), many=bool(group and group.many))


def _measure_field(name: str, pairs: Numbered) -> MeasureField:
    numbers, rules = zip(*pairs, strict=True)
    return MeasureField(name, numbers, rules, cut_points(rules))


def _floors(scorecard: Scorecard) -> tuple[tuple[int, float], ...]:
    floors = {rule.tier: rule.min_points for rule in reversed(scorecard.tiers)}
    return tuple((code, floors[tier]) for code, tier in reversed(list(enumerate(TIERS))) if tier in floors)
