"""Check ICP028, unknown cap tier."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard import TIERS
from xltags.core.scorecard_limits import bands_on


@check(
    "ICP028",
    "error",
    en=(
        "'{value}' is no tier, so this band of indicator '{indicator}' caps nothing; write A, B, C or D, or "
        "clear the cell"
    ),
    zh="“{value}”不是等级，指标“{indicator}”的这一档没有起到封顶作用，请填写 A、B、C、D 或清空",
    vi=(
        "“{value}” không phải là hạng nên bậc này của tiêu chí “{indicator}” không chặn được gì; hãy ghi A, "
        "B, C, D hoặc để trống"
    ),
)
def unknown_cap_tier(dataset: Dataset) -> Iterator[Issue]:
    """A band caps at a tier that does not exist.

    Why: the cap is ignored, so customers rise higher than the scorecard's owner meant.
    Fix: write A, B, C or D, or clear the cell.

    >>> from xltags.core.examples import dataset
    >>> size, band = {"indicator": "size", "field": "employees"}, {"indicator": "size", "low": 0}
    >>> [i.place.cell for i in unknown_cap_tier(dataset(Indicators=size, Bands={**band, "cap_tier": "B+"}))]
    ['C2']
    >>> list(unknown_cap_tier(dataset(Indicators=size, Bands={**band, "cap_tier": "B"})))
    []
    """
    for indicator, bands in bands_on(dataset.model.scorecard):
        for band in bands:
            if band.cap_tier and band.cap_tier not in TIERS:
                place = dataset.table("Bands").place_in_row(band.row, "cap_tier")
                yield Issue(place, band.cap_tier, fields={"indicator": indicator.name})
