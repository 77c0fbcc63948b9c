"""Check LOG010, backward post."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.people import read_posts


@check(
    "LOG010",
    "error",
    en="the last day {value} is before the first, {day}; correct one of the two",
    zh="结束日期 {value} 早于开始日期 {day}，请改正其中一个",
    vi="ngày cuối {value} sớm hơn ngày đầu {day}; hãy sửa một trong hai",
)
def backward_post(dataset: Dataset) -> Iterator[Issue]:
    """A person's time in Owners ends before it begins.

    Why: on no day does the person have the role, so nothing this person judged is in order.
    Fix: correct the date that is wrong.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> owners = {"person": ["Ann", "Bo"], "from": date(2026, 1, 1), "to": [date(2025, 1, 1), None]}
    >>> [issue.place.cell for issue in backward_post(dataset(Owners=owners))]
    ['C2']
    >>> list(backward_post(dataset(Owners={"person": "Bo", "from": date(2026, 1, 1), "to": date(2026, 1, 1)})))
    []
    """
    table = dataset.table("Owners")
    for post in read_posts(dataset):
        if post.since is not None and post.until is not None and post.until < post.since:
            yield Issue(table.place(post.record, "to"), post.until, "", {"day": post.since.isoformat()})
