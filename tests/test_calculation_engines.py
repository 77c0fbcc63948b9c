"""The formulas once more: what an engine that is neither Excel's nor LibreOffice's gives is what Python gives."""

from pathlib import Path

import pytest

from tests.calculation_engines import calculated_by_cellrune, written_out
from tests.formula_books import demo_book, differences_of, edited, random_tables, write_book

pytest.importorskip("cellrune", reason="cellrune is not installed")
pytestmark = pytest.mark.slow


def check(path: Path) -> None:
    assert differences_of(path, calculated_by_cellrune(written_out(path, path.with_name("engine.xlsx")))) == []


def test_cellrune_gives_customers_of_the_demo_what_python_gives_before_and_after_edits(tmp_path: Path) -> None:
    path = demo_book(tmp_path / "demo.xlsx", 40)
    check(path)
    check(edited(path, tmp_path / "edited.xlsx", 1))


@pytest.mark.parametrize("number", range(6))
def test_cellrune_gives_random_scorecards_what_python_gives(number: int, tmp_path: Path) -> None:
    path = tmp_path / "random.xlsx"
    write_book(path, random_tables(1, 100 + number)[0])
    check(path)
