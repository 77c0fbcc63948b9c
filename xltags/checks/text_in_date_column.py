"""Check CUS008, text in date column."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.days import CUSTOMER_DATES, is_no_date
from xltags.core.finding import Issue
from xltags.core.records import records_with
from xltags.core.typed_values import date_text
from xltags.core.values import as_text


@check(
    "CUS008",
    "error",
    en="'{value}' is no date for Excel; enter a real date such as 2026-05-31",
    zh="“{value}”不是 Excel 日期，请输入真正的日期，如 2026-05-31",
    vi="“{value}” không phải là ngày trong Excel; hãy nhập ngày thật, ví dụ 2026-05-31",
)
def text_in_date_column(dataset: Dataset) -> Iterator[Issue]:
    """A date column of Customers holds a text or a number instead of a date.

    The suggestion is given only where day and month cannot be mistaken.

    Why: Excel neither sorts nor groups it, and xltags takes the date as unknown: the customer is in no cohort.
    Fix: enter the date anew. For a whole column: Data, Text to Columns, Finish, with the order of day and month.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> typed = {"first_contact": ["31.05.2026", "03/04/2026", 20260531]}
    >>> [issue.suggestion for issue in text_in_date_column(dataset(Customers=typed))]
    ['2026-05-31', '', '2026-05-31']
    >>> list(text_in_date_column(dataset(Customers={"first_contact": [date(2026, 5, 31), None]})))
    []
    """
    table = dataset.customers.table
    for column_id in CUSTOMER_DATES:
        column = table.column(column_id)
        for index in records_with(column, is_no_date):
            value = column.value(index)
            yield Issue(table.place(index, column_id), value, date_text(as_text(value)))
