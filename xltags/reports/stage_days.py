"""How long customers stay at a step of the funnel, as far as changes of stage were logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.core.days import column_days
from xltags.core.stages import NOWHERE, Stages
from xltags.reports.stages import StageChanges, stage_changes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xltags.reports.registry import Source

    Floats = NDArray[np.float64]
    Places = NDArray[np.int64]


def stays(source: Source, stages: Stages) -> tuple[Places, Floats]:
    """The step and the days of every completed stay that the log shows; days >= 0.

    A stay runs from the change into a step to the next change out of it; the first one from first_contact, where the
    first change says which step it left; the last one to won_on, or else lost_on, unless the step is the won one.
    Changes between sub-stages of one step are no change. Stays that are not over, or whose dates are missing or in the
    wrong order, are left out.
    """
    table = source.dataset.customers.table
    start, won, lost = (column_days(table.column(id)) for id in ("first_contact", "won_on", "lost_on"))
    log, day = _dated(source, stage_changes(source, stages))
    if not len(day):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64)
    first = np.concatenate([[True], log.customers[1:] != log.customers[:-1]])
    last = np.concatenate([first[1:], [True]])
    # The first change may lie within a step: then the step was entered at the first contact.
    within = first & (log.before == log.after)
    entered = np.where(within, start[log.customers], day)
    ended = np.where(np.isnan(won), lost, won)[log.customers]
    left = np.where(last, np.where(log.after == stages.won, np.nan, ended), np.concatenate([day[1:], [np.nan]]))
    opening = first & ~within
    steps = np.concatenate([log.after, log.before[opening]])
    days = np.concatenate([left - entered, (day - start[log.customers])[opening]])
    kept = (steps != NOWHERE) & (np.nan_to_num(days, nan=-1.0) >= 0)
    return steps[kept], days[kept]


def _dated(source: Source, log: StageChanges) -> tuple[StageChanges, Floats]:
    """The changes that have a date, by customer and date, without those that stay at their step; and their days."""
    day = column_days(source.dataset.table("FollowUps").column("date"))[log.records]
    order = np.lexsort((log.records, day, log.customers))
    order = order[~np.isnan(day[order])]
    log, day = _taken(log, order), day[order]
    same_customer = log.customers[1:] == log.customers[:-1]
    moves = np.concatenate([[True], ~(same_customer & (log.after[1:] == log.after[:-1]))]) if len(day) else day > 0
    return _taken(log, np.flatnonzero(moves)), day[moves]


def _taken(log: StageChanges, order: NDArray[np.int64]) -> StageChanges:
    return StageChanges(log.customers[order], log.records[order], log.before[order], log.after[order])
