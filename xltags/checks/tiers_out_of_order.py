"""Check ICP006, tiers out of order."""

from collections.abc import Iterator
from itertools import pairwise

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard import TIERS


@check(
    "ICP006",
    "error",
    en=(
        "tier {better} begins at {value} points, not above tier {worse} ({points}), so no customer can get "
        "{worse}; raise it"
    ),
    zh="等级 {better} 的最低分 {value} 没有高于等级 {worse}（{points} 分），{worse} 级永远不会出现，请调高",
    vi=(
        "hạng {better} bắt đầu từ {value} điểm, không cao hơn hạng {worse} ({points}) nên không khách nào "
        "vào được {worse}; hãy nâng lên"
    ),
)
def tiers_out_of_order(dataset: Dataset) -> Iterator[Issue]:
    """A better tier begins at the same or fewer points than a worse one.

    Why: whoever reaches the worse tier then also reaches the better one, so the worse tier is never given.
    Fix: make the points fall from A to D, as in 75, 55, 35, 0.

    >>> from xltags.core.examples import dataset
    >>> [issue.place.cell for issue in tiers_out_of_order(dataset(Tiers={"tier": ["A", "B"], "min_points": [55, 75]}))]
    ['B2']
    >>> list(tiers_out_of_order(dataset(Tiers={"tier": ["B", "A"], "min_points": [55, 75]})))
    []
    """
    rules = {rule.tier: rule for rule in reversed(dataset.model.scorecard.tiers)}
    ordered = [rules[tier] for tier in TIERS if tier in rules]
    for better, worse in pairwise(ordered):
        if better.min_points <= worse.min_points:
            yield Issue(
                dataset.table("Tiers").place_in_row(better.row, "min_points"),
                better.min_points,
                fields={"better": better.tier, "worse": worse.tier, "points": worse.min_points},
            )
