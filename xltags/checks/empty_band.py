"""Check ICP009, empty band."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard_limits import bands_on


@check(
    "ICP009",
    "error",
    en=(
        "this band of indicator '{indicator}' says neither tags nor a range; fill in Tags, or From and "
        "Below, or delete the row"
    ),
    zh="指标“{indicator}”的这一档既没有标签也没有数值范围，请填写匹配标签或上下限，或删除此行",
    vi=(
        "bậc này của tiêu chí “{indicator}” không ghi thẻ cũng không ghi khoảng; hãy điền Thẻ khớp hoặc "
        "Từ/Dưới, hoặc xóa dòng"
    ),
)
def empty_band(dataset: Dataset) -> Iterator[Issue]:
    """A band has no condition: neither tags nor a range.

    Why: it would match every customer with a value, or none; both are seldom meant.
    Fix: fill in the tags, or From and Below; a range that covers everything is written with From 0.

    >>> from xltags.core.examples import dataset
    >>> size = {"indicator": "size", "field": "employees"}
    >>> [issue.place.cell for issue in empty_band(dataset(Indicators=size, Bands={"indicator": "size", "points": 5}))]
    ['A2']
    >>> list(empty_band(dataset(Indicators=size, Bands={"indicator": "size", "low": 0, "points": 5})))
    []
    """
    for indicator, bands in bands_on(dataset.model.scorecard):
        for band in bands:
            if not band.tags and band.low is None and band.high is None:
                place = dataset.table("Bands").place_in_row(band.row, "indicator")
                yield Issue(place, band.indicator, fields={"indicator": indicator.name})
