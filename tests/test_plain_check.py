"""The call of every day is answered without typer, and as typer would answer it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.raw_workbooks import parts_of, write_parts
from xltags.cli.app import run
from xltags.cli.plain_check import plain_check

DAY = "2026-09-30"


@pytest.fixture
def book(tmp_path: Path) -> str:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c></row>'
    return str(write_parts(tmp_path / "team.xlsx", parts_of(rows)))


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "{book}", "--as-of", DAY],
        ["check", f"--as-of={DAY}", "{book}", "{book}"],
        ["check", "--as-of", "2026-01-01", "{book}", "--as-of", DAY],
        ["check", "{folder}"],
        ["check", "{folder}/missing.xlsx", "{book}", "--as-of", DAY],
        ["check", "{folder}/nothing/here"],
    ],
)
def test_it_answers_as_typer_does(
    arguments: list[str], book: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    call = [each.format(book=book, folder=tmp_path) for each in arguments]
    code = plain_check(call)
    assert code is not None
    assert (code, capfd.readouterr()) == (run(call), capfd.readouterr())


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check"],
        ["check", ""],
        ["check", "--as-of", DAY],
        ["check", "{book}", "--as-of"],
        ["check", "{book}", "--as-of", "tomorrow"],
        ["check", "{book}", "--as-of="],
        ["check", "{book}", "--as-of", "--all"],
        ["check", "{book}", "--all"],
        ["check", "{book}", "-f", "json"],
        ["check", "{book}", "--", "{book}"],
        ["check", "-h"],
        ["lint", "{book}"],
        ["chekc", "{book}"],
    ],
)
def test_any_other_call_is_left_to_typer(arguments: list[str], book: str) -> None:
    assert plain_check([each.format(book=book) for each in arguments]) is None


def test_neither_typer_nor_rich_is_loaded(book: str) -> None:
    script = (
        "import sys; from xltags.cli.plain_check import plain_check; plain_check(sys.argv[1:]);"
        "sys.exit(any(name in sys.modules for name in ('typer', 'rich')))"
    )
    assert subprocess.run([sys.executable, "-c", script, "check", book], check=False).returncode == 0


def test_an_interrupted_check_says_so(
    book: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("xltags.cli.check_books.check_books", interrupted)
    assert plain_check(["check", book]) == 2
    assert capsys.readouterr().err.startswith("xltags: stopped")
