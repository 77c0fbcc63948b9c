"""The same workbook gives the same answer from every door, in every language, in any order, twice."""

import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import openpyxl
import pytest
import python_calamine

from tests.doors import ROOT, call, team_book
from xltags.batch.export import FORMULA_STARTS
from xltags.books.demo.data import AS_OF, SEED, clean_tables, demo_book, demo_tables, demo_words
from xltags.books.memory import MemoryBook
from xltags.books.report_sheets import sheet_name
from xltags.books.report_values import group_labels, shown_summary
from xltags.books.report_words import report_word
from xltags.books.sheets import COMPUTED, table_spec, tables
from xltags.books.shipped import Record
from xltags.books.template import new_workbook
from xltags.checks import run_checks
from xltags.core.dataset import Dataset
from xltags.core.finding import Finding, Language
from xltags.core.scoring import Scores, score
from xltags.core.tag_issues import count_tag_issues
from xltags.render.as_json import finding_record
from xltags.reports import Report, build_reports

if TYPE_CHECKING:
    import pandas as pd

Capsys = pytest.CaptureFixture[str]
NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
WORDY = (
    "message",
    "suggestion",
    "column",
    "advice",
    "value",
    "band",
    "used_by",
    "reason",
)  # sentences, and the words in them
RANKED = ("cumulative_share", "rank", "rank_share")  # equal ones stand in the order of their words
DAY = ("--as-of", str(AS_OF))
Records = Mapping[str, list[Record]]


@dataclass(frozen=True)
class Answer:
    """What the library says about a workbook."""

    dataset: Dataset
    findings: list[Finding]
    scores: Scores
    reports: list[Report]


def answer_of(book: MemoryBook, language: Language = "en") -> Answer:
    dataset = book.read(as_of=AS_OF)
    findings = run_checks(dataset, language=language)
    scores = score(dataset)
    return Answer(dataset, findings, scores, build_reports(dataset, scores, findings, language=language))


@cache
def records_of(language: Language, *, faulty: bool) -> Records:
    """A team's records; the faulty ones hold a fault of every kind."""
    return demo_tables(SEED, language, AS_OF) if faulty else clean_tables(SEED, language, AS_OF)  # type: ignore[return-value]


@cache
def library(language: Language, *, faulty: bool) -> Answer:
    return answer_of(demo_book(records_of(language, faulty=faulty), language), language)


@cache
def workbook(language: Language, *, faulty: bool) -> Path:
    path = Path(mkdtemp(), f"{language}.xlsx")
    data = records_of(language, faulty=faulty)
    new_workbook(path, profile="full", language=language, geography="both", created_on=AS_OF, data=data)
    return path


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook full of faults, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "team.xlsx"
    path.write_bytes(workbook("en", faulty=True).read_bytes())
    return path


# ---- the doors and the library


def test_check_in_json_is_the_library(capsys: Capsys, book: Path) -> None:
    told = json.loads(call(capsys, "check", book, "--format", "json", *DAY).out)["workbooks"][0]
    assert told["findings"] == [finding_record(finding) for finding in library("en", faulty=True).findings]


def test_check_in_text_has_every_finding_of_the_library(capsys: Capsys, book: Path) -> None:
    lines = Counter(line.strip() for line in call(capsys, "check", book, "--all", *DAY).out.splitlines())
    for finding in library("en", faulty=True).findings:
        place = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet
        assert any(line.startswith(f"{place} ") and line.endswith(finding.message) for line in lines)


def test_lint_is_the_part_of_check_about_taxonomy_and_scorecard(capsys: Capsys, book: Path) -> None:
    told = json.loads(call(capsys, "lint", book, "--format", "json", *DAY).out)["workbooks"][0]
    records = {"Customers", "Contacts", "FollowUps", "Spend", "Demands", "Interviews"}
    expected = [
        finding_record(finding)
        for finding in library("en", faulty=True).findings
        if finding.code.startswith(("FILE", "TAX", "GOV", "ICP", "CHN")) and finding.sheet not in records
    ]
    assert told["findings"] == expected != []


def test_score_in_json_is_the_library_and_the_cells(capsys: Capsys, book: Path) -> None:
    scores = library("en", faulty=True).scores
    told = json.loads(call(capsys, "score", book, "--json", *DAY).out)["customers"]
    assert [it["customer_id"] for it in told] == list(scores.customer_ids)
    assert [it["score"] for it in told] == scores.points.tolist()
    assert [it["tier"] for it in told] == scores.tiers()
    assert [it["range"] for it in told] == scores.ranges()
    assert [it["ask_next"] for it in told] == scores.ask_next_ids()
    assert call(capsys, "score", book, "-o", "scored.xlsx", *DAY).code == 0
    issues = count_tag_issues(library("en", faulty=True).dataset).tolist()
    for cells in (openpyxl_table(Path("scored.xlsx")), calamine_table(Path("scored.xlsx"))):
        assert [cell or 0 for cell in cells["icp_score"]] == [it["score"] for it in told]
        assert [cell or "" for cell in cells["icp_tier"]] == [it["tier"] for it in told]
        assert [cell or "" for cell in cells["icp_range"]] == [it["range"] for it in told]
        assert [cell or "" for cell in cells["icp_why"]] == scores.why_texts(language="en")
        assert [cell or "" for cell in cells["ask_next"]] == scores.ask_next_labels()
        assert [cell or 0 for cell in cells["tag_issues"]] == issues


def openpyxl_table(path: Path) -> dict[str, list[object]]:
    """The computed columns as openpyxl sees them."""
    head, *rows = openpyxl.load_workbook(path, data_only=True)["Customers"].iter_rows(values_only=True)
    return _computed([str(cell) for cell in head], [list(row) for row in rows])


def calamine_table(path: Path) -> dict[str, list[object]]:
    """The computed columns as calamine sees them."""
    head, *rows = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Customers").to_python()
    return _computed([str(cell) for cell in head], [list(row) for row in rows])


def _computed(head: list[str], rows: list[list[object]]) -> dict[str, list[object]]:
    spec = table_spec("Customers")
    places = {id: head.index(column.header("en")) for id in COMPUTED if (column := spec.column(id)) is not None}
    return {id: [row[place] for row in rows] for id, place in places.items()}


@pytest.mark.slow
def test_the_export_is_the_report_sheets_and_the_library(capsys: Capsys, book: Path) -> None:
    ran = call(capsys, "report", book, "-o", "reported.xlsx", "--export", "csv", *DAY)
    assert ran.code == 0
    sheets = openpyxl.load_workbook("reported.xlsx", data_only=True)
    seen = 0
    answer = library("en", faulty=True)
    groups = group_labels(answer.dataset, "en")
    for report in answer.reports:
        sheet = sheets[sheet_name(report.name)]
        for name, frame in ((report.name, report.facts), (f"{report.name}_summary", report.summary)):
            if frame is None:
                continue
            cells = [[cell.value for cell in row] for row in sheet[sheet.tables[f"rpt_{name}"].ref]]
            with Path(f"csv/{name}.csv").open(encoding="utf-8", newline="") as file:
                typed = [[from_csv(cell) for cell in row] for row in csv.reader(file)]
            header, *rows = [[as_shown(cell) for cell in row] for row in plain_rows(frame)]
            assert header == typed[0]
            assert cells[0] == ([report_word(str(id), "en") for id in header] if name.endswith("_summary") else header)
            body = cells[1:] if rows else []  # an Excel Table has at least one row, blank if need be
            told = plain_rows(shown_summary(frame, "en", groups))[1:] if name.endswith("_summary") else rows
            assert [[as_shown(cell) for cell in row] for row in body] == [[as_shown(it) for it in row] for row in told]
            assert typed[1:] == [[from_csv(str(inert(cell))) for cell in row] for row in rows]
            seen += 1
    assert seen == sum(1 for _ in Path("csv").iterdir())


def plain_rows(frame: "pd.DataFrame") -> list[list[object]]:
    values = frame.astype(object).where(frame.notna(), None)
    return [[str(name) for name in frame.columns], *values.to_numpy().tolist()]


def as_shown(cell: object) -> object:
    """Numbers to 12 digits, blanks as blanks, everything else as text."""
    if cell is None or cell == "":
        return ""
    return float(f"{cell:.12g}") if isinstance(cell, int | float) else str(cell)


def inert(cell: object) -> object:
    """Text that begins like a formula, as the export has it."""
    formula = isinstance(cell, str) and cell.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(cell)
    return f"'{cell}" if formula else cell


def from_csv(text: str) -> object:
    """A cell of the export as a number, where it is one."""
    return as_shown(float(text)) if NUMBER.fullmatch(text) else text


def test_formula_like_text_is_inert_in_the_export(capsys: Capsys, book: Path) -> None:
    call(capsys, "report", book, "--export", "csv", "--only", "findings", *DAY)
    with Path("csv/findings.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(cell)]
    assert [cell for cell in cells if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS)]


def test_run_writes_what_score_and_report_write(capsys: Capsys, book: Path) -> None:
    team_book(book)
    call(capsys, "run", book, "--out-dir", "out", *DAY)
    call(capsys, "score", book, "-o", "scored.xlsx", *DAY)
    call(capsys, "report", "scored.xlsx", "-o", "both.xlsx", *DAY)
    assert sheet_values(Path("out/team.xlsx")) == sheet_values(Path("both.xlsx"))


def sheet_values(path: Path) -> dict[str, list[list[object]]]:
    found = python_calamine.CalamineWorkbook.from_path(str(path))
    return {name: [list(row) for row in found.get_sheet_by_name(name).to_python()] for name in found.sheet_names}


# ---- languages


def words_by_id(language: Language) -> dict[str, str]:
    """What a word of a language means: the id of a tag or choice, or the place of a phrase."""
    found = {word: f"{key} {at}" for key, words in demo_words(language).items() for at, word in enumerate(words)}
    for spec in tables().values():
        for column in spec.columns:
            found |= {choice.labels[language]: choice.id for choice in column.choices}
    found |= {str(row["tag"]): str(row["tag_id"]) for row in records_of(language, faulty=False)["Tags"]}
    return found


@pytest.mark.parametrize("language", [pytest.param(each, marks=pytest.mark.slow) for each in ("zh", "vi")])
def test_another_language_of_the_same_customers_gives_the_same(capsys: Capsys, language: Language) -> None:
    ours, english = workbook(language, faulty=False), workbook("en", faulty=False)
    told = [json.loads(call(capsys, "score", path, "--json", *DAY).out)["customers"] for path in (ours, english)]
    told = [[without_words(it) for it in customers] for customers in told]
    assert told[0] == told[1]
    found = [
        json.loads(call(capsys, "check", path, "--format", "json", *DAY).out)["workbooks"][0]
        for path in (ours, english)
    ]
    places = [[(it["code"], it["severity"], it["sheet"], it["cell"]) for it in result["findings"]] for result in found]
    assert places[0] == places[1] != []
    mine = words_by_id(language)
    theirs = words_by_id("en")
    for one, other in zip(library(language, faulty=False).reports, library("en", faulty=False).reports, strict=True):
        assert one.name == other.name
        if one.name in ("segments", "portrait"):  # actions, headers and choices are words of their language
            assert len(one.facts) == len(other.facts)
            continue
        if one.name == "tag_health":  # a province and its city may have one name in one of the languages
            assert Counter(one.facts["verdict"]) == Counter(other.facts["verdict"])
            continue
        for left, right in ((one.facts, other.facts), (one.summary, other.summary)):
            if left is not None and right is not None:
                assert as_ids(left, mine) == as_ids(right, theirs)


def without_words(customer: dict[str, object]) -> dict[str, object]:
    parts = customer["why"]
    assert isinstance(parts, list)
    return {**customer, "why": sorted((part["indicator"], part["points"]) for part in parts)}


def as_ids(frame: "pd.DataFrame", words: Mapping[str, str]) -> Counter[tuple[object, ...]]:
    """The rows of a report, labels as ids, without the sentences."""
    kept = [name for name in frame.columns if name not in (*WORDY, *RANKED)]
    rows = plain_rows(frame[kept])
    return Counter(tuple(words.get(str(cell), as_shown(cell)) for cell in row) for row in rows)


# ---- order and foreign columns


def shuffled(random: Random, records: Records) -> MemoryBook:
    """The clean records with columns and rows of the people's tables in another order, foreign columns among them."""
    plain = demo_book(records, "en")
    sheets = {}
    for name, (headers, rows) in plain.sheets.items():
        order = random.sample(range(len(headers)), len(headers))
        new = [headers[at] for at in order]
        body = [[row[at] for at in order] for row in rows]
        for foreign in ("Our own column", "Remark 2"):
            at = random.randrange(len(new) + 1)
            new.insert(at, foreign)
            for row in body:
                row.insert(at, random.choice([None, "x", 7]))
        if name in ("Customers", "Contacts", "Spend"):
            random.shuffle(body)
        sheets[name] = new, body
    return MemoryBook(sheets)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_and_columns_and_foreign_columns_do_not_matter(seed: int) -> None:
    plain, mixed = library("en", faulty=False), answer_of(shuffled(Random(seed), records_of("en", faulty=False)))
    assert by_customer(mixed.scores) == by_customer(plain.scores)
    assert Counter(map(without_place, mixed.findings)) == Counter(map(without_place, plain.findings))
    for one, other in zip(mixed.reports, plain.reports, strict=True):
        if one.name not in ("findings", "portrait"):  # a portrait names the facts in the order of the columns
            for left, right in ((one.facts, other.facts), (one.summary, other.summary)):
                assert (left is None) == (right is None)
                if left is not None and right is not None:
                    assert as_ids(left, {}) == as_ids(right, {})


def by_customer(scores: Scores) -> dict[str, tuple[object, ...]]:
    rows = zip(
        scores.points.tolist(), scores.tiers(), scores.ranges(), scores.ask_next_ids(), scores.why_texts(), strict=True
    )
    return dict(zip(scores.customer_ids, rows, strict=True))


def without_place(finding: Finding) -> tuple[str, ...]:
    return finding.code, finding.severity, finding.sheet, finding.column, finding.value


# ---- twice


@pytest.mark.parametrize(
    "words",
    [("score", "-o"), ("report", "-o"), ("fix", "-o"), ("check", "--all", "-o"), ("check", "--format", "json", "-o")],
    ids=" ".join,
)
def test_the_same_call_gives_the_same_bytes(capsys: Capsys, book: Path, words: tuple[str, ...]) -> None:
    name, *more = words
    suffix = "txt" if name == "check" else "xlsx"
    for number in (1, 2):
        call(capsys, name, book, *more, f"{number}.{suffix}", *DAY)
    assert Path(f"1.{suffix}").read_bytes() == Path(f"2.{suffix}").read_bytes() != b""


@pytest.mark.slow
def test_the_order_of_sets_and_the_day_of_the_machine_leave_no_trace(book: Path) -> None:
    def run(seed: int) -> list[bytes]:
        folder = Path(f"out{seed}")
        done = subprocess.run(
            [sys.executable, "-m", "xltags", "run", str(book), "--out-dir", str(folder), *DAY],
            env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT), "TZ": f"UTC{seed}"},
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, b"")
        return [(folder / "team.xlsx").read_bytes(), done.stdout.replace(bytes(folder), b"out")]

    assert run(1) == run(5)


def test_a_second_round_over_its_own_result_changes_nothing(capsys: Capsys, book: Path) -> None:
    def after(*words: str) -> bytes:
        assert call(capsys, *words, book, "--in-place", *DAY).code == 0
        return book.read_bytes()

    round_of_work = (("fix",), ("score",), ("report", "--only", "findings,tiers,purity"))
    *_, last = [after(*words) for words in round_of_work]
    assert [after(*words) for words in round_of_work] == [last] * 3


def test_the_clock_is_an_argument(capsys: Capsys, book: Path) -> None:
    earlier, later = (
        call(capsys, "check", book, "--format", "json", "--as-of", day).out for day in ("2026-09-30", "2028-01-01")
    )
    assert earlier != later
