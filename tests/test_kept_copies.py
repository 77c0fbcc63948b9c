"""`--in-place` names the copy that it kept, whatever the command; where none is kept, none is named."""

import json
import re
from pathlib import Path

import pytest

from tests.doors import AS_OF, Ran, call, team_book
from xltags.core.finding import Language

Capsys = pytest.CaptureFixture[str]
LINE = re.compile(r"(\S+\.bak\.xlsx)  keeps the workbook as it was; go back with xltags undo (.*)")
COMMANDS = {
    "score": "score BOOK --in-place",
    "report": "report BOOK --in-place --only tiers",
    "fix": "fix --in-place BOOK",
    "mark": "mark BOOK --in-place",
    "import": "import BOOK new.csv --in-place",
    "tag": "tag BOOK --where industry=Manufacturing --set stage=Won --in-place",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("new.csv").write_text("customer_id,company\n101,Bắc Hà\n", encoding="utf-8")
    return tmp_path


def told(ran: Ran) -> list[tuple[str, str]]:
    """The copies named, with the workbook that the line says to go back with."""
    assert not LINE.findall(ran.err)
    return LINE.findall(ran.out)


def run(capsys: Capsys, words: str, book: Path) -> Ran:
    return call(capsys, *(str(book) if word == "BOOK" else word for word in words.split()), "--as-of", AS_OF)


CASES = [*((words, "en") for words in COMMANDS.values()), (COMMANDS["score"], "zh"), (COMMANDS["mark"], "vi")]


@pytest.mark.parametrize(("words", "language"), CASES)
def test_a_command_names_the_copy_it_kept(folder: Path, capsys: Capsys, words: str, language: Language) -> None:
    book = team_book(Path("team.xlsx"), language=language)
    old = book.read_bytes()
    ran = run(capsys, words, book)
    assert (ran.code, ran.err) == (0, "")
    [(copy, named)] = told(ran)
    assert ran.out.rstrip().endswith("xltags undo team.xlsx")
    assert named == "team.xlsx"
    assert Path(copy).read_bytes() == old
    assert call(capsys, "undo", named).code == 0
    assert book.read_bytes() == old


def test_where_nothing_changes_or_nothing_is_kept_no_copy_is_named(folder: Path, capsys: Capsys) -> None:
    book = team_book(Path("team.xlsx"))
    assert told(run(capsys, "score BOOK -o out.xlsx", book)) == []
    assert len(told(run(capsys, "score BOOK --in-place", book))) == 1
    assert told(run(capsys, "score BOOK --in-place", book)) == []
    assert told(run(capsys, "report BOOK --in-place --only nope", book)) == []
    Path("xltags.toml").write_text("backups = 0\n", encoding="utf-8")
    assert told(run(capsys, "mark BOOK --in-place", book)) == []


def test_json_stays_json(folder: Path, capsys: Capsys) -> None:
    ran = run(capsys, "score BOOK --json --in-place", team_book(Path("team.xlsx")))
    assert json.loads(ran.out)["customers"]
    assert len(LINE.findall(ran.err)) == 1


def test_a_copy_beside_the_target_of_a_link_is_named(folder: Path, capsys: Capsys) -> None:
    Path("real folder").mkdir()
    real = team_book(Path("real folder", "my team.xlsx"))
    old = real.read_bytes()
    Path("link to team.xlsx").symlink_to(real)
    ran = run(capsys, "score BOOK --in-place", Path("link to team.xlsx"))
    [line] = [line for line in ran.out.splitlines() if "keeps the workbook" in line]
    copy, _, rest = line.partition("  keeps")
    assert Path(copy).read_bytes() == old
    assert rest.endswith("xltags undo 'link to team.xlsx'")
