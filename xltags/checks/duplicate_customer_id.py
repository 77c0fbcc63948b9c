"""Check CUS001, duplicate customer id."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.customer_rows import clean_id, customer_rows
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "CUS001",
    "error",
    en="customer id '{value}' is already in row {row}; merge the two rows or give this customer an id of its own",
    zh="客户编号“{value}”在第 {row} 行已出现，请合并两行，或为该客户另编号",
    vi="mã khách hàng “{value}” đã có ở dòng {row}; hãy gộp hai dòng hoặc cấp mã khác cho khách này",
)
def duplicate_customer_id(dataset: Dataset) -> Iterator[Issue]:
    """A customer id stands in more than one row.

    Each later row is a finding and names the first. White space around ids does not tell them apart.

    Why: follow-ups, contacts and demands find their customer by the id; with two rows nobody knows which, and every
    count of customers is too high.
    Fix: merge the rows if they are one customer; otherwise give one of them another id, here and in the other tables.

    >>> from xltags.core.examples import dataset
    >>> [it.fields["row"] for it in duplicate_customer_id(dataset(Customers={"customer_id": ["C1", "C2", "C1"]}))]
    [2]
    >>> list(duplicate_customer_id(dataset(Customers={"customer_id": ["C1", "C2", None, None]})))
    []
    """
    table = dataset.customers.table
    column = table.column("customer_id")
    first = customer_rows(dataset)
    if len(first) == int(np.count_nonzero(column.codes >= 0)):
        return
    for index, value in enumerate(column.cells()):
        earlier = first.get(clean_id(value), index)
        if earlier != index:
            yield Issue(table.place(index, "customer_id"), value, "", {"row": int(table.rows[earlier])})
