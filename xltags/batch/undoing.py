"""Going back to an earlier state of a workbook on disk."""

from pathlib import Path

from xltags.batch.policy_file import load_config
from xltags.books.backups import Backup, backups_of
from xltags.books.undo import Undone, undo_last


def undo_workbook(path: Path, *, chosen: Path | None = None) -> Undone:
    """Put the newest dated copy of a workbook back, or the chosen one; see `xltags.books.undo.undo_last`.

    Raises:
        XltagsError: there is none, the workbook is open elsewhere or cannot be written, or `xltags.toml` is wrong.
    """
    return undo_last(path, chosen=chosen, keep_backups=load_config(path).backups)


def copies_of(path: Path) -> list[Backup]:
    """The dated copies of a workbook, oldest first."""
    return backups_of(path)
