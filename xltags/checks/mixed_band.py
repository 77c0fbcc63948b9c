"""Check ICP010, mixed band."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard_limits import bands_on
from xltags.core.text import join_values


@check(
    "ICP010",
    "error",
    en="this band of indicator '{indicator}' has both tags and a range; keep the one that fits its field",
    zh="指标“{indicator}”的这一档同时填了标签和数值范围，请只保留与取数字段相符的一种",
    vi=("bậc này của tiêu chí “{indicator}” vừa có thẻ vừa có khoảng; hãy giữ lại loại hợp với trường dữ liệu"),
)
def mixed_band(dataset: Dataset) -> Iterator[Issue]:
    """A band has both tags and a range.

    Why: an indicator looks at tags or at a number, never at both; one half of the band is ignored.
    Fix: clear the tags or the range; a second condition is an indicator of its own.

    >>> from xltags.core.examples import dataset
    >>> size = {"indicator": "size", "field": "employees"}
    >>> both = dataset(Indicators=size, Bands={"indicator": "size", "tag": "Large", "low": 500})
    >>> [issue.place.cell for issue in mixed_band(both)]
    ['B2']
    >>> list(mixed_band(dataset(Indicators=size, Bands={"indicator": "size", "tag": None, "low": 500})))
    []
    """
    for indicator, bands in bands_on(dataset.model.scorecard):
        for band in bands:
            if band.tags and (band.low is not None or band.high is not None):
                place = dataset.table("Bands").place_in_row(band.row, "tag")
                yield Issue(place, join_values(band.tags), fields={"indicator": indicator.name})
