"""Check CUS016, status contradicts outcome."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.records import records_with
from xltags.core.text import fold
from xltags.core.values import as_text
from xltags.core.wording import choice_labels


@check(
    "CUS016",
    "note",
    en="the deal is won, but the sales status is still '{status}'; set it to accepted",
    zh="已成交，但销售承接状态仍为“{status}”，请改为已接收",
    vi="deal đã chốt nhưng trạng thái bàn giao vẫn là “{status}”; hãy đổi thành đã nhận",
)
def status_contradicts_outcome(dataset: Dataset) -> Iterator[Issue]:
    """A customer is won although its sales status says that sales has not accepted it.

    Why: the acceptance rate of the hand-over is too low by every such lead.
    Fix: set sales_status to accepted, or clear won_on if the deal is not won.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> customers = {
    ...     "sales_status": ["rejected", "accepted", "mql"],
    ...     "won_on": [date(2026, 3, 1), date(2026, 3, 1), None],
    ... }
    >>> [issue.place.cell for issue in status_contradicts_outcome(dataset(Customers=customers))]
    ['A2']
    >>> list(status_contradicts_outcome(dataset(Customers={"sales_status": [None], "won_on": [date(2026, 3, 1)]})))
    []
    """
    table = dataset.customers.table
    status, open_deal = table.column("sales_status"), table.column("won_on").blank()
    for index in records_with(status, lambda value: fold(as_text(value)) in ("new", "mql", "rejected")):
        if not open_deal[index]:
            value = status.value(index)
            fields = {"status": choice_labels(status, [as_text(value)])}
            yield Issue(table.place(index, "sales_status"), value, "accepted", fields)
