"""Check GOV017, fill below target."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.tag_usage import group_usage


@check(
    "GOV017",
    "warning",
    en=(
        "{group} is known for {filled} of {counted} customers ({rate}), the target is {target}; make it a note, "
        "ask for it in the first talk, or lower the target"
    ),
    zh=(
        "“{group}”在 {counted} 个客户中只有 {filled} 个已知（{rate}），目标为 {target}；请改记备注、"
        "在首次沟通中询问，或调低目标"
    ),
    vi=(
        "{group} mới biết ở {filled}/{counted} khách ({rate}), mục tiêu là {target}; hãy chuyển thành lưu ý, hỏi "
        "ngay lần đầu, hoặc hạ mục tiêu"
    ),
)
def fill_below_target(dataset: Dataset) -> Iterator[Issue]:
    """A group is filled for fewer customers than it is meant to be, and that is not chance.

    A customer counts from four weeks after its first follow-up on, because nobody can know before a talk; where
    FollowUps is empty, and for groups that a system fills, every customer counts. The finding comes where even the
    upper end of the 95 % interval of the fill rate lies below the target, and at least min_sample customers count.

    Why: customers do not tell everything. A tag that is blank for most of them cannot be counted, and asking for it
    in vain costs every talk some time.
    Fix: keep such facts as notes, and retire the group. If it matters, make it a question of the first talk; if the
    target was a wish, lower it.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> groups = {"group": ["budget"], "fill_target": 0.6}
    >>> tags = {"group": "budget", "tag": ["Under 10k"]}
    >>> customers = {"customer_id": [f"C{number}" for number in range(40)], "budget": ["Under 10k"] * 8 + [None] * 32}
    >>> talks = {"customer_id": customers["customer_id"], "date": date(2026, 5, 4)}
    >>> low = dataset(TagGroups=groups, Tags=tags, Customers=customers, FollowUps=talks)
    >>> [(issue.fields["filled"], issue.fields["counted"]) for issue in fill_below_target(low)]
    [(8, 40)]
    >>> fresh = {**talks, "date": date(2026, 11, 2)}
    >>> list(fill_below_target(dataset(TagGroups=groups, Tags=tags, Customers=customers, FollowUps=fresh)))
    []
    """
    table, settings = dataset.table("TagGroups"), dataset.model.settings
    for use in group_usage(dataset):
        target, rate = use.group.fill_target, use.fill_rate
        if target is None or not 0 < target <= 1 or rate is None or use.group.step > settings.maturity_step:
            continue
        if use.counted >= settings.min_sample and use.fill_at_best < target:
            fields = {
                "group": group_labels(use.group),
                "filled": use.filled,
                "counted": use.counted,
                "rate": f"{rate:.0%}",
                "target": f"{target:.0%}",
            }
            yield Issue(table.place_in_row(use.group.row, "fill_target"), target, fields=fields)
