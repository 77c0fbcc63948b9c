"""What xltags writes has no fault that Microsoft's Open XML SDK did not find in the workbook before."""

import re
from itertools import product
from pathlib import Path

import pytest

from tests.books_made import edited, make_book, parts_of, rewritten
from tests.corpus_edits import CORPUS, NO_WORKBOOK, STRICT, fill, growth, mark, report
from tests.doors import AS_OF, call, team_book
from tests.insertion import NotInsertableError, insert_tables
from tests.sdk_validator import Fault, faults_of, new_faults, why_missing
from tests.template_books import CREATED_ON, LANGUAGES, PROFILES
from tests.test_doctor import codes as lint_codes
from tests.test_lossless_doors import REFUSED, our_sheets
from xltags.batch.making import make_demo, make_workbook
from xltags.books.edits import Edit
from xltags.books.excel_tables import list_tables
from xltags.books.package import open_package
from xltags.books.sheets import Profile
from xltags.core.errors import WorkbookError
from xltags.core.finding import Language

Capsys = pytest.CaptureFixture[str]
pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(why_missing()), reason=why_missing() or "it is there")]
NOT_GROWN = r"(A\d+|table 'Table\d+') stands below it|is filled by a query"  # tables of the corpus that must not grow
EXPORT = """customer_id,company,industry,employees
101,Bắc Hà Co.,Manufacturing,44
102,"=cmd|' /C calc'!A0",Business services,8
001,Acme Ltd,Manufacturing,130
"""


@pytest.mark.parametrize("source", CORPUS)
def test_no_edit_adds_a_fault_to_a_real_workbook(tmp_path: Path, source: Path) -> None:
    if source.name[:3] in (*NO_WORKBOOK, *STRICT):
        pytest.skip("no workbook, or a Strict one: xltags writes none, as other tests show")
    with open_package(source) as package:
        plans: dict[str, list[Edit]] = {
            "nothing": [],
            "filled": fill(package),
            "reported and marked": [*report(package), *mark(package)],
        }
    found = {}
    for name, plan in plans.items():
        out = tmp_path / f"{name}{source.suffix}"
        result = edited(source, plan, out, drop_signature=True, allow_protected=True)
        assert bool(plan) == bool(result.changed_parts) or result.removed_parts
        if parts_of(out) != parts_of(source):
            found[name] = new_faults(source, out)
    grown = grow_all(source, tmp_path)
    if grown is not None:
        found["grown"] = new_faults(source, grown)
    assert {name: faults for name, faults in found.items() if faults} == {}


def grow_all(source: Path, folder: Path) -> Path | None:
    """The workbook with each of its own tables grown by two records and a column; None if none can grow."""
    with open_package(source) as package:
        plans = [[edit] for table in list_tables(package) for edit in growth(table)]
    last = source
    for number, plan in enumerate(plans):
        out = folder / f"grown {number}{source.suffix}"
        try:
            edited(last, plan, out, drop_signature=True, allow_protected=True)
        except WorkbookError as error:
            assert re.search(NOT_GROWN, str(error)), error
            continue
        last = out
    return last if last != source else None


@pytest.mark.parametrize("source", CORPUS)
def test_no_command_adds_a_fault_to_a_real_workbook(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch, source: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    base, book = tmp_path / f"base{source.suffix}", tmp_path / f"team{source.suffix}"
    if source.name[:3] in (*NO_WORKBOOK, *STRICT, *REFUSED):
        pytest.skip("no workbook, a Strict or a signed one: the commands write none, as other tests show")
    try:
        insert_tables(source, base, our_sheets())
    except NotInsertableError as reason:
        pytest.skip(f"our tables cannot be put in by hand: {reason}")
    book.write_bytes(base.read_bytes())
    assert new_faults_of_commands(capsys, base, book, "--only", "findings,scores,tiers") == []


def new_faults_of_commands(capsys: Capsys, base: Path, book: Path, *only: str) -> list[Fault]:
    """The faults that the commands, one after the other, add to a workbook."""
    Path("new.csv").write_text(EXPORT, encoding="utf-8")
    for words in (["score"], ["import", "new.csv"], ["fix"], ["report", *only], ["mark"]):
        command, *others = words
        ran = call(capsys, command, book, *others, "--in-place", "--as-of", AS_OF, "--allow-protected")
        assert (ran.code, ran.err) == (0, ""), ran.err
    return new_faults(base, book)


@pytest.mark.parametrize(
    ("language", "profile", "formulas", "functions"),
    [
        *product(LANGUAGES, PROFILES, [True], [True]),
        *product(LANGUAGES, PROFILES, [False], [False]),
        ("zh", "full", True, False),
        ("vi", "full", False, True),
    ],
)
def test_a_new_workbook_has_no_fault(
    tmp_path: Path, language: Language, profile: Profile, formulas: bool, functions: bool
) -> None:
    """Every language, profile and switch, for the validator and for our own lint."""
    path = tmp_path / "new.xlsx"
    make_workbook(
        path, profile=profile, phase="growth", language=language, geography="both", created_on=CREATED_ON,
        formulas=formulas, functions=functions,
    )  # fmt: skip
    assert (faults_of(path), lint_codes(path)) == ({}, set())


@pytest.mark.parametrize("switch", ["--no-pivots", "--slicers"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_has_no_fault_with_either_switch_of_report(
    tmp_path: Path, capsys: Capsys, language: Language, switch: str
) -> None:
    sample = make_demo(tmp_path, language=language).path
    out = tmp_path / "out.xlsx"
    assert call(capsys, "report", sample, "-o", out, switch, "--as-of", AS_OF).code == 0
    assert (faults_of(out), lint_codes(out)) == ({}, set())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_has_no_fault_before_and_after_every_command(
    tmp_path: Path, capsys: Capsys, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.chdir(tmp_path)
    sample = make_demo(tmp_path / "demo", language=language).path
    assert faults_of(sample) == {}
    assert call(capsys, "run", sample, "--out-dir", "out", "--as-of", AS_OF).code == 1  # it has planted faults
    assert faults_of(tmp_path / "out" / sample.name) == {}
    book = team_book(tmp_path / "team.xlsx", language=language)
    base = book.with_stem("base")
    base.write_bytes(book.read_bytes())
    assert faults_of(base) == {}
    assert new_faults_of_commands(capsys, base, book) == []


def test_the_comparison_can_fail(tmp_path: Path) -> None:
    """A fault made on purpose is found, also where the workbook had one of its kind already."""
    source, one, two = make_book(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    sheet = "xl/worksheets/sheet1.xml"
    rewritten(source, one, sheet, lambda xml: xml.replace(b'<c r="B2" s="', b'<c r="B2" s="9'))
    rewritten(one, two, sheet, lambda xml: xml.replace(b'<c r="B3" s="', b'<c r="B3" s="9'))
    assert faults_of(source) == {}
    assert len(new_faults(source, one)) == 1
    assert len(new_faults(one, two)) == 1
    assert new_faults(two, one) == []
