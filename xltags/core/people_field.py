"""Size and people: the field behind employees, chain coverage and "only the CEO is known"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from xltags.core.bands import NO_CAP, Effect, Rule, judge_number
from xltags.core.chain import CEO, Coverage, cover, required_roles, rule_for
from xltags.core.field_state import Ask, Bounds, Outcome, State, bounds_of, cut_points, number_in, outcome_of
from xltags.core.scorecard import ChainRule

_SOME_ROLE = "\0"  # a role that no rule asks for
Roles = frozenset[str] | None  # None: no contact with a role is known
People = tuple[int | None, Roles]


@dataclass(frozen=True, eq=False)
class PeopleField:
    """Size and people together: rules on employees, rules on chain coverage, and the cap where only the CEO is known.

    `rules` holds those on employees first, `size_count` of them; `demands` are the roles required by interval of
    employees. Without an indicator on chain coverage blank contacts are no open question.
    """

    numbers: tuple[int, ...]
    rules: tuple[Rule, ...]
    size_count: int
    cuts: tuple[float, ...]
    demands: tuple[tuple[str, ...], ...]
    ceo_only_cap: int
    memo: dict[People, State] = field(default_factory=dict)

    @cached_property
    def depends(self) -> bool:
        """Whether the roles required differ by size."""
        return len({frozenset(roles) for roles in self.demands}) > 1

    @cached_property
    def _told_apart(self) -> frozenset[str]:
        return frozenset({CEO}.union(*self.demands))

    def simplify(self, roles: Iterable[str]) -> frozenset[str]:
        """The roles, all those that no rule asks for as one, so that few states occur."""
        return frozenset(role if role in self._told_apart else _SOME_ROLE for role in roles)

    def state(self, people: People) -> State:
        """The state of a customer with this interval of employees and these roles."""
        known = self.memo.get(people)
        if known is None:
            known = self.memo[people] = self._state(people)
        return known

    def coverage(self, people: People) -> Coverage | None:
        """How far the chain is covered; None where contacts are unknown, or the size where the rules depend on it."""
        interval, roles = people
        if roles is None or (interval is None and self.depends):
            return None
        return cover(self.demands[interval or 0], roles)

    def _state(self, people: People) -> State:
        interval, roles = people
        effects, _ = self._effects(people)
        by_size = [(size, roles) for size in self._sizes(interval)]
        by_roles = [(interval, met) for met in self._meetings(people)]
        jointly = [(size, met) for size, _ in by_size for met in self._meetings((size, roles))]
        asks = []
        if interval is None and self.numbers and (self.size_count or self.depends):
            asks.append(Ask(self.numbers[0], self._bounds(by_size)))
        if roles is None and len(self.numbers) > self.size_count:
            asks.append(Ask(self.numbers[self.size_count], self._bounds(by_roles)))
        return State(effects, self._now(people), self._bounds(jointly), tuple(asks), self.coverage(people))

    def _effects(self, people: People) -> tuple[tuple[Effect, ...], int]:
        coverage = self.coverage(people)
        number = number_in(people[0], self.cuts)
        sizes = tuple(judge_number(rule, number) for rule in self.rules[: self.size_count])
        share = coverage.share if coverage else None
        chains = tuple(judge_number(rule, share) for rule in self.rules[self.size_count :])
        return sizes + chains, self.ceo_only_cap if coverage and coverage.ceo_only else NO_CAP

    def _now(self, people: People) -> Outcome:
        return outcome_of(*self._effects(people))

    def _bounds(self, answers: Iterable[People]) -> Bounds:
        return bounds_of(self._now(people) for people in answers)

    def _sizes(self, interval: int | None) -> list[int | None]:
        return [interval] if interval is not None else [None, *range(len(self.cuts) + 1)]

    def _meetings(self, people: People) -> list[Roles]:
        """What can be known of the people: as it is; and where blank, each number of required roles, and the CEO alone.

        The rule tells nothing else apart. A role that no rule requires can always be met, so 0 is possible.
        """
        interval, roles = people
        if roles is not None or len(self.rules) == self.size_count or (interval is None and self.depends):
            return [roles]
        demand = self.demands[interval or 0]
        counts = [frozenset({_SOME_ROLE, *demand[:count]}) for count in range(len(demand) + 1)]
        return [None, *counts, frozenset({CEO})]


def people_field(
    size_rules: Sequence[tuple[int, Rule]],
    chain_rules: Sequence[tuple[int, Rule]],
    demands: Sequence[ChainRule],
    ceo_only_cap: int,
) -> PeopleField:
    """The field of size and people; rules come with their number in the scorecard."""
    pairs = [*size_rules, *chain_rules]
    cuts = cut_points((rule for _, rule in size_rules), demands)
    sizes = (number_in(interval, cuts) for interval in range(len(cuts) + 1))
    return PeopleField(
        numbers=tuple(number for number, _ in pairs),
        rules=tuple(rule for _, rule in pairs),
        size_count=len(size_rules),
        cuts=cuts,
        demands=tuple(required_roles(rule_for(demands, size)) for size in sizes if size is not None),
        ceo_only_cap=ceo_only_cap,
    )
