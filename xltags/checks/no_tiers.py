"""Check ICP001, no tiers."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "ICP001",
    "error",
    en="the scorecard has indicators but no tiers; fill in from how many points A, B, C and D begin",
    zh="评分卡有指标却没有等级，请填写 A、B、C、D 各从多少分开始",
    vi="bảng điểm có tiêu chí nhưng chưa có hạng; hãy điền A, B, C, D bắt đầu từ bao nhiêu điểm",
)
def no_tiers(dataset: Dataset) -> Iterator[Issue]:
    """There are indicators, but no tiers.

    Why: without cut-offs every customer lands in D, whatever its points.
    Fix: fill the Tiers sheet; 75, 55, 35 and 0 of 100 points are a usual start.

    >>> from xltags.core.examples import dataset
    >>> fit = {"indicator": "fit", "field": "employees"}
    >>> len(list(no_tiers(dataset(Indicators=fit))))
    1
    >>> list(no_tiers(dataset(Indicators=fit, Tiers={"tier": ["A", "D"], "min_points": [75, 0]})))
    []
    """
    scorecard = dataset.model.scorecard

    if scorecard.indicators and not scorecard.tiers:
        yield Issue(dataset.table("Tiers").header_place("tier"))
