"""A second opinion: LibreOffice reads the template and the sample workbook, and finds the values that were written."""

import subprocess
from datetime import date, datetime
from math import isclose
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.template_books import made, tags_by_group
from xltags.batch.making import make_demo
from xltags.books.list_sources import lower_list, narrowing_list
from xltags.core.finding import Language

pytestmark = [pytest.mark.slow, pytest.mark.libreoffice]
ELSEWHERE = ("Start", "Functions")  # it calculates Start anew, and has no LAMBDA; pivots it lays out itself


def converted(path: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it again."""
    out = folder / "converted"
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=300)
    return out / path.name


def values_of(path: Path) -> dict[str, dict[str, object]]:
    """The values of every sheet that people see by cell; times at midnight as days."""
    book = load_workbook(path, data_only=True)
    return {
        sheet.title: {
            cell.coordinate: _plain(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"  # workings have tests of their own
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
        if sheet not in ELSEWHERE and not sheet.startswith("Pvt_"):
            assert cells.keys() <= theirs[sheet].keys(), "theirs has more: results of formulas that carry none in ours"
            assert [place for place, value in cells.items() if not _same(value, theirs[sheet][place])] == []


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_the_template_has_the_same_values_in_libreoffice(tmp_path: Path, language: Language) -> None:
    assert_same_values(made(language).path, tmp_path)


def test_the_demo_has_the_same_values_in_libreoffice(tmp_path: Path) -> None:
    assert_same_values(make_demo(tmp_path / "demo", language="en").path, tmp_path)


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_drop_downs_resolve_in_libreoffice(tmp_path: Path, language: Language) -> None:
    """The names behind the lists, the cities of every province, and what stands below every source, counted there."""
    book = load_workbook(made(language).path)
    tags = tags_by_group(made(language))
    probe = book.create_sheet("Probe")
    wanted: list[int] = []

    def ask(cell: object, formula: str, rows: int) -> None:
        probe.append([cell, f"=ROWS({formula})"])
        wanted.append(rows)

    def used(group: str) -> list[list[object]]:
        unused = {"retired", "停用", "Ngừng dùng", "reserved", "预留", "Để dành"}
        return [row for row in tags[group] if not unused & {str(cell) for cell in row}]

    for group in tags:
        if used(group) and any(f"lst_{group}" == name for name in book.defined_names):
            ask(group, f"lst_{group}", len(used(group)))
    ask(None, lower_list("city", f"A{len(wanted) + 1}"), len(used("city")))
    for row in used("province"):
        below = [city for city in used("city") if city[6] == row[1]]
        ask(row[2], lower_list("city", f"A{len(wanted) + 1}"), len(below) or len(used("city")))
    ask(None, narrowing_list("source", f"A{len(wanted) + 1}"), len(used("source")))
    for row in used("source"):
        below = [child for child in used("source") if child[6] == row[1]]
        ask(row[2], narrowing_list("source", f"A{len(wanted) + 1}"), 1 + len(below) if below else len(used("source")))
    path = tmp_path / "probe.xlsx"
    book.save(path)
    cells = values_of(converted(path, tmp_path))["Probe"]
    assert [cells[f"B{number}"] for number in range(1, len(wanted) + 1)] == wanted
    assert len(wanted) > len(tags) + 20


def test_dates_survive(tmp_path: Path) -> None:
    cells = values_of(converted(made("en").path, tmp_path))["Indicators"]
    assert date(2026, 1, 1) in cells.values()
