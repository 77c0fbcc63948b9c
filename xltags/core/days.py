"""Dates of columns as day numbers, and which columns hold dates."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from xltags.core.table import Column
from xltags.core.values import CellFault, Value, as_date

Days = NDArray[np.float64]
CUSTOMER_DATES = ("first_contact", "won_on", "lost_on", "renewed_on", "churned_on")


def column_days(column: Column) -> Days:
    """A column as day numbers (`date.toordinal`) by record; nan where the cell is blank or no date.

    >>> from xltags.core.table import make_column
    >>> column_days(make_column("won_on", [date(1, 1, 2), None, "soon"])).tolist()
    [2.0, nan, nan]
    """
    days = (as_date(value) for value in column.values)
    distinct = [np.nan if day is None else float(day.toordinal()) for day in days]
    return np.asarray([*distinct, np.nan], dtype=np.float64)[column.codes]


def day_of(number: float) -> date:
    """The date of a day number."""
    return date.fromordinal(int(number))


def is_no_date(value: Value) -> bool:
    """Whether a value is there and is no date; Excel errors are faults of their own."""
    return as_date(value) is None and not isinstance(value, CellFault)
