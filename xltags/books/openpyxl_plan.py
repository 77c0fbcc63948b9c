"""The edits of a plan, carried out on a workbook held by openpyxl."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltags.books.edits import (
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
)
from xltags.books.lint.formula_text import sheets_named
from xltags.books.opc.refs import cell_name
from xltags.books.openpyxl_cells import SheetCellsWriter, table_area
from xltags.books.openpyxl_columns import add_columns
from xltags.books.openpyxl_rows import append_rows
from xltags.books.openpyxl_sheets import check_tables, emptied_sheet, fill_sheet
from xltags.books.openpyxl_tables import FoundTable
from xltags.books.package import Package
from xltags.books.report_sheet import ReportSheet
from xltags.books.without_charts import without_charts
from xltags.core.errors import WorkbookError

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

AUTHOR = "xltags"  # whose notes are ours


@dataclass(frozen=True, slots=True)
class Done:
    """What a plan left as it was; see `WriteResult`."""

    formulas_left: tuple[tuple[str, int, int], ...]
    marks_left: tuple[tuple[str, int], ...]
    pivots_left: tuple[str, ...] = ()
    charts_left: tuple[str, ...] = ()


class BookPlan:
    """Carries out edits on one workbook."""

    def __init__(self, book: "Workbook", package: Package, *, allow_protected: bool) -> None:
        self._book = book
        self._package = package
        self._allow_protected = allow_protected
        self._writers: dict[str, SheetCellsWriter] = {}
        self._marks_left: list[tuple[str, int]] = []
        self._pivots_left: list[str] = []
        self._charts_left: list[str] = []

    def carry_out(self, plan: Sequence[Edit]) -> Done:
        """Carries the edits out in order.

        Raises:
            WorkbookError: FILE006 one cannot be done on this workbook.
        """
        for edit in plan:
            self._one(edit)
        for sheet in self._book.worksheets:
            for pivot in sheet._pivots:  # type: ignore[attr-defined]  # openpyxl has no public way
                pivot.cache.refreshOnLoad = True
        left = tuple(
            (name, column, count) for name, it in self._writers.items() for column, count in sorted(it.left.items())
        )
        return Done(left, tuple(self._marks_left), tuple(self._pivots_left), tuple(self._charts_left))

    def _one(self, edit: Edit) -> None:
        match edit:
            case SetCells():
                writer = self._writer(edit.sheet)
                for (row, column), value in sorted(edit.cells.items()):
                    writer.put(row, column, value)
            case FillColumns():
                self._fill(edit)
            case AppendRows():
                append_rows(self._book, self._table(edit.table), edit)
            case AddColumns():
                add_columns(self._table(edit.table), edit)
            case PutSheet():
                self._put(edit.sheet)
            case RemoveSheet():
                self._remove(edit.name)
            case AddMarks():
                self._add_marks(edit)
            case ClearMarks():
                self._clear_marks(edit.sheet)
            case SetNames():
                self._set_names(edit)
            case RenameColumns():
                raise self._refused("headers cannot be changed with --engine openpyxl", "change them in Excel")
            case DeleteRows():
                raise self._refused("rows cannot be deleted with --engine openpyxl", "delete them in Excel")

    def _set_names(self, edit: SetNames) -> None:
        for name, text in edit.texts.items():
            if name not in self._book.defined_names:
                raise self._refused(f"has no name {name!r} to change", "name one it has")
            self._book.defined_names[name].attr_text = text

    def _refused(self, what: str, remedy: str) -> WorkbookError:
        return WorkbookError(f"{self._package.path}: {what}; {remedy}", code="FILE006")

    def _sheet(self, name: str) -> "Worksheet":
        found = next((each for each in self._book.worksheets if each.title.casefold() == name.casefold()), None)
        if found is None:
            raise self._refused(f"has no sheet {name!r}", "name one it has")
        return found

    def _writer(self, name: str) -> SheetCellsWriter:
        sheet = self._sheet(name)
        if sheet.title not in self._writers:
            place = f"{self._package.path}: {sheet.title}"
            self._writers[sheet.title] = SheetCellsWriter(
                sheet, place, date1904=self._package.date1904, allow_protected=self._allow_protected
            )
        return self._writers[sheet.title]

    def _table(self, name: str) -> FoundTable:
        known = []
        for sheet in self._book.worksheets:
            for table in sheet.tables.values():
                if table.displayName.casefold() == name.casefold():
                    writer = self._writer(sheet.title)
                    return FoundTable(table, writer, table_area(table.ref, writer.place))
                known.append(table.displayName)
        raise self._refused(f"has no table {name!r} (it has: {', '.join(known) or 'none'})", "name one")

    def _fill(self, edit: FillColumns) -> None:
        count = max((len(values) for values in edit.columns.values()), default=0)
        rows = range(edit.first_row, edit.first_row + count) if edit.rows is None else edit.rows
        if any(len(values) != len(rows) for values in edit.columns.values()):
            raise ValueError(f"columns of other lengths than {len(rows)} rows")
        if not count:
            return
        writer = self._writer(edit.sheet)
        for column, values in sorted(edit.columns.items()):
            for row, value in zip(rows, values, strict=True):
                writer.put(row, column, value, edit.into_formulas)

    def _put(self, wanted: ReportSheet) -> None:
        if wanted.pivots:  # openpyxl makes none, and keeps one that is there
            self._pivots_left.append(wanted.name)
            return
        if wanted.charts:
            self._charts_left.append(wanted.name)
            wanted = without_charts(wanted)
        place = str(self._package.path)
        if all(each.casefold() != wanted.name.casefold() for each in self._book.sheetnames):
            self._check_structure()
        check_tables(self._book, wanted, place)
        self._writers.pop(wanted.name, None)
        sheet = emptied_sheet(self._book, wanted.name, place)
        ids = [table.id for each in self._book.worksheets for table in each.tables.values()]
        writer = SheetCellsWriter(
            sheet, f"{place}: {wanted.name}", date1904=self._package.date1904, allow_protected=True
        )
        fill_sheet(sheet, wanted, writer, max(ids, default=0) + 1)
        if wanted.hidden:
            sheet.sheet_state = "veryHidden"

    def _remove(self, name: str) -> None:
        sheet = self._sheet(name)
        self._check_structure()
        others = [each.state for each in self._package.sheets if each.kind == "chartsheet"]
        for each in self._book.worksheets:
            if each is not sheet:
                others.append(each.sheet_state)
        if "visible" not in others:
            raise self._refused(f"{name!r} is the only visible sheet and cannot be removed", "unhide another")
        self._writers.pop(sheet.title, None)
        active = self._book.active
        self._book.remove(sheet)
        if active is not None and active is not sheet:
            self._book.active = active
        gone = sheet.title.casefold()
        for names in (self._book.defined_names, *(each.defined_names for each in self._book.worksheets)):
            for key, defined in list(names.items()):
                if gone in (each.casefold() for each in sheets_named(defined.attr_text or "")):
                    del names[key]

    def _check_structure(self) -> None:
        """Refuses to add or remove sheets where the owner of the workbook has locked its structure."""
        lock = self._book.security
        if lock is not None and lock.lockStructure and not self._allow_protected:
            raise self._refused(
                "its structure is protected, so no sheet can be added or removed",
                "unprotect it (Review > Protect Workbook) or allow writing to protected workbooks (--allow-protected)",
            )

    def _add_marks(self, edit: AddMarks) -> None:
        from openpyxl.comments import Comment

        sheet = self._sheet(edit.sheet)
        if sheet.protection.sheet and sheet.protection.objects and not self._allow_protected:
            raise self._refused(f"{sheet.title}: the notes of the sheet are protected", "unprotect the sheet")
        self._clear_marks(edit.sheet)
        left = 0
        for (row, column), mark in sorted(edit.marks.items()):
            cell = sheet[cell_name(row, column)]
            if cell.comment is not None:
                left += 1
            else:
                cell.comment = Comment(mark.text, AUTHOR)
        if left:
            self._marks_left.append((sheet.title, left))

    def _clear_marks(self, name: str | None) -> None:
        for sheet in self._book.worksheets if name is None else [self._sheet(name)]:
            for cell in list(sheet._cells.values()):
                comment = getattr(cell, "comment", None)
                if comment is not None and comment.author == AUTHOR:
                    cell.comment = None
