"""What a button works with: the workbook in front, what is selected, a question, a write that can be undone."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from xltags.batch.checking import CheckOptions
from xltags.books.edits import Edit, WriteResult
from xltags.books.live import LiveBook
from xltags.books.live.snapshot import Snapshot, restore
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.finding import Finding, Language
from xltags.core.text import fold
from xltags.excel.formula_model import WORKBOOK_MODELS
from xltags.excel.texts import say
from xltags.excel.undo import UndoStack

if TYPE_CHECKING:
    import xlwings as xw

MOST_CELLS = 1_048_576


@dataclass
class Desk:
    """The workbook in front as a button sees it. `folder` is where xltags keeps things of this user."""

    book: "xw.Book"
    action: str
    day: date
    folder: Path
    live: LiveBook = field(init=False)

    def __post_init__(self) -> None:
        self.live = LiveBook(self.book)

    @cached_property
    def dataset(self) -> Dataset:
        """The workbook as it stands on the screen."""
        self.progress("reading")
        return self.live.read(as_of=self.day)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the checks find under the workbook's policy."""
        from xltags.batch.checking import check_dataset

        dataset = self.dataset
        self.progress("checking")
        return check_dataset(dataset, self.path, self.options)

    @property
    def path(self) -> Path:
        """Where the workbook is saved; a bare name where it never was."""
        return self.live.path

    @property
    def options(self) -> CheckOptions:
        """As of today, in the workbook's language, under its own policy."""
        return CheckOptions(as_of=self.day)

    @property
    def language(self) -> Language:
        """The workbook's."""
        return self.dataset.model.settings.language

    @property
    def undo(self) -> UndoStack:
        """What can be undone in this workbook."""
        return UndoStack(self.folder / "undo", self.book.fullname)

    def say(self, key: str, **fields: object) -> str:
        """A text in the workbook's language."""
        return say(key, self.language, **fields)

    def progress(self, step: str) -> None:
        """Say in the status bar what is being done."""
        self.book.app.status_bar = f"xltags: {step} ..."

    def confirms(self, question: str) -> bool:
        """Whether the person says yes."""
        return self.book.app.alert(question, "xltags", "yes_no") == "yes"

    def write(self, plan: Sequence[Edit]) -> WriteResult:
        """Carry out edits so that they can be undone; where one fails, all is put back.

        Raises:
            XltagsError: it cannot be written.
        """
        self.progress("writing")
        snapshot = self.live.snapshot(plan)
        try:
            result = self.live.write(plan)
        except XltagsError as error:
            if error.code not in ("FILE007",):
                self._put_back(snapshot)
            raise
        self.undo.push(self.action, snapshot)
        WORKBOOK_MODELS.forget()
        return result

    def _put_back(self, snapshot: Snapshot) -> None:
        """A protected sheet may refuse this too; what was refused before is what the person gets to read."""
        with suppress(Exception):  # Excel answers with errors of its own kind on each system
            restore(self.book, snapshot)

    def show(self, sheet: str) -> None:
        """Bring a sheet to the front.

        Raises:
            XltagsError: there is none of that name.
        """
        for each in self.book.sheets:
            if fold(each.name) == fold(sheet):
                each.activate()
                return
        raise XltagsError(f"{self.book.name}: has no sheet {sheet!r}")

    def chosen_records(self) -> list[int]:
        """The customers whose rows are selected, by their place in `Customers`.

        Raises:
            XltagsError: none is.
        """
        table = self.dataset.customers.table
        selected = self.book.app.selection
        found: list[int] = []
        if selected is not None and fold(selected.sheet.name) == fold(table.sheet):
            first, last = selected.row, min(selected.row + selected.shape[0] - 1, MOST_CELLS)
            found = [place for place, row in enumerate(table.rows.tolist()) if first <= row <= last]
        if not found:
            raise XltagsError(self.say("select_customer", sheet=table.sheet))
        return found

    def chosen_record(self) -> int:
        """The one customer whose row is selected, the first of several."""
        return self.chosen_records()[0]

    def visible_records(self) -> list[int]:
        """The customers whose rows a filter shows."""
        table = self.dataset.customers.table
        if not len(table):
            return []
        sheet = self.book.sheets[table.sheet]
        first, last = int(table.rows[0]), int(table.rows[-1])
        areas = cast("list[xw.Range]", sheet.range((first, 1), (last, 1)).get_special_cells("visible"))
        shown = {row for area in areas for row in range(area.row, area.row + area.shape[0])}
        return [place for place, row in enumerate(table.rows.tolist()) if row in shown]
