"""Check PLAN008, unreadable period."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.plan_lines import read_plan
from xltags.core.wording import or_blank


@check(
    "PLAN008",
    "error",
    en="'{text}' is no period; write a year such as 2026 or a quarter such as 2026-Q3",
    zh="“{text}”不是有效期间，请填年份如 2026，或季度如 2026-Q3",
    vi="“{text}” không phải là kỳ; hãy ghi năm như 2026 hoặc quý như 2026-Q3",
)
def unreadable_period(dataset: Dataset) -> Iterator[Issue]:
    """The period of a line of Strategy is neither a year nor a quarter, or is blank.

    Why: no customer falls into it, so the target is never compared with anything.
    Fix: write a year (2026) or a quarter (2026-Q3) of your business year.

    >>> from xltags.core.examples import dataset
    >>> plan = {"group": "industry", "tag": "Retail", "target_share": 0.4}
    >>> [issue.value for issue in unreadable_period(dataset(Strategy={**plan, "period": ["soon", "2026-Q5"]}))]
    ['soon', '2026-Q5']
    >>> list(unreadable_period(dataset(Strategy={**plan, "period": [2026, "2026-Q3"]})))
    []
    """
    for line in read_plan(dataset):
        if line.period is None:
            yield Issue(line.place(dataset, "period"), line.target.period, "", {"text": or_blank(line.target.period)})
