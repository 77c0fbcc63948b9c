"""Check FILE015, blank header."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.structure import faults_of


@check(
    "FILE015",
    "warning",
    en="this column has values but no header, so it is not read; write a header or clear the column",
    zh="这一列有数据却没有表头，因此不会读取，请补写表头或清空该列",
    vi="cột này có dữ liệu nhưng không có tiêu đề nên không được đọc; hãy ghi tiêu đề hoặc xóa dữ liệu",
)
def blank_header(dataset: Dataset) -> Iterator[Issue]:
    """A column holds values but has no header.

    Why: columns are known by their headers; this one is left out, whatever it holds.
    Fix: write the header of the template, or any other text where the column is your own.

    >>> from xltags.core.structure_fault import StructureFault
    >>> from xltags.core.examples import dataset
    >>> from xltags.core.finding import Place
    >>> fault = StructureFault("blank_header", Place("Customers", "D1"), "")
    >>> [issue.place.cell for issue in blank_header(dataset(structure=(fault,)))]
    ['D1']
    >>> list(blank_header(dataset(Customers={"customer_id": "C1"})))
    []
    """
    for fault in faults_of(dataset, "blank_header"):
        yield Issue(fault.place)
