"""Check CUS011, text in number column."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.records import records_with
from xltags.core.scorecard import MEASURES
from xltags.core.typed_values import number_in
from xltags.core.values import CellFault, Value, as_number, as_text


@check(
    "CUS011",
    "error",
    en="'{value}' is no number for Excel; enter digits only",
    zh="“{value}”不是 Excel 数字，请只填数字",
    vi="“{value}” không phải là số trong Excel; hãy chỉ nhập chữ số",
)
def text_in_number_column(dataset: Dataset) -> Iterator[Issue]:
    """A number column of Customers holds a text, such as digits stored as text, a unit or a range.

    The suggestion is given where the number is beyond doubt; "1.200" may be one thousand two hundred, or one point two.

    Why: Excel leaves it out of sums, and the score takes the measure as unknown.
    Fix: enter the number. For digits stored as text: select the column, then Data, Text to Columns, Finish.

    >>> from xltags.core.examples import dataset
    >>> typed = {"employees": ["1,200", "50-100", True], "annual_revenue": [1.0, None, "3.5万"]}
    >>> [issue.suggestion for issue in text_in_number_column(dataset(Customers=typed))]
    ['1200', '', '', '35000']
    >>> list(text_in_number_column(dataset(Customers={"employees": [250, None]})))
    []
    """
    table = dataset.customers.table
    for column_id in MEASURES:
        column = table.column(column_id)
        for index in records_with(column, _is_no_number):
            value = column.value(index)
            suggestion = as_text(number_in(value)) if isinstance(value, str) else ""
            yield Issue(table.place(index, column_id), value, suggestion)


def _is_no_number(value: Value) -> bool:
    return as_number(value) is None and not isinstance(value, CellFault)
