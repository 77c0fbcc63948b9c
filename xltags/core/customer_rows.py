"""Which customer a row of another table is about."""

import numpy as np
from numpy.typing import NDArray

from xltags.core.dataset import Dataset
from xltags.core.days import Days, column_days
from xltags.core.once import once
from xltags.core.records import records_with
from xltags.core.table import Table
from xltags.core.text import INVISIBLE, fold
from xltags.core.values import Value, as_text

SYSTEM = "system"  # the contact channel of what no person did
CONTACT_DAYS = (("FollowUps", "date"), ("Interviews", "date"), ("Contacts", "confirmed_on"))


def clean_id(value: Value | None) -> str:
    """An id as it is compared: as text, without white space around it and without invisible characters.

    >>> clean_id(" C1\u200b "), clean_id(17.0), clean_id(None)
    ('C1', '17', '')
    """
    text = value if isinstance(value, str) else as_text(value)
    return text.strip() if text.isascii() else INVISIBLE.sub("", text).strip()


def customer_rows(dataset: Dataset) -> dict[str, int]:
    """By customer id, the first record of `Customers` that has it; blank ids are left out."""
    column = dataset.customers.table.column("customer_id")
    first = np.full(len(column.values), -1, dtype=np.int64)
    filled = np.flatnonzero(column.codes >= 0)[::-1]
    first[column.codes[filled]] = filled  # from the last record up, so that the first one stays
    used = np.flatnonzero(first >= 0)
    used = used[np.argsort(first[used], kind="stable")]
    found: dict[str, int] = {}
    for code, record in zip(used.tolist(), first[used].tolist(), strict=True):
        found.setdefault(clean_id(column.values[code]), record)
    found.pop("", None)
    return found


def customers_of(dataset: Dataset, table: Table) -> NDArray[np.int64]:
    """By record of a table with a `customer_id`: the record of that customer; -1 where it is blank or unknown.

    For a table of the dataset it is worked out once: nobody may change it.
    """
    key = (customers_of, table.name)
    kept = dataset.tables.get(table.name) is table
    known = dataset.made.get(key) if kept else None
    if isinstance(known, np.ndarray):
        return known
    column = table.column("customer_id")
    rows = customer_rows(dataset) if column.values else {}  # that of many customers takes a while
    distinct = [rows.get(clean_id(value), -1) for value in column.values]
    found: NDArray[np.int64] = np.asarray([*distinct, -1], dtype=np.int64)[column.codes]
    found.setflags(write=False)
    if kept:
        dataset.made[key] = found
    return found


@once
def last_contact_days(dataset: Dataset) -> Days:
    """By customer: the day of the latest sign that somebody dealt with it, not after today; nan where there is none.

    Signs are the first contact, a win, loss, renewal or churn, a follow-up, an interview, a confirmed contact. What a
    system logged by itself (channel `system`) is none.
    """
    table = dataset.customers.table
    latest = np.full(len(table), -np.inf)
    today = dataset.as_of.toordinal()
    for column_id in ("first_contact", "won_on", "lost_on", "renewed_on", "churned_on"):
        days = column_days(table.column(column_id))
        latest = np.where(days <= today, np.fmax(latest, days), latest)
    for table_id, column_id in CONTACT_DAYS:
        other = dataset.table(table_id)
        if len(other) and column_id in other:
            owners, days = customers_of(dataset, other), column_days(other.column(column_id))
            usable = (owners >= 0) & (days <= today) & ~by_system(other)
            np.maximum.at(latest, owners[usable], days[usable])
    found = np.where(np.isinf(latest), np.nan, latest)
    found.setflags(write=False)
    return found


def by_system(log: Table) -> NDArray[np.bool_]:
    """Which rows of a log a system wrote by itself, such as a tag change that xltags noted."""
    found: NDArray[np.bool_] = np.zeros(len(log), dtype=np.bool_)
    found[records_with(log.column("channel"), lambda value: fold(as_text(value)) == SYSTEM)] = True
    return found
