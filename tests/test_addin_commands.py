"""`xltags addin install`, `doctor` and `remove` as people call them, in folders that look like Windows or a Mac."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors import Ran, call, is_one_clear_line
from tests.test_addin import WINDOWS_USER
from xltags.excel.addin import places as addin_places
from xltags.excel.addin import registry_reader
from xltags.excel.addin.places import Places, System, places
from xltags.excel.addin.runtime import xlwings_version

Run = Callable[..., Ran]
SYSTEMS: list[System] = ["windows", "mac"]
THEIRS = {  # what other programs have in the same folders
    "windows": (
        "AppData/Roaming/Microsoft/Excel/XLSTART/other.xlam", "AppData/Roaming/Microsoft/Excel/XLSTART/PERSONAL.XLSB",
        "user/.xlwings/xlwings.conf", "user/.xltags/notes.txt",
    ),
    "mac": (
        "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/other.xlam",
        "Library/Containers/com.microsoft.Excel/Data/xlwings.conf",
        "Library/Application Scripts/com.microsoft.Excel/xlwings-0.1.applescript",
    ),
}  # fmt: skip


class Computer:
    """A user's folders on a computer of a system."""

    def __init__(self, system: System, home: Path, python: Path, run: Run) -> None:
        self.system, self.home, self.python, self._run = system, home, python, run

    def addin(self, verb: str, *words: object) -> Ran:
        return self._run("addin", verb, *words)

    @property
    def places(self) -> Places:
        environment = {"HOME": str(self.home), **{key: str(self.home / it) for key, it in WINDOWS_USER.items()}}
        return places(self.system, environment, xlwings=xlwings_version())

    def files(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.home)): path.read_bytes() for path in self.home.rglob("*") if path.is_file()}


@pytest.fixture(params=SYSTEMS)
def computer(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Computer:
    return made(request.param, tmp_path, monkeypatch, capsys)


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Computer:
    return made("windows", tmp_path, monkeypatch, capsys)


def made(system: System, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Computer:
    home, python = folder / "home", folder / "env" / "Scripts" / "python.exe"
    for path in (*(home / it for it in THEIRS[system]), python):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"theirs")
    (python.parent.parent / f"xlwings64-{xlwings_version()}.dll").write_bytes(b"")
    monkeypatch.setattr(addin_places, "system_of", lambda _: system)
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setenv("HOME", str(home))
    for key, it in WINDOWS_USER.items():
        monkeypatch.setenv(key, str(home / it))
    return Computer(system, home, python, lambda *words: call(capsys, *words))


def one_line(text: str) -> str:
    """Printed text without the breaks of a narrow terminal."""
    return " ".join(text.split())


def test_installing_twice_and_removing_twice_leaves_everything_of_others(computer: Computer) -> None:
    before = computer.files()
    first = computer.addin("install", "--lang", "vi")
    assert first.code == 0 and "written" in first.out and "xltags addin doctor" in one_line(first.out)
    installed = computer.files()
    assert {name: installed[name] for name in before} == before
    second = computer.addin("install", "--lang", "vi")
    assert second.code == 0 and "unchanged" in second.out and "written" not in second.out
    assert computer.files() == installed
    gone = computer.addin("remove")
    assert gone.code == 0 and "removed" in gone.out
    left = set(computer.files()) - set(before)
    assert left == ({str(computer.places.script.relative_to(computer.home))} if computer.places.script else set())
    assert {name: data for name, data in computer.files().items() if name in before} == before
    again = computer.addin("remove")
    assert again.code == 0 and "absent" in again.out and "removed" not in again.out


def test_the_doctor_is_ill_before_well_after_and_ill_again(computer: Computer) -> None:
    before = computer.addin("doctor")
    assert before.code == 1 and "run: xltags addin install" in one_line(before.out)
    computer.addin("install")
    files = computer.files()
    well = computer.addin("doctor")
    assert well.code == 0 and "problem" not in well.out and "warning" not in well.out
    assert computer.files() == files
    computer.addin("remove")
    assert computer.addin("doctor").code == 1


def test_installing_in_another_language_or_from_another_python_renews_it(computer: Computer, tmp_path: Path) -> None:
    computer.addin("install", "--lang", "zh")
    chinese = computer.places.addin.read_bytes()
    computer.addin("install", "--lang", "en")
    assert computer.places.addin.read_bytes() != chinese
    assert computer.addin("doctor").code == 0
    config = computer.places.config
    config.write_text(config.read_text("utf-8").replace(str(computer.python), str(tmp_path / "gone")), "utf-8")
    assert computer.addin("doctor").code == 1
    computer.addin("install", "--lang", "en")
    assert computer.addin("doctor").code == 0


def test_a_file_of_someone_else_stops_both_in_one_line(computer: Computer) -> None:
    computer.places.addin.write_bytes(b"theirs")
    for verb in ("install", "remove"):
        ran = computer.addin(verb)
        assert ran.code == 2 and is_one_clear_line(ran.err) and "no add-in of xltags" in ran.err
    assert computer.places.addin.read_bytes() == b"theirs" and not computer.places.config.exists()


Ill = Callable[[Computer], None]


def _from_the_web(it: Computer) -> None:
    Path(f"{it.places.addin}:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=3\r\n")


def _unreadable(it: Computer) -> None:
    it.places.config.unlink()
    it.places.config.mkdir()


def _other_library(it: Computer) -> None:
    folder = it.python.parent.parent
    (folder / f"xlwings64-{xlwings_version()}.dll").rename(folder / "xlwings64-0.1.0.dll")


ILLS: dict[str, tuple[Ill, str]] = {
    "a mark of the web": (_from_the_web, "run: xltags addin install, which makes it on this computer"),
    "a configuration that cannot be read": (_unreadable, "cannot be read"),
    "another version of xlwings": (_other_library, "pip install --force-reinstall xlwings"),
}


@pytest.mark.parametrize("name", ILLS)
def test_the_doctor_tells_the_remedy_of(windows: Computer, name: str) -> None:
    spoil, remedy = ILLS[name]
    windows.addin("install")
    spoil(windows)
    ran = windows.addin("doctor")
    assert ran.code == 1 and ran.err == "" and remedy in one_line(ran.out)


def test_a_file_made_on_this_computer_bears_no_mark_of_the_web(windows: Computer) -> None:
    windows.addin("install")
    _from_the_web(windows)
    windows.addin("install")
    assert windows.addin("doctor").code == 0


def test_rules_against_child_processes_are_told_with_what_is_left_to_do(
    windows: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows.addin("install")
    monkeypatch.setattr(registry_reader, "read_registry", lambda key, _: "1" if "ASR" in key else None)
    ran = windows.addin("doctor")
    assert ran.code == 1 and "exception for Python, or use the command line" in one_line(ran.out)


def test_a_folder_that_cannot_be_written_is_named(computer: Computer) -> None:
    folder = computer.places.addin.parent
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_bytes(b"a file where a folder should be")
    ran = computer.addin("install")
    assert ran.code == 2 and is_one_clear_line(ran.err) and str(folder) in ran.err


@pytest.mark.parametrize("verb", ["install", "remove", "doctor"])
def test_elsewhere_one_line_says_what_works_there(
    verb: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(addin_places, "system_of", lambda _: "other")
    ran = call(capsys, "addin", verb)
    assert ran.code == 2 and is_one_clear_line(ran.err) and "command line" in ran.err
