"""What a text in a number or date column was meant to be, where there is no doubt."""

import re
from datetime import date

from xltags.core.text import fold

_MONEY = re.compile(r"^(?:[$€£¥₫đ]|cny|rmb|usd|eur|vnd|us\$)\s*|\s*(?:[$€£¥₫đ元]|cny|rmb|usd|eur|vnd|vnđ)$")
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")
_THOUSANDS = (
    re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?"),  # 1,200.50
    re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?"),  # 1 200.50
    re.compile(r"[+-]?\d{1,3}(?:'\d{3})+(?:\.\d+)?"),  # 1'200.50
)
_DOTTED = re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?")  # 1.200.000: with a single dot it might be a decimal
_SCALES = {"万": 1e4, "亿": 1e8, "千": 1e3, "k": 1e3, "m": 1e6, "triệu": 1e6, "tỷ": 1e9, "nghìn": 1e3}
_SCALED = re.compile(r"(?P<number>.*\d)\s*(?P<scale>" + "|".join(_SCALES) + ")")
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})\s?[日号]?(?:[ t]\d.*)?"
)
_YEAR_LAST = re.compile(r"(?P<first>\d{1,2})\s?[-/.]\s?(?P<second>\d{1,2})\s?[-/.]\s?(?P<year>\d{4})")
_DIGITS = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")


def number_in(text: str) -> float | None:
    """The number that a text holds; None where it holds none or may be read in two ways ("1.200", "1,5").

    >>> number_in("1,200"), number_in("￥ 3.5万"), number_in("1.200.000"), number_in("1.200"), number_in("about 50")
    (1200.0, 35000.0, 1200000.0, None, None)
    """
    text = _MONEY.sub("", fold(text)).strip()
    scale = 1.0
    scaled = _SCALED.fullmatch(text)
    if scaled is not None:
        text, scale = scaled["number"].strip(), _SCALES[scaled["scale"]]
    if any(pattern.fullmatch(text) for pattern in _THOUSANDS):
        return float(re.sub("[, ']", "", text)) * scale
    if _DOTTED.fullmatch(text):
        return float(text.replace(".", "").replace(",", ".")) * scale
    if _PLAIN.fullmatch(text) and not (scale == 1.0 and re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}", text)):
        return float(text) * scale
    return None


def date_in(text: str) -> date | None:
    """The date that a text holds; None where it holds none, or day and month may be the other way round ("03/04/2026").

    >>> date_in("2026年5月31日"), date_in("31/5/2026"), date_in("20260531"), date_in("03/04/2026"), date_in("soon")
    (datetime.date(2026, 5, 31), datetime.date(2026, 5, 31), datetime.date(2026, 5, 31), None, None)
    """
    text = fold(text)
    found = _YEAR_FIRST.fullmatch(text) or _DIGITS.fullmatch(text)
    if found is not None:
        return _real_date(int(found["year"]), int(found["month"]), int(found["day"]))
    found = _YEAR_LAST.fullmatch(text)
    if found is None:
        return None
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    readings = {_real_date(year, second, first), _real_date(year, first, second)} - {None}
    return readings.pop() if len(readings) == 1 else None


def date_text(text: str) -> str:
    """The date that a text holds, as ISO text for a suggestion; "" where there is none."""
    found = date_in(text)
    return found.isoformat() if found else ""


def _real_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_NUMBER_LIKE = re.compile(r"[+\-＋－]\s*[\s\d().,/%:\-]*\d[\s\d().,/%:\-]*(?:[^\W\d_]{1,8}\.?\s*\d{0,6})?")
_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def looks_like_formula(text: str) -> bool:
    """Whether a text begins as a formula does; signed numbers, phone numbers and bare punctuation do not count.

    >>> looks_like_formula("=1+2"), looks_like_formula("-2+cmd|x"), looks_like_formula("@SUM(A1)")
    (True, True, True)
    >>> (
    ...     looks_like_formula("+84 90 123 4567"),
    ...     looks_like_formula("-12 %"),
    ...     looks_like_formula("--"),
    ...     looks_like_formula("a=b"),
    ... )
    (False, False, False, False)
    """
    text = text.strip()
    if not text.startswith(_STARTS) or not any(character.isalnum() for character in text):
        return False
    return _NUMBER_LIKE.fullmatch(text) is None
