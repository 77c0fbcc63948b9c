"""Check CUS005, won and lost."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "CUS005",
    "error",
    en="this customer is won and lost ({value}) at once; clear the one that does not hold",
    zh="该客户既填了成交日期又填了丢单日期（{value}），请清空不成立的一个",
    vi="khách hàng này vừa ghi đã chốt vừa ghi mất deal ({value}); hãy xóa ngày không đúng",
)
def won_and_lost(dataset: Dataset) -> Iterator[Issue]:
    """A customer has both a day on which it was won and one on which it was lost.

    Why: it counts as a win and as a loss, so win rates no longer add up.
    Fix: keep the outcome that holds. A customer won and later gone is churned, not lost; one lost and won later is won.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> both = {"won_on": date(2026, 3, 1), "lost_on": date(2026, 4, 1)}
    >>> [issue.place.cell for issue in won_and_lost(dataset(Customers=both))]
    ['B2']
    >>> list(won_and_lost(dataset(Customers={"won_on": [date(2026, 3, 1), None], "lost_on": [None, date(2026, 4, 1)]})))
    []
    """
    table = dataset.customers.table
    won, lost = table.column("won_on"), table.column("lost_on")
    for index in np.flatnonzero(~won.blank() & ~lost.blank()).tolist():
        yield Issue(table.place(index, "lost_on"), lost.value(index))
