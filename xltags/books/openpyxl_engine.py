"""Writing through openpyxl, for workbooks that the surgical writer must refuse; what openpyxl does not know is lost."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from xltags.books.cells import SheetReader
from xltags.books.commit import CommitOptions, commit
from xltags.books.edits import Edit, WriteResult
from xltags.books.loss import losses
from xltags.books.openpyxl_cells import escaped
from xltags.books.openpyxl_plan import BookPlan
from xltags.books.openpyxl_sheets import drop_own_charts
from xltags.books.package import Package
from xltags.books.strict import ordinary_form
from xltags.core.errors import WorkbookError

if TYPE_CHECKING:
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.workbook.workbook import Workbook

# What openpyxl raises on workbooks that it cannot read or write; it has no error of its own for that.
TROUBLES = (TypeError, ValueError, KeyError, IndexError, AttributeError, OSError, zipfile.BadZipFile)
ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def write_with_openpyxl(
    package: Package,
    plan: Sequence[Edit],
    out: Path | None = None,
    *,
    accept_loss: bool = False,
    keep_backups: int = 5,
    allow_protected: bool = False,
    ignore_lock_files: bool = False,
    clock: Callable[[], datetime] = datetime.now,
) -> WriteResult:
    """Carries out a plan through openpyxl and puts the result in place of `out` (None: of the workbook itself).

    All parts are written anew. The commit is that of the surgical writer: lock, backup, one step.

    Args:
        accept_loss: write although `losses` lists something; otherwise that stops the write.

    Raises:
        WorkbookError: FILE009 something would be lost, FILE006 openpyxl cannot read the workbook or the plan cannot be
            done on it, FILE007 and FILE008 as `write_workbook`. The target is then as it was.
    """
    check_losses(package, accept_loss=accept_loss)
    book = load_book(package)
    done = BookPlan(book, package, allow_protected=allow_protected).carry_out(plan)
    data = saved(book, package)
    options = CommitOptions(keep_backups=keep_backups, ignore_lock_files=ignore_lock_files, clock=clock)

    def write(file: BinaryIO) -> None:
        file.write(data)

    kept = commit(package, out, write, options)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    old = set(package.names)
    return WriteResult(
        changed_parts=tuple(name for name in names if name in old),
        added_parts=tuple(name for name in names if name not in old),
        removed_parts=tuple(name for name in package.names if name not in set(names)),
        backup=kept,
        formulas_left=done.formulas_left,
        marks_left=done.marks_left,
        pivots_left=done.pivots_left,
        charts_left=done.charts_left,
    )


def check_losses(package: Package, *, accept_loss: bool) -> None:
    """Stops a write that would lose something nobody has agreed to lose.

    Raises:
        WorkbookError: FILE009 with the list; FILE006 a workbook with dialog or macro sheets.
    """
    for sheet in package.sheets:
        if sheet.kind not in ("worksheet", "chartsheet"):
            kind = sheet.kind.replace("sheet", " sheet")
            raise WorkbookError(
                f"{package.path}: {sheet.name}: is a {kind}, which openpyxl would turn into an ordinary one; remove it "
                "first",
                code="FILE006",
            )
    found = losses(package)
    if found and not accept_loss:
        raise WorkbookError(
            f"{package.path}: openpyxl would lose {', '.join(map(str, found))}; write it all the same with "
            "--accept-loss, best to another file with --out",
            code="FILE009",
        )


def load_book(package: Package) -> "Workbook":
    """The workbook as openpyxl reads it, with formatted words in cells, macros and links, and every text as it is.

    Raises:
        WorkbookError: FILE006 openpyxl cannot read it.
    """
    from openpyxl.reader.excel import ExcelReader

    reader = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it drops is what `losses` lists
            source = ordinary_form(package) if package.strict else package.path  # of Strict ones it reads not one sheet
            reader = ExcelReader(source, keep_vba=package.has_macros, keep_links=True, rich_text=True)
            reader.read()
    except TROUBLES as error:
        _close(reader)
        raise _trouble(package, "read", error) from error
    book: Workbook = reader.wb
    drop_own_charts(book, package)
    reader.archive.close()
    if len(book.sheetnames) != len(package.sheets):
        _close(reader)
        raise WorkbookError(
            f"{package.path}: openpyxl finds {len(book.sheetnames)} of {len(package.sheets)} sheets; in Excel, save it "
            "as Excel Workbook (.xlsx)",
            code="FILE006",
        )
    _mend_escapes(book, package)
    return book


def _close(reader: "ExcelReader | None") -> None:
    """Closes what a reader that failed holds open."""
    for archive in (getattr(reader, "archive", None), getattr(getattr(reader, "wb", None), "vba_archive", None)):
        if archive is not None:
            archive.close()


def _mend_escapes(book: "Workbook", package: Package) -> None:
    """Gives texts that look escaped (`_x0041_`) back what our reader sees: openpyxl mixes escape and literal up."""
    reader = SheetReader(package)
    for sheet in book.worksheets:
        odd = [
            (place, cell)
            for place, cell in sheet._cells.items()
            if getattr(cell, "data_type", "") == "s" and type(cell.value) is str and ESCAPE.search(cell.value)
        ]
        ref = package.sheet(sheet.title)
        if not odd or ref is None:
            continue
        read = reader.read(ref, columns={column for (_, column), _ in odd})
        texts = {
            (int(read.rows[row]), number): column.values[int(code)]
            for number, column in read.columns.items()
            for row, code in zip(column.rows.tolist(), column.codes.tolist(), strict=True)
        }
        for place, cell in odd:
            text = texts.get(place)
            if isinstance(text, str):
                cell._value = escaped(text)  # type: ignore[attr-defined]  # the setter refuses control characters


def saved(book: "Workbook", package: Package) -> bytes:
    """The workbook as openpyxl writes it, with fixed dates inside, so that equal input gives equal bytes.

    Raises:
        WorkbookError: FILE006 openpyxl cannot write it.
    """
    from openpyxl.writer.excel import ExcelWriter

    assert book.calculation is not None
    book.calculation.fullCalcOnLoad = True
    raw = io.BytesIO()
    try:
        with warnings.catch_warnings(), zipfile.ZipFile(raw, "w") as archive:
            warnings.simplefilter("ignore")
            ExcelWriter(book, archive).save()  # not `book.save`, which dates the workbook anew
    except TROUBLES as error:
        raise _trouble(package, "write", error) from error
    finally:
        if book.vba_archive is not None:
            book.vba_archive.close()
    result = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return result.getvalue()


def _trouble(package: Package, verb: str, error: Exception) -> WorkbookError:
    what = " ".join(str(error).split())[:120] or type(error).__name__
    return WorkbookError(
        f"{package.path}: openpyxl cannot {verb} it ({what}); in Excel, save it as Excel Workbook (.xlsx) and use no "
        "--engine",
        code="FILE006",
    )
