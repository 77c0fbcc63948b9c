"""Check GOV013, used before its step."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels


@check(
    "GOV013",
    "warning",
    en=(
        "{group} opens at step {step}, the workbook is at step {now}, yet {count} customers carry its tags; raise "
        "maturity_step if the earlier groups are settled, or wait"
    ),
    zh=(
        "“{group}”要到第 {step} 步才启用，目前是第 {now} 步，却已有 {count} 个客户打了标签；"
        "前面的标签组稳定后请调高 maturity_step，否则先不用"
    ),
    vi=(
        "{group} mở ở bước {step}, sổ đang ở bước {now}, mà {count} khách đã có thẻ của nhóm; nếu các nhóm trước "
        "đã ổn hãy nâng maturity_step, không thì chờ"
    ),
)
def used_before_its_step(dataset: Dataset) -> Iterator[Issue]:
    """Customers carry tags of a group whose step has not come yet.

    Why: a taxonomy grows step by step; what is collected before the basics are settled is collected unevenly, and
    nothing is done with it.
    Fix: raise maturity_step in Settings once the groups of the earlier steps are filled, or clear the column.

    >>> from xltags.core.examples import dataset
    >>> groups, early = {"group": ["industry", "city"], "step": [1, 2]}, {"key": "maturity_step", "value": 1}
    >>> customers = {"customer_id": ["C1", "C2"], "city": ["Hue", None]}
    >>> tags = {"group": "city", "tag": ["Hue"]}
    >>> data = {"TagGroups": groups, "Tags": tags, "Customers": customers}
    >>> [(issue.value, issue.fields["count"]) for issue in used_before_its_step(dataset(data, Settings=early))]
    [('city', 1)]
    >>> list(used_before_its_step(dataset(data, Settings={"key": "maturity_step", "value": 2})))
    []
    """
    table, now = dataset.table("TagGroups"), dataset.model.settings.maturity_step
    for column in dataset.customers.tags.values():
        group, count = column.group, int((~column.column.blank()).sum())
        if group.step > now and count:
            fields = {"group": group_labels(group), "step": group.step, "now": now, "count": count}
            yield Issue(table.place_in_row(group.row, "step"), group.group, fields=fields)
