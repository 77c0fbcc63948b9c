"""Spans of days: of a period, and so long before or after today."""

from calendar import monthrange
from datetime import date, timedelta
from math import inf

from xltags.core.filter_keywords import Unit
from xltags.core.filter_syntax import Age
from xltags.core.periods import Period

Span = tuple[float, float]  # both ends count


def period_span(period: Period, fiscal_year_start: int) -> Span:
    """The first and the last day of a fiscal year or quarter, as day numbers.

    >>> [date.fromordinal(int(day)).isoformat() for day in period_span(Period(2027, 1), 4)]
    ['2026-04-01', '2026-06-30']
    """
    quarter = 1 if period.quarter is None else period.quarter
    months = 12 if period.quarter is None else 3
    year = period.year - (fiscal_year_start > 1)
    number = fiscal_year_start - 1 + (quarter - 1) * 3
    first = date(year + number // 12, number % 12 + 1, 1)
    return float(first.toordinal()), float(shift(first, months, "months").toordinal() - 1)


def month_span(month: str) -> Span:
    """The first and the last day of a month such as "2026-05", as day numbers."""
    first = date(int(month[:4]), int(month[5:]), 1)
    return float(first.toordinal()), float(shift(first, 1, "months").toordinal() - 1)


def age_span(leaf: Age, today: date) -> Span:
    """The days that a comparison with today means, from the first to the last, as day numbers."""
    match leaf.kind:
        case "older":
            return -inf, float(shift(today, -leaf.count, leaf.unit).toordinal() - 1)
        case "within":
            return float(shift(today, -leaf.count, leaf.unit).toordinal()), float(today.toordinal())
        case "next":
            return float(today.toordinal()), float(shift(today, leaf.count, leaf.unit).toordinal())


def shift(day: date, count: int, unit: Unit) -> date:
    """A day so many days, weeks, months or years later, earlier where the count is negative.

    A month's last days stay in the month; beyond the calendar it is the calendar's first or last day.

    >>> shift(date(2026, 5, 31), -3, "months"), shift(date(2026, 1, 1), 2, "weeks")
    (datetime.date(2026, 2, 28), datetime.date(2026, 1, 15))
    """
    end = date.min if count < 0 else date.max
    if unit in ("days", "weeks"):
        try:
            return day + timedelta(count * (7 if unit == "weeks" else 1))
        except OverflowError:
            return end
    month = day.year * 12 + day.month - 1 + count * (12 if unit == "years" else 1)
    year, number = divmod(month, 12)
    if not date.min.year <= year <= date.max.year:
        return end
    return date(year, number + 1, min(day.day, monthrange(year, number + 1)[1]))
