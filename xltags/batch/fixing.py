"""Safe corrections of a workbook on disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xltags.batch.checking import CheckOptions, policy_of
from xltags.batch.opening import open_workbook
from xltags.books.edits import Edit, SetCells
from xltags.books.file import FileBook
from xltags.core.finding import cell_order
from xltags.core.fixes import Fix, count_in_formulas, plan_fixes


@dataclass(frozen=True, slots=True)
class Fixed:
    """The corrections of a workbook, and how many stay undone because a formula makes the cell."""

    fixes: Sequence[Fix]
    in_formulas: int


def plan_workbook(book: FileBook, options: CheckOptions) -> Fixed:
    """The corrections of an opened workbook under its policy."""
    dataset = book.read(as_of=options.as_of)
    policy = policy_of(dataset, book.path, options)
    language = options.language or dataset.model.settings.language
    return Fixed(plan_fixes(dataset, policy, language=language), count_in_formulas(dataset, policy))


def fixes_of(path: Path, options: CheckOptions) -> Fixed:
    """The corrections that `fix_workbook` would make."""
    with open_workbook(path, options.writing) as book:
        return plan_workbook(book, options)


def fix_workbook(path: Path, options: CheckOptions, *, out: Path | None) -> Fixed:
    """Make the safe corrections and write the workbook to `out`, or in place where that is None."""
    with open_workbook(path, options.writing) as book:
        fixed = plan_workbook(book, options)
        book.write(fix_edits(fixed.fixes), out)
    return fixed


def fix_edits(fixes: Sequence[Fix]) -> list[Edit]:
    """The corrections as edits, one a sheet."""
    sheets = dict.fromkeys(fix.sheet for fix in fixes)
    return [SetCells(sheet, {cell_order(fix.cell): fix.new for fix in fixes if fix.sheet == sheet}) for sheet in sheets]
