"""Check ICP002, missing tier."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard import TIERS
from xltags.core.wording import listed


@check(
    "ICP002",
    "warning",
    en="there is no row for tier {tiers}; add it with its points, hours and strategy",
    zh="缺少等级 {tiers}，请补充该等级的最低分、服务工时和应对策略",
    vi="chưa có dòng cho hạng {tiers}; hãy thêm điểm, số giờ và chiến lược của hạng này",
)
def missing_tier(dataset: Dataset) -> Iterator[Issue]:
    """One of the tiers A, B, C and D has no row.

    Why: customers between two cut-offs fall into the next lower tier, and nobody knows how to serve a tier without a
    row.
    Fix: add the missing row; D usually begins at 0.

    >>> from xltags.core.examples import dataset
    >>> three = dataset(Tiers={"tier": ["A", "B", "D"], "min_points": [75, 55, 0]})
    >>> [issue.fields["tiers"]["en"] for issue in missing_tier(three)]
    ['C']
    >>> list(missing_tier(dataset(Tiers={"tier": ["A", "B", "C", "D"], "min_points": [75, 55, 35, 0]})))
    []
    """
    present = {rule.tier for rule in dataset.model.scorecard.tiers}
    missing = [tier for tier in TIERS if tier not in present]
    if present and missing:
        yield Issue(dataset.table("Tiers").header_place("tier"), fields={"tiers": listed(missing)})
