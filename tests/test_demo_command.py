"""`xltags demo` and `xltags new`: what they write, what they never replace, what they say."""

import hashlib
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from xltags.batch.checking import CheckOptions, check_workbook
from xltags.batch.making import DEMO_NAME, Demo, is_demo, make_demo, make_workbook
from xltags.books.demo.data import AS_OF
from xltags.books.file import open_book
from xltags.cli import demo_command, new_command
from xltags.cli.demo_summary import print_demo
from xltags.cli.new_command import GeographyOption, PhaseOption, ProfileOption
from xltags.cli.options import LanguageOption
from xltags.core.errors import WorkbookError
from xltags.core.finding import Language
from xltags.core.scoring import score


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return make_demo(tmp_path_factory.mktemp("demo"), language="en")


def test_the_file_says_what_the_summary_says(demo: Demo) -> None:
    result = check_workbook(demo.path, CheckOptions(as_of=AS_OF))
    told = [(it.code, it.sheet, it.cell, it.value) for it in demo.judged.findings]
    assert [(it.code, it.sheet, it.cell, it.value) for it in result.findings] == told


def test_the_file_is_scored(demo: Demo) -> None:
    with open_book(demo.path) as book:
        dataset = book.read(as_of=AS_OF)
    column = dataset.customers.table.column("icp_tier")
    assert list(column.cells()) == score(dataset).tiers()


def test_the_file_has_a_sheet_for_every_report(demo: Demo) -> None:
    with open_book(demo.path) as book:
        sheets = [sheet.name for sheet in book.package.sheets if sheet.name.startswith("Rpt_")]
    assert len(sheets) == len(demo.reports) > 10


@pytest.mark.slow
def test_a_demo_is_replaced_by_the_same_bytes(demo: Demo) -> None:
    before = hashlib.sha256(demo.path.read_bytes()).hexdigest()
    make_demo(demo.path.parent, language="en")
    assert hashlib.sha256(demo.path.read_bytes()).hexdigest() == before
    assert [path.name for path in demo.path.parent.iterdir()] == [DEMO_NAME]


@pytest.mark.parametrize("content", [b"", b"my own notes"], ids=["empty", "text"])
def test_another_file_is_never_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / DEMO_NAME
    path.write_bytes(content)
    with pytest.raises(WorkbookError, match="is no xltags demo"):
        make_demo(tmp_path, language="en")
    assert path.read_bytes() == content


def test_a_new_workbook_is_no_demo(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    make_workbook(path, profile="small", phase="growth", language="en", geography=None, created_on=date(2026, 5, 4))
    assert not is_demo(path)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "vi"])
def test_the_demo_speaks_other_languages(tmp_path: Path, language: Language) -> None:
    made = make_demo(tmp_path / "new" / "folder", language=language)
    assert made.judged.dataset.model.settings.language == language
    printed = StringIO()
    print_demo(made, Console(file=printed, width=200))
    assert f"xltags new team.xlsx --lang {language}\n" in printed.getvalue()
    assert check_workbook(made.path, CheckOptions(as_of=AS_OF)).status == "findings"


def test_the_summary_names_findings_tiers_channels_and_next_steps(
    demo: Demo, capsys: pytest.CaptureFixture[str]
) -> None:
    print_demo(demo, Console(width=140, highlight=False))
    text = capsys.readouterr().out
    for part in ("errors", "TAG", "A  ", "95 % interval", "best: ", "worst: ", f"xltags check {demo.path}", "Rpt_"):
        assert part in text


def test_the_command_writes_and_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    demo_command.command(tmp_path, LanguageOption.en)
    assert (tmp_path / DEMO_NAME).is_file()
    assert "made " in capsys.readouterr().out


def new(
    path: Path,
    profile: ProfileOption = ProfileOption.small,
    geo: GeographyOption | None = None,
    *,
    values: bool = False,
) -> None:
    new_command.command(path, profile, PhaseOption.growth, LanguageOption.en, geo, values=values)


def test_a_new_workbook_is_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "team.xlsx"
    new(path)
    assert "xltags check" in capsys.readouterr().out
    found = check_workbook(path, CheckOptions(as_of=date.today())).findings
    assert [it for it in found if it.severity != "note"] == []


def test_a_new_workbook_was_reviewed_today(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    new(path, values=True)
    with open_book(path) as book:
        dataset = book.read(as_of=date.today())
    assert {it.reviewed_on for it in dataset.model.scorecard.indicators} == {date.today()}


@pytest.mark.parametrize(("geo", "lands"), [("cn", {"cn"}), ("vn", {"vn"}), ("both", {"cn", "vn"}), ("none", set())])
def test_provinces_are_of_the_countries_asked_for(tmp_path: Path, geo: str, lands: set[str]) -> None:
    path = tmp_path / "team.xlsx"
    new(path, ProfileOption.standard, GeographyOption(geo), values=True)
    with open_book(path) as book:
        tags = book.read(as_of=AS_OF).model.taxonomy.tags_of("province")
    assert {tag.id.split(".")[1] for tag in tags} - {"abroad"} == lands


def test_an_existing_file_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    path.write_text("mine")
    with pytest.raises(WorkbookError, match="exists already"):
        new(path)
    assert path.read_text() == "mine"


@pytest.mark.parametrize("name", ["team.xls", "team.xlsm", "team"])
def test_a_new_workbook_is_an_xlsx_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(WorkbookError, match="name it team"):
        new(tmp_path / name)


def test_a_missing_folder_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="cannot be written") as stopped:
        new(tmp_path / "nowhere" / "team.xlsx")
    assert "\n" not in str(stopped.value)
