"""Check FILE013, missing column."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.structure import faults_of


@check(
    "FILE013",
    "note",
    en="sheet '{sheet}' has no column '{value}'; rules and reports that need it leave these rows out",
    zh="工作表“{sheet}”没有“{value}”列，用到该列的检查和报表会跳过这些数据",
    vi="sheet “{sheet}” không có cột “{value}”; các kiểm tra và báo cáo cần cột này sẽ bỏ qua",
)
def missing_column(dataset: Dataset) -> Iterator[Issue]:
    """A sheet lacks one of the template's columns.

    Why: nothing is wrong with leaving a column out that you do not need, but a renamed one is not found either.
    Fix: add the column, or, where your team calls it otherwise, write a row alias.Table.column with your header into
    Settings.

    >>> from xltags.core.structure_fault import StructureFault
    >>> from xltags.core.examples import dataset
    >>> from xltags.core.finding import Place
    >>> fault = StructureFault("missing_column", Place("Tags", "", "Order"), "Order", "optional")
    >>> [issue.value for issue in missing_column(dataset(structure=(fault,)))]
    ['Order']
    >>> list(missing_column(dataset(Tags={"group": "stage", "tag": "Won"})))
    []
    """
    for fault in faults_of(dataset, "missing_column"):
        if fault.detail != "required":
            yield Issue(fault.place, fault.name, fields={"sheet": fault.place.sheet})
