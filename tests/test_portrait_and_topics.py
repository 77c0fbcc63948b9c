"""Portraits of customers, and the grid of topics to write about."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report_sample import source_of
from xltags.books.sheets import table_spec
from xltags.core.examples import dataset
from xltags.core.portrait import _COMPANY, _LEFT_OUT, MOST_LETTERS, portrait
from xltags.core.text import fold
from xltags.core.values import CellFault, Value
from xltags.reports import build_reports

CASES: list[tuple[list[Value | None], list[Value | None], str]] = [
    ([], [], ""),
    (["Acme"], ["Company"], "Acme"),
    (["Retail", "Acme"], ["Industry", "Company"], "Acme | Industry: Retail"),
    (["零售", "河南"], ["所属行业", "公司名称"], "河南 | 所属行业: 零售"),
    (["C1", "Acme", "x", "y", "A-B"], ["Customer ID", "company", "Notes", "ICP reasons", "ICP range"], "Acme"),
    ([None, "", " ", CellFault("error", "#N/A"), "x"], ["a", "b", "c", "d", None], ""),
    ([120.0, 0, 1.5, True], ["n", "zero", "part", "yes"], "n: 120 | zero: 0 | part: 1.5 | yes: TRUE"),
    ([date(2026, 5, 31)], ["Won on"], "Won on: 2026-05-31"),
    (["a\n b"], [" Stage "], "Stage: a b"),
]


@pytest.mark.parametrize(("values", "headers", "text"), CASES)
def test_a_row_on_one_line(values: list[Value | None], headers: list[Value | None], text: str) -> None:
    assert portrait(values, headers) == text


@given(st.lists(st.tuples(st.text(max_size=9), st.sampled_from(["Company", "Industry", "备注", ""])), max_size=5))
def test_a_portrait_is_one_line_whatever_stands_in_the_cells(cells: list[tuple[str, str]]) -> None:
    text = portrait([value for value, _ in cells], [header for _, header in cells])
    assert len(text.splitlines()) <= 1 and text == text.strip()


def test_a_portrait_fits_a_cell_and_says_what_is_missing() -> None:
    text = portrait(["x" * 20_000] * 4, ["a", "b", "c", "d"])
    assert len(text) <= MOST_LETTERS and text.endswith(" | +3")


def test_the_headers_it_knows_are_those_of_the_workbook() -> None:
    spec = table_spec("Customers")
    for names, ids in ((_COMPANY, ["company"]), (_LEFT_OUT, ["customer_id", "notes", "icp_range", "icp_why", "ask_next",
                                                            "tag_issues"])):  # fmt: skip
        columns = [column for column in spec.columns if column.id in ids]
        assert len(columns) == len(ids)
        assert names == {fold(name) for column in columns for name in (column.id, *column.headers.values())}


CUSTOMERS: dict[str, list[Value | None]] = {
    "customer_id": ["C1", "C2", "C3", "C4"], "company": ["A", "B", None, "D"],
    "industry": ["Retail", "retail", None, "Steel"], "pain_point": ["Cost; Delay", "Cost", "Delay", None],
    "employees": [100, 10, 100, 100], "icp_tier": ["D", None, "D", "A"], "won_on": [date(2026, 1, 1), None, None, None],
}  # fmt: skip
TABLES = {
    "Settings": {"key": ["min_sample"], "value": [1]},
    "TagGroups": {"group": ["industry", "pain_point"], "values": ["one", "many"]},
    "Tags": {
        "group": ["industry", "industry", "pain_point", "pain_point"],
        "tag": ["Retail", "Steel", "Cost", "Delay"],
    },
    "Indicators": {"indicator": "size", "kind": "soft", "field": "employees", "on": "yes"},
    "Bands": {"indicator": "size", "low": 50, "points": 90},
    "Tiers": {"tier": ["A", "D"], "min_points": [80, 0]},
    "Customers": CUSTOMERS,
}  # fmt: skip
DATA = dataset(**TABLES)  # type: ignore[arg-type]


def test_the_report_says_what_the_formula_says_with_todays_tier() -> None:
    [report] = build_reports(DATA, source_of(DATA).scores, [], only=["portrait"])
    headers = list(CUSTOMERS)
    tiers = source_of(DATA).scores.tiers()
    for index, text in enumerate(report.facts["text"]):
        row = {name: cells[index] for name, cells in CUSTOMERS.items()} | {"icp_tier": tiers[index]}
        assert text == portrait([row[name] for name in headers], list(headers))
    assert report.facts["customer_id"].tolist() == CUSTOMERS["customer_id"]
    assert "icp_tier: A" in report.facts["text"][0]


def test_topics_equal_sql() -> None:
    duckdb = pytest.importorskip("duckdb")
    source = source_of(DATA)
    [report] = build_reports(DATA, source.scores, [], only=["content_grid"])
    connection = duckdb.connect()
    pairs = [("C1", "Cost"), ("C1", "Delay"), ("C2", "Cost"), ("C3", "Delay")]
    connection.register("pains", pd.DataFrame(pairs, columns=["id", "pain"]))
    people = {"id": CUSTOMERS["customer_id"], "industry": ["Retail", "Retail", "", "Steel"]}
    connection.register("people", pd.DataFrame(people).assign(tier=source.scores.tiers()))
    wanted = connection.execute(
        "SELECT industry, pain, tier, count(*) FROM pains JOIN people USING (id) GROUP BY ALL ORDER BY ALL"
    )
    assert [tuple(row) for row in report.facts.itertuples(index=False)] == wanted.fetchall()
    assert report.summary is not None
    assert report.summary.iloc[0][["industry", "pain_point", "customers", "ab", "won"]].tolist() == [
        "Retail", "Cost", 2, 1, 1,
    ]  # fmt: skip


def test_without_the_group_there_is_nothing_to_count_and_the_report_says_so() -> None:
    data = dataset(Tags={"group": ["industry"], "tag": ["Retail"]}, Customers={"industry": ["Retail"]})
    [report] = build_reports(data, source_of(data).scores, [], only=["content_grid"])
    assert len(report.facts) == 0 and "pain_point" in report.note
