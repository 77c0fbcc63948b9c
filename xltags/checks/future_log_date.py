"""Check LOG005, future log date."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.records import records_with
from xltags.core.values import Value, as_date

_LOGGED = (
    ("Contacts", "confirmed_on"),
    ("FollowUps", "date"),
    ("TagRequests", "requested_on"),
    ("TagRequests", "decided_on"),
    ("Demands", "raised_on"),
    ("Interviews", "date"),
)


@check(
    "LOG005",
    "error",
    en="{value} is in the future; log what has happened, and put plans into the due date of a follow-up",
    zh="{value} 晚于今天，请只记录已发生的事，计划请填在跟进的到期日",
    vi="{value} là ngày trong tương lai; chỉ ghi việc đã xảy ra, còn kế hoạch thì ghi ở hạn của lần chăm sóc",
)
def future_log_date(dataset: Dataset) -> Iterator[Issue]:
    """A logged day lies after today: a follow-up, an interview, a confirmed contact, a demand, a tag request.

    Why: a call that has not been made counts as contact, and the customer no longer shows up as silent.
    Fix: correct the date. What is planned belongs into due_on and next_action.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> calls = {"date": [date(2026, 11, 21), date(2027, 1, 4)], "due_on": date(2027, 2, 1)}
    >>> [issue.place.cell for issue in future_log_date(dataset(FollowUps=calls))]
    ['A3']
    >>> list(future_log_date(dataset(Interviews={"date": [date(2026, 5, 4), None]})))
    []
    """

    def is_future(value: Value) -> bool:
        day = as_date(value)
        return day is not None and day > dataset.as_of

    for table_id, column_id in _LOGGED:
        table = dataset.table(table_id)
        column = table.column(column_id)
        for index in records_with(column, is_future):
            yield Issue(table.place(index, column_id), as_date(column.value(index)))
