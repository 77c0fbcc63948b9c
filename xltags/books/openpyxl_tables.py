"""A table of a workbook held by openpyxl: where its rows stand, and what would be in the way of more."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltags.books.opc.refs import Area, cell_name
from xltags.books.openpyxl_cells import SheetCellsWriter, table_area
from xltags.core.errors import WorkbookError

if TYPE_CHECKING:
    from openpyxl.worksheet.table import Table, TableColumn


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table with its sheet."""

    table: "Table"
    writer: SheetCellsWriter
    area: Area

    @property
    def header(self) -> bool:
        """Whether it shows its header row."""
        return self.table.headerRowCount != 0

    @property
    def totals(self) -> int:
        """The rows below the data that belong to it."""
        return int(bool(self.table.totalsRowCount))

    @property
    def first_row(self) -> int:
        """The first row of data."""
        return self.area.top + self.header

    @property
    def last_row(self) -> int:
        """The last row of data."""
        return self.area.bottom - self.totals

    @property
    def columns(self) -> "list[TableColumn]":
        """Its columns from left to right."""
        return list(self.table.tableColumns)

    def refused(self, what: str, remedy: str) -> WorkbookError:
        """An error that names the table."""
        return WorkbookError(f"{self.writer.place}: table {self.table.displayName!r} {what}; {remedy}", code="FILE006")

    def blocking(self, new: Area) -> str:
        """What stands in an area that the table would grow into, "" if nothing does."""
        sheet = self.writer.sheet
        for other in sheet.tables.values():
            if other is not self.table and table_area(other.ref, self.writer.place).meets(new):
                return f"table {other.displayName!r}"
        cells = sorted(place for place in sheet._cells if new.holds(*place))
        return next((cell_name(*place) for place in cells if not self.writer.is_blank(*place)), "")
