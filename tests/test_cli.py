"""The commands from outside: what they print and where, their exit codes, and what they say to a wrong call."""

import errno
import json
import os
import shlex
import subprocess
import sys
import time
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path

import openpyxl
import pytest

from tests.doors import AS_OF, ROOT, TEAM, Row, call, is_one_clear_line, spawn, team_book
from xltags import __version__
from xltags.books.shipped import Record
from xltags.books.template import new_workbook
from xltags.cli.app import COMMANDS, run

Capsys = pytest.CaptureFixture[str]
FINDING = ["code", "severity", "sheet", "cell", "column", "value", "message", "suggestion"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test works in a folder of its own that holds `team.xlsx`, without a terminal's settings."""
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    team_book(tmp_path / "team.xlsx")
    return tmp_path


# ---- every command, as the manual shows it


HAPPY = {
    "demo": ("demo sample", 0, "Open "),
    "new": (f"new mine.xlsx --profile small --lang vi --as-of {AS_OF}", 0, "made mine.xlsx"),
    "check": ("check team.xlsx", 1, "team.xlsx  8 errors"),
    "lint": ("lint team.xlsx", 0, "team.xlsx  clean"),
    "request": ("request team.xlsx", 0, "0 open, 0 settled"),
    "fix": ("fix team.xlsx -o fixed.xlsx", 0, "fixed.xlsx  corrected 2 cells"),
    "score": ("score team.xlsx -o scored.xlsx", 0, "scored.xlsx  scored 5 customers: 0 A, 1 B"),
    "report": ("report team.xlsx --only tiers -o r.xlsx", 0, "r.xlsx  filled 1 report sheet"),
    "run": ("run team.xlsx --out-dir out", 1, "out  1 of 1 workbooks written"),
    "explain": ("explain tag001", 0, "TAG001  unknown tag  error"),
    "import": ("import team.xlsx leads.csv -o imported.xlsx", 0, "imported.xlsx  written"),
}


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [pytest.param(*case, id=name, marks=pytest.mark.slow if name == "demo" else ()) for name, case in HAPPY.items()],
)
def test_a_command_does_its_work_and_says_so_on_standard_output(
    capsys: Capsys, folder: Path, words: str, code: int, says: str
) -> None:
    Path("leads.csv").write_text("customer_id,company,industry\n010,Ten Ltd,Manufacturing\n", encoding="utf-8")
    kept = Path("team.xlsx").read_bytes()
    dated = [] if words.split()[0] in ("demo", "new", "explain") else ["--as-of", AS_OF]
    ran = call(capsys, *words.split(), *dated)
    assert (ran.code, ran.err) == (code, "")
    assert says in ran.out
    assert Path("team.xlsx").read_bytes() == kept


@pytest.mark.parametrize("name", [name for names in COMMANDS.values() for name in names])
def test_every_command_has_help_without_a_flag_that_seems_to_take_a_value(capsys: Capsys, name: str) -> None:
    ran = call(capsys, name, "--help")
    assert (ran.code, ran.err) == (0, "")
    own = [line for line in ran.out.splitlines() if "--help" not in line]
    assert not any("<bool>" in line for line in own)
    assert "..}..." not in ran.out


def test_the_version_comes_at_once() -> None:
    started = time.perf_counter()
    ran = spawn("--version")
    assert time.perf_counter() - started < 1
    assert (ran.code, ran.out, ran.err) == (0, f"xltags {__version__}\n", "")


def test_without_a_word_the_manual_is_shown(capsys: Capsys) -> None:
    ran = call(capsys)
    assert (ran.code, ran.err) == (2, "")
    assert "xltags demo" in ran.out


# ---- wrong calls: exit code 2, nothing on standard output, one line that names the place and the way out


WRONG = {
    "no such command": ("chekc team.xlsx", "Did you mean 'check'? See xltags --help"),
    "no such option": ("check team.xlsx --colour", "--colour"),
    "no path": ("check", "Missing argument 'PATH'; see xltags check --help"),
    "a folder without workbooks": ("check empty", "empty: holds no workbook"),
    "an unknown format": ("check team.xlsx --format xml", "'xml' is not one of 'text'"),
    "an unknown severity": ("check team.xlsx --fail-on bad", "'bad' is not one of 'error', 'warning', 'note'"),
    "an unknown code": ("check team.xlsx --select ZZZ", "no check has the code ZZZ"),
    "an unknown code among known": ("check team.xlsx --ignore TAG,ZZZ", "no check has the code ZZZ"),
    "a code of doctor": ("check team.xlsx --select PKG050", "the code PKG050; `xltags doctor` looks for it"),
    "a code nearly right": ("check team.xlsx --select TGA001", "no check has the code TGA001; did you mean 'TAG001'?"),
    "a day that no workbook has": ("check team.xlsx --as-of 0001-01-01", "is outside the years 1900 to 2900"),
    "no day": ("check team.xlsx --as-of 30.9.2026", "'30.9.2026' is no day; write it as 2026-09-30"),
    "no jobs": ("check team.xlsx --jobs 0", "Invalid value for '--jobs'"),
    "no master": ("check team.xlsx --taxonomy nope.xlsx", "nope.xlsx: there is no such file"),
    "a master that is none": ("check team.xlsx --taxonomy notes.txt", "notes.txt: is not an Excel workbook"),
    "no baseline": ("check team.xlsx --baseline nope.json", "cannot be used as a baseline: there is no such file;"),
    "a baseline that is none": ("check team.xlsx --baseline notes.txt", "notes.txt: is no output of `xltags check"),
    "a baseline of another shape": ("check team.xlsx --baseline list.json", "list.json: is no output of `xltags check"),
    "an output nowhere": ("check team.xlsx -o nowhere/x.txt", "nowhere/x.txt: cannot be written: there is no such"),
    "an output that is a folder": ("check team.xlsx -o empty", "empty: cannot be written: it is a folder"),
    "findings over the workbook": ("check team.xlsx -f json -o team.xlsx", "team.xlsx: would be lost under the text"),
    "rules over the workbook": ("lint team.xlsx -o ./team.xlsx", "team.xlsx: would be lost under the text"),
    "faults over the workbook": ("doctor team.xlsx -o team.xlsx", "team.xlsx: would be lost under the text"),
    "a page that would be no workbook": ("check team.xlsx -f html -o x.XLSM", "has the name of a workbook, but would"),
    "tags over the workbook": ("export-tags team.xlsx team.xlsx --format csv", "would be lost under the text; write"),
    "a map over the workbook": ("import team.xlsx leads.csv --write-map team.xlsx", "would be lost under the text"),
    "a map over its source": ("import team.xlsx leads.csv --write-map ./leads.csv", "leads.csv: would be lost under"),
    "no target of score": ("score team.xlsx", "--out FILE, or --in-place to change team.xlsx"),
    "no target of report": ("report team.xlsx", "--out FILE, or --in-place to change team.xlsx"),
    "no target of fix": ("fix team.xlsx", "--out FILE, or --in-place to change team.xlsx"),
    "no target of import": ("import team.xlsx leads.csv", "--out FILE, or --in-place to change team.xlsx"),
    "two targets": ("score team.xlsx --in-place -o x.xlsx", "exclude each other"),
    "itself as the target": ("score team.xlsx -o ./team.xlsx", "is the workbook itself; use --in-place"),
    "another kind as the target": ("score team.xlsx -o x.csv", "x.csv: would hold a workbook as team.xlsx does; name"),
    "macros promised": ("score team.xlsx -o x.xlsm", "x.xlsm: would hold a workbook"),
    "a folder as the target": ("report team.xlsx -o empty", "empty: is a folder; name the file in it"),
    "a target nowhere": ("score team.xlsx -o nowhere/x.xlsx", "nowhere/x.xlsx: cannot be written: there is no such"),
    "a target below a file": ("score team.xlsx -o notes.txt/x.xlsx", "notes.txt/x.xlsx: cannot be written"),
    "no workbook to score": ("score nope.xlsx --in-place", "nope.xlsx: there is no such file"),
    "a folder to score": ("score empty --in-place", "empty: is a folder; name the workbook inside it"),
    "no workbook for JSON": ("score nope.xlsx --json", "nope.xlsx: there is no such file"),
    "an unknown report": ("report team.xlsx --only nope --in-place", "no report is called 'nope'; the reports are"),
    "a report nearly right": ("report team.xlsx --only purty -o x.xlsx", "called 'purty'; did you mean 'purity'?"),
    "no file of tags": ("import-tags team.xlsx no.json --dry-run", "no.json: there is no such file; check the name"),
    "no plan": ("migrate team.xlsx --plan no.toml --dry-run", "the plan cannot be read: there is no such file;"),
    "no undo file": ("migrate --undo no.zip", "no.zip: cannot be read: there is no such file; check the name"),
    "a group nearly right": ("export-tags team.xlsx x.csv --group industri", "did you mean 'industry'?"),
    "an export below a file": ("report team.xlsx --export notes.txt/x", "a file stands where a folder is needed"),
    "run without a folder": ("run team.xlsx", "Missing option '--out-dir'; see xltags run --help"),
    "run onto itself": ("run team.xlsx --out-dir .", "would be replaced by its own result"),
    "run below a file": ("run team.xlsx --out-dir notes.txt/x", "a file stands where a folder is needed"),
    "new that exists": ("new team.xlsx", "team.xlsx: exists already and is never replaced"),
    "new of another kind": ("new team.csv", "name it team.xlsx"),
    "new nowhere": ("new nowhere/t.xlsx", "nowhere/t.xlsx: cannot be written: there is no such file or folder"),
    "demo below a file": ("demo notes.txt", "a file stands where a folder is needed"),
    "an unknown page": ("explain ZZ9", "no code is called ZZ9; `xltags explain` lists them all"),
    "a page of another number": ("explain TAG999", "no code is called TAG999; `xltags explain` lists them all"),
    "a page nearly right": ("explain TGA001", "no code is called TGA001; did you mean 'TAG001'?"),
    "a name nearly right": ("explain unknwon_tag", "did you mean 'unknown_tag'?"),
    "no source": ("import team.xlsx", "Missing argument 'SOURCE'"),
    "a source that is not there": ("import team.xlsx nope.csv --in-place", "nope.csv: is not there"),
    "two maps": ("import team.xlsx leads.csv --map a --write-map b", "exclude each other"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "says"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_call_ends_in_one_clear_line(capsys: Capsys, folder: Path, words: str, says: str) -> None:
    Path("empty").mkdir()
    Path("notes.txt").write_text("our notes", encoding="utf-8")
    Path("list.json").write_text("[1]", encoding="utf-8")
    Path("leads.csv").write_text("customer_id\n1\n", encoding="utf-8")
    before = sorted(path.name for path in folder.iterdir())
    kept = [Path(name).read_bytes() for name in ("team.xlsx", "leads.csv")]
    ran = call(capsys, *words.split())
    assert (ran.code, ran.out) == (2, "")
    assert is_one_clear_line(ran.err), ran.err
    assert says in ran.err
    assert sorted(path.name for path in folder.iterdir()) == before
    assert [Path(name).read_bytes() for name in ("team.xlsx", "leads.csv")] == kept


@pytest.mark.parametrize("word", ["unknown_tag", "unknown tag", "Unknown_Tag", "TAG001"])
def test_a_page_is_found_by_code_and_by_name(capsys: Capsys, word: str) -> None:
    assert call(capsys, "explain", word).out.startswith("TAG001  unknown tag  error\n")


def test_a_name_that_two_codes_bear_has_two_pages(capsys: Capsys) -> None:
    pages = call(capsys, "explain", "duplicate_cell").out
    assert "FILE019  duplicate cell" in pages
    assert "\n\nPKG033  duplicate cell" in pages


@pytest.mark.parametrize(("family", "first"), [("tag", "TAG001"), ("UNDO", "UNDO001"), ("TAG01", "TAG010")])
def test_the_codes_of_a_family_are_listed(capsys: Capsys, family: str, first: str) -> None:
    _, *rows = call(capsys, "explain", family).out.splitlines()
    assert rows[0].startswith(first)
    assert all(row.startswith(family.upper()) for row in rows)


def test_a_page_is_folded_to_the_terminal_and_not_to_its_source(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = call(capsys, "explain", "TAG001").out
    assert "if something is\nmissing" in piped
    for name, value in {"TTY_COMPATIBLE": "1", "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "200"}.items():
        monkeypatch.setenv(name, value)
    shown = call(capsys, "explain", "TAG001").out
    assert "if something is missing" in shown
    assert "\nWhy: " in shown and "\nFix: " in shown
    assert shown.split() == piped.split()


def test_the_line_bears_a_code_that_explain_knows(capsys: Capsys) -> None:
    code = call(capsys, "score", "team.xlsx").err.rstrip().rpartition("[")[2].rstrip("]")
    assert call(capsys, "explain", code).out.startswith(f"{code}  stops the command")


# ---- exit codes


@pytest.mark.parametrize(
    ("fail_on", "select", "code"),
    [
        ("error", "TAG001", 1),
        ("error", "TAG003", 0),
        ("warning", "TAG003", 1),
        ("warning", "CUS013", 0),
        ("note", "CUS013", 1),
        ("note", "PLAN", 0),
    ],
)
def test_the_exit_code_says_whether_a_finding_is_severe_enough(
    capsys: Capsys, fail_on: str, select: str, code: int
) -> None:
    assert call(capsys, "check", "team.xlsx", "--fail-on", fail_on, "--select", select).code == code
    assert call(capsys, "check", "team.xlsx", "--as-of", AS_OF, "--ignore", select).code == 1


@pytest.mark.parametrize("format", ["text", "json"])
def test_what_cannot_be_read_is_code_2_and_never_stops_the_rest(capsys: Capsys, format: str) -> None:
    Path("broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    ran = call(capsys, "check", "broken.xlsx", "team.xlsx", "--format", format)
    assert (ran.code, ran.err) == (2, "")
    assert "broken.xlsx" in ran.out
    assert "TAG001" in ran.out


# ---- JSON: the contract


def test_the_json_of_check_is_the_contract(capsys: Capsys) -> None:
    Path("broken.xlsx").write_bytes(b"no workbook")
    team_book(Path("clean.xlsx"), TEAM[:1])
    ran = call(capsys, "check", "team.xlsx", "broken.xlsx", "clean.xlsx", "--format", "json", "--as-of", AS_OF,
               "--ignore", "CHN")  # fmt: skip
    told = json.loads(ran.out)
    assert list(told) == ["xltags", "workbooks"]
    assert told["xltags"] == __version__
    found, broken, clean = told["workbooks"]
    for book in told["workbooks"]:
        assert list(book) == ["path", "status", "counts", "findings", "error"]
        assert list(book["counts"]) == ["error", "warning", "note"]
    assert (found["path"], found["status"], found["error"]) == ("team.xlsx", "findings", None)
    assert all(list(finding) == FINDING for finding in found["findings"])
    assert all(type(text) is str for finding in found["findings"] for text in finding.values())
    assert sum(found["counts"].values()) == len(found["findings"])
    assert found["findings"][1] == {
        "code": "TAG001",
        "severity": "error",
        "sheet": "Customers",
        "cell": "C3",
        "column": "Industry",
        "value": "Manufacturng",
        "message": "'Manufacturng' is not a tag of Industry; did you mean 'Manufacturing'?",
        "suggestion": "Manufacturing",
    }
    assert (broken["status"], broken["findings"], sum(broken["counts"].values())) == ("unreadable", [], 0)
    assert broken["error"].startswith("broken.xlsx: ")
    assert broken["error"].endswith("[FILE002]")
    assert (clean["status"], clean["findings"], clean["error"]) == ("clean", [], None)


def test_the_json_of_score_is_the_contract(capsys: Capsys) -> None:
    told = json.loads(call(capsys, "score", "team.xlsx", "--json", "--as-of", AS_OF).out)
    assert list(told) == ["customers"]
    assert [customer["customer_id"] for customer in told["customers"]] == ["001", "002", "003", "004", "004"]
    first = told["customers"][0]
    assert list(first) == ["customer_id", "score", "tier", "range", "ask_next", "why"]
    assert (first["score"], first["tier"], first["range"], first["ask_next"]) == (60, "B", "A-B", "chain_coverage")
    assert all(list(part) == ["indicator", "value", "points"] for part in first["why"])
    for customer in told["customers"]:
        assert sum(part["points"] for part in customer["why"]) == customer["score"]


def test_json_can_be_had_beside_a_written_workbook(capsys: Capsys) -> None:
    alone = call(capsys, "score", "team.xlsx", "--json", "--as-of", AS_OF)
    both = call(capsys, "score", "team.xlsx", "--json", "-o", "scored.xlsx", "--as-of", AS_OF)
    assert both.out == alone.out
    assert Path("scored.xlsx").is_file()


# ---- which findings


def codes_of(capsys: Capsys, *words: object) -> set[str]:
    ran = call(capsys, "check", "team.xlsx", "--format", "json", "--as-of", AS_OF, *words)
    return {finding["code"] for finding in json.loads(ran.out)["workbooks"][0]["findings"]}


def test_select_and_ignore_take_codes_and_families_in_any_case(capsys: Capsys) -> None:
    everything = codes_of(capsys)
    assert {"TAG001", "TAG003", "CUS011"} <= everything
    assert codes_of(capsys, "--select", "tag") == {code for code in everything if code.startswith("TAG")}
    assert codes_of(capsys, "--select", "TAG,CUS011", "--ignore", "tag001") == {"TAG003", "TAG005", "CUS011"}
    assert codes_of(capsys, "--select", "TAG001", "--select", "CUS001") == {"TAG001", "CUS001"}


def test_a_baseline_hides_what_was_known_and_nothing_else(capsys: Capsys) -> None:
    call(capsys, "check", "team.xlsx", "--format", "json", "--as-of", AS_OF, "-o", "known.json")
    ran = call(capsys, "check", "team.xlsx", "--as-of", AS_OF, "--baseline", "known.json")
    assert (ran.code, ran.out) == (0, "team.xlsx  clean  (12 known from the baseline)\n")
    worse = [{**TEAM[0], "source": "Television"}, *TEAM[1:]]
    team_book(Path("team.xlsx"), worse)
    ran = call(capsys, "check", "team.xlsx", "--as-of", AS_OF, "--baseline", "known.json")
    assert ran.code == 1
    assert "1 error  (12 known" in ran.out
    Path("team.xlsx").rename("other.xlsx")
    ran = call(capsys, "check", "other.xlsx", "--as-of", AS_OF, "--baseline", "known.json")
    assert "9 errors" in ran.out  # what is known of one workbook is news in another


def test_a_master_workbook_lends_its_taxonomy(capsys: Capsys) -> None:
    radio: Row = {"group": "source", "tag_id": "source.radio", "tag": "Radio", "status": "active"}
    team_book(Path("master.xlsx"), [], tags=[radio])
    told = call(capsys, "check", "team.xlsx", "--select", "TAG001", "--all")
    assert "'Radio'" in told.out
    told = call(capsys, "check", "team.xlsx", "--select", "TAG001", "--all", "--taxonomy", "master.xlsx")
    assert "'Radio'" not in told.out
    assert "'Manufacturng'" in told.out


def test_side_by_side_gives_the_same(capsys: Capsys) -> None:
    for number in range(3):
        team_book(Path(f"{number}.xlsx"), TEAM[number:])
    Path("broken.xlsx").write_bytes(b"")
    one = call(capsys, "check", ".", "--as-of", AS_OF)
    two = call(capsys, "check", ".", "--as-of", AS_OF, "--jobs", 2)
    assert one == two
    assert one.code == 2
    assert "5 workbooks: " in one.out


def test_a_folder_means_its_workbooks_but_not_backups_locks_and_hidden_files(capsys: Capsys, folder: Path) -> None:
    for name in ("~$team.xlsx", ".hidden.xlsx", "team.20260930-101112.bak.xlsx", "team.20260930-101112-2.bak.xlsx",
                 ".git/x.xlsx", "notes.txt", "deep/er/2026.xlsm"):  # fmt: skip
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        team_book(Path(name))
    told = json.loads(call(capsys, "check", ".", "./team.xlsx", "--format", "json").out)
    assert [book["path"] for book in told["workbooks"]] == ["deep/er/2026.xlsm", "team.xlsx"]


def test_a_workbook_is_checked_once_however_often_it_is_named(capsys: Capsys, folder: Path) -> None:
    named = ("team.xlsx", "./team.xlsx", folder / "team.xlsx", folder)
    told = json.loads(call(capsys, "check", *named, "--format", "json").out)
    assert [book["path"] for book in told["workbooks"]] == ["team.xlsx"]


# ---- policy: the workbook's Settings and xltags.toml


POLICY = {
    "ignore": ('ignore = ["TAG003"]', {"ignore": "TAG003"}, {"TAG003": None}),
    "ignore a family, in small letters": ('ignore = ["tag"]', {"ignore": "tag"}, {"TAG001": None, "TAG003": None}),
    "select": ('select = ["TAG001"]', {"select": "TAG001"}, {"CUS001": None, "TAG001": "error"}),
    "severity": ('[severity]\nTAG001 = "note"', {"severity.TAG001": "note"}, {"TAG001": "note", "TAG003": "warning"}),
    "severity of a family": ('[severity]\nTAG = "note"', {"severity.TAG": "note"}, {"TAG001": "note", "TAG013": None}),
    "an exception": (
        '[[exception]]\ncode = "TAG003"\nreason = "agreed with sales"',
        {"except.TAG003": "agreed with sales"},
        {"TAG003": None, "TAG001": "error"},
    ),
    "an exception up to today": (
        f'[[exception]]\ncode = "TAG003"\nreason = "agreed"\nuntil = {AS_OF}',
        {"except.TAG003": f"agreed; until={AS_OF}"},
        {"TAG003": None},
    ),
    "an exception that is over": (
        '[[exception]]\ncode = "TAG003"\nreason = "agreed"\nuntil = 2026-09-29',
        {"except.TAG003": "agreed; until=2026-09-29"},
        {"TAG003": "warning"},
    ),
    "an exception of one value": (
        '[[exception]]\ncode = "TAG001"\nreason = "agreed"\nvalue = "Radio"\nwhere = "Source"',
        {"except.TAG001": "agreed; value=Radio; where=Source"},
        {"TAG001": "error"},
    ),
    "an exception of one cell": (
        '[[exception]]\ncode = "CUS011"\nreason = "agreed"\nwhere = "Customers!F4"',
        {"except.CUS011": "agreed; where=Customers!F4"},
        {"CUS011": None},
    ),
}  # fmt: skip


@pytest.mark.parametrize("place", ["xltags.toml", "Settings"])
@pytest.mark.parametrize(("toml", "settings", "expected"), POLICY.values(), ids=list(POLICY))
def test_a_rule_counts_in_the_settings_as_in_the_file(
    capsys: Capsys, toml: str, settings: dict[str, str], expected: dict[str, str | None], place: str
) -> None:
    if place == "Settings":
        team_book(Path("team.xlsx"), settings=dict(settings))
    else:
        Path("xltags.toml").write_text(toml, encoding="utf-8")
    told = json.loads(call(capsys, "check", "team.xlsx", "--format", "json", "--as-of", AS_OF).out)
    found = {it["code"]: it["severity"] for it in told["workbooks"][0]["findings"]}
    assert {code: found.get(code) for code in expected} == expected
    radio = sum(it["value"] == "Radio" for it in told["workbooks"][0]["findings"])
    assert radio == ("TAG001" in found and "Radio" not in str(settings))


def test_the_nearest_file_counts_and_the_call_comes_last(capsys: Capsys) -> None:
    Path("sub").mkdir()
    Path("team.xlsx").rename("sub/team.xlsx")
    Path("xltags.toml").write_text('select = ["TAG001"]', encoding="utf-8")
    assert "TAG001" in call(capsys, "check", "sub/team.xlsx").out
    Path("sub/xltags.toml").write_text('\ufeffselect = ["CUS001"]', encoding="utf-8")  # as Notepad saves it
    assert "TAG001" not in call(capsys, "check", "sub/team.xlsx").out
    assert "TAG001" in call(capsys, "check", "sub/team.xlsx", "--select", "TAG001").out


WRONG_POLICY = {
    "no TOML": ("ignore = [", "is not TOML"),
    "no text": ("\udcff", "is no UTF-8 text; save it as UTF-8"),
    "an unknown key": ("ignores = []", "unknown key 'ignores'"),
    "a key nearly right": ('ignroe = ["TAG"]', "unknown key 'ignroe'; did you mean 'ignore'?"),
    "no list": ('ignore = "TAG"', 'ignore: must be a list, such as ["one", "two"], not \'TAG\''),
    "no text in a list": ("ignore = [3]", "ignore 1: must be a text in quotation marks"),
    "an unknown severity": (
        '[severity]\nTAG001 = "info"',
        "severity TAG001: must be 'error', 'warning' or 'note', not 'info'",
    ),
    "an unknown code": ('ignore = ["TAG01x"]', "no check has the code 'TAG01X'"),
    "a code nearly right": ('ignore = ["TGA001"]', "no check has the code 'TGA001'; did you mean 'TAG001'?"),
    "an unknown key of an exception": (
        '[[exception]]\ncode="TAG001"\nreason="x"\nuntill=2026-01-01',
        "exception 1: unknown key 'untill'; did you mean 'until'?",
    ),
    "one table for the list": (
        '[exception]\ncode="TAG001"',
        "exception: must be a list of tables; write [[exception]]",
    ),
    "a reason left out": ('[[exception]]\ncode="TAG001"', "exception 1 reason: is missing"),
    "a family excepted": ('[[exception]]\ncode="TAG"\nreason="x"', "an exception needs the full code"),
    "no reason": ('[[exception]]\ncode="TAG001"\nreason=" "', "has no reason"),
    "no day": (
        '[[exception]]\ncode="TAG001"\nreason="x"\nuntil="soon"',
        "exception 1 until: must be a day, such as 2026-12-31",
    ),
}


@pytest.mark.parametrize(("toml", "says"), WRONG_POLICY.values(), ids=list(WRONG_POLICY))
def test_a_mistyped_rule_is_never_passed_over(capsys: Capsys, toml: str, says: str) -> None:
    Path("xltags.toml").write_text(toml, encoding="utf-8", errors="surrogateescape")
    ran = call(capsys, "check", "team.xlsx")
    assert (ran.code, ran.err) == (2, "")
    head, line = ran.out.splitlines()
    assert head == "team.xlsx  stopped"
    assert says in line
    assert "xltags.toml" in line
    assert line.endswith("[USE002]")
    ran = call(capsys, "score", "team.xlsx", "-o", "scored.xlsx")
    assert ran.code == 2
    assert is_one_clear_line(ran.err)


WRONG_PLACE = {
    "a cell of no sheet": (
        '[[exception]]\ncode="TAG001"\nreason="x"\nwhere="Custmers!F17"',
        "exception 1 where: no sheet is called 'Custmers'; did you mean 'Customers!F17'?",
    ),
    "no sheet": (
        '[[exception]]\ncode="TAG001"\nreason="x"\n[[exception]]\ncode="CUS011"\nreason="x"\nwhere="Cusotmres"',
        "exception 2 where: no sheet is called 'Cusotmres'; did you mean 'Customers'?",
    ),
    "a sheet of no language": (
        '[[exception]]\ncode="TAG001"\nreason="x"\nwhere="Khach hàng!A1"',
        "exception 1 where: no sheet is called 'Khach hàng'; did you mean 'Khách hàng!A1'?",
    ),
    "no cell": (
        '[[exception]]\ncode="TAG001"\nreason="x"\nwhere="Customers!Source"',
        "exception 1 where: 'Customers!Source' names no cell; write a sheet, a header, or one cell as in Customers!F17",
    ),
}


@pytest.mark.parametrize(("toml", "says"), WRONG_PLACE.values(), ids=list(WRONG_PLACE))
@pytest.mark.parametrize("command", ["check", "fix"])
def test_an_exception_that_can_hold_nowhere_is_never_passed_over(
    capsys: Capsys, toml: str, says: str, command: str
) -> None:
    Path("xltags.toml").write_text(toml, encoding="utf-8")
    ran = call(capsys, command, "team.xlsx", *(["-o", "out.xlsx"] if command == "fix" else []))
    assert ran.code == 2 and f"xltags.toml: {says} [USE002]" in " ".join((ran.out + ran.err).split())


# Another workbook of the folder may have it: a sheet or a header in any language, or of the team's own.
RIGHT_SOMEWHERE = ["Demands", "Nhu cầu khách hàng!C4", "标签库", "Contact", "Customers 2026!F17", "Kunden!F17"]


@pytest.mark.parametrize("where", RIGHT_SOMEWHERE)
def test_a_place_that_another_workbook_may_have_stops_nothing(capsys: Capsys, where: str) -> None:
    Path("xltags.toml").write_text(
        f'[[exception]]\ncode = "CUS011"\nreason = "agreed"\nwhere = "{where}"', encoding="utf-8"
    )
    ran = call(capsys, "check", "team.xlsx")
    assert ran.code == 1 and "CUS011" in ran.out


def test_the_name_that_a_team_gave_its_sheet_is_no_slip(capsys: Capsys) -> None:
    book = openpyxl.load_workbook("team.xlsx")
    book["Customers"].title = "Customer"
    book.save("own.xlsx")
    Path("xltags.toml").write_text(
        '[[exception]]\ncode = "CUS011"\nreason = "agreed"\nwhere = "customer!f4"', encoding="utf-8"
    )
    ran = call(capsys, "check", "own.xlsx")
    assert ran.code == 1 and "CUS011" not in ran.out and "TAG001" in ran.out


@pytest.mark.parametrize("words", ["score", "report --only tiers"])
def test_a_workbook_without_customers_is_told_to_be_perhaps_the_wrong_one(capsys: Capsys, words: str) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Prices").append(["Name", "Price"])
    book.save("prices.xlsx")
    command, *more = words.split()
    ran = call(capsys, command, "prices.xlsx", *more, "-o", "out.xlsx")
    assert ran.code == 0
    assert "no sheet Customers" in ran.out and "`xltags new` makes a whole workbook" in ran.out
    assert "no sheet Customers" not in call(capsys, command, "team.xlsx", *more, "-o", "team_out.xlsx").out


@pytest.mark.parametrize(
    ("ids", "command", "says"),
    [
        (["001", None], "snapshot", "\n1 customer has no id, so no changes of theirs"),
        (["001", None, None], "snapshot", "\n2 customers have no id, so no changes of theirs"),
        ([], "mark", "\n1 finding has no cell; `xltags check odd.xlsx` lists them"),
    ],
)
def test_one_is_not_told_in_the_plural(capsys: Capsys, ids: list[str | None], command: str, says: str) -> None:
    book = openpyxl.load_workbook("team.xlsx")
    for place, id in enumerate(ids, 2):
        book["Customers"][f"A{place}"].value = id
    if not ids:
        del book["Customers"]
    book.save("odd.xlsx")
    assert says in call(capsys, command, "odd.xlsx", "-o", "out.xlsx", "--as-of", AS_OF).out


# ---- in place and out


@pytest.mark.parametrize("words", ["score", "report", "fix", "import"])
def test_in_place_keeps_the_old_file_and_out_leaves_it_alone(capsys: Capsys, folder: Path, words: str) -> None:
    Path("leads.csv").write_text("customer_id,company\n010,Ten Ltd\n", encoding="utf-8")
    more = {"import": ["leads.csv"], "report": ["--only", "tiers,purity"]}.get(words, [])
    kept = Path("team.xlsx").read_bytes()
    assert call(capsys, words, "team.xlsx", *more, "-o", "out.xlsx", "--as-of", AS_OF).code == 0
    assert Path("team.xlsx").read_bytes() == kept
    assert call(capsys, words, "team.xlsx", *more, "--in-place", "--as-of", AS_OF).code == 0
    assert Path("team.xlsx").read_bytes() == Path("out.xlsx").read_bytes() != kept
    (backup,) = folder.glob("team.*.bak.xlsx")
    assert backup.read_bytes() == kept
    changed = Path("team.xlsx").stat()
    assert call(capsys, words, "team.xlsx", *more, "--in-place", "--as-of", AS_OF).code == 0
    assert Path("team.xlsx").stat().st_mtime_ns == changed.st_mtime_ns  # nothing to change: not even a date, no backup
    assert list(folder.glob("team.*.bak.xlsx")) == [backup]


def test_run_does_many_and_one_bad_workbook_does_not_stop_the_rest(capsys: Capsys, folder: Path) -> None:
    for name in ("books/north/a.xlsx", "books/south/a.xlsx"):
        Path(name).parent.mkdir(parents=True)
        team_book(Path(name))
    Path("books/broken.xlsx").write_bytes(b"<html>export</html>")
    Path("books/out").mkdir()
    team_book(Path("books/out/earlier.xlsx"))  # results of an earlier run are no input of the next
    ran = call(capsys, "run", "books", "--out-dir", "books/out", "--as-of", AS_OF)
    assert (ran.code, ran.err) == (2, "")
    assert ran.out.endswith("books/out  2 of 3 workbooks written\n")
    written = sorted(str(path.relative_to("books/out")) for path in Path("books/out").rglob("*.*"))
    assert written == ["earlier.xlsx", "north/a.xlsx", "south/a.xlsx"]


@pytest.mark.slow
def test_run_side_by_side_writes_the_same_bytes(capsys: Capsys, folder: Path) -> None:
    Path("other.xlsx").write_bytes(Path("team.xlsx").read_bytes())
    for jobs in (1, 2):
        ran = call(
            capsys, "run", "team.xlsx", "other.xlsx", "--out-dir", f"out{jobs}", "--as-of", AS_OF, "--jobs", jobs
        )
        assert (ran.code, ran.err) == (1, "")
    assert Path("out1/other.xlsx").read_bytes() == Path("out2/other.xlsx").read_bytes()


def test_run_is_score_and_report_together(capsys: Capsys) -> None:
    call(capsys, "run", "team.xlsx", "--out-dir", "out", "--as-of", AS_OF)
    call(capsys, "score", "team.xlsx", "-o", "scored.xlsx", "--as-of", AS_OF)
    scores = [call(capsys, "score", path, "--json", "--as-of", AS_OF).out for path in ("out/team.xlsx", "scored.xlsx")]
    assert scores[0] == scores[1] != ""


# ---- streams


def test_a_reader_that_leaves_is_no_error() -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "xltags", "check", str(Path.cwd() / "team.xlsx"), "--format", "json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    said = running.stderr.read()
    assert (running.wait(20), said) == (1, b"")  # the exit code stays that of the check


def test_a_reader_that_leaves_on_windows_is_no_error_either(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    class Left(BytesIO):
        def write(self, *_: object) -> int:
            raise OSError(errno.EINVAL, "Invalid argument")

        def fileno(self) -> int:
            return file.fileno()

    with Path("pipe").open("wb") as file, monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", TextIOWrapper(Left(), encoding="utf-8"))
        assert run(["check", "team.xlsx"]) == 1
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", ["check team.xlsx", "check team.xlsx -f html", "explain TAG001"])
def test_a_full_disk_behind_standard_output_is_one_line(folder: Path, words: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "xltags", *words.split()],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert is_one_clear_line(done.stderr) and "standard output cannot be written" in done.stderr


@pytest.mark.parametrize(
    ("words", "code"), [("check team.xlsx", 1), ("check team.xlsx -f sarif", 1), ("check no.xlsx -f pdf", 2)]
)
def test_without_any_standard_stream_the_exit_code_tells(
    monkeypatch: pytest.MonkeyPatch, words: str, code: int
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert run(words.split()) == code


@pytest.mark.skipif(os.name == "nt", reason="Windows deletes no folder that is in use")
def test_a_folder_that_is_gone_is_one_line(folder: Path) -> None:
    typed = f"mkdir gone && cd gone && rmdir ../gone && {shlex.quote(sys.executable)} -m xltags check ../team.xlsx"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["sh", "-c", typed], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and is_one_clear_line(done.stderr) and "is gone" in done.stderr


def test_a_narrow_encoding_stops_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "xltags", "check", str(Path.cwd() / "team.xlsx"), "--as-of", AS_OF],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert "'制造业' should read 'Manufacturing'" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("name", ["a b.xlsx", "中文 表.xlsx", "[bold]x.xlsx", "[/]x.xlsx", os.fsdecode(b"\xff.xlsx")])
def test_a_workbook_may_have_any_name(capsys: Capsys, name: str) -> None:
    path = Path(*name.split("/"))
    path.parent.mkdir(exist_ok=True)
    team_book(path)
    shown = name.encode("utf-8", "backslashreplace").decode()
    for words in (
        "check",
        "lint",
        "fix --in-place",
        "score --in-place",
        "report --in-place --only tiers",
        "run --out-dir o",
    ):
        first, *more = words.split()
        ran = call(capsys, first, name, *more)
        assert ran.code in (0, 1)
        assert ran.err == ""
        if first != "run":
            assert any(line.startswith(shown) for line in ran.out.splitlines())


def test_lint_looks_at_the_rules_of_the_decision_chain_and_not_at_those_whom_they_miss(capsys: Capsys) -> None:
    rules: list[Record] = [{"low": 0, "high": 100, "required_roles": "ceo"}, {"low": 200, "required_roles": "ceo"}]
    customers: list[Record] = [{**TEAM[0], "employees": 300}]
    contacts: list[Record] = [{"customer_id": TEAM[0]["customer_id"], "chain_role": "cio"}]
    data = {"Customers": customers, "ChainRules": rules, "Contacts": contacts}
    new_workbook(Path("chain.xlsx"), profile="full", created_on=date(2026, 9, 1), data=data)
    codes = {
        command: {found["code"] for found in json.loads(ran.out)["workbooks"][0]["findings"] if "CHN" in found["code"]}
        for command in ("check", "lint")
        for ran in [call(capsys, command, "chain.xlsx", "--format", "json", "--as-of", AS_OF)]
    }
    assert codes == {"check": {"CHN001", "CHN003", "CHN005"}, "lint": {"CHN005"}}


def test_no_line_is_folded_or_padded_for_a_program(capsys: Capsys) -> None:
    ran = call(capsys, "check", "team.xlsx", "--all", "--as-of", AS_OF)
    lines = ran.out.splitlines()
    assert all(line == line.rstrip() for line in lines)
    assert sum(line.startswith("    Customers!") for line in lines) == 12


def test_the_file_of_check_holds_every_finding(capsys: Capsys) -> None:
    team_book(Path("team.xlsx"), [{**TEAM[0], "customer_id": f"{n:03}", "source": "Radio"} for n in range(9)])
    assert "... and 4 more; see all with --all" in call(capsys, "check", "team.xlsx", "--select", "TAG001").out
    ran = call(capsys, "check", "team.xlsx", "--select", "TAG001", "-o", "found.txt")
    assert (ran.code, ran.out) == (1, "")
    assert Path("found.txt").read_text(encoding="utf-8").count("'Radio'") == 9


@pytest.mark.parametrize("format", ["text", "json"])
def test_the_file_called_minus_is_standard_output(capsys: Capsys, folder: Path, format: str) -> None:
    words = ("check", "team.xlsx", "--as-of", AS_OF, "--format", format)
    assert call(capsys, *words, "-o", "-") == call(capsys, *words, "--all")
    assert not Path("-").exists()


@pytest.mark.parametrize(("language", "says"), [("zh", "不是"), ("vi", "không")])
def test_messages_come_in_the_language_asked_for(capsys: Capsys, language: str, says: str) -> None:
    assert says in call(capsys, "check", "team.xlsx", "--select", "TAG001", "--lang", language).out


# ---- whole outputs, read in the diff: pytest --renew-golden


GOLDEN = {
    "check": f"check team.xlsx --select TAG,CUS --as-of {AS_OF}",
    "check_zh": f"check team.xlsx --select TAG,CUS --lang zh --as-of {AS_OF}",
    "check_many": f"check . broken.xlsx missing.xlsx --select TAG --as-of {AS_OF}",
    "check_json": f"check team.xlsx --select TAG001 --format json --as-of {AS_OF}",
    "check_sarif": f"check team.xlsx broken.xlsx --select TAG001 --format sarif --as-of {AS_OF}",
    "check_junit": f"check team.xlsx broken.xlsx --select TAG --format junit --as-of {AS_OF}",
    "fix": "fix team.xlsx --dry-run",
    "score": f"score team.xlsx -o scored.xlsx --as-of {AS_OF}",
    "score_json": f"score team.xlsx --json --as-of {AS_OF}",
    "report": f"report team.xlsx -o r.xlsx --only purity,tiers --export csv --as-of {AS_OF}",
    "explain": "explain TAG001",
    "explain_stop": "explain FILE003",
    "new": "new mine.xlsx --lang zh",
}


@pytest.mark.parametrize(("name", "words"), GOLDEN.items(), ids=list(GOLDEN))
def test_the_output_reads_like_the_golden_file(
    capsys: Capsys, pytestconfig: pytest.Config, name: str, words: str
) -> None:
    Path("broken.xlsx").write_text("<html><table></table></html>", encoding="utf-8")
    ran = call(capsys, *words.split())
    told = f"$ xltags {words}\n{ran.out}{ran.err}=> {ran.code}\n".replace(f'"{__version__}"', '"VERSION"')
    golden = ROOT / "tests" / "golden" / f"{name}.txt"
    if pytestconfig.getoption("--renew-golden"):
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


def test_a_correction_tells_what_the_eye_may_miss(capsys: Capsys) -> None:
    book = openpyxl.load_workbook("team.xlsx")
    sheet = book["Customers"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Source")
    sheet.cell(2, column).value = "Ｓearch ads"
    book.save("wide.xlsx")
    ran = call(capsys, "fix", "wide.xlsx", "--dry-run")
    assert "'Ｓearch ads' -> 'Search ads'  (TAG003: full-width characters)" in ran.out
    assert "-> 'Search ads'  (TAG003)\n" in ran.out  # from a synonym: nothing to explain
