"""What was promised to customers and is still open."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from xltags.core.customer_rows import customers_of
from xltags.core.dataset import Dataset
from xltags.core.follow_ups import open_promises
from xltags.core.values import as_date, as_text


@dataclass(frozen=True, slots=True)
class Promise:
    """A next action of `FollowUps` that is still open. `late` says that its day is past."""

    text: str
    due: date | None
    by: str
    late: bool


def promises_by_customer(dataset: Dataset, wanted: set[int]) -> dict[int, tuple[Promise, ...]]:
    """The open promises of `wanted` records of `Customers`, those due first in front, those without a day last."""
    table = dataset.table("FollowUps")
    owners = customers_of(dataset, table) if len(table) else np.empty(0, dtype=np.int64)
    found: dict[int, list[Promise]] = {}
    for row in open_promises(dataset).tolist():
        if int(owners[row]) in wanted:
            due = as_date(table.value(row, "due_on"))
            text, by = as_text(table.value(row, "next_action")).strip(), as_text(table.value(row, "by")).strip()
            promise = Promise(text, due, by, late=due is not None and due < dataset.as_of)
            found.setdefault(int(owners[row]), []).append(promise)
    return {
        record: tuple(sorted(each, key=lambda it: (it.due is None, it.due or date.max)))
        for record, each in found.items()
    }
