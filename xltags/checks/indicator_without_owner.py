"""Check ICP022, indicator without owner."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard_limits import indicators_on


@check(
    "ICP022",
    "note",
    en="indicator '{indicator}' has no owner; name who keeps its bands up to date",
    zh="指标“{indicator}”没有负责人，请指定由谁维护它的档位",
    vi="tiêu chí “{indicator}” chưa có người phụ trách; hãy ghi ai cập nhật các bậc của nó",
)
def indicator_without_owner(dataset: Dataset) -> Iterator[Issue]:
    """An indicator has no owner.

    Why: without an owner nobody answers sales' questions about it, and nobody adjusts it at the quarterly review.
    Fix: write a person or department into Owner.

    >>> from xltags.core.examples import dataset
    >>> size = {"indicator": "size", "field": "employees"}
    >>> [issue.place.cell for issue in indicator_without_owner(dataset(Indicators={**size, "owner": None}))]
    ['C2']
    >>> list(indicator_without_owner(dataset(Indicators={**size, "owner": "Marketing"})))
    []
    """
    for indicator in indicators_on(dataset.model.scorecard):
        if not indicator.owner:
            place = dataset.table("Indicators").place_in_row(indicator.row, "owner")
            yield Issue(place, fields={"indicator": indicator.name})
