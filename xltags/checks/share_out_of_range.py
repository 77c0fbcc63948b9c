"""Check PLAN007, share out of range."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.plan_lines import read_plan
from xltags.core.values import as_text


@check(
    "PLAN007",
    "error",
    en="the target share {value} is outside 0 to 1; enter 30 % as 0.3 or 30%",
    zh="目标占比 {value} 不在 0 至 1 之间，30% 请填 0.3 或 30%",
    vi="tỷ lệ mục tiêu {value} nằm ngoài khoảng 0 đến 1; 30 % hãy nhập 0,3 hoặc 30%",
)
def share_out_of_range(dataset: Dataset) -> Iterator[Issue]:
    """A target share is below 0 or above 1.

    Why: 30 means thirty times all customers; the gap to the plan is nonsense.
    Fix: enter a share between 0 and 1, or a percentage with the percent sign.

    >>> from xltags.core.examples import dataset
    >>> plan = {"period": "2026", "group": "industry", "tag": "Retail"}
    >>> [issue.suggestion for issue in share_out_of_range(dataset(Strategy={**plan, "target_share": [30, -0.1]}))]
    ['0.3', '']
    >>> list(share_out_of_range(dataset(Strategy={**plan, "target_share": [0, 0.3, 1]})))
    []
    """
    for line in read_plan(dataset):
        share = line.target.target_share
        if share is not None and not 0 <= share <= 1:
            suggestion = as_text(round(share / 100, 6)) if 1 < share <= 100 else ""
            yield Issue(line.place(dataset, "target_share"), share, suggestion)
