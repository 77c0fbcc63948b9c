"""The table of docs/reading.md: what xltags, openpyxl, calamine and pandas give of the same cells."""

import math
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.disagreement_cases import CASES, Case
from tests.raw_workbooks import write_parts
from tests.sheet_values import read_cells
from xltags.books.opc.refs import column_letters
from xltags.core.values import CellFault

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reading.md"
WORDS = {"error": "error ", "bad_number": "not a number: ", "bad_date": "not a date: ",
         "bad_reference": "no such string: ", "uncalculated": "uncalculated"}  # fmt: skip

pytest.importorskip("python_calamine")


def shown(cells: Mapping[tuple[int, int], object]) -> str:
    """Cells as the table has them."""
    return (
        ", ".join(f"{column_letters(place[1])}{place[0]} {one(cells[place])}" for place in sorted(cells)) or "nothing"
    )


def one(value: object) -> str:
    """A value as the table has it."""
    if isinstance(value, CellFault):
        return WORDS[value.kind] + value.text
    if isinstance(value, float) and math.isnan(value):
        return "missing"
    return '"' + repr(value)[1:-1] + '"' if isinstance(value, str) else str(value)


def by_xltags(path: Path) -> str:
    found = read_cells(path)
    told = "".join(f" ({column_letters(column)}{row} {kind})" for row, column, kind, _ in found.faults)
    return shown(found.values) + told


def by_openpyxl(path: Path) -> str:
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    if not book.sheetnames:
        return "no sheets"
    cells = (cell for row in book["Customers"].iter_rows() for cell in row)
    return shown({(cell.row, cell.column): cell.value for cell in cells if cell.value is not None})


def by_calamine(path: Path) -> str:
    import python_calamine

    sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Customers")
    top, left = sheet.start or (0, 0)
    rows = enumerate(sheet.to_python(skip_empty_area=True), top + 1)
    return shown({(row, left + at): value for row, cells in rows for at, value in enumerate(cells, 1) if value != ""})


def by_pandas(path: Path) -> str:
    """As most people call it, but for the header row."""
    import pandas as pd

    frame = pd.read_excel(path, header=None, sheet_name="Customers")
    frame = frame.astype(object).where(frame.notna(), math.nan)
    there = read_cells(path).values  # so that a cell pandas takes for missing shows, and blanks do not
    cells = {
        (row + 1, column + 1): frame.iat[row, column] for row in range(len(frame)) for column in range(frame.shape[1])
    }
    return shown({place: value for place, value in cells.items() if place in there})


READERS: dict[str, Callable[[Path], str]] = {
    "xltags": by_xltags,
    "openpyxl": by_openpyxl,
    "calamine": by_calamine,
    "pandas": by_pandas,
}


def given(read: Callable[[Path], str], path: Path) -> str:
    """What a reader gives; "refuses" if it ends with an error of any kind, as foreign libraries do."""
    from python_calamine import CalamineError

    try:
        return read(path)
    except (ValueError, LookupError, OverflowError, CalamineError):
        return "refuses"


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_each_reader_gives_what_the_table_says(tmp_path: Path, case: Case) -> None:
    path = write_parts(tmp_path / "a.xlsx", case.parts)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = {name: given(read, path) for name, read in READERS.items()}
    assert found == {name: getattr(case, name) for name in READERS}


def test_xltags_refuses_none_of_them() -> None:
    assert "refuses" not in {case.xltags for case in CASES}


def test_the_table_of_the_documentation_is_this_one() -> None:
    lines = PAGE.read_text("utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ")][1:]
    assert [row for row in rows if not row.startswith("| ---")] == [case.row() for case in CASES]
