"""The formulas once more: what engines that are neither Excel's nor LibreOffice's give is what Python gives."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.calculation_engines import CellRune, Typing, widest
from tests.engine_copies import Used, engine_copy, used_by
from tests.formula_books import (
    Differs,
    Tables,
    calculated_by_libreoffice,
    cells_of,
    demo_book,
    differences,
    differences_of,
    edited,
    random_tables,
    write_book,
)
from xltags.books.demo.data import AS_OF, clean_tables
from xltags.books.sheets import CUSTOMERS
from xltags.books.template import new_workbook
from xltags.formulas.grid import CALC

pytest.importorskip("cellrune", reason="CellRune is not installed")
pytest.importorskip("formulon", reason="Formulon is not installed")

CHUNKS = range(10)  # of 20 scorecards each; LibreOffice calculates the same in test_formulas.py
AT_ONCE = 54  # customers of the demo's 324
BEYOND = "too many values"  # what range and next question say where they are beyond formulas


def by_engine(name: str, folder: Path, tables: Sequence[Tables], edits: int) -> Iterator[tuple[Path, list[Differs]]]:
    """What an engine gives otherwise than Python, scorecard by scorecard, every so many of them edited as well."""
    paths = []
    for number, made in enumerate(tables):
        path = folder / f"{number}.xlsx"
        new_workbook(path, profile="small", language="en", data=made, formulas=False, created_on=AS_OF)
        paths.append(path)
        if number % edits == 0:
            paths.append(edited(path, folder / f"edited{number}.xlsx", number))
    base = folder / "base.xlsx"
    write_book(base, widest(tables))
    found = [used_by(path) for path in paths]
    used = Used(max(it.tags for it in found), max(it.bands for it in found), max(it.synonyms for it in found))
    typing = Typing(name, base, used=used)
    for path in paths:
        yield path, differences_of(path, typing.calculated(path))


def check_scorecards(name: str, folder: Path, tables: Sequence[Tables], edits: int, most: int) -> None:
    undecided = 0
    for path, found in by_engine(name, folder, tables, edits):
        wrong = [it for it in found if it.column not in ("icp_range", "ask_next") or it.calculated != BEYOND]
        assert wrong == [], path
        undecided += len(found)
    assert undecided <= most


@pytest.mark.slow
def test_cellrune_gives_random_scorecards_what_python_gives_before_and_after_edits(tmp_path: Path) -> None:
    check_scorecards("cellrune", tmp_path, random_tables(2, 20), 2, most=0)


@pytest.mark.slow
@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("name", ["cellrune", "formulon"])
def test_engines_give_200_random_scorecards_what_python_gives(name: str, half: int, tmp_path: Path) -> None:
    """Some of them a second time, with tags, rules and tiers edited.

    Where several indicators look at one group of several values, formulas may say that a range is beyond them.
    """
    tables = [made for chunk in CHUNKS[half::2] for made in random_tables(20, chunk)]
    check_scorecards(name, tmp_path, tables, 10, most=40)  # of more than 1,400 cells that may say so


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cellrune", "formulon"])
def test_engines_give_the_demo_what_python_gives_before_and_after_edits(name: str, tmp_path: Path) -> None:
    """All customers of the demo, so many at a time typed into one workbook; the last of them with edits as well."""
    tables = clean_tables(7, "en", AS_OF)
    customers = tables[CUSTOMERS]
    typing = Typing(name, demo_book(tmp_path / "demo.xlsx", AT_ONCE))
    for first in range(0, len(customers), AT_ONCE):
        path = tmp_path / f"{first}.xlsx"
        some = {**tables, CUSTOMERS: customers[first : first + AT_ONCE]}
        new_workbook(
            path, profile="full", language="en", geography="both", created_on=AS_OF, data=some, formulas=False
        )  # fmt: skip
        assert differences_of(path, typing.calculated(path)) == []
    changed = edited(path, tmp_path / "edited.xlsx", 1)
    assert differences_of(changed, typing.calculated(changed)) == []


@pytest.mark.slow
def test_the_copy_without_spare_rows_gives_what_the_workbook_gives_cell_by_cell(tmp_path: Path) -> None:
    path = demo_book(tmp_path / "demo.xlsx", 8)
    whole = CellRune(engine_copy(path, tmp_path / "whole.xlsx")).calculated()
    copy = engine_copy(path, tmp_path / "copy.xlsx", used=used_by(path))
    read = CellRune(copy).calculated()
    different = [
        (sheet, row, column)
        for sheet in (CALC, "Customers", "Contacts")
        for row, cells in enumerate(cells_of(copy, sheet, results=False), start=1)
        for column, cell in enumerate(cells, start=1)
        if str(cell).startswith("=") and read(sheet, row, column) != whole(sheet, row, column)
    ]
    assert different == []


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_reads_the_copies_that_engines_get_as_the_workbooks(tmp_path: Path) -> None:
    demo, random = demo_book(tmp_path / "demo.xlsx", 40), tmp_path / "random.xlsx"
    write_book(random, random_tables(1, 0)[0])
    books = [demo, random]
    copies = [
        engine_copy(path, tmp_path / f"copy{plainly}_{path.name}", used=used_by(path), plainly=plainly)
        for plainly in (False, True)
        for path in books
    ]
    for path, calculated in zip([*books, *books], calculated_by_libreoffice(copies, tmp_path), strict=True):
        assert differences(path, calculated) == []
