"""Check SPEND007, duplicate spend."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.spend_lines import read_spend
from xltags.core.values import as_number


@check(
    "SPEND007",
    "warning",
    en="row {row} has the same month, source, marketer and amount ({value}); delete one if it is the same money",
    zh="月份、来源、人员和金额（{value}）与第 {row} 行完全相同，如为同一笔请删去一行",
    vi="tháng, nguồn, người phụ trách và số tiền ({value}) đã có ở dòng {row}; nếu là cùng một khoản hãy xóa một dòng",
)
def duplicate_spend(dataset: Dataset) -> Iterator[Issue]:
    """Two lines of spend are alike in month, source, marketer and amount.

    Why: most often an export was pasted twice, and the channel then costs double.
    Fix: delete one of the two. If the same amount really was paid twice, add both up in one line.

    >>> from xltags.core.examples import dataset
    >>> spend = {"month": ["2026-05", "May 2026", "2026/5"], "source": "Fair", "amount": 100}
    >>> [issue.fields["row"] for issue in duplicate_spend(dataset(Spend=spend))]
    [2]
    >>> list(duplicate_spend(dataset(Spend={"month": "2026-05", "source": "Fair", "amount": [100, 120]})))
    []
    """
    table = dataset.table("Spend")
    first: dict[object, int] = {}
    for line in read_spend(dataset):
        if line.month is None or not as_number(line.amount):
            continue
        earlier = first.setdefault(line.key, line.record)
        if earlier != line.record:
            fields = {"row": int(table.rows[earlier])}
            yield Issue(table.place(line.record, "amount"), line.amount, "", fields)
