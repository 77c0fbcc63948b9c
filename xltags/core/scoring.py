"""The ICP score of every customer, as columns: points, tier, range, what to ask next, and why.

Rules are applied to the few states of a field that occur (`field_state`), then taken by code; customers are never
looped over, but for their texts. `score_one` applies the same states to a single row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from xltags.core.bands import MICRO, NO_CAP, Effect
from xltags.core.compiled import CompiledScorecard, compile_scorecard
from xltags.core.dataset import Dataset
from xltags.core.field_columns import FieldColumn, field_columns
from xltags.core.field_state import State
from xltags.core.finding import Language
from xltags.core.indicator_column import IndicatorColumn
from xltags.core.late import Late
from xltags.core.reasons import Case, Contribution
from xltags.core.scorecard import TIERS, Indicator, Tier
from xltags.core.tier_range import Floats, Numbers, Tiers, ask_first, now_of, tier_ranges, tiers_of


@dataclass(frozen=True, eq=False)
class Scores:
    """The scores of all customers, in the order of `Customers`.

    Tiers are codes, 0 = A .. 3 = D: `reached` by the points alone, `tier` after caps and gates, `low` the worst and
    `high` the best still possible, high <= tier <= low. `points` are rounded to 6 decimals. `columns` is every
    indicator that counts, soft and hard, in the workbook's order; `asks` the number of the column to ask for next, -1
    for none. `fields` are the parts the rest was made from.
    """

    compiled: CompiledScorecard
    customer_ids: tuple[str, ...]
    points: Floats
    reached: Tiers
    tier: Tiers
    low: Tiers
    high: Tiers
    asks: Numbers
    columns: tuple[IndicatorColumn, ...]
    fields: tuple[FieldColumn, ...]

    def __len__(self) -> int:
        return len(self.customer_ids)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The soft indicators that count, in the workbook's order."""
        return tuple(column.indicator for column in self.columns if column.indicator.kind != "hard")

    @property
    def gates(self) -> tuple[Indicator, ...]:
        """The hard indicators that count, in the workbook's order."""
        return tuple(column.indicator for column in self.columns if column.indicator.kind == "hard")

    @property
    def contributions(self) -> tuple[Floats, ...]:
        """Points by soft indicator; they sum to `points` for every customer."""
        return tuple(column.points for column in self.columns if column.indicator.kind != "hard")

    def tiers(self) -> list[Tier]:
        """Every customer's tier."""
        return [TIERS[code] for code in self.tier.tolist()]

    def ranges(self) -> list[str]:
        """Every customer's range of tiers, best first: "A-B", or "A" where only one is possible."""
        names = [[range_text(high, low) for low in range(len(TIERS))] for high in range(len(TIERS))]
        return [names[high][low] for high, low in zip(self.high.tolist(), self.low.tolist(), strict=True)]

    def ask_next_ids(self) -> list[str]:
        """The id of the indicator to ask for next, by customer; "" for none."""
        names = [*(column.indicator.indicator for column in self.columns), ""]
        return [names[number] for number in self.asks.tolist()]

    def ask_next_labels(self) -> list[str]:
        """The label of the indicator to ask for next, by customer; "" for none."""
        names = [*(column.indicator.name for column in self.columns), ""]
        return [names[number] for number in self.asks.tolist()]

    def why(self, index: int) -> tuple[Contribution, ...]:
        """What each soft indicator adds to the points of customer `index`, largest first, unknown ones last."""
        return self.case(index).why()

    def why_text(self, index: int, language: Language = "en") -> str:
        """The reasons of customer `index` as one text (see `reasons`)."""
        return self.case(index).text(language)

    def why_texts(self, language: Language = "en") -> list[str]:
        """The reasons of every customer."""
        return list(self.late_why_texts(language))

    def late_why_texts(self, language: Language = "en") -> Late[str]:
        """The same, made as they are read."""
        from xltags.core.why_texts import why_texts

        return why_texts(self, language)

    def rejected(self, index: int) -> str:
        """The id of the first hard indicator that rejects customer `index`; "" where none does."""
        return self.case(index).rejected()

    def cap(self, index: int, language: Language = "en") -> tuple[Tier, str] | None:
        """The strictest cap that lowers the tier of customer `index`, and its reason."""
        return self.case(index).cap(language)

    def case(self, index: int) -> Case:
        """All that the reasons of customer `index` are made from."""
        states = [field.state(index) for field in self.fields]
        values = tuple(column.text(index) for column in self.columns)
        return case_of(self.compiled, [field.numbers for field in self.fields], states, values)


def score(dataset: Dataset) -> Scores:
    """Score every customer of a dataset.

    Blank is unknown and adds 0: an empty cell, a tag cell none of whose values is a tag, a measure that is no number,
    chain coverage without a contact that has a role, or without the size where the chain rules depend on it. The range
    is over all ways to fill the blanks, each field for itself, with what is true today among them. Tags that a band
    names cover their descendants. In a cell with several tags a soft indicator takes the best, a hard one rejects if
    any rejects. The cap where only the CEO is known holds wherever chain rules ask for more, whatever indicators say.
    """
    compiled = compile_scorecard(dataset.model)
    fields = field_columns(compiled, dataset)
    states = [field.states for field in fields]
    count = len(dataset.customers)
    micro, caps = now_of(states, count)
    reached = tiers_of(micro, compiled.floors)
    low, high = tier_ranges(states, count, compiled.floors)
    return Scores(
        compiled=compiled,
        customer_ids=tuple(dataset.customers.ids()),
        points=micro / MICRO,
        reached=reached,
        tier=np.maximum(reached, caps),
        low=low,
        high=high,
        asks=ask_first(states, low != high, compiled.floors),
        columns=_indicator_columns(compiled, fields),
        fields=fields,
    )


def _indicator_columns(compiled: CompiledScorecard, fields: Iterable[FieldColumn]) -> tuple[IndicatorColumn, ...]:
    found: dict[int, IndicatorColumn] = {}
    for field in fields:
        for place, number in enumerate(field.numbers):
            effects = tuple(state.effects[place] for state in field.states.states)
            indicator, shown = compiled.rules[number].indicator, field.shown[place]
            found[number] = IndicatorColumn(indicator, effects, field.states.codes, shown.values, shown.codes)
    return tuple(found[number] for number in range(len(compiled.rules)))


def case_of(
    compiled: CompiledScorecard, numbers: Sequence[Sequence[int]], states: Sequence[State], values: Sequence[str]
) -> Case:
    """One customer's case from the states of its fields; `numbers` are the rules of each field, `values` by rule."""
    effects: dict[int, Effect] = {}
    for rules, state in zip(numbers, states, strict=True):
        effects.update(zip(rules, state.effects, strict=True))
    points = sum(state.now[0] for state in states) / MICRO
    ceo_only_cap = compiled.people.ceo_only_cap if compiled.people else NO_CAP
    return Case(
        rules=compiled.rules,
        effects=tuple(effects[number] for number in range(len(compiled.rules))),
        values=tuple(values),
        chain=(next((state.coverage for state in states if state.coverage), None), ceo_only_cap),
        points=points,
        reached=compiled.tier_code(points),
    )


def range_text(high: int, low: int) -> str:
    """A range of tier codes, best first.

    >>> range_text(0, 1), range_text(2, 2)
    ('A-B', 'C')
    """
    return TIERS[high] if high == low else f"{TIERS[high]}-{TIERS[low]}"
