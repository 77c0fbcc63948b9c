"""What holds for every check, whatever stands in the workbook."""

from datetime import date, datetime, time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.datasets import dataset
from tests.one_check import cells_of, tiny
from xltags.books.sheets import tables
from xltags.checks import run_checks
from xltags.checks.registry import load_checks
from xltags.core.dataset import Dataset
from xltags.core.finding import LANGUAGES, SEVERITIES, Language, Place
from xltags.core.spec import TableSpec
from xltags.core.structure_fault import StructureFault
from xltags.core.values import CellFault, Value

SPECS = tables()
CODES = load_checks()
WORDS = ["industry", "Retail", "a; b", "a，b", "A", "ceo", "C1", "2026-Q3", "=1+1", " spaced ", "\u200b", "1,200",
         "31/5/2026", "yes", "pass", "Lan"]  # fmt: skip
CELLS: st.SearchStrategy[Value | None] = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.sampled_from([0, 1, 2, 50, -3, 0.5, 80, 1e15, 1e300, float("inf"), float("nan"), True, False]),
    st.sampled_from([date(2026, 5, 31), date(1900, 1, 1), datetime(9999, 12, 31, 23, 59), time(8, 0)]),
    st.sampled_from([CellFault("error", "#N/A"), CellFault("uncalculated", "=A1"), CellFault("bad_date", "1e9")]),
    st.text(max_size=6),
)


_LABELS = ["Female buyer", "Retail", "retail", "零售", "Steel", "Steel*", "a, b", "Won", "x" * 101, None]
_DAYS = [date(2026, 5, 31), date(2026, 11, 20), date(2024, 2, 29), date(2027, 1, 1), None]
_TAG_CELLS = "tag zh vi synonyms parent replaced_by from_tag to_tag industry source mdr city invalid_reason lost_stage"
_DATE_CELLS = (
    "won_on lost_on renewed_on churned_on confirmed_on reviewed_on due_on first_contact date from to "
    "review_on requested_on decided_on created_on"
)
# What a column is meant to hold, by its id, so that the rules behind the first condition of a check are reached too.
FITTING: dict[str, list[Value | None]] = {
    "group": ["industry", "source", "mdr", "city", "invalid_reason"],
    **{id: [*_LABELS] for id in _TAG_CELLS.split()},
    **{id: [*_DAYS] for id in _DATE_CELLS.split()},
    **{id: [None, 0, 10, 50, 100] for id in ("low", "high", "points", "min_points")},
    **{id: [None, 5, 300, 0, -1] for id in ("employees", "team_headcount", "annual_revenue", "deal_value", "amount")},
    **{id: ["Lan", "Wei", None] for id in ("by", "owner", "brought_by", "person")},
    "tag_id": ["x.1", "x.2", None],
    "status": ["active", "active", "retired", "reserved", None],
    "values": ["one", "many"],
    "step": [1, 2, 3, 4],
    "required": ["yes", "no"],
    "feed": ["system", "manual"],
    "judged_by": ["mdr", "sales"],
    "fill_target": [0.8, 80, None],
    "purity_class": ["target", "not_target", None],
    "indicator": ["i1", "i2"],
    "field": ["industry", "employees", "chain_coverage", "mdr", "nothing"],
    "kind": ["hard", "soft"],
    "outcome": ["pass", "reject", None],
    "cap_tier": ["B", "E", None],
    "tier": ["A", "B", "C", "D"],
    "required_roles": ["ceo", "cio; business_head", None],
    "chain_role": ["ceo", "cio", None],
    "is_decider": ["yes", "no", None],
    "customer_id": ["C1", "C2", "C1 ", 7, None],
    "company": ["Acme Ltd", "ACME Limited", "Acme (Hà Nội)"],
    "sales_status": ["mql", "rejected", "accepted", None],
    "role": ["mdr", "marketer", "sales", "taxonomy_owner"],
    "key": [
        *("language", "fiscal_year_start", "schema_version", "severity.TAG001", "except.TAG001", "team", "tema"),
        *("headcount", "headcount", "min_sample", "min_sample", "stale_after_days", "except.GOV010", "maturity_step"),
    ],
    "value": ["zh", 4, "note", "2", "fr", 1, 1, "agreed; until=2026-05-31", "agreed", None],
    **{id: ["Lan", "Wei", None] for id in ("created_by", "decided_by", "requested_by")},
    **{id: ["Marketing", "Sales", "Marketing", None] for id in ("owner_department", "department")},
    "family": ["identity", "source", "stage", "behaviour", "preference", None],
    "question": ["who", "where_from; how_reached", None],
    "definition": ["Sells to consumers in shops", "Makes goods in its own plants", None],
    "with_tag": ["Call within a day", "Send the case", None],
    "without_tag": ["call within a day", "Write", None],
    "data_source": ["First call", None],
    "expected_fill": [0.2, 0.01, None],
    "verdict": ["pending", "accept", "reject", None],
    "frequency": ["yearly", "monthly"],
    "importance": ["low", "high"],
    "period": ["2026", "2026-Q3", "soon"],
    "month": ["2026-05", date(2026, 5, 1), "May"],
    "target_share": [0.5, 0.7, 1.2, None],
    "segment": ["S", "T", "U"],
    "include": [
        *(
            "industry = Retail",
            "colour = red",
            "industry Retail",
            "industry = Zoo",
            "employees > many",
            "industry = 零售",
        ),
        None,
    ],
}
TAG_GROUPS = ["industry", "source", "mdr", "city", "invalid_reason"]


def likely_dataset(seed: int) -> Dataset:
    """All tables, filled with cells of which most fit their column; the same for the same seed."""
    dice = Random(seed)
    likely: dict[str, dict[str, list[Value | None]]] = {}
    for id, spec in SPECS.items():
        ids = [column.id for column in spec.columns if column.filled_by == "person" and dice.random() < 0.95]
        rows = dice.randrange(1, 8)
        likely[id] = {
            column: [dice.choice(WORDS if dice.random() < 0.04 else FITTING.get(column, [None])) for _ in range(rows)]
            for column in ids + (TAG_GROUPS if id == "Customers" else [])
        }
    if dice.random() < 0.8:
        likely["TagGroups"].update({"group": [*TAG_GROUPS], "status": ["active"] * len(TAG_GROUPS)})
        likely["TagGroups"] = {id: (cells * 5)[:5] for id, cells in likely["TagGroups"].items()}
    return tiny(likely, SPECS if dice.random() < 0.5 else None)


@st.composite
def odd_columns(draw: st.DrawFn, spec: TableSpec) -> dict[str, list[Value | None]]:
    """Some columns of a table, in any order, with anything in them."""
    ids = [column.id for column in spec.columns if column.filled_by == "person"]
    ids += ["industry", "source", "mdr", "city", "invalid_reason"] if spec.id == "Customers" else ["foreign"]
    rows = draw(st.integers(0, 4))
    columns = {}
    for id in draw(st.lists(st.sampled_from(ids), unique=True, max_size=8)):
        cells = st.one_of(st.sampled_from(FITTING.get(id, [None])), CELLS)
        columns[id] = draw(st.lists(cells, min_size=rows, max_size=rows))
    return columns


@st.composite
def odd_datasets(draw: st.DrawFn) -> Dataset:
    """Some tables of a workbook, each odd."""
    ids = draw(st.lists(st.sampled_from(list(SPECS)), unique=True, max_size=6))
    given_tables = {id: draw(odd_columns(SPECS[id])) for id in ids}
    return tiny(given_tables, SPECS if draw(st.booleans()) else None)


def findings_in_place(given: Dataset, language: Language) -> set[str]:
    """The codes found, after seeing that every finding is whole and stands in its table."""
    sheets = {table.sheet: table for table in given.tables.values()}
    found = run_checks(given, language=language)
    for finding in found:
        assert finding.severity in SEVERITIES
        assert finding.message
        table = sheets.get(finding.sheet)
        if table is not None and finding.cell and table.columns:
            rows = {table.header_row, *table.rows.tolist()}
            assert int("".join(filter(str.isdigit, finding.cell))) in rows
    return {finding.code for finding in found}


@settings(max_examples=60)
@given(odd_datasets(), st.sampled_from(LANGUAGES))
def test_no_workbook_makes_a_check_fail(odd: Dataset, language: Language) -> None:
    assert findings_in_place(odd, language) <= set(CODES)


def test_likely_mistakes_reach_most_checks_and_none_fails() -> None:
    found: set[str] = set()
    for seed in range(60):
        found |= findings_in_place(likely_dataset(seed), LANGUAGES[seed % 3])
    of_structure = {code for code in CODES if code < "FILE017" and code.startswith("FILE")}
    assert len(found) >= 0.8 * len(set(CODES) - of_structure)


@settings(max_examples=20)
@given(odd_datasets())
def test_findings_do_not_depend_on_the_language(odd: Dataset) -> None:
    places = [
        sorted((it.code, it.sheet, it.cell, it.value, it.suggestion) for it in run_checks(odd, language=language))
        for language in LANGUAGES
    ]
    assert places[0] == places[1] == places[2]


def test_an_empty_workbook_has_no_findings() -> None:
    assert run_checks(dataset()) == []


@pytest.mark.parametrize("table_id", list(SPECS))
def test_a_table_without_rows_or_columns_is_checked(table_id: str) -> None:
    columns: dict[str, list[Value | None]] = {column.id: [] for column in SPECS[table_id].columns}
    assert all(it.severity != "error" for it in run_checks(tiny({table_id: columns}, SPECS)))
    bare: dict[str, dict[str, list[Value | None]]] = {"TagGroups": {}, table_id: {}}
    assert run_checks(tiny(bare)) == []


def test_a_missing_sheet_is_one_finding() -> None:
    fault = StructureFault("missing_sheet", Place("Customers"), "Customers", "required")
    assert [it.code for it in run_checks(dataset(structure=(fault,)))] == ["FILE010"]


@pytest.mark.parametrize(("code", "column"), [("TAX010", "parent"), ("TAX012", "replaced_by")])
@given(leads=st.lists(st.none() | st.integers(0, 6), min_size=1, max_size=7))
def test_each_circle_of_tags_is_found_once_at_its_first_tag(code: str, column: str, leads: list[int | None]) -> None:
    count = len(leads)
    leads = [None if lead is None else lead % count for lead in leads]

    def reached(start: int) -> set[int]:
        places: set[int] = set()
        place = leads[start]
        while place is not None and place not in places:
            places.add(place)
            place = leads[place]
        return places

    circles = {min(reached(place)) for place in range(count) if place in reached(place)}
    cells = [None if lead is None else f"T{lead}" for lead in leads]
    given_tags = {"group": "industry", "tag": [f"T{place}" for place in range(count)], column: cells}
    found = cells_of(code, tiny({"Tags": given_tags}))
    assert found == [f"Tags!C{place + 2}" for place in sorted(circles)]
