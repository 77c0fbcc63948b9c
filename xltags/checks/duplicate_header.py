"""Check FILE014, duplicate header."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.structure import faults_of


@check(
    "FILE014",
    "error",
    en=(
        "header '{value}' means the same as the one in column {first}, and only that one is read; rename or "
        "delete this column"
    ),
    zh="表头“{value}”与 {first} 列重复，只读取 {first} 列，请改名或删除本列",
    vi="tiêu đề “{value}” trùng nghĩa với cột {first} và chỉ cột đó được đọc; hãy đổi tên hoặc xóa cột này",
)
def duplicate_header(dataset: Dataset) -> Iterator[Issue]:
    """Two columns of a sheet have headers that mean the same column.

    Why: only the first one is read; what people type into the other is never looked at.
    Fix: move what is needed into the first column, then delete or rename the second. An alias in Settings may also be
    the cause.

    >>> from xltags.core.structure_fault import StructureFault
    >>> from xltags.core.examples import dataset
    >>> from xltags.core.finding import Place
    >>> fault = StructureFault("duplicate_header", Place("Customers", "H1", "Industry"), "Industry", "C")
    >>> [issue.place.cell for issue in duplicate_header(dataset(structure=(fault,)))]
    ['H1']
    >>> list(duplicate_header(dataset(Customers={"customer_id": "C1"})))
    []
    """
    for fault in faults_of(dataset, "duplicate_header"):
        yield Issue(fault.place, fault.name, fields={"first": fault.detail})
