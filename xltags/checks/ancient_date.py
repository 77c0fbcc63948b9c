"""Check CUS007, ancient date."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.days import CUSTOMER_DATES
from xltags.core.finding import Issue
from xltags.core.records import records_with
from xltags.core.values import Value, as_date

EARLIEST_YEAR = 1990  # before that no lead was kept in a workbook; Excel turns a mistyped small number into 1900


@check(
    "CUS007",
    "error",
    en="{value} is too long ago to be true; correct the date or leave the cell blank",
    zh="{value} 年代过早，不合实际，请改正日期或留空",
    vi="{value} quá xa để đúng sự thật; hãy sửa ngày hoặc để trống",
)
def ancient_date(dataset: Dataset) -> Iterator[Issue]:
    """A customer's date lies before 1990.

    Why: small numbers in a date column show as days of 1900, and two-digit years may land in the wrong century; the
    cohort and the age of the customer are then nonsense.
    Fix: enter the real date, or leave the cell blank where it is not known.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> [issue.value for issue in ancient_date(dataset(Customers={"first_contact": date(1900, 1, 20)}))]
    [datetime.date(1900, 1, 20)]
    >>> list(ancient_date(dataset(Customers={"first_contact": date(2017, 6, 14)})))
    []
    """
    table = dataset.customers.table
    for column_id in CUSTOMER_DATES:
        column = table.column(column_id)
        for index in records_with(column, _is_ancient):
            yield Issue(table.place(index, column_id), as_date(column.value(index)))


def _is_ancient(value: Value) -> bool:
    day = as_date(value)
    return day is not None and day.year < EARLIEST_YEAR
