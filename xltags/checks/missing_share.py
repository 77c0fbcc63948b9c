"""Check PLAN009, missing share."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.plan_lines import read_plan
from xltags.core.typed_values import number_in
from xltags.core.values import as_text
from xltags.core.wording import or_blank


@check(
    "PLAN009",
    "warning",
    en="this target has no share that can be read ('{text}'); enter a share between 0 and 1",
    zh="该目标没有可用的占比（“{text}”），请填 0 至 1 之间的数字",
    vi="mục tiêu này chưa có tỷ lệ đọc được (“{text}”); hãy nhập số từ 0 đến 1",
)
def missing_share(dataset: Dataset) -> Iterator[Issue]:
    """A line of Strategy has no target share, or a text instead of it.

    Why: the line says what matters but not how much, so no gap can be shown.
    Fix: enter a share between 0 and 1, or delete the line.

    >>> from xltags.core.examples import dataset
    >>> plan = {"period": "2026", "group": "industry", "tag": "Retail"}
    >>> [issue.suggestion for issue in missing_share(dataset(Strategy={**plan, "target_share": [None, "30 %"]}))]
    ['', '0.3']
    >>> list(missing_share(dataset(Strategy={**plan, "target_share": [0.3]})))
    []
    """
    table = dataset.table("Strategy")
    for record, line in enumerate(read_plan(dataset)):
        if line.target.target_share is None:
            text = as_text(table.value(record, "target_share")).strip()
            percent = number_in(text.removesuffix("%").removesuffix("％")) if text.endswith(("%", "％")) else None
            suggestion = "" if percent is None else as_text(round(percent / 100, 6))
            yield Issue(line.place(dataset, "target_share"), text, suggestion, {"text": or_blank(text)})
