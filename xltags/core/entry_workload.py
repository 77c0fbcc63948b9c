"""What a new customer costs in typing: fields filled by hand, and the minutes they take."""

from dataclasses import dataclass

import numpy as np

from xltags.core.dataset import Dataset
from xltags.core.days import column_days
from xltags.core.open_groups import open_groups

FIELDS_A_STEP = 6
SECONDS_A_FIELD = 15
MONTH_DAYS = 30


@dataclass(frozen=True, slots=True)
class EntryWorkload:
    """The typing of one new customer. `manual` of `groups` tag groups are filled by hand, `limit` is as many as a
    step bears; `minutes` a customer, `hours` a month at the present number of new customers."""

    manual: int
    groups: int
    limit: int
    minutes: float
    customers_a_month: int
    hours: float


def entry_workload(dataset: Dataset) -> EntryWorkload:
    """The typing that the open groups ask for.

    Six fields a step (6, 12, 18) is the limit: the basic facts fit into a first talk, each later step adds as many as
    the shipped standard taxonomy does, with some room. A field takes 15 seconds (open the list, find, choose), one
    with several values twice as long; both are assumptions from practice. New customers are those whose first contact
    lies within the last 30 days.
    """
    groups = open_groups(dataset.model)
    manual = [group for group in groups if group.feed != "system"]
    seconds = SECONDS_A_FIELD * sum(2 if group.many else 1 for group in manual)
    days = column_days(dataset.customers.table.column("first_contact"))
    today = dataset.as_of.toordinal()
    fresh = int(np.count_nonzero((days <= today) & (days > today - MONTH_DAYS)))
    step = dataset.model.settings.maturity_step
    return EntryWorkload(
        manual=len(manual),
        groups=len(groups),
        limit=FIELDS_A_STEP * step,
        minutes=seconds / 60,
        customers_a_month=fresh,
        hours=fresh * seconds / 3600,
    )
