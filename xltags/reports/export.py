"""A report's tables as plain cells and as CSV text; writing them anywhere belongs to the doors."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from xltags.core.values import Value, as_text

if TYPE_CHECKING:
    import pandas as pd

MAX_ROWS = 1_048_575  # an Excel sheet has 1,048,576 rows, one of them the header


def columns_of(frame: pd.DataFrame) -> dict[str, Sequence[Value | None]]:
    """The cells by column, as plain values: text, int, float; None where a number is missing.

    >>> import pandas as pd
    >>> columns_of(pd.DataFrame({"tag": ["SEM", ""], "rate": [0.5, None]}))
    {'tag': ['SEM', ''], 'rate': [0.5, None]}
    """
    return {str(name): _cells(frame[name]) for name in frame.columns}


def _cells(column: pd.Series[str]) -> Sequence[Value | None]:
    if column.dtype == object:
        return column.tolist()
    missing = column.isna()
    if not missing.any():
        return column.tolist()
    return [None if blank else value for value, blank in zip(column.tolist(), missing.tolist(), strict=True)]


class _Text(NamedTuple):
    """What the csv module writes to: this floor opens no files, not even in memory."""

    parts: list[str]

    def write(self, part: str) -> None:
        self.parts.append(part)


def csv_text(frame: pd.DataFrame) -> str:
    """The table as CSV: a header of column names, a comma, \\n, quotes where needed; a missing number is empty.

    Numbers are written so that reading them gives the same number; whole amounts have no decimals. Text is written as
    it is: a program reads the file, and who opens it in Excel should import it as text.
    """
    text = _Text([])
    writer = csv.writer(text, lineterminator="\n")
    columns = columns_of(frame)
    writer.writerow(columns)
    shown = [cells if frame[name].dtype == object else [as_text(it) for it in cells] for name, cells in columns.items()]
    writer.writerows(zip(*shown, strict=True))
    return "".join(text.parts)
