"""Rules of drop-downs and conditional formats."""

import re
from collections.abc import Iterator

from xltags.books.lint.facts import BookFacts
from xltags.books.lint.registry import rule
from xltags.books.lint.sheet_facts import Validation
from xltags.books.opc.refs import MAX_COLUMN, MAX_ROW, parse_area
from xltags.core.finding import Issue, Place

LIMITS = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 255}
LIST_LIMIT = 255
STRUCTURED = re.compile(r"(?<![\w.'!\]])[^\W\d][\w.]*\[[^\]]")
KINDS = {"dataValidation": "drop-down", "conditionalFormatting": "conditional format"}


def _first(each: Validation) -> str:
    first = each.ranges.split(" ")[0].partition(":")[0]
    return first if parse_area(first) is not None else ""


@rule(
    "PKG070",
    "error",
    en="a {what} is for {value!r}, which is no range",
    zh="{what} 的范围 {value!r} 无效",
    vi="{what} dành cho {value!r}, không phải vùng ô",
)
def unreadable_range(facts: BookFacts) -> Iterator[Issue]:
    """A drop-down or conditional format names no cells, or cells outside of the sheet.

    Why: Excel repairs the sheet and takes it away.
    Fix: set it again for the right cells.
    """
    for sheet in facts.sheets:
        for each in sheet.validations:
            ranges = each.ranges.split()
            for text in ranges or [""]:
                area = parse_area(text) if "$" not in text else None
                if area is None or area.bottom > MAX_ROW or area.right > MAX_COLUMN or area.top < 1:
                    yield Issue(Place(sheet.sheet.name), text, fields={"what": KINDS[each.element]})


@rule(
    "PKG071",
    "error",
    en="{what} of a drop-down has {value} characters; Excel takes {limit}",
    zh="下拉列表的 {what} 有 {value} 个字符；上限为 {limit}",
    vi="{what} của danh sách chọn có {value} ký tự; tối đa {limit}",
)
def long_validation(facts: BookFacts) -> Iterator[Issue]:
    """A message or a typed list of a drop-down is too long.

    Why: Excel repairs the sheet and takes all of its drop-downs away. A typed list may have 255 characters.
    Fix: shorten the message; put a long list into cells and name their range.
    """
    for sheet in facts.sheets:
        for each in sheet.validations:
            if each.element != "dataValidation":
                continue
            found = [(key, len(each.rules[0].get(key, "")), limit) for key, limit in LIMITS.items()]
            lists = (text for text in each.formulas if text.startswith('"'))
            found += [("list", len(text.strip('"').replace('""', '"')), LIST_LIMIT) for text in lists]
            for what, length, limit in found:
                if length > limit:
                    fields = {"what": what, "limit": str(limit)}
                    yield Issue(Place(sheet.sheet.name, _first(each)), str(length), fields=fields)


@rule(
    "PKG072",
    "error",
    en="the formula of a {what} names a table's column: {value}",
    zh="{what} 的公式引用了表的列：{value}",
    vi="công thức của {what} nhắc tới cột của bảng: {value}",
)
def structured_rule(facts: BookFacts) -> Iterator[Issue]:
    """A drop-down or conditional format names a column of a table (`Tags[tag]`).

    Why: Excel does not allow that there and repairs the sheet.
    Fix: define a name for the column under Formulas > Name Manager and use the name.
    """
    for sheet in facts.sheets:
        for each in sheet.validations:
            for text in each.formulas:
                if not text.startswith('"') and STRUCTURED.search(re.sub(r'"[^"]*"', '""', text)):
                    fields = {"what": KINDS[each.element]}
                    yield Issue(Place(sheet.sheet.name, _first(each)), text[:60], fields=fields)
