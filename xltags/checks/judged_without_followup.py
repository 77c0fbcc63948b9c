"""Check TAG011, judged without follow-up."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.customer_rows import customers_of
from xltags.core.dataset import Dataset
from xltags.core.days import Days, column_days
from xltags.core.finding import Issue
from xltags.core.group_names import group_named
from xltags.core.judgement import judged_as
from xltags.core.judgement_group import judgement_group
from xltags.core.records import records_with
from xltags.core.table import Table
from xltags.core.text import fold
from xltags.core.values import as_text


@check(
    "TAG011",
    "warning",
    en="judged '{value}', but no follow-up before it is logged; log the conversation or clear the judgement",
    zh="已初判为“{value}”，但此前没有任何跟进记录，请补记沟通或清空初判",
    vi="đã đánh giá “{value}” nhưng chưa ghi lần chăm sóc nào trước đó; hãy ghi lại cuộc trao đổi hoặc xóa đánh giá",
)
def judged_without_followup(dataset: Dataset) -> Iterator[Issue]:
    """A lead carries an MDR judgement, but no contact with it is logged on or before that day.

    A row of FollowUps counts as a contact unless it only logs a tag change (a group, but neither channel nor note). The
    day of the judgement is that of the first logged change of the MDR group; where none is logged, today. Workbooks
    without any follow-up are left alone.

    Why: the judgement is worth having because it comes after talking; a guess at the desk spoils a channel's purity.
    Fix: log the conversation in FollowUps, or clear the judgement until somebody has talked to the customer.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "mdr", "tag": ["Target"], "purity_class": "target"}
    >>> customers = {"customer_id": ["C1", "C2"], "mdr": ["Target", "Target"]}
    >>> calls = {"customer_id": ["C1"], "date": date(2026, 5, 4), "channel": "phone"}
    >>> logged = dataset(Tags=tags, Customers=customers, FollowUps=calls)
    >>> [issue.place.cell for issue in judged_without_followup(logged)]
    ['B3']
    >>> list(judged_without_followup(dataset(Tags=tags, Customers=customers)))
    []
    """
    group_id = judgement_group(dataset.model.taxonomy)
    judged, log, table = dataset.customers.tags.get(group_id), dataset.table("FollowUps"), dataset.customers.table
    if judged is None or not len(log):
        return
    contact, judgement = _first_days(dataset, log, group_id)
    before = contact <= np.minimum(judgement, dataset.as_of.toordinal())
    for index in np.flatnonzero(judged_as(judged, dataset.model.taxonomy) & ~before).tolist():
        yield Issue(table.place(index, group_id), judged.column.value(index))


def _first_days(dataset: Dataset, log: Table, group_id: str) -> tuple[Days, Days]:
    """By customer, the day of the first contact and of the first logged judgement; inf where there is none."""
    customers = customers_of(dataset, log)
    days = np.nan_to_num(column_days(log.column("date")), nan=0.0)  # without a date, it may have been any time before
    group = log.column("group")
    system = np.zeros(len(log), dtype=np.bool_)
    system[records_with(log.column("channel"), lambda value: fold(as_text(value)) == "system")] = True
    mdr = np.zeros(len(log), dtype=np.bool_)
    mdr[records_with(group, lambda value: _names(dataset, as_text(value), group_id))] = True
    spoken = (~log.column("channel").blank() & ~system) | ~log.column("note").blank() | group.blank()
    contact = np.full(len(dataset.customers), np.inf)
    judgement = np.full(len(dataset.customers), np.inf)
    known = customers >= 0
    np.minimum.at(contact, customers[known & spoken], days[known & spoken])
    dated = known & mdr & (days > 0)
    np.minimum.at(judgement, customers[dated], days[dated])
    return contact, judgement


def _names(dataset: Dataset, text: str, group_id: str) -> bool:
    found = group_named(dataset.model.taxonomy, text.strip())
    return found is not None and found.group == group_id
