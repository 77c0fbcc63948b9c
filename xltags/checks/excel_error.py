"""Check CUS012, Excel error."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.records import faulty_columns, records_with
from xltags.core.values import CellFault, Value


@check(
    "CUS012",
    "error",
    en="the cell shows {value}; repair the formula, or enter the value",
    zh="单元格显示 {value}，请修正公式或直接填写内容",
    vi="ô đang hiện {value}; hãy sửa công thức hoặc nhập giá trị",
)
def excel_error(dataset: Dataset) -> Iterator[Issue]:
    """A cell of an input table shows an Excel error such as #N/A or #REF!.

    Looks at every table. Free notes, columns that xltags fills and columns it does not know are left alone.

    Why: whatever stood there is gone: the value counts as unknown, and every formula above it shows the error as well.
    Fix: repair the formula (a lookup that finds nothing, a deleted column), or replace it by the value.

    >>> from xltags.core.examples import dataset
    >>> from xltags.core.values import CellFault
    >>> broken = {"customer_id": ["C1", "C2"], "employees": [20, CellFault("error", "#N/A")]}
    >>> [issue.place.cell for issue in excel_error(dataset(Customers=broken))]
    ['B3']
    >>> list(excel_error(dataset(Customers={"customer_id": ["C1"], "employees": [None]})))
    []
    """
    for table, column in faulty_columns(dataset):
        for index in records_with(column, _is_error):
            yield Issue(table.place(index, column.id), column.value(index))


def _is_error(value: Value) -> bool:
    return isinstance(value, CellFault) and value.kind == "error"
