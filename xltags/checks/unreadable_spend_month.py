"""Check SPEND002, unreadable spend month."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.spend_lines import read_spend
from xltags.core.values import as_text
from xltags.core.wording import or_blank


@check(
    "SPEND002",
    "error",
    en="'{text}' is no month; write it as 2026-05, or enter any day of it",
    zh="“{text}”不是有效月份，请写作 2026-05，或填该月任意一天",
    vi="“{text}” không phải là tháng; hãy ghi 2026-05 hoặc nhập một ngày bất kỳ trong tháng",
)
def unreadable_spend_month(dataset: Dataset) -> Iterator[Issue]:
    """The month of a line of spend cannot be read, or is blank.

    Why: the money is in no month, so monthly cost per lead is too low.
    Fix: write year and month, such as 2026-05, or enter a date of that month.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> spend = {"source": "Fair", "amount": 100}
    >>> [issue.value for issue in unreadable_spend_month(dataset(Spend={**spend, "month": ["May", "2026-13"]}))]
    ['May', '2026-13']
    >>> list(unreadable_spend_month(dataset(Spend={**spend, "month": ["2026-05", date(2026, 5, 31)]})))
    []
    """
    table = dataset.table("Spend")
    for line in read_spend(dataset):
        if line.month is None:
            value = table.value(line.record, "month")
            yield Issue(table.place(line.record, "month"), value, "", {"text": or_blank(as_text(value))})
