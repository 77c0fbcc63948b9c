"""Texts of a column of exports as numbers: which mark is the decimal one is decided by the whole column."""

import re
from collections.abc import Sequence
from math import isinf
from typing import Literal

from xltags.books.importing.dates import Reading
from xltags.core.text import fold
from xltags.core.typed_values import number_in
from xltags.core.values import Value, as_text

Decimal = Literal[".", ","]
MOST_DIGITS = 15  # Excel keeps no more

_MONEY = re.compile(
    r"^([+-]?)\s*(?:us\$|[$€£¥₫₹₩]|cny|rmb|usd|eur|gbp|vnd)\s*|\s*(?:[$€£¥₫₹₩đ元]|cny|rmb|usd|eur|gbp|vnd|vnđ)$"
)
_POINT = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:[, ']\d{2,3})*[, ']\d{3})?(?:\.\d+)?(?:e[+-]?\d+)?")
_COMMA = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:[. ']\d{3})+)?(?:,\d+)?(?:e[+-]?\d+)?")
_SHOWS = {
    mark: re.compile(
        rf"[+-]?(?:\d*{m}(?:\d{{1,2}}|\d{{4,}})|0{m}\d+|\d{{4,}}{m}\d+|\d{{1,3}}(?:[ {o}']\d{{3}})+{m}\d+)"
        r"(?:e[+-]?\d+)?"
    )
    for mark, m, o in ((".", r"\.", ","), (",", ",", r"\."))
}  # fmt: skip
_SIMPLE = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,2})?")
_UNCLEAR = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")


def read_numbers(values: Sequence[Value], decimal: Decimal | None = None) -> Reading:
    """The values as numbers; a text that is none, or that may be read in two ways, stays text.

    Thousands may be parted, currency signs and percent signs are understood, as are 万 and the like, (5) is -5 and full
    width is as good as half. Numbers of more than 15 digits stay text: Excel would round them.
    """
    plain = [_stripped(value) if isinstance(value, str) else "" for value in values]
    marks = [
        mark for mark in (".", ",") if any(mark in text and _SHOWS[mark].fullmatch(text.rstrip("% ")) for text in plain)
    ]
    mark: str | None = decimal or (marks[0] if len(marks) == 1 else None)
    found = Reading()
    for code, (value, text) in enumerate(zip(values, plain, strict=True)):
        number = _number(text, mark) if isinstance(value, str) else value
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            found.values.append(as_text(value))
            found.kept.add(code)
        else:
            found.values.append(number)
    return found


def _stripped(text: str) -> str:
    """The text folded, without currency; brackets as a minus sign."""
    if _SIMPLE.fullmatch(text):
        return text
    text = fold(text).replace("\u2212", "-")
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    text = _MONEY.sub(r"\1", text)
    return text.strip()


def _number(text: str, mark: str | None) -> float | int | None:
    if _SIMPLE.fullmatch(text) and (mark == "." or "." not in text):
        simple = float(text)
        return int(simple) if simple.is_integer() else simple
    share = text.endswith("%")
    digits = text.rstrip("% ") if share else text
    if not any(letter.isdigit() for letter in digits):
        return None
    if sum(letter.isdigit() for letter in digits.lstrip("+-0.,").partition("e")[0]) > MOST_DIGITS:
        return None
    if mark is None:
        shown = [each for each in (".", ",") if _SHOWS[each].fullmatch(digits)]
        mark = shown[0] if len(shown) == 1 else None
        if mark is None and _UNCLEAR.fullmatch(digits):
            return None
    number = _parsed(digits, mark)
    if number is None or isinf(number):
        return None
    number = number / 100 if share else number
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _parsed(digits: str, mark: str | None) -> float | None:
    if mark == ",":
        if _COMMA.fullmatch(digits):
            return float(re.sub("[. ']", "", digits).replace(",", "."))
    elif _POINT.fullmatch(digits):
        return float(re.sub("[, ']", "", digits))
    return number_in(digits)
