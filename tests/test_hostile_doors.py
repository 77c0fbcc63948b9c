"""Workbooks made to harm, through every door: one clear line and exit code 2, or findings; never a traceback, never a
changed byte, never much time or memory, and never the end of a batch."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors import AS_OF, ROOT, call, is_one_clear_line, team_book
from tests.raw_workbooks import SHEET, parts_of, sheet_xml, write_parts
from tests.test_hostile import READ, REFUSED, ROW, damaged, with_rows
from xltags.batch.checking import CheckOptions, check_workbook
from xltags.cli.options import read_day
from xltags.core.stops import stop_page

Capsys = pytest.CaptureFixture[str]
Write = Callable[[Path], object]


def prefixed(text: str) -> str:
    return text.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")


def in_utf16(path: Path) -> None:
    text = parts_of(ROW)[SHEET].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    write_parts(path, parts_of(ROW) | {SHEET: text.encode("utf-16")})


OTHERS: dict[str, Write] = {
    "no bytes": lambda path: path.write_bytes(b""),
    "CSV": lambda path: path.write_text("id,tag\n1,x\n", encoding="utf-8"),
    "HTML": lambda path: path.write_text("<html><table><tr><td>id</td></tr></table></html>", encoding="utf-8"),
    "an old .xls": lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)),
    "an empty zip": lambda path: path.write_bytes(b"PK\x05\x06" + bytes(18)),
    "text in no encoding": lambda path: path.write_bytes(bytes(range(128, 256)) * 9),
    "a path out of the folder": lambda path: write_parts(path, parts_of(ROW) | {"../../../tmp/evil.txt": b"x"}),
    "a cell in the last row": with_rows(
        f'{ROW}<row r="1048576"><c r="A1048576" t="s"><v>0</v></c></row>', "A1:Y1048576"
    ),
    "no references": with_rows("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
    "rows in disorder": with_rows('<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="B1"><v>1</v></c></row>'),
    "a cell twice": with_rows('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
    "a style beyond the styles": with_rows('<row r="1"><c r="A1" s="9999"><v>1</v></c></row>'),
    "names with prefixes": damaged(SHEET, prefixed),
    "UTF-16": in_utf16,
    "a part that is no XML": damaged(SHEET, lambda text: text.replace("</sheetData>", "</sheetDatum>")),
    "a sheet of nothing": damaged(SHEET, lambda _: ""),
    "no rows at all": damaged(SHEET, lambda _: sheet_xml("")),
}
HOSTILE: dict[str, Write] = (
    {name: write for name, (_, write) in REFUSED.items()} | {name: write for name, (_, write) in READ.items()} | OTHERS
)
CHANGING = (("score",), ("report", "--only", "findings,scores,tiers"), ("fix",))
FEW = ("a cell in the far corner", "no references", "CSV", "no bytes", "UTF-16")
SECONDS = 10
MEGABYTES = 500


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def file_names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("write", HOSTILE.values(), ids=list(HOSTILE))
def test_every_door_says_one_line_or_goes_on(capsys: Capsys, folder: Path, write: Write) -> None:
    bad = Path("bad.xlsx")
    write(bad)
    team_book(Path("team.xlsx"))
    before, team = bad.read_bytes(), Path("team.xlsx").read_bytes()
    names = file_names(folder)
    started = time.process_time()
    text = call(capsys, "check", bad, "--as-of", AS_OF)
    told = json.loads(call(capsys, "check", bad, "--format", "json", "--as-of", AS_OF).out)["workbooks"][0]
    assert text.err == ""
    if told["status"] == "unreadable":
        assert text.code == 2
        head, line = text.out.splitlines()
        assert head == "bad.xlsx  cannot be read"
        code = told["error"].rpartition("[")[2].rstrip("]")
        assert stop_page(code) is not None
        assert line == f"  {told['error'].removeprefix('bad.xlsx: ')}"
        assert told["findings"] == []
    else:
        assert text.code == 1
        assert told["counts"]["error"]
    for door, *more in CHANGING:
        ran = call(capsys, door, bad, *more, "--in-place", "--as-of", AS_OF)
        if told["status"] == "unreadable" or ran.code:
            assert (ran.code, ran.out) == (2, "")
            assert is_one_clear_line(ran.err), ran.err
            assert bad.read_bytes() == before
            assert file_names(folder) == names
        else:
            assert check_workbook(bad, CheckOptions(read_day(AS_OF))).status == told["status"]
            for backup in folder.glob("bad.*.bak.xlsx"):
                assert backup.read_bytes() == before
                shutil.move(backup, bad)
    ran = call(capsys, "import", "team.xlsx", bad, "--in-place", "--as-of", AS_OF)
    assert ran.code == 2
    assert is_one_clear_line(ran.err), ran.err
    ran = call(capsys, "check", "team.xlsx", "--taxonomy", bad, "--as-of", AS_OF)
    assert ran.code in ((2,) if told["status"] == "unreadable" else (0, 1))
    assert Path("team.xlsx").read_bytes() == team
    assert file_names(folder) == names
    assert time.process_time() - started < SECONDS


# Run by a small process of its own: Linux counts in a child's peak what the process took that started it.
MEASURED = """
import json, os, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
child = os.posix_spawn(sys.executable, [sys.executable, "-m", "xltags", *sys.argv[1:]], os.environ)
_, status, used = os.wait4(child, 0)
with open("used.json", "w") as told:
    json.dump([os.waitstatus_to_exitcode(status), used.ru_maxrss / 1024, used.ru_utime + used.ru_stime], told)
"""


def limited(*words: object) -> tuple[int, str, str, float, float]:
    """The command line in a process of its own with little room: exit code, output, error, megabytes, seconds."""
    ran = subprocess.run(
        [sys.executable, "-S", "-c", MEASURED, *map(str, words)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        check=True,
    )
    used = Path("used.json")
    code, megabytes, seconds = json.loads(used.read_text(encoding="utf-8"))
    used.unlink()
    return code, ran.stdout, ran.stderr, megabytes, seconds


@pytest.mark.slow
@pytest.mark.parametrize("door", ["check", "run"])
def test_a_folder_of_them_takes_little_and_the_good_one_among_them_is_done(folder: Path, door: str) -> None:
    Path("in").mkdir()
    # those that can be read are worked on in full, which takes a while: a few of them stand for all
    few = {name: write for name, write in HOSTILE.items() if name in REFUSED or name in FEW}
    for number, write in enumerate(few.values() if door == "run" else HOSTILE.values()):
        write(Path(f"in/{number:02}.xlsx"))
    for stray in Path("in").glob("*.plain"):
        stray.unlink()
    team_book(Path("in/zz_good.xlsx"))
    before = {path: path.read_bytes() for path in Path("in").iterdir()}
    more = ["--out-dir", "done"] if door == "run" else []
    code, out, err, megabytes, _ = limited(door, "in", "--as-of", AS_OF, *more)
    assert (code, err) == (2, "")
    assert len([line for line in out.splitlines() if line.startswith("in/")]) == len(before)
    assert "in/zz_good.xlsx  8 errors" in out
    assert megabytes < MEGABYTES
    assert {path: path.read_bytes() for path in Path("in").iterdir()} == before
    assert not list(Path().rglob("*.tmp"))
    if door == "run":
        assert Path("done/zz_good.xlsx").is_file()


ALONE = ["a cell in the far corner", "1 GB of blanks in the rows", "one string of 500 MB", "encrypted", "no bytes"]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in ALONE else pytest.mark.slow) for name in HOSTILE]
)
def test_alone_in_a_process_each_ends_soon_and_small(folder: Path, name: str) -> None:
    HOSTILE[name](Path("bad.xlsx"))
    before = Path("bad.xlsx").read_bytes()
    doors = (("check", "bad.xlsx"), ("score", "bad.xlsx", "--in-place"))
    for words in doors if name in ALONE[:1] else doors[:1]:
        code, out, err, megabytes, seconds = limited(*words)
        assert seconds < SECONDS
        assert code in (0, 1, 2)
        assert "Traceback" not in out + err
        assert megabytes < MEGABYTES
        if code == 2:
            assert Path("bad.xlsx").read_bytes() == before


LOCKED = {  # A: a workbook, X: one in a folder that may not be entered
    "check": "check X",
    "doctor": "doctor X",
    "score": "score X --json",
    "undo": "undo X",
    "a result": "score A -o X",
    "a new one": "new X",
    "an export": "import A X -o B.xlsx",
    "a master": "sync A --taxonomy X --in-place",
    "an older one": "diff X A",
}


@pytest.mark.parametrize("words", LOCKED.values(), ids=list(LOCKED))
def test_a_folder_that_may_not_be_entered_is_told_in_one_line(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    book, locked = team_book(tmp_path / "team.xlsx"), tmp_path / "locked" / "x.xlsx"
    places = {"A": book, "X": locked, "B.xlsx": tmp_path / "B.xlsx"}
    for owner, name in ((Path, "stat"), (Path, "open"), (os, "open"), (os, "mkdir"), (os, "lstat")):
        refuse_in(locked.parent, monkeypatch, owner, name)
    ran = call(capsys, *(places.get(word, word) for word in words.split()))
    assert ran.code == 2
    assert "Traceback" not in ran.out + ran.err
    assert (ran.out + ran.err).count(str(locked.parent)) == 1


def refuse_in(folder: Path, monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> None:
    """As the system does for who has no right to a folder: root has every right, so it is not asked."""
    real = getattr(owner, name)

    def refuse(path: object, *args: object, **options: object) -> object:
        if isinstance(path, str | Path) and Path(path).is_relative_to(folder):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **options)

    monkeypatch.setattr(owner, name, refuse)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    refuse_in(pipe, monkeypatch, Path, "open")  # which would wait for ever
    ran = call(capsys, "score", pipe, "--json")
    assert ran.code == 2
    assert is_one_clear_line(ran.err)
    assert "is no file but a pipe" in ran.err
