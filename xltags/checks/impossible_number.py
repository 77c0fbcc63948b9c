"""Check CUS009, impossible number."""

from collections.abc import Iterator
from functools import partial

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue, Language
from xltags.core.records import records_flagged
from xltags.core.scorecard import MEASURES
from xltags.core.values import Value, as_number

MOST_EMPLOYEES = 10_000_000  # the largest employer of the world has a quarter of that
_HEADCOUNTS = ("employees", "team_headcount")


@check(
    "CUS009",
    "error",
    en="{value} cannot be: {reason}; correct it or leave the cell blank",
    zh="{value} 不合理：{reason}，请改正或留空",
    vi="{value} không thể đúng: {reason}; hãy sửa hoặc để trống",
)
def impossible_number(dataset: Dataset) -> Iterator[Issue]:
    """A measure of a customer cannot be: negative, half an employee, more than ten million employees.

    Why: points are computed from it, and a minus sign or two digits too many move the customer into another tier.
    Fix: correct the number. Where it is not known leave the cell blank; blank is unknown, -1 is not.

    >>> from xltags.core.examples import dataset
    >>> odd = {"employees": [-5, 12.5, 800], "deal_value": [1000, 0, -3]}
    >>> [issue.place.cell for issue in impossible_number(dataset(Customers=odd))]
    ['A2', 'A3', 'B4']
    >>> list(impossible_number(dataset(Customers={"employees": [0, 250.0], "annual_revenue": [1.5, None]})))
    []
    """
    table = dataset.customers.table
    for column_id in MEASURES:
        column = table.column(column_id)
        reason_of = partial(_reason, headcount=column_id in _HEADCOUNTS)
        for index in records_flagged(column.codes, [bool(reason_of(value)) for value in column.values]):
            value = column.value(index)
            yield Issue(table.place(index, column_id), value, "", {"reason": reason_of(value)})


def _reason(value: Value | None, *, headcount: bool) -> dict[Language, str]:
    number = as_number(value)
    if number is None:
        return {}
    if number < 0:
        return {"en": "it is negative", "zh": "为负数", "vi": "là số âm"}
    if headcount and number != int(number):
        return {"en": "people come in whole numbers", "zh": "人数应为整数", "vi": "số người phải là số nguyên"}
    if headcount and number > MOST_EMPLOYEES:
        return {"en": "no company employs so many", "zh": "没有公司有这么多人", "vi": "không công ty nào đông như vậy"}
    return {}
