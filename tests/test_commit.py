"""Replacing a workbook: the target is always the old one or the new one, whole."""

import errno
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.books_made import make_book, value_of
from tests.package_lint import lint
from xltags.books.commit import CommitOptions, commit
from xltags.books.edits import SetCells, WriteResult
from xltags.books.package import open_package
from xltags.books.surgery import write_workbook
from xltags.books.writing.locks import lock_path
from xltags.core.errors import WorkbookError

NOON = datetime(2026, 11, 21, 20, 15, 0)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    return make_book(folder / "book.xlsx")


def write(path: Path, value: object = "new", out: Path | None = None, **options: object) -> WriteResult:
    with open_package(path) as package:
        return write_workbook(package, [SetCells("Data", {(2, 2): value})], out, clock=lambda: NOON, **options)  # type: ignore[arg-type, dict-item]


def others(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir() if each.name != path.name)


def test_in_place_keeps_a_dated_backup_of_the_old_bytes(book: Path) -> None:
    old = book.read_bytes()
    result = write(book)
    assert value_of(book, "Data", "B2") == "new"
    assert others(book) == ["book.20261121-201500.bak.xlsx"]
    assert result.backup is not None
    assert result.backup.read_bytes() == old


def test_only_the_newest_backups_are_kept(book: Path) -> None:
    foreign = book.with_name("book.mine.bak.xlsx")
    foreign.write_bytes(b"not ours")
    for minute in range(5):
        with open_package(book) as package:
            moment = NOON.replace(minute=minute)
            write_workbook(package, [SetCells("Data", {(2, 2): minute})], clock=lambda m=moment: m, keep_backups=2)  # type: ignore[misc]
    assert others(book) == ["book.20261121-200300.bak.xlsx", "book.20261121-200400.bak.xlsx", "book.mine.bak.xlsx"]


def test_two_backups_of_one_second_do_not_meet(book: Path) -> None:
    write(book, "one")
    write(book, "two")
    assert others(book) == ["book.20261121-201500-2.bak.xlsx", "book.20261121-201500.bak.xlsx"]


def test_another_target_leaves_the_source_and_no_backup(book: Path, tmp_path: Path) -> None:
    old = book.read_bytes()
    assert write(book, out=tmp_path / "out.xlsx").backup is None
    assert book.read_bytes() == old
    assert others(book) == []


def test_mode_and_symbolic_link_are_kept(book: Path, tmp_path: Path) -> None:
    book.chmod(0o640)
    link = tmp_path / "link.xlsx"
    link.symlink_to(book)
    write(link)
    assert link.is_symlink()
    assert value_of(book, "Data", "B2") == "new"
    assert book.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give a file away")
def test_the_owner_is_kept(book: Path) -> None:
    os.chown(book, 65534, 65533)
    write(book, backup=False)
    assert value_of(book, "Data", "B2") == "new"
    assert (book.stat().st_uid, book.stat().st_gid) == (65534, 65533)


def change_time(path: Path) -> None:
    os.utime(path, ns=(1, 1))


def change_content(path: Path) -> None:
    status = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    twin = path.with_name("twin")
    twin.write_bytes(data)
    os.utime(twin, ns=(status.st_atime_ns, status.st_mtime_ns))
    twin.replace(path)


def meddle(file: BinaryIO, book: Path, change: Callable[[Path], object] | None) -> None:
    file.write(b"new")
    if change is not None:
        change(book)


@pytest.mark.parametrize("change", [change_time, change_content, Path.unlink, lambda path: path.write_bytes(b"x")])
@pytest.mark.parametrize("when", ["before", "during"])
def test_a_source_that_changed_is_not_overwritten(book: Path, change: Callable[[Path], object], when: str) -> None:
    with open_package(book) as package:
        if when == "before":
            change(book)
        with pytest.raises(WorkbookError, match="changed by someone else") as caught:
            commit(package, None, lambda file: meddle(file, book, change if when == "during" else None))
    assert caught.value.code == "FILE007"
    assert others(book) == []
    assert not book.exists() or book.read_bytes() != b"new"


@pytest.mark.parametrize(("mark", "program"), [("~$book.xlsx", "Excel"), (".~lock.book.xlsx#", "LibreOffice")])
def test_a_workbook_open_elsewhere_is_left_alone(book: Path, mark: str, program: str) -> None:
    old = book.read_bytes()
    book.with_name(mark).touch()
    with pytest.raises(WorkbookError, match=f"open in {program}") as caught:
        write(book)
    assert caught.value.code == "FILE007"
    assert book.read_bytes() == old
    write(book, ignore_lock_files=True)
    assert value_of(book, "Data", "B2") == "new"


def dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_running_writer_is_respected_and_a_dead_ones_lock_and_rubbish_taken_away(book: Path) -> None:
    import socket

    lock = lock_path(book)
    lock.write_text(f"{os.getppid()} {socket.gethostname()}\n")
    with pytest.raises(WorkbookError, match="another xltags") as caught:
        write(book)
    assert caught.value.code == "FILE007"
    assert lock.exists()
    lock.write_text(f"{dead_process()} {socket.gethostname()}\n")
    rubbish = book.with_name(".book.xlsx.xltags-99999.tmp")
    rubbish.write_bytes(b"half")
    write(book, backup=False)
    assert others(book) == []


def test_a_lock_of_another_computer_counts_for_an_hour(book: Path) -> None:
    lock = lock_path(book)
    lock.write_text("1 elsewhere\n")
    with pytest.raises(WorkbookError, match="another xltags"):
        write(book)
    os.utime(lock, (time.time() - 7200, time.time() - 7200))
    write(book, backup=False)
    assert others(book) == []


def test_a_folder_that_is_not_there_is_named(book: Path, tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="no such folder") as caught:
        write(book, out=tmp_path / "none" / "out.xlsx")
    assert caught.value.code == "FILE008"


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.ENOSPC, "disk is full"), (errno.EACCES, "no right"), (errno.EROFS, "no right"), (errno.EIO, "cannot be")],
)
def test_a_failing_disk_leaves_the_original_and_no_rubbish(book: Path, number: int, says: str) -> None:
    old = book.read_bytes()

    def fail(file: object) -> None:
        raise OSError(number, os.strerror(number))

    with open_package(book) as package, pytest.raises(WorkbookError, match=says) as caught:
        commit(package, None, fail, CommitOptions(clock=lambda: NOON))
    assert caught.value.code == "FILE008"
    assert book.read_bytes() == old
    assert others(book) == []


def is_killed_at(book: Path, point: int) -> bool:
    """Writes in a child process that kills itself at its n-th call to the system; whether it got that far."""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    try:
        calls = 0

        def counted(real: Callable[..., object]) -> Callable[..., object]:
            def call(*arguments: object, **options: object) -> object:
                nonlocal calls
                calls += 1
                if calls == point:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*arguments, **options)

            return call

        for name in ("open", "fsync", "link", "write", "close", "chown"):
            setattr(os, name, counted(getattr(os, name)))
        for name in ("replace", "chmod", "unlink", "stat"):
            setattr(Path, name, counted(getattr(Path, name)))
        write(book, "killed")
    finally:
        os._exit(0)


def test_killed_at_any_point_the_workbook_is_whole_and_the_next_write_works(book: Path) -> None:
    original = book.read_bytes()
    seen = set()
    for point in range(1, 30):
        book.write_bytes(original)
        if not is_killed_at(book, point):
            break
        seen.add(book.read_bytes() == original)
        assert lint(book) == []
        write(book, "next")
        assert value_of(book, "Data", "B2") == "next"
        assert [each for each in others(book) if ".bak." not in each] == []
    assert point > 12
    assert seen == {True, False}  # kills before and after the replacement were both tried


def test_a_full_disk_in_a_real_process_leaves_the_original(book: Path) -> None:
    old = book.read_bytes()
    child = os.fork()
    if not child:
        code = 1
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
            write(book)
        except WorkbookError as error:
            code = 8 if error.code == "FILE008" and "disk is full" in str(error) else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 8
    assert book.read_bytes() == old
    assert others(book) == []


def test_of_two_writers_at_once_none_loses_its_update_silently(book: Path) -> None:
    with open_package(book) as first, open_package(book) as second:
        write_workbook(first, [SetCells("Data", {(2, 2): "first"})], backup=False)
        with pytest.raises(WorkbookError) as caught:
            write_workbook(second, [SetCells("Data", {(3, 2): "second"})], backup=False)
    assert caught.value.code == "FILE007"
    assert value_of(book, "Data", "B2") == "first"


def test_a_writer_inside_another_is_refused(book: Path) -> None:
    with (
        open_package(book) as first,
        open_package(book) as second,
        pytest.raises(WorkbookError, match="another xltags"),
    ):
        commit(first, None, lambda file: commit(second, None, lambda inner: inner.write(b"x")))
    assert lint(book) == []
    assert others(book) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(book: Path) -> None:
    book.parent.chmod(0o555)
    try:
        with pytest.raises(WorkbookError, match="no right") as caught:
            write(book)
        assert caught.value.code == "FILE008"
    finally:
        book.parent.chmod(0o755)
