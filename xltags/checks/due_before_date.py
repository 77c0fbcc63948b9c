"""Check LOG006, due before date."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.days import column_days, day_of
from xltags.core.finding import Issue


@check(
    "LOG006",
    "warning",
    en="the next action was due on {value}, before the follow-up itself ({day}); correct one of the two",
    zh="下一步的到期日 {value} 早于跟进日期 {day}，请改正其中一个",
    vi="việc tiếp theo đến hạn {value}, trước cả ngày chăm sóc ({day}); hãy sửa một trong hai",
)
def due_before_date(dataset: Dataset) -> Iterator[Issue]:
    """The next action of a follow-up is due before the follow-up took place.

    Why: it shows as overdue from the first day on, and lists of what is due stop being believed.
    Fix: correct the due date or the date.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> calls = {"date": date(2026, 5, 4), "due_on": [date(2026, 4, 5), date(2026, 5, 4), None]}
    >>> [issue.place.cell for issue in due_before_date(dataset(FollowUps=calls))]
    ['B2']
    >>> list(due_before_date(dataset(FollowUps={"date": date(2026, 5, 4), "due_on": date(2026, 6, 1)})))
    []
    """
    table = dataset.table("FollowUps")
    days, due = column_days(table.column("date")), column_days(table.column("due_on"))
    for index in np.flatnonzero(due < days).tolist():
        fields = {"day": day_of(days[index]).isoformat()}
        yield Issue(table.place(index, "due_on"), day_of(due[index]), "", fields)
