"""Check FILE010, missing sheet."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.structure import faults_of


@check(
    "FILE010",
    "error",
    en="the workbook has no sheet '{value}'; copy it from a workbook made with `xltags new`",
    zh="工作簿缺少工作表“{value}”，请从 `xltags new` 生成的工作簿中复制该表",
    vi="sổ không có sheet “{value}”; hãy sao chép từ sổ tạo bằng `xltags new`",
)
def missing_sheet(dataset: Dataset) -> Iterator[Issue]:
    """A sheet that xltags needs is not in the workbook.

    Why: without customers, tag groups and tags there is nothing to check or to score.
    Fix: copy the empty sheet from a new workbook. A sheet that was only renamed gets its name back, in English,
    Chinese or Vietnamese.

    >>> from xltags.core.structure_fault import StructureFault
    >>> from xltags.core.examples import dataset
    >>> from xltags.core.finding import Place
    >>> fault = StructureFault("missing_sheet", Place("Tags"), "Tags", "required")
    >>> [issue.value for issue in missing_sheet(dataset(structure=(fault,)))]
    ['Tags']
    >>> list(missing_sheet(dataset(Tags={"group": "stage", "tag": "Won"})))
    []
    """
    for fault in faults_of(dataset, "missing_sheet"):
        yield Issue(fault.place, fault.name)
