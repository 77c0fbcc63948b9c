"""The real workbooks of ../shared/corpus, and the edits that the proofs make in each of them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import SHARED
from tests.sheet_values import Cells, cells_of
from xltags.books.cells import SheetReader
from xltags.books.edits import AddColumns, AddMarks, AppendRows, Edit, FillColumns, Mark, NewColumn, PutSheet, SetCells
from xltags.books.excel_tables import ExcelTable, list_tables
from xltags.books.opc.refs import MAX_COLUMN, MAX_ROW
from xltags.books.package import Package, open_package
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.core.values import Value

NO_WORKBOOK = {  # what xltags says of the files of the corpus that are no workbook to be written
    "014": "FILE002",  # the mark that Excel leaves beside an open workbook
    "076": "FILE002",
    "124": "FILE003",  # encrypted
}
STRICT = ("044", "078")
PATHS = sorted((SHARED / "corpus").glob("*.xl*"))
CORPUS = [pytest.param(path, id=path.name) for path in PATHS] or [
    pytest.param(SHARED, marks=pytest.mark.skip("../shared/corpus is not here"))
]
FILLED: dict[int, list[Value | None]] = {  # by column from the first free one on
    0: ["A", "B", "=1+1", None, "A", "中文，标签", "_x0041_", " Đà Nẵng "],
    1: [87.5, 0, -3, 1e-9, None, 12, 4, 1],
    2: [date(2026, 5, 31), date(1999, 12, 31), None, date(2026, 1, 1), True, False, "a\nb", "😀"],
}
REPORT = ReportSheet(
    "Rpt_Proof",
    "Title <&>",
    "what it is",
    (
        ReportTable("rpt_proof", 4, 1, ("key", "share"), (["x", "=1+1", None], [0.5, 1, None]), ("text", "percent")),
        ReportTable("rpt_proof_2", 4, 4, ("day", "money"), ([date(2026, 1, 2)], [3.5]), ("date", "money"), (12, None)),
    ),
    notes=((20, 1, "a note\nof two lines", "wrap"), (21, 1, "Rpt_Proof", "link"), (22, 1, "bold", "bold")),
    tab_color="1F4E79",
    freeze=(5, 1),
    repeat_rows=(4, 4),
    print_columns=5,
)


@dataclass(frozen=True)
class FreePlace:
    """A worksheet with the first row below and the first column right of everything that stands in it."""

    sheet: str
    row: int
    column: int


def free_place(package: Package) -> FreePlace:
    """Where the first worksheet that has room is free."""
    reader = SheetReader(package)
    for sheet in package.sheets:
        if sheet.kind != "worksheet":
            continue
        found = reader.read(sheet)
        ends = [table for table in list_tables(package) if table.sheet.part == sheet.part]
        column = max([max(found.columns, default=0), *(table.last_col for table in ends)]) + 2
        row = max([int(max(found.rows, default=0)), *(table.last_row for table in ends)]) + 3
        merged = any(ref.partition(":")[2].endswith("1048576") or "XFD" in ref for ref in found.merged)
        if column + 3 < MAX_COLUMN and row + 20 < MAX_ROW and not merged:
            return FreePlace(sheet.name, row, column)
    raise AssertionError(f"{package.path.name}: no worksheet has room")


def fill(package: Package) -> list[Edit]:
    """Columns beside what is there, from the second row on, and single cells far below."""
    place = free_place(package)
    columns = {place.column + offset: values for offset, values in FILLED.items()}
    cells = SetCells(place.sheet, {(place.row + 10, place.column): "below", (place.row + 12, 1): date(2026, 5, 31)})
    return [FillColumns(place.sheet, 2, columns, into_formulas="leave"), cells]


def report(package: Package) -> list[Edit]:
    """Two sheets of our own."""
    return [PutSheet(REPORT), PutSheet(ReportSheet("Rpt_Blank", "nothing in it"))]


def mark(package: Package) -> list[Edit]:
    """Notes on every worksheet, where no cell is."""
    sheets = [sheet.name for sheet in package.sheets if sheet.kind == "worksheet"]
    marks = {(2, 3): Mark("TAG001 unknown tag 'x' <&>", "error"), (900, 30): Mark("far\nout 中文", "note")}
    return [AddMarks(sheet, marks) for sheet in sheets]


def growth(table: ExcelTable) -> list[Edit]:
    """Two records and a column more in a table."""
    rows: list[list[Value | None]] = [["new 1"], ["new 2"]]
    return [AppendRows(table.name, rows), AddColumns(table.name, [NewColumn("added by xltags", values=["v"])])]


def sheets_of(path: Path) -> dict[str, Cells]:
    """Every worksheet of a workbook by name, as xltags reads it."""
    with open_package(path) as package:
        reader = SheetReader(package)
        return {sheet.name: cells_of(reader.read(sheet)) for sheet in package.sheets if sheet.kind == "worksheet"}
