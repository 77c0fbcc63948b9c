"""Workbooks that calculate themselves: what LibreOffice gives is what Python gives, and `score` keeps the formulas."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.doors import call
from tests.formula_books import (
    calculated_by_libreoffice,
    cells_of,
    demo_book,
    differences,
    edited,
    random_tables,
    write_book,
)
from xltags.books.computed import number_of
from xltags.books.demo.data import AS_OF
from xltags.books.edits import OWN_FORMULA, SetCells
from xltags.books.file import open_book
from xltags.books.sheets import COMPUTED
from xltags.formulas.answers import answer_formulas
from xltags.formulas.row_names import HELPERS


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_gives_the_demo_what_python_gives_before_and_after_the_rules_change(tmp_path: Path) -> None:
    plain, changed = demo_book(tmp_path / "demo.xlsx"), tmp_path / "changed.xlsx"
    with open_book(plain) as book:
        dataset = book.read(as_of=AS_OF)
        bands, tiers = dataset.table("Bands"), dataset.table("Tiers")
        points = [record for record, value in enumerate(bands.column("points").cells()) if value is not None]
        cells = {(int(bands.rows[record]), number_of(bands, "points")): 3 + record % 17 for record in points}
        places = zip(tiers.rows.tolist(), (50, 35, 20, 0), strict=True)
        least = {(row, number_of(tiers, "min_points")): value for row, value in places}
        book.write([SetCells(bands.sheet, cells), SetCells(tiers.sheet, least)], changed)
    one, two = calculated_by_libreoffice([plain, changed], tmp_path)
    assert differences(plain, one) == []
    assert differences(changed, two) == []


CHUNK = 20  # workbooks in one run of LibreOffice, which takes longer to start than to calculate


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("chunk", range(10))
def test_libreoffice_gives_200_random_scorecards_what_python_gives(chunk: int, tmp_path: Path) -> None:
    """Some of them a second time, with tags, rules and tiers edited in the workbook.

    Where several indicators look at one group of several values, formulas may say that a range is beyond them.
    """
    paths = [tmp_path / f"{number}.xlsx" for number in range(CHUNK)]
    for path, tables in zip(paths, random_tables(CHUNK, chunk), strict=True):
        write_book(path, tables)
    paths += [edited(path, tmp_path / f"edited{path.name}", chunk) for path in paths[:5]]
    undecided = 0
    for path, calculated in zip(paths, calculated_by_libreoffice(paths, tmp_path), strict=True):
        found = differences(path, calculated)
        wrong = [it for it in found if it.column not in ("icp_range", "ask_next") or it.calculated != "too many values"]
        assert wrong == [], path
        undecided += len(found)
    assert undecided <= 8  # of more than 500 such cells


def test_score_gives_the_formulas_their_results_and_keeps_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, out = demo_book(tmp_path / "in.xlsx", 12), tmp_path / "out.xlsx"
    result = call(capsys, "score", book, "--out", out, "--as-of", AS_OF.isoformat())
    assert result.code == 0
    assert "as they are" not in result.out
    assert differences(book, out) == []
    assert cells_of(book, "Customers", results=False) == cells_of(out, "Customers", results=False)


@pytest.mark.slow
def test_a_formula_of_the_teams_own_is_left_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, own, out = demo_book(tmp_path / "in.xlsx", 12), tmp_path / "own.xlsx", tmp_path / "out.xlsx"
    made = load_workbook(book)
    sheet = made["Customers"]
    tier = next(cell for cell in sheet[1] if cell.value == "ICP tier")
    sheet.cell(3, tier.column).value = '="A"'
    made.save(own)
    result = call(capsys, "score", own, "--out", out, "--as-of", AS_OF.isoformat())
    assert result.code == 0
    assert f"left 1 formula in column {tier.column_letter} of Customers" in result.out
    assert cells_of(out, "Customers", results=False)[2][tier.column - 1] == '="A"'
    assert {(it.column, it.row) for it in differences(own, out)} == {("icp_tier", 3)}


Cells = Mapping[tuple[str, str, int], str | None]  # sheet, header, row from 1


def typed(book: Path, target: Path, cells: Cells) -> Path:
    """A copy of a workbook in which somebody typed values, or Excel's errors, and nothing is cached."""
    made = load_workbook(book)
    for (sheet, header, row), value in cells.items():
        column = next(cell.column for cell in made[sheet][1] if cell.value == header)
        made[sheet].cell(row, column).value = value
    made.save(target)
    return target


@pytest.mark.slow
@pytest.mark.libreoffice
def test_an_error_in_a_cell_of_rules_or_people_stops_no_other_customer(tmp_path: Path) -> None:
    plain = demo_book(tmp_path / "demo.xlsx", 12)
    changes: list[Cells] = [
        {("Contacts", "Customer ID", 3): "#N/A", ("Contacts", "Role in the deal", 3): "#N/A"},
        {("Bands", "Tags", 6): "#REF!", ("Bands", "Points", 7): "#N/A", ("TagGroups", "Group (English)", 4): "#N/A"},
        {("Customers", "Customer ID", 2): "#N/A"},
    ]
    paths = [typed(plain, tmp_path / f"{number}.xlsx", cells) for number, cells in enumerate(changes)]
    bare = typed(plain, tmp_path / "bare.xlsx", {("Customers", "xl_state", 2): None})
    *results, without_helper = calculated_by_libreoffice([*paths, bare], tmp_path)
    for path, calculated in zip(paths, results, strict=True):
        assert differences(path, calculated) == [], path
    assert {(it.row, it.calculated or "") for it in differences(bare, without_helper)} == {(2, "")}


@pytest.mark.slow
@pytest.mark.libreoffice
def test_start_names_the_limit_that_stops_the_formulas(tmp_path: Path) -> None:
    plain = demo_book(tmp_path / "demo.xlsx", 3)
    text = typed(plain, tmp_path / "text.xlsx", {("Bands", "Points", 6): "20"})
    long = "; ".join(f"Tag {number}" for number in range(11))
    over = typed(plain, tmp_path / "over.xlsx", {("Bands", "Tags", 6): long})
    for calculated, reason in zip(
        calculated_by_libreoffice([text, over], tmp_path),
        ("numbers stored as text in Bands, Tiers, ChainRules or TagGroups: 1 / 0", "tags in one row of Bands: 11 / 10"),
        strict=True,
    ):
        told = {row[1]: row[2] for row in cells_of(calculated, "Start")}["Scores and tiers"]
        assert told == f"Formulas cannot score: {reason}. Mend it, or run xltags score."
        assert [it.calculated for it in differences(plain, calculated) if it.column == "icp_tier"] == ["see Start"] * 3


def test_xltags_knows_its_own_formulas_by_a_name_that_all_have() -> None:
    header = {id: id for id in (*COMPUTED, *HELPERS)}
    assert all(OWN_FORMULA in formula for formula in answer_formulas(header).values())


@pytest.mark.parametrize(("option", "said"), [((), "Calculated by the workbook"), (("--values",), "Filled by xltags")])
def test_a_new_workbook_says_on_start_how_it_gets_its_scores(
    option: Sequence[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "new.xlsx"
    assert call(capsys, "new", path, *option).code == 0
    assert call(capsys, "doctor", path).code == 0
    assert {row[1]: row[2] for row in cells_of(path, "Start")}["Scores and tiers"] == said
    with zipfile.ZipFile(path) as package:
        assert (b'name="Calc"' in package.read("xl/workbook.xml")) == (not option)
