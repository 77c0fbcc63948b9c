"""Check GOV011, too few tags."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.tag_budget import tag_budget
from xltags.core.tag_budget_place import budget_fields, budget_place


@check(
    "GOV011",
    "note",
    en=(
        "{count} tags are kept up, {low} to {high} fit the team: {headcount} people, {systems} linked systems, "
        "{channels} paid channels; look for the question that {lacking} more tags would answer"
    ),
    zh=(
        "在维护的标签有 {count} 个，团队适合 {low} 至 {high} 个（{headcount} 人，{systems} 个已对接系统，"
        "{channels} 个付费渠道）；想一想再加 {lacking} 个标签能回答什么问题"
    ),
    vi=(
        "đang duy trì {count} thẻ, đội hợp với {low} đến {high} ({headcount} người, {systems} hệ thống đã nối, "
        "{channels} kênh trả phí); xem thêm {lacking} thẻ thì trả lời được câu hỏi nào"
    ),
)
def too_few_tags(dataset: Dataset) -> Iterator[Issue]:
    """The team keeps up fewer tags than its resources would carry.

    Fewer is not better either: see GOV010 for the band. Workbooks without any tag are left alone.

    Why: a team that could treat groups of customers differently, and does not, leaves money on the table.
    Fix: go to the next step of the taxonomy, or refine the groups by which you already act. If the resources are bound
    elsewhere, except this note in Settings, with a reason and an end.

    >>> from xltags.core.examples import dataset
    >>> few = {"group": "industry", "tag": ["Retail", "Steel"]}
    >>> team = {"key": "headcount", "value": 10}
    >>> [(issue.fields["count"], issue.fields["low"]) for issue in too_few_tags(dataset(Tags=few, Settings=team))]
    [(2, 30)]
    >>> enough = {"group": "industry", "tag": [f"Tag {number}" for number in range(30)]}
    >>> list(too_few_tags(dataset(Tags=enough, Settings=team)))
    []
    """
    budget = tag_budget(dataset)
    if budget is not None and 0 < budget.count < budget.low:
        fields = {**budget_fields(budget), "lacking": budget.low - budget.count}
        yield Issue(budget_place(dataset), budget.count, fields=fields)
