"""What a number in a cell means: its format tells dates, times and durations from plain numbers."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from xltags.books.opc.xmlparts import PartBytes, child, children, parse_xml
from xltags.books.package import Package
from xltags.books.reading.cell_batch import Kind
from xltags.core.values import CellFault, Value

EPOCH_1900 = np.datetime64("1899-12-30", "ms")
EPOCH_1904 = np.datetime64("1904-01-01", "ms")
DAY = 86_400_000  # milliseconds
END_1900 = 2_958_466  # the day after 9999-12-31
END_1904 = END_1900 - 1462
LONGEST_DURATION = 999_999_999  # days, what a timedelta holds
BUILT_IN: Mapping[int, Kind] = {
    **dict.fromkeys((14, 15, 16, 17), Kind.DATE),
    **dict.fromkeys((18, 19, 20, 21, 45, 47), Kind.TIME),
    22: Kind.DATETIME,
    46: Kind.DURATION,
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), Kind.DATE),  # East Asian dates
    **dict.fromkeys((32, 33, 34, 35, 55, 56), Kind.TIME),
}
# Text in quotes, after a backslash, or a blank as wide as the next character; and conditions, colours and locales
LITERAL = re.compile(r'"[^"]*"?|\\.?|_.?|\*.?')
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
BRACKETS = re.compile(r"\[[^\]]*\]")
AM_PM = re.compile(r"am/pm|a/p|上午/下午", re.IGNORECASE)


def kind_of_format(code: str) -> Kind:
    """Whether numbers in this format are dates, dates with a time, times of day, durations or plain numbers.

    Only the first section counts, as it is the one for positive numbers. A lone `m` is a month.

    >>> kind_of_format("yyyy-mm-dd").name, kind_of_format("[h]:mm").name, kind_of_format('0.0" days"').name
    ('DATE', 'DURATION', 'NUMBER')
    """
    section = LITERAL.sub("", code).partition(";")[0]
    if ELAPSED.search(section):
        return Kind.DURATION
    bare = BRACKETS.sub("", section)
    if "general" in bare.lower():
        return Kind.NUMBER
    has_am_pm = AM_PM.search(bare) is not None
    letters = set(AM_PM.sub("", bare).lower())
    clock = has_am_pm or bool(letters & {"h", "s"})
    calendar = bool(letters & {"y", "d", "b"}) or ("m" in letters and not clock)
    if "e" in letters and not letters & {"0", "#", "?"}:  # the year of an era; in 0.00E+00 it is the exponent
        calendar = True
    if calendar:
        return Kind.DATETIME if clock else Kind.DATE
    return Kind.TIME if clock else Kind.NUMBER


def kinds_of_styles(package: Package) -> NDArray[np.uint8]:
    """The kind of a number in each cell style (the index of `s=`); one plain style where there is no styles part.

    Raises:
        WorkbookError: if the styles part is damaged or dangerous.
    """
    links = package.related(package.workbook_part, "styles")
    part = links[0].target if links else None
    if part is None:
        return np.array([Kind.NUMBER], dtype=np.uint8)
    return _kinds(PartBytes(package.read(part), package.place(part)))


@lru_cache(maxsize=8)  # workbooks of one origin have one and the same styles part
def _kinds(part: PartBytes) -> NDArray[np.uint8]:
    root = parse_xml(part.data, part.place)
    formats = child(root, "numFmts")
    codes = (
        {each.get("numFmtId", ""): each.get("formatCode", "") for each in children(formats, "numFmt")}
        if formats
        else {}
    )
    known: dict[str, Kind] = {}
    kinds = []
    styles = child(root, "cellXfs")
    for style in children(styles, "xf") if styles is not None else ():
        id = style.get("numFmtId", "0")
        if id not in known:
            number = int(id) if id.isascii() and id.isdigit() and len(id) < 10 else 0
            known[id] = kind_of_format(codes[id]) if id in codes else BUILT_IN.get(number, Kind.NUMBER)
        kinds.append(known[id])
    found = np.array(kinds or [Kind.NUMBER], dtype=np.uint8)
    found.setflags(write=False)
    return found


def numbers_from(payload: NDArray[np.float64]) -> list[Value]:
    """Plain numbers as Excel shows them: whole ones as int, up to the 15 digits that Excel keeps."""
    whole = (np.floor(payload) == payload) & (np.abs(payload) < 1e15)
    if whole.all():
        found: list[Value] = payload.astype(np.int64).tolist()
        return found
    return [
        int(number) if is_whole else number for number, is_whole in zip(payload.tolist(), whole.tolist(), strict=True)
    ]


def moments_from(payload: NDArray[np.float64], kind: Kind, *, date1904: bool) -> list[Value]:
    """Serial numbers as dates, datetimes, times of day or durations, to the millisecond.

    A date without a time of day is a `date`. Below 1 only a format with a clock makes sense: a time of day. Faults of
    kind `bad_date`: negative serials, those after the year 9999, the 29 February 1900 that never was, and a day number
    0 in a format that shows only the day.
    """
    if kind == Kind.DURATION:
        return [_duration(days) for days in payload.tolist()]
    end = END_1904 if date1904 else END_1900
    valid = (payload >= 0) & (payload < end)
    total = np.rint(np.where(valid, payload, 0) * DAY).astype(np.int64)
    day, clock = total // DAY, total % DAY
    epoch = EPOCH_1904 if date1904 else EPOCH_1900
    if not date1904:
        valid &= day != 60
        shift = (day > 0) & (day < 60)  # before 1 March 1900 Excel is a day ahead
        day = day + shift
    valid &= day < end
    first = 0 if date1904 else 1
    is_time = (day < first) | ((day == 0) & (kind != Kind.DATE))
    valid &= ~((day < first) & (kind == Kind.DATE))
    stamps: list[datetime] = (epoch + (day * DAY + clock).astype("timedelta64[ms]")).astype("datetime64[us]").tolist()
    found: list[Value] = []
    for stamp, ok, timed, has_clock, serial in zip(
        stamps, valid.tolist(), is_time.tolist(), (clock != 0).tolist(), payload.tolist(), strict=True
    ):
        if not ok:
            found.append(CellFault("bad_date", _plain(serial)))
        elif timed:
            found.append(stamp.time())
        else:
            found.append(stamp if has_clock else stamp.date())
    return found


def _duration(days: float) -> Value:
    if abs(days) >= LONGEST_DURATION:
        return CellFault("bad_date", _plain(days))
    return timedelta(milliseconds=round(days * DAY))


def _plain(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def iso_moment(text: str) -> Value:
    """The value of an ISO 8601 cell (`t="d"`); a fault of kind `bad_date` if it is none.

    A time zone is dropped after turning to UTC: Excel knows none.
    """
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text)
        if re.fullmatch(r"T?\d\d:\d\d(:\d\d(\.\d+)?)?", text):
            return time.fromisoformat(text.removeprefix("T"))
        moment = datetime.fromisoformat(text)
    except ValueError:
        return CellFault("bad_date", text)
    if moment.tzinfo is not None:
        moment = (moment - (moment.utcoffset() or timedelta())).replace(tzinfo=None)
    return moment if moment.time() != time(0) else moment.date()
