"""Check FILE018, unusable cell."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.records import faulty_columns, records_with
from xltags.core.values import CellFault, FaultKind, Value
from xltags.core.wording import ByLanguage

_REASONS: dict[FaultKind, ByLanguage] = {
    "bad_number": {
        "en": "'{text}' is stored as a number but is none",
        "zh": "“{text}”按数字存储，却不是数字",
        "vi": "“{text}” được lưu là số nhưng không phải số",
    },
    "bad_date": {
        "en": "the date number '{text}' is outside Excel's calendar",
        "zh": "日期序号“{text}”超出 Excel 日历范围",
        "vi": "số ngày “{text}” nằm ngoài lịch của Excel",
    },
    "bad_reference": {
        "en": "it points to the text number '{text}', which the file does not hold",
        "zh": "它引用了文件中不存在的文本编号“{text}”",
        "vi": "nó trỏ tới chuỗi số “{text}” không có trong tệp",
    },
}


def _is_unusable(value: Value) -> bool:
    return isinstance(value, CellFault) and value.kind in _REASONS


def _reason(fault: CellFault) -> dict[str, str]:
    return {language: text.format(text=fault.text) for language, text in _REASONS[fault.kind].items()}


@check(
    "FILE018",
    "error",
    en="the cell's content cannot be read: {reason}; enter it anew",
    zh="无法读取该单元格：{reason}，请重新输入",
    vi="không đọc được nội dung ô: {reason}; hãy nhập lại",
)
def unusable_cell(dataset: Dataset) -> Iterator[Issue]:
    """A cell holds something that is neither text, nor a number, nor a date of Excel's calendar.

    Why: such cells come from faulty exports or damaged files; Excel shows them as blank or as #####.
    Fix: enter the value anew, or export the data again.

    >>> from xltags.core.examples import dataset
    >>> from xltags.core.values import CellFault
    >>> raw = {"customer_id": "C1", "first_contact": CellFault("bad_date", "99999999")}
    >>> [(issue.place.cell, issue.fields["reason"]["en"]) for issue in unusable_cell(dataset(Customers=raw))]
    [('B2', "the date number '99999999' is outside Excel's calendar")]
    >>> list(unusable_cell(dataset(Customers={"customer_id": "C1", "employees": 5})))
    []
    """
    for table, column in faulty_columns(dataset):
        for index in records_with(column, _is_unusable):
            value = column.value(index)
            if isinstance(value, CellFault):
                yield Issue(table.place(index, column.id), value, fields={"reason": _reason(value)})
