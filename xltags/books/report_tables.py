"""Data frames of reports as tables of a sheet: headers, formats and widths of their columns, cells as codes."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from xltags.books.coded import CodedCells, Codes
from xltags.books.report_sheet import ColumnFormat, ReportTable
from xltags.books.report_words import report_word
from xltags.books.shown_width import shown_width
from xltags.core.finding import Language
from xltags.core.values import Value

if TYPE_CHECKING:
    import pandas as pd

TEXT: ColumnFormat = "text"
WRAP: ColumnFormat = "wrap"
LONGEST, WIDEST, BROKEN = 96, 44, 40  # widths: of long texts, of others at most, and of those that are broken
MAX_WRAPPED = 5_000  # records; programs measure every broken text when they open a workbook
PART = 1 << 16
SHARES = ("rate", "fill", "share", "purity", "conversion", "acceptance", "leakage", "roi", "renewal", "churn")
MONEY = ("spend", "revenue", "amount", "cpl", "cpa")
LONG = ("message", "suggestion", "advice", "why", "note", "text")


def frame_table(
    name: str,
    frame: "pd.DataFrame",
    *,
    row: int,
    column: int,
    language: Language | None,
    late: Mapping[str, Sequence[Value | None]] = MappingProxyType({}),
) -> ReportTable:
    """One table. The headers of facts are their ids, for pivots (no language); those of a summary are words."""
    header = tuple(str(id) if language is None else report_word(str(id), language) for id in frame.columns)
    formats = tuple(column_format(str(id), frame[id]) for id in frame.columns)
    columns: tuple[Sequence[Value | None], ...] = tuple(coded_cells(frame[id]) for id in frame.columns)
    if language is not None:
        formats = tuple(
            WRAP if form == TEXT and _longest(cells) > WIDEST else form
            for form, cells in zip(formats, columns, strict=True)
        )
    header += tuple(late)
    formats += tuple(WRAP if len(frame) <= MAX_WRAPPED else TEXT for _ in late)
    columns += tuple(values if len(values) == len(frame) else values[: len(frame)] for values in late.values())
    return ReportTable(
        name=name,
        row=row,
        column=column,
        header=header,
        columns=columns,
        formats=formats,
        widths=tuple(
            _width(str(id), text, cells, form)
            for id, text, cells, form in zip((*frame.columns, *late), header, columns, formats, strict=True)
        ),
    )


def column_format(id: str, column: "pd.Series") -> ColumnFormat:
    """How a column of a report is shown, from its name and type."""
    import pandas as pd

    words = id.split("_")
    if not pd.api.types.is_numeric_dtype(column):
        return "tier" if words[-1] == "tier" else "text"
    if id == "year":
        return "text"
    if words[-1] in ("low", "high"):
        return "interval"
    if any(word in SHARES for word in words) and "gap" not in words:
        return "percent"
    if any(word in MONEY for word in words):
        return "money"
    if pd.api.types.is_integer_dtype(column):
        return "int"
    parts = (column.iloc[start : start + PART] for start in range(0, len(column), PART))
    whole = all(map(_is_whole, (part.to_numpy(dtype=np.float64, na_value=np.nan) for part in parts)))
    return "int" if whole else "number"  # days and hours: 12, not 12.00


def _is_whole(values: NDArray[np.float64]) -> bool:
    return np.array_equal(values, np.round(values), equal_nan=True)


def coded_cells(column: "pd.Series") -> CodedCells:
    """A column of a report as cells: texts of a column of objects or categories, else numbers; "" and nan are blank."""
    import pandas as pd

    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, values = column.array.codes, column.cat.categories.tolist()  # `cat.codes` would copy them
    else:
        codes, values = _encoded(column)
    narrow: Codes = codes.astype(np.min_scalar_type(-len(values) - 1), copy=False)
    if "" in values:
        blank = values.index("")
        del values[blank]
        blanks = narrow == blank
        narrow = narrow - (narrow > blank)
        narrow[blanks] = -1
    return CodedCells(values, narrow)


def _encoded(column: "pd.Series") -> tuple[Codes, list[Value]]:
    """A code a record, -1 where it is missing, and the distinct values, in order of appearance."""
    import pandas as pd

    places: dict[Value, int] = {}
    codes: list[Codes] = [np.empty(0, dtype=np.int8)]
    for start in range(0, len(column), PART):  # a hash table of a million records takes tens of megabytes
        part, distinct = pd.factorize(column.iloc[start : start + PART])
        known = [places.setdefault(value, len(places)) for value in distinct.tolist()]
        codes.append(np.array([*known, -1], dtype=np.min_scalar_type(-len(places) - 1))[part])
    return np.concatenate(codes), list(places)


def _width(id: str, header_text: str, cells: Sequence[Value | None], form: ColumnFormat) -> float:
    """Characters to show a column: its header over two lines and its longest value among the first, within bounds."""
    wide = [(shown_width(word), len(word)) for word in header_text.split()]
    # Chinese breaks anywhere, which leaves a letter alone on the second line of a heading a little too long for one.
    halves = [shown if shown == letters else shown - 4 if shown <= 14 else -(-shown // 2) for shown, letters in wide]
    header = max(*halves, 4) + 6
    if form not in ("text", "tier", "wrap"):
        return float(max(header, 12)) if form in ("money", "number") else float(header)
    if form == WRAP:
        return float(LONGEST if id in LONG else BROKEN)
    return float(min(LONGEST if id in LONG else WIDEST, max(_longest(cells) + 3, header, 9)))


def _longest(cells: Sequence[Value | None]) -> int:
    """The width of the longest text among the first cells."""
    return max((shown_width(str(cell)) for cell in cells[:500] if cell is not None), default=0)
