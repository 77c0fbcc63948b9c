"""Check FILE028, rows below table."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.structure import faults_of


@check(
    "FILE028",
    "error",
    en="{count} filled row(s) stand below the table '{value}' and are not read; drag the table's corner over them",
    zh="表格“{value}”下方还有 {count} 行数据未被读取，请拖动表格右下角把它们包含进来",
    vi="có {count} dòng nằm dưới bảng “{value}” nên không được đọc; hãy kéo góc bảng để gồm cả chúng",
)
def rows_below_table(dataset: Dataset) -> Iterator[Issue]:
    """Rows were pasted below an Excel Table, which did not grow over them.

    Why: Excel and xltags take the table for the data; what stands below counts in no score and no report.
    Fix: drag the small corner at the table's lower right over the rows, or use Table Design > Resize Table.

    >>> from xltags.core.structure_fault import StructureFault
    >>> from xltags.core.examples import dataset
    >>> from xltags.core.finding import Place
    >>> fault = StructureFault("below_table", Place("Customers", "A12"), "Customers", "3")
    >>> [issue.fields["count"] for issue in rows_below_table(dataset(structure=(fault,)))]
    ['3']
    >>> list(rows_below_table(dataset(Customers={"customer_id": "C1"})))
    []
    """
    for fault in faults_of(dataset, "below_table"):
        yield Issue(fault.place, fault.name, fields={"count": fault.detail})
