"""Check CUS004, dates out of order."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.days import column_days, day_of
from xltags.core.finding import Issue

_ORDER = (
    ("first_contact", "won_on"),
    ("first_contact", "lost_on"),
    ("won_on", "renewed_on"),
    ("won_on", "churned_on"),
    ("first_contact", "renewed_on"),
    ("first_contact", "churned_on"),
)


@check(
    "CUS004",
    "error",
    en="{later} {value} is before {earlier} {day}; correct the one that is wrong",
    zh="“{later}”{value} 早于“{earlier}”{day}，请改正有误的一个",
    vi="{later} {value} sớm hơn {earlier} {day}; hãy sửa ngày bị sai",
)
def dates_out_of_order(dataset: Dataset) -> Iterator[Issue]:
    """A customer was won or lost before the first contact, or renewed or churned before it was won.

    The day of the first contact may be that of the win. Renewal and churn are compared with the first contact only
    where no win is given.

    Why: cohorts, days to win and renewal rates are computed from these dates.
    Fix: correct the date that is wrong; often day and month were swapped.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> customers = {"first_contact": date(2026, 5, 2), "won_on": [date(2026, 2, 5), date(2026, 6, 1)]}
    >>> [issue.place.cell for issue in dates_out_of_order(dataset(Customers=customers))]
    ['B2']
    >>> list(dates_out_of_order(dataset(Customers={"first_contact": date(2026, 5, 2), "won_on": date(2026, 5, 2)})))
    []
    """
    table = dataset.customers.table
    ids = {id for pair in _ORDER for id in pair}
    days = {id: column_days(table.column(id)) for id in sorted(ids) if id in table}
    for earlier, later in _ORDER:
        if earlier not in days or later not in days:
            continue
        wrong = days[later] < days[earlier]
        if later in ("renewed_on", "churned_on") and earlier == "first_contact" and "won_on" in days:
            wrong &= np.isnan(days["won_on"])
        for index in np.flatnonzero(wrong).tolist():
            fields = {
                "earlier": table.column(earlier).header,
                "later": table.column(later).header,
                "day": day_of(days[earlier][index]).isoformat(),
            }
            yield Issue(table.place(index, later), day_of(days[later][index]), "", fields)
