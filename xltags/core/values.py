"""What a cell can hold."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

FaultKind = Literal["error", "uncalculated", "bad_number", "bad_date", "bad_reference"]


@dataclass(frozen=True, slots=True, order=True)
class CellFault:
    """A cell without a usable value.

    `kind` is one of: `error` (an Excel error such as #N/A), `uncalculated` (a formula that was never calculated),
    `bad_number` (text such as NaN or 12abc stored as a number), `bad_date` (a serial number outside Excel's calendar),
    `bad_reference` (an index to a shared string that does not exist). `text` is what stands in the file.
    """

    kind: FaultKind
    text: str

    def __str__(self) -> str:
        return self.text


Value = str | int | float | bool | date | datetime | time | timedelta | CellFault


def as_text(value: Value | None) -> str:
    """The value as a person reads it in a cell; blank is the empty text, whole numbers have no decimals.

    >>> as_text(12.0), as_text(None), as_text(True), as_text(date(2026, 5, 31))
    ('12', '', 'TRUE', '2026-05-31')
    """
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            return value.isoformat(sep=" ")
        case _:
            return str(value)


def as_number(value: Value | None) -> float | None:
    """The value as a number, or None where it is none. Text is never turned into a number.

    >>> as_number(3), as_number("3"), as_number(True)
    (3.0, None, None)
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return None


def as_date(value: Value | None) -> date | None:
    """The day of a date or of a date with time, or None where it is none.

    >>> as_date(datetime(2026, 5, 31, 14, 0))
    datetime.date(2026, 5, 31)
    """
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
