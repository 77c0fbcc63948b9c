"""Check GOV014, reserve past review."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels


@check(
    "GOV014",
    "warning",
    en=(
        "{group} was reserved for '{purpose}' and due for review on {day}, {days} days ago; open it, retire it, or "
        "set a new date"
    ),
    zh="“{group}”为“{purpose}”预留，应于 {day} 复审，已过 {days} 天；请启用、停用或改定新日期",
    vi=(
        "{group} để dành cho “{purpose}”, hẹn xem lại ngày {day}, đã quá {days} ngày; hãy mở, ngừng dùng hoặc hẹn "
        "ngày mới"
    ),
)
def reserve_past_review(dataset: Dataset) -> Iterator[Issue]:
    """A reserved group is past the day on which it was to be looked at again.

    Why: a reserve is a bet on a plan; when the day has passed and nobody has looked, the plan is off or it has begun
    without its tags.
    Fix: open the group, retire it, or write a new day into 'Review on' with the reason.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> groups = {"group": ["export"], "status": "reserved", "reserved_for": "selling abroad"}
    >>> late = dataset(TagGroups={**groups, "review_on": date(2026, 10, 1)})
    >>> [issue.fields["days"] for issue in reserve_past_review(late)]
    [51]
    >>> list(reserve_past_review(dataset(TagGroups={**groups, "review_on": date(2027, 10, 1)})))
    []
    """
    table = dataset.table("TagGroups")
    for group in dataset.model.taxonomy.groups:
        day = group.review_on
        if group.status == "reserved" and day is not None and day < dataset.as_of:
            fields = {
                "group": group_labels(group),
                "purpose": group.reserved_for or "?",
                "day": day.isoformat(),
                "days": (dataset.as_of - day).days,
            }
            yield Issue(table.place_in_row(group.row, "review_on"), day, fields=fields)
