"""The dated copies that stand beside a workbook changed in place, and going back to one of them."""

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xltags.core.errors import WorkbookError, why_not

MARK = re.compile(r"\.(\d{8}-\d{6})(?:-(\d+))?\.bak")


@dataclass(frozen=True, slots=True)
class Backup:
    """A dated copy. `moment` is when the workbook it holds was replaced; `number` parts those of one second."""

    path: Path
    moment: str
    number: int
    size: int

    @property
    def when(self) -> datetime:
        """The moment as a date and time."""
        return datetime.strptime(self.moment, "%Y%m%d-%H%M%S")


def backups_of(workbook: Path) -> list[Backup]:
    """The dated copies of a workbook, oldest first.

    Raises:
        WorkbookError: FILE001 its folder cannot be read.
    """
    real = Path(os.path.realpath(workbook))
    found = []
    try:
        with os.scandir(real.parent) as entries:
            for entry in entries:
                match = _mark_of(entry.name, real)
                if match is not None and entry.is_file():
                    found.append(Backup(Path(entry.path), match[1], int(match[2] or 1), entry.stat().st_size))
    except OSError as error:
        raise WorkbookError(f"{real.parent}: cannot be read: {why_not(error)}", code="FILE001") from error
    return sorted(found, key=lambda each: (each.moment, each.number))


def _mark_of(name: str, real: Path) -> re.Match[str] | None:
    """The date in the name of a copy of this workbook, None for any other name."""
    if not name.startswith(real.stem) or not name.endswith(real.suffix):
        return None
    match = MARK.fullmatch(name[len(real.stem) : len(name) - len(real.suffix)])
    return match if match is not None and _is_date(match[1]) else None


def _is_date(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y%m%d-%H%M%S")
    except ValueError:
        return False
    return True


def new_backup_path(real: Path, moment: datetime) -> Path:
    """The name of the next copy; it sorts behind all that are there, also where the clock was put back."""
    text, number = moment.strftime("%Y%m%d-%H%M%S"), 1
    known = backups_of(real)
    if known and known[-1].moment >= text:
        text, number = known[-1].moment, known[-1].number + 1
    path = real
    while path.exists():  # a folder may have the name
        path = real.with_name(f"{real.stem}.{text}{f'-{number}' if number > 1 else ''}.bak{real.suffix}")
        number += 1
    return path


def keep_backup(real: Path, keep: int, clock: Callable[[], datetime]) -> Path | None:
    """Keeps a workbook that is about to be replaced, and the newest `keep` copies in all; None if none are kept."""
    if keep < 1:
        return None
    path = new_backup_path(real, clock())
    try:
        os.link(real, path)  # the old file itself: once replaced it lives on under this name
    except OSError:
        shutil.copy2(real, path)
    others = [each for each in backups_of(real) if each.path != path]
    for old in others[: max(0, len(others) + 1 - keep)]:
        old.path.unlink(missing_ok=True)
    return path


@dataclass(slots=True)
class FileState:
    """A file as it stood when it was looked at."""

    path: Path
    size: int
    mtime_ns: int
    sha256: str


def file_state(path: Path) -> FileState:
    """Size, time and fingerprint of a file.

    Raises:
        WorkbookError: FILE001 it cannot be read.
    """
    try:
        status = path.stat()
        with path.open("rb") as file:
            return FileState(path, status.st_size, status.st_mtime_ns, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        raise WorkbookError(f"{path}: cannot be read: {why_not(error)}", code="FILE001") from error
