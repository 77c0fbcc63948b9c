"""Check ICP027, undecided band."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard_limits import bands_on


@check(
    "ICP027",
    "error",
    en="this band of the hard indicator '{indicator}' neither passes nor rejects; choose an outcome",
    zh="硬指标“{indicator}”的这一档既没有通过也没有否决，请选择结果",
    vi="bậc này của tiêu chí cứng “{indicator}” không cho qua cũng không loại; hãy chọn kết quả",
)
def undecided_band(dataset: Dataset) -> Iterator[Issue]:
    """A band of a hard indicator has no outcome.

    Why: a hard indicator only passes or rejects; without an outcome the band decides nothing. A cap on the tier
    counts as one.
    Fix: choose pass or reject, or write a cap tier.

    >>> from xltags.core.examples import dataset
    >>> band = {"indicator": "size", "low": 0, "outcome": None}
    >>> hard = {"indicator": "size", "field": "employees", "kind": "hard"}
    >>> [issue.place.cell for issue in undecided_band(dataset(Indicators=hard, Bands=band))]
    ['C2']
    >>> list(undecided_band(dataset(Indicators=hard, Bands={**band, "outcome": "pass"})))
    []
    """
    for indicator, bands in bands_on(dataset.model.scorecard):
        for band in bands if indicator.kind == "hard" else ():
            if not band.outcome and not band.cap_tier:
                place = dataset.table("Bands").place_in_row(band.row, "outcome")
                yield Issue(place, fields={"indicator": indicator.name})
