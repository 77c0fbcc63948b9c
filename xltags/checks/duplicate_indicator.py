"""Check ICP030, duplicate indicator."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard import Indicator


@check(
    "ICP030",
    "error",
    en=(
        "indicator ID '{value}' already stands in row {row}, so its bands count for both; give this "
        "indicator an ID of its own"
    ),
    zh="指标编号“{value}”在第 {row} 行已经使用，其档位会重复计分，请为本指标另取编号",
    vi=(
        "mã tiêu chí “{value}” đã có ở dòng {row} nên các bậc của nó bị tính hai lần; hãy đặt mã riêng cho tiêu chí này"
    ),
)
def duplicate_indicator(dataset: Dataset) -> Iterator[Issue]:
    """Two indicators have the same ID.

    Why: both own the same bands, so the points are added twice.
    Fix: give the second indicator another ID and write that ID into its bands, or delete it.

    >>> from xltags.core.examples import dataset
    >>> [i.place.cell for i in duplicate_indicator(dataset(Indicators={"indicator": ["size", "size"]}))]
    ['A3']
    >>> list(duplicate_indicator(dataset(Indicators={"indicator": ["size", "team"]})))
    []
    """
    first: dict[str, Indicator] = {}
    for indicator in dataset.model.scorecard.indicators:
        known = first.setdefault(indicator.indicator, indicator)
        if known is not indicator:
            place = dataset.table("Indicators").place_in_row(indicator.row, "indicator")
            yield Issue(place, indicator.indicator, fields={"row": known.row})
