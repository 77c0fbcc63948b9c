"""The rows of small tables, read leniently: every cell becomes a value of the kind that is asked for."""

from collections.abc import Mapping
from itertools import repeat

from xltags.core.flags import NO, YES
from xltags.core.table import Table
from xltags.core.text import fold, split_values
from xltags.core.values import Value, as_number, as_text


class Record:
    """One row of a table, by column id; `row` is its Excel row."""

    def __init__(self, row: int, cells: Mapping[str, Value | None]) -> None:
        self.row, self._cells = row, cells

    def value(self, column_id: str) -> Value | None:
        """The cell as it is."""
        return self._cells.get(column_id)

    def text(self, column_id: str) -> str:
        """The cell as trimmed text; "" where it is blank."""
        return as_text(self.value(column_id)).strip()

    def texts(self, column_id: str) -> tuple[str, ...]:
        """The values of a many-valued cell."""
        return split_values(self.text(column_id))

    def number(self, column_id: str) -> float | None:
        """The cell as a number; digits stored as text count (a check says so), other text does not."""
        found = as_number(self.value(column_id))
        if found is not None:
            return found if abs(found) < 1e300 else None
        try:
            read = float(self.text(column_id))
        except ValueError:
            return None
        return read if abs(read) < 1e300 else None  # nan and inf are no numbers of a plan

    def flag(self, column_id: str, *, default: bool) -> bool:
        """Yes or no; anything else is the default."""
        text = fold(self.text(column_id))
        return text in YES if text in YES or text in NO else default


def records(table: Table) -> list[Record]:
    """The rows of a table as records."""
    ids = tuple(table.columns)
    cells = table.records(ids) if ids else repeat((), len(table))
    return [
        Record(row, dict(zip(ids, each, strict=True))) for row, each in zip(table.rows.tolist(), cells, strict=True)
    ]
