"""Check FILE017, uncalculated formula."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.records import faulty_columns, records_with
from xltags.core.values import CellFault, Value


def _is_uncalculated(value: Value) -> bool:
    return isinstance(value, CellFault) and value.kind == "uncalculated"


@check(
    "FILE017",
    "error",
    en="this formula was never calculated, so its value is unknown; open the workbook in Excel and save it",
    zh="该公式从未计算过，取值未知，请用 Excel 打开工作簿并保存一次",
    vi="công thức này chưa từng được tính nên chưa biết giá trị; hãy mở sổ bằng Excel rồi lưu lại",
)
def uncalculated_formula(dataset: Dataset) -> Iterator[Issue]:
    """A cell holds a formula that was never calculated.

    Why: programs that write workbooks often leave formulas without a value; a reader that took them for blank would
    be wrong without a word.
    Fix: open the workbook in Excel, let it calculate (F9), and save it. Or replace the formulas by their values.

    >>> from xltags.core.examples import dataset
    >>> from xltags.core.values import CellFault
    >>> raw = {"customer_id": "C1", "employees": CellFault("uncalculated", "=B1*2")}
    >>> [issue.place.cell for issue in uncalculated_formula(dataset(Customers=raw))]
    ['B2']
    >>> list(uncalculated_formula(dataset(Customers={"customer_id": "C1", "employees": 5})))
    []
    """
    for table, column in faulty_columns(dataset):
        for index in records_with(column, _is_uncalculated):
            yield Issue(table.place(index, column.id), column.value(index))
