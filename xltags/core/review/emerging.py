"""Industries outside the profile whose wins rise: those in which the next ideal customers may be."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from xltags.core.group_parts import group_for
from xltags.core.periods import period_of
from xltags.core.review.chance import FALSE_RATE, false_discovery_q, fisher_p_greater
from xltags.core.review.outcomes import quarter_days
from xltags.core.review.rates import rates_of
from xltags.core.review.results import Emerging

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xltags.core.dataset import Dataset
    from xltags.core.review.outcomes import ClosedRows, GroupTags
    from xltags.core.scoring import Scores

    Flags = NDArray[np.bool_]

MIN_CLOSED = 10  # before and after, for a test


def find_emerging(rows: ClosedRows, dataset: Dataset, scores: Scores) -> tuple[Emerging, ...]:
    """The industries outside the profile with 10 closed customers before and after, those that surely rise first.

    Outside is an industry that no indicator in use gives points for, and that no hard one lets pass by name. After is
    the half-year that ends with the review's quarter, by the day of closing. The one-sided test of Fisher that the
    rate after is higher is corrected over all these industries.
    """
    group = next((one for one in rows.groups if one.group.group == group_for(dataset, "industry")), None)
    if group is None:
        return ()
    start = dataset.model.settings.fiscal_year_start
    since = quarter_days(period_of(rows.start - timedelta(1), start), start)[0]
    size = len(rows.met)
    later, known = rows.closed_on >= since.toordinal(), ~np.isnan(rows.closed_on)
    old_of, old_won, new_of, new_won = (
        group.counts(_flags(size, rows.records[chosen]))
        for chosen in (known & ~later, known & ~later & rows.won, later, later & rows.won)
    )
    inside = _in_profile(group, scores)
    places = np.flatnonzero(~inside & (old_of >= MIN_CLOSED) & (new_of >= MIN_CLOSED))
    old_of, old_won, new_of, new_won = (counts[places] for counts in (old_of, old_won, new_of, new_won))
    p = fisher_p_greater(new_won, new_of, old_won, old_of)
    q = false_discovery_q(p)
    before, after = rates_of(old_won, old_of, MIN_CLOSED), rates_of(new_won, new_of, MIN_CLOSED)
    found = [
        Emerging(
            group=group.group.group,
            tag=group.labels[place],
            since=since,
            before=before[number],
            after=after[number],
            p=float(p[number]),
            q=float(q[number]),
            rising=bool(q[number] < FALSE_RATE),
        )
        for number, place in enumerate(places.tolist())
    ]
    return tuple(sorted(found, key=lambda one: (one.q, one.p, one.tag)))


def _flags(size: int, records: NDArray[np.intp]) -> Flags:
    found = np.zeros(size, dtype=np.bool_)
    found[records] = True
    return found


def _in_profile(group: GroupTags, scores: Scores) -> Flags:
    """By label, whether an indicator in use gives it points or lets it pass."""
    compiled = scores.compiled
    keys = {
        key
        for rule in compiled.rules
        if rule.indicator.field == group.group.group
        for band in rule.bands
        if (band.outcome == "pass" if rule.hard else band.micro > 0)
        for key in band.keys
    }
    places = [None if tag is None else compiled.places.get((tag.group, tag.id, tag.tag)) for tag in group.tags]
    return np.array([place in keys for place in places], dtype=np.bool_)
