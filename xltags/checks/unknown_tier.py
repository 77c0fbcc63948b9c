"""Check ICP004, unknown tier."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard import TIERS


@check(
    "ICP004",
    "error",
    en="'{value}' is no tier; tiers are A, B, C and D",
    zh="“{value}”不是等级，等级只有 A、B、C、D",
    vi="“{value}” không phải là hạng; chỉ có hạng A, B, C và D",
)
def unknown_tier(dataset: Dataset) -> Iterator[Issue]:
    """A row of the Tiers sheet names a tier other than A, B, C or D.

    Why: the row is ignored: no customer can get that tier.
    Fix: write A, B, C or D; a finer division belongs in segments.

    >>> from xltags.core.examples import dataset
    >>> [issue.value for issue in unknown_tier(dataset(Tiers={"tier": ["A+", "A"], "min_points": [90, 75]}))]
    ['A+']
    >>> list(unknown_tier(dataset(Tiers={"tier": ["A", "b"], "min_points": [75, 55]})))
    []
    """
    for rule in dataset.model.scorecard.tiers:
        if rule.tier not in TIERS:
            yield Issue(dataset.table("Tiers").place_in_row(rule.row, "tier"), rule.tier)
