"""Check SPEND004, amount no number."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.spend_lines import read_spend
from xltags.core.typed_values import number_in
from xltags.core.values import CellFault, as_number, as_text
from xltags.core.wording import or_blank


@check(
    "SPEND004",
    "error",
    en="the amount '{text}' is no number; enter digits only",
    zh="金额“{text}”不是数字，请只填数字",
    vi="số tiền “{text}” không phải là số; hãy chỉ nhập chữ số",
)
def amount_no_number(dataset: Dataset) -> Iterator[Issue]:
    """A line of spend has no amount, or a text instead of it.

    The suggestion is given where the number is beyond doubt.

    Why: the line counts as nothing, so the channel looks cheaper than it is.
    Fix: enter the amount as a number, in the currency of the workbook.

    >>> from xltags.core.examples import dataset
    >>> spend = {"month": "2026-05", "source": "Fair"}
    >>> [issue.suggestion for issue in amount_no_number(dataset(Spend={**spend, "amount": ["¥1,200", None, "free"]}))]
    ['1200', '', '']
    >>> list(amount_no_number(dataset(Spend={**spend, "amount": [0, 12.5]})))
    []
    """
    table = dataset.table("Spend")
    if "amount" not in table:  # a missing column is one fault, not one for each row
        return
    for line in read_spend(dataset):
        if as_number(line.amount) is None and not isinstance(line.amount, CellFault):
            suggestion = as_text(number_in(line.amount)) if isinstance(line.amount, str) else ""
            yield Issue(
                table.place(line.record, "amount"), line.amount, suggestion, {"text": or_blank(as_text(line.amount))}
            )
