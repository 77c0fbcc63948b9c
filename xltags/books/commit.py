"""Replacing a workbook in one step: locked, written beside the target, synced, and never half there."""

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from xltags.books.backups import keep_backup
from xltags.books.writing.locks import clean_locks, foreign_lock, hold_lock
from xltags.core.errors import WorkbookError

DISK_FULL = frozenset([errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)])
NOT_ALLOWED = frozenset([errno.EACCES, errno.EPERM, errno.EROFS])


class Source(Protocol):
    """The workbook as it was read."""

    path: Path
    size: int
    mtime_ns: int

    @property
    def sha256(self) -> str:
        """The fingerprint of what was read."""


@dataclass(frozen=True, slots=True)
class CommitOptions:
    """How a workbook is replaced: with a dated backup (of the newest `keep_backups`) where it is replaced in place."""

    backup: bool = True
    keep_backups: int = 5
    ignore_lock_files: bool = False
    clock: Callable[[], datetime] = datetime.now


def commit(
    source: Source, target: Path | None, write: Callable[[BinaryIO], object], options: CommitOptions | None = None
) -> Path | None:
    """Has `write` fill a new file and puts it in place of the target (None: of the source) in one step.

    The target keeps mode and owner; a symbolic link stays one, and what it points to is replaced. Whatever happens, the
    target is either the old file or the new one, whole.

    Returns:
        The backup, if one was kept; none where the source in place would not change by a byte, and is left alone.

    Raises:
        WorkbookError: FILE007 the source was changed since it was read, or the target is in use; FILE008 no room or no
            right to write.
    """
    options = options or CommitOptions()
    named = source.path if target is None else target
    try:
        real = Path(os.path.realpath(named))
        in_place = real == Path(os.path.realpath(source.path))
        _check_unused(named, real, options)
        with hold_lock(real), _temporary(real) as (temporary, file):
            _check_unchanged(source, content=False)
            write(file)
            file.flush()
            os.fsync(file.fileno())
            file.close()
            _copy_rights(real, temporary)
            _check_unchanged(source, content=True)
            _check_unused(named, real, options)
            if in_place and temporary.stat().st_size == source.size and _sha256(temporary) == source.sha256:
                return None  # a backup of what stays would push an older, different one out
            kept = keep_backup(real, options.keep_backups, options.clock) if in_place and options.backup else None
            temporary.replace(real)
            _sync_folder(real.parent)
            return kept
    except OSError as error:
        raise _explained(error, named) from error


def _check_unused(named: Path, real: Path, options: CommitOptions) -> None:
    if options.ignore_lock_files:
        return
    for path in dict.fromkeys((named, real)):
        lock = foreign_lock(path)
        if lock is not None:
            raise WorkbookError(
                f"{path}: seems to be open in {lock.program} ({lock.path.name} stands beside it); close it there, or "
                "write to another file",
                code="FILE007",
            )


def _check_unchanged(source: Source, *, content: bool) -> None:
    """Refuses if the source on disk is no longer what was read: size and time first, then the content."""
    try:
        status = Path(source.path).stat()
        same = (status.st_size, status.st_mtime_ns) == (source.size, source.mtime_ns)
        same = same and (not content or _sha256(source.path) == source.sha256)
    except FileNotFoundError:
        same = False
    if not same:
        raise WorkbookError(
            f"{source.path}: was changed by someone else while xltags worked on it; nothing was written, run it again",
            code="FILE007",
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _temporary(real: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file beside the target, gone at the end whatever happens; those that a crash left behind go first."""
    for old in real.parent.glob(f".{_literal(real.name)}.xltags-*.tmp"):  # the lock is ours, so nobody writes them
        old.unlink(missing_ok=True)
    clean_locks(real)
    temporary = real.with_name(f".{real.name}.xltags-{os.getpid()}.tmp")
    handle = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield temporary, file
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _copy_rights(real: Path, temporary: Path) -> None:
    try:
        status = real.stat()
    except FileNotFoundError:
        return
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):  # only root may give a file away; the mode still holds
            os.chown(temporary, status.st_uid, status.st_gid)
    temporary.chmod(stat.S_IMODE(status.st_mode))


def _sync_folder(folder: Path) -> None:
    """Makes the new name last through a power cut, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network drives cannot
            raise
    finally:
        os.close(handle)


def _literal(name: str) -> str:
    """A name for `glob` to find as it is."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _explained(error: OSError, path: Path) -> WorkbookError:
    if error.errno in DISK_FULL:
        why = "the disk is full; make room, the workbook itself is as it was"
    elif getattr(error, "winerror", None) in (5, 32, 33):
        return WorkbookError(f"{path}: is open in another program; close it there and run again", code="FILE007")
    elif error.errno in NOT_ALLOWED:
        why = "no right to write there; choose another place with --out, or ask for the right"
    elif error.errno == errno.ENOENT:
        why = "there is no such folder; make it first"
    else:
        why = f"{error.strerror or error}; choose another place with --out"
    return WorkbookError(f"{path}: cannot be written: {why}", code="FILE008")
