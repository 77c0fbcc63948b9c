"""Months, quarters and years, and periods as people type them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltags.core.periods import (
    Period,
    month_of,
    parse_month,
    parse_period,
    period_of,
    quarter_of,
    quarter_of_month,
    year_of,
    year_of_month,
)
from xltags.core.values import CellFault, Value

DAYS = st.dates(date(1901, 1, 1), date(2999, 1, 1))
STARTS = st.integers(1, 12)


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        (2026, Period(2026)),
        (2026.0, Period(2026)),
        ("2026", Period(2026)),
        ("FY2026", Period(2026)),
        ("2026年", Period(2026)),
        ("2026年度", Period(2026)),
        ("Năm 2026", Period(2026)),
        ("2026-Q3", Period(2026, 3)),
        (" ２０２６－Ｑ３ ", Period(2026, 3)),
        ("2026q3", Period(2026, 3)),
        ("2026/Q3", Period(2026, 3)),
        ("Q3 2026", Period(2026, 3)),
        ("2026年3季度", Period(2026, 3)),
        ("2026年第三季度", Period(2026, 3)),
        ("Quý III/2026", Period(2026, 3)),
        ("Quý 3 năm 2026", Period(2026, 3)),
        ("2026-Q5", None),
        ("2026-05", None),
        ("next year", None),
        ("26", None),
        (2026.5, None),
        (12, None),
        (True, None),
        (None, None),
        (date(2026, 1, 1), None),
        (CellFault("error", "#N/A"), None),
    ],
)
def test_a_period_is_read(typed: Value | None, period: Period | None) -> None:
    assert parse_period(typed) == period


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        (date(2026, 5, 31), "2026-05"),
        (datetime(2026, 5, 1, 12, 0), "2026-05"),
        ("2026-05", "2026-05"),
        ("2026/5", "2026-05"),
        ("2026-05-31", "2026-05"),
        ("2026-05-31 00:00:00", "2026-05"),
        ("05/2026", "2026-05"),
        ("Tháng 5/2026", "2026-05"),
        ("2026年5月", "2026-05"),
        ("2026-13", None),
        ("2026-02-30", None),
        ("May", None),
        (202605, None),
        (None, None),
    ],
)
def test_a_month_is_read(typed: Value | None, month: str | None) -> None:
    assert parse_month(typed) == month


@pytest.mark.parametrize(
    ("start", "day", "quarter"),
    [
        pytest.param(1, date(2026, 1, 1), "2026-Q1", id="calendar, first day"),
        pytest.param(1, date(2026, 12, 31), "2026-Q4", id="calendar, last day"),
        pytest.param(4, date(2026, 3, 31), "2026-Q4", id="April, last day of a year"),
        pytest.param(4, date(2026, 4, 1), "2027-Q1", id="April, first day of the next"),
        pytest.param(12, date(2026, 11, 30), "2026-Q4", id="December, last day"),
        pytest.param(12, date(2026, 12, 1), "2027-Q1", id="December, first day"),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_in_which_it_ends(start: int, day: date, quarter: str) -> None:
    assert quarter_of(day, start) == quarter


@given(DAYS, STARTS)
def test_a_quarter_lasts_three_months_of_one_year(day: date, start: int) -> None:
    quarter = period_of(day, start)
    later = {period_of(day + timedelta(days), start) for days in range(93)}
    assert quarter in later
    assert len(later) in (2, 3)
    assert quarter.quarter is not None
    assert Period(year_of(day, start)).covers(quarter)


@given(DAYS, STARTS)
def test_a_month_says_the_same_as_its_days(day: date, start: int) -> None:
    month = month_of(day)
    assert parse_month(month) == parse_month(day) == month
    assert quarter_of_month(month, start) == quarter_of(day, start)
    assert year_of_month(month, start) == year_of(day, start)


@given(st.integers(1900, 2999), st.none() | st.integers(1, 4))
def test_a_period_reads_back(year: int, quarter: int | None) -> None:
    assert parse_period(str(Period(year, quarter))) == Period(year, quarter)


def test_a_year_overlaps_its_quarters_and_quarters_not_each_other() -> None:
    assert Period(2026).overlaps(Period(2026, 3)) and Period(2026, 3).overlaps(Period(2026))
    assert not Period(2026, 3).overlaps(Period(2026, 4))
    assert not Period(2026, 3).overlaps(Period(2027))
