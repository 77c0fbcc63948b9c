"""Texts of a column of exports as dates: what may be read in two ways is decided by the whole column."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from xltags.core.errors import XltagsError
from xltags.core.text import fold
from xltags.core.values import Value, as_text

FIRST_DAY = date(1900, 1, 1)  # Excel has no earlier one
LAST_SERIAL = 2_958_465  # 9999-12-31
_CLOCK = (
    r"(?:[ t,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d+))?)?"
    r"\s*(?P<half>am|pm|sa|ch|上午|下午)?\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})\s?[日号]?" + _CLOCK
)
_DIGITS = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})" + _CLOCK)
_NUMBERS = re.compile(r"(?P<one>\d{1,2})\s?[-/.]\s?(?P<two>\d{1,2})\s?[-/.]\s?(?P<year>\d{4}|\d{2})" + _CLOCK)
_NAMED = (
    re.compile(
        r"(?:[a-z]{3,9}, )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[-/ ](?P<name>[a-z]{3,9})\.?[-/, ]+(?P<year>\d{4})" + _CLOCK
    ),
    re.compile(r"(?:[a-z]{3,9}, )?(?P<name>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})" + _CLOCK),
    re.compile(r"(?:ngày )?(?P<day>\d{1,2}) tháng (?P<month>\d{1,2}),? năm (?P<year>\d{4})" + _CLOCK),
)  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(r"(?P<year>\d{4})\s?[-/.年]\s?(?P<month>\d{1,2})\s?月?")
_CLOCKS = ("", " %H:%M:%S", " %H:%M", "T%H:%M:%S", " %H:%M:%S.%f", " %I:%M:%S %p", " %I:%M %p")


@dataclass
class Reading:
    """The distinct values of a column as read: `kept` are those left as text, `bad` those that reject their row."""

    values: list[Value | None] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)
    bad: dict[int, str] = field(default_factory=dict)


def read_dates(
    values: Sequence[Value], formats: Sequence[str], *, place: str, date1904: bool = False, months: bool = False
) -> Reading:
    """The values as dates, with their time of day where they have one; a time zone is dropped.

    Args:
        formats: the only ways in which a text may be written, as for strptime; a time of day may follow. Without them,
            texts with the year first or the month by name are read, and day and month as numbers in the one order that
            the column allows. A text that is no date stays text; with `formats` it rejects its row.
        months: whether a month alone ("2026-05") counts, as its first day.

    Raises:
        XltagsError: MAP006 day and month may be the other way round in every value.
    """
    found = Reading([None] * len(values))
    unclear: dict[int, re.Match[str]] = {}
    for code, value in enumerate(values):
        read: date | re.Match[str] | None = _typed(value, date1904=date1904)
        if read is None and isinstance(value, str):
            read = _by_format(value, formats) if formats else _plain(value, months=months)
        if isinstance(read, re.Match):
            unclear[code] = read
        elif read is not None:
            found.values[code] = read
        elif formats and isinstance(value, str):
            found.values[code] = value
            found.bad[code] = f"{value!r} is no date of the form {' or '.join(formats)}"
        else:
            found.values[code] = as_text(value)
            found.kept.add(code)
    if unclear:
        _decide(values, unclear, found, place)
    return found


def _decide(values: Sequence[Value], unclear: Mapping[int, re.Match[str]], found: Reading, place: str) -> None:
    """Dates such as 3/4/2026, by the order that the other values of the column have."""
    pairs = {code: (int(match["one"]), int(match["two"])) for code, match in unclear.items()}
    day_first = any(first > 12 >= second for first, second in pairs.values())
    month_first = any(second > 12 >= first for first, second in pairs.values())
    short = next((code for code, match in unclear.items() if len(match["year"]) == 2), None)
    twofold = next((code for code, pair in pairs.items() if pair[0] != pair[1] and max(pair) <= 12), None)
    doubt = short if short is not None else None if day_first or month_first else twofold
    if doubt is not None:
        raise XltagsError(
            f"{place}: {values[doubt]!r} may be read in more than one way, and no other value of the column decides; "
            'say which in the map, such as dates = "%d-%m-%Y"',
            code="MAP006",
        )
    for code, (first, second) in pairs.items():
        match = unclear[code]
        readings = [it for it in (_moment(match, second, first), _moment(match, first, second)) if it is not None]
        if day_first and month_first and len(readings) == 2 and first != second:
            found.values[code] = values[code]
            found.bad[code] = f"{values[code]!r} may be day-month or month-day; the column has both"
        elif readings:
            found.values[code] = readings[0] if day_first or len(readings) == 1 else readings[-1]
        else:
            found.values[code] = as_text(values[code])
            found.kept.add(code)


def _typed(value: Value, *, date1904: bool) -> date | None:
    """A typed date that Excel has; a plain number of a workbook is Excel's serial."""
    if isinstance(value, datetime):
        return without_midnight(value) if value.date() >= FIRST_DAY else None
    if isinstance(value, date):
        return value if value >= FIRST_DAY else None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 1 <= value <= LAST_SERIAL:
        start = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)
        whole = timedelta(days=value + (value < 60 and not date1904))
        return without_midnight(start + timedelta(seconds=round(whole.total_seconds())))
    return None


def without_midnight(moment: datetime) -> date:
    """A moment in whole milliseconds, or its day where it is midnight: what Excel shows and we read back."""
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    return moment.date() if moment.time() == time(0) else moment


def _by_format(text: str, formats: Sequence[str]) -> date | None:
    text = text.strip()
    for form in formats:
        for clock in _CLOCKS if "%H" not in form and "%I" not in form and "%T" not in form else ("",):
            try:
                moment = datetime.strptime(text, form + clock)
            except ValueError:
                continue
            return without_midnight(moment.replace(tzinfo=None)) if moment.date() >= FIRST_DAY else None
    return None


def _plain(text: str, *, months: bool) -> date | re.Match[str] | None:
    if text.isascii() and text[4:5] == "-" == text[7:8] and (len(text) == 10 or (len(text) == 19 and text[10] in " T")):
        try:
            moment = datetime.fromisoformat(text).replace(tzinfo=None)
        except ValueError:
            return None
        return without_midnight(moment) if moment.date() >= FIRST_DAY else None
    text = fold(text)
    if months and (match := _MONTH.fullmatch(text)):
        return _day(int(match["year"]), int(match["month"]), 1)
    for pattern in (_YEAR_FIRST, _DIGITS, *_NAMED):
        match = pattern.fullmatch(text)
        if match is not None:
            return _moment(match, _month_of(match), int(match["day"]))
    return _NUMBERS.fullmatch(text)


def _month_of(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if groups.get("month"):
        return int(groups["month"])
    name = groups["name"][:3]
    return _MONTHS.index(name) + 1 if name in _MONTHS else 0


def _moment(match: re.Match[str], month: int, day: int) -> date | None:
    found = _day(int(match["year"]), month, day)
    if found is None or match["hour"] is None:
        return found
    hour, half = int(match["hour"]), match["half"]
    if half:
        hour = hour % 12 + (12 if half in ("pm", "ch", "下午") else 0)
    micro = int(f"{match['part'] or 0:<06}"[:6])
    try:
        clock = time(hour, int(match["minute"]), int(match["second"] or 0), micro // 1000 * 1000)
    except ValueError:
        return None
    return without_midnight(datetime.combine(found, clock))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found >= FIRST_DAY else None
