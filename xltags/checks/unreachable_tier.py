"""Check ICP005, unreachable tier."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard_limits import indicators_on, maximum_points


@check(
    "ICP005",
    "error",
    en=(
        "tier {tier} begins at {value} points, but the indicators in use add up to {maximum} at most; lower "
        "it or give more points"
    ),
    zh="等级 {tier} 从 {value} 分开始，而在用指标最多只有 {maximum} 分，请调低最低分或提高分值",
    vi=(
        "hạng {tier} bắt đầu từ {value} điểm, nhưng các tiêu chí đang bật chỉ cộng được tối đa {maximum}; "
        "hãy hạ mức hoặc thêm điểm"
    ),
)
def unreachable_tier(dataset: Dataset) -> Iterator[Issue]:
    """A tier begins above the most points a customer can reach.

    Why: no customer ever gets this tier, however well it fits.
    Fix: lower the cut-off, raise the points of the bands, or switch an indicator on again.

    >>> from xltags.core.examples import dataset
    >>> band = {"indicator": "fit", "tag": "Retail", "points": 60}
    >>> card = {"Indicators": {"indicator": "fit", "field": "industry"}, "Bands": band}
    >>> high = dataset(**card, Tiers={"tier": ["A", "B"], "min_points": [75, 55]})
    >>> [issue.place.cell for issue in unreachable_tier(high)]
    ['B2']
    >>> list(unreachable_tier(dataset(**card, Tiers={"tier": ["A", "B"], "min_points": [60, 30]})))
    []
    """
    scorecard = dataset.model.scorecard

    if not indicators_on(scorecard):
        return
    maximum = maximum_points(scorecard)
    for rule in scorecard.tiers:
        if rule.min_points > maximum:
            place = dataset.table("Tiers").place_in_row(rule.row, "min_points")
            yield Issue(place, rule.min_points, fields={"tier": rule.tier, "maximum": maximum})
