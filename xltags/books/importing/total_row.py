"""The row with which some exports end: it adds up the rows above, and is no record."""

from collections.abc import Iterator, Sequence
from math import isclose

from xltags.books.importing.numbers import Decimal, read_numbers
from xltags.books.importing.sources import SourceTable
from xltags.core.table import BLANK, Column
from xltags.core.text import fold
from xltags.core.values import Value, as_text

REASON = "a total of the rows above, no record of its own"
WORDS = frozenset(
    {
        *("total", "totals", "grand total", "grand totals", "overall total", "sum", "total sum"),
        *("合计", "总计", "总和", "总数", "共计", "合计数"),
        *("tổng", "tổng cộng", "tổng số", "cộng"),
    }
)
LEAST = 2  # numbers above: the sum of one is a number that comes twice


def total_record(table: SourceTable, *, missing: Sequence[str] = (), decimal: Decimal | None = None) -> int | None:
    """The last record where it is a total, else None; `missing` and `decimal` are those of the map.

    A total says so in one word, holds nothing else but numbers, and each of these is the sum of its column, or else the
    average or the count; one at least is a sum. So a customer who is called Total stays one.
    """
    last = len(table) - 1
    if last < LEAST or last in table.surplus:
        return None
    filled = [column for column in table.columns.values() if _says(column.value(last), missing)]
    named = [column for column in filled if fold(as_text(column.value(last))).rstrip(": ") in WORDS]
    if len(named) != 1 or len(filled) < 2:
        return None
    found = [_kind(column, last, decimal) for column in filled if column is not named[0]]
    return last if all(found) and "sum" in found else None


def _says(value: Value | None, missing: Sequence[str]) -> bool:
    """Whether a cell holds more than a dash or the like."""
    text = as_text(value).strip()
    return text not in missing and any(letter.isalnum() for letter in text)


def _kind(column: Column, last: int, decimal: Decimal | None) -> str:
    """What the last number of a column is of the cells above it; "" for anything else."""
    marks: Sequence[Decimal] = (decimal,) if decimal else (".", ",")
    return next(filter(None, (_kind_of(list(_numbers(column, mark)), column, last) for mark in marks)), "")


def _kind_of(numbers: Sequence[float | None], column: Column, last: int) -> str:
    total = numbers[last]
    if total is None:
        return ""
    above = [number for number in numbers[:last] if number is not None]
    if len(above) >= LEAST and _same(total, sum(above)):
        return "sum" if total else "nothing"
    if above and _same(total, sum(above) / len(above)):
        return "average"
    return "count" if total in (last, int((column.codes[:last] > BLANK).sum())) else ""


def _same(one: float, other: float) -> bool:
    return isclose(one, other, rel_tol=1e-9, abs_tol=0.01)  # sums are shown rounded


def _numbers(column: Column, mark: Decimal) -> Iterator[float | None]:
    read = read_numbers(column.values, mark)
    distinct = [
        None if code in read.kept or isinstance(value, str) or not isinstance(value, int | float) else float(value)
        for code, value in enumerate(read.values)
    ]
    return (distinct[code] if code > BLANK else None for code in column.codes.tolist())
