"""Check REV001, tiers win alike."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.review.results import Review


@check(
    "REV001",
    "warning",
    en="tier A wins {best} of its closed deals and tier C {worst}: too alike to be worth different treatment",
    zh="等级 A 的赢率为 {best}，等级 C 为 {worst}，差别不足以支持区别对待",
    vi="hạng A thắng {best} giao dịch đã kết thúc, hạng C thắng {worst}: quá giống nhau để đối xử khác nhau",
)
def tiers_win_alike(dataset: Dataset, review: Review) -> Iterator[Issue]:
    """The win rates of tiers A and C cannot be told apart.

    Why: tiers decide whom sales calls first. Where A wins no more often than C, the profile is not detailed enough, and
    the best hours go to customers who are no better than others.
    Fix: look at which tags do win (section DNA of the review), give points to those, and judge again next quarter.

    >>> from xltags.core.examples import dataset
    >>> from xltags.core.review.examples import example_review
    >>> tiers = dataset(Tiers={"tier": ["A", "B", "C"], "min_points": [80, 60, 0]})
    >>> alike = example_review(separation="does_not_separate")
    >>> [issue.place.cell for issue in tiers_win_alike(tiers, alike)]
    ['B1']
    >>> list(tiers_win_alike(tiers, example_review()))
    []
    """
    if review.separation != "does_not_separate":
        return
    rates = {outcome.tier: outcome.win.rate for outcome in review.tiers}
    shown = {tier: f"{rate:.0%}" for tier, rate in rates.items() if rate == rate}
    fields = {"best": shown.get("A", "-"), "worst": shown.get("C", "-")}
    yield Issue(dataset.table("Tiers").header_place("min_points"), fields=fields)
