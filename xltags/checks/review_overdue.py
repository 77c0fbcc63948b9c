"""Check ICP023, review overdue."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard_limits import indicators_on


@check(
    "ICP023",
    "warning",
    en=(
        "indicator '{indicator}' was last reviewed {days} days ago, on {value}; it is due every {every} "
        "days, so review it and write today's date"
    ),
    zh="指标“{indicator}”上次复核是 {value}，已过 {days} 天（应每 {every} 天复核一次），请复核并更新日期",
    vi=(
        "tiêu chí “{indicator}” rà soát lần cuối ngày {value}, đã {days} ngày (kỳ hạn {every} ngày); hãy rà "
        "soát và ghi ngày mới"
    ),
)
def review_overdue(dataset: Dataset) -> Iterator[Issue]:
    """An indicator was not reviewed for longer than the setting review_every_days.

    Why: customers and products move on; points that were right a year ago may now send sales to the wrong companies.
    Fix: run the quarterly review, confirm or change the bands, and write the date into Reviewed on.

    >>> from xltags.core.examples import dataset
    >>> from datetime import date
    >>> size = {"indicator": "size", "field": "employees"}
    >>> old = dataset(Indicators={**size, "reviewed_on": date(2026, 5, 31)}, as_of=date(2026, 11, 21))
    >>> [issue.fields["days"] for issue in review_overdue(old)]
    [174]
    >>> list(review_overdue(dataset(Indicators={**size, "reviewed_on": date(2026, 10, 1)}, as_of=date(2026, 11, 21))))
    []
    """
    every = dataset.model.settings.review_every_days
    for indicator in indicators_on(dataset.model.scorecard):
        days = (dataset.as_of - indicator.reviewed_on).days if indicator.reviewed_on else 0
        if days > every:
            yield Issue(
                dataset.table("Indicators").place_in_row(indicator.row, "reviewed_on"),
                indicator.reviewed_on,
                fields={"indicator": indicator.name, "days": days, "every": every},
            )
