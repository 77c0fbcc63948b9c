"""Check LOG012, broken log."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.tag_log import differ, group_logs, pairs_flagged
from xltags.core.values import as_text
from xltags.core.wording import or_blank


@check(
    "LOG012",
    "note",
    en="the change starts from '{before}', but the one before (row {row}) led to '{led}'; log what happened in between",
    zh="此次变更从“{before}”开始，但上一次变更（第 {row} 行）到的是“{led}”，请补记中间的变更",
    vi="thay đổi này bắt đầu từ “{before}”, nhưng lần trước (dòng {row}) đến “{led}”; hãy ghi phần còn thiếu",
)
def broken_log(dataset: Dataset) -> Iterator[Issue]:
    """A logged change of a tag does not start where the one before it ended.

    Only changes of different days are compared, and only where both texts are tags; a tag and one above it agree.

    Why: the days at a stage and the history of a customer are read from these rows; with a gap they are wrong.
    Fix: add the row that is missing, or correct the tag; `xltags snapshot` logs changes that people forget.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> base = {"Tags": {"group": "stage", "tag": ["Lead", "Talk", "Offer"]}}
    >>> base |= {"Customers": {"customer_id": "C1", "stage": "Offer"}}
    >>> log = {"customer_id": "C1", "group": "stage", "date": [date(2026, 5, 4), date(2026, 6, 1)]}
    >>> gap = dataset(base, FollowUps={**log, "from_tag": ["Lead", "Lead"], "to_tag": ["Talk", "Offer"]})
    >>> [(issue.place.cell, issue.fields["row"]) for issue in broken_log(gap)]
    [('D3', 2)]
    >>> list(broken_log(dataset(base, FollowUps={**log, "from_tag": ["Lead", "Talk"], "to_tag": ["Talk", "Offer"]})))
    []
    """
    table, taxonomy = dataset.table("FollowUps"), dataset.model.taxonomy
    found: list[tuple[int, int]] = []
    for log in group_logs(dataset):
        follows = np.flatnonzero((log.customers[1:] == log.customers[:-1]) & (log.days[1:] > log.days[:-1])) + 1
        led, left = log.codes(log.after)[follows - 1], log.codes(log.before)[follows]
        apart = pairs_flagged(led, left, partial(differ, log.after, log.before, taxonomy))
        found += [(int(log.records[follows[it]]), int(log.records[follows[it] - 1])) for it in apart]
    for record, earlier in sorted(found):
        fields = {
            "before": or_blank(as_text(table.value(record, "from_tag"))),
            "led": or_blank(as_text(table.value(earlier, "to_tag"))),
            "row": int(table.rows[earlier]),
        }
        yield Issue(table.place(record, "from_tag"), table.value(record, "from_tag"), "", fields)
