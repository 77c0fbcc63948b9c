"""The arguments of formulas as Excel, or a server, hands them over: single values, rows, rectangles."""

from collections.abc import Sequence
from typing import Any

from xltags.books.live.values import out_of_excel
from xltags.core.errors import XltagsError
from xltags.core.values import CellFault, Value

# Excel hands errors in cells over as these numbers (xlErrDiv0 ...) where a range is read as it is.
ERROR_NUMBERS = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
    -2146826245: "#GETTING_DATA",
    -2146826243: "#SPILL!",
    -2146826242: "#CONNECT!",
    -2146826241: "#BLOCKED!",
    -2146826240: "#UNKNOWN!",
    -2146826239: "#FIELD!",
    -2146826238: "#CALC!",
}


def rectangle(argument: Any) -> Sequence[Sequence[Any]]:
    """An argument as rows of raw values: a single value is one cell, a flat list one row."""
    if not isinstance(argument, list | tuple):
        return [[argument]]
    if not argument or not isinstance(argument[0], list | tuple):
        return [argument]
    return argument


def cell(value: Any) -> Value | None:
    """A raw value as the rest of xltags knows it."""
    if type(value) is int and value in ERROR_NUMBERS:
        return CellFault("error", ERROR_NUMBERS[value])
    found = out_of_excel(value)
    return None if isinstance(found, str) and not found.strip() else found


def cells(argument: Any) -> list[list[Value | None]]:
    """An argument as rows of values."""
    return [[cell(value) for value in row] for row in rectangle(argument)]


def row_of(argument: Any, what: str) -> list[Value | None]:
    """An argument that must be a single row, or a single column.

    Raises:
        XltagsError: it is a rectangle.
    """
    rows = cells(argument)
    if len(rows) == 1:
        return rows[0]
    if all(len(row) == 1 for row in rows):
        return [row[0] for row in rows]
    raise XltagsError(f"{what} must be one row of cells")


def rows_under(argument: Any, headers: Any) -> Sequence[Sequence[Any]]:
    """The raw rows of `argument`, each as wide as the headers.

    A record that stands in a column is turned where the headers stand in one too.

    Raises:
        XltagsError: they have different numbers of columns.
    """
    rows, above = rectangle(argument), rectangle(headers)
    if len(above) > 1 and len(rows) == len(above):
        rows, above = list(zip(*rows, strict=True)), list(zip(*above, strict=True))
    width = len(above[0])
    if any(len(row) != width for row in rows):
        raise XltagsError(f"values have {len(rows[0])} columns, headers {width}; give both the same columns")
    return rows
