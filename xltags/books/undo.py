"""Taking the last change of a workbook back."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from xltags.books.backups import Backup, backups_of, file_state
from xltags.books.commit import CommitOptions, commit
from xltags.core.errors import WorkbookError


@dataclass(frozen=True, slots=True)
class Undone:
    """What was done: the copy that was put back, and where the workbook it replaced is kept (None: there was none)."""

    restored: Backup
    kept: Path | None


def undo_last(
    workbook: Path,
    *,
    chosen: Path | None = None,
    keep_backups: int = 5,
    ignore_lock_files: bool = False,
    clock: Callable[[], datetime] = datetime.now,
) -> Undone:
    """Put the newest dated copy of a workbook back in its place, byte for byte.

    What it replaces becomes a dated copy itself, at least one of which is always kept: undoing twice is redoing. The
    copy that was put back is no longer needed and goes. A workbook that was deleted comes back too.

    Args:
        chosen: the copy to put back instead of the newest.

    Raises:
        WorkbookError: UNDO001 there is no such copy; FILE007 the workbook is open elsewhere; FILE008 it cannot be
            written. Nothing has changed then.
    """
    backup = _choose(workbook, chosen)
    source = file_state(backup.path)
    real = Path(os.path.realpath(workbook))
    current = file_state(real) if real.exists() else None
    if current is not None and current.sha256 == source.sha256:
        raise WorkbookError(
            f"{workbook}: is the same as {backup.path.name} already; `xltags undo {workbook} --list` shows the others",
            code="UNDO001",
        )
    options = CommitOptions(keep_backups=max(keep_backups, 1) + 1, ignore_lock_files=ignore_lock_files, clock=clock)
    target = workbook
    if current is None:
        kept = commit(source, target, lambda file: _copy(backup.path, file), options)
    else:
        kept = commit(replace(current, path=target), None, lambda file: _copy(backup.path, file), options)
    if file_state(real).sha256 == source.sha256:  # the copy goes only when its content is safe in the workbook
        backup.path.unlink(missing_ok=True)
    return Undone(backup, kept)


def _choose(workbook: Path, chosen: Path | None) -> Backup:
    known = backups_of(workbook)
    if not known:
        raise WorkbookError(
            f"{workbook}: has no dated copy beside it ({workbook.stem}.DATE.bak{workbook.suffix}); they are kept by "
            "commands with --in-place",
            code="UNDO001",
        )
    if chosen is None:
        return known[-1]
    for each in known:
        if each.path.name == chosen.name:
            return each
    raise WorkbookError(
        f"{chosen}: is no dated copy of {workbook}; `xltags undo {workbook} --list` lists them", code="UNDO001"
    )


def _copy(path: Path, file: BinaryIO) -> None:
    with path.open("rb") as source:
        shutil.copyfileobj(source, file, 1 << 20)
