"""Start, Dashboard and Card after a write: their stored results are those of the tables as written."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tests.books_made import cell_xml, edited, make_book, parts_of, rewritten
from tests.dashboard_books import Tables, calculated, cells_of, demo, differing, number_of, written
from tests.package_lint import lint
from xltags.batch.checking import CheckOptions
from xltags.batch.scoring import report_workbook, reports_only, score_workbook
from xltags.books import surgery
from xltags.books.dashboard.calculation import Calculation
from xltags.books.dashboard.functions import PLAIN
from xltags.books.dashboard.operands import Column, each
from xltags.books.dashboard.table_cells import TableCells
from xltags.books.demo.data import AS_OF
from xltags.books.edits import AppendRows, Edit, SetCells
from xltags.books.engine import Writing
from xltags.books.shipped import Record
from xltags.books.template import new_workbook
from xltags.books.writing import live_results
from xltags.cli.app import run
from xltags.core.finding import Language
from xltags.core.shipped_rows import shipped_rows
from xltags.core.table import letter_of
from xltags.core.values import Value

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
SHEETS = {name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(("Start", "Dashboard", "Card"), 1)}
OPTIONS = CheckOptions(as_of=AS_OF)
FEW = 60  # customers: enough for every panel
ROWS = 61  # with one whose id stands twice


def few(tables: Tables) -> Tables:
    """The demo with its first customers alone, and what is known of them."""
    kept = {row["customer_id"] for row in tables["Customers"][:FEW]}
    return {
        id: [row for row in rows if id not in ("Customers", "Contacts", "FollowUps") or row["customer_id"] in kept]
        for id, rows in tables.items()
    }


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("book"), few(demo().tables), "en")


def shown_in(path: Path) -> dict[str, dict[str, object]]:
    """The filled cells of the three sheets, as a program without formulas reads them."""
    workbook = CalamineWorkbook.from_path(str(path))
    return {
        name: {
            f"{letter_of(column)}{row}": number_of(value)
            for row, values in enumerate(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1)
            for column, value in enumerate(values, start=1)
            if value != ""
        }
        for name in SHEETS
    }


def columns_of(path: Path, sheet: str) -> dict[str, int]:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(nrows=1)
    return {str(value): number for number, value in enumerate(rows[0], start=1)}


def team_row(path: Path) -> int:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Settings").to_python(skip_empty_area=False)
    return next(number for number, row in enumerate(rows, start=1) if row[0] == "team")


def team_edits(path: Path) -> list[Edit]:
    """What people change between two scores: facts, wins, a label, a customer more."""
    of = columns_of(path, "Customers")
    new: dict[str, Value] = {
        "Customer ID": "C9001",
        "Company": "Brand New & Sons",
        "First contact": date(2026, 9, 2),
        "Source": "Referral",
    }
    return [
        SetCells(
            "Customers",
            {
                (3, of["Won on"]): date(2026, 9, 1),
                (3, of["Deal value"]): 987_654.25,
                (4, of["Lost on"]): date(2026, 9, 3),
                (5, of["MDR judgement"]): None,
                (6, of["Stage"]): "Negotiation",
                **{(row, of["Employees"]): 5 for row in range(8, 30)},
            },
        ),
        AppendRows("Customers", [[new.get(name) for name in of]]),
        SetCells("Settings", {(team_row(path), 2): "Renamed team"}),
    ]


@pytest.fixture(scope="module")
def stale(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after edits by a program that does not calculate."""
    path = tmp_path_factory.mktemp("stale") / "stale.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(surgery, "CALCULATED", ())
        edited(book, team_edits(book), path)
    return path


@pytest.fixture(scope="module")
def scored(stale: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scored") / "scored.xlsx"
    score_workbook(stale, OPTIONS, out=path)
    return path


def start_of(path: Path) -> dict[str, object]:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Start").to_python(skip_empty_area=False, nrows=22)
    return {str(row[1]): number_of(row[2]) for row in rows}


def test_the_sheets_show_what_was_scored(stale: Path, scored: Path) -> None:
    before, after = shown_in(stale)["Dashboard"], shown_in(scored)["Dashboard"]
    assert (before["B5"], after["B5"]) == (ROWS, ROWS + 1)
    reports = {it.name: it for it in reports_only(scored, OPTIONS, only=["tiers", "purity", "pareto"])}
    tiers, purity, pareto = (reports[name].summary for name in ("tiers", "purity", "pareto"))
    assert tiers is not None
    assert purity is not None
    assert pareto is not None
    shown = rows_below(after, "Tier")
    assert [row[:2] for row in shown] == tiers[["tier", "customers"]].astype({"customers": float}).to_numpy().tolist()
    quarters = {row[0]: row[1] for row in rows_below(after, "Quarter")}
    by = purity[purity["by"] == "quarter"].set_index("value")["leads"]
    assert quarters == {name: float(by.get(name, 0)) for name in quarters}
    assert rows_below(after, "Customer")[0][1] == 987_654.25 == pareto[pareto["by"] == "customer"]["revenue"].max()
    assert start_of(scored)["Customers"] == ROWS + 1
    assert start_of(scored)["Team"] == "Renamed team"


def rows_below(cells: dict[str, object], heading: str) -> list[list[object]]:
    """A panel's table by the first of its headings."""
    place = next(name for name, value in cells.items() if value == heading and f"{next_letter(name)}" in cells)
    letter, row = place[0], int(place[1:])
    found: list[list[object]] = []
    while (name := f"{letter}{row + 1 + len(found)}") in cells:
        found.append([cells.get(f"{chr(ord(letter) + step)}{name[1:]}") for step in range(6)])
    return found


def next_letter(place: str) -> str:
    return f"{chr(ord(place[0]) + 1)}{place[1:]}"


def test_other_readers_see_the_same(scored: Path) -> None:
    ours, theirs = shown_in(scored), cells_of(scored)
    for sheet, cells in theirs.items():
        assert ours[sheet] == cells


def formulas_of(path: Path) -> dict[tuple[str, str], object]:
    book = load_workbook(path)
    cells = ((sheet, cell) for sheet in SHEETS for row in book[sheet].iter_rows() for cell in row)
    return {(sheet, cell.coordinate): getattr(cell.value, "text", cell.value) for sheet, cell in cells}


def test_formulas_stay_and_nothing_else_changes(stale: Path, scored: Path) -> None:
    assert formulas_of(stale) == formulas_of(scored)
    before, after = parts_of(stale), parts_of(scored)
    changed = {name for name in after if before.get(name) != after[name]}
    charts = {name for name in changed if name.startswith("xl/charts/")}
    customers = "xl/worksheets/sheet15.xml"
    assert changed - charts <= {*SHEETS.values(), customers, "xl/sharedStrings.xml", "xl/workbook.xml"}
    assert charts
    assert lint(scored) == []


def test_charts_keep_what_the_cells_show(scored: Path) -> None:
    cells = load_workbook(scored, data_only=True)["Dashboard"]
    kept = 0
    for name, data in parts_of(scored).items():
        if not name.startswith("xl/charts/"):
            continue
        for area, cache in re.findall(r"<c:f>Dashboard!([^<]*)</c:f><c:\w+Cache>(.*?)</c:\w+Cache>", data.decode()):
            points = dict(re.findall(r'<c:pt idx="(\d+)"><c:v>([^<]*)</c:v>', cache))
            found = cells[area.replace("$", "")]
            column = [found.value] if not isinstance(found, tuple) else [row[0].value for row in found]
            for place, text in points.items():
                value = column[int(place)]
                is_number = isinstance(value, (int, float))
                assert float(text) == value if is_number else text in ("0", str(value or "")), (name, area)
                kept += is_number
    assert kept > 50


def test_again_gives_the_same_bytes_and_leaves_the_sheets_alone(scored: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    score_workbook(scored, OPTIONS, out=one)
    score_workbook(scored, OPTIONS, out=two)
    assert one.read_bytes() == two.read_bytes()
    before, after = parts_of(scored), parts_of(one)
    assert [name for name in SHEETS.values() if before[name] != after[name]] == []


# How other programs write the same sheet.
SPELLINGS: dict[str, Callable[[bytes], bytes]] = {
    "prefixed": lambda xml: re.sub(rb"<(/?)(?=[a-zA-Z]+[ />])", rb"<\1x:", xml).replace(b" xmlns=", b" xmlns:x=", 1),
    "in single quotes": lambda xml: re.sub(rb"(<c |<f )([^<>]*)>", lambda tag: tag[0].replace(b'"', b"'"), xml),
    "on many lines": lambda xml: re.sub(rb"(<c [^<>]*[^/]>|</f>|</v>)(?!</?is|</?t)", rb"\1\n  ", xml),
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=list(SPELLINGS))
def test_sheets_that_are_spelled_otherwise_show_what_was_scored(
    stale: Path, scored: Path, tmp_path: Path, spelling: Callable[[bytes], bytes]
) -> None:
    path = stale
    for name, part in SHEETS.items():
        path = rewritten(path, tmp_path / f"{name}.xlsx", part, spelling)
    assert shown_in(path) == shown_in(stale) != shown_in(scored)
    score_workbook(path, OPTIONS, out=tmp_path / "out.xlsx")
    assert shown_in(tmp_path / "out.xlsx") == shown_in(scored)
    assert lint(tmp_path / "out.xlsx") == []


def changed_sheet(path: Path, target: Path, name: str, cells: dict[str, str]) -> Path:
    """A copy in which somebody gave cells of a sheet another content, such as `<f>1+1</f><v>2</v>`."""

    def change(xml: bytes) -> bytes:
        for cell, content in cells.items():
            pattern = rf'<c r="{cell}"( s="\d+")[^>]*>.*?</c>'.encode()
            xml, count = re.subn(pattern, rb'<c r="%b"\1>%b</c>' % (cell.encode(), content.encode()), xml, count=1)
            assert count == 1
        return xml

    return rewritten(path, target, SHEETS[name], change)


def test_what_a_team_changed_stays(stale: Path, tmp_path: Path) -> None:
    """A number typed over a formula counts; a formula beyond ours keeps its result, and so does what reads it."""
    theirs = {"B5": "<v>7</v>", "C5": "<f>RAND()+B5</f><v>5</v>", "D5": "<f>C5+B5*2</f><v>6</v>"}
    cells = {**theirs, "I5": "<f>B5*3</f><v>1</v>"}
    mine = changed_sheet(stale, tmp_path / "mine.xlsx", "Dashboard", cells)
    score_workbook(mine, OPTIONS, out=tmp_path / "out.xlsx")
    for cell in theirs:
        assert cell_xml(tmp_path / "out.xlsx", SHEETS["Dashboard"], cell).endswith(f">{cells[cell]}</c>")
    assert shown_in(tmp_path / "out.xlsx")["Dashboard"]["I5"] == 21.0


@pytest.mark.slow
def test_formulas_in_a_circle_keep_their_results(stale: Path, tmp_path: Path) -> None:
    cells = {"B5": "<f>C5</f><v>1</v>", "C5": "<f>B5+1</f><v>2</v>"}
    mine = changed_sheet(stale, tmp_path / "mine.xlsx", "Dashboard", cells)
    score_workbook(mine, OPTIONS, out=tmp_path / "out.xlsx")
    assert {cell: shown_in(tmp_path / "out.xlsx")["Dashboard"][cell] for cell in cells} == {"B5": 1.0, "C5": 2.0}


@pytest.mark.slow
def test_a_sheet_of_that_name_that_is_not_ours_is_left(stale: Path, tmp_path: Path) -> None:
    mine = rewritten(
        stale,
        tmp_path / "mine.xlsx",
        SHEETS["Dashboard"],
        lambda xml: re.sub(rb'<row r="5" .*?</row>', b"", xml, count=1),
    )
    score_workbook(mine, OPTIONS, out=tmp_path / "out.xlsx")
    assert parts_of(mine)[SHEETS["Dashboard"]] == parts_of(tmp_path / "out.xlsx")[SHEETS["Dashboard"]]


def test_what_rests_on_formulas_without_results_is_left(stale: Path, tmp_path: Path) -> None:
    """A deal value is a formula that no program has calculated yet: revenue stays, all else is new."""
    column = columns_of(stale, "Customers")["Deal value"]
    place = f"{letter_of(column)}3"
    mine = rewritten(
        stale,
        tmp_path / "mine.xlsx",
        "xl/worksheets/sheet15.xml",
        lambda xml: re.sub(rf'(<c r="{place}"[^>]*>)<v>[^<]*</v>'.encode(), rb"\1<f>1+1</f>", xml, count=1),
    )
    assert "<f>" in cell_xml(mine, "xl/worksheets/sheet15.xml", place)
    score_workbook(mine, OPTIONS, out=tmp_path / "out.xlsx")
    before, after = shown_in(mine)["Dashboard"], shown_in(tmp_path / "out.xlsx")["Dashboard"]
    assert rows_below(after, "Customer") == rows_below(before, "Customer")
    assert after["B5"] == ROWS + 1


@pytest.mark.slow
def test_a_damaged_sheet_stays_as_it_is(stale: Path, tmp_path: Path) -> None:
    mine = rewritten(stale, tmp_path / "mine.xlsx", SHEETS["Card"], lambda xml: xml.replace(b"</sheetData>", b"", 1))
    score_workbook(mine, OPTIONS, out=tmp_path / "out.xlsx")
    assert parts_of(mine)[SHEETS["Card"]] == parts_of(tmp_path / "out.xlsx")[SHEETS["Card"]]


def test_other_workbooks_do_not_pay_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(live_results, "refresh_results", fail)
    edited(make_book(tmp_path / "a.xlsx"), [SetCells("Data", {(2, 3): 9})], tmp_path / "b.xlsx")


def test_every_command_that_writes_renews_them(book: Path, tmp_path: Path) -> None:
    """A correction of the spelling changes a count of the Dashboard."""
    of = columns_of(book, "Customers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(surgery, "CALCULATED", ())
        edited(
            book,
            [SetCells("Customers", {(2, of["Source"]): "转介绍", (2, of["Won on"]): None})],
            tmp_path / "a.xlsx",
        )
    assert run(["fix", str(tmp_path / "a.xlsx"), "-o", str(tmp_path / "b.xlsx"), "--as-of", str(AS_OF)]) in (0, 1)
    assert run(["score", str(tmp_path / "b.xlsx"), "-o", str(tmp_path / "c.xlsx"), "--as-of", str(AS_OF)]) == 0
    one, other = (shown_in(tmp_path / name)["Dashboard"] for name in ("b.xlsx", "c.xlsx"))
    panel = rows_below(one, "Source")
    assert panel == rows_below(other, "Source") != rows_below(shown_in(tmp_path / "a.xlsx")["Dashboard"], "Source")


def test_arrays_of_one_item_come_to_an_end() -> None:
    tables = {"T": TableCells(["a"], [(["x"], np.zeros(1, dtype=np.int32))], 1)}
    calculation = Calculation(tables)
    calculation.formulas[0, 0] = 'SUMPRODUCT(1*(((T[a]<>"")+(T[a]<>""))>0))'
    assert calculation.value(0, 0) == 1.0
    assert each(PLAIN["+"], Column((1.0,)), Column((2.0,))) == Column((3.0,))


# What Start says of the last score and the last check


@pytest.mark.parametrize("language", ["vi", *(pytest.param(each, marks=pytest.mark.slow) for each in ("en", "zh"))])
def test_start_says_when_it_was_scored_and_checked(language: Language, tmp_path: Path) -> None:
    words = {row["key"]: row[language] for row in shipped_rows("start.csv")}
    path = tmp_path / "new.xlsx"
    rows: list[Record] = [
        {"customer_id": None, "company": "Without an id"},
        {"customer_id": "C2", "company": "Two", "industry": "?"},
    ]
    new_workbook(path, language=language, profile="small", data={"Customers": rows})
    scored, checked, found = (words[f"status_{key}"] for key in ("scored", "checked", "found"))
    assert [start_of(path)[key] for key in (scored, checked, found)] == [words["not_yet"]] * 3
    assert start_of(path)[words["status_customers"]] == 2
    score_workbook(path, CheckOptions(as_of=date(2026, 3, 4)), out=tmp_path / "s.xlsx")
    said = start_of(tmp_path / "s.xlsx")
    assert [said[key] for key in (scored, checked)] == [46085.0, words["not_yet"]]
    plain = Writing(pivots="none")
    judged, _ = report_workbook(
        tmp_path / "s.xlsx",
        CheckOptions(as_of=date(2026, 3, 5), writing=plain),
        out=tmp_path / "r.xlsx",
        only=["tiers"],
    )
    kinds = [finding.severity for finding in judged.findings]
    counts = " / ".join(str(kinds.count(kind)) for kind in ("error", "warning", "note"))
    said = start_of(tmp_path / "r.xlsx")
    assert [said[key] for key in (scored, checked, found)] == [46085.0, 46086.0, counts]
    assert lint(tmp_path / "r.xlsx") == []


def test_a_team_s_own_name_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    new_workbook(path, profile="small", data={"Customers": [{"customer_id": "C1", "company": "One"}]})
    mine = rewritten(
        path,
        tmp_path / "mine.xlsx",
        "xl/workbook.xml",
        lambda xml: re.sub(rb'(name="xl_scored_on"[^>]*>)[^<]*', rb"\1Start!$A$1", xml),
    )
    score_workbook(mine, OPTIONS, out=tmp_path / "out.xlsx")
    with zipfile.ZipFile(tmp_path / "out.xlsx") as package:
        assert b">Start!$A$1</definedName>" in package.read("xl/workbook.xml")


# What other programs calculate


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_customer_without_an_id_in_the_last_row_is_counted(tmp_path: Path) -> None:
    rows: list[Record] = [{"customer_id": "C1", "company": "One"}, {"company": "Two"}]
    new_workbook(tmp_path / "new.xlsx", profile="small", boards=True, data={"Customers": rows})
    score_workbook(tmp_path / "new.xlsx", OPTIONS, out=tmp_path / "scored.xlsx")
    ours, theirs = cells_of(tmp_path / "scored.xlsx"), calculated(tmp_path / "scored.xlsx")
    assert theirs["Dashboard"]["B5"] == 2
    for name in ours:
        assert differing(ours[name], theirs[name]) == {}


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_calculates_what_is_stored(tmp_path: Path) -> None:
    """The whole demo after edits and `score`."""
    path = written(tmp_path, demo().tables, "en")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(surgery, "CALCULATED", ())
        edited(path, team_edits(path), tmp_path / "stale.xlsx")
    score_workbook(tmp_path / "stale.xlsx", OPTIONS, out=tmp_path / "scored.xlsx")
    ours, theirs = cells_of(tmp_path / "scored.xlsx"), calculated(tmp_path / "scored.xlsx")
    assert differing(ours["Dashboard"], cells_of(tmp_path / "stale.xlsx")["Dashboard"]) != {}
    for name in ours:
        assert differing(ours[name], theirs[name]) == {}
