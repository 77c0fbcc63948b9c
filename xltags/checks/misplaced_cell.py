"""Check FILE029, misplaced cell."""

from collections.abc import Iterator, Mapping

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.structure import faults_of
from xltags.core.wording import ByLanguage

_REASONS: Mapping[str, ByLanguage] = {
    "outside_sheet": {
        "en": "it lies beyond the last row or column of a sheet, and its value is left out",
        "zh": "它超出了工作表的最后一行或最后一列，其值未被读取",
        "vi": "ô nằm ngoài hàng hoặc cột cuối của sheet nên giá trị bị bỏ qua",
    },
    "misplaced_cell": {
        "en": "it is stored in another row than its own; its own one counts",
        "zh": "它存放在别的行里，以单元格自身的位置为准",
        "vi": "ô được lưu ở hàng khác; vị trí riêng của ô được dùng",
    },
    "unknown_style": {
        "en": "it has a style that the workbook lacks, so that a date would read as a number",
        "zh": "它使用了工作簿中不存在的样式，日期可能被读成数字",
        "vi": "ô dùng kiểu không có trong sổ, ngày có thể bị đọc thành số",
    },
}


@check(
    "FILE029",
    "warning",
    en="the cell is stored in an unusual way: {reason}; open the workbook in Excel and save it again",
    zh="该单元格的存储方式异常：{reason}。请用 Excel 打开后重新保存",
    vi="ô được lưu khác thường: {reason}; hãy mở bằng Excel rồi lưu lại",
)
def misplaced_cell(dataset: Dataset) -> Iterator[Issue]:
    """A cell is stored where Excel would never store it.

    Why: some exports write sheets by hand; other programs may read such cells differently, or drop them in silence.
    Fix: open the workbook in Excel, look at the cell, and save the workbook again.

    >>> from xltags.core.structure_fault import StructureFault
    >>> from xltags.core.examples import dataset
    >>> from xltags.core.finding import Place
    >>> fault = StructureFault("bad_cell", Place("Customers", "A3"), "7", "misplaced_cell")
    >>> [issue.place.cell for issue in misplaced_cell(dataset(structure=(fault,)))]
    ['A3']
    >>> list(misplaced_cell(dataset(Customers={"customer_id": "C1"})))
    []
    """
    for fault in faults_of(dataset, "bad_cell"):
        if fault.detail in _REASONS:
            yield Issue(fault.place, fault.name or None, fields={"reason": _REASONS[fault.detail]})
