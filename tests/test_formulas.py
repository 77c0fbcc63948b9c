"""Workbooks that calculate themselves: what LibreOffice gives is what Python gives."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.doors import call
from tests.formula_books import Tables, calculated_by_libreoffice, differences, scorecards, write_book
from xltags.books.computed import number_of
from xltags.books.demo.data import AS_OF, clean_tables
from xltags.books.edits import SetCells
from xltags.books.file import open_book
from xltags.books.template import new_workbook

pytestmark = pytest.mark.libreoffice


def demo_book(path: Path) -> Path:
    new_workbook(
        path, profile="full", language="en", geography="both", created_on=AS_OF,
        data=clean_tables(7, "en", AS_OF), formulas=True,
    )  # fmt: skip
    return path


@pytest.mark.slow
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


def check_random(tables: Sequence[Tables]) -> None:
    folder = Path(mkdtemp(prefix="formulas-"))
    paths = [folder / f"{number}.xlsx" for number in range(len(tables))]
    for path, each in zip(paths, tables, strict=True):
        write_book(path, each)
    for path, calculated in zip(paths, calculated_by_libreoffice(paths, folder), strict=True):
        assert differences(path, calculated) == [], path


once = settings(max_examples=1, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.mark.slow
@once
@given(st.lists(scorecards(), min_size=3, max_size=3))
def test_libreoffice_gives_random_scorecards_what_python_gives(tables: Sequence[Tables]) -> None:
    check_random(tables)


def test_a_new_workbook_with_formulas_is_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new.xlsx"
    assert call(capsys, "new", path, "--formulas").code == 0
    assert call(capsys, "doctor", path).code == 0
