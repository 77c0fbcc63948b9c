"""Check GOV010, too many tags."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.tag_budget import tag_budget
from xltags.core.tag_budget_place import budget_fields, budget_place


@check(
    "GOV010",
    "warning",
    en=(
        "{count} tags are kept up, {low} to {high} fit the team: {headcount} people, {systems} linked systems, "
        "{channels} paid channels; retire the {over} that serve least (report tag_health)"
    ),
    zh=(
        "在维护的标签有 {count} 个，团队适合 {low} 至 {high} 个（{headcount} 人，{systems} 个已对接系统，"
        "{channels} 个付费渠道）；请停用作用最小的 {over} 个（见报表 tag_health）"
    ),
    vi=(
        "đang duy trì {count} thẻ, đội hợp với {low} đến {high} ({headcount} người, {systems} hệ thống đã nối, "
        "{channels} kênh trả phí); hãy ngừng dùng {over} thẻ ít giá trị nhất (báo cáo tag_health)"
    ),
)
def too_many_tags(dataset: Dataset) -> Iterator[Issue]:
    """The team keeps up more tags than its people, its linked systems and its budget carry.

    The band is 12 tags a person, 12 a linked system and 4 a paid channel that the monthly budget keeps going, down to a
    quarter of that. Provinces and cities, reserved and retired tags, and groups of a later step do not count.

    Why: tags beyond what people can keep in mind are given wrongly or not at all, and then forgotten.
    Fix: retire what is used least, merge twins, or state the resources if Settings is behind the times.

    >>> from xltags.core.examples import dataset
    >>> many = {"group": "industry", "tag": [f"Tag {number}" for number in range(30)]}
    >>> team = {"key": "headcount", "value": 2}
    >>> [(issue.fields["count"], issue.fields["high"]) for issue in too_many_tags(dataset(Tags=many, Settings=team))]
    [(30, 24)]
    >>> list(too_many_tags(dataset(Tags=many, Settings={"key": "headcount", "value": 3})))
    []
    """
    budget = tag_budget(dataset)
    if budget is not None and budget.room < 0:
        yield Issue(budget_place(dataset), budget.count, fields={**budget_fields(budget), "over": -budget.room})
