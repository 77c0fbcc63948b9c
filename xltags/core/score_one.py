"""The ICP score of a single row, for cell formulas: the rules of `scoring`, without tables."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import inf

from xltags.core.bands import MICRO, WORST
from xltags.core.compiled import CompiledScorecard
from xltags.core.customers import match_column
from xltags.core.field_columns import tag_keys, tag_texts
from xltags.core.field_state import Bounds, State, interval_of
from xltags.core.finding import Language
from xltags.core.people_field import PeopleField
from xltags.core.reasons import Case, Contribution
from xltags.core.scorecard import TIERS, Tier
from xltags.core.scoring import case_of, range_text
from xltags.core.table import make_column
from xltags.core.text import fold
from xltags.core.values import Value, as_number, as_text

Row = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Score:
    """One customer's score. `ask_next` is the indicator's id, `ask_next_label` its label, "" for none."""

    points: float
    tier: Tier
    range: str
    ask_next: str
    ask_next_label: str
    case: Case

    def why(self) -> tuple[Contribution, ...]:
        """What each soft indicator adds, largest first, unknown ones last."""
        return self.case.why()

    def why_text(self, language: Language = "en") -> str:
        """The reasons as one text (see `reasons`)."""
        return self.case.text(language)

    def rejected(self) -> str:
        """The id of the first hard indicator that rejects; "" where none does."""
        return self.case.rejected()

    def cap(self, language: Language = "en") -> tuple[Tier, str] | None:
        """The strictest cap that lowers the tier, and its reason."""
        return self.case.cap(language)


def score_values(values: Row, roles: Collection[str] | None, compiled: CompiledScorecard) -> Score:
    """Score one row, as `score` would score it in a table.

    Args:
        values: cells by field: tag group ids and measures; blank is None, missing or white space. Others are ignored.
        roles: the roles of the customer's contacts; None or empty where no contact has one.
        compiled: the scorecard, from `compile_scorecard`.
    """
    numbers: list[tuple[int, ...]] = []
    states: list[State] = []
    texts = [""] * len(compiled.rules)
    for tag_field in compiled.tags:
        keys, text = _read_tags(values.get(tag_field.group), tag_field.group, compiled)
        numbers.append(tag_field.numbers)
        states.append(tag_field.state(keys))
        for number in tag_field.numbers:
            texts[number] = text
    for measure in compiled.measures:
        value = _cell(values.get(measure.measure))
        numbers.append(measure.numbers)
        states.append(measure.state(interval_of(as_number(value), measure.cuts)))
        for number in measure.numbers:
            texts[number] = as_text(value)
    if compiled.people:
        numbers.append(compiled.people.numbers)
        states.append(_people_state(values, roles, compiled.people, texts))
    return _score(compiled, states, case_of(compiled, numbers, states, texts))


def _cell(value: Value | None) -> Value | None:
    return None if isinstance(value, str) and not value.strip() else value


def _read_tags(value: Value | None, group_id: str, compiled: CompiledScorecard) -> tuple[frozenset[int], str]:
    group = compiled.taxonomy.group(group_id)
    if group is None or _cell(value) is None:
        return frozenset(), ""
    column = match_column(make_column(group_id, [value]), group, compiled.index, compiled.taxonomy)
    return tag_keys(column, compiled.places)[0], tag_texts(column)[0]


def _people_state(values: Row, roles: Collection[str] | None, people: PeopleField, texts: list[str]) -> State:
    employees = _cell(values.get("employees"))
    known = people.simplify(fold(role) for role in roles or () if role.strip()) or None
    state = people.state((interval_of(as_number(employees), people.cuts), known))
    for place, number in enumerate(people.numbers):
        chain = state.coverage.text() if state.coverage else ""
        texts[number] = as_text(employees) if place < people.size_count else chain
    return state


def _score(compiled: CompiledScorecard, states: list[State], case: Case) -> Score:
    micro, cap = sum(state.now[0] for state in states), max((state.now[1] for state in states), default=0)
    ends = _Ends(compiled, 0.0, 0)
    ends.add([state.bounds for state in states])
    low, high = ends.worst(), ends.best()
    asked = _ask(compiled, states, micro, cap) if low != high else None
    indicator = None if asked is None else compiled.rules[asked].indicator
    return Score(
        points=micro / MICRO,
        tier=TIERS[max(case.reached, cap)],
        range=range_text(high, low),
        ask_next=indicator.indicator if indicator else "",
        ask_next_label=indicator.name if indicator else "",
        case=case,
    )


def _ask(compiled: CompiledScorecard, states: list[State], micro: float, cap: int) -> int | None:
    """The number of the rule to ask for; see `tier_range.ask_first`."""
    offers = []
    for state in states:
        for ask in state.asks:
            ends = _Ends(compiled, micro - state.now[0], cap)
            ends.add([ask.bounds])
            offers.append((ends.best() - ends.worst(), -ask.bounds.spread, ask.rule))
    return min(offers)[2] if offers else None


class _Ends:
    """The sums of bounds of one row; the scalar twin of what `tier_range` does for all."""

    def __init__(self, compiled: CompiledScorecard, micro: float, cap: int) -> None:
        self._compiled = compiled
        self._fewest, self._cap = micro, cap
        self._most = [micro if cap <= tier else -inf for tier in range(WORST)]

    def add(self, bounds: list[Bounds]) -> None:
        for one in bounds:
            self._fewest += one.fewest
            self._cap = max(self._cap, one.worst_cap)
            self._most = [most + more for most, more in zip(self._most, one.most, strict=True)]

    def worst(self) -> int:
        return max(self._compiled.tier_code(self._fewest / MICRO), self._cap)

    def best(self) -> int:
        tier_code = self._compiled.tier_code
        return next((tier for tier, most in enumerate(self._most) if tier_code(most / MICRO) <= tier), WORST)
