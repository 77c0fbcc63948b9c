"""Check FILE025, unreadable date."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.days import is_no_date
from xltags.core.finding import Issue
from xltags.core.records import records_with
from xltags.core.typed_values import date_text
from xltags.core.values import as_text


@check(
    "FILE025",
    "error",
    en="'{value}' is no date for Excel; enter a real date such as 2026-05-31",
    zh="“{value}”不是 Excel 日期，请输入真正的日期，如 2026-05-31",
    vi="“{value}” không phải là ngày trong Excel; hãy nhập ngày thật, ví dụ 2026-05-31",
)
def unreadable_date(dataset: Dataset) -> Iterator[Issue]:
    """A date column holds a text or a number instead of a date.

    Why: the row is taken as undated: reviews look overdue, follow-ups fall out of the history.
    Fix: enter the date anew; the suggestion is given only where day and month cannot be mistaken. (For Customers
    there is CUS008.)

    >>> from xltags.core.examples import dataset
    >>> from xltags.core.spec import ColumnSpec, TableSpec
    >>> specs = {"FollowUps": TableSpec("FollowUps", (ColumnSpec("date", "date"),))}
    >>> typed = dataset(FollowUps={"date": ["31.05.2026", "soon"]}, specs=specs)
    >>> [issue.suggestion for issue in unreadable_date(typed)]
    ['2026-05-31', '']
    >>> list(unreadable_date(dataset(FollowUps={"date": [None]}, specs=specs)))
    []
    """
    for table_id, table in dataset.tables.items():
        for column in table.columns.values() if table_id != "Customers" else ():
            if column.spec is not None and column.spec.kind == "date" and column.spec.filled_by == "person":
                for index in records_with(column, is_no_date):
                    value = column.value(index)
                    yield Issue(table.place(index, column.id), value, date_text(as_text(value)))
