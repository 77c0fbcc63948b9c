"""`xltags review` and its button: what they print and write, that they agree, and that a proposal can be taken back."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.table import TableColumn

from tests.doors import call, is_one_clear_line, team_book
from tests.public_sets import _read as read_csv
from tests.review_workbook import AS_OF, DAY, closed_workbook
from tests.test_excel_actions import opened, press
from xltags.batch.checking import CheckOptions
from xltags.batch.reviewing import Decision, Reviewed, ReviewWish, review_only, review_workbook
from xltags.books.acceptance_edits import kept_name, scorecard_edits
from xltags.books.file import open_book
from xltags.books.scorecard_sheet import TEXTS
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.fingerprint import fingerprint
from xltags.core.review.acceptance import accept
from xltags.core.scoring import score
from xltags.excel import actions_review
from xltags.reports import build_reports
from xltags.reports.review_lines import review_lines

Capsys = pytest.CaptureFixture[str]
OPTIONS = CheckOptions(as_of=AS_OF)
SHEETS = ("Rpt_IcpReview", "Rpt_IcpScorecard")
GOLDEN = Path(__file__).parent / "golden"
ACCEPT = ("--accept", "--by", "Nguyễn Thu Trang", "--reason", "Third quarter")


@pytest.fixture(autouse=True)
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook with 360 closed customers, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    return closed_workbook(tmp_path / "closed.xlsx")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    """What the library says of it."""
    return review_only(closed_workbook(tmp_path_factory.mktemp("x") / "closed.xlsx"), ReviewWish(), OPTIONS)


def dataset_of(path: Path) -> Dataset:
    with open_book(path) as book:
        return book.read(as_of=AS_OF)


def cells(path: Path, sheet: str) -> list[list[Any]]:
    return [list(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]


# ---- what is printed


@pytest.mark.parametrize("name", ["closed", "team"])
def test_the_output_reads_like_the_golden_file(capsys: Capsys, pytestconfig: pytest.Config, name: str) -> None:
    team_book(Path("team.xlsx"))
    ran = call(capsys, "review", f"{name}.xlsx", *DAY)
    told = f"$ xltags review {name}.xlsx {' '.join(DAY)}\n{ran.out}{ran.err}=> {ran.code}\n"
    golden = GOLDEN / f"review_{name}.txt"
    if pytestconfig.getoption("--renew-golden"):
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


def test_printing_changes_nothing(capsys: Capsys, book: Path) -> None:
    before = book.read_bytes()
    assert call(capsys, "review", book, *DAY).code == 0
    assert book.read_bytes() == before
    assert [path.name for path in book.parent.iterdir()] == ["closed.xlsx"]


@pytest.mark.parametrize(("language", "says"), [("zh", "建议评分卡"), ("vi", "Thang điểm đề xuất")])
def test_it_speaks_the_language_asked_for(capsys: Capsys, book: Path, language: str, says: str) -> None:
    assert says in call(capsys, "review", book, "--lang", language, *DAY).out


def test_json_is_the_library(capsys: Capsys, book: Path, library: Reviewed) -> None:
    told = json.loads(call(capsys, "review", book, "--json", *DAY).out)
    found = library.review
    assert (told["quarter"], told["closed"], told["honesty"]) == ("2026-Q3", found.closed, found.honesty)
    assert [it["win"]["hits"] for it in told["tiers"]] == [it.win.hits for it in found.tiers]
    assert told["current"]["auc"] == found.current.auc
    assert [it["tag"] for it in told["dna"][0]["tags"]] == [it.tag for it in found.dna[0].tags]
    assert [it["code"] for it in told["findings"]] == [it.code for it in library.findings]
    lines = review_lines(found, library.dataset, "en")
    assert [it["verdict"] for it in told["statements"]] == [it.verdict for it in lines]
    assert found.proposal is not None
    assert [it["points"] for it in told["proposal"]["bands"]] == [it.points for it in found.proposal.bands]


def test_a_quarter_and_an_older_workbook_can_be_named(capsys: Capsys, book: Path) -> None:
    closed_workbook(Path("older.xlsx"), count=240)
    told = json.loads(
        call(capsys, "review", book, "--quarter", "2025-Q4", "--baseline", "older.xlsx", "--json", *DAY).out
    )
    assert told["quarter"] == "2025-Q4" and told["closed"] < 360
    assert "older.xlsx" in {it["before"] for it in told["drift"]}


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("note", 1)])
def test_findings_give_the_exit_code(capsys: Capsys, book: Path, fail_on: str, code: int) -> None:
    assert call(capsys, "review", book, "--fail-on", fail_on, "--json", *DAY).code == code


# ---- what is written


def test_the_sheets_hold_what_the_report_and_the_export_hold(capsys: Capsys, book: Path, library: Reviewed) -> None:
    ran = call(capsys, "review", book, "-o", "out.xlsx", "--export", "csv", *DAY)
    assert (ran.code, ran.err) == (0, "")
    assert "out.xlsx  review on the sheets Rpt_IcpReview and Rpt_IcpScorecard\ncsv  wrote 4 CSV files" in ran.out
    assert sorted(path.name for path in Path("csv").iterdir()) == [
        "icp_review.csv", "icp_review_summary.csv", "icp_scorecard.csv", "icp_scorecard_summary.csv",
    ]  # fmt: skip
    summary = library.report.summary
    assert summary is not None
    shown = cells(Path("out.xlsx"), SHEETS[0])
    top = next(number for number, row in enumerate(shown) if row[0] == "Part")
    verdicts = [row[list(summary).index("verdict")] or "" for row in shown[top + 1 : top + 1 + len(summary)]]
    assert verdicts == summary["verdict"].tolist() == read_csv(Path("csv/icp_review_summary.csv"))["verdict"].tolist()
    values = [row[1] for row in cells(Path("out.xlsx"), SHEETS[1]) if row[0] == "Industry fit"]
    assert values[0] == "Manufacturing" and "Business services" in values


def test_a_report_asked_for_by_name_is_the_same_review(capsys: Capsys, book: Path, library: Reviewed) -> None:
    call(capsys, "report", book, "--only", "icp_review", "--export", "csv", *DAY)
    summary = library.report.summary
    assert summary is not None
    assert read_csv(Path("csv/icp_review_summary.csv"))["verdict"].tolist() == summary["verdict"].tolist()
    [made] = build_reports(library.dataset, library.scores, [], only=["icp_review"])
    assert made.facts.equals(library.report.facts)


def test_all_else_stays_as_it_is_and_a_second_review_changes_nothing(capsys: Capsys, book: Path) -> None:
    call(capsys, "review", book, "-o", "once.xlsx", *DAY)
    call(capsys, "review", "once.xlsx", "-o", "twice.xlsx", *DAY)
    assert Path("once.xlsx").read_bytes() == Path("twice.xlsx").read_bytes()
    before, after = (
        {name: file.read(name) for name in file.namelist()} for file in (ZipFile(book), ZipFile("once.xlsx"))
    )
    shared = {name for name in before if name.startswith(("xl/worksheets/", "xl/tables/", "xl/theme/"))}
    assert len(shared) > 15 and {name: before[name] for name in shared} == {name: after[name] for name in shared}
    sheets = [name for name in after if name not in before and name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(SHEETS)


def test_a_plain_report_leaves_the_review_as_it_was(capsys: Capsys, book: Path) -> None:
    call(capsys, "review", book, "-o", "once.xlsx", *DAY)
    ran = call(capsys, "report", "once.xlsx", "--only", "tiers", "-o", "out.xlsx", *DAY)
    assert (ran.code, ran.out) == (0, "out.xlsx  filled 1 report sheet\n")
    assert set(SHEETS) < set(openpyxl.load_workbook("out.xlsx", read_only=True).sheetnames)


def test_a_sheet_of_others_is_never_replaced(capsys: Capsys, book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    workbook.create_sheet(SHEETS[1])
    workbook.save("own.xlsx")
    ran = call(capsys, "review", "own.xlsx", "-o", "out.xlsx", *DAY)
    assert ran.code == 2 and "has a sheet 'Rpt_IcpScorecard' that xltags did not make" in ran.err
    assert not Path("out.xlsx").exists()


WRONG = {
    "no quarter": ("review closed.xlsx --quarter soon", '"soon" is no quarter; write it as 2026-Q3'),
    "a year": ("review closed.xlsx --quarter 2026", "is no quarter"),
    "no baseline": ("review closed.xlsx --baseline nope.xlsx", "nope.xlsx: there is no such file"),
    "no workbook": ("review nope.xlsx", "nope.xlsx: there is no such file"),
    "two targets": ("review closed.xlsx --in-place -o x.xlsx", "exclude each other"),
    "an accept without a name": ("review closed.xlsx --in-place --accept --reason x", "needs --by WHO and --reason"),
    "an accept without a reason": ("review closed.xlsx --in-place --accept --by x", "needs --by WHO and --reason"),
    "an accept that writes nowhere": ("review closed.xlsx --accept --by x --reason y", "say where the result goes"),
    "a reason without an accept": ("review closed.xlsx --reason y", "--by and --reason go with --accept"),
}


@pytest.mark.parametrize(("words", "says"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_call_ends_in_one_clear_line(capsys: Capsys, book: Path, words: str, says: str) -> None:
    before = book.read_bytes()
    ran = call(capsys, *words.split(), *DAY)
    assert (ran.code, ran.out) == (2, "")
    assert is_one_clear_line(ran.err) and says in ran.err
    assert book.read_bytes() == before


# ---- a proposal is put in force, and taken back


def test_accepting_puts_the_proposal_in_force_and_keeps_the_old_tables(
    capsys: Capsys, book: Path, library: Reviewed
) -> None:
    ran = call(capsys, "review", book, "-o", "out.xlsx", *ACCEPT, *DAY)
    assert (ran.code, ran.err) == (0, "")
    assert "scorecard 1 is in force; the one before is on the sheet 'Scorecard before 1'" in ran.out
    before, after = dataset_of(book), dataset_of(Path("out.xlsx"))
    proposal = library.review.proposal
    assert proposal is not None
    used = [it.indicator for it in after.model.scorecard.indicators if it.on]
    assert used == [it.indicator for it in proposal.indicators if it.on]
    assert [it.min_points for it in after.model.scorecard.tiers] == [it.min_points for it in proposal.tiers]
    mine = [(it.indicator, it.tags, it.low, it.high, it.points) for it in after.model.scorecard.bands]
    wanted = [(it.indicator, it.tags, it.low, it.high, it.points) for it in proposal.bands]
    assert mine[: len(wanted)] == wanted
    [version] = after.table("IcpVersions").records(["version", "valid_from", "by", "reason", "fingerprint"])
    assert version == ("1", AS_OF, "Nguyễn Thu Trang", "Third quarter", fingerprint(after.model.scorecard))
    kept = cells(Path("out.xlsx"), "Scorecard before 1")
    assert [row[:3] for row in cells(book, "Indicators")] == [
        row[:3] for row in kept[3 : 4 + len(before.table("Indicators"))]
    ]
    assert len([row for row in kept if row[0] in {it.indicator for it in before.model.scorecard.bands}]) >= len(
        before.table("Bands")
    )
    assert [it.cell for it in library.findings] and score(after).tiers() != score(before).tiers()


def test_undo_takes_an_accepted_scorecard_back(capsys: Capsys, book: Path) -> None:
    before = book.read_bytes()
    assert call(capsys, "review", book, "--in-place", *ACCEPT, *DAY).code == 0
    assert book.read_bytes() != before
    assert call(capsys, "undo", book).code == 0
    assert book.read_bytes() == before


def test_columns_of_others_follow_their_rows(book: Path, library: Reviewed) -> None:
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["Tiers"]
    table = next(iter(sheet.tables.values()))
    last = sheet.max_column + 1
    for row, text in enumerate(["Colour", "green", "blue", "yellow", "grey"], start=1):
        sheet.cell(row, last, text)
    table.ref = f"A1:{sheet.cell(5, last).coordinate}"
    table.tableColumns.append(TableColumn(id=last, name="Colour"))
    workbook.save("own.xlsx")
    review_workbook(Path("own.xlsx"), ReviewWish(decision=Decision("x", "y")), OPTIONS, out=Path("out.xlsx"))
    table_after = dataset_of(Path("out.xlsx")).table("Tiers")
    pairs = list(table_after.records(["tier", "Colour"]))
    assert pairs == [("A", "green"), ("B", "blue"), ("C", "yellow"), ("D", "grey")]


def test_a_shorter_and_a_longer_scorecard_fit_their_tables(book: Path, library: Reviewed) -> None:
    proposal = library.review.proposal
    assert proposal is not None
    for bands in (proposal.bands[:6], proposal.bands * 3):
        accepted = accept(replace(proposal, bands=bands), library.dataset, by="x", reason="y")
        with open_book(book) as opened_book:
            edits = scorecard_edits(library.dataset, accepted, opened_book.package, language="en")
            opened_book.write(edits, Path("out.xlsx"))
        after = dataset_of(Path("out.xlsx"))
        assert len(after.table("Bands")) == len(accepted.tables["Bands"])
        assert [it.points for it in after.model.scorecard.bands][: len(bands)] == [it.points for it in bands]
        assert after.table("IcpVersions").value(0, "fingerprint") == fingerprint(after.model.scorecard)


def test_without_a_proposal_there_is_nothing_to_accept(capsys: Capsys) -> None:
    team_book(Path("team.xlsx"))
    ran = call(capsys, "review", "team.xlsx", "-o", "out.xlsx", *ACCEPT, *DAY)
    assert ran.code == 2 and "proposes no scorecard, so there is none to accept" in ran.err
    assert is_one_clear_line(ran.err) and not Path("out.xlsx").exists()


def test_a_workbook_without_versions_is_told_what_it_lacks(book: Path, library: Reviewed) -> None:
    proposal = library.review.proposal
    assert proposal is not None
    tables = {id: table for id, table in library.dataset.tables.items() if id != "IcpVersions"}
    less = replace(library.dataset, tables=tables)
    with open_book(book) as opened_book, pytest.raises(XltagsError, match="has no table IcpVersions"):
        scorecard_edits(less, accept(proposal, less, by="x", reason="y"), opened_book.package, language="en")


@pytest.mark.parametrize("version", ["v4", "2026.1", "a/b:c*?[x]", "v" * 60])
def test_the_sheet_of_an_old_scorecard_can_be_named_so(version: str) -> None:
    name = kept_name(version)
    assert name.startswith("Scorecard before") and len(name) <= 31 and not set(name) & set("[]:*?/\\")


# ---- the button


def test_the_button_writes_the_sheets_of_the_command(
    capsys: Capsys, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: book.parent)
    day = date.today().isoformat()
    call(capsys, "review", book, "-o", "out.xlsx", "--as-of", day)
    live = opened(book)
    [said] = press(live, "review")
    assert "360 closed outcomes (sound). Tiers: too few to tell. Points: no signal." in said
    assert live.sheets.active.name == SHEETS[0]
    for name in SHEETS:
        tables = {table.name: table.range.options(ndim=2).value for table in live.sheets[name].tables}
        there = openpyxl.load_workbook("out.xlsx")[name]
        for table, area in ((it.name, it.ref) for it in there.tables.values() if "chart" not in it.name):
            wanted = [[cell.value for cell in row] for row in there[area]]
            assert [[it or None for it in row] for row in tables[table]] == [
                [it or None for it in row] for row in wanted
            ]
    assert press(live, "undo", "yes")[-1] == "Undone."
    assert not {sheet.name for sheet in live.sheets} & set(SHEETS)
    assert actions_review.review.__doc__ and TEXTS["title"]["en"]
