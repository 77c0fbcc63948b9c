"""Today's scorecard beside a proposed one and what became of the customers: value by value, and tier by tier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf, isnan, nan
from typing import TYPE_CHECKING

import numpy as np

from xltags.core.bands import MICRO, Effect, Rule, judge_number, judge_tags
from xltags.core.compiled import CompiledScorecard, compile_scorecard
from xltags.core.intervals import Span
from xltags.core.review.dna import MIN_TAGGED
from xltags.core.review.outcomes import ClosedRows, closed_rows, group_tags
from xltags.core.review.rates import rate_of
from xltags.core.scorecard import TIERS, Scorecard
from xltags.core.scorecard_limits import NUMBER_FIELDS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from xltags.core.dataset import Dataset
    from xltags.core.finding import Language
    from xltags.core.review.results import Proposal, Rate, Review

    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Value:
    """A tag or a range of numbers that a band of either scorecard names, with the closed customers who have it."""

    text: str
    now: float
    proposed: float
    closed: Flags | None


@dataclass(frozen=True, slots=True)
class _Cards:
    """Both scorecards made ready; the proposed one is None where nothing is proposed."""

    now: CompiledScorecard
    proposed: CompiledScorecard | None

    def both(self) -> tuple[CompiledScorecard, ...]:
        return (self.now,) if self.proposed is None else (self.now, self.proposed)

    def fields(self) -> list[str]:
        """The fields that a soft indicator of either looks at, today's first."""
        return list(dict.fromkeys(rule.indicator.field for card in self.both() for rule in _soft(card)))


def compared_points(review: Review, dataset: Dataset, *, language: Language) -> pd.DataFrame:
    """One record for each tag or range of numbers that a soft band names today or in the proposal.

    Columns: indicator (name), field, value, points_now (blank where no indicator of today looks at the field),
    points_proposed (blank without a proposal, and where it has no such indicator), change (points_proposed less
    points_now, a missing one counting 0; blank without a proposal), closed (customers with the value, children with
    their parents, that were won or lost by the end of the quarter), won, win_rate with its 95 % Wilson interval (blank
    under 10 closed customers, as in the DNA). Where nobody was counted, as for chain coverage, all of these are blank.
    Rows by field, today's first; tags as in the taxonomy, numbers ascending.
    """
    import pandas as pd

    cards, rows = _cards(review.proposal, dataset), closed_rows(dataset, review.quarter)
    records: list[dict[str, object]] = []
    for field in cards.fields():
        name = _name(cards, field)
        for value in _values(field, cards, dataset, rows, language):
            rate = None if value.closed is None else _won_of(value.closed, rows)
            records.append(
                {
                    "indicator": name,
                    "field": field,
                    "value": value.text,
                    "points_now": value.now,
                    "points_proposed": value.proposed,
                    "change": nan if cards.proposed is None else _or_0(value.proposed) - _or_0(value.now),
                    **_rate(rate),
                }
            )
    return _frame(pd.DataFrame(records, columns=list(POINTS)))


POINTS = (
    "indicator", "field", "value", "points_now", "points_proposed", "change", "closed", "won", "win_rate",
    "win_rate_low", "win_rate_high",
)  # fmt: skip


def compared_tiers(review: Review, dataset: Dataset) -> pd.DataFrame:
    """One record for each tier: tier, from_now and from_proposed (points from which it begins; the second blank without
    a proposal), then of the tiers of today closed, won, win_rate with its interval, and of the proposed ones, on the
    newer customers that it was not learnt on, proposed_closed and proposed_win_rate with its interval; these are blank
    without a proposal."""
    import pandas as pd

    floors = {rule.tier: rule.min_points for rule in reversed(dataset.model.scorecard.tiers)}
    proposal, outcomes = review.proposal, {it.tier: it.win for it in review.tiers}
    new_floors = {} if proposal is None else {rule.tier: rule.min_points for rule in proposal.tiers}
    new_rates = {} if proposal is None else dict(proposal.tier_rates)
    records = []
    for tier in TIERS:
        later = _rate(new_rates.get(tier))
        records.append(
            {
                "tier": tier,
                "from_now": floors.get(tier, nan),
                "from_proposed": new_floors.get(tier, nan),
                **_rate(outcomes.get(tier)),
                "proposed_closed": later["closed"],
                **{f"proposed_{id}": later[id] for id in ("win_rate", "win_rate_low", "win_rate_high")},
            }
        )
    return _frame(pd.DataFrame(records))


def _frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Texts as objects, counts as whole numbers or blank, all else as numbers."""
    for id in frame.columns:
        if id in ("indicator", "field", "value", "tier"):
            frame[id] = frame[id].astype(object)
        else:
            frame[id] = frame[id].astype("Int64" if id in ("closed", "won", "proposed_closed") else np.float64)
    return frame


def _rate(rate: Rate | None) -> dict[str, float]:
    if rate is None:
        return dict.fromkeys(("closed", "won", "win_rate", "win_rate_low", "win_rate_high"), nan)
    shares = {"win_rate": rate.rate, "win_rate_low": rate.low, "win_rate_high": rate.high}
    return {"closed": rate.of, "won": rate.hits, **shares}


def _won_of(closed: Flags, rows: ClosedRows) -> Rate:
    return rate_of(int((closed & rows.won).sum()), int(closed.sum()), MIN_TAGGED)


def _or_0(points: float) -> float:
    return 0.0 if isnan(points) else points


def _cards(proposal: Proposal | None, dataset: Dataset) -> _Cards:
    now = compile_scorecard(dataset.model)
    if proposal is None:
        return _Cards(now, None)
    tables = {name: getattr(proposal, name) for name in ("indicators", "bands", "tiers")}
    scorecard = Scorecard(**tables, chain_rules=dataset.model.scorecard.chain_rules)
    return _Cards(now, compile_scorecard(dataset.model.model_copy(update={"scorecard": scorecard})))


def _soft(card: CompiledScorecard) -> Iterator[Rule]:
    return (rule for rule in card.rules if not rule.hard)


def _rules(card: CompiledScorecard, field: str) -> list[Rule]:
    return [rule for rule in _soft(card) if rule.indicator.field == field]


def _name(cards: _Cards, field: str) -> str:
    return next(rule.indicator.name for card in cards.both() for rule in _rules(card, field))


def _values(field: str, cards: _Cards, dataset: Dataset, rows: ClosedRows, language: Language) -> Iterator[_Value]:
    if field in NUMBER_FIELDS:
        yield from _ranges(field, cards, dataset, rows, language)
    else:
        yield from _tags(field, cards, dataset, rows, language)


def _tags(field: str, cards: _Cards, dataset: Dataset, rows: ClosedRows, language: Language) -> Iterator[_Value]:
    taxonomy, column = dataset.model.taxonomy, dataset.customers.tags.get(field)
    group = None if column is None else group_tags(column)
    for key in sorted(_named(field, cards)):
        tag = taxonomy.tags[key]
        now, proposed = (_points(card, field, key=key) for card in (cards.now, cards.proposed))
        closed = None
        if group is not None:
            family = [it is not None and any(one.id == tag.id for one in taxonomy.line_of(it)) for it in group.tags]
            held = group.members(rows.records)[:, np.asarray(family, dtype=np.bool_)]
            closed = np.asarray(held.any(axis=1), dtype=np.bool_)
        yield _Value(tag.label(tag.cell_language(language)), now, proposed, closed)


def _named(field: str, cards: _Cards) -> set[int]:
    """The tags that a band of either scorecard names, as positions in the taxonomy."""
    found = set()
    for card in cards.both():
        bands = [card.scorecard.bands[band.position] for rule in _rules(card, field) for band in rule.bands]
        for text in (text for band in bands for text in band.tags):
            known = card.index.find(field, text)
            found |= set() if known is None else {int(known.key)}
    return found


def _points(card: CompiledScorecard | None, field: str, *, key: int | None = None, number: float = nan) -> float:
    """What a tag or a number gets; nan where no indicator looks at the field."""
    rules = [] if card is None else _rules(card, field)
    if not rules:
        return nan
    return sum(_effect(rule, key, number).micro for rule in rules) / MICRO


def _effect(rule: Rule, key: int | None, number: float) -> Effect:
    return judge_number(rule, number) if key is None else judge_tags(rule, [key])


def _ranges(field: str, cards: _Cards, dataset: Dataset, rows: ClosedRows, language: Language) -> Iterator[_Value]:
    rules: Sequence[Rule] = [rule for card in cards.both() for rule in _rules(card, field)]
    limits = {it for rule in rules for band in rule.bands for it in (band.low, band.high) if it is not None}
    starts = [-inf, *sorted(limits)]
    counted = field in dataset.customers.table
    numbers = dataset.customers.numbers(field)[rows.records] if counted else np.zeros(0)
    for low, high in zip(starts, [*starts[1:], inf], strict=True):
        inside = high - 1.0 if low == -inf and high < inf else low if low > -inf else 0.0
        if all(judge_number(rule, inside).band < 0 for rule in rules):
            continue
        now, proposed = (_points(card, field, number=inside) for card in (cards.now, cards.proposed))
        text = Span(None if low == -inf else low, None if high == inf else high).text()[language]
        yield _Value(text, now, proposed, (numbers >= low) & (numbers < high) if counted else None)
