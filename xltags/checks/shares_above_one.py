"""Check PLAN005, shares above one."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.plan_lines import planned_mixes


@check(
    "PLAN005",
    "error",
    en="the shares of {group} for {period} add up to {percent} %, from this row on; they cannot exceed 100 %",
    zh="“{group}”在 {period} 的目标占比（自此行起）合计 {percent}%，不能超过 100%",
    vi="các tỷ lệ của {group} cho {period} (từ dòng này) cộng lại là {percent} %; không được vượt 100 %",
)
def shares_above_one(dataset: Dataset) -> Iterator[Issue]:
    """The target shares of one group and period add up to more than one.

    Only groups of which a customer carries one tag. Half a percent a line is taken for rounding. Where a parent tag has
    a target, its children are not added.

    Why: such a mix cannot be reached, whatever the team does.
    Fix: lower shares until they add up to at most 1.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail", "Software"]}
    >>> plan = {"period": "2026", "group": "industry", "tag": ["Retail", "Software"]}
    >>> too_much = dataset(Tags=tags, Strategy={**plan, "target_share": [0.6, 0.5]})
    >>> [issue.fields["percent"] for issue in shares_above_one(too_much)]
    ['110']
    >>> list(shares_above_one(dataset(Tags=tags, Strategy={**plan, "target_share": [0.6, 0.4]})))
    []
    """
    for mix in planned_mixes(dataset):
        if mix.total > 1 + mix.tolerance:
            fields = {"group": group_labels(mix.group), "period": str(mix.period), "percent": f"{mix.total * 100:.4g}"}
            first = mix.lines[0]
            yield Issue(first.place(dataset, "target_share"), first.target.target_share, "", fields)
