"""Customers put into words for the owner who takes them over."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from xltags.core.brief import Brief, Fact, Part
from xltags.core.brief_words import word
from xltags.core.customer_rows import customers_of
from xltags.core.dataset import Dataset
from xltags.core.days import day_of
from xltags.core.filter_values import FilterValues
from xltags.core.finding import Language
from xltags.core.group_names import group_named
from xltags.core.group_parts import group_for
from xltags.core.next_actions import next_actions
from xltags.core.portrait import portrait
from xltags.core.promises import Promise
from xltags.core.scorecard import TIERS
from xltags.core.text import fold
from xltags.core.values import CellFault, as_date, as_number, as_text


class Briefing:
    """Puts customers of one dataset into words."""

    def __init__(self, values: FilterValues, promises: Mapping[int, Sequence[Promise]], language: Language) -> None:
        self.values, self.dataset, self.language = values, values.dataset, language
        self.promises = promises
        self.actions = next_actions(values, language)
        self.whys = values.scores.why_texts(language=language)
        self.asks = values.scores.ask_next_labels()
        self.stages = self.dataset.customers.tags.get(group_for(self.dataset, "stage"))
        self.people = _by_customer(self.dataset, "Contacts")
        self.log = _by_customer(self.dataset, "FollowUps")
        table = self.dataset.customers.table
        self.headers = [column.header for column in table.columns.values()]

    def word(self, key: str, **fields: object) -> str:
        """A word in the brief's language."""
        return word(key, self.language, **fields)

    def brief(self, records: Sequence[int], giver: str, taker: str) -> Brief:
        """The brief of all these customers."""
        keys = (
            "customer_id", "company", "tier", "stage", "last_contact", "next_action", "promises", "stale", "ask_next",
            "portrait",
        )  # fmt: skip
        parts = [self.part(record) for record in records]
        facts = [dict(part.facts) for part in parts]
        rows = tuple(
            (self._cell(record, "customer_id"), self._cell(record, "company"), self.values.scores.tiers()[record],
             self._stage(record), *(fact[self.word(key)] for key in keys[4:]))
            for record, fact in zip(records, facts, strict=True)
        )  # fmt: skip
        title = self.word("customers_title", giver=giver, taker=taker)
        return Brief(title, self._portfolio(records), tuple(map(self.word, keys)), rows, tuple(parts))

    def _portfolio(self, records: Sequence[int]) -> tuple[Fact, ...]:
        tiers, settings = self.values.scores.tiers(), self.dataset.model.settings
        by_tier = Counter(tiers[record] for record in records)
        by_stage = Counter(self._stage(record) or self.word("unknown") for record in records)
        value = sum(as_number(self.dataset.customers.table.value(record, "deal_value")) or 0.0 for record in records)
        promises = [promise for record in records for promise in self.promises.get(record, ())]
        late = sum(promise.late for promise in promises)
        silent = int(self.values.silent[list(records)].sum())
        return (
            (self.word("day"), self.dataset.as_of.isoformat()),
            (self.word("customers"), f"{len(records):,}"),
            (self.word("by_tier"), ", ".join(f"{tier} {by_tier[tier]}" for tier in TIERS if by_tier[tier])),
            (self.word("by_stage"), ", ".join(f"{stage} {count}" for stage, count in by_stage.most_common())),
            (self.word("deal_value"), f"{value:,.0f}"),
            (self.word("open_promises"), self.word("overdue", count=len(promises), overdue=late)),
            (self.word("silent", days=settings.silent_after_days), f"{silent:,}"),
        )

    def part(self, record: int) -> Part:
        """What the next owner must know of one customer; each fact is there, "none" where there is nothing."""
        table, scores = self.dataset.customers.table, self.values.scores
        row = [column.value(record) for column in table.columns.values()]
        span = scores.ranges()[record]
        tier = scores.tiers()[record]
        facts = {
            "portrait": portrait(row, self.headers),
            "tier": tier if span in ("", tier) else f"{tier} ({span})",
            "score": as_text(float(scores.points[record])),
            "why": self.whys[record],
            "ask_next": self.asks[record],
            "last_contact": self._last_contact(record),
            "people": "; ".join(self._people(record)),
            "promises": "; ".join(map(self._promise, self.promises.get(record, ()))),
            "stale": "; ".join(self._stale(record)),
            "next_action": self._next(record),
            "notes": self._cell(record, "notes"),
        }
        heading = f"{self._cell(record, 'company') or self.word('unknown')} ({self._cell(record, 'customer_id')})"
        return Part(heading, tuple((self.word(key), text or self.word("none")) for key, text in facts.items()))

    def _cell(self, record: int, column_id: str) -> str:
        value = self.dataset.customers.table.value(record, column_id)
        return "" if isinstance(value, CellFault) else " ".join(as_text(value).split())

    def _stage(self, record: int) -> str:
        code = -1 if self.stages is None else int(self.stages.column.codes[record])
        return "" if self.stages is None or code < 0 else ", ".join(self.stages.labels()[code])

    def _last_contact(self, record: int) -> str:
        """The day, and what was logged on it last."""
        day = self.values.last_contact[record]
        if np.isnan(day):
            return ""
        when, table = day_of(day), self.dataset.table("FollowUps")
        said = ""
        for row in self.log.get(record, ()):
            texts = [as_text(table.value(row, id)).strip() for id in ("channel", "note", "by")]
            if as_date(table.value(row, "date")) == when and (texts[0] or texts[1]):
                said = ": " + ", ".join(filter(None, texts))
        return when.isoformat() + said

    def _people(self, record: int) -> Iterator[str]:
        table = self.dataset.table("Contacts")
        for row in self.people.get(record, ()):
            texts = [as_text(table.value(row, id)).strip() for id in ("name", "position", "chain_role")]
            if fold(as_text(table.value(row, "is_decider"))) in ("yes", "true"):
                texts.append(self.word("decides"))
            if as_date(table.value(row, "confirmed_on")) is None:
                texts.append(self.word("not_met"))
            yield ", ".join(text for text in texts if text)

    def _promise(self, promise: Promise) -> str:
        if promise.due is None:
            when = self.word("no_day")
        else:
            when = self.word("late" if promise.late else "due", day=promise.due.isoformat())
        return f"{promise.text} ({', '.join(filter(None, (when, promise.by)))})"

    def _stale(self, record: int) -> Iterator[str]:
        """The tags of a customer with whom nobody was in touch for longer than the team trusts a tag; those given since
        then are fresh."""
        limit = self.dataset.as_of.toordinal() - self.dataset.model.settings.stale_after_days
        if self.values.last_contact[record] >= limit:
            return
        log = self.dataset.table("FollowUps")
        fresh: set[str] = set()
        for row in self.log.get(record, ()):
            day = as_date(log.value(row, "date"))
            group = group_named(self.dataset.model.taxonomy, as_text(log.value(row, "group")).strip())
            if group is not None and day is not None and day.toordinal() >= limit:
                fresh.add(group.group)
        for id, column in self.dataset.customers.tags.items():
            code = int(column.column.codes[record])
            if code >= 0 and id not in fresh:
                yield f"{column.group.label(self.language)}: {', '.join(column.labels()[code])}"

    def _next(self, record: int) -> str:
        due = self.actions.due[record]
        day = "" if np.isnan(due) else f" ({self.word('due', day=day_of(due).isoformat())})"
        return self.actions.texts[record] + day if self.actions.texts[record] else ""


def _by_customer(dataset: Dataset, table_id: str) -> dict[int, list[int]]:
    """The records of a table by customer, in its order."""
    table = dataset.table(table_id)
    found: dict[int, list[int]] = {}
    for row, owner in enumerate(customers_of(dataset, table).tolist() if len(table) else ()):
        found.setdefault(owner, []).append(row)
    return found
