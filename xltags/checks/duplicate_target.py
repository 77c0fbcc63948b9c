"""Check PLAN004, duplicate target."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.plan_lines import first_lines, read_plan


@check(
    "PLAN004",
    "error",
    en="'{value}' has a target for {period} in row {row} already; keep one of the two",
    zh="“{value}”在 {period} 的目标已见第 {row} 行，请只保留一个",
    vi="“{value}” đã có mục tiêu cho {period} ở dòng {row}; hãy giữ lại một",
)
def duplicate_target(dataset: Dataset) -> Iterator[Issue]:
    """Strategy has two targets for one tag and one period.

    Why: nobody knows which of the two holds.
    Fix: delete one of the rows.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail"], "zh": "零售"}
    >>> plan = {"group": "industry", "period": "2026", "target_share": [0.4, 0.5]}
    >>> [it.fields["row"] for it in duplicate_target(dataset(Tags=tags, Strategy={**plan, "tag": ["Retail", "零售"]}))]
    [2]
    >>> once = {**plan, "period": ["2026-Q1", "2026-Q2"], "tag": "Retail"}
    >>> list(duplicate_target(dataset(Tags=tags, Strategy=once)))
    []
    """
    lines = read_plan(dataset)
    first = first_lines(lines)
    for line in lines:
        if line.period is None or line.tag is None:
            continue
        earlier = first[line.period, line.tag.group, line.tag.id]
        if earlier is not line:
            fields = {"period": str(line.period), "row": earlier.target.row}
            yield Issue(line.place(dataset, "tag"), line.target.tag, "", fields)
