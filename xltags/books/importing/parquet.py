"""Parquet files as sources: their types are kept as far as a cell can hold them."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite, isnan
from pathlib import Path
from typing import Any

import numpy as np

from xltags.books.importing.sources import SourceTable, check_headers, without_blanks
from xltags.core.errors import XltagsError
from xltags.core.table import make_column
from xltags.core.values import Value, as_text


def read_parquet(path: Path) -> SourceTable:
    """The columns of a Parquet file.

    Raises:
        XltagsError: SRC001 it cannot be read, SRC002 a header stands twice.
    """
    try:
        import pyarrow.parquet as parquet
        from pyarrow.lib import ArrowException
    except ImportError as error:
        raise XltagsError(
            f"{path}: Parquet files need pyarrow; run pip install 'xltags[parquet]', or export CSV", code="SRC001"
        ) from error
    try:
        found = parquet.read_table(path)  # type: ignore[no-untyped-call]  # pyarrow has no types
    except (ArrowException, OSError) as error:
        raise XltagsError(f"{path}: is no readable Parquet file: {error}", code="SRC001") from error
    names = check_headers([str(name) for name in found.column_names], str(path))
    columns = {
        name: make_column(name, (_plain(value) for value in _values(found.column(number), f"{path}: {name}")))
        for number, name in enumerate(names)
    }
    rows = np.arange(2, 2 + found.num_rows, dtype=np.int32)
    return without_blanks(SourceTable(path.name, rows, columns, how="parquet", typed=True))


def _values(column: Any, place: str) -> list[object]:  # pyarrow has no types
    """The values of a column of a Parquet file; texts where it holds a day that Python has not."""
    from pyarrow.lib import ArrowException

    try:
        return list(column.to_pylist())
    except (OverflowError, ValueError):
        try:
            return list(column.cast("string").to_pylist())
        except ArrowException as error:
            raise XltagsError(f"{place}: cannot be read: {error}; export it as text", code="SRC001") from error


def _plain(value: object) -> Value | None:
    """A value of a Parquet file as a cell can hold it; a number with more digits than Excel keeps becomes text."""
    match value:
        case None | str() | bool():
            return value
        case int():
            return value if abs(value) < 10**15 else str(value)
        case float():
            return None if isnan(value) else value if isfinite(value) else str(value)
        case Decimal():
            return float(value) if Decimal(str(float(value))) == value else str(value)
        case datetime():
            return datetime(*value.timetuple()[:6], value.microsecond)  # pandas' have nanoseconds, too
        case date() | time() | timedelta():
            return value
        case bytes():
            return value.decode("utf-8", "replace")
        case list() | tuple():
            return "; ".join(as_text(_plain(part)) for part in value if part is not None)
        case _:
            return str(value)
