"""Exports as columns of cells with their row numbers: CSV, workbooks and Parquet files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from xltags.books.importing.text import decode, records_of
from xltags.books.places import is_file, is_folder
from xltags.core.errors import XltagsError
from xltags.core.table import BLANK, Codes, Column
from xltags.core.text import fold

WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm")
PARQUET = (".parquet", ".pq")
HEADER_SEARCH = 20  # rows from the top among which a header is looked for
REFUSED = {".xls": "Excel Workbook (.xlsx)", ".xlsb": "Excel Workbook (.xlsx)", ".ods": "Excel Workbook (.xlsx)",
           ".json": "CSV", ".html": "CSV", ".htm": "CSV", ".pdf": "CSV", ".zip": "an unpacked CSV file"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A source as read. `rows` holds the row number of each record as a spreadsheet counts (the header is row 1).

    Records without any value are left out and counted in `blank_rows`. `surplus` are the cells beyond the header by
    record. `how` says in which form it was read, such as "utf-8, comma". `date1904` tells how serial numbers count.
    """

    name: str
    rows: Codes
    columns: Mapping[str, Column]
    blank_rows: int = 0
    surplus: Mapping[int, Sequence[str]] = field(default_factory=dict)
    how: str = ""
    date1904: bool = False
    typed: bool = False

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a map may say about reading a file; the defaults find out by themselves. `header_row` counts from 1."""

    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0


def read_source(path: Path, options: ReadOptions | None = None) -> SourceTable:
    """The columns of an export by header.

    Raises:
        XltagsError: SRC001 the file cannot be read or is of no known kind, SRC002 a header stands twice.
    """
    options = options or ReadOptions()
    suffix = path.suffix.lower()
    if not is_file(path):
        what = "is a folder; name the files in it" if is_folder(path) else "is not there; check the name and the folder"
        raise XltagsError(f"{path}: {what}", code="SRC001")
    if suffix in REFUSED:
        raise XltagsError(f"{path}: cannot be imported; save it as {REFUSED[suffix]} first", code="SRC001")
    if suffix in WORKBOOKS:
        from xltags.books.importing.sheets import read_sheet_source

        return read_sheet_source(path, options.sheet, options.header_row)
    if suffix in PARQUET:
        from xltags.books.importing.parquet import read_parquet

        return read_parquet(path)
    return _read_csv(path, options)


def _read_csv(path: Path, options: ReadOptions) -> SourceTable:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise XltagsError(f"{path}: cannot be read: {error.strerror}", code="SRC001") from error
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise XltagsError(f"{path}: is a workbook, not CSV; give it its real ending (.xlsx) first", code="SRC001")
    text, encoding = decode(data, path, options.encoding)
    records, delimiter = records_of(text, path, options.delimiter)
    top = options.header_row - 1 if options.header_row else _header_place(records)
    if top >= len(records):
        raise XltagsError(f"{path}: is empty; there is no header row", code="SRC001")
    headers = records[top]
    while headers and not headers[-1].strip():
        headers = headers[:-1]
    how = f"{encoding}, {_NAMES.get(delimiter, repr(delimiter))}"
    if top > _first_filled(records):
        how += f", header in row {top + 1}"
    return table_of(path.name, headers, records[top + 1 :], first_row=top + 2, how=how, place=str(path))


_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def _first_filled(records: Sequence[Sequence[str]]) -> int:
    return next((at for at, record in enumerate(records) if any(cell.strip() for cell in record)), len(records))


def _header_place(records: Sequence[Sequence[str]]) -> int:
    """Where the header is.

    It is the first record that is not blank, or, below titles of one cell, the first with more than two names.
    """
    first = _first_filled(records)
    for at, record in enumerate(records[first : first + HEADER_SEARCH], first):
        filled = [cell.strip() for cell in record if cell.strip()]
        if len(filled) > 1:
            names = 2 < len(filled) == len(set(filled)) and not any(name[0].isdigit() for name in filled)
            return at if names else first
    return first


def table_of(
    name: str, headers: Sequence[str], records: Sequence[Sequence[str]], *, first_row: int, how: str, place: str
) -> SourceTable:
    """A source from text records below their header; short records are blank at the end."""
    names = check_headers(headers, place)
    width = len(headers)
    odd = [at for at, record in enumerate(records) if len(record) != width]
    surplus = {at: tuple(records[at][width:]) for at in odd if any(cell.strip() for cell in records[at][width:])}
    if odd:
        even = list(records)
        for at in odd:
            even[at] = [*records[at][:width], *[""] * (width - len(records[at]))]
        records = even
    cells = zip(*records, strict=True) if records else ((),) * width
    columns = {
        header: text_column(header, column)
        for header, column in zip(names, cells, strict=True)
        if header or any(cell.strip() for cell in column)
    }
    rows = np.arange(first_row, first_row + len(records), dtype=np.int32)
    return without_blanks(SourceTable(name, rows, columns, 0, surplus, how))


def text_column(header: str, cells: Sequence[str]) -> Column:
    """`make_column` for texts only, several times as fast."""
    places = dict.fromkeys(cells, BLANK)
    distinct = [text for text in places if text and not text.isspace()]
    places.update(zip(distinct, range(len(distinct)), strict=True))
    codes = np.fromiter(map(places.__getitem__, cells), dtype=np.int32, count=len(cells))
    return Column(header, header, "A", tuple(distinct), codes)


def check_headers(headers: Sequence[str], place: str) -> list[str]:
    """The headers without white space at their ends; a blank one is called by its place ("column 3").

    Raises:
        XltagsError: SRC002 a header stands twice.
    """
    names = [header.strip() or f"column {number}" for number, header in enumerate(headers, 1)]
    seen: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        if name in seen:
            raise XltagsError(
                f"{place}: the header {name!r} stands twice (columns {seen[name]} and {number}); rename one of them",
                code="SRC002",
            )
        seen[name] = number
    return names


def without_blanks(table: SourceTable) -> SourceTable:
    """The source without records that hold nothing, which are counted."""
    filled: NDArray[np.bool_] = np.zeros(len(table.rows), dtype=np.bool_)
    for column in table.columns.values():
        filled |= column.codes > BLANK
    filled[list(table.surplus)] = True
    if filled.all():
        return table
    places = np.cumsum(filled) - 1
    columns = {header: replace(column, codes=column.codes[filled]) for header, column in table.columns.items()}
    surplus = {int(places[at]): cells for at, cells in table.surplus.items()}
    blank = int((~filled).sum())
    return SourceTable(table.name, table.rows[filled], columns, blank, surplus, table.how, table.date1904, table.typed)


def compact(column: Column) -> Column:
    """The column with only those distinct values that occur in it."""
    used = np.unique(column.codes[column.codes > BLANK])
    if len(used) == len(column.values):
        return column
    places = np.full(len(column.values) + 1, BLANK, dtype=np.int32)
    places[used] = np.arange(len(used), dtype=np.int32)
    values = tuple(column.values[code] for code in used.tolist())
    return replace(column, values=values, codes=places[column.codes])


def find_header(table: SourceTable, header: str, place: str) -> Column:
    """The column under a header: exactly, else the only one that folds to the same text.

    Raises:
        XltagsError: MAP005 there is none; the nearest headers are named.
    """
    exact = table.columns.get(header.strip())
    if exact is not None:
        return exact
    folded = [column for name, column in table.columns.items() if fold(name) == fold(header)]
    if len(folded) == 1:
        return folded[0]
    from difflib import get_close_matches

    close = get_close_matches(fold(header), {fold(name): name for name in table.columns}, 1, 0.6)
    near = next((name for name in table.columns if close and fold(name) == close[0]), "")
    hint = f"; the nearest is {near!r}" if near else f"; it has {', '.join(map(repr, list(table.columns)[:12]))}"
    raise XltagsError(f"{place}: {table.name} has no header {header!r}{hint}", code="MAP005")
