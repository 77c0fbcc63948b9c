"""Writing into a workbook that exists: the cells and sheets that a plan names change, every other byte stays.

Results of formulas in a sheet that is written to are dropped where they may depend on what was written: other programs
then show a blank, not a wrong number. Formulas of other sheets keep their cached results, because those sheets are not
ours to change; the workbook is marked to be calculated in full when Excel opens it. The sheets of formulas that xltags
made itself get new results.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, assert_never

from xltags.books.commit import CommitOptions, commit
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
    WriteResult,
)
from xltags.books.opc.zipwrite import ZipWriter
from xltags.books.package import Package, SheetRef
from xltags.books.writing.app_titles import follow_sheets
from xltags.books.writing.cell_edits import fill_columns, set_cells
from xltags.books.writing.marks import add_marks, clear_marks
from xltags.books.writing.new_sheets import put_sheet, remove_sheet
from xltags.books.writing.own_parts import require_own_parts
from xltags.books.writing.parts import Parts
from xltags.books.writing.rename_columns import rename_columns, set_names
from xltags.books.writing.session import Options, Session
from xltags.books.writing.shared_texts import shared_texts
from xltags.books.writing.signatures import drop_signatures
from xltags.books.writing.table_growth import add_columns, append_rows
from xltags.books.writing.table_shrink import delete_rows
from xltags.books.writing.workbook_part import sheets_of
from xltags.core.errors import WorkbookError

START = "Start"
CALCULATED = (START, "Dashboard", "Card")  # sheets of xltags' own whose formulas get their results here


def write_workbook(
    package: Package,
    plan: Sequence[Edit],
    out: Path | None = None,
    *,
    backup: bool = True,
    keep_backups: int = 5,
    drop_signature: bool = False,
    allow_protected: bool = False,
    ignore_lock_files: bool = False,
    clock: Callable[[], datetime] = datetime.now,
) -> WriteResult:
    """Carries out a plan and puts the result in place of `out` (None: of the workbook itself) in one step.

    Args:
        backup: keep a dated copy of a workbook replaced in place, at most `keep_backups` of them.
        drop_signature: take a digital signature out, which any change makes invalid; otherwise it stops the write.
        allow_protected: write into locked cells of protected sheets too.
        ignore_lock_files: write although Excel or LibreOffice seems to have the workbook open.

    Raises:
        WorkbookError: FILE006 the plan cannot be done on this workbook, FILE007 it was changed meanwhile or is open
            elsewhere, FILE008 the place cannot be written to. The target is then as it was.
    """
    session = carry_out(package, plan, drop_signature=drop_signature, allow_protected=allow_protected)
    options = CommitOptions(backup=backup, keep_backups=keep_backups, ignore_lock_files=ignore_lock_files, clock=clock)
    results: list[WriteResult] = []
    kept = commit(package, out, lambda file: results.append(_write(session, file)), options)
    return replace(results[0], backup=kept)


def apply_edits(
    package: Package,
    plan: Sequence[Edit],
    target: Path,
    *,
    drop_signature: bool = False,
    allow_protected: bool = False,
) -> WriteResult:
    """Writes the result of a plan to a new file, without lock or backup; see `write_workbook` for the whole.

    Raises:
        WorkbookError: FILE006 the plan cannot be done on this workbook; no file is left then.
    """
    session = carry_out(package, plan, drop_signature=drop_signature, allow_protected=allow_protected)
    try:
        with target.open("wb") as file:
            return _write(session, file)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def carry_out(
    package: Package, plan: Sequence[Edit], *, drop_signature: bool = False, allow_protected: bool = False
) -> Session:
    """The workbook with the plan carried out on its parts; sheets are streamed only when they are written.

    Raises:
        WorkbookError: FILE006.
    """
    if package.strict:
        raise WorkbookError(
            f"{package.path}: is a Strict workbook, which cannot be edited in place; in Excel, save it as Excel "
            "Workbook (.xlsx)",
            code="FILE006",
        )
    require_own_parts(package)
    parts = Parts(package)
    if package.signed:
        drop_signatures(parts, allowed=drop_signature)
    session = Session(parts, Options(allow_protected), shared_texts(parts, plan))
    for edit in plan:
        _carry_out(session, edit)
    session.plan_is_complete()
    _refresh_results(parts, plan)
    follow_sheets(parts, _worksheets(package.sheets), _worksheets(sheets_of(parts)))
    return session


def _refresh_results(parts: Parts, plan: Sequence[Edit]) -> None:
    """Stores the results of our own formulas anew; sheets of results and marks change none but those of `Start`."""
    beside = all(isinstance(edit, PutSheet | RemoveSheet | SetNames | AddMarks | ClearMarks) for edit in plan)
    names = (START,) if beside else CALCULATED
    sheets = [sheet for sheet in sheets_of(parts) if sheet.name in names and sheet.kind == "worksheet"]
    if sheets:
        from xltags.books.writing.live_results import refresh_results  # other workbooks do not pay for it

        refresh_results(parts, sheets)


def _worksheets(sheets: Iterable[SheetRef]) -> list[str]:
    return [sheet.name for sheet in sheets if sheet.kind == "worksheet"]


def _write(session: Session, file: BinaryIO) -> WriteResult:
    parts = session.parts
    result = parts.write(ZipWriter(file, str(parts.package.path)))
    return replace(result, formulas_left=session.formulas_left(), marks_left=tuple(session.marks_left))


def _carry_out(session: Session, edit: Edit) -> None:
    match edit:
        case SetCells():
            set_cells(session, edit)
        case FillColumns():
            fill_columns(session, edit)
        case AppendRows():
            append_rows(session, edit)
        case AddColumns():
            add_columns(session, edit)
        case RenameColumns():
            rename_columns(session, edit)
        case SetNames():
            set_names(session, edit)
        case PutSheet():
            put_sheet(session, edit.sheet)
        case RemoveSheet():
            remove_sheet(session, edit.name)
        case AddMarks():
            add_marks(session, edit)
        case ClearMarks():
            clear_marks(session, edit.sheet)
        case DeleteRows():
            delete_rows(session, edit)
        case _:
            assert_never(edit)
