"""Check ICP020, maximum not 100."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard_limits import indicators_on, maximum_points


@check(
    "ICP020",
    "note",
    en=(
        "the best bands of the indicators in use add up to {value} points, not to 100; people read scores "
        "more easily out of 100"
    ),
    zh="在用指标的最高分合计为 {value} 分而不是 100 分，按百分制更便于大家理解",
    vi=("điểm cao nhất của các tiêu chí đang bật cộng lại là {value} chứ không phải 100; thang 100 dễ hiểu hơn"),
)
def maximum_not_100(dataset: Dataset) -> Iterator[Issue]:
    """The most points a customer can reach are not 100.

    Why: a score of 68 is read as 68 of 100; on any other scale, cut-offs and comparisons are misread.
    Fix: share 100 points out among the indicators, the most to those that tell won from lost deals.

    >>> from xltags.core.examples import dataset
    >>> size = {"indicator": "size", "field": "employees"}
    >>> sixty = dataset(Indicators=size, Bands={"indicator": "size", "low": 0, "points": 60})
    >>> [issue.value for issue in maximum_not_100(sixty)]
    [60.0]
    >>> list(maximum_not_100(dataset(Indicators=size, Bands={"indicator": "size", "low": 0, "points": 100})))
    []
    """
    scorecard = dataset.model.scorecard

    maximum = maximum_points(scorecard)
    if any(indicator.kind == "soft" for indicator in indicators_on(scorecard)) and maximum != 100:
        yield Issue(dataset.table("Bands").header_place("points"), maximum)
