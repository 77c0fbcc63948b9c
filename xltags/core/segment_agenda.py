"""When a segment's action is due for whom, and which segments share customers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from xltags.core.days import day_of
from xltags.core.filter_dates import shift
from xltags.core.filter_keywords import Unit
from xltags.core.filter_values import FilterValues, Mask
from xltags.core.segments import Members

# on_event has no rhythm: nothing falls due by the calendar
FREQUENCIES: Mapping[str, tuple[int, Unit]] = {
    "daily": (1, "days"),
    "weekly": (1, "weeks"),
    "monthly": (1, "months"),
    "quarterly": (3, "months"),
    "yearly": (1, "years"),
}


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is due in a segment.

    `due` is by member, in their order: whether the last contact lies a whole frequency or more back, or there was
    none. `due_on` is the earliest day on which the action falls due for a member, None without a rhythm or members; a
    day that has passed is today. `last_contact` is the latest of all members, None where there was none.
    """

    due: Mask
    due_on: date | None
    last_contact: date | None


def action_agenda(found: Members, values: FilterValues) -> Agenda:
    """What is due in a segment by its frequency and the last contact of its members."""
    chosen = np.flatnonzero(found.members)
    last = values.last_contact[chosen]
    known = last[~np.isnan(last)]
    latest = day_of(known.max()) if len(known) else None
    today, rhythm = values.dataset.as_of, FREQUENCIES.get(found.segment.frequency)
    if rhythm is None:
        return Agenda(np.zeros(len(chosen), dtype=np.bool_), None, latest)
    count, unit = rhythm
    limit = shift(today, -count, unit).toordinal()
    due = ~(last > limit)
    waiting = last[~due]
    if due.any():
        return Agenda(due, today, latest)
    due_on = shift(day_of(waiting.min()), count, unit) if len(waiting) else None
    return Agenda(due, due_on, latest)


def overlaps(members: Sequence[Members]) -> list[list[tuple[str, int]]]:
    """By segment, the other segments with shared customers and how many, most first, ties in the workbook's order."""
    found: list[list[tuple[str, int]]] = [[] for _ in members]
    for one, first in enumerate(members):
        for two in range(one):
            shared = int((first.members & members[two].members).sum())
            if shared:
                found[one].append((members[two].segment.name, shared))
                found[two].append((first.segment.name, shared))
    return [sorted(pairs, key=lambda pair: -pair[1]) for pairs in found]
