"""What became of every customer by the end of a quarter, and the tags it carries, as the reports count both."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from xltags.core.customers import TagColumn
from xltags.core.dataset import Dataset
from xltags.core.days import column_days
from xltags.core.errors import XltagsError
from xltags.core.periods import Period, parse_period, period_of
from xltags.core.scorecard import MEASURES
from xltags.core.table import Column
from xltags.core.taxonomy import Tag, TagGroup
from xltags.core.values import CellFault

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Numbers = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class GroupTags:
    """The tags of one group by customer, each customer of `Customers` in its order.

    `labels` are the canonical labels, or the texts as typed where they are no tag, each once, sorted; `tags` the tag of
    each label, None for a text. `codes` is each customer's distinct cell, -1 = blank; the cell `cells[i]` holds the
    label `places[i]`, for every i. An Excel error holds none, and a cell of a one-valued group with several values
    stands for its first one, as in the reports.
    """

    group: TagGroup
    labels: tuple[str, ...]
    tags: tuple[Tag | None, ...]
    codes: Numbers
    cell_count: int
    cells: NDArray[np.intp]
    places: NDArray[np.intp]

    def known(self) -> Flags:
        """By customer, whether the group has a value."""
        filled = np.zeros(self.cell_count + 1, dtype=np.bool_)  # code -1 takes the last
        filled[self.cells] = True
        return filled[self.codes]

    def members(self, records: NDArray[np.intp]) -> Flags:
        """Which of the labels (columns) the customers at these positions (rows) carry."""
        held = np.zeros((self.cell_count + 1, len(self.labels)), dtype=np.bool_)
        held[self.cells, self.places] = True
        return held[self.codes[records]]

    def counts(self, chosen: Flags) -> NDArray[np.int64]:
        """By label, how many of the chosen customers (a flag each) carry it."""
        codes = self.codes[chosen]
        customers = np.bincount(codes[codes >= 0], minlength=self.cell_count)
        return np.bincount(self.places, customers[self.cells], len(self.labels)).astype(np.int64)


@dataclass(frozen=True, eq=False)
class ClosedRows:
    """The customers whose deal was won or lost by the end of a quarter, in the order of `Customers`.

    Won is `won_on` filled, lost `lost_on` filled and not won; renewed and churned count for won customers only. A date
    after `end` has not happened yet; what is filled but is no date has, on a day unknown (nan), as in the reports.
    `revenue` is the deal value of won customers and 0 else. `identical` numbers the rows that have the same tags and
    measures, whatever their names and dates: what is learnt from one of them must not be tested on another.

    `records` are positions in `Customers`; `met` are flags over all of `Customers`: first contact by `end`, or closed.
    `groups` are the tag groups with a column but those of the family stage, which say how the deal ended.
    """

    quarter: str
    start: date
    end: date
    records: NDArray[np.intp]
    won: Flags
    renewed: Flags
    churned: Flags
    closed_on: Floats
    first_contact: Floats
    revenue: Floats
    identical: NDArray[np.intp]
    met: Flags
    groups: tuple[GroupTags, ...]

    def __len__(self) -> int:
        return len(self.records)


def review_quarter(dataset: Dataset, quarter: str = "") -> Period:
    """The fiscal quarter that a text names; the last one that was over on the dataset's day where it is blank.

    Raises:
        XltagsError: USE001, where the text is no quarter, or one that has not begun.

    >>> from xltags.core.examples import dataset
    >>> str(review_quarter(dataset(as_of=date(2026, 11, 21)))), str(review_quarter(dataset(), "Q1 2026"))
    ('2026-Q3', '2026-Q1')
    """
    start = dataset.model.settings.fiscal_year_start
    if not quarter.strip():
        return period_of(quarter_days(period_of(dataset.as_of, start), start)[0] - timedelta(1), start)
    found = parse_period(quarter)
    if found is None or found.quarter is None:
        raise XltagsError(f'"{quarter}" is no quarter; write it as 2026-Q3')
    if quarter_days(found, start)[0] > dataset.as_of:
        raise XltagsError(f"the quarter {found} has not begun on {dataset.as_of}; name an earlier one")
    return found


def quarter_days(period: Period, fiscal_year_start: int = 1) -> tuple[date, date]:
    """The first and the last day of a fiscal quarter, or of a fiscal year where the period is one.

    >>> first, last = quarter_days(Period(2027, 1), 4)
    >>> str(first), str(last)
    ('2026-04-01', '2026-06-30')
    """
    months = (period.year - (fiscal_year_start > 1)) * 12 + fiscal_year_start - 1 + 3 * ((period.quarter or 1) - 1)
    return _month_start(months), _month_start(months + (3 if period.quarter else 12)) - timedelta(1)


def _month_start(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def closed_rows(dataset: Dataset, quarter: str = "") -> ClosedRows:
    """The closed customers of a dataset as of the end of a quarter, or as of the dataset's day where it comes first."""
    period = review_quarter(dataset, quarter)
    start, end = quarter_days(period, dataset.model.settings.fiscal_year_start)
    end = min(end, dataset.as_of)
    table = dataset.customers.table
    won, lost, renewed, churned = (
        _happened(table.column(id), end) for id in ("won_on", "lost_on", "renewed_on", "churned_on")
    )
    closed = won | lost
    records = np.flatnonzero(closed)
    days = np.where(won, column_days(table.column("won_on")), column_days(table.column("lost_on")))
    contact = column_days(table.column("first_contact"))
    value = np.nan_to_num(dataset.customers.numbers("deal_value"), nan=0.0)
    groups = tag_groups(dataset)
    return ClosedRows(
        quarter=str(period),
        start=start,
        end=end,
        records=records,
        won=won[records],
        renewed=(won & renewed)[records],
        churned=(won & churned)[records],
        closed_on=days[records],
        first_contact=contact[records],
        revenue=(value * won)[records],
        identical=_identical(dataset, groups, records),
        met=closed | ~(contact > end.toordinal()),
        groups=groups,
    )


def _happened(column: Column, end: date) -> Flags:
    """Which records are filled, but for days after `end`; an Excel error counts as blank."""
    filled = [not isinstance(value, CellFault) for value in column.values]
    there = np.asarray([*filled, False], dtype=np.bool_)[column.codes]
    later: Flags = column_days(column) > end.toordinal()  # nan is not later
    return there & ~later


def tag_groups(dataset: Dataset) -> tuple[GroupTags, ...]:
    """The groups with a column in `Customers`, in the taxonomy's order, without those of the family stage."""
    columns = dataset.customers.tags.values()
    return tuple(group_tags(column) for column in columns if column.group.family != "stage")


def group_tags(column: TagColumn) -> GroupTags:
    """One group's column as the tags by customer."""
    found: dict[str, Tag | None] = {}
    pairs: list[tuple[int, str]] = []
    for cell, (matches, labels) in enumerate(zip(column.matches, column.labels(), strict=True)):
        held = dict(zip(labels, matches, strict=False))  # an Excel error has a label and no matches
        for label in held if column.group.many else labels[: len(held)][:1]:
            found[label] = found.get(label) or held[label].tag
            pairs.append((cell, label))
    names = tuple(sorted(found))
    numbers = {label: number for number, label in enumerate(names)}
    return GroupTags(
        group=column.group,
        labels=names,
        tags=tuple(found[label] for label in names),
        codes=column.column.codes,
        cell_count=len(column.matches),
        cells=np.array([cell for cell, _ in pairs], dtype=np.intp),
        places=np.array([numbers[label] for _, label in pairs], dtype=np.intp),
    )


def _identical(dataset: Dataset, groups: tuple[GroupTags, ...], records: NDArray[np.intp]) -> NDArray[np.intp]:
    """By closed customer the number of its set of tags and measures."""
    parts = [np.zeros(len(records), dtype=np.intp)]
    for group in groups:
        parts.append(_label_sets(group)[group.codes[records]])
    for measure in MEASURES:
        numbers = dataset.customers.numbers(measure)[records]
        parts.append(np.unique(numbers, return_inverse=True)[1])  # all nan are one
    found = parts[0]
    for part in parts[1:]:  # pair by pair, so that the numbers stay small
        found = np.unique(found * (int(part.max(initial=0)) + 1) + part, return_inverse=True)[1]
    return found.astype(np.intp)


def _label_sets(group: GroupTags) -> NDArray[np.intp]:
    """By cell the number of its set of labels; the last is that of the blank cell."""
    sets: list[set[int]] = [set() for _ in range(group.cell_count + 1)]
    for cell, place in zip(group.cells.tolist(), group.places.tolist(), strict=True):
        sets[cell].add(place)
    numbers: dict[frozenset[int], int] = {}
    return np.array([numbers.setdefault(frozenset(held), len(numbers)) for held in sets], dtype=np.intp)
