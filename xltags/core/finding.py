"""Findings: what is wrong in a workbook, where, why, and what to do about it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from xltags.core.values import Value

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
Language = Literal["en", "zh", "vi"]
LANGUAGES: tuple[Language, ...] = ("en", "zh", "vi")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a workbook: sheet, cell ("F17", "" for a whole sheet or workbook), header of the column."""

    sheet: str
    cell: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """What a check yields: the place, the value at fault, a better value if there is one, and the message's fields."""

    place: Place
    value: Value | None = None
    suggestion: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, ready to be shown. `value` is the cell as a person reads it; `suggestion` may be empty."""

    code: str
    severity: Severity
    sheet: str
    cell: str
    column: str
    value: str
    message: str
    suggestion: str = ""


_CELL = re.compile(r"([A-Z]*)(\d*)")


def cell_order(cell: str) -> tuple[int, int]:
    """Row and column number of a cell such as "F17", for sorting; (0, 0) for no cell.

    >>> cell_order("F17")
    (17, 6)
    """
    matched = _CELL.fullmatch(cell)
    if matched is None:
        return 0, 0
    number = 0
    for letter in matched[1]:
        number = number * 26 + ord(letter) - 64
    return int(matched[2] or 0), number
