"""docs/ci.md: every command in it is carried out."""

import re
import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from tests.doors import ROOT, call, team_book
from xltags.cli.app import COMMANDS

PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
BLOCKS = re.findall(r"```(?:sh|yaml)\n(.*?)```", PAGE, re.DOTALL)
TYPED = re.compile(rf"xltags (?:{'|'.join(name for names in COMMANDS.values() for name in names)}) [^\n|;#]+")
LINES = [line.strip() for block in BLOCKS for line in TYPED.findall(block)]
Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the page takes it for granted."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    for folder in ("books", "marked"):
        (tmp_path / folder).mkdir()
    team_book(tmp_path / "master.xlsx")
    return team_book(tmp_path / "books" / "team.xlsx")


@pytest.mark.parametrize("line", sorted(set(LINES)))
def test_a_command_does_what_it_is_there_for(capsys: Capsys, books: Path, line: str) -> None:
    call(capsys, "check", "books", "--format", "json", "-o", "baseline.json")
    typed = line.replace('"marked/$(basename "$book")"', "marked/team.xlsx").replace('"$book"', "books/team.xlsx")
    words = shlex.split(typed)[1:]
    ran = call(capsys, *words)
    assert (ran.code, ran.err) == (0 if "--baseline" in words or words[0] != "check" else 1, "")
    assert all(Path(file).stat().st_size for option, file in pairwise(words) if option == "-o")


def test_the_page_shows_every_format_and_the_marked_copy() -> None:
    assert {"github", "html", "sarif", "junit", "json"} <= set(re.findall(r"--format (\w+)", " ".join(LINES)))
    assert any(line.startswith("xltags mark ") for line in LINES)


def test_the_hook_calls_a_command_that_exists(capsys: Capsys, books: Path) -> None:
    hook = dict(re.findall(r"^[- ] (\w+): (.+)$", (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"), re.MULTILINE))
    assert hook["id"] in PAGE and hook["language"] == "python"
    assert re.search(hook["files"], "books/team.xlsx") and not re.search(hook["files"], "books/team.xlsx.bak")
    assert call(capsys, *hook["entry"].split()[1:], "--fail-on", "warning", "books/team.xlsx").code == 1
