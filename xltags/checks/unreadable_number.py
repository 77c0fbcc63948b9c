"""Check FILE024, unreadable number."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.records import records_with
from xltags.core.typed_values import number_in
from xltags.core.values import CellFault, Value, as_number, as_text


def _is_no_number(value: Value) -> bool:
    return as_number(value) is None and not isinstance(value, CellFault)


@check(
    "FILE024",
    "error",
    en="'{value}' is text, not a number; enter digits only",
    zh="“{value}”是文本而不是数字，请只填数字",
    vi="“{value}” là chữ chứ không phải số; hãy chỉ nhập chữ số",
)
def unreadable_number(dataset: Dataset) -> Iterator[Issue]:
    """A number column holds a text.

    Why: points, limits, amounts and shares that are no numbers count as blank or 0, and sums leave them out.
    Fix: enter the number. For digits stored as text: select the column, then Data, Text to Columns, Finish. (For
    Customers there is CUS011.)

    >>> from xltags.core.examples import dataset
    >>> from xltags.core.spec import ColumnSpec, TableSpec
    >>> specs = {"Bands": TableSpec("Bands", (ColumnSpec("points", "number"),))}
    >>> [issue.suggestion for issue in unreadable_number(dataset(Bands={"points": ["1,200", "ten", 5]}, specs=specs))]
    ['1200', '']
    >>> list(unreadable_number(dataset(Bands={"points": [5, None]}, specs=specs)))
    []
    """
    for table_id, table in dataset.tables.items():
        for column in table.columns.values() if table_id != "Customers" else ():
            if column.spec is None or column.spec.kind not in ("number", "share") or column.spec.filled_by == "xltags":
                continue
            for index in records_with(column, _is_no_number):
                value = column.value(index)
                suggestion = as_text(number_in(value)) if isinstance(value, str) else ""
                yield Issue(table.place(index, column.id), value, suggestion)
