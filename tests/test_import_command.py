"""`xltags import` as it is typed."""

import json
from pathlib import Path

import pytest

from xltags.books.template import new_workbook
from xltags.cli.app import run

DAY = ["--as-of", "2026-05-31"]
LEADS = (
    "Lead ID;Company name;Lead Source;Created Date;Oddity\n"
    "001;Acme;Referral;31/05/2026;x\n002;Beta;Smoke signal;01/02/2026;y\n;C;;;\n"
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    book, source = tmp_path / "team.xlsx", tmp_path / "leads.csv"
    new_workbook(book, profile="small")
    source.write_bytes(LEADS.encode("utf-8-sig"))
    return book, source


def test_a_guessed_import_says_what_it_did(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    book, source = files
    assert run(["import", str(book), str(source), "--in-place", *DAY]) == 0
    shown = capsys.readouterr().out
    for words in (
        "utf-8-sig, semicolon", "guessed: customer_id = Lead ID", "not imported: Oddity", "values that are no tags: 1",
        "Smoke signal", "row 4: the key is blank", "1 rejected row with all its cells:", "team.xlsx.rejected.csv",
    ):  # fmt: skip
        assert words in " ".join(shown.split()), words
    assert len(list(book.parent.glob("team.*.bak.xlsx"))) == 1


def test_json_tells_the_same(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    book, source = files
    out = book.with_name("out.xlsx")
    assert run(["import", str(book), str(source), "-o", str(out), "--json", *DAY]) == 0
    report = json.loads(capsys.readouterr().out)
    source_report = report["sources"][0]
    assert (source_report["read"], source_report["added"], source_report["rejected"]) == (3, 2, 1)
    assert report["out"] == str(out) and report["rejected_file"] == f"{out}.rejected.csv" and report["guessed"]
    assert report["rejected_rows"] == [{"source": "leads.csv", "row": 4, "reason": "the key is blank (customer_id)"}]


def test_a_map_is_written_and_used(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    book, source = files
    wanted = book.with_name("map.toml")
    before = book.read_bytes()
    assert run(["import", str(book), str(source), "--write-map", str(wanted), *DAY]) == 0
    assert "4 columns mapped, 1 header left" in capsys.readouterr().out
    assert book.read_bytes() == before and 'customer_id = "Lead ID"' in wanted.read_text("utf-8")
    assert run(["import", str(book), str(source), "--map", str(wanted), "--in-place", *DAY]) == 0
    assert book.read_bytes() != before
    capsys.readouterr()


def test_a_corrected_map_is_never_written_over(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    book, source = files
    wanted = book.with_name("map.toml")
    call = ["import", str(book), str(source), "--write-map", str(wanted), *DAY]
    assert run(call) == 0 and run(call) == 0  # the same guess again loses nothing
    wanted.write_text(wanted.read_text("utf-8").replace("Lead ID", "Key"), "utf-8")
    capsys.readouterr()
    assert run(call) == 2
    assert "is there and differs from the guess" in capsys.readouterr().err
    assert '"Key"' in wanted.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "say where the result goes"), (["--in-place", "--map", "no.toml"], "MAP001"),
        (["--in-place", "--map", "a", "--write-map", "b"], "exclude each other"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_one_line(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    book, source = files
    assert run(["import", str(book), str(source), *arguments]) == 2
    message = capsys.readouterr().err
    assert words in message and message.count("\n") == 1


def test_a_repeated_import_says_that_nothing_changes(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    book, source = files
    for _ in range(2):
        assert run(["import", str(book), str(source), "--in-place", *DAY]) == 0
    assert "nothing to change" in capsys.readouterr().out
