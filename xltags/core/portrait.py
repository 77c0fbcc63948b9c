"""A customer on one line: what its row says, the company first, each fact with its header."""

from collections.abc import Iterable, Sequence

from xltags.core.text import fold
from xltags.core.values import CellFault, Value, as_date, as_text

MOST_LETTERS = 32_767  # what a cell of Excel holds
SEPARATOR = " | "
FIRST_HEADERS = ("company", "Company", "公司名称", "Tên công ty")
# Said by the row's place, not about the customer, or longer than a line bears.
LEFT_OUT_HEADERS = (
    *("customer_id", "Customer ID", "客户编号", "Mã khách hàng"),
    *("notes", "Notes", "备注", "Lưu ý"),
    *("icp_range", "ICP range", "ICP 可能区间", "Khoảng hạng ICP"),
    *("icp_why", "ICP reasons", "得分依据", "Lý do điểm"),
    *("ask_next", "Ask next", "下一步该问", "Nên hỏi tiếp"),
    *("tag_issues", "Tag issues", "标签问题", "Lỗi thẻ"),
)
_COMPANY = frozenset(map(fold, FIRST_HEADERS))
_LEFT_OUT = frozenset(map(fold, LEFT_OUT_HEADERS))


def portrait(values: Sequence[Value | None], headers: Sequence[Value | None]) -> str:
    """The portrait of one row: company, then "header: value" for every filled cell, in the order given.

    Left out are blanks, Excel errors, columns without a header, the id, notes and what xltags writes as long text. A
    portrait longer than a cell of Excel ends after its last whole fact, with how many are missing.

    >>> portrait(
    ...     ["C1", "Acme Ltd", "Retail", None, 120.0], ["Customer ID", "Company", "Industry", "Stage", "Employees"]
    ... )
    'Acme Ltd | Industry: Retail | Employees: 120'
    """
    return joined(portrait_part(value, header) for value, header in zip(values, headers, strict=True))


def portrait_part(value: Value | None, header: Value | None) -> tuple[bool, str]:
    """What one cell adds to the portrait: whether it goes first, and the text, "" for nothing."""
    lead, text = portrait_lead(header), portrait_text(value)
    if lead is None or not text:
        return False, ""
    return not lead, lead + text


def portrait_lead(header: Value | None) -> str | None:
    """What stands before a column's text: "" for the company, which goes first, None for columns that are left out."""
    name = as_text(header).strip()
    key = fold(name)
    if not name or key in _LEFT_OUT:
        return None
    return "" if key in _COMPANY else f"{name}: "


def portrait_text(value: Value | None) -> str:
    """A cell on one line; "" for a blank and for an error of Excel."""
    return "" if value is None or isinstance(value, CellFault) else " ".join(_plain(value).split())


def joined(parts: Iterable[tuple[bool, str]]) -> str:
    """The portrait of its parts."""
    found = [(first, text) for first, text in parts if text]
    texts = [text for first, text in found if first] + [text for first, text in found if not first]
    whole = SEPARATOR.join(texts)
    if len(whole) <= MOST_LETTERS:
        return whole
    kept: list[str] = []
    length = len(f"{SEPARATOR}+{len(texts)}")
    for text in texts:
        length += len(text) + len(SEPARATOR)
        if length > MOST_LETTERS:
            break
        kept.append(text)
    return SEPARATOR.join([*kept, f"+{len(texts) - len(kept)}"])


def _plain(value: Value) -> str:
    day = as_date(value)
    return day.isoformat() if day is not None else as_text(value)
