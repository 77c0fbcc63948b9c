"""The workbooks of one run as they were before it, in one file, and putting them back byte for byte."""

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal

from xltags.books.backups import FileState, file_state
from xltags.books.commit import CommitOptions, commit
from xltags.core.errors import WorkbookError, XltagsError, why_not, why_unread
from xltags.version import __version__

MANIFEST = "manifest.json"
KIND = "xltags undo package"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
NO_UNDO = "UNDO002"
Back = Literal["restored", "already", "changed", "missing", "stopped"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A workbook of a run: where it stands, its fingerprint before the run and after it."""

    path: Path
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What putting one workbook back gave; `error` is the line that stopped it."""

    path: Path
    state: Back
    error: str = ""


def write_undo_package(target: Path, name: str, kept: Sequence[Kept], *, made: datetime) -> None:
    """Keep the workbooks as they are now in a new file; it is whole before any of them is changed.

    Raises:
        XltagsError: FILE008 it cannot be written, or is there already; FILE007 a workbook is no longer as it was read.
    """
    folder = target.parent.resolve()
    listed = [
        {
            "file": f"{number:04d}{each.path.suffix}",
            "path": _shown(each.path, folder),
            "before": each.before,
            "after": each.after,
        }
        for number, each in enumerate(kept, 1)
    ]
    manifest = {"kind": KIND, "xltags": __version__, "name": name, "made": made.isoformat(sep=" ", timespec="seconds")}
    try:
        with target.open("xb") as file:
            with zipfile.ZipFile(file, "w") as archive:
                text = json.dumps({**manifest, "workbooks": listed}, ensure_ascii=False, indent=1)
                archive.writestr(_entry(MANIFEST), text)
                for each, entry in zip(kept, listed, strict=True):
                    _store(archive, entry["file"], each)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise XltagsError(f"{target}: is there already; name another --undo-file", code="FILE008") from error
    except OSError as error:
        target.unlink(missing_ok=True)
        raise XltagsError(f"{target}: cannot be written: {why_not(error)}", code="FILE008") from error
    except XltagsError:
        target.unlink(missing_ok=True)
        raise


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, ZIP_DATE)


def _store(archive: zipfile.ZipFile, name: str, kept: Kept) -> None:
    digest = hashlib.sha256()
    with kept.path.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as target:
        while block := source.read(1 << 20):
            digest.update(block)
            target.write(block)
    if digest.hexdigest() != kept.before:
        raise XltagsError(
            f"{kept.path}: was changed by someone else while xltags worked on it; nothing was written, run it again",
            code="FILE007",
        )


def _shown(path: Path, folder: Path) -> str:
    """The path from the folder of the package, so that both can move together; as it is on another drive."""
    try:
        return Path(os.path.relpath(path.resolve(), folder)).as_posix()
    except ValueError:
        return path.resolve().as_posix()


def read_undo_package(package: Path) -> tuple[str, list[tuple[str, Kept]]]:
    """The name of the run, and its workbooks with the entries that hold them.

    Raises:
        XltagsError: UNDO002 it is no such package.
    """
    try:
        with zipfile.ZipFile(package) as archive:
            found = json.loads(archive.read(MANIFEST))
        if found["kind"] != KIND:
            raise KeyError(KIND)
        folder = package.parent.resolve()
        books = [
            (each["file"], Kept(Path(os.path.normpath(folder / each["path"])), each["before"], each["after"]))
            for each in found["workbooks"]
        ]
        return str(found["name"]), books
    except OSError as error:
        raise XltagsError(f"{package}: cannot be read: {why_unread(error)}", code=NO_UNDO) from error
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        raise XltagsError(
            f"{package}: is no undo file of xltags; name the .undo.zip that the run wrote", code=NO_UNDO
        ) from error


def restore_package(
    package: Path, *, keep_backups: int = 5, clock: Callable[[], datetime] = datetime.now
) -> Iterator[Restored]:
    """Put the workbooks of a run back as they were before it; one that was changed since stays and is said.

    Each workbook is checked before and after; what it replaces becomes a dated copy. Doing it twice changes nothing.

    Raises:
        XltagsError: UNDO002 it is no undo package.
    """
    _, books = read_undo_package(package)
    with zipfile.ZipFile(package) as archive:
        for name, kept in books:
            try:
                yield _restore(archive, name, kept, CommitOptions(keep_backups=keep_backups, clock=clock))
            except XltagsError as error:
                yield Restored(kept.path, "stopped", str(error))


def _restore(archive: zipfile.ZipFile, name: str, kept: Kept, options: CommitOptions) -> Restored:
    if not kept.path.exists():
        return Restored(kept.path, "missing", f"{kept.path}: is not there any more; put it back under its name")
    current = file_state(kept.path)
    if current.sha256 == kept.before:
        return Restored(kept.path, "already")
    if current.sha256 != kept.after:
        return Restored(
            kept.path, "changed", f"{kept.path}: was changed after the run; `xltags undo {kept.path} --list` may help"
        )
    commit(current, None, lambda file: _unpack(archive, name, kept, file), options)
    return Restored(kept.path, "restored")


def _unpack(archive: zipfile.ZipFile, name: str, kept: Kept, file: BinaryIO) -> None:
    digest = hashlib.sha256()
    try:
        with archive.open(name) as source:
            while block := source.read(1 << 20):
                digest.update(block)
                file.write(block)
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise WorkbookError(
            f"{archive.filename}: is damaged, so {kept.path} cannot be restored", code=NO_UNDO
        ) from error
    if digest.hexdigest() != kept.before:
        raise WorkbookError(f"{archive.filename}: is damaged, so {kept.path} cannot be restored", code=NO_UNDO)


def put_in_place(
    state: FileState, staged: Path, *, keep_backups: int, clock: Callable[[], datetime] = datetime.now
) -> Path | None:
    """Replace a workbook by a finished file in one step, if it is still as it was read; returns the dated copy.

    Raises:
        WorkbookError: FILE007 it was changed meanwhile or is in use, FILE008 it cannot be written.
    """
    options = CommitOptions(backup=keep_backups > 0, keep_backups=keep_backups, clock=clock)
    return commit(replace(state), None, lambda file: _copied(staged, file), options)


def _copied(staged: Path, file: BinaryIO) -> None:
    with staged.open("rb") as source:
        shutil.copyfileobj(source, file, 1 << 20)
