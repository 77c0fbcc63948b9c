"""A workbook that is open in Excel."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from xltags.books.edits import Edit, WriteResult
from xltags.books.live.reading import read_tables
from xltags.books.live.snapshot import Snapshot, take_snapshot
from xltags.books.live.writing import LiveWriter, touched_sheets
from xltags.books.raw import RawTable
from xltags.books.read import dataset_from
from xltags.core.dataset import Dataset
from xltags.core.errors import WorkbookError, XltagsError

if TYPE_CHECKING:
    import xlwings as xw


class LiveBook:
    """An open workbook, read and written through xlwings. Formats, filters, selection and screen stay as they are."""

    def __init__(self, book: "xw.Book") -> None:
        self.book = book

    @property
    def path(self) -> Path:
        """Where it is saved; its bare name where it never was."""
        return Path(self.book.fullname)

    def read_tables(self) -> list[RawTable]:
        """The raw tables of the declared sheets; each is read in one go."""
        return read_tables(self.book)

    def read(self, *, as_of: date) -> Dataset:
        """The dataset of the workbook as it stands on the screen, saved or not."""
        return dataset_from(self.read_tables(), as_of=as_of, workbook=self.book.name)

    def snapshot(self, plan: Sequence[Edit]) -> Snapshot:
        """What a plan is going to change, as it is now."""
        return take_snapshot(self.book, touched_sheets(plan, self.book))

    def write(self, plan: Sequence[Edit]) -> WriteResult:
        """Carry out edits. Nothing is saved: that is for the person to do.

        Raises:
            WorkbookError: FILE007 the workbook is open for reading only; FILE006 an edit cannot be done here; FILE008
                Excel refused, for example because a sheet is protected.
        """
        self.require_writable()
        writer = LiveWriter(self.book)
        with self._quiet():
            for edit in plan:
                try:
                    writer.carry_out(edit)
                except XltagsError:
                    raise
                except Exception as error:  # Excel answers with errors of its own kind on each system
                    raise WorkbookError(
                        f"{self.book.name}: Excel refused to write ({' '.join(str(error).split())[:120]}); end editing "
                        "a cell, lift the protection of the sheet (Review, Unprotect Sheet), and try again",
                        code="FILE008",
                    ) from error
        return writer.result()

    def require_writable(self) -> None:
        """Make sure that the workbook may be written.

        Raises:
            WorkbookError: FILE007 it is open for reading only.
        """
        if getattr(self.book.api, "ReadOnly", False) is True:
            raise WorkbookError(
                f"{self.book.name}: is open for reading only; save it under another name or close it elsewhere first",
                code="FILE007",
            )

    @contextmanager
    def _quiet(self) -> "Iterator[None]":
        """The screen stands still meanwhile, and the same cells are selected afterwards."""
        app, active = self.book.app, self.book.sheets.active
        selected = app.selection
        before = app.screen_updating
        app.screen_updating = False
        try:
            yield
        finally:
            names = {sheet.name for sheet in self.book.sheets}
            if active.name in names:
                active.activate()
                if selected is not None and selected.sheet.name == active.name:
                    selected.select()
            app.screen_updating = before
