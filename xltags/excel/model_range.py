"""The range `xltags_model`: the tables that decide about tags and points, one below the other in a plain rectangle.

A row with nothing but a table's name begins a table, the next row holds its headers, its records follow. Blank rows are
left aside. The contacts are among the tables, because the score asks which people are known.
"""

from collections.abc import Iterable, Sequence

from xltags.books.model_sheet import MODEL_NAME as MODEL_NAME
from xltags.books.model_sheet import MODEL_TABLES as MODEL_TABLES
from xltags.books.raw import RawTable, raw_table
from xltags.books.sheets import tables
from xltags.core.errors import XltagsError
from xltags.core.text import fold
from xltags.core.values import Value, as_text

Cells = Sequence[Sequence[Value | None]]


def model_cells(raws: Iterable[RawTable]) -> list[list[Value | None]]:
    """The tables of a workbook as the range holds them, all rows of one width."""
    names = _names()
    rows: list[list[Value | None]] = []
    for raw in raws:
        id = names.get(fold(raw.sheet)) or names.get(fold(raw.excel_table.removeprefix("tbl")))
        if id is None or not raw.columns:
            continue
        cells = [list(column.cells()) for column in raw.columns]
        rows += [[id], [column.header for column in raw.columns], *map(list, zip(*cells, strict=True))]
    width = max((len(row) for row in rows), default=1)
    return [[*row, *[None] * (width - len(row))] for row in rows]


def model_tables(cells: Cells) -> list[RawTable]:
    """The tables that such a range holds.

    Raises:
        XltagsError: it holds none.
    """
    names, found = _names(), list[tuple[str, list[list[Value | None]]]]()
    for row in cells:
        filled = [value for value in row if value is not None and as_text(value).strip()]
        id = names.get(fold(as_text(row[0]))) if len(filled) == 1 and row[0] == filled[0] else None
        if id is not None:
            found.append((id, []))
        elif filled and found:
            found[-1][1].append(list(row))
    made = [_table(id, rows) for id, rows in found if rows]
    if not made:
        raise XltagsError(f"the model holds no tables; give the range named {MODEL_NAME}, or leave it out")
    return made


def _names() -> dict[str, str]:
    return {fold(name): id for id in MODEL_TABLES for name in (id, *tables()[id].titles.values())}


def _table(id: str, rows: Sequence[Sequence[Value | None]]) -> RawTable:
    headers = [as_text(value).strip() for value in rows[0]]
    while headers and not headers[-1]:
        headers.pop()
    return raw_table(id, headers, [row[: len(headers)] for row in rows[1:]], excel_table=id)
