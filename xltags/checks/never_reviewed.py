"""Check ICP024, never reviewed."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard_limits import indicators_on


@check(
    "ICP024",
    "note",
    en=("indicator '{indicator}' has no review date; write when somebody last checked it against real customers"),
    zh="指标“{indicator}”没有复核日期，请填写最近一次对照真实客户检验的日期",
    vi=("tiêu chí “{indicator}” chưa có ngày rà soát; hãy ghi lần gần nhất có người đối chiếu với khách hàng thật"),
)
def never_reviewed(dataset: Dataset) -> Iterator[Issue]:
    """An indicator was never reviewed.

    Why: a scorecard that is only assumed should not be argued with; the date tells how far it can be trusted.
    Fix: check the indicator against won and lost customers and write the date into Reviewed on.

    >>> from xltags.core.examples import dataset
    >>> from datetime import date
    >>> size = {"indicator": "size", "field": "employees"}
    >>> [issue.place.cell for issue in never_reviewed(dataset(Indicators={**size, "reviewed_on": None}))]
    ['C2']
    >>> list(never_reviewed(dataset(Indicators={**size, "reviewed_on": date(2026, 10, 1)})))
    []
    """
    for indicator in indicators_on(dataset.model.scorecard):
        if indicator.reviewed_on is None:
            place = dataset.table("Indicators").place_in_row(indicator.row, "reviewed_on")
            yield Issue(place, fields={"indicator": indicator.name})
