"""Check FILE019, duplicate cell."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.structure import faults_of


@check(
    "FILE019",
    "error",
    en=(
        "the file holds cell {value} twice, with different contents; open the workbook in Excel, check the "
        "cell and save it"
    ),
    zh="文件中单元格 {value} 出现了两次且内容不同，请用 Excel 打开工作簿，核对后保存",
    vi="tệp chứa ô {value} hai lần với nội dung khác nhau; hãy mở sổ bằng Excel, kiểm tra ô rồi lưu lại",
)
def duplicate_cell(dataset: Dataset) -> Iterator[Issue]:
    """The file gives one cell twice.

    Why: Excel and other programs each take another of the two; nobody can say which was meant.
    Fix: open the workbook in Excel, correct the cell and save. If a program writes the file, tell its maker.

    >>> from xltags.core.structure_fault import StructureFault
    >>> from xltags.core.examples import dataset
    >>> from xltags.core.finding import Place
    >>> fault = StructureFault("duplicate_cell", Place("Customers", "C7"), "C7")
    >>> [issue.place.cell for issue in duplicate_cell(dataset(structure=(fault,)))]
    ['C7']
    >>> list(duplicate_cell(dataset(Customers={"customer_id": "C1"})))
    []
    """
    for fault in faults_of(dataset, "duplicate_cell"):
        yield Issue(fault.place, fault.place.cell or fault.name)
