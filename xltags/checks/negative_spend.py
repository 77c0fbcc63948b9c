"""Check SPEND003, negative spend."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.spend_lines import read_spend
from xltags.core.values import as_number


@check(
    "SPEND003",
    "error",
    en="the amount {value} is negative; lower the line that was refunded instead",
    zh="金额 {value} 为负数，如有退款请直接调减原来那一行",
    vi="số tiền {value} là số âm; nếu được hoàn tiền hãy giảm ở dòng gốc",
)
def negative_spend(dataset: Dataset) -> Iterator[Issue]:
    """A line of spend has a negative amount.

    Why: refunds often stand in another month than the spend they belong to, and make that month's channel look free.
    Fix: lower the amount of the line that was refunded. A minus sign typed by mistake should go.

    >>> from xltags.core.examples import dataset
    >>> spend = {"month": "2026-05", "source": "Fair"}
    >>> [issue.place.cell for issue in negative_spend(dataset(Spend={**spend, "amount": [-20, 20]}))]
    ['C2']
    >>> list(negative_spend(dataset(Spend={**spend, "amount": [0, None]})))
    []
    """
    table = dataset.table("Spend")
    for line in read_spend(dataset):
        if (as_number(line.amount) or 0.0) < 0:
            yield Issue(table.place(line.record, "amount"), line.amount)
