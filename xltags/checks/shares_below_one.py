"""Check PLAN006, shares below one."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.plan_lines import PlannedMix, planned_mixes


@check(
    "PLAN006",
    "warning",
    en="every tag of {group} has a target for {period}, from this row on, but they add up to {percent} % only",
    zh="“{group}”的所有标签在 {period} 都有目标（自此行起），但合计仅 {percent}%，不足 100%",
    vi="mọi thẻ của {group} đều có mục tiêu cho {period} (từ dòng này) nhưng tổng chỉ {percent} %, chưa đủ 100 %",
)
def shares_below_one(dataset: Dataset) -> Iterator[Issue]:
    """Every tag of a group has a target share for a period, and the shares add up to less than one.

    A plan for some of the tags only is fine. Half a percent a line is taken for rounding.

    Why: every customer has one of the tags, so some share must come out higher than planned.
    Fix: raise shares until they add up to 1, or leave out the tags that do not matter.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail", "Software"]}
    >>> plan = {"period": "2026", "group": "industry", "tag": ["Retail", "Software"], "target_share": [0.5, 0.3]}
    >>> [issue.fields["percent"] for issue in shares_below_one(dataset(Tags=tags, Strategy=plan))]
    ['80']
    >>> part = {"period": "2026", "group": "industry", "tag": ["Retail"], "target_share": [0.5]}
    >>> list(shares_below_one(dataset(Tags=tags, Strategy=part)))
    []
    """
    for mix in planned_mixes(dataset):
        if mix.total < 1 - mix.tolerance and _is_complete(dataset, mix):
            fields = {"group": group_labels(mix.group), "period": str(mix.period), "percent": f"{mix.total * 100:.4g}"}
            first = mix.lines[0]
            yield Issue(first.place(dataset, "target_share"), first.target.target_share, "", fields)


def _is_complete(dataset: Dataset, mix: PlannedMix) -> bool:
    """Whether every active tag of the group has a share, itself or by a parent."""
    taxonomy = dataset.model.taxonomy
    planned = {line.tag.id for line in mix.lines if line.tag}
    tags = [tag for tag in taxonomy.tags_of(mix.group.group) if tag.status == "active"]
    parents = {above.id for tag in tags for above in taxonomy.line_of(tag)[1:]}
    narrowest = [tag for tag in tags if tag.id not in parents]
    return all(planned & {above.id for above in taxonomy.line_of(tag)} for tag in narrowest)
