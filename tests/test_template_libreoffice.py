"""A second opinion: LibreOffice reads the template and the sample workbook, and finds the values that were written."""

import subprocess
from datetime import date, datetime
from math import isclose
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.template_books import made, tags_by_group
from xltags.batch.making import make_demo
from xltags.books.template_lists import city_list
from xltags.core.finding import Language

pytestmark = [pytest.mark.slow, pytest.mark.libreoffice]


def converted(path: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it again."""
    out = folder / "converted"
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=300)
    return out / path.name


def values_of(path: Path) -> dict[str, dict[str, object]]:
    """The values of every sheet by cell; times at midnight as days."""
    book = load_workbook(path, data_only=True)
    return {
        sheet.title: {
            cell.coordinate: _plain(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for sheet in book.worksheets
    }


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _same(ours: object, theirs: object) -> bool:
    if isinstance(ours, float) and isinstance(theirs, float):
        return isclose(ours, theirs, rel_tol=1e-12)  # LibreOffice writes 15 digits
    return ours == theirs


def assert_same_values(path: Path, folder: Path) -> None:
    ours, theirs = values_of(path), values_of(converted(path, folder))
    for sheet, cells in ours.items():
        if sheet != "Start":  # its status cells are formulas that LibreOffice calculates anew
            assert theirs[sheet].keys() == cells.keys()
            assert [place for place, value in cells.items() if not _same(value, theirs[sheet][place])] == []


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_the_template_has_the_same_values_in_libreoffice(tmp_path: Path, language: Language) -> None:
    assert_same_values(made(language).path, tmp_path)


def test_the_demo_has_the_same_values_in_libreoffice(tmp_path: Path) -> None:
    assert_same_values(make_demo(tmp_path / "demo", language="en").path, tmp_path)


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_drop_downs_resolve_in_libreoffice(tmp_path: Path, language: Language) -> None:
    """The names behind the lists, and the cities of every province, counted by LibreOffice."""
    book = load_workbook(made(language).path)
    tags = tags_by_group(made(language))
    probe = book.create_sheet("Probe")
    retired = ("retired", "停用", "Ngừng dùng")
    wanted: list[int] = []
    for group, rows in tags.items():
        probe.append([group, f"=ROWS(lst_{group})"])
        wanted.append(sum(not set(retired) & {str(cell) for cell in row} for row in rows))
    parents = [str(row[6]) for row in tags["city"]]
    for row in tags["province"]:
        if str(row[1]) in parents and not set(retired) & {str(cell) for cell in row}:
            probe.append([row[2], f"=ROWS({city_list(f'A{len(wanted) + 1}').removeprefix('=')})"])
            wanted.append(parents.count(str(row[1])))
    path = tmp_path / "probe.xlsx"
    book.save(path)
    cells = values_of(converted(path, tmp_path))["Probe"]
    assert [cells[f"B{number}"] for number in range(1, len(wanted) + 1)] == wanted
    assert len(wanted) > len(tags)


def test_dates_survive(tmp_path: Path) -> None:
    cells = values_of(converted(made("en").path, tmp_path))["Indicators"]
    assert date(2026, 1, 1) in cells.values()
