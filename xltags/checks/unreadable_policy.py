"""Check FILE027, unreadable policy."""

import re
from collections.abc import Iterator
from datetime import date

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import SEVERITIES, Issue
from xltags.core.near_words import slip_of
from xltags.core.text import fold
from xltags.core.wording import ByLanguage

_SEVERITY: ByLanguage = {
    "en": "write error, warning or note",
    "zh": "请填写 error、warning 或 note",
    "vi": "hãy ghi error, warning hoặc note",
}
_REASON: ByLanguage = {
    "en": "an exception needs its reason first",
    "zh": "例外必须先写明原因",
    "vi": "ngoại lệ phải ghi lý do trước",
}
_UNTIL: ByLanguage = {
    "en": "write the last day as in until=2026-12-31",
    "zh": "请按 until=2026-12-31 的格式填写截止日期",
    "vi": "hãy ghi ngày cuối theo dạng until=2026-12-31",
}
_NO_CELL: ByLanguage = {
    "en": "where names no cell; write a sheet, a header, or one cell as in where=Customers!F17",
    "zh": "where 没有指明单元格；请填写工作表、列名，或像 where=Customers!F17 这样的一个单元格",
    "vi": "where không chỉ rõ ô; hãy ghi tên sheet, tên cột, hoặc một ô như where=Customers!F17",
}
_CELL = re.compile(r"[a-z]{1,3}[1-9]\d*")
_OPTIONS = ("where", "value", "until")


def _exception_fault(code: str, text: str, dataset: Dataset) -> ByLanguage | None:
    parts = [part.partition("=") for part in text.split(";")]
    options = {name.strip(): value.strip() for name, equals, value in parts if equals and name.strip() in _OPTIONS}
    if not any(name.strip() and not (equals and name.strip() in _OPTIONS) for name, equals, _ in parts):
        return _REASON
    try:
        date.fromisoformat(options.get("until") or "2000-01-01")
    except ValueError:
        return _UNTIL
    return None if code.upper().startswith("PKG") else _place_fault(options.get("where", ""), dataset)


def _place_fault(where: str, dataset: Dataset) -> ByLanguage | None:
    """What is wrong with a place that this workbook has not, where it is a slip; any other may be the team's own."""
    if not where or fold(where) in _headers(dataset):
        return None
    sheet, mark, cell = where.rpartition("!") if "!" in where else (where, "", "")
    known = [table.sheet for table in dataset.tables.values()]
    if not mark:
        known += _headers(dataset).values()
    if fold(sheet) in map(fold, known):
        return _NO_CELL if cell and not _CELL.fullmatch(fold(cell)) else None
    if (mark and not sheet) or (not mark and _CELL.fullmatch(fold(sheet))):
        return _NO_CELL
    meant = slip_of(sheet, known)
    if not meant:
        return None
    return {
        "en": f"there is no {sheet!r}; did you mean {meant + mark + cell!r}?",
        "zh": f"没有“{sheet}”，是否应为“{meant}{mark}{cell}”？",
        "vi": f"không có “{sheet}”; có phải ý bạn là “{meant}{mark}{cell}”?",
    }


def _headers(dataset: Dataset) -> dict[str, str]:
    """The headers of all tables by their folded form."""
    headers = (column.header for table in dataset.tables.values() for column in table.columns.values())
    return {fold(header): header for header in headers}


def _fault(key: str, value: str, dataset: Dataset) -> ByLanguage | None:
    if not value:  # the row of the template, waiting to be filled
        return None
    if key.startswith("severity."):
        return None if value in SEVERITIES else _SEVERITY
    return _exception_fault(key.removeprefix("except."), value, dataset) if key.startswith("except.") else None


@check(
    "FILE027",
    "error",
    en="'{value}' under '{key}' has no effect: {reason}",
    zh="“{key}”的取值“{value}”不起作用：{reason}",
    vi="giá trị “{value}” của “{key}” không có tác dụng: {reason}",
)
def unreadable_policy(dataset: Dataset) -> Iterator[Issue]:
    """A rule about checks in Settings (severity or exception) cannot be used.

    Why: the check goes on as usual, although somebody decided otherwise; an exception without a reason is not
    accepted on purpose, and one for a mistyped place holds nowhere.
    Fix: write error, warning or note behind a severity; write the reason of an exception, then what narrows it:
    agreed with sales; where=Customers!F17; until=2026-12-31.

    >>> from xltags.core.examples import dataset
    >>> keys = ["severity.TAG001", "except.CUS003", "except.TAG002"]
    >>> rules = dataset(Settings={"key": keys, "value": ["low", "until=2026-12-31", "old names; until=31/12"]})
    >>> [issue.place.cell for issue in unreadable_policy(rules)]
    ['B2', 'B3', 'B4']
    >>> usable = {"key": keys[:2], "value": ["note", "two branches; until=2026-12-31"]}
    >>> list(unreadable_policy(dataset(Settings=usable)))
    []
    """
    settings = dataset.model.settings
    for key, value in settings.extra.items():
        reason = _fault(key, value, dataset)
        if reason is not None:
            place = dataset.table("Settings").place_in_row(settings.rows[fold(key)], "value")
            yield Issue(place, value, fields={"key": key, "reason": reason})
