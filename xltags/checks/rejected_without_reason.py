"""Check CUS014, rejected without reason."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.records import records_with
from xltags.core.text import fold
from xltags.core.values import as_text


@check(
    "CUS014",
    "warning",
    en="sales rejected this lead without a reason; fill in the reject reason",
    zh="销售退回了该线索但未填原因，请补充退回原因",
    vi="sales đã từ chối lead này mà không nêu lý do; hãy điền lý do từ chối",
)
def rejected_without_reason(dataset: Dataset) -> Iterator[Issue]:
    """Sales rejected a lead and nobody wrote why.

    Why: without reasons the hand-over between marketing and sales stays a matter of opinion.
    Fix: ask the colleague who rejected it, and fill in reject_reason.

    >>> from xltags.core.examples import dataset
    >>> customers = {"sales_status": ["rejected", "rejected", "accepted"], "reject_reason": [None, "too small", None]}
    >>> [issue.place.cell for issue in rejected_without_reason(dataset(Customers=customers))]
    ['B2']
    >>> list(rejected_without_reason(dataset(Customers={"sales_status": ["mql", None]})))
    []
    """
    table = dataset.customers.table
    reasons = table.column("reject_reason").blank()
    for index in records_with(table.column("sales_status"), lambda value: fold(as_text(value)) == "rejected"):
        if reasons[index]:
            yield Issue(table.place(index, "reject_reason" if "reject_reason" in table else "sales_status"))
