"""Check FILE012, missing required column."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.structure import faults_of


@check(
    "FILE012",
    "error",
    en=(
        "sheet '{sheet}' has no column '{value}', and nothing works without it; add the column or name it "
        "under alias in Settings"
    ),
    zh="工作表“{sheet}”缺少必需的列“{value}”，请补上该列，或在“设置”中用 alias 指明对应的列名",
    vi=(
        "sheet “{sheet}” thiếu cột bắt buộc “{value}”; hãy thêm cột hoặc khai báo tên cột tương ứng bằng "
        "alias trong Thiết lập"
    ),
)
def missing_required_column(dataset: Dataset) -> Iterator[Issue]:
    """A sheet lacks a column that xltags cannot do without.

    Why: the column says what each row is about; without it the rows cannot be read.
    Fix: add the column. Where your team calls it otherwise, write a row alias.Table.column with your header into
    Settings.

    >>> from xltags.core.structure_fault import StructureFault
    >>> from xltags.core.examples import dataset
    >>> from xltags.core.finding import Place
    >>> fault = StructureFault("missing_column", Place("Tags", "", "Tag"), "Tag", "required")
    >>> [issue.value for issue in missing_required_column(dataset(structure=(fault,)))]
    ['Tag']
    >>> list(missing_required_column(dataset(structure=(StructureFault("missing_column", Place("Tags"), "Order"),))))
    []
    """
    for fault in faults_of(dataset, "missing_column"):
        if fault.detail == "required":
            yield Issue(fault.place, fault.name, fields={"sheet": fault.place.sheet})
