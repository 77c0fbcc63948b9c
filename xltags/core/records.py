"""Which records of a column are at fault, decided once for each distinct value."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import numpy as np

from xltags.core.customers import Match, TagColumn
from xltags.core.dataset import Dataset
from xltags.core.once import once
from xltags.core.table import Codes, Column, Table
from xltags.core.values import CellFault, Value

Fault = TypeVar("Fault")
FREE_TEXT = frozenset({"note", "notes"})  # where people write what they like; never checked


def records_flagged(codes: Codes, flags: Sequence[bool]) -> list[int]:
    """The records whose distinct value is flagged, in the table's order; blanks never are.

    >>> records_flagged(np.asarray([0, -1, 1, 0], dtype=np.int32), [True, False])
    [0, 3]
    """
    if not any(flags):
        return []
    found: list[int] = np.flatnonzero(np.asarray([*flags, False])[codes]).tolist()  # code -1 takes the last
    return found


def records_with(column: Column, is_fault: Callable[[Value], bool]) -> list[int]:
    """The records whose value is at fault; each distinct value is judged once."""
    return records_flagged(column.codes, [is_fault(value) for value in column.values])


def tag_faults(
    column: TagColumn, judge: Callable[[Value, tuple[Match, ...]], Sequence[Fault]]
) -> Iterator[tuple[int, Fault]]:
    """Every customer at fault in a group's column, with the fault, in the table's order.

    `judge` gets each distinct cell once, with the values it holds, and gives its faults; cells that hold an Excel error
    are not judged.
    """
    faults = [
        judge(value, matches) if matches else ()
        for value, matches in zip(column.column.values, column.matches, strict=True)
    ]
    codes = column.column.codes
    for index in records_flagged(codes, [bool(found) for found in faults]):
        for fault in faults[int(codes[index])]:
            yield index, fault


@once
def faulty_columns(dataset: Dataset) -> tuple[tuple[Table, Column], ...]:
    """The columns of `checked_columns` in which a `CellFault` stands, each with its table."""
    return tuple((table, column) for table in dataset.tables.values() for column in _faulty_columns(table))


@once
def _faulty_columns(table: Table) -> tuple[Column, ...]:
    return tuple(column for column in checked_columns(table) if CellFault in map(type, column.values))


@once
def checked_columns(table: Table) -> tuple[Column, ...]:
    """The columns of a table that checks of any cell look at.

    Left out: free text, what xltags itself fills, and foreign columns (those without a declaration, in a table where
    others have one).
    """
    columns = [column for column in table.columns.values() if column.id not in FREE_TEXT]
    if any(column.spec is not None for column in columns):
        columns = [column for column in columns if column.spec is not None and column.spec.filled_by == "person"]
    return tuple(columns)
