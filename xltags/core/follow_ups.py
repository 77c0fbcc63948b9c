"""What the follow-ups tell: when somebody was last in touch with a customer, and what was promised and is open."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from xltags.core.customer_rows import by_system, customers_of, last_contact_days
from xltags.core.dataset import Dataset
from xltags.core.days import Days, column_days
from xltags.core.table import Table

_SAID = ("channel", "note", "next_action")


def contact_days(dataset: Dataset) -> Days:
    """By customer: the day of the latest contact, not after today; nan where there is none.

    As `last_contact_days`, but a record of `FollowUps` that only notes a change of tag is no contact: tagging a
    thousand customers at once speaks to none of them.
    """
    table = dataset.table("FollowUps")
    kept = np.flatnonzero(_is_contact(table))
    if len(kept) == len(table):
        return last_contact_days(dataset)
    columns = {id: replace(column, codes=column.codes[kept]) for id, column in table.columns.items()}
    spoken = replace(table, rows=table.rows[kept], columns=columns)
    return last_contact_days(replace(dataset, tables={**dataset.tables, "FollowUps": spoken}))


def _is_contact(table: Table) -> NDArray[np.bool_]:
    """Which records of people say more than a change of tag; one with nothing but a date is a contact too."""
    said: NDArray[np.bool_] = np.logical_or.reduce([~table.column(id).blank() for id in _SAID])
    changed = ~(table.column("from_tag").blank() & table.column("to_tag").blank())
    return (said | ~changed) & ~by_system(table)


def open_promises(dataset: Dataset) -> NDArray[np.int64]:
    """The records of `FollowUps` whose next action is still open, in the table's order; customers must be known.

    A next action is open until a later contact with the customer is logged: a record of a later day, not after today,
    that notes more than a change of tag. Without a date of its own it is open as long as no dated contact is there.
    """
    table = dataset.table("FollowUps")
    owners, days = customers_of(dataset, table), column_days(table.column("date"))
    promised = ~table.column("next_action").blank() & (owners >= 0)
    if not promised.any():
        return np.empty(0, dtype=np.int64)
    contact = _is_contact(table) & (owners >= 0) & (days <= dataset.as_of.toordinal())
    latest = np.full(len(dataset.customers), -np.inf)
    np.maximum.at(latest, owners[contact], days[contact])
    followed = np.nan_to_num(days, nan=-np.inf) < latest[owners]
    found: NDArray[np.int64] = np.flatnonzero(promised & ~followed)
    return found


def promise_counts(dataset: Dataset) -> NDArray[np.int64]:
    """How many promises are open, by customer."""
    owners = customers_of(dataset, dataset.table("FollowUps"))[open_promises(dataset)]
    return np.bincount(owners, minlength=len(dataset.customers)).astype(np.int64)


def next_due_days(dataset: Dataset) -> Days:
    """The earliest due_on of the open promises, by customer, as a day number; nan where there is none."""
    table, records = dataset.table("FollowUps"), open_promises(dataset)
    due = column_days(table.column("due_on"))[records]
    owners = customers_of(dataset, table)[records]
    earliest = np.full(len(dataset.customers), np.inf)
    known = ~np.isnan(due)
    np.minimum.at(earliest, owners[known], due[known])
    return np.where(np.isinf(earliest), np.nan, earliest)
