"""Check PLAN003, overlapping plan periods."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.plan_lines import first_lines, read_plan


@check(
    "PLAN003",
    "warning",
    en="{period} is part of {wider}, which has a target of its own for '{tag}' in row {row}; keep one of the two",
    zh="{period} 属于 {wider}，而第 {row} 行已为“{tag}”定了 {wider} 的目标，请只保留一个",
    vi="{period} nằm trong {wider}, mà dòng {row} đã có mục tiêu {wider} cho “{tag}”; hãy giữ lại một",
)
def overlapping_plan_periods(dataset: Dataset) -> Iterator[Issue]:
    """Strategy has a target for a year and another one for a quarter of it, for the same tag.

    Why: two targets hold on the same day, and a customer counts toward both.
    Fix: plan the tag by year or by quarter.

    >>> from xltags.core.examples import dataset
    >>> tags, plan = {"group": "industry", "tag": ["Retail"]}, {"group": "industry", "tag": "Retail"}
    >>> both = {**plan, "period": ["2026", "2026-Q3"], "target_share": [0.4, 0.5]}
    >>> [it.place.cell for it in overlapping_plan_periods(dataset(Tags=tags, Strategy=both))]
    ['C3']
    >>> apart = {**plan, "period": ["2025", "2026-Q3"], "target_share": [0.4, 0.5]}
    >>> list(overlapping_plan_periods(dataset(Tags=tags, Strategy=apart)))
    []
    """
    lines = first_lines(read_plan(dataset))
    for (period, group_id, tag_id), line in lines.items():
        wider = lines.get((type(period)(period.year), group_id, tag_id)) if period.quarter else None
        if wider is not None and line.tag is not None:
            fields = {"period": str(period), "wider": str(wider.period), "tag": line.tag.tag, "row": wider.target.row}
            yield Issue(line.place(dataset, "period"), line.target.period, "", fields)
