"""Check GOV027, heavy entry."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.entry_workload import entry_workload
from xltags.core.finding import Issue
from xltags.core.values import as_text


@check(
    "GOV027",
    "warning",
    en=(
        "{manual} of {groups} groups are filled by hand, about {minutes} minutes a customer and {hours} hours for "
        "the {fresh} new ones of the last 30 days; {limit} fit step {step}: retire, link a system, or use notes"
    ),
    zh=(
        "{groups} 个标签组中有 {manual} 个靠人工录入，每个客户约 {minutes} 分钟，近 30 天 {fresh} 个新客户约 "
        "{hours} 小时；第 {step} 步以 {limit} 个为宜，请停用、对接系统或改记备注"
    ),
    vi=(
        "{manual}/{groups} nhóm phải nhập tay, khoảng {minutes} phút mỗi khách, {hours} giờ cho {fresh} khách mới "
        "trong 30 ngày qua; bước {step} chỉ nên {limit} nhóm: hãy ngừng dùng, nối hệ thống hoặc chuyển thành lưu ý"
    ),
)
def heavy_entry(dataset: Dataset) -> Iterator[Issue]:
    """More groups are filled by hand than a talk with a customer bears.

    Six a step are the limit: 6, 12, 18 groups at step 1, 2, 3. A field is reckoned with 15 seconds, one with
    several values with 30; both are assumptions from practice. Groups that a system feeds, and those of a later
    step, do not count.

    Why: too much detail burdens those who talk to customers; they fill in the first fields and guess or skip the rest.
    Fix: retire the groups that serve least (report tag_health), let a system write what it knows, keep the rest as
    notes.

    >>> from xltags.core.examples import dataset
    >>> groups = {"group": [f"group_{number}" for number in range(7)]}
    >>> first = {"key": "maturity_step", "value": 1}
    >>> [
    ...     (issue.fields["manual"], issue.fields["limit"])
    ...     for issue in heavy_entry(dataset(TagGroups=groups, Settings=first))
    ... ]
    [(7, 6)]
    >>> fed = {**groups, "feed": ["system"] + ["manual"] * 6}
    >>> list(heavy_entry(dataset(TagGroups=fed, Settings=first)))
    []
    """
    load = entry_workload(dataset)
    if load.manual > load.limit:
        fields = {
            "manual": load.manual,
            "groups": load.groups,
            "minutes": as_text(round(load.minutes, 1)),
            "hours": as_text(round(load.hours, 1)),
            "fresh": load.customers_a_month,
            "limit": load.limit,
            "step": dataset.model.settings.maturity_step,
        }
        yield Issue(dataset.table("TagGroups").header_place("feed"), load.manual, fields=fields)
