"""The history of one customer of a workbook on disk."""

from datetime import date
from pathlib import Path

from xltags.batch.opening import open_workbook
from xltags.batch.snapshotting import read_snapshot
from xltags.core.history import History, customer_named, history_of
from xltags.core.scoring import score


def customer_history(path: Path, customer: str, *, as_of: date) -> History:
    """How a customer, named by id or company, changed.

    Raises:
        XltagsError: the workbook cannot be read, or has no such customer.
    """
    with open_workbook(path) as book:
        dataset, last = book.read(as_of=as_of), read_snapshot(book)
    record = customer_named(dataset, customer)
    tier = score(dataset).tiers()[record]
    return history_of(dataset, record, tier=tier, tiers=last.tiers if last else ())
