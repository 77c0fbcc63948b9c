"""Locks beside a workbook: xltags' own, and the marks that Excel and LibreOffice leave while they have it open."""

import contextlib
import errno
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from xltags.core.errors import WorkbookError

NO_LINKS = frozenset([errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EINVAL])
STALE_AFTER = 3600  # seconds; a lock of another computer that is older was left by a crash


@dataclass(frozen=True, slots=True)
class ForeignLock:
    """The mark of a program that has the workbook open."""

    path: Path
    program: str


def foreign_lock(path: Path) -> ForeignLock | None:
    """The mark that Excel (`~$name`) or LibreOffice (`.~lock.name#`) left beside the workbook, None if neither."""
    marks = ((f"~${path.name}", "Excel"), (f".~lock.{path.name}#", "LibreOffice"))
    for name, program in marks:
        mark = path.with_name(name)
        if os.path.lexists(mark):
            return ForeignLock(mark, program)
    return None


def lock_path(path: Path) -> Path:
    """Where xltags' lock of a workbook stands."""
    return path.with_name(f".{path.name}.xltags.lock")


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Holds xltags' lock of a workbook. A lock left behind by a crash is taken over.

    Raises:
        WorkbookError: FILE007 if another process holds it.
        OSError: the folder cannot be written to.
    """
    lock = lock_path(path)
    mine = f"{os.getpid()} {socket.gethostname()}\n"
    if not _create(lock, mine):
        _take_over(lock, path)
        if not _create(lock, mine):
            raise _held(path, lock)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            if lock.read_text("utf-8") == mine:
                lock.unlink()


def _create(lock: Path, text: str) -> bool:
    """Makes the lock with its owner's name in it at once, so that a crash never leaves one without a name."""
    own = lock.with_name(f"{lock.name}.{os.getpid()}")
    own.unlink(missing_ok=True)
    try:
        _write_new(own, text)
        os.link(own, lock)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        return _create_plainly(lock, text)
    finally:
        with contextlib.suppress(OSError):
            own.unlink(missing_ok=True)
    return True


def _create_plainly(lock: Path, text: str) -> bool:
    """The same on a disk that knows no hard links."""
    try:
        _write_new(lock, text)
    except FileExistsError:
        return False
    return True


def _write_new(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        if os.write(handle, text.encode()) < len(text):  # the disk has room for a part of it only
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    except OSError:
        path.unlink(missing_ok=True)
        raise
    finally:
        os.close(handle)


def clean_locks(path: Path) -> None:
    """Takes away what processes that died while they took the lock have left beside the workbook."""
    lock = lock_path(path)
    for each in path.parent.iterdir():
        number = each.name.removeprefix(lock.name + ".")
        if number != each.name and number.isdigit() and not _is_running(int(number)):
            each.unlink(missing_ok=True)


def _take_over(lock: Path, path: Path) -> None:
    """Takes a stale lock away. It is renamed first: of two that try, only one gets it."""
    try:
        text = lock.read_text("utf-8", "replace")
        age = time.time() - lock.stat().st_mtime
    except FileNotFoundError:  # released meanwhile
        return
    if not _is_stale(text, age):
        raise _held(path, lock)
    aside = lock.with_name(f"{lock.name}.{os.getpid()}")
    try:
        lock.rename(aside)
    except FileNotFoundError:
        return
    if aside.read_text("utf-8", "replace") != text:  # another process had just taken it over: give it back
        with contextlib.suppress(FileExistsError):
            os.link(aside, lock)
        aside.unlink()
        raise _held(path, lock)
    aside.unlink()


def _is_stale(text: str, age: float) -> bool:
    number, _, host = text.strip().partition(" ")
    if host != socket.gethostname():
        return age > STALE_AFTER or (not host and age > 5)  # an empty lock: its owner died before it wrote its name
    return not (number.isdigit() and _is_running(int(number)))


def _is_running(process: int) -> bool:
    if process == os.getpid() or os.name == "nt":  # Windows would end the process that is asked
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _held(path: Path, lock: Path) -> WorkbookError:
    return WorkbookError(
        f"{path}: another xltags is writing it; wait for it to end (if none runs, delete {lock.name} beside it)",
        code="FILE007",
    )
