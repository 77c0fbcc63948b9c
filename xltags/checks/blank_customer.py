"""Check LOG002, blank customer."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue

_TABLES = ("Contacts", "FollowUps", "Demands", "Interviews")


@check(
    "LOG002",
    "error",
    en="this row names no customer; fill in the customer id",
    zh="此行未填客户编号，请补充",
    vi="dòng này chưa ghi mã khách hàng; hãy điền vào",
)
def blank_customer(dataset: Dataset) -> Iterator[Issue]:
    """A contact, follow-up, demand or interview has no customer id.

    Why: the row counts for nobody.
    Fix: fill in the customer id, or delete the row.

    >>> from xltags.core.examples import dataset
    >>> calls = {"customer_id": ["C1", None], "note": ["called", "called"]}
    >>> [issue.place.cell for issue in blank_customer(dataset(FollowUps=calls))]
    ['A3']
    >>> list(blank_customer(dataset(FollowUps={"customer_id": ["C1"]})))
    []
    """
    for table_id in _TABLES:
        table = dataset.table(table_id)
        if "customer_id" in table:  # a missing column is one fault, not one for each row
            for index in np.flatnonzero(table.column("customer_id").blank()).tolist():
                yield Issue(table.place(index, "customer_id"))
