"""LibreOffice opens every real workbook after an edit: it shows the old values where they were, and the new ones."""

import subprocess
import warnings
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.books_made import edited
from tests.corpus_edits import NO_WORKBOOK, PATHS, STRICT, fill, report, sheets_of
from tests.doors import TEAM
from tests.insertion import NotInsertableError, insert_tables
from tests.test_lossless_doors import our_sheets
from xltags.books.edits import AppendRows, Edit, FillColumns, SetCells
from xltags.books.excel_tables import list_tables
from xltags.books.package import open_package
from xltags.core.errors import WorkbookError
from xltags.core.values import Value

pytestmark = [pytest.mark.slow, pytest.mark.libreoffice]
# LibreOffice makes these results itself, with each opening another (random numbers), or cannot (named LAMBDAs).
OWN_RESULTS = ("030", "098")
NO_BOOLEANS = ("058", "070")  # where LibreOffice reads every TRUE as 0, one put in by hand too
Values = dict[str, dict[tuple[int, int], object]]
SECONDS = 600
ROWS: list[list[Value | None]] = [["101", "=1+1", None, "Bắc Hà"], ["102", "中文"]]


def as_libreoffice_reads(paths: Sequence[Path], folder: Path) -> dict[str, Values]:
    """The values of workbooks by file name, all read by one LibreOffice; those that it cannot open are left out."""
    out = folder / "read"
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", out, *paths], capture_output=True, timeout=SECONDS, check=False)
    return {path.name: values_of(out / path.name) for path in paths if (out / path.name).is_file()}


def values_of(path: Path) -> Values:
    """The values of every worksheet by row and column, blank cells left out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True, data_only=True)
    values: Values = {
        sheet.title: {
            (cell.row, cell.column): cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for sheet in book.worksheets
    }
    book.close()
    return values


def prepared(source: Path, folder: Path) -> Path:
    """A copy with our own tables in it, where they can be put in by hand; always an .xlsx, for LibreOffice's output."""
    base = folder / f"{source.name[:3]}_base.xlsx"
    try:
        insert_tables(source, base, our_sheets())
    except NotInsertableError:
        base.write_bytes(source.read_bytes())
    return base


def plan_of(base: Path) -> list[Edit]:
    """Columns and cells beside what is there, a report, and two records more in our own table."""
    with open_package(base) as package:
        ours = [table.name for table in list_tables(package) if table.name == "tblCustomers"]
        return [*fill(package), *report(package), *(AppendRows(name, ROWS) for name in ours)]


def written_by(plan: Sequence[Edit]) -> Values:
    """The cells that a plan writes, a dictionary a sheet."""
    cells: Values = {}
    for edit in plan:
        match edit:
            case SetCells():
                cells.setdefault(edit.sheet, {}).update(edit.cells)
            case FillColumns():
                for column, values in edit.columns.items():
                    places = {(edit.first_row + at, column): value for at, value in enumerate(values)}
                    cells.setdefault(edit.sheet, {}).update(places)
            case AppendRows():
                top = len(TEAM) + 2
                places = {(top + at, 1 + n): value for at, row in enumerate(edit.rows) for n, value in enumerate(row)}
                cells.setdefault("Customers", {}).update(places)
    return cells


def same(found: object, wanted: object) -> bool:
    """Whether LibreOffice shows a value: days as midnight, numbers with 15 digits."""
    if isinstance(wanted, date) and not isinstance(wanted, datetime):
        wanted = datetime(wanted.year, wanted.month, wanted.day)
    if {type(found), type(wanted)} <= {int, float}:
        return found == pytest.approx(wanted, rel=1e-14)
    return type(found) is type(wanted) and found == wanted


def assert_shows(before: Values, after: Values, new: Values, unsure: Values) -> int:
    """LibreOffice shows the new values where they were written, and elsewhere what it showed; how many cells it shows.

    `unsure` cells, whose values LibreOffice makes itself, are only looked for.
    """
    assert list(after)[: len(before)] == list(before)
    wrong = []
    for sheet, shown in after.items():
        wanted = {**before.get(sheet, {}), **new.get(sheet, {})} if sheet in before else shown
        for place in {**wanted, **shown}:
            if not same(shown.get(place), wanted.get(place)) and place not in unsure.get(sheet, {}):
                wrong.append((sheet, place, shown.get(place), wanted.get(place)))
    assert wrong == []
    return sum(map(len, after.values()))


def formulas_of(path: Path) -> Values:
    """The cells that hold formulas."""
    return {sheet: dict.fromkeys(cells.formulas) for sheet, cells in sheets_of(path).items()}


def test_libreoffice_shows_old_and_new_values_of_every_edited_workbook(tmp_path: Path) -> None:
    if not PATHS:
        pytest.skip("../shared/corpus is not here")
    bases = {path: prepared(path, tmp_path) for path in PATHS if path.name[:3] not in (*NO_WORKBOOK, *STRICT)}
    plans = {path: plan_of(base) for path, base in bases.items()}
    outs = {path: tmp_path / f"{path.name[:3]}_after.xlsx" for path in bases}
    for path, plan in plans.items():
        edited(bases[path], plan, outs[path], drop_signature=True, allow_protected=True)
    read = as_libreoffice_reads([*bases.values(), *outs.values()], tmp_path)
    assert {path.name for path in (*bases.values(), *outs.values())} - set(read) == set()
    shown = grown = 0
    for path, plan in plans.items():
        new = written_by(plan)
        unsure = formulas_of(outs[path]) if path.name[:3] in OWN_RESULTS else {}
        if path.name[:3] in NO_BOOLEANS:
            unsure = {sheet: {it: 0 for it in cells if isinstance(cells[it], bool)} for sheet, cells in new.items()}
        shown += assert_shows(read[bases[path].name], read[outs[path].name], new, unsure)
        assert read[outs[path].name]["Rpt_Proof"][4, 1] == "key"
        assert read[outs[path].name]["Rpt_Proof"][6, 1] == "=1+1"
        grown += any(isinstance(edit, AppendRows) for edit in plan)
    assert shown > 60_000
    assert grown >= len(bases) - 2


def test_what_libreoffice_cannot_open_xltags_does_not_write_either(tmp_path: Path) -> None:
    none = [path for path in PATHS if path.name[:3] in NO_WORKBOOK]
    assert as_libreoffice_reads(none, tmp_path) == {}
    for path in none:
        with pytest.raises(WorkbookError) as caught:
            open_package(path)
        assert caught.value.code == NO_WORKBOOK[path.name[:3]]


WRONG: list[dict[tuple[int, int], object]] = [
    {},
    {(2, 1): "old", (9, 9): 0},
    {(2, 1): "old", (1, 1): True},
    {(2, 1): "old", (1, 1): 1.001},
]


def test_the_comparison_can_fail() -> None:
    before: Values = {"S": {(1, 1): 1, (2, 1): "old"}}
    assert assert_shows(before, {"S": {(1, 1): 1.0, (2, 1): "new"}, "R": {(1, 1): 0}}, {"S": {(2, 1): "new"}}, {}) == 3
    wrongs: list[Values] = [{}, *({"S": {(1, 1): 1, **cells}} for cells in WRONG)]
    for after in wrongs:
        with pytest.raises(AssertionError):
            assert_shows(before, after, {}, {})
