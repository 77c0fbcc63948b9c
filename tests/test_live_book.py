"""One contract for a workbook in memory, on disk and open in Excel: the same dataset, edits and cells."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.books_made import make_book
from tests.doors import TEAM
from tests.xlwings_engine import as_typed, open_live
from xltags.books.edits import (
    AddColumns,
    AddMarks,
    AppendRows,
    ClearMarks,
    DeleteRows,
    Edit,
    FillColumns,
    Mark,
    NewColumn,
    PutSheet,
    RemoveSheet,
    RenameColumns,
    SetCells,
    SetNames,
)
from xltags.books.file import open_book
from xltags.books.live import LiveBook
from xltags.books.live.snapshot import restore
from xltags.books.live.values import into_excel, out_of_excel
from xltags.books.memory import MemoryBook
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.books.template import new_workbook
from xltags.core.dataset import Dataset
from xltags.core.errors import WorkbookError
from xltags.core.values import CellFault, Value

DAY = date(2026, 9, 30)
SAMPLE: list[Value | None] = [
    "plain", "=1+1", "+49 30 123", "-x", "@name", "001", "1e5", "2026-05-31", "May 2026", "TRUE", "'quoted", "#N/A",
    "50%", " 7", "中文；标签", "1,000", "3/4", "$5", 12, 1.5, True, date(2026, 5, 31), datetime(2026, 5, 31, 14, 30),
]  # fmt: skip
TABLE = ReportTable("rpt_x", 4, 1, ("a", "b"), ((1, 2, 3), ("=x", None, "001")), ("int", "text"), (9, None))
SHEET = ReportSheet("Rpt_X", "Title", "how", (TABLE,), notes=((12, 1, "more", "link"),), freeze=(5, 1), report="health")


def cells_of(dataset: Dataset) -> dict[str, dict[str, list[Value | None]]]:
    """Every cell of every table by column id."""
    return {id: {name: list(column.cells()) for name, column in table.columns.items()}
            for id, table in dataset.tables.items()}  # fmt: skip


def places_of(dataset: Dataset) -> dict[str, tuple[object, ...]]:
    """Where every table stands."""
    return {
        id: (
            table.sheet, table.header_row, table.rows.tolist(), table.excel_table, table.extent,
            [(column.letter, column.header, column.has_formulas) for column in table.columns.values()],
        )
        for id, table in dataset.tables.items()
    }  # fmt: skip


def on_disk(path: Path) -> Dataset:
    with open_book(path) as book:
        return book.read(as_of=DAY)


def live(path: Path) -> LiveBook:
    return LiveBook(open_live(path))


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("team") / "team.xlsx"
    new_workbook(path, profile="small", created_on=DAY, data={"Customers": list(TEAM)}, formulas=False)
    return path


def test_disk_and_excel_give_the_same_dataset(team: Path) -> None:
    file, excel = on_disk(team), live(team).read(as_of=DAY)
    assert cells_of(excel) == cells_of(file)
    assert places_of(excel) == places_of(file)
    assert excel.model == file.model
    assert excel.structure == file.structure
    assert len(excel.customers) == len(TEAM)


def test_memory_gives_the_dataset_of_its_file(team: Path) -> None:
    with open_book(team) as book:
        raws = book.read_tables()
    sheets = {}
    for raw in raws:
        records = list(zip(*(column.cells() for column in raw.columns), strict=True))
        sheets[raw.sheet] = ([column.header for column in raw.columns], records)
    memory = MemoryBook(sheets).read(as_of=DAY)
    assert cells_of(memory) == cells_of(on_disk(team))
    assert memory.model == live(team).read(as_of=DAY).model


PLANS: dict[str, Callable[[], Sequence[Edit]]] = {
    "cells": lambda: [SetCells("Customers", {(2 + place, 2): value for place, value in enumerate(SAMPLE[:5])})],
    "empty a cell": lambda: [SetCells("Customers", {(2, 2): None})],
    "a column": lambda: [FillColumns("Customers", 2, {2: SAMPLE[5:10]})],
    "rows of a column": lambda: [FillColumns("Customers", 2, {2: ["x", "007"]}, rows=[2, 5])],
    "rows": lambda: [AppendRows("Customers", [["C9", "=evil"], ["0010", "New Ltd"]])],
    "columns": lambda: [AddColumns("Customers", [NewColumn("Extra", values=["a", None, "1e5", "=b", "c"])])],
    "a header": lambda: [RenameColumns("TagRequests", {"Requested by": "Asked by"})],
    "rows out": lambda: [DeleteRows("Customers", [3, 5])],
    "all at once": lambda: [
        SetCells("Customers", {(2, 2): "A"}), AppendRows("Customers", [["C9", "B"]]), DeleteRows("Customers", [2]),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", PLANS)
def test_the_same_edits_give_the_same_cells(team: Path, tmp_path: Path, name: str) -> None:
    with open_book(team) as book:
        book.write(PLANS[name](), tmp_path / "file.xlsx")
    excel = live(team)
    before = cells_of(excel.read(as_of=DAY))
    excel.write(PLANS[name]())
    file = on_disk(tmp_path / "file.xlsx")
    assert cells_of(excel.read(as_of=DAY)) == cells_of(file) != before
    assert places_of(excel.read(as_of=DAY)) == places_of(file)


@pytest.mark.parametrize("name", PLANS)
def test_undo_puts_everything_back(team: Path, name: str) -> None:
    excel = live(team)
    before = excel.read(as_of=DAY)
    snapshot = excel.snapshot(PLANS[name]())
    excel.write(PLANS[name]())
    restore(excel.book, snapshot)
    assert cells_of(excel.read(as_of=DAY)) == cells_of(before)
    assert places_of(excel.read(as_of=DAY)) == places_of(before)


@pytest.mark.parametrize("value", SAMPLE, ids=str)
def test_every_value_comes_back_from_excel_as_it_was(value: Value | None) -> None:
    put = into_excel(value)
    stored = as_typed(put) if isinstance(put, str) else put
    if value != "#N/A":  # xlwings hands an error over as its text
        assert out_of_excel(stored) == value


@settings(max_examples=300)
@given(st.text(min_size=1, max_size=20) | st.from_regex(r"[-+=@' ]?[0-9A-Za-z.,/ :%$-]{1,10}", fullmatch=True))
def test_a_text_stays_the_text_it_is_in_excel(text: str) -> None:
    assert as_typed(str(into_excel(text))) == text


def test_what_excel_reads_otherwise_would_be_changed_without_the_apostrophe() -> None:
    changed = [text for text in SAMPLE if isinstance(text, str) and type(as_typed(text)) is not str]
    changed += [text for text in SAMPLE if isinstance(text, str) and str(as_typed(text)) != text]
    assert {"+49 30 123", "'quoted", "001", "1e5", "2026-05-31", "May 2026", "TRUE", "#N/A", "50%"} <= set(changed)


def test_times_go_in_as_parts_of_a_day_and_errors_come_out_as_faults() -> None:
    assert into_excel(time(12)) == 0.5
    assert out_of_excel("#N/A") == CellFault("error", "#N/A")


def test_a_report_sheet_is_put_filled_anew_and_taken_out(team: Path) -> None:
    excel = live(team)
    excel.write([PutSheet(SHEET)])
    shorter = ReportTable("rpt_x", 4, 1, ("a", "b"), ((1,), ("y",)), ("int", "text"))
    excel.write([PutSheet(ReportSheet("Rpt_X", "Title", "", (shorter,), report="health"))])
    sheet = excel.book.sheets["Rpt_X"]
    assert [table.name for table in sheet.tables] == ["rpt_x"]
    assert sheet.range("A1:B8").value == [
        ["Title", None], [None] * 2, [None] * 2, ["a", "b"], [1.0, "y"], *[[None, None]] * 3,
    ]  # fmt: skip
    excel.write([RemoveSheet("Rpt_X")])
    assert "Rpt_X" not in [sheet.name for sheet in excel.book.sheets]


def test_a_report_sheet_looks_as_its_columns_say(team: Path) -> None:
    excel = live(team)
    excel.write([PutSheet(SHEET)])
    sheet = excel.book.sheets["Rpt_X"]
    assert sheet.range("A5").number_format == "#,##0"
    assert sheet.range("B5").value == "=x" and sheet.range("B7").value == "001"
    assert sheet.impl.ws.freeze_panes == "A5" and sheet.range("A1").font.bold


def test_a_sheet_of_someone_else_is_not_filled(team: Path) -> None:
    excel = live(team)
    excel.book.sheets.add("Rpt_X")
    with pytest.raises(WorkbookError, match="did not make"):
        excel.write([PutSheet(SHEET)])


def test_marks_replace_ours_and_leave_those_of_others(team: Path) -> None:
    excel = live(team)
    sheet = excel.book.sheets["Customers"]
    sheet.range("A2").add_note("call them")
    marks = {(2, 1): Mark("xltags\nTAG001 x", "error"), (3, 1): Mark("xltags\nTAG002 y", "note")}
    assert excel.write([AddMarks("Customers", marks)]).marks_left == (("Customers", 1),)
    excel.write([AddMarks("Customers", {(4, 1): Mark("xltags\nz", "note")})])
    assert {note.location.address: note.text for note in sheet.notes} == {"$A$2": "call them", "$A$4": "xltags\nz"}
    excel.write([ClearMarks()])
    assert [note.text for note in sheet.notes] == ["call them"]


def test_names_get_other_formulas(team: Path) -> None:
    excel = live(team)
    excel.book.names.add("lst_x", "=Tags!$A$1")
    excel.write([SetNames({"lst_x": "Tags!$A$2"})])
    assert excel.book.names["lst_x"].refers_to == "=Tags!$A$2"


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (SetCells("Nowhere", {(1, 1): 1}), "no sheet"),
        (AppendRows("Nowhere", [[1]]), "no table"),
        (RenameColumns("tblData", {"Nothing": "x"}), "no column"),
        (SetCells("Data", {(2, 5): 1}), "formula"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(tmp_path: Path, edit: Edit, reason: str) -> None:
    with pytest.raises(WorkbookError, match=reason) as caught:
        live(make_book(tmp_path / "b.xlsx")).write([edit])
    assert caught.value.code == "FILE006"


def test_a_table_swallows_nothing(team: Path) -> None:
    excel = live(team)
    sheet = excel.book.sheets["Customers"]
    bottom = sheet.tables[0].range.last_cell.row
    sheet.range((bottom + 2, 1)).value = "mine"
    with pytest.raises(WorkbookError, match="below table"):
        excel.write([AppendRows("Customers", [["a"]] * 100)])
    assert sheet.range((bottom + 2, 1)).value == "mine"


def test_formulas_are_left_counted_or_overwritten(tmp_path: Path) -> None:
    excel = live(make_book(tmp_path / "b.xlsx"))
    left = excel.write([FillColumns("Data", 2, {5: [1, 2, 3, 4]}, into_formulas="leave")])
    assert left.formulas_left == (("Data", 5, 4),)
    excel.write([FillColumns("Data", 2, {5: [1, 2, 3, 4]}, into_formulas="overwrite")])
    assert excel.book.sheets["Data"].range("E2:E5").value == [1, 2, 3, 4]


def test_rows_go_above_the_totals(tmp_path: Path) -> None:
    excel = live(make_book(tmp_path / "b.xlsx", totals=True))
    excel.write([AppendRows("tblData", [["005", "new", 1]])])
    table = excel.book.sheets["Data"].tables["tblData"]
    assert table.show_totals
    assert excel.book.sheets["Data"].range("A6").value == "005"


def test_selection_sheet_and_screen_are_as_before(team: Path) -> None:
    excel = live(team)
    excel.book.sheets["Customers"].activate()
    excel.book.sheets["Customers"].range("C3").select()
    excel.write([PutSheet(SHEET)])
    assert excel.book.sheets.active.name == "Customers"
    selection = excel.book.app.selection
    assert selection is not None and selection.address == "$C$3"
    assert excel.book.app.screen_updating is True


def test_a_read_only_workbook_is_refused_politely(team: Path) -> None:
    excel = live(team)
    excel.book.api.ReadOnly = True
    with pytest.raises(WorkbookError, match="reading only") as caught:
        excel.write([ClearMarks()])
    assert caught.value.code == "FILE007"


def test_a_protected_sheet_is_refused_with_the_remedy(team: Path) -> None:
    excel = live(team)
    excel.book.sheets["Customers"].impl.ws.protection.sheet = True
    with pytest.raises(WorkbookError, match="Unprotect Sheet") as caught:
        excel.write([SetCells("Customers", {(1, 2): "x"})])
    assert caught.value.code == "FILE008"
    assert excel.book.app.screen_updating is True


def test_rows_below_a_table_are_a_fault_as_on_disk(team: Path) -> None:
    excel = live(team)
    sheet = excel.book.sheets["Customers"]
    sheet.range((sheet.tables[0].range.last_cell.row + 3, 2)).value = "stray"
    excel.book.save(str(team.with_name("stray.xlsx")))
    kinds = [fault.kind for fault in excel.read(as_of=DAY).structure]
    assert "below_table" in kinds
    assert kinds == [fault.kind for fault in on_disk(team.with_name("stray.xlsx")).structure]
