"""The values of one column on their way into its cells."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from xltags.books.opc.refs import column_letters
from xltags.books.writing.cell_text import CellWriter, DateKind, date_kind
from xltags.core.values import Value

FEW = 4096  # different values that are remembered; a column with more has hardly any twice
NONE = type(None)
Kinds = Sequence[DateKind | None]


class ColumnTails:
    """Turns the values of a column into tails of cells, some rows at a time.

    Args:
        number: the column's number, for messages.
    """

    def __init__(self, number: int, values: Sequence[Value | None], writer: CellWriter) -> None:
        self._values = values
        self._where = f"column {column_letters(number)}"
        self._writer = writer
        self._texts = _Known(writer, self._where)
        self._numbers = _Known(writer, self._where)  # apart from those of other types: 1, 1.0 and True are the same key

    def of(self, places: Sequence[int]) -> tuple[list[bytes], Kinds | None]:
        """The tails at some ascending places, and the kinds of dates; None where no value is a date."""
        start, stop = places[0], places[-1] + 1
        together = stop - start == len(places)
        values = self._values[start:stop] if together else [self._values[place] for place in places]
        types = set(map(type, values)) - {NONE}
        known = self._texts if types <= {str} else self._numbers if types <= {int} else None
        if known is not None and len(known) < FEW:
            return list(map(known.__getitem__, values)), None
        dated = any(issubclass(each, (date, time, timedelta)) for each in types)
        return self._writer.tails(values, self._where), list(map(date_kind, values)) if dated else None


class _Known(dict[Value | None, bytes]):
    """Tails by value; a new value is written when it is asked for."""

    def __init__(self, writer: CellWriter, where: str) -> None:
        self._writer = writer
        self._where = where

    def __missing__(self, value: Value | None) -> bytes:
        tail = self[value] = self._writer.tail(value, self._where)
        return tail
