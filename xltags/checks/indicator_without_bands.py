"""Check ICP017, indicator without bands."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard_limits import bands_on


@check(
    "ICP017",
    "error",
    en="indicator '{indicator}' is in use but has no bands; add its bands or switch it off",
    zh="指标“{indicator}”已启用却没有任何档位，请补充评分档位或停用该指标",
    vi="tiêu chí “{indicator}” đang bật nhưng chưa có bậc nào; hãy thêm bậc điểm hoặc tắt tiêu chí",
)
def indicator_without_bands(dataset: Dataset) -> Iterator[Issue]:
    """An indicator that is on has no bands.

    Why: it gives nobody points and rejects nobody, yet counts as unknown where its field is blank.
    Fix: add at least one row to the Bands sheet, or switch the indicator off.

    >>> from xltags.core.examples import dataset
    >>> size = {"indicator": "size", "field": "employees"}
    >>> [issue.place.cell for issue in indicator_without_bands(dataset(Indicators=size))]
    ['A2']
    >>> list(indicator_without_bands(dataset(Indicators={**size, "on": "no"})))
    []
    """
    for indicator, bands in bands_on(dataset.model.scorecard):
        if not bands:
            place = dataset.table("Indicators").place_in_row(indicator.row, "indicator")
            yield Issue(place, indicator.indicator, fields={"indicator": indicator.name})
