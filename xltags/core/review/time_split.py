"""Older closed customers to learn from, newer ones to test on, identical ones together."""

from dataclasses import dataclass
from datetime import date
from math import floor

import numpy as np
from numpy.typing import NDArray

from xltags.core.dataset import Dataset
from xltags.core.days import day_of
from xltags.core.review.outcomes import ClosedRows
from xltags.core.text import fold
from xltags.core.values import as_text

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
OLDER = 0.7


@dataclass(frozen=True, eq=False)
class TimeSplit:
    """Closed customers by the day they closed, oldest first.

    `order` are positions in `ClosedRows`; `older` flags, in that order, those to learn from, the first ones; `group`
    numbers identical customers, in that order, from 0; `split_at` is the day of the first newer one, None where no day
    is known.
    """

    order: Numbers
    older: Flags
    group: Numbers
    split_at: date | None


def split_by_time(rows: ClosedRows, dataset: Dataset) -> TimeSplit:
    """Share the closed customers out: OLDER of them to learn from, the newest to test on.

    The day is that of closing, else of the first contact; customers without either are the oldest, and equal ones
    stand as in the workbook. Identical are customers with the same tags, measures, company and days; where neither
    companies nor days tell customers apart, the same tags and measures. Identical ones stay on one side.
    """
    days = np.where(np.isnan(rows.closed_on), rows.first_contact, rows.closed_on)
    identical = _identical(rows, dataset)
    order = np.lexsort((np.arange(len(rows)), np.nan_to_num(days, nan=-np.inf))).astype(np.int64)
    _, first, group = np.unique(identical[order], return_index=True, return_inverse=True)
    place = np.empty(len(first), dtype=np.int64)
    place[np.argsort(first, kind="stable")] = np.arange(len(first))
    group = place[group.reshape(-1)]
    together = np.argsort(group, kind="stable")
    order, group = order[together], group[together]
    edge = _edge(group)
    day = float(days[order[edge]]) if edge < len(order) else np.nan
    return TimeSplit(order, np.arange(len(order)) < edge, group, None if np.isnan(day) else day_of(day))


def _edge(group: Numbers) -> int:
    """Where the newer ones begin: the end of a group of identical ones nearest to OLDER of all, the later of two."""
    wanted = floor(OLDER * len(group))
    ends = np.flatnonzero(np.append(group[1:] != group[:-1], True)) + 1
    return int(ends[::-1][np.argmin(np.abs(ends[::-1] - wanted))]) if len(ends) else 0


def _identical(rows: ClosedRows, dataset: Dataset) -> Numbers:
    companies = dataset.customers.table.column("company")
    names = [fold(as_text(value)) for value in companies.values]
    places = {name: place for place, name in enumerate(dict.fromkeys(names))}
    named = np.array([*(places[name] for name in names), -1], dtype=np.int64)[companies.codes[rows.records]]
    parts = [named, *(np.nan_to_num(days, nan=-1).astype(np.int64) for days in (rows.first_contact, rows.closed_on))]
    keys = np.stack([rows.identical.astype(np.int64), *(part for part in parts if len(np.unique(part)) > 1)])
    return np.unique(keys, axis=1, return_inverse=True)[1].reshape(-1).astype(np.int64)
