"""Cells of a workbook held by openpyxl: values as text, never as formulas, and no cell that is not ours to change."""

from collections.abc import Sequence
from copy import copy
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from xltags.books.edits import OWN_FORMULA, IntoFormulas
from xltags.books.opc.refs import MAX_COLUMN, MAX_ROW, Area, cell_name, parse_area
from xltags.books.writing.cell_text import UNSAFE, CellWriter, date_kind, serial_of
from xltags.books.writing.styles import DATE_FORMATS, is_date_format
from xltags.core.errors import WorkbookError
from xltags.core.values import CellFault, Value

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


class SheetCellsWriter:
    """Writes into one sheet; see `put`.

    Attributes:
        left: column number -> how many formulas stood where values were to go, and stay.
    """

    def __init__(self, sheet: "Worksheet", place: str, *, date1904: bool, allow_protected: bool) -> None:
        self.sheet = sheet
        self.place = place
        self.left: dict[int, int] = {}
        self._date1904 = date1904
        self._locked = bool(sheet.protection.sheet) and not allow_protected
        self._checker = CellWriter(place, date1904=date1904, shared={})
        self._spreads = _spreads(sheet)

    def cell(self, row: int, column: int) -> "Cell":
        """The cell to write into.

        Raises:
            WorkbookError: FILE006 it is off the sheet, inside a merged cell or an array formula, or locked.
        """
        from openpyxl.cell.cell import Cell

        name = cell_name(row, column)
        if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
            raise self._refused(f"row {row}, column {column}", "is outside of the sheet", "spread the data")
        found = self.sheet.cell(row, column)
        if not isinstance(found, Cell):
            raise self._refused(name, "is hidden inside a merged cell", "unmerge it first")
        inside = next((area for area in self._spreads if area.holds(row, column)), None)
        if inside is not None:
            raise self._refused(name, f"is a result of the array formula in {inside}", "move the formula elsewhere")
        if self._locked and found.protection.locked:
            raise self._refused(name, "is locked and its sheet protected", "unprotect the sheet (Review > Unprotect)")
        return found

    def put(self, row: int, column: int, value: Value | None, into_formulas: IntoFormulas = "refuse") -> None:
        """Puts a value into a cell, which keeps its style; None empties it.

        Raises:
            WorkbookError: FILE006 the cell is not ours to change, or cannot hold the value.
        """
        cell = self.cell(row, column)
        if cell.data_type == "f" and into_formulas != "overwrite":
            if into_formulas == "refuse":
                raise self._refused(cell.coordinate, "holds a formula, which is not overwritten", "clear it first")
            # openpyxl cannot keep a formula with its result: those of xltags' own get theirs when Excel opens the file
            if into_formulas != "own" or OWN_FORMULA not in str(cell.value):
                self.left[column] = self.left.get(column, 0) + 1
            return
        self._checker.tail(value, cell.coordinate)
        kind = date_kind(value)
        if value is None:
            cell.value = None
        elif isinstance(value, CellFault):
            _set(cell, value.text, "e")
        elif isinstance(value, str):
            _set(cell, escaped(value), "s")
        elif isinstance(value, date | time | timedelta):
            cell.value = serial_of(value, date1904=self._date1904)
            if kind is not None and not is_date_format(cell.number_format):
                cell.number_format = DATE_FORMATS[kind]
        else:
            cell.value = value

    def put_formula(self, row: int, column: int, formula: str, *, array: bool) -> None:
        """Puts the formula of a calculated column into a cell."""
        from openpyxl.worksheet.formula import ArrayFormula

        cell = self.cell(row, column)
        cell.value = ArrayFormula(cell.coordinate, f"={formula}") if array else f"={formula}"

    def is_blank(self, row: int, column: int) -> bool:
        """Whether nothing stands in a cell."""
        from openpyxl.cell.cell import Cell

        found = self.sheet._cells.get((row, column))
        return not isinstance(found, Cell) or found.value is None

    def _refused(self, cell: str, what: str, remedy: str) -> WorkbookError:
        return WorkbookError(f"{self.place}!{cell}: {what}; {remedy}", code="FILE006")


def escaped(text: str) -> str:
    """Text as openpyxl must hold it: what XML cannot, and what looks like an escape, in Excel's escapes.

    >>> escaped("_x0041_"), escaped("a" + chr(7))
    ('_x005F_x0041_', 'a_x0007_')
    """
    return UNSAFE.sub(lambda match: f"_x{ord(match[0]):04X}_", text) if UNSAFE.search(text) else text


def _set(cell: "Cell", text: str, kind: str) -> None:
    """Sets a text past openpyxl's own ideas of what it is: a leading `=` makes no formula, `#N/A` no error."""
    cell._value = text  # type: ignore[attr-defined]  # the setter would guess and cut
    cell.data_type = kind


def copy_style(source: "Cell", target: "Cell") -> None:
    """The whole look of a cell for another."""
    target._style = copy(source._style)  # type: ignore[attr-defined]  # the one way to copy all of it


def table_area(ref: str, place: str) -> Area:
    """The range of a table.

    Raises:
        WorkbookError: FILE006 it is none.
    """
    area = parse_area(ref)
    if area is None:
        raise WorkbookError(f"{place}: the table has no readable range ({ref!r}); let Excel repair it", code="FILE006")
    return area


def _spreads(sheet: "Worksheet") -> Sequence[Area]:
    """The ranges of array formulas and data tables that reach beyond one cell."""
    found = []
    for cell in sheet._cells.values():
        if getattr(cell, "data_type", "") == "f" and not isinstance(cell.value, str):
            area = parse_area(getattr(cell.value, "ref", "") or "")
            if area is not None and area[:2] != area[2:]:
                found.append(area)
    return found
