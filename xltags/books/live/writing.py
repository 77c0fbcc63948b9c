"""Carrying out edits in a workbook that is open in Excel."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

from xltags.books.edits import (
    OWN_FORMULA,
    AddColumns,
    AddMarks,
    AppendRows,
    ClearMarks,
    DeleteRows,
    Edit,
    FillColumns,
    PutSheet,
    RemoveSheet,
    RenameColumns,
    SetCells,
    SetNames,
    WriteResult,
)
from xltags.books.live.block import area_of, put_values, read_block, runs_of
from xltags.books.live.notes import clear_notes, put_notes
from xltags.books.live.report_sheet import put_sheet
from xltags.core.errors import WorkbookError
from xltags.core.table import letter_of
from xltags.core.text import fold
from xltags.core.values import Value

if TYPE_CHECKING:
    import xlwings as xw


@dataclass(slots=True)
class LiveWriter:
    """Carries out edits, one after the other, and counts what it leaves."""

    book: "xw.Book"
    formulas_left: list[tuple[str, int, int]] = field(default_factory=list)
    marks_left: list[tuple[str, int]] = field(default_factory=list)

    def result(self) -> WriteResult:
        """What was left."""
        return WriteResult(formulas_left=tuple(self.formulas_left), marks_left=tuple(self.marks_left))

    def carry_out(self, edit: Edit) -> None:
        """One edit.

        Raises:
            WorkbookError: FILE006 it cannot be done here: no such sheet or table, or something stands in the way.
        """
        match edit:
            case SetCells():
                self._set_cells(edit)
            case FillColumns():
                self._fill(edit)
            case AppendRows():
                self._append(edit)
            case AddColumns():
                self._add_columns(edit)
            case RenameColumns():
                table = self._table(edit.table)
                for header, name in edit.headers.items():
                    self._header_cell(table, header).value = name
            case SetNames():
                self._set_names(edit)
            case DeleteRows():
                table = self._table(edit.table)
                area = table.range
                for row in sorted(set(edit.rows), reverse=True):
                    area_of(area.sheet, row, area.column, 1, area.shape[1]).delete(shift="up")
            case PutSheet():
                put_sheet(self.book, edit.sheet)
            case RemoveSheet():
                self._sheet(edit.name).delete()
            case AddMarks():
                left = put_notes(self._sheet(edit.sheet), edit.marks)
                if left:
                    self.marks_left.append((edit.sheet, left))
            case ClearMarks():
                for sheet in [self._sheet(edit.sheet)] if edit.sheet else self.book.sheets:
                    clear_notes(sheet)
            case _:
                assert_never(edit)

    def _sheet(self, name: str) -> "xw.Sheet":
        for sheet in self.book.sheets:
            if fold(sheet.name) == fold(name):
                return sheet
        raise WorkbookError(f"{self.book.name}: has no sheet {name!r}", code="FILE006")

    def _table(self, name: str) -> "xw.main.Table":
        for sheet in self.book.sheets:
            for table in sheet.tables:
                if fold(table.name) == fold(name):
                    return table
        raise WorkbookError(f"{self.book.name}: has no table {name!r}", code="FILE006")

    def _header_cell(self, table: "xw.main.Table", header: str) -> "xw.Range":
        area = table.range
        block = read_block(area_of(area.sheet, area.row, area.column, 1, area.shape[1]))
        for place, value in enumerate(block.values[0]):
            if value == header:
                return area_of(area.sheet, area.row, area.column + place, 1, 1)
        raise WorkbookError(f"{self.book.name}: table {table.name} has no column {header!r}", code="FILE006")

    def _set_cells(self, edit: SetCells) -> None:
        by_column: dict[int, dict[int, Value | None]] = {}
        for (row, column), value in sorted(edit.cells.items()):
            by_column.setdefault(column, {})[row] = value
        for column, cells in by_column.items():
            self._put_column(edit.sheet, column, cells, into="refuse")

    def _fill(self, edit: FillColumns) -> None:
        for column, values in edit.columns.items():
            rows = edit.rows if edit.rows is not None else range(edit.first_row, edit.first_row + len(values))
            self._put_column(edit.sheet, column, dict(zip(rows, values, strict=True)), into=edit.into_formulas)

    def _put_column(self, name: str, column: int, cells: Mapping[int, Value | None], *, into: str) -> None:
        """Write cells of one column, a call for each run of rows; what happens to formulas says `into`."""
        if not cells:
            return
        sheet = self._sheet(name)
        rows = sorted(cells)
        if into != "overwrite":
            found = read_block(area_of(sheet, rows[0], column, rows[-1] - rows[0] + 1, 1)).formulas
            formulas = {row for row in rows if found[row - rows[0]][0]}
            if formulas and into == "refuse":
                raise WorkbookError(
                    f"{self.book.name}: {name}!{letter_of(column)}{min(formulas)} holds a formula, which is never "
                    "overwritten unasked; put the value there by hand",
                    code="FILE006",
                )
            own = {row for row in formulas if into == "own" and OWN_FORMULA in found[row - rows[0]][0]}
            if formulas - own and into in ("leave", "own"):  # Excel itself gives xltags' own formulas their results
                self.formulas_left.append((name, column, len(formulas - own)))
            rows = [row for row in rows if row not in formulas]
        for run in runs_of(rows):
            put_values(sheet, run[0], column, [[cells[row]] for row in run])

    def _append(self, edit: AppendRows) -> None:
        table = self._table(edit.table)
        area = table.range
        sheet, width = area.sheet, area.shape[1]
        head = 1 if table.show_headers else 0
        totals = bool(table.show_totals)
        body = read_block(area_of(sheet, area.row + head, area.column, max(area.shape[0] - head - totals, 1), width))
        blank = body.is_blank()
        start = area.row + head + (0 if blank else body.height)
        rows = [[*row, *[None] * (width - len(row))] for row in edit.rows]
        end = start + len(rows) - 1
        if not rows:
            return
        if totals:
            table.show_totals = False
        last = area.row + head + body.height - 1
        self._require_blank(sheet, last + 1, area.column, end - last, width, f"below table {edit.table}")
        if end > last:
            table.resize(area_of(sheet, area.row, area.column, end - area.row + 1, width))
        for place in range(width):  # a calculated column fills itself
            cells = [row[place] for row in rows]
            if any(cell is not None for cell in cells):
                put_values(sheet, start, area.column + place, [[cell] for cell in cells])
        if totals:
            table.show_totals = True

    def _add_columns(self, edit: AddColumns) -> None:
        table = self._table(edit.table)
        area = table.range
        sheet, start = area.sheet, area.column + area.shape[1]
        self._require_blank(sheet, area.row, start, area.shape[0], len(edit.columns), f"right of table {edit.table}")
        table.resize(area_of(sheet, area.row, area.column, area.shape[0], area.shape[1] + len(edit.columns)))
        for place, column in enumerate(edit.columns):
            put_values(sheet, area.row, start + place, [[column.header]])
            if column.values:
                put_values(sheet, area.row + 1, start + place, [[value] for value in column.values])

    def _require_blank(self, sheet: "xw.Sheet", row: int, column: int, height: int, width: int, where: str) -> None:
        """A table never swallows cells that stand beside it."""
        if height < 1 or width < 1:
            return
        if not read_block(area_of(sheet, row, column, height, width)).is_blank():
            raise WorkbookError(
                f"{self.book.name}: {sheet.name}: something stands {where}, where it must grow; move it away",
                code="FILE006",
            )

    def _set_names(self, edit: SetNames) -> None:
        for name, text in edit.texts.items():
            if name in [known.name for known in self.book.names]:
                self.book.names[name].delete()
            self.book.names.add(name, f"={text}")


def touched_sheets(edits: Iterable[Edit], book: "xw.Book") -> set[str]:
    """The names of the sheets that edits write to."""
    found: set[str] = set()
    by_table = {fold(table.name): sheet.name for sheet in book.sheets for table in sheet.tables}
    for edit in edits:
        match edit:
            case SetCells() | FillColumns() | AddMarks():
                found.add(edit.sheet)
            case AppendRows() | AddColumns() | RenameColumns() | DeleteRows():
                found.add(by_table.get(fold(edit.table), ""))
            case PutSheet():
                found.add(edit.sheet.name)
            case RemoveSheet():
                found.add(edit.name)
            case ClearMarks():
                found |= {edit.sheet} if edit.sheet else {sheet.name for sheet in book.sheets}
            case SetNames():
                pass
    return found - {""}
