"""Check CUS018, outcome without win."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "CUS018",
    "warning",
    en="{outcome} is filled in, but the customer was never won; fill in the day of the win, or clear this date",
    zh="填了“{outcome}”，但该客户没有成交日期，请补充成交日期或清空此日期",
    vi="có {outcome} nhưng khách hàng chưa từng chốt; hãy điền ngày chốt hoặc xóa ngày này",
)
def outcome_without_win(dataset: Dataset) -> Iterator[Issue]:
    """A customer is renewed or churned without ever having been won.

    Why: renewal and churn rates are shares of won customers; this one is in the numerator only.
    Fix: fill in won_on. A lead that did not buy is lost, not churned.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> customers = {"won_on": [None, date(2025, 3, 1)], "churned_on": [date(2026, 3, 1), date(2026, 3, 1)]}
    >>> [issue.place.cell for issue in outcome_without_win(dataset(Customers=customers))]
    ['B2']
    >>> list(outcome_without_win(dataset(Customers={"won_on": date(2025, 3, 1), "renewed_on": date(2026, 3, 1)})))
    []
    """
    table = dataset.customers.table
    never_won = table.column("won_on").blank()
    for column_id in ("renewed_on", "churned_on"):
        column = table.column(column_id)
        for index in np.flatnonzero(~column.blank() & never_won).tolist():
            fields = {"outcome": column.header}
            yield Issue(table.place(index, column_id), column.value(index), "", fields)
