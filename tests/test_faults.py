"""Faults while a workbook is replaced: killed, no room, two at once. The workbook is whole and no loss goes unsaid."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.books_made import make_book, parts_of, value_of
from tests.doors import AS_OF, call, is_one_clear_line, team_book
from tests.package_lint import lint
from xltags.books.edits import FillColumns, SetCells
from xltags.books.package import open_package
from xltags.books.surgery import write_workbook
from xltags.core.errors import WorkbookError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork and signals are those of POSIX")
ROWS = 1200
SEED = 20261121


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    return make_book(folder / "book.xlsx", rows=ROWS)


def write(path: Path, word: str, *, backup: bool = True) -> None:
    with open_package(path) as package:
        values = [f"{word} {row}" for row in range(ROWS)]
        write_workbook(package, [FillColumns("Data", 2, {2: values, 7: values})], backup=backup)


def in_child(work: object, *arguments: object) -> int:
    """Starts work in a child process; its exit code is 0, 7 (in use or changed), 8 (no room), or 1."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        assert callable(work)
        work(*arguments)
        code = 0
    except WorkbookError as error:
        code = {"FILE007": 7, "FILE008": 8}.get(error.code, 2)
    finally:
        os._exit(code)


def duration(book: Path, original: bytes) -> float:
    start = time.perf_counter()
    os.waitpid(in_child(write, book, "timed"), 0)
    taken = time.perf_counter() - start
    for each in book.parent.iterdir():
        each.unlink()
    book.write_bytes(original)
    return taken


def kill_at_random(book: Path, points: int) -> list[bool]:
    """Kills a write at random moments; whether it had replaced the workbook by then."""
    chance = random.Random(SEED)
    original = book.read_bytes()
    taken = duration(book, original)
    replaced = []
    for point in range(points):
        child = in_child(write, book, f"point{point}")
        time.sleep(taken * chance.uniform(0, 1.3))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        now = book.read_bytes()
        replaced.append(now != original)
        assert lint(book) == []
        expected = f"point{point} 0" if now != original else "name 1"
        assert value_of(book, "Data", "B2") == expected
        backups = [each for each in book.parent.iterdir() if ".bak." in each.name]
        assert all(each.read_bytes() == original for each in backups)
        write(book, "next", backup=False)  # whatever the dead one left does not stand in the way
        assert value_of(book, "Data", f"G{ROWS + 1}") == f"next {ROWS - 1}"
        assert {each.name for each in book.parent.iterdir()} == {book.name, *(each.name for each in backups)}
        for each in book.parent.iterdir():
            each.unlink()
        book.write_bytes(original)
    return replaced


def test_killed_at_random_moments_the_workbook_is_whole(book: Path) -> None:
    assert len(kill_at_random(book, 12)) == 12


@pytest.mark.slow
def test_killed_at_fifty_random_moments_the_workbook_is_whole(book: Path) -> None:
    assert set(kill_at_random(book, 50)) == {True, False}


def write_little_room(path: Path, room: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    write(path, "full")


def test_with_no_room_on_the_disk_the_workbook_stays_and_it_is_said(book: Path) -> None:
    original = book.read_bytes()
    chance = random.Random(SEED)
    sizes = [0, 1, 30, *(chance.randrange(100, len(original)) for _ in range(6))]
    for room in sizes:
        code = os.waitstatus_to_exitcode(os.waitpid(in_child(write_little_room, book, room), 0)[1])
        assert code == 8, room
        assert book.read_bytes() == original
        assert [each.name for each in book.parent.iterdir()] == [book.name], room


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 400 KB; skips the test where none can be made."""
    folder.mkdir()
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    words = [mount or "mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)]
    if mount is None or unmount is None or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can only be made by root, on Linux")
    try:
        yield folder
    finally:
        subprocess.run([unmount, str(folder)], check=True)


def test_on_a_disk_that_is_full_indeed_the_workbook_stays(book: Path, tmp_path: Path) -> None:
    original = book.read_bytes()
    with small_disk(tmp_path / "disk") as disk:
        full = disk / "book.xlsx"
        full.write_bytes(original)
        rest = shutil.disk_usage(disk).free
        (disk / "others").write_bytes(b"x" * max(0, rest - 8192))
        with pytest.raises(WorkbookError, match="the disk is full") as caught:
            write(full, "full")
        assert caught.value.code == "FILE008"
        assert full.read_bytes() == original
        assert {each.name for each in disk.iterdir()} == {"book.xlsx", "others"}
        (disk / "others").unlink()
        write(full, "room")
        assert value_of(full, "Data", "B2") == "room 0"


def test_on_a_disk_that_may_only_be_read_the_workbook_stays(book: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        (disk / "book.xlsx").write_bytes(book.read_bytes())
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(WorkbookError, match="no right to write there") as caught:
            write(disk / "book.xlsx", "none")
        assert caught.value.code == "FILE008"
        assert (disk / "book.xlsx").read_bytes() == book.read_bytes()


def write_as_nobody(path: Path) -> None:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    write(path, "nobody")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become someone else")
def test_in_a_folder_that_may_only_be_read_the_workbook_stays_and_it_is_said(book: Path) -> None:
    with tempfile.TemporaryDirectory() as name:  # not the folder of the tests, which others may not enter
        folder = Path(name, "folder")
        folder.mkdir()
        there = folder / "book.xlsx"
        there.write_bytes(book.read_bytes())
        for path, mode in ((Path(name), 0o755), (folder, 0o555), (there, 0o666)):
            path.chmod(mode)
        code = os.waitstatus_to_exitcode(os.waitpid(in_child(write_as_nobody, there), 0)[1])
        assert code == 8
        assert there.read_bytes() == book.read_bytes()
        assert [each.name for each in folder.iterdir()] == ["book.xlsx"]
        folder.chmod(0o777)  # the test can fail: with the right to write, it is written
        code = os.waitstatus_to_exitcode(os.waitpid(in_child(write_as_nobody, there), 0)[1])
        assert (code, value_of(there, "Data", "B2")) == (0, "nobody 0")


@pytest.mark.parametrize(
    ("words", "mark"),
    [("score", "~$team.xlsx"), ("report --only tiers", "~$team.xlsx"), ("mark", ".~lock.team.xlsx#")],
)
def test_no_command_changes_a_workbook_that_is_open_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str, mark: str
) -> None:
    team = team_book(tmp_path / "team.xlsx")
    original = team.read_bytes()
    (tmp_path / mark).write_bytes(b"")
    ran = call(capsys, *words.split(), team, "--in-place", "--as-of", AS_OF)
    assert ran.code == 2
    assert is_one_clear_line(ran.err)
    assert "seems to be open in" in ran.err
    assert "[FILE007]" in ran.err
    assert team.read_bytes() == original
    assert {each.name for each in tmp_path.iterdir()} == {"team.xlsx", mark}
    if words == "mark":
        assert call(capsys, "mark", team, "-o", tmp_path / "out.xlsx", "--as-of", AS_OF).code == 0


def add_many(path: Path, column: int, tries: int) -> None:
    """Writes one cell after the other, again whenever the workbook is in use or was changed by another."""
    for row in range(2, 2 + tries):
        for _ in range(400):
            try:
                with open_package(path) as package:
                    write_workbook(package, [SetCells("Other", {(row, column): row * column})], backup=False)
                break
            except WorkbookError as error:
                if error.code != "FILE007":
                    raise
                time.sleep(0.002 * column)
        else:
            raise WorkbookError("never got its turn", code="FILE007")


@pytest.mark.parametrize("writers", [2, 4])
def test_of_many_writers_at_once_every_update_that_was_not_refused_is_there(tmp_path: Path, writers: int) -> None:
    book, tries = make_book(tmp_path / "book.xlsx"), 6
    children = [in_child(add_many, book, column, tries) for column in range(5, 5 + writers)]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * writers
    assert lint(book) == []
    for column in range(5, 5 + writers):
        for row in range(2, 2 + tries):
            assert value_of(book, "Other", f"{'ABCDEFGHI'[column - 1]}{row}") == row * column
    assert [each.name for each in tmp_path.iterdir()] == [book.name]


def test_what_was_read_before_another_wrote_is_refused(book: Path) -> None:
    with open_package(book) as early:
        write(book, "first", backup=False)
        whole = book.read_bytes()
        with pytest.raises(WorkbookError, match="was changed by someone else") as caught:
            write_workbook(early, [SetCells("Data", {(2, 3): 1})], backup=False)
    assert caught.value.code == "FILE007"
    assert book.read_bytes() == whole


def test_a_failing_part_leaves_neither_result_nor_rubbish(book: Path) -> None:
    original = parts_of(book)
    with open_package(book) as package, pytest.raises(WorkbookError, match="holds a formula"):
        write_workbook(package, [FillColumns("Data", 2, {5: list(range(ROWS))})])
    assert parts_of(book) == original
    assert [each.name for each in book.parent.iterdir()] == [book.name]
