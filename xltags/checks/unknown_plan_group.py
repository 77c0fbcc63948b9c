"""Check PLAN001, unknown plan group."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.plan_lines import read_plan
from xltags.core.wording import or_blank


@check(
    "PLAN001",
    "error",
    en="the plan names the group '{text}', which does not exist; write the id of a tag group",
    zh="计划中的标签组“{text}”不存在，请填写标签组 ID",
    vi="kế hoạch ghi nhóm “{text}” không tồn tại; hãy ghi mã của một nhóm thẻ",
)
def unknown_plan_group(dataset: Dataset) -> Iterator[Issue]:
    """A line of Strategy names a group that TagGroups does not have, or none at all.

    Why: nothing can be compared with the target, so the line is left out of the alignment report.
    Fix: write the id or the label of a group.

    >>> from xltags.core.examples import dataset
    >>> tags, plan = {"group": "industry", "tag": ["Retail"]}, {"period": "2026", "tag": "Retail", "target_share": 0.4}
    >>> [issue.value for issue in unknown_plan_group(dataset(Tags=tags, Strategy={**plan, "group": "branch"}))]
    ['branch']
    >>> list(unknown_plan_group(dataset(Tags=tags, Strategy={**plan, "group": "industry"})))
    []
    """
    for line in read_plan(dataset):
        if line.group is None:
            yield Issue(line.place(dataset, "group"), line.target.group, "", {"text": or_blank(line.target.group)})
