"""Check LOG013, tag unlike log."""

from collections.abc import Iterator
from functools import partial

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.days import day_of
from xltags.core.finding import Issue
from xltags.core.tag_log import differ, group_logs, pairs_flagged
from xltags.core.values import as_text
from xltags.core.wording import or_blank


@check(
    "LOG013",
    "note",
    en="the cell says '{text}', but the last logged change ({day}) led to '{logged}'; log the change or mend the cell",
    zh="单元格为“{text}”，但最近一次记录的变更（{day}）到的是“{logged}”，请补记变更或更正单元格",
    vi="ô ghi “{text}” nhưng lần đổi cuối trong nhật ký ({day}) đến “{logged}”; hãy ghi bổ sung hoặc sửa ô",
)
def tag_unlike_log(dataset: Dataset) -> Iterator[Issue]:
    """A customer's tag is another one than the last change in FollowUps led to.

    A tag and one above it agree; texts that are no tags are left to other checks, and a change logged to nothing too.

    Why: either the change was forgotten in the log, and the days at a stage are wrong, or in the customer, and it is
    treated as what it no longer is.
    Fix: correct the cell, or log the change; `xltags snapshot` logs what people forget.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> base = {"Tags": {"group": "stage", "tag": ["Lead", "Offer"]}}
    >>> log = {"customer_id": "C1", "group": "stage", "date": date(2026, 5, 4), "from_tag": "Lead", "to_tag": "Offer"}
    >>> apart = dataset(base, Customers={"customer_id": "C1", "stage": "Lead"}, FollowUps=log)
    >>> [issue.fields["logged"]["en"] for issue in tag_unlike_log(apart)]
    ['Offer']
    >>> list(tag_unlike_log(dataset(base, Customers={"customer_id": "C1", "stage": "offer"}, FollowUps=log)))
    []
    """
    taxonomy, customers = dataset.model.taxonomy, dataset.customers.table
    log_table = dataset.table("FollowUps")
    found: list[tuple[int, str, int]] = []
    for log in group_logs(dataset):
        column = dataset.customers.tags[log.group.group]
        lasts = log.lasts()
        logged, now = log.codes(log.after)[lasts], column.column.codes[log.customers[lasts]].astype("int64")
        apart = pairs_flagged(logged, now, partial(differ, log.after, column, taxonomy))
        found += [(int(log.customers[lasts[it]]), log.group.group, int(lasts[it])) for it in apart if logged[it] >= 0]
        for customer, group_id, place in sorted(found):
            record = int(log.records[place])
            fields = {
                "text": or_blank(as_text(customers.value(customer, group_id))),
                "logged": or_blank(as_text(log_table.value(record, "to_tag"))),
                "day": day_of(log.days[place]).isoformat(),
            }
            yield Issue(customers.place(customer, group_id), customers.value(customer, group_id), "", fields)
        found.clear()
