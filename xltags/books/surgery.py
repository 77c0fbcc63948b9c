"""Writing into a workbook that exists: the cells and sheets that a plan names change, every other byte stays.

Results of formulas in a sheet that is written to are dropped where they may depend on what was written: other programs
then show a blank, not a wrong number. Formulas of other sheets keep their cached results, because those sheets are not
ours to change; the workbook is marked to be calculated in full when Excel opens it. The sheets of formulas that xltags
made itself get new results.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice, pairwise, zip_longest
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
from xltags.books.opc.refs import MAX_COLUMN, MAX_ROW, cell_name
from xltags.books.opc.zipwrite import ZipWriter
from xltags.books.package import Package, SheetRef
from xltags.books.writing.app_titles import follow_sheets
from xltags.books.writing.cell_text import date_kind
from xltags.books.writing.fill import Block, Single
from xltags.books.writing.marks import add_marks, clear_marks
from xltags.books.writing.new_sheets import put_sheet, remove_sheet
from xltags.books.writing.own_parts import require_own_parts
from xltags.books.writing.parts import Parts
from xltags.books.writing.pivots import refresh_pivots
from xltags.books.writing.rename_columns import rename_columns, set_names
from xltags.books.writing.row_edit import NewCell
from xltags.books.writing.session import Options, Session
from xltags.books.writing.signatures import drop_signatures
from xltags.books.writing.string_table import append_strings, known_strings
from xltags.books.writing.table_growth import add_columns, append_rows
from xltags.books.writing.table_shrink import delete_rows
from xltags.books.writing.workbook_part import sheets_of
from xltags.core.errors import WorkbookError
from xltags.core.values import Value

# Columns of at most so many different texts share them; more are written into their cells, where they cost no look-up.
SHARED_LIMIT = 1000
GLANCE = 10_000
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
    session = Session(parts, Options(allow_protected), _shared_strings(parts, plan))
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
            _set_cells(session, edit)
        case FillColumns():
            _fill_columns(session, edit)
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


def _set_cells(session: Session, edit: SetCells) -> None:
    if not edit.cells:
        return
    sheet = session.sheet(edit.sheet)
    writer = session.writer(sheet)
    rows: dict[int, dict[int, NewCell]] = {}
    for (row, column), value in sorted(edit.cells.items()):
        _check_place(session.place(sheet), row, column)
        tail = writer.tail(value, cell_name(row, column))
        rows.setdefault(row, {})[column] = NewCell(tail, date_kind(value))
    session.edit_cells(sheet, lambda: Single(rows))
    refresh_pivots(session.parts, sheet.name, Single(rows))


def _fill_columns(session: Session, edit: FillColumns) -> None:
    lengths = {len(values) for values in edit.columns.values()}
    count = max(lengths, default=0)
    rows = range(edit.first_row, edit.first_row + count) if edit.rows is None else edit.rows
    if lengths and lengths != {len(rows)}:
        raise ValueError(f"columns of {sorted(lengths)} values for {len(rows)} rows")
    if not count:
        return
    columns: Mapping[int, Sequence[Value | None]] = edit.columns
    if not isinstance(rows, range) and any(below <= above for above, below in pairwise(rows)):
        order = sorted(range(count), key=rows.__getitem__)
        rows = [rows[place] for place in order]
        columns = {number: [values[place] for place in order] for number, values in columns.items()}
        if len(set(rows)) < count:
            raise ValueError("a row stands twice in the rows to fill")
    sheet = session.sheet(edit.sheet)
    for row, column in ((rows[0], min(columns)), (rows[-1], max(columns))):
        _check_place(session.place(sheet), row, column)

    def make() -> Block:  # the writer remembers cells: a new one each time, that goes with the sheet
        return Block(rows, columns, session.writer(sheet), into_formulas=edit.into_formulas)

    session.edit_cells(sheet, make)
    if edit.into_formulas == "overwrite":
        session.drop_chain_if(sheet, make().first_in)
    refresh_pivots(session.parts, sheet.name, make())


def _check_place(place: str, row: int, column: int) -> None:
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        raise WorkbookError(
            f"{place}: row {row}, column {column} is outside of the sheet (1 to {MAX_ROW:,}, 1 to {MAX_COLUMN:,}); "
            "spread the data over more sheets",
            code="FILE006",
        )


def _shared_strings(parts: Parts, plan: Sequence[Edit]) -> dict[str, int]:
    """Ids of the texts worth sharing: those of columns that repeat few texts, and single texts already shared."""
    repeated: set[str] = set()
    single: set[str] = set()
    for edit in plan:
        match edit:
            case SetCells():
                single.update(value for value in edit.cells.values() if isinstance(value, str))
            case FillColumns():
                for values in edit.columns.values():
                    repeated.update(_repeated(values))
            case AddColumns():
                for column in edit.columns:
                    repeated.update(_repeated(column.values or ()))
            case AppendRows():
                for cells in zip_longest(*edit.rows):
                    repeated.update(_repeated(cells))
    if not repeated and not single:
        return {}
    known, count = known_strings(parts, repeated | single)
    if count < 0:
        return {}
    return known | append_strings(parts, repeated - known.keys(), count)


def _repeated(values: Iterable[Value | None]) -> Iterable[str]:
    cells = values if isinstance(values, Sequence) else tuple(values)
    if len(cells) > GLANCE and len(set(cells[:GLANCE])) > SHARED_LIMIT:  # too many, found out soon
        return ()
    texts = [value for value in set(cells) if type(value) is str]
    if not texts or len(texts) > SHARED_LIMIT:
        return ()
    any_twice = next(islice((1 for value in cells if type(value) is str), len(texts), None), None)
    return [text for text in texts if len(text) < 256] if any_twice else ()
