"""Check ICP026, points on hard."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard_limits import bands_on


@check(
    "ICP026",
    "warning",
    en=(
        "indicator '{indicator}' is hard, so the {value} points of this band are never added; clear them or "
        "make the indicator soft"
    ),
    zh="指标“{indicator}”是硬指标，该档位的 {value} 分不会计入，请清空或把指标改为软指标",
    vi=(
        "tiêu chí “{indicator}” là tiêu chí cứng nên {value} điểm của bậc này không được cộng; hãy xóa hoặc "
        "đổi thành tiêu chí mềm"
    ),
)
def points_on_hard(dataset: Dataset) -> Iterator[Issue]:
    """A band of a hard indicator has points.

    Why: hard indicators only pass or reject; whoever reads the scorecard believes the points count.
    Fix: clear the points, or add a soft indicator on the same field.

    >>> from xltags.core.examples import dataset
    >>> band = {"indicator": "size", "low": 0, "points": 10, "outcome": "pass"}
    >>> hard = {"indicator": "size", "field": "employees", "kind": "hard"}
    >>> [issue.place.cell for issue in points_on_hard(dataset(Indicators=hard, Bands=band))]
    ['C2']
    >>> list(points_on_hard(dataset(Indicators=hard, Bands={**band, "points": 0})))
    []
    """
    for indicator, bands in bands_on(dataset.model.scorecard):
        for band in bands if indicator.kind == "hard" else ():
            if band.points:
                place = dataset.table("Bands").place_in_row(band.row, "points")
                yield Issue(place, band.points, fields={"indicator": indicator.name})
