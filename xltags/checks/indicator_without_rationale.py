"""Check ICP021, indicator without rationale."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard_limits import indicators_on


@check(
    "ICP021",
    "warning",
    en=(
        "indicator '{indicator}' has no rationale; write why it tells a good customer, so that the next "
        "review can question it"
    ),
    zh="指标“{indicator}”没有写设定理由，请说明它为何能识别好客户，便于下次复盘检验",
    vi=("tiêu chí “{indicator}” chưa có cơ sở; hãy ghi vì sao nó nhận ra khách tốt để lần rà soát sau xem lại được"),
)
def indicator_without_rationale(dataset: Dataset) -> Iterator[Issue]:
    """An indicator has no rationale.

    Why: points that nobody can explain are neither defended towards sales nor corrected when the market moves.
    Fix: write one sentence: which won or lost customers, figures or interviews the indicator rests on.

    >>> from xltags.core.examples import dataset
    >>> size = {"indicator": "size", "field": "employees"}
    >>> [issue.place.cell for issue in indicator_without_rationale(dataset(Indicators={**size, "rationale": None}))]
    ['C2']
    >>> list(indicator_without_rationale(dataset(Indicators={**size, "rationale": "most wins have 100 to 500 people"})))
    []
    """
    for indicator in indicators_on(dataset.model.scorecard):
        if not indicator.rationale:
            place = dataset.table("Indicators").place_in_row(indicator.row, "rationale")
            yield Issue(place, fields={"indicator": indicator.name})
