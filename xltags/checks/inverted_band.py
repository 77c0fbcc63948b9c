"""Check ICP011, inverted band."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.intervals import Span
from xltags.core.scorecard_limits import bands_on


@check(
    "ICP011",
    "error",
    en=(
        "this band of indicator '{indicator}' begins at {value} and ends below {high}, so no number is in "
        "it; swap or correct them"
    ),
    zh="指标“{indicator}”的这一档从 {value} 开始、到 {high} 之前结束，不包含任何数值，请对调或改正",
    vi=(
        "bậc này của tiêu chí “{indicator}” bắt đầu từ {value} và kết thúc trước {high} nên không chứa số "
        "nào; hãy đổi chỗ hoặc sửa lại"
    ),
)
def inverted_band(dataset: Dataset) -> Iterator[Issue]:
    """A band ends at or before its beginning.

    Why: From is included and Below is not, so no customer can ever be in it.
    Fix: swap the two numbers, or leave Below blank where there is no upper limit.

    >>> from xltags.core.examples import dataset
    >>> size = {"indicator": "size", "field": "employees"}
    >>> hollow = dataset(Indicators=size, Bands={"indicator": "size", "low": 50, "high": 50})
    >>> [issue.place.cell for issue in inverted_band(hollow)]
    ['B2']
    >>> list(inverted_band(dataset(Indicators=size, Bands={"indicator": "size", "low": 50, "high": None})))
    []
    """
    for indicator, bands in bands_on(dataset.model.scorecard):
        for band in bands:
            if Span(band.low, band.high).empty:
                place = dataset.table("Bands").place_in_row(band.row, "low")
                yield Issue(place, band.low, fields={"indicator": indicator.name, "high": band.high})
