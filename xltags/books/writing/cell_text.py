"""How a value is written into a cell: text is always text, a number has all its digits, a date is a serial."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from numbers import Integral, Real
from typing import Literal

import numpy as np

from xltags.core.errors import WorkbookError
from xltags.core.values import CellFault, Value

DateKind = Literal["date", "datetime", "time", "duration"]
MAX_TEXT = 32_767  # UTF-16 units, Excel's limit for a cell
MEMO_LIMIT = 20_000
BLANK = b"/>"
NONE = type(None)
MANY = 16
INLINE = (b' t="inlineStr"><is><t>', b"</t></is></c>")
SHORT = (b' t="str"><v>', b"</v></c>")
# What XML cannot hold or a parser would change; Excel writes these, and what merely looks so, as _xHHHH_.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
EPOCH_1900 = datetime(1899, 12, 30)
EPOCH_1904 = datetime(1904, 1, 1)
ERRORS = frozenset(["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"])


def escaped_text(text: str) -> bytes:
    """Text as it stands between the tags of a cell, in Excel's own escapes.

    >>> escaped_text("a<b"), escaped_text("_x0041_"), escaped_text(chr(7))
    (b'a&lt;b', b'_x005F_x0041_', b'_x0007_')
    """
    if UNSAFE.search(text):
        text = UNSAFE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def text_element(text: str) -> bytes:
    """The `<t>` element of a text; blanks at its ends and line breaks are kept.

    >>> text_element(" a")
    b'<t xml:space="preserve"> a</t>'
    """
    keep = b' xml:space="preserve"' if text and (text != text.strip() or "\n" in text or "  " in text) else b""
    return b"<t" + keep + b">" + escaped_text(text) + b"</t>"


def text_length(text: str) -> int:
    """The length as Excel counts it, in UTF-16 units."""
    return len(text) + sum(map("\uffff".__lt__, text)) if not text.isascii() else len(text)


def serial_of(value: date | datetime | time | timedelta, *, date1904: bool) -> float:
    """Excel's serial number of a date, a time of day (a part of a day) or a duration (days).

    The 1900 system counts a 29 February 1900 that never was, so days before 1 March 1900 are one lower.

    Raises:
        ValueError: the date is before the first day of the workbook's calendar, or has a time zone.

    >>> serial_of(date(2026, 5, 31), date1904=False), serial_of(date(1900, 1, 1), date1904=False)
    (46173.0, 1.0)
    """
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, time):
        if value.tzinfo is not None:
            raise ValueError("a time with a time zone")
        return timedelta(
            hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
        ) / timedelta(days=1)
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    if moment.tzinfo is not None:
        raise ValueError("a date with a time zone")
    if date1904:
        serial = (moment - EPOCH_1904) / timedelta(days=1)
    else:
        serial = (moment - EPOCH_1900) / timedelta(days=1)
        serial -= serial < 61
    if serial < (0 if date1904 else 1):
        raise ValueError(f"a date before {'1904' if date1904 else '1900'}")
    return serial


def number_text(value: float) -> bytes:
    """A number with all its digits; whole serials without a decimal point."""
    return str(int(value)).encode() if value.is_integer() and abs(value) < 1e15 else float.__repr__(value).encode()


def date_kind(value: object) -> DateKind | None:
    """Which kind of date format a value needs, None if it is no date."""
    if isinstance(value, datetime):
        return "datetime" if value.time() != time(0) else "date"
    if isinstance(value, date):
        return "date"
    if isinstance(value, time):
        return "time"
    return "duration" if isinstance(value, timedelta) else None


class CellWriter:
    """Turns values into the tail of a cell: all that follows its reference and style, up to `</c>`.

    Args:
        place: workbook and sheet, for messages.
        shared: ids of texts in the workbook's shared strings; other texts are written into the cell.
        short: write such a text as a formula's result is, a third shorter, where it is plain; other programs than Excel
            may take that for what a formula left behind, so only in sheets that are wholly ours.
    """

    def __init__(self, place: str, *, date1904: bool, shared: Mapping[str, int], short: bool = False) -> None:
        self._place = place
        self._date1904 = date1904
        self._shared = shared
        self._inline = SHORT if short else INLINE
        self._texts: dict[str, bytes] = {}
        self._numbers: dict[type, dict[float, bytes]] = {int: {}, float: {}}  # apart: 1 and 1.0 are the same key

    @property
    def shares(self) -> bool:
        """Whether any text is written as the id of a shared string."""
        return bool(self._shared)

    def tails(self, values: Sequence[Value | None], where: str) -> list[bytes]:
        """The tails of many values. `where` names them in messages: `column F`."""
        texts = self._texts
        if all(kind is str or kind is NONE for kind in set(map(type, values))):  # each distinct text once
            distinct = set(values)
            known: dict[Value | None, bytes] = {text: texts[text] for text in distinct & texts.keys()}  # type: ignore[index]
            new: list[str] = [text for text in distinct if text is not None and text not in known]  # type: ignore[misc]  # only texts are left
            known |= zip(new, self._plain_texts(new) or [self._text(text, where) for text in new], strict=True)
            known[None] = BLANK
            return [known[value] for value in values]
        out = []
        for value in values:
            kind = type(value)
            if kind is str:
                tail = texts.get(value)  # type: ignore[arg-type]  # kind is str
                out.append(self._text(value, where) if tail is None else tail)  # type: ignore[arg-type]
            elif value is None:
                out.append(BLANK)
            elif kind is int or kind is float:
                known_number = value or math.copysign(1, value) > 0  # type: ignore[arg-type]  # 0.0 and -0.0 are the same key
                tail = self._numbers[kind].get(value) if known_number else None  # type: ignore[arg-type]
                out.append(self._number_tail(value, where) if tail is None else tail)  # type: ignore[arg-type]
            else:
                out.append(self.tail(value, where))
        return out

    def _plain_texts(self, texts: Sequence[str]) -> list[bytes] | None:
        """The tails of texts that need no care, all at once; None if there are few, or one needs some."""
        if len(texts) < MANY or not self._shared.keys().isdisjoint(texts):
            return None
        joined = "\n".join(texts)
        data = joined.encode("utf-8", "surrogatepass")
        codes = np.frombuffer(data, dtype=np.uint8)
        blank = (codes == 32) | (codes == 10)
        odd = bool((blank[1:] & blank[:-1]).any()) or bool(blank[0]) or bool(blank[-1]) or "_x" in joined
        plain = max(map(len, texts)) < MAX_TEXT // 2 and int(np.count_nonzero(codes < 32)) == len(texts) - 1
        if odd or not plain or not (joined.isascii() or joined.replace("\n", "").isprintable()):
            return None
        escaped = data.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
        start, end = self._inline
        ended = escaped.replace(b"\n", end + b"\n") + end
        return [start + each for each in ended.split(b"\n")]

    def tail(self, value: object, where: str) -> bytes:
        """The tail of one value.

        Raises:
            WorkbookError: FILE006 if Excel cannot hold the value.
        """
        if value is None:
            return BLANK
        if isinstance(value, str):
            return self._texts.get(value) or self._text(str(value), where)
        if isinstance(value, CellFault):
            if value.kind != "error" or value.text not in ERRORS:
                raise self._refused(f"{value.text!r} is no value", where, "mend it at its source")
            return b' t="e"><v>' + escaped_text(value.text) + b"</v></c>"
        if isinstance(value, (date, time, timedelta)):
            try:
                return b"><v>" + number_text(serial_of(value, date1904=self._date1904)) + b"</v></c>"
            except (ValueError, OverflowError, TypeError) as error:  # NaT is a datetime without arithmetic
                raise self._refused(f"{value!s} is {error}", where, "write it as text") from error
        if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
            return b' t="b"><v>' + (b"1" if value else b"0") + b"</v></c>"
        if isinstance(value, (Integral, Real)):
            plain = int(value) if isinstance(value, Integral) else float(value)
            return b"><v>" + self._number(plain, where) + b"</v></c>"
        raise self._refused(f"{value!r} is not a value of a cell", where, "use text, a number, a date or a boolean")

    def _number_tail(self, value: float, where: str) -> bytes:
        tail = b"><v>" + self._number(value, where) + b"</v></c>"
        known = self._numbers[type(value)]
        if len(known) >= MEMO_LIMIT:
            known.clear()
        if value or math.copysign(1, value) > 0:  # 0.0 and -0.0 are the same key
            known[value] = tail
        return tail

    def _number(self, value: float, where: str) -> bytes:
        if isinstance(value, int):
            if -9_007_199_254_740_992 <= value <= 9_007_199_254_740_992:
                return b"%d" % value
            if abs(value) > 10**300 or int(float(value)) != value:
                raise self._refused(f"{value} has more digits than Excel keeps", where, "write it as text")
            return float.__repr__(float(value)).encode()
        if not math.isfinite(value):
            raise self._refused(f"{value} is not a number that a cell can hold", where, "leave the cell blank")
        return float.__repr__(value).encode()

    def _text(self, text: str, where: str) -> bytes:
        if len(text) > MAX_TEXT // 2 and text_length(text) > MAX_TEXT:
            raise self._refused(
                f"text of {text_length(text):,} characters ({text[:20]!r}...) is longer than Excel's {MAX_TEXT:,}",
                where,
                "shorten it",
            )
        number = self._shared.get(text)
        if number is not None:
            tail = b' t="s"><v>%d</v></c>' % number
        elif text.isalnum() or (
            text
            and text.isprintable()
            and "&" not in text
            and "<" not in text
            and ">" not in text
            and "_x" not in text
            and " " not in (text[:1], text[-1:])
            and "  " not in text
        ):  # the usual case, without looking at every character again
            tail = text.encode().join(self._inline)
        else:
            tail = b' t="inlineStr"><is>' + text_element(text) + b"</is></c>"
        if len(self._texts) >= MEMO_LIMIT:
            self._texts.clear()
        if len(text) < 256:
            self._texts[text] = tail
        return tail

    def _refused(self, what: str, where: str, remedy: str) -> WorkbookError:
        return WorkbookError(f"{self._place}, {where}: {what}; {remedy}", code="FILE006")
