"""What differs between two workbooks: taxonomy, scorecard, plan, settings and the customers' tags."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from pydantic import BaseModel

from xltags.core.change_rules import Area, Change
from xltags.core.dataset import Model
from xltags.core.scorecard import Band, Scorecard
from xltags.core.settings import Settings
from xltags.core.tag_state import TAG, TEXT, TagState, Values, state_changes
from xltags.core.taxonomy import Taxonomy
from xltags.core.taxonomy_diff import aligned, by_key, diff_taxonomies
from xltags.core.text import join_values
from xltags.core.values import as_text

Row = TypeVar("Row", bound=BaseModel)
RULES_OF_SCORES = ("dimension", "kind", "field", "on")
COUNTING = ("fiscal_year_start", "min_sample", "ceo_only_cap")
UNSAID = frozenset({"row", "rows"})


def diff_models(old: Model, new: Model) -> list[Change]:
    """Every difference between two models, none only where both say the same; places of rows do not matter.

    >>> from xltags.core.examples import dataset
    >>> one = dataset(Tags={"group": "industry", "tag_id": "i1", "tag": "Retail"}).model
    >>> two = dataset(Tags={"group": "industry", "tag_id": "i1", "tag": "Shops"}).model
    >>> [(it.rule, it.before, it.after, it.breaking) for it in diff_models(one, two)]
    [('tag_label_lost', 'Retail', 'Shops', True)]
    """
    found = list(diff_taxonomies(old.taxonomy, new.taxonomy))
    found += _scorecard(old.scorecard, new.scorecard)
    found += _plan(old, new)
    found += _settings(old.settings, new.settings)
    return found


def _scorecard(old: Scorecard, new: Scorecard) -> Iterator[Change]:
    indicators = by_key(old.indicators, lambda it: it.indicator), by_key(new.indicators, lambda it: it.indicator)
    for (name, _), one, other in aligned(*indicators):
        subject = f"indicator {name}"
        if one is None or other is None:
            yield Change("scorecard", "score_rule", subject, _present(one), _present(other))
            continue
        yield from _fields("scorecard", subject, one, other, strict=RULES_OF_SCORES)
    for name in dict.fromkeys(band.indicator for card in (old, new) for band in card.bands):
        before, after = (tuple(map(_band_text, card.bands_of(name))) for card in (old, new))
        if before != after:
            gone = [text for text in before if text not in after]
            come = [text for text in after if text not in before]
            texts = ("; ".join(gone or before), "; ".join(come or after))
            yield Change("scorecard", "score_rule", f"bands of {name}", *texts)
    tiers = by_key(old.tiers, lambda it: it.tier), by_key(new.tiers, lambda it: it.tier)
    for (tier, _), low, high in aligned(*tiers):
        if low is None or high is None:
            yield Change("scorecard", "score_rule", f"tier {tier}", _present(low), _present(high))
            continue
        yield from _fields("scorecard", f"tier {tier}", low, high, strict=("min_points",))
    chains = (tuple(_said(rule) for rule in card.chain_rules) for card in (old, new))
    before_chain, after_chain = chains
    if before_chain != after_chain:
        yield Change("scorecard", "score_rule", "chain rules", "; ".join(before_chain), "; ".join(after_chain))


def _band_text(band: Band) -> str:
    limits = "" if band.low is None and band.high is None else f"{_number(band.low)} to {_number(band.high)}"
    parts = (join_values(band.tags), limits, f"{band.points:g} points", band.outcome, band.zone, band.cap_tier)
    return ", ".join(part for part in parts if part)


def _number(value: float | None) -> str:
    return "..." if value is None else f"{value!r}"


def _present(row: BaseModel | None) -> str:
    return "" if row is None else "present"


def _fields(area: Area, subject: str, old: BaseModel, new: BaseModel, *, strict: tuple[str, ...]) -> Iterator[Change]:
    for name in type(old).model_fields:
        one, other = getattr(old, name), getattr(new, name)
        if name not in UNSAID and one != other:
            rule = "score_rule" if name in strict else "score_text"
            yield Change(area, rule, f"{subject}, {name}", _text(one), _text(other))


def _said(row: BaseModel) -> str:
    return ", ".join(f"{name} {_text(value)}" for name, value in row if name not in UNSAID and value not in (None, ""))


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return join_values(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return as_text(value) if isinstance(value, (str, int, float)) or value is None else str(value)


def _plan(old: Model, new: Model) -> Iterator[Change]:
    sides = (by_key(it.strategy.targets, lambda line: (line.period, line.group, line.tag)) for it in (old, new))
    for ((period, group, tag), _), one, other in aligned(*sides):
        texts = [
            "" if it is None else f"{_text(it.target_share)} {it.priority}".strip() or "present" for it in (one, other)
        ]
        if texts[0] != texts[1]:
            yield Change("plan", "plan", f"{period}, {group}: {tag}", *texts)


def _settings(old: Settings, new: Settings) -> Iterator[Change]:
    for name in Settings.model_fields:
        one, other = getattr(old, name), getattr(new, name)
        if name in UNSAID or one == other:
            continue
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            for key, before, after in aligned(one, other):
                if before != after:
                    yield Change("settings", "setting", f"{name}.{key}", _text(before), _text(after))
            continue
        rule = "setting_numbers" if name in COUNTING else "setting"
        yield Change("settings", rule, name, _text(one), _text(other))


def diff_customers(old: TagState, new: TagState, before: Taxonomy, after: Taxonomy) -> Iterator[Change]:
    """Customers that came, went, or carry other tags; labels are those of each side's taxonomy."""
    had, has = set(old.keys), set(new.keys)
    for key in old.keys:
        if key not in has:
            yield Change("customers", "customer_removed", _customer(key), "present")
    for key in new.keys:
        if key not in had:
            yield Change("customers", "customer_added", _customer(key), "", "present")
    for it in state_changes(old, new):
        subject = f"{_customer(new.keys[it.record])}, {it.group}"
        yield Change("customers", "customer_tags", subject, labels(it.before, before), labels(it.after, after))


def _customer(key: tuple[str, int]) -> str:
    id, number = key
    return (id or "without an id") + (f" ({number + 1})" if number else "")


def labels(values: Values, taxonomy: Taxonomy) -> str:
    """A combination of tags by label, in alphabetical order, and the texts that are none as typed."""
    found = []
    for value in values:
        tag = taxonomy.tag(value.removeprefix(TAG)) if value.startswith(TAG) else None
        found.append(tag.tag if tag else value[len(TEXT) :])
    return join_values(sorted(found))
