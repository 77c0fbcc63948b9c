"""Check LOG007, blank log date."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "LOG007",
    "warning",
    en="this row has no date; fill in the day on which it happened",
    zh="此行未填日期，请补充发生当天的日期",
    vi="dòng này chưa có ngày; hãy điền ngày đã diễn ra",
)
def blank_log_date(dataset: Dataset) -> Iterator[Issue]:
    """A follow-up or an interview has no date.

    Why: without it nobody knows what came first, and the customer looks silent.
    Fix: fill in the day on which it happened.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> calls = {"customer_id": ["C1", "C2"], "date": [date(2026, 5, 4), None]}
    >>> [issue.place.cell for issue in blank_log_date(dataset(FollowUps=calls))]
    ['B3']
    >>> list(blank_log_date(dataset(Interviews={"customer_id": "C1", "date": date(2026, 5, 4)})))
    []
    """
    for table_id in ("FollowUps", "Interviews"):
        table = dataset.table(table_id)
        if "date" in table:  # a missing column is one fault, not one for each row
            for index in np.flatnonzero(table.column("date").blank()).tolist():
                yield Issue(table.place(index, "date"))
