"""Check TAG007, stale tags."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.customer_rows import last_contact_days
from xltags.core.dataset import Dataset
from xltags.core.days import day_of
from xltags.core.finding import Issue


@check(
    "TAG007",
    "note",
    en="nobody has been in touch since {day}, {days} days ago (limit {limit}); confirm the tags or let them go",
    zh="自 {day} 起已 {days} 天无人联系（上限 {limit} 天），请确认标签是否仍然成立",
    vi="không ai liên hệ từ {day}, đã {days} ngày (giới hạn {limit}); hãy xác nhận lại thẻ hoặc bỏ đi",
)
def stale_tags(dataset: Dataset) -> Iterator[Issue]:
    """A customer's tags are older than the team trusts: nobody has dealt with it for more than stale_after_days.

    The latest of first contact, win, renewal, follow-up, interview and confirmed contact counts. Left out are customers
    without tags, those already lost or churned, and those without any date.

    Why: people change jobs and companies grow; old tags steer money as surely as fresh ones.
    Fix: get in touch, confirm the tags and log it in FollowUps. Another limit goes into Settings, stale_after_days.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> tags, old = {"group": "industry", "tag": ["Retail"]}, date(2025, 3, 1)
    >>> customers = {"customer_id": "C1", "industry": "Retail", "first_contact": old}
    >>> [issue.fields["days"] for issue in stale_tags(dataset(Tags=tags, Customers=customers))]
    [630]
    >>> talked = {"customer_id": "C1", "date": date(2026, 10, 1)}
    >>> list(stale_tags(dataset(Tags=tags, Customers=customers, FollowUps=talked)))
    []
    """
    table, limit = dataset.customers.table, dataset.model.settings.stale_after_days
    if not len(table):
        return
    tagged = np.zeros(len(table), dtype=np.bool_)
    for column in dataset.customers.tags.values():
        tagged |= ~column.column.blank()
    closed = ~(table.column("lost_on").blank() & table.column("churned_on").blank())
    latest = last_contact_days(dataset)
    today = dataset.as_of.toordinal()
    for index in np.flatnonzero(tagged & ~closed & (today - latest > limit)).tolist():
        day = day_of(latest[index])
        fields = {"day": day.isoformat(), "days": today - day.toordinal(), "limit": limit}
        yield Issue(table.place(index, "first_contact"), table.value(index, "first_contact"), "", fields)
