"""Values on their way into Excel and out of it."""

import re
from datetime import date, datetime, time, timedelta

from xltags.core.values import CellFault, Value

ERRORS = frozenset(
    ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!", "#GETTING_DATA",
     "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!"]
)  # fmt: skip
# What Excel would take for a formula, a number, a date or a truth value when a program puts it into a cell: a text that
# does not begin with a letter, a word with a number such as "May 2026", TRUE and FALSE.
READ_OTHERWISE = re.compile(
    r"\s*(?:[^\s\w]|\d|_|$)|\s*[^\W\d_]{3,12}\.?[\s\-/]*\d{1,4}\s*$|\s*(?:true|false)\s*$", re.IGNORECASE
)


def into_excel(value: Value | None) -> object:
    """The value that puts exactly this into a cell. A text that Excel would read otherwise gets an apostrophe in front,
    which Excel takes for "this is text" and does not show."""
    match value:
        case str():
            return f"'{value}" if READ_OTHERWISE.match(value) else value
        case datetime() | None | bool() | int() | float():
            return value
        case date():
            return datetime(value.year, value.month, value.day)
        case time():
            return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86_400
        case timedelta():
            return value.total_seconds() / 86_400
        case CellFault():
            return value.text


def out_of_excel(value: object) -> Value | None:
    """What a cell holds, as the reader of files gives it: whole numbers as int, midnights as days, errors as faults."""
    match value:
        case None | "":
            return None
        case bool():
            return value
        case float() if value.is_integer() and abs(value) < 1e15:
            return int(value)
        case int() | float():
            return value
        case datetime():
            plain = value.replace(tzinfo=None)
            return plain.date() if plain.time() == time() else plain
        case str() if value in ERRORS:
            return CellFault("error", value)
        case str():
            return value
        case _:
            return str(value)


def is_formula(formula: object, value: object) -> bool:
    """Whether a cell holds a formula: Excel gives the same text for both where it only looks like one."""
    return isinstance(formula, str) and formula.startswith("=") and formula != value
