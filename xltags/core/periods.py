"""Months, quarters and years as the reports name them, and periods as people type them.

A month is always a calendar month. Quarters and years follow the team's fiscal year (`Settings.fiscal_year_start`),
named by the calendar year in which it ends: with a start in April, 2026-04-01 falls in "2027-Q1" and 2026-03-31 in
"2026-Q4". With the default start in January both are those of the calendar.
"""

import re
from dataclasses import dataclass
from datetime import date

from xltags.core.text import fold
from xltags.core.values import Value, as_date

FIRST_YEAR, LAST_YEAR = 1900, 2999  # outside of these a number is no year but a typing error


@dataclass(frozen=True, slots=True)
class Period:
    """A fiscal year, or one quarter (1..4) of it.

    >>> str(Period(2026)), str(Period(2026, 3))
    ('2026', '2026-Q3')
    """

    year: int
    quarter: int | None = None

    def __str__(self) -> str:
        return str(self.year) if self.quarter is None else f"{self.year}-Q{self.quarter}"

    def covers(self, other: "Period") -> bool:
        """Whether every day of the other period is in this one: itself, or a quarter of this year."""
        return self.year == other.year and self.quarter in (None, other.quarter)

    def overlaps(self, other: "Period") -> bool:
        """Whether a day exists that is in both."""
        return self.covers(other) or other.covers(self)


def month_of(day: date) -> str:
    """The calendar month of a day.

    >>> month_of(date(2026, 5, 31))
    '2026-05'
    """
    return f"{day.year:04d}-{day.month:02d}"


def period_of(day: date, fiscal_year_start: int = 1) -> Period:
    """The fiscal quarter of a day; `fiscal_year_start` is a month (1..12).

    >>> period_of(date(2026, 5, 31)), period_of(date(2026, 5, 31), 4)
    (Period(year=2026, quarter=2), Period(year=2027, quarter=1))
    """
    months = (day.month - fiscal_year_start) % 12
    year = day.year + (fiscal_year_start > 1 and day.month >= fiscal_year_start)
    return Period(year, months // 3 + 1)


def quarter_of(day: date, fiscal_year_start: int = 1) -> str:
    """The fiscal quarter of a day as text.

    >>> quarter_of(date(2026, 5, 31)), quarter_of(date(2026, 3, 31), 4)
    ('2026-Q2', '2026-Q4')
    """
    return str(period_of(day, fiscal_year_start))


def year_of(day: date, fiscal_year_start: int = 1) -> int:
    """The fiscal year of a day.

    >>> year_of(date(2026, 5, 31)), year_of(date(2026, 5, 31), 4)
    (2026, 2027)
    """
    return period_of(day, fiscal_year_start).year


_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4, "一": 1, "二": 2, "三": 3, "四": 4}
_YEAR = r"(?:fy ?|năm )?(?P<year>\d{4}) ?年?"
_QUARTER = r"(?:q|quý |quy )(?P<quarter>[1-4]|i{1,3}|iv)"
_PERIODS = tuple(
    re.compile(pattern)
    for pattern in (
        _YEAR + r"(?:度)?",
        _YEAR + r" ?[-/.]? ?" + _QUARTER,
        _QUARTER + r" ?[-/., ]? ?" + _YEAR,
        r"(?P<year>\d{4}) ?年 ?第?(?P<quarter>[1-4一二三四]) ?季度?",
    )
)
_MONTHS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4}) ?[-/.] ?(?P<month>\d{1,2})(?: ?[-/.] ?(?P<day>\d{1,2}))?(?:[ t]\d{1,2}:.*)?",
        r"(?P<year>\d{4}) ?年 ?(?P<month>\d{1,2}) ?月(?: ?(?P<day>\d{1,2}) ?日)?",
        r"(?:tháng |thang |t)?(?P<month>\d{1,2}) ?[-/.] ?(?P<year>\d{4})(?P<day>)",
    )
)


def parse_period(value: Value | None) -> Period | None:
    """The period that a cell means; None where it is blank or means none.

    Reads 2026, "2026", "2026-Q3", "2026Q3", "Q3 2026", "2026年第三季度" and "Quý III/2026".

    >>> parse_period("2026-Q3"), parse_period(2026.0), parse_period("Quý III/2026"), parse_period("next year")
    (Period(year=2026, quarter=3), Period(year=2026, quarter=None), Period(year=2026, quarter=3), None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return Period(int(value)) if value in range(FIRST_YEAR, LAST_YEAR + 1) else None
    if not isinstance(value, str):
        return None
    text = fold(value)
    for pattern in _PERIODS:
        found = pattern.fullmatch(text)
        if found is not None and FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
            quarter = found.groupdict().get("quarter")
            return Period(int(found["year"]), _QUARTERS[quarter] if quarter else None)
    return None


def parse_month(value: Value | None) -> str | None:
    """The calendar month that a cell means: a date, or text such as "2026-05", "2026年5月" or "tháng 5/2026".

    None where it is blank or means none.

    >>> parse_month("2026/5"), parse_month(date(2026, 5, 31)), parse_month("05/2026"), parse_month("2026-13")
    ('2026-05', '2026-05', '2026-05', None)
    """
    day = as_date(value)
    if day is not None:
        return month_of(day)
    if not isinstance(value, str):
        return None
    text = fold(value)
    for pattern in _MONTHS:
        found = pattern.fullmatch(text)
        if found is not None and FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
            return _real_month(int(found["year"]), int(found["month"]), int(found["day"] or 1))
    return None


def _real_month(year: int, month: int, day: int) -> str | None:
    try:
        return month_of(date(year, month, day))
    except ValueError:
        return None


def quarter_of_month(month: str, fiscal_year_start: int = 1) -> str:
    """The fiscal quarter of a month; "" for "".

    >>> quarter_of_month("2026-05"), quarter_of_month("")
    ('2026-Q2', '')
    """
    return quarter_of(date(int(month[:4]), int(month[5:7]), 1), fiscal_year_start) if month else ""


def year_of_month(month: str, fiscal_year_start: int = 1) -> int:
    """The fiscal year of a month.

    >>> year_of_month("2026-05", 4)
    2027
    """
    return year_of(date(int(month[:4]), int(month[5:7]), 1), fiscal_year_start)
