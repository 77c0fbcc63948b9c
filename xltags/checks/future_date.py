"""Check CUS006, future date."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.days import CUSTOMER_DATES
from xltags.core.finding import Issue
from xltags.core.records import records_with
from xltags.core.values import Value, as_date


@check(
    "CUS006",
    "error",
    en="{value} is in the future; enter the day on which it happened, or leave the cell blank",
    zh="{value} 晚于今天，请填写实际发生的日期，或留空",
    vi="{value} là ngày trong tương lai; hãy ghi ngày thật sự diễn ra, hoặc để trống",
)
def future_date(dataset: Dataset) -> Iterator[Issue]:
    """A customer's date lies after today: first contact, win, loss, renewal or churn.

    Why: these columns say what has happened; a planned day counts as a win that nobody has yet.
    Fix: correct the year or month. Plans belong into FollowUps, as due date.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> [issue.place.cell for issue in future_date(dataset(Customers={"won_on": [date(2026, 3, 1), date(2062, 3, 1)]}))]
    ['A3']
    >>> list(future_date(dataset(Customers={"won_on": date(2026, 11, 21)})))
    []
    """
    table, today = dataset.customers.table, dataset.as_of

    def is_future(value: Value) -> bool:
        day = as_date(value)
        return day is not None and day > today

    for column_id in CUSTOMER_DATES:
        column = table.column(column_id)
        for index in records_with(column, is_future):
            yield Issue(table.place(index, column_id), as_date(column.value(index)))
