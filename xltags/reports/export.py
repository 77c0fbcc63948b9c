"""A report's tables as plain cells and as CSV text; writing them anywhere belongs to the doors."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from xltags.core.values import Value, as_text

if TYPE_CHECKING:
    import pandas as pd

MAX_ROWS = 1_048_575  # an Excel sheet has 1,048,576 rows, one of them the header
BLOCK = 4096


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
    return "".join(csv_blocks(frame))


def csv_blocks(frame: pd.DataFrame, *, change: Callable[[str], str] = str) -> Iterator[str]:
    """The same, some thousand records at a time, `change` applied to each text."""
    text = _Text([])
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(str, frame.columns))
    yield from text.parts
    for start in range(0, len(frame), BLOCK):
        text.parts.clear()
        block = frame.iloc[start : start + BLOCK]
        shown = [_shown(block[name], cells, change) for name, cells in columns_of(block).items()]
        writer.writerows(zip(*shown, strict=True))
        yield "".join(text.parts)


def _shown(
    column: pd.Series[str], cells: Sequence[Value | None], change: Callable[[str], str]
) -> Sequence[Value | None]:
    import pandas as pd

    if pd.api.types.is_numeric_dtype(column):
        return [as_text(cell) for cell in cells]
    texts = {cell for cell in cells if isinstance(cell, str)}
    changed: dict[Value | None, str] = {text: new for text in texts if (new := change(text)) != text}
    return [changed.get(cell, cell) for cell in cells] if changed else cells
