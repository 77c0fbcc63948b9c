"""Check ICP025, outcome on soft."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard_limits import bands_on


@check(
    "ICP025",
    "warning",
    en=(
        "indicator '{indicator}' is soft, so the outcome '{value}' of this band is ignored; clear it or make "
        "the indicator hard"
    ),
    zh="指标“{indicator}”是软指标，该档位的结果“{value}”不起作用，请清空或把指标改为硬指标",
    vi=(
        "tiêu chí “{indicator}” là tiêu chí mềm nên kết quả “{value}” của bậc này không có tác dụng; hãy xóa "
        "hoặc đổi thành tiêu chí cứng"
    ),
)
def outcome_on_soft(dataset: Dataset) -> Iterator[Issue]:
    """A band of a soft indicator has an outcome.

    Why: only hard indicators pass or reject; customers whom this band should reject keep their tier.
    Fix: clear the outcome, or split the condition off into a hard indicator.

    >>> from xltags.core.examples import dataset
    >>> band = {"indicator": "size", "low": 0, "outcome": "reject"}
    >>> soft = {"indicator": "size", "field": "employees", "kind": "soft"}
    >>> [issue.place.cell for issue in outcome_on_soft(dataset(Indicators=soft, Bands=band))]
    ['C2']
    >>> list(outcome_on_soft(dataset(Indicators={**soft, "kind": "hard"}, Bands=band)))
    []
    """
    for indicator, bands in bands_on(dataset.model.scorecard):
        for band in bands if indicator.kind != "hard" else ():
            if band.outcome:
                place = dataset.table("Bands").place_in_row(band.row, "outcome")
                yield Issue(place, band.outcome, fields={"indicator": indicator.name})
