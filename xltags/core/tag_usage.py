"""How much tags and groups are used: by customers who carry them, since when, until when, and by what acts on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import sqrt

import numpy as np

from xltags.core.customer_rows import customers_of, last_contact_days
from xltags.core.customers import TagColumn
from xltags.core.dataset import Dataset
from xltags.core.days import Days, column_days, day_of
from xltags.core.group_names import group_named
from xltags.core.once import once
from xltags.core.table import Codes
from xltags.core.tag_uses import Use, group_uses, tag_uses
from xltags.core.taxonomy import Tag, TagGroup, Taxonomy
from xltags.core.values import as_text

Z_95 = 1.959964  # quantile of the normal distribution for a 95 % interval
FIRST_DAY = date(1990, 1, 1)  # dates before are slips of the fingers; CUS checks name them
GRACE_DAYS = 28  # four weeks after the first talk; a first call rarely answers everything


@dataclass(frozen=True, slots=True)
class TagUse:
    """How a tag is used.

    `customers` carry it itself, `below` carry it or a tag below it. `first_used` is the first contact of the earliest
    of them, or an earlier change to it in `FollowUps`; `last_used` the latest day on which somebody dealt with one of
    them or gave the tag; both None where no date is known. `uses` name what filters, scores or plans by the tag.
    """

    tag: Tag
    customers: int
    below: int
    first_used: date | None
    last_used: date | None
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class GroupUse:
    """How an active group with a column is used.

    `filled` of the `counted` customers have a value; see `counted_customers` for who counts. `first_followup` is the
    first day in `FollowUps`, None where there is none.
    """

    group: TagGroup
    counted: int
    filled: int
    first_followup: date | None
    uses: tuple[Use, ...]

    @property
    def fill_rate(self) -> float | None:
        """The share of the counted customers with a value, 0..1; None where nobody counts."""
        return self.filled / self.counted if self.counted else None

    @property
    def fill_at_best(self) -> float:
        """The upper end of the fill rate's 95 % interval, 0..1; 1 where nobody counts.

        Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference (JASA, 1927).
        """
        if not self.counted:
            return 1.0
        rate, weight = self.filled / self.counted, Z_95**2 / self.counted
        spread = Z_95 * sqrt(rate * (1 - rate) / self.counted + weight / (4 * self.counted))
        return min(1.0, (rate + weight / 2 + spread) / (1 + weight))


def tag_usage(dataset: Dataset) -> tuple[TagUse, ...]:
    """How each tag is used, in the order of the taxonomy."""
    counts, (first, last), uses = carriers(dataset), days_of_use(dataset), tag_uses(dataset)
    return tuple(
        TagUse(tag, *counts[place], _day(first[place]), _day(last[place]), uses[place])
        for place, tag in enumerate(dataset.model.taxonomy.tags)
    )


def days_of_use(dataset: Dataset) -> tuple[Days, Days]:
    """The first and the last day of use by tag, in the order of the taxonomy, as `TagUse` has them; inf for none."""
    taxonomy = dataset.model.taxonomy
    places = _places(taxonomy)
    first, last = [np.inf] * len(taxonomy.tags), [-np.inf] * len(taxonomy.tags)
    met = column_days(dataset.customers.table.column("first_contact"))
    met = np.where(met >= FIRST_DAY.toordinal(), met, np.inf)
    dealt = np.fmax(last_contact_days(dataset), -np.inf)  # -inf for none
    for group_id, column in dataset.customers.tags.items():
        earliest, latest = _days_by_cell(column.column.codes, len(column.matches), met, dealt)
        for (_, lines), its_first, its_last in zip(_carried(dataset)[group_id], earliest, latest, strict=True):
            for place in lines:
                first[place], last[place] = min(first[place], its_first), max(last[place], its_last)
    for tag, earliest_change, latest_change in _changes(dataset):
        for above in taxonomy.line_of(tag):
            place = places[id(above)]
            first[place], last[place] = min(first[place], earliest_change), max(last[place], latest_change)
    return np.asarray(first, dtype=np.float64), np.asarray(last, dtype=np.float64)


@once
def carriers(dataset: Dataset) -> tuple[tuple[int, int], ...]:
    """By tag in the order of the taxonomy: how many customers carry it itself, and how many it or one below it."""
    count = len(dataset.model.taxonomy.tags)
    customers, below = [0] * count, [0] * count
    for group_id, column in dataset.customers.tags.items():
        codes = column.column.codes
        sums = np.bincount(codes[codes >= 0], minlength=len(column.matches)).tolist()
        for total, (own, lines) in zip(sums, _carried(dataset)[group_id], strict=True):
            for place in own:
                customers[place] += total
            for place in lines:
                below[place] += total
    return tuple(zip(customers, below, strict=True))


@once
def _carried(dataset: Dataset) -> dict[str, tuple[tuple[set[int], set[int]], ...]]:
    """By group and distinct cell: the places in the taxonomy of the tags it holds, and with those above them."""
    taxonomy = dataset.model.taxonomy
    places = _places(taxonomy)
    found = {}
    for group_id, column in dataset.customers.tags.items():
        cells = [[match.tag for match in matches if match.tag is not None] for matches in column.matches]
        found[group_id] = tuple(
            (
                {places[id(tag)] for tag in tags},
                {places[id(above)] for tag in tags for above in taxonomy.line_of(tag)},
            )
            for tags in cells
        )
    return found


@once
def _places(taxonomy: Taxonomy) -> dict[int, int]:
    """By identity of a tag, its place in the taxonomy."""
    return {id(tag): place for place, tag in enumerate(taxonomy.tags)}


def _days_by_cell(codes: Codes, count: int, met: Days, dealt: Days) -> tuple[list[float], list[float]]:
    """By distinct cell: the earliest first contact of its customers, the latest dealing with one of them; inf for none.

    The days of customers without the fact must be inf (`met`) and -inf (`dealt`).
    """
    earliest, latest = np.full(count + 1, np.inf), np.full(count + 1, -np.inf)  # code -1 takes the last
    np.minimum.at(earliest, codes, met)
    np.maximum.at(latest, codes, dealt)
    return earliest[:-1].tolist(), latest[:-1].tolist()


def _changes(dataset: Dataset) -> Iterator[tuple[Tag, float, float]]:
    """Tags that `FollowUps` says were given, with the first and the last day not after today."""
    table, taxonomy = dataset.table("FollowUps"), dataset.model.taxonomy
    groups, tags = table.column("group"), table.column("to_tag")
    days = column_days(table.column("date"))
    usable = (groups.codes >= 0) & (tags.codes >= 0) & (days <= dataset.as_of.toordinal())
    pairs = groups.codes[usable].astype(np.int64) * max(1, len(tags.values)) + tags.codes[usable]
    distinct, inverse = np.unique(pairs, return_inverse=True)
    first, last = np.full(len(distinct), np.inf), np.full(len(distinct), -np.inf)
    np.minimum.at(first, inverse, days[usable])
    np.maximum.at(last, inverse, days[usable])
    for pair, earliest, latest in zip(distinct.tolist(), first.tolist(), last.tolist(), strict=True):
        group_code, tag_code = divmod(pair, max(1, len(tags.values)))
        group = group_named(taxonomy, as_text(groups.values[group_code]).strip())
        found = dataset.index.find(group.group, as_text(tags.values[tag_code]).strip()) if group else None
        if found is not None:
            yield taxonomy.tags[int(found.key)], earliest, latest


def _day(number: float) -> date | None:
    return day_of(number) if np.isfinite(number) else None


def group_usage(dataset: Dataset) -> tuple[GroupUse, ...]:
    """How each active group with a column is used, in the order of the taxonomy."""
    uses = group_uses(dataset)
    day = first_followup(dataset)
    talked = counted_customers(dataset)
    found = []
    for id, column in dataset.customers.tags.items():
        counted = np.ones(len(talked), dtype=np.bool_) if column.group.feed == "system" else talked
        filled = int((counted & _known(column)).sum())
        found.append(GroupUse(column.group, int(counted.sum()), filled, day, uses.get(id, ())))
    return tuple(found)


def _known(column: TagColumn) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which customers have a value of the group; an Excel error is none."""
    return np.asarray([*(bool(matches) for matches in column.matches), False], dtype=np.bool_)[column.column.codes]


def counted_customers(dataset: Dataset) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which customers count in a fill rate: those first followed up at least `GRACE_DAYS` ago.

    A fact that only a talk can bring cannot be expected before the talk. Where `FollowUps` dates no follow-up of a
    known customer, all customers count. Groups that a system fills count every customer, talk or not.
    """
    table = dataset.table("FollowUps")
    owners, days = customers_of(dataset, table), column_days(table.column("date"))
    usable = (owners >= 0) & ~np.isnan(days)
    if not usable.any():
        return np.ones(len(dataset.customers), dtype=np.bool_)
    first = np.full(len(dataset.customers), np.inf)
    np.minimum.at(first, owners[usable], days[usable])
    talked: np.ndarray[tuple[int], np.dtype[np.bool_]] = first <= dataset.as_of.toordinal() - GRACE_DAYS
    return talked


def first_followup(dataset: Dataset) -> date | None:
    """The first day in `FollowUps`; None where there is none."""
    days = column_days(dataset.table("FollowUps").column("date"))
    known = days[~np.isnan(days)]
    return day_of(known.min()) if len(known) else None
