"""The sheets Dashboard and Card: their figures are those of the reports, and other programs calculate the same."""

from collections.abc import Sequence
from datetime import date
from math import isclose, isnan
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.dashboard_books import Demo, Tables, calculated, cells_of, demo, differing, judged, written
from xltags.books.dashboard.board import Board, Book, table_cells
from xltags.books.dashboard.calculation import Calculation
from xltags.books.dashboard.card import CHOICE_ROW, make_card
from xltags.books.dashboard.dashboard import DASHBOARD, Dashboard, make_dashboard
from xltags.books.dashboard.panel import Panel
from xltags.books.dashboard.scalars import Fault, cell_value
from xltags.books.demo.data import AS_OF
from xltags.books.live_sheets import LIVE_SHEETS
from xltags.books.sheets import tables
from xltags.books.shipped import Record
from xltags.books.template import columns_of, groups_of, new_workbook
from xltags.core.dataset import Dataset
from xltags.core.filter_values import FilterValues
from xltags.core.finding import Language
from xltags.core.scoring import score
from xltags.core.shipped_rows import shipped_rows
from xltags.core.values import CellFault, Value
from xltags.reports import Report, build_reports

REPORTS = ("purity", "tiers", "channels", "funnel", "pareto", "alignment", "tag_health")
every_language = pytest.mark.parametrize("language", ["en", "zh", "vi"])


def written_as_listed(made: Demo) -> Demo:
    """Without the misspellings and second values that formulas cannot read: each tag by its own label."""
    labels = {
        id: [cell.split("; ")[0] if cell else None for cell in found]
        for id in ("source", "industry")
        for found in [[tags_of(made.dataset, id, place) for place in range(len(made.tables["Customers"]))]]
    }
    customers: list[Record] = [
        {**row, **{id: column[place] for id, column in labels.items()}}
        for place, row in enumerate(made.tables["Customers"])
    ]
    return judged({**made.tables, "Customers": customers})


def tags_of(dataset: Dataset, group: str, record: int) -> str:
    column = dataset.customers.tags[group]
    code = int(column.column.codes[record])
    return "" if code < 0 else "; ".join(column.labels()[code])


def board_of(records: Tables, language: Language = "en") -> Board:
    groups = groups_of(records["TagGroups"])
    words = {row["key"]: row[language] for row in shipped_rows("start.csv")}
    book = Book({id: columns_of(spec, groups) for id, spec in tables().items()}, language, words)
    return Board(book, Calculation(table_cells(book, records)))


def dashboard_of(records: Tables, language: Language = "en") -> Dashboard:
    return make_dashboard(board_of(records, language), as_of=cell_value(AS_OF))


def reports_of(dataset: Dataset) -> dict[str, Report]:
    return {it.name: it for it in build_reports(dataset, score(dataset), [], only=REPORTS)}


def panel_of(made: Dashboard, key: str) -> Panel:
    return next(panel for panel in made.panels if panel.key == key)


def rows_of(made: Dashboard, key: str) -> list[list[float | str | bool]]:
    panel = panel_of(made, key)
    rows = [
        [made.board.shown(panel.first + item, panel.column + number) for number in range(6)]
        for item in range(panel.size)
    ]
    return [row for row in rows if row[0] != ""]


def assert_rows(shown: Sequence[Sequence[object]], wanted: pd.DataFrame) -> None:
    """The same texts and numbers; a number that is missing in the report is an empty cell."""
    assert len(shown) == len(wanted)
    for ours, theirs in zip(shown, wanted.itertuples(index=False), strict=True):
        for cell, value in zip(ours, theirs, strict=True):
            if isinstance(value, str):
                assert cell == value
            elif isnan(value):
                assert cell == "", (ours, theirs)
            else:
                assert isinstance(cell, float) and isclose(cell, float(value), rel_tol=1e-12, abs_tol=1e-12), (
                    ours,
                    theirs,
                )


@pytest.fixture(scope="module")
def plain() -> tuple[Dashboard, dict[str, Report]]:
    """The demo with every tag written as listed, on the board and in the reports."""
    made = written_as_listed(demo())
    return dashboard_of(made.tables), reports_of(made.dataset)


def test_purity_is_that_of_the_report(plain: tuple[Dashboard, dict[str, Report]]) -> None:
    shown = rows_of(plain[0], "purity")
    summary = plain[1]["purity"].summary
    assert summary is not None
    wanted = summary[(summary["by"] == "quarter")][["value", "leads", "judged", "purity", "purity_low", "purity_high"]]
    wanted = wanted[wanted["value"].isin([row[0] for row in shown])]
    assert [row[0] for row in shown] == [f"{year}-Q{q}" for year in (2024, 2025, 2026) for q in (1, 2, 3, 4)][3:11]
    assert len(wanted) == 6
    assert_rows(shown[2:], wanted)
    assert [row[1:] for row in shown[:2]] == [[0.0, 0.0, "", "", ""]] * 2  # no leads yet: no rate, and no error


def test_tiers_are_those_of_the_report(plain: tuple[Dashboard, dict[str, Report]]) -> None:
    summary = plain[1]["tiers"].summary
    assert summary is not None
    columns = ["tier", "customers", "share", "win_rate", "win_rate_low", "win_rate_high"]
    assert_rows(rows_of(plain[0], "tiers"), summary[columns])


def test_channels_and_their_cost_are_those_of_the_report(plain: tuple[Dashboard, dict[str, Report]]) -> None:
    summary = plain[1]["channels"].summary
    assert summary is not None
    sources = summary[summary["by"] == "source"].set_index("value", drop=False)
    shown = rows_of(plain[0], "channels")
    most = sorted(sources["leads"], reverse=True)[: len(shown)]
    assert [row[1] for row in shown] == most
    listed = sources.loc[[str(row[0]) for row in shown]]
    assert_rows(shown, listed[["value", "leads", "won", "conversion", "conversion_low", "conversion_high"]])
    assert_rows(rows_of(plain[0], "cost"), listed[["value", "spend", "cpl", "cpa", "revenue", "roi"]])


def test_sources_that_formulas_cannot_read_are_counted_with_the_others() -> None:
    made = demo()
    board = dashboard_of(made.tables)
    for key, column, name in (
        ("channels", 1, "leads"),
        ("channels", 2, "won"),
        ("cost", 1, "spend"),
        ("cost", 4, "revenue"),
    ):
        panel, report = panel_of(board, key), reports_of(made.dataset)["channels"]
        total = sum(float(board.board.shown(panel.first + item, panel.column + column)) for item in range(9))
        assert isclose(total, float(report.facts[name].sum())), name


def test_the_largest_customers_are_those_of_the_report(plain: tuple[Dashboard, dict[str, Report]]) -> None:
    summary = plain[1]["pareto"].summary
    assert summary is not None
    wanted = summary[summary["by"] == "customer"].head(8)
    shown = [row[1:4] for row in rows_of(plain[0], "pareto")]
    assert_rows(shown, wanted[["revenue", "share", "cumulative_share"]])


def test_the_plan_is_compared_as_in_the_report(plain: tuple[Dashboard, dict[str, Report]]) -> None:
    summary = plain[1]["alignment"].summary
    assert summary is not None
    running = summary[summary["period"].isin(["2026", "2026-Q3"])].head(8)
    label = (running["tag"] + " · " + running["period"]).rename("label")
    rates = running[["target_share", "actual_share", "gap_points", "actual_share_low", "actual_share_high"]]
    assert_rows(rows_of(plain[0], "alignment"), pd.concat([label, rates], axis=1))


def test_the_funnel_is_the_reports_without_the_log() -> None:
    """What formulas are too slow for is left out of both; so are customers who were won and churned."""
    made = written_as_listed(demo())
    steps = set(shown_stages(made))
    customers = [
        row
        for row in made.tables["Customers"]
        if not row.get("churned_on") and (not row.get("lost_on") or row.get("lost_stage") in steps)
    ]
    still = judged({**made.tables, "Customers": customers, "FollowUps": []})
    summary = reports_of(still.dataset)["funnel"].summary
    assert summary is not None
    wanted = summary[summary["step"] > 0][["stage", "still_here", "lost", "entered", "step_conversion"]]
    assert_rows([row[:5] for row in rows_of(dashboard_of(still.tables), "funnel")], wanted)


def shown_stages(made: Demo) -> list[str]:
    return [str(row["tag"]) for row in made.tables["Tags"] if row["group"] == "stage"]


def test_tag_use_counts_what_customers_carry() -> None:
    made = demo()
    shown = {row[0]: row[1:] for row in rows_of(dashboard_of(made.tables), "tags")}
    facts = reports_of(made.dataset)["tag_health"].facts
    for group, label in (("company_size", "Company size"), ("position", "Position"), ("pain_point", "Pain point")):
        mine = facts[(facts["group"] == group) & (facts["status"] == "active")]
        filled, _, tags, used, unused = shown[label]
        assert (tags, used) == (len(mine), int((mine["customers"] > 0).sum()))
        assert unused == float(tags) - float(used)
        column = made.dataset.customers.tags[group].column
        assert filled == (column.codes >= 0).mean()


def test_an_error_among_amounts_counts_as_blank() -> None:
    """As in the reports: the other amounts still add up."""
    tables = demo().tables
    won = next(row for row, it in enumerate(tables["Customers"]) if it.get("won_on") and it.get("deal_value"))
    running = next(
        row for row, it in enumerate(tables["Customers"])
        if it.get("sales_status") == "accepted" and it.get("stage") and not it.get("won_on") and not it.get("lost_on")
    )  # fmt: skip

    def board_with(amount: Value | None) -> Board:
        changed: dict[str, list[Record]] = {id: [dict(row) for row in rows] for id, rows in tables.items()}
        for table, row, id in (
            ("Customers", won, "deal_value"),
            ("Customers", running, "deal_value"),
            ("Spend", 3, "amount"),
        ):
            changed[table][row] = {**changed[table][row], id: amount}
        return dashboard_of(changed).board

    blank, error = board_with(None), board_with(CellFault("error", "#N/A"))
    assert {it: error.shown(*it) for it in error.items} == {it: blank.shown(*it) for it in blank.items}


@pytest.mark.parametrize(("least", "total"), [(0, "#N/A"), (2, 9.0)])
def test_sumifs_gives_an_error_only_where_it_is_added(least: int, total: float | str) -> None:
    sheet = Calculation({})
    sheet.constants = {(0, 0): 1.0, (1, 0): 4.0, (2, 0): 5.0, (0, 1): Fault("#N/A"), (1, 1): 4.0, (2, 1): 5.0}
    sheet.formulas = {(0, 3): f'SUMIFS($B$1:$B$3,$A$1:$A$3,">{least}")'}
    found = sheet.value(0, 3)
    assert (found.code if isinstance(found, Fault) else found) == total


def test_the_headline_figures() -> None:
    made = demo()
    board = dashboard_of(made.tables).board
    leads = reports_of(made.dataset)["purity"].facts
    shown = [board.shown(4, column) for column in (1, 2, 4, 8, 9, 11)]
    customers = made.tables["Customers"]
    won, lost = (sum(row.get(id) is not None for row in customers) for id in ("won_on", "lost_on"))
    still_open = [
        row for row in customers
        if row.get("sales_status") == "accepted" and row.get("won_on") is None and row.get("lost_on") is None
    ]  # fmt: skip
    promised = [row.get("due_on") for row in made.tables["FollowUps"] if row.get("next_action")]
    due = [day for day in promised if isinstance(day, date) and 0 <= day.toordinal() - AS_OF.toordinal() <= 7]
    assert shown[0] == len(customers)
    assert shown[1] == leads["pure"].sum() / leads["judged"].sum()
    assert shown[2] == len(still_open)
    assert shown[3] == won / (won + lost)
    assert shown[4] == int(FilterValues(made.dataset).silent.sum())
    assert shown[5] == len(due)


# What the card shows


def card_of(records: Tables, id: str = "", name: str | None = None) -> dict[tuple[int, int], object]:
    board = board_of(records)
    make_card(board, chosen=id)
    if name is not None:
        board.calculation.constants[CHOICE_ROW, 4] = name
    return {place: board.shown(*place) for place in board.items}


def test_the_card_shows_a_customer() -> None:
    made = demo()
    row = next(it for it in made.tables["Customers"] if it["customer_id"] == "C0150")
    shown = {str(value) for value in card_of(made.tables, "C0150").values()}
    assert {str(row["company"]), str(row["icp_tier"]), str(row["industry"]), str(row["owner"])} <= shown
    for part in str(row["icp_why"]).split("; "):
        assert part in shown
    people = [it for it in made.tables["Contacts"] if it["customer_id"] == "C0150"]
    assert people
    assert {str(it["name"]) for it in people} <= shown
    log = [it for it in made.tables["FollowUps"] if it["customer_id"] == "C0150" and it.get("date")]
    latest = sorted(log, key=lambda it: it["date"])[-6:]  # type: ignore[arg-type, return-value]  # dates of the demo
    assert {str(it["note"]) for it in latest if it.get("note")} <= shown


def test_the_card_finds_a_name_and_says_when_several_have_it() -> None:
    twins: list[Record] = [
        {"customer_id": "A1", "company": "Twin Ltd", "icp_tier": "A"},
        {"customer_id": "A2", "company": "Twin Ltd", "icp_tier": "B"},
        {"customer_id": 77.0, "company": "Sole Ltd", "icp_tier": "C"},
    ]
    records = {**demo().tables, "Customers": twins}
    tier, told = (CHOICE_ROW + 5, 1), (CHOICE_ROW + 1, 1)
    assert card_of(records, "A2")[tier] == "B"
    assert card_of(records, "77")[tier] == "C"
    several = card_of(records, "", "Twin Ltd")
    assert several[tier] == "A"
    assert str(several[told]).startswith("2 customers")
    assert card_of(records, "", "Sole Ltd")[told] == ""
    assert card_of(records, "A2", "Sole Ltd")[tier] == "B"  # the id goes before the name
    assert "No customer" in str(card_of(records, "nobody")[told])


def test_an_empty_card_is_friendly() -> None:
    shown = card_of({**demo().tables, "Customers": [], "Contacts": [], "FollowUps": []})
    assert "Choose a customer" in str(shown[CHOICE_ROW + 1, 1])
    assert [value for value in shown.values() if str(value).startswith("#")] == []


# What other programs calculate


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("filled", [True, False], ids=["demo", "new"])
@every_language
def test_libreoffice_calculates_every_cell_alike(tmp_path: Path, language: Language, filled: bool) -> None:
    path = written(tmp_path, demo(language).tables if filled else None, language)
    ours, theirs = cells_of(path), calculated(path)
    for name in LIVE_SHEETS:
        assert len(ours[name]) > 50
        assert differing(ours[name], theirs[name]) == {}
        assert [cell for cell in theirs[name].values() if str(cell).startswith("#")] == []


@pytest.mark.slow
@pytest.mark.libreoffice
def test_figures_follow_edits(tmp_path: Path) -> None:
    """A tier, a deal, a stage, a follow-up, a label and a target change; LibreOffice gives what Python does."""
    made = demo()
    path = written(tmp_path, made.tables, "en")
    edited = {id: [dict(row) for row in rows] for id, rows in made.tables.items()}
    changes: list[tuple[str, int, str, str, Value]] = [
        ("Customers", 3, "icp_tier", "ICP tier", "C"),
        ("Customers", 7, "won_on", "Won on", date(2026, 9, 1)),
        ("Customers", 7, "deal_value", "Deal value", 999_000.0),
        ("Customers", 9, "stage", "Stage", "Negotiation"),
        ("Customers", 11, "source", "Source", "Referral"),
        ("FollowUps", 5, "date", "Date", date(2026, 9, 29)),
        ("Strategy", 6, "target_share", "Target share", 0.4),
        ("Tags", 0, "tag", "Tag", "Renamed"),
    ]
    for table, row, id, _, value in changes:
        edited[table][row][id] = value

    def edit(book: Any) -> None:
        for table, row, _, header, value in changes:
            columns = {cell.value: cell.column for cell in book[table][1]}
            book[table].cell(row + 2, columns[header]).value = value

    wanted = dashboard_of(edited).board
    theirs = calculated(path, edit)[DASHBOARD]
    shown = {place: wanted.shown(*place) for place in wanted.items}
    names = {f"{_letters(column)}{row + 1}": value for (row, column), value in shown.items() if value != ""}
    assert differing(names, theirs) == {}
    assert differing(cells_of(path)[DASHBOARD], theirs) != {}


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column + 1)


def test_every_chart_has_a_text_and_reads_cells_of_its_sheet(tmp_path: Path) -> None:
    import zipfile

    path = written(tmp_path, None, "en")
    with zipfile.ZipFile(path) as package:
        drawing = package.read("xl/drawings/drawing1.xml").decode()
        charts = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/charts/chart")]
    assert drawing.count("<xdr:graphicFrame") == drawing.count('descr="') == len(charts) == 8
    for chart in charts:
        assert "<c:f>Dashboard!" in chart
        assert "#REF!" not in chart


def test_a_workbook_without_judgements_shows_its_won_customers(tmp_path: Path) -> None:
    path = tmp_path / "small.xlsx"
    new_workbook(path, profile="small", boards=True)
    shown = cells_of(path)[DASHBOARD]
    assert "Won customers" in shown.values()
    assert "Purity of leads by quarter" not in shown.values()
