"""Check CUS002, blank customer id."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "CUS002",
    "error",
    en="this customer has no id; give it one that no other row has",
    zh="该客户没有编号，请填写一个不与其他行重复的编号",
    vi="khách hàng này chưa có mã; hãy cấp một mã không trùng dòng nào khác",
)
def blank_customer_id(dataset: Dataset) -> Iterator[Issue]:
    """A row of Customers has no customer id.

    Why: nothing else can refer to the customer: no follow-up, no contact, no report line.
    Fix: give it an id, best the one of your CRM. A row that is no customer should be deleted.

    >>> from xltags.core.examples import dataset
    >>> customers = {"customer_id": ["C1", None], "company": ["Acme", "Bolt"]}
    >>> [issue.place.cell for issue in blank_customer_id(dataset(Customers=customers))]
    ['A3']
    >>> list(blank_customer_id(dataset(Customers={"customer_id": ["C1", "C2"]})))
    []
    """
    table = dataset.customers.table
    if "customer_id" in table:  # a missing column is one fault, not one for each row
        for index in np.flatnonzero(table.column("customer_id").blank()).tolist():
            yield Issue(table.place(index, "customer_id"))
