"""Any workbook, as others write it: read, it is what was put in; edited, everything else stays as it was."""

import tempfile
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from tests.books_made import edited, stored
from tests.corpus_edits import sheets_of
from tests.package_lint import lint
from tests.random_made import UNCALCULATED, Made
from tests.random_openpyxl import by_openpyxl
from tests.random_workbooks import Place, RandomBook, books, plain_values
from tests.random_xlsxwriter import by_xlsxwriter
from tests.test_reader_oracles import same
from xltags.books.edits import AddMarks, AppendRows, Edit, FillColumns, Mark, PutSheet, SetCells, WriteResult
from xltags.books.package import open_package
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.core.values import CellFault, Value

MAKERS = [pytest.param(by_xlsxwriter, id="XlsxWriter"), pytest.param(by_openpyxl, id="openpyxl")]
Maker = Callable[[RandomBook], Made]
QUICK = settings(max_examples=10, deadline=None)
LONG = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
REPORT = ReportSheet("Rpt", "Title", "x", (ReportTable("rpt", 4, 1, ("a",), (["=1", None],), ("text",)),))


@dataclass(frozen=True)
class Change:
    """An edit of a random workbook, with the cells that it writes and the parts it may change beside the lists."""

    edits: tuple[Edit, ...]
    written: Mapping[str, Mapping[Place, Value | None]]
    grown: frozenset[str] = frozenset()
    marked: frozenset[str] = frozenset()


@st.composite
def changes(draw: st.DrawFn, plan: RandomBook) -> Change:
    """One to three edits of different kinds, each on a sheet drawn for it."""
    kinds = draw(
        st.lists(st.sampled_from(["cells", "columns", "rows", "sheet", "marks"]), min_size=1, max_size=3, unique=True)
    )
    edits: list[Edit] = []
    written: dict[str, dict[Place, Value | None]] = {}
    grown, marked = set(), set()
    values = st.none() | plain_values(date1904=plan.date1904)
    for kind in kinds:
        sheet = draw(st.sampled_from(plan.sheets))
        cells: dict[Place, Value | None] = {}
        if kind == "cells":
            places = st.tuples(st.integers(61, 70), st.integers(1, 8))
            cells = draw(st.dictionaries(places, values, min_size=1, max_size=5))
            edits.append(SetCells(sheet.name, cells))
        elif kind == "columns":
            columns = {at: draw(st.lists(values, min_size=6, max_size=6)) for at in (21, 22)}
            cells = {(2 + row, at): value for at, column in columns.items() for row, value in enumerate(column)}
            edits.append(FillColumns(sheet.name, 2, columns))
        elif kind == "rows" and sheet.table:
            rows = draw(
                st.lists(st.lists(values, min_size=1, max_size=len(sheet.table.header)), min_size=1, max_size=3)
            )
            table = sheet.table
            cells = {
                (table.bottom + 1 + at, table.column + n): it for at, row in enumerate(rows) for n, it in enumerate(row)
            }
            edits.append(AppendRows(table.name, rows))
            grown.add(sheet.name)
        elif kind == "sheet":
            edits.append(PutSheet(REPORT))
        elif kind == "marks":
            edits.append(AddMarks(sheet.name, {(5, 5): Mark("TAG001 中", "error")}))
            marked.add(sheet.name)
        written.setdefault(sheet.name, {}).update(cells)
    return Change(tuple(edits), written, frozenset(grown), frozenset(marked))


def assert_reads_as_made(made: Made, path: Path) -> None:
    found = sheets_of(path)
    assert list(found) == list(made.values)
    for sheet, wanted in made.values.items():
        assert found[sheet].faults == ()
        assert_same_values(found[sheet].values, wanted)
        assert found[sheet].formulas == made.formulas[sheet]


def assert_same_values(found: Mapping[Place, Value], wanted: Mapping[Place, Value]) -> None:
    assert found.keys() == wanted.keys()
    assert {place: (found[place], wanted[place]) for place in wanted if not is_same(found[place], wanted[place])} == {}


def is_same(found: Value, wanted: Value) -> bool:
    """Whether a value came back; of a missing result only that it is missing."""
    if isinstance(found, CellFault) and isinstance(wanted, CellFault):
        return found.kind == wanted.kind and (found.kind != "error" or found.text == wanted.text)
    if isinstance(wanted, timedelta) and isinstance(found, timedelta):
        return abs(found - wanted) < timedelta(milliseconds=1)
    return same(found, wanted)


def assert_only_these_changed(made: Made, change: Change, before: Path, after: Path, result: WriteResult) -> None:
    """Every other cell is as it was, for our reader and for openpyxl, and every other part byte for byte."""
    found = sheets_of(after)
    wanted = {sheet: dict(cells) for sheet, cells in made.values.items()}
    for sheet, cells in change.written.items():
        wanted[sheet].update({place: value for place, value in cells.items() if value is not None})
    for sheet, cells in wanted.items():
        formulas = made.formulas[sheet]
        assert found[sheet].formulas == formulas
        emptied = {place for place in formulas if is_uncalculated(found[sheet].values.get(place, UNCALCULATED))}
        kept = {place: value for place, value in found[sheet].values.items() if place not in emptied}
        assert_same_values(kept, {place: value for place, value in cells.items() if place not in emptied})
    assert set(found) - set(wanted) <= {"Rpt"}
    assert_parts(change, before, after, result)
    old, new = shape_of(before), shape_of(after)
    assert {name: facts for name, facts in new.items() if name != "Rpt"}.keys() == old.keys()
    for name, facts in old.items():
        for what, value in facts.items():
            if not (what in GROWING and name in change.grown) and not (what == "notes" and name in change.marked):
                assert new[name][what] == value, (name, what)


def is_uncalculated(value: Value) -> bool:
    """Whether a formula has no result: it had none, or may have lost it, because it reads what was written."""
    return isinstance(value, CellFault) and value.kind == "uncalculated"


def assert_parts(change: Change, before: Path, after: Path, result: WriteResult) -> None:
    old, new = stored(before), stored(after)
    changed = {part for part in old if old[part] != new.get(part)}
    assert changed == {*result.changed_parts, *result.removed_parts} & {*old}
    assert set(new) - set(old) == set(result.added_parts)
    with open_package(before) as package:
        own: dict[str, set[str]] = {}
        for sheet in package.sheets:
            links = package.relationships(sheet.part)
            notes = {link.target for link in links if link.kind in ("comments", "vmlDrawing") and link.target}
            tables = {link.target for link in links if link.kind == "table" and link.target}
            rels = sheet.part.replace("worksheets/", "worksheets/_rels/") + ".rels"
            own[sheet.name] = {sheet.part, *(notes | {rels} if sheet.name in change.marked else set())}
            own[sheet.name] |= tables if sheet.name in change.grown else set()
    touched = {name for name, cells in change.written.items() if cells} | change.marked | change.grown
    allowed = LISTS.union(*(own[name] for name in touched))
    assert changed <= allowed, changed - allowed


LISTS = frozenset([
    "[Content_Types].xml", "docProps/app.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    "xl/sharedStrings.xml", "xl/calcChain.xml",
])  # fmt: skip
GROWING = ("tables", "rules", "colours", "formats")


def shape_of(path: Path) -> dict[str, dict[str, object]]:
    """What openpyxl finds in each sheet beside values; under an empty name what belongs to the workbook."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
    found: dict[str, dict[str, object]] = {
        "": {"names": {name: it.attr_text for name, it in book.defined_names.items()}}
    }
    for sheet in book.worksheets:
        assert isinstance(sheet, Worksheet)
        cells = [cell for row in sheet.iter_rows(max_row=60, max_col=20) for cell in row]
        rows = sheet.row_dimensions.items()
        links = {cell.coordinate: (cell.hyperlink.target, cell.hyperlink.location) for cell in cells if cell.hyperlink}
        found[sheet.title] = {
            "state": sheet.sheet_state,
            "merged": sorted(map(str, sheet.merged_cells.ranges)),
            "rules": [(str(it.sqref), it.type, it.formula1) for it in sheet.data_validations.dataValidation],
            "colours": [(str(it.sqref), [rule.type for rule in it.rules]) for it in sheet.conditional_formatting],
            "tables": {name: sheet.tables[name].ref for name in sheet.tables},
            "filter": sheet.auto_filter.ref,
            "frozen": sheet.freeze_panes,
            "print": (sheet.print_area, sheet.print_title_rows, sheet.page_setup.orientation),
            "protected": sheet.protection.sheet,
            "names": {name: it.attr_text for name, it in sheet.defined_names.items()},
            "rows": {row: (it.hidden, it.height, it.outlineLevel) for row, it in rows if row < 60},
            "columns": {letter: (it.hidden, it.width) for letter, it in sheet.column_dimensions.items()},
            "drawn": (len(sheet._charts), len(sheet._images)),  # type: ignore[attr-defined]  # there is no public way
            "links": links,
            "notes": {cell.coordinate: cell.comment.text for cell in cells if cell.comment},
            "formats": {cell.coordinate: (cell.number_format, cell.font.b) for cell in cells if (cell.row or 0) < 30},
            "formulas": {cell.coordinate: formula_of(cell.value) for cell in cells if cell.data_type == "f"},
        }
    return found


def formula_of(value: object) -> object:
    return (value.ref, value.text) if isinstance(value, ArrayFormula) else value


def round_trip(maker: Maker, plan: RandomBook, change: Change) -> None:
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "before.xlsx"), Path(folder, "after.xlsx")
        made = maker(plan)
        before.write_bytes(made.data)
        assert_reads_as_made(made, before)
        result = edited(before, change.edits, after, allow_protected=True)
        assert_only_these_changed(made, change, before, after, result)
        assert set(lint(after)) <= set(lint(before))


PLANS = books().flatmap(lambda plan: st.tuples(st.just(plan), changes(plan)))


@pytest.mark.parametrize("maker", MAKERS)
@QUICK
@given(PLANS)
def test_what_others_write_is_read_and_everything_else_stays(maker: Maker, drawn: tuple[RandomBook, Change]) -> None:
    round_trip(maker, *drawn)


@pytest.mark.slow
@pytest.mark.parametrize("maker", MAKERS)
@LONG
@given(PLANS)
def test_many_workbooks_are_read_and_everything_else_stays(maker: Maker, drawn: tuple[RandomBook, Change]) -> None:
    round_trip(maker, *drawn)
