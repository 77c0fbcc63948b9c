"""Check ICP016, orphan band."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.suggest import suggest


@check(
    "ICP016",
    "error",
    en=(
        "this band belongs to '{value}', which the Indicators sheet does not have; correct the indicator ID "
        "or delete the row"
    ),
    zh="该档位属于“{value}”，但指标表中没有这个指标，请改正指标编号或删除此行",
    vi=("bậc này thuộc “{value}” nhưng sheet Tiêu chí ICP không có tiêu chí đó; hãy sửa mã tiêu chí hoặc xóa dòng"),
)
def orphan_band(dataset: Dataset) -> Iterator[Issue]:
    """A band belongs to an indicator that does not exist.

    Why: its points are never given.
    Fix: write the ID as it stands in the Indicators sheet, or delete the row.

    >>> from xltags.core.examples import dataset
    >>> size = {"indicator": "right_size", "field": "employees"}
    >>> lost = dataset(Indicators=size, Bands={"indicator": ["right_size", "Right_Size"], "low": 0})
    >>> [(issue.place.cell, issue.suggestion) for issue in orphan_band(lost)]
    [('A3', 'right_size')]
    >>> list(orphan_band(dataset(Indicators=size, Bands={"indicator": "right_size", "low": 0})))
    []
    """
    scorecard = dataset.model.scorecard

    known = list(dict.fromkeys(indicator.indicator for indicator in scorecard.indicators))
    for band in scorecard.bands:
        if band.indicator not in known:
            near = suggest(known, band.indicator)
            place = dataset.table("Bands").place_in_row(band.row, "indicator")
            yield Issue(place, band.indicator, near.text if near else "")
