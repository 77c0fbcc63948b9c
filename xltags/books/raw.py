"""A table as it stands in a workbook, before its headers are known by id."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from xltags.core.structure_fault import StructureFault
from xltags.core.table import BLANK, Codes, Column, letter_of, make_column
from xltags.core.values import Value


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table of a sheet. `columns` are in the order of the sheet, with the header text as id.

    `rows` are the Excel rows of the records, blank rows included; `excel_table` is the ListObject's name, "" where the
    sheet has none and its cells were taken as they stand; `extent` is its range. `made` is what was worked out from it.
    """

    sheet: str
    header_row: int
    rows: Codes
    columns: tuple[Column, ...]
    excel_table: str = ""
    extent: str = ""
    faults: tuple[StructureFault, ...] = field(default=())
    made: dict[object, object] = field(init=False, repr=False, compare=False, default_factory=dict)


def raw_table(
    sheet: str,
    headers: Sequence[str],
    records: Sequence[Sequence[Value | None]],
    *,
    excel_table: str = "",
    header_row: int = 1,
) -> RawTable:
    """A raw table from plain rows, as if it stood at column A."""
    columns = tuple(
        make_column(header, (record[number] for record in records), letter=letter_of(number + 1))
        for number, header in enumerate(headers)
    )
    rows = np.arange(header_row + 1, header_row + 1 + len(records), dtype=np.int32)
    return RawTable(sheet, header_row, rows, columns, excel_table)


def without_blank_rows(
    rows: Codes, columns: Mapping[str, Column], *, but: Collection[str] = ()
) -> tuple[Codes, dict[str, Column]]:
    """The records that hold anything at all; what columns of `but` hold does not count where others are there."""
    filled: NDArray[np.bool_] = np.zeros(len(rows), dtype=np.bool_)
    for id, column in columns.items():
        if id not in but or len(but) == len(columns):
            filled |= column.codes > BLANK
    if filled.all():
        return rows, dict(columns)
    return rows[filled], {id: replace(column, codes=column.codes[filled]) for id, column in columns.items()}
