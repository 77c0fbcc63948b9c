"""Check CUS017, won without value."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "CUS017",
    "note",
    en="the deal is won, but has no value; fill in the deal value",
    zh="已成交但未填成交金额，请补充",
    vi="deal đã chốt nhưng chưa có giá trị hợp đồng; hãy điền vào",
)
def won_without_value(dataset: Dataset) -> Iterator[Issue]:
    """A deal was won, and its value is not given.

    Why: revenue, ROI of its channel and the 20 % that bring 80 % are computed without it.
    Fix: fill in deal_value. A free pilot has the value 0.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> customers = {"won_on": [date(2026, 3, 1), None], "deal_value": [None, None]}
    >>> [issue.place.cell for issue in won_without_value(dataset(Customers=customers))]
    ['B2']
    >>> list(won_without_value(dataset(Customers={"won_on": date(2026, 3, 1), "deal_value": 0})))
    []
    """
    table = dataset.customers.table
    if "deal_value" in table:  # a workbook that does not keep the value is not asked for it in every row
        for index in np.flatnonzero(~table.column("won_on").blank() & table.column("deal_value").blank()).tolist():
            yield Issue(table.place(index, "deal_value"))
