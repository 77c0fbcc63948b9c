"""A workbook in memory: plain headers and rows, read like any other. For tests and for building demo data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xltags.books.raw import RawTable, raw_table
from xltags.books.read import dataset_from
from xltags.core.dataset import Dataset
from xltags.core.values import Value

Rows = Sequence[Sequence[Value | None]]


@dataclass(frozen=True, slots=True)
class MemoryBook:
    """Sheets by name; each a header row and its records, an Excel Table of the sheet's name."""

    sheets: Mapping[str, tuple[Sequence[str], Rows]]
    name: str = "memory"

    def read_tables(self) -> list[RawTable]:
        """The raw tables of all sheets."""
        return [
            raw_table(sheet, headers, rows, excel_table=sheet.replace(" ", "_"))
            for sheet, (headers, rows) in self.sheets.items()
        ]

    def read(self, *, as_of: date) -> Dataset:
        """The dataset of the book."""
        return dataset_from(self.read_tables(), as_of=as_of, workbook=self.name)
