"""Why a customer has its score, in words: what adds up to it, what is not known, what caps or rejects.

One text: "Industry: Manufacturing +30; Company size: 320 +20 = 50; ? Decision chain; capped at B: ...; D: ...". The
signed numbers before " = " always sum to the number after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xltags.core.bands import MICRO, Effect, Rule
from xltags.core.chain import Coverage, role_name
from xltags.core.finding import Language
from xltags.core.scorecard import TIERS, Tier

_CAPPED: dict[Language, str] = {
    "en": "capped at {tier}: {reason}",
    "zh": "最高 {tier} 级：{reason}",
    "vi": "tối đa hạng {tier}: {reason}",
}
_CEO_ONLY: dict[Language, str] = {
    "en": "only the CEO is known, needs {roles}",
    "zh": "只接触到老板或总经理，还需接触{roles}",
    "vi": "mới chỉ biết giám đốc, còn cần {roles}",
}


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one soft indicator adds. `indicator` is its id, `name` its label, `value` the cell as a person reads it."""

    indicator: str
    name: str
    value: str
    points: float
    known: bool


def format_points(points: float) -> str:
    """Points without needless decimals.

    >>> format_points(50.0), format_points(12.5), format_points(0.000001)
    ('50', '12.5', '0.000001')
    """
    text = f"{points:.6f}"
    return text.rstrip("0").rstrip(".")


def format_added(points: float) -> str:
    """Points as something added: with their sign."""
    return format_points(points) if points < 0 else f"+{format_points(points)}"


def added_text(name: str, value: str, points: float) -> str:
    """One contribution as it stands in the text.

    >>> added_text("Industry", "Manufacturing", 30.0)
    'Industry: Manufacturing +30'
    """
    return f"{name}: {value} {format_added(points)}"


def reason_text(name: str, value: str) -> str:
    """The value behind a cap or a rejection."""
    return f"{name}: {value}"


def ceo_only_reason(coverage: Coverage, language: Language) -> str:
    """Why a customer is capped where only the CEO is known."""
    roles = ("、" if language == "zh" else ", ").join(role_name(role, language) for role in coverage.missing)
    return _CEO_ONLY[language].format(roles=roles)


def contributions(rules: Sequence[Rule], effects: Sequence[Effect], values: Sequence[str]) -> tuple[Contribution, ...]:
    """Every soft indicator, the largest points first (by size, then as in the workbook), the unknown ones last."""
    found = [
        Contribution(rule.indicator.indicator, rule.indicator.name, value, effect.micro / MICRO, effect.known)
        for rule, effect, value in zip(rules, effects, values, strict=True)
        if not rule.hard
    ]
    return tuple(sorted(found, key=lambda one: (not one.known, -abs(one.points))))


def sum_text(why: Sequence[Contribution], points: float) -> str:
    """The contributions that are not 0, and their sum."""
    added = [added_text(one.name, one.value, one.points) for one in why if one.points]
    # A text that begins with "=" would be taken for a formula wherever it is pasted.
    return f"{'; '.join(added) or '0'} = {format_points(points)}"


def unknown_text(name: str) -> str:
    """An indicator that is not known, as it stands in the text."""
    return f"? {name}"


def unknown_texts(rules: Sequence[Rule], effects: Sequence[Effect]) -> list[str]:
    """A "? label" for every indicator, soft or hard, that is not known, as in the workbook."""
    return [unknown_text(rule.indicator.name) for rule, effect in zip(rules, effects, strict=True) if not effect.known]


def cap_reasons(
    rules: Sequence[Rule],
    effects: Sequence[Effect],
    values: Sequence[str],
    chain: tuple[Coverage | None, int],
    reached: int,
    language: Language,
) -> list[tuple[int, str]]:
    """The caps that take something away, as in the workbook, the one of "only the CEO is known" last.

    Args:
        chain: the coverage, and the tier code allowed where only the CEO is known.
        reached: the tier code that the points reach; a cap at it or above takes nothing away.
    """
    found = [
        (effect.cap, reason_text(rule.indicator.name, value))
        for rule, effect, value in zip(rules, effects, values, strict=True)
        if effect.cap > reached
    ]
    coverage, cap = chain
    if coverage is not None and coverage.ceo_only and cap > reached:
        found.append((cap, ceo_only_reason(coverage, language)))
    return found


def cap_text(cap: int, reason: str, language: Language) -> str:
    """A cap as it stands in the text."""
    return _CAPPED[language].format(tier=TIERS[cap], reason=reason)


def rejections(rules: Sequence[Rule], effects: Sequence[Effect], values: Sequence[str]) -> list[tuple[str, str]]:
    """The hard indicators that reject, as in the workbook: the id, and "label: value"."""
    return [
        (rule.indicator.indicator, reason_text(rule.indicator.name, value))
        for rule, effect, value in zip(rules, effects, values, strict=True)
        if effect.rejects
    ]


def reject_text(reason: str) -> str:
    """A rejection as it stands in the text."""
    return f"{TIERS[-1]}: {reason}"


@dataclass(frozen=True, slots=True)
class Case:
    """All that the reasons of one customer are made from. `chain` as in `cap_reasons`; `reached` by points alone."""

    rules: tuple[Rule, ...]
    effects: tuple[Effect, ...]
    values: tuple[str, ...]
    chain: tuple[Coverage | None, int]
    points: float
    reached: int

    def why(self) -> tuple[Contribution, ...]:
        """The contributions; see `contributions`."""
        return contributions(self.rules, self.effects, self.values)

    def rejected(self) -> str:
        """The id of the first indicator that rejects; "" where none does."""
        found = rejections(self.rules, self.effects, self.values)
        return found[0][0] if found else ""

    def cap(self, language: Language) -> tuple[Tier, str] | None:
        """The strictest cap that takes something away, and its reason; the first in the workbook of equals."""
        found = cap_reasons(self.rules, self.effects, self.values, self.chain, self.reached, language)
        if not found:
            return None
        cap, reason = max(found, key=lambda one: one[0])
        return TIERS[cap], reason

    def tail(self, language: Language) -> list[str]:
        """What follows the sum: unknowns, caps, rejections."""
        capped = cap_reasons(self.rules, self.effects, self.values, self.chain, self.reached, language)
        return [
            *unknown_texts(self.rules, self.effects),
            *(cap_text(cap, reason, language) for cap, reason in capped),
            *(reject_text(reason) for _, reason in rejections(self.rules, self.effects, self.values)),
        ]

    def text(self, language: Language) -> str:
        """The whole text."""
        return "; ".join([sum_text(self.why(), self.points), *self.tail(language)])
