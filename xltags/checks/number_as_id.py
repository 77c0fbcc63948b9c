"""Check CUS020, number as id."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue, Language
from xltags.core.records import records_with
from xltags.core.table import Column
from xltags.core.values import Value, as_number, as_text

SAFE_DIGITS = 15  # Excel keeps no more digits of a number


@check(
    "CUS020",
    "warning",
    en="the id {value} is stored as a number; {reason}",
    zh="编号 {value} 存成了数字：{reason}",
    vi="mã {value} đang được lưu ở dạng số; {reason}",
)
def number_as_id(dataset: Dataset) -> Iterator[Issue]:
    """A customer id is a number where the others are text, or is too long for a number.

    A column of numbers only is fine, up to 15 digits. Where the text ids are digits of one length, the suggestion puts
    the leading zeros back.

    Why: as a number 00123 becomes 123, a long id loses its last digits, and neither finds its rows in other tables.
    Fix: format the column as Text, then enter the id again; take long ids from the CRM, their last digits are gone.

    >>> from xltags.core.examples import dataset
    >>> [issue.suggestion for issue in number_as_id(dataset(Customers={"customer_id": ["00122", 123]}))]
    ['00123']
    >>> list(number_as_id(dataset(Customers={"customer_id": [122, 123]})))
    []
    """
    table = dataset.customers.table
    column = table.column("customer_id")
    mixed = any(isinstance(value, str) for value in column.values)
    width = _zero_padded_width(column)

    def is_fault(value: Value) -> bool:
        number = as_number(value)
        return number is not None and (mixed or abs(number) >= 10**SAFE_DIGITS)

    for index in records_with(column, is_fault):
        value = column.value(index)
        text = as_text(value)
        long = len(text.lstrip("-")) > SAFE_DIGITS
        suggestion = text.zfill(width) if text.isdigit() and not long and len(text) < width else ""
        yield Issue(table.place(index, "customer_id"), value, suggestion, {"reason": _reason(is_long=long)})


def _zero_padded_width(column: Column) -> int:
    """The common length of text ids of digits of which one begins with 0; 0 where they are not like that."""
    texts = [value.strip() for value in column.values if isinstance(value, str)]
    lengths = {len(text) if text.isdigit() else 0 for text in texts}
    padded = any(text.startswith("0") for text in texts)
    return lengths.pop() if len(lengths) == 1 and padded else 0


def _reason(*, is_long: bool) -> dict[Language, str]:
    if is_long:
        return {
            "en": "Excel keeps only 15 digits, so the last ones may be wrong",
            "zh": "Excel 只保留 15 位数字，末尾几位可能已出错",
            "vi": "Excel chỉ giữ 15 chữ số nên các số cuối có thể đã sai",
        }
    return {
        "en": "other ids are text, and leading zeros may be lost",
        "zh": "其他编号为文本，前导零可能已丢失",
        "vi": "các mã khác là văn bản, và số 0 ở đầu có thể đã mất",
    }
