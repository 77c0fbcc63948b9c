"""Check FILE011, missing table."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.structure import faults_of


@check(
    "FILE011",
    "warning",
    en=(
        "sheet '{sheet}' has no Excel Table; select its cells and press Ctrl+T, so that formulas, drop-downs "
        "and pivots follow new rows"
    ),
    zh="工作表“{sheet}”没有设为 Excel 表格，请选中数据后按 Ctrl+T，公式、下拉列表和透视表才能随新行扩展",
    vi=(
        "sheet “{sheet}” chưa có Bảng Excel; hãy chọn vùng dữ liệu rồi nhấn Ctrl+T để công thức, danh sách "
        "chọn và pivot theo kịp dòng mới"
    ),
)
def missing_table(dataset: Dataset) -> Iterator[Issue]:
    """A sheet of the workbook holds plain cells instead of an Excel Table.

    Why: drop-downs, formulas and pivots end where the range ended when they were made: rows added later are left out
    without a word.
    Fix: click into the data, press Ctrl+T, confirm that the table has headers, and name it as the template does.

    >>> from xltags.core.structure_fault import StructureFault
    >>> from xltags.core.examples import dataset
    >>> from xltags.core.finding import Place
    >>> fault = StructureFault("missing_table", Place("Customers"), "Customers")
    >>> [issue.place.sheet for issue in missing_table(dataset(structure=(fault,)))]
    ['Customers']
    >>> list(missing_table(dataset(Customers={"customer_id": "C1"})))
    []
    """
    for fault in faults_of(dataset, "missing_table"):
        yield Issue(fault.place, fields={"sheet": fault.place.sheet})
