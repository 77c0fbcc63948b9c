"""Which customers meet a filter: laws, a naive reading of the language, SQL on the same data, and the documents."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.filter_trees import FILTERS, ROWS, TODAY, Row, customers, meets
from xltags.books.demo.data import AS_OF, demo_book, demo_tables
from xltags.core.dataset import Dataset
from xltags.core.examples import dataset
from xltags.core.filter_problems import FilterError
from xltags.core.filter_syntax import Every, Filter, Not, Some
from xltags.core.filters import FilterValues, filter_problems, filter_uses, matching
from xltags.core.scoring import score
from xltags.core.values import CellFault

DOC = Path(__file__).resolve().parents[1] / "docs" / "filters.md"


@cache
def demo() -> Dataset:
    """The demo workbook's data."""
    return demo_book(demo_tables(language="en"), "en").read(as_of=AS_OF)


@cache
def demo_values() -> FilterValues:
    """What filters look at in the demo."""
    return FilterValues(demo())


def ids(filter: Filter | str, data: Dataset) -> list[str]:
    """The ids of the customers that meet a filter."""
    return [id for id, met in zip(data.customers.ids(), matching(filter, FilterValues(data)), strict=True) if met]


# ---- laws


@settings(max_examples=120)
@given(FILTERS, ROWS)
def test_every_customer_is_judged_as_the_page_says(tree: Filter, rows: list[Row]) -> None:
    found = matching(tree, FilterValues(customers(rows)))
    assert found.tolist() == [meets(tree, row) for row in rows]


@settings(max_examples=60)
@given(FILTERS, ROWS)
def test_a_filter_and_its_negation_part_the_customers(tree: Filter, rows: list[Row]) -> None:
    values = FilterValues(customers(rows))
    assert (matching(tree, values) ^ matching(Not(tree), values)).all()
    assert (matching(Not(Not(tree)), values) == matching(tree, values)).all()


@settings(max_examples=60)
@given(FILTERS, FILTERS, ROWS)
def test_de_morgan(one: Filter, other: Filter, rows: list[Row]) -> None:
    values = FilterValues(customers(rows))
    neither, not_both = Not(Some((one, other))), Not(Every((one, other)))
    assert (matching(neither, values) == matching(Every((Not(one), Not(other))), values)).all()
    assert (matching(not_both, values) == matching(Some((Not(one), Not(other))), values)).all()


@settings(max_examples=60)
@given(FILTERS, ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(tree: Filter, rows: list[Row], random: object) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    found = matching(tree, FilterValues(customers(rows)))
    shuffled = matching(tree, FilterValues(customers([rows[place] for place in order])))
    assert shuffled.tolist() == found[order].tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("industry = Making", "C0 C1 C2"),
        ("industry = Cars", "C1"),
        ("industry in (Cars, Retail)", "C1 C3"),
        ("industry not in (Making)", "C3 C4"),
        ("product = ERP", "C1 C2"),
        ("product != ERP", "C0 C3 C4"),
        ("product not in (CRM, ERP) and product is known", "C3"),
        ("owner = Li", "C0 C1"),
    ],
)
def test_parents_cover_their_children_and_one_of_several_values_is_enough(text: str, expected: str) -> None:
    empty: Row = {"industry": None, "product": None, "employees": None, "first_contact": None, "owner": None}
    rows: list[Row] = [
        {**empty, "industry": "Making", "product": "CRM", "owner": "Li"},
        {**empty, "industry": "cars", "product": "ERP; BI", "owner": "An; Li"},
        {**empty, "industry": "Ships", "product": "CRM、ERP", "owner": "An"},
        {**empty, "industry": "Retail", "product": "BI"},
        {**empty, "industry": "Nonsense"},
    ]
    assert ids(text, customers(rows)) == expected.split()


# ---- the same questions in SQL


SQL = {
    'industry = "Machinery and equipment"': "industry = 'Machinery and equipment'",
    "industry != Electronics": "industry IS DISTINCT FROM 'Electronics'",
    "industry not in (Electronics) and industry is known": "industry <> 'Electronics'",
    "industry = Manufacturing": (
        "industry IN ('Manufacturing', 'Machinery and equipment', 'Electronics', 'Automotive parts',"
        " 'Food and beverage')"
    ),
    "employees >= 500": "TRY_CAST(employees AS DOUBLE) >= 500",
    "employees between 100 and 499": "TRY_CAST(employees AS DOUBLE) BETWEEN 100 AND 499",
    "not employees > 100": "NOT coalesce(TRY_CAST(employees AS DOUBLE) > 100, false)",
    "first_contact in (2026-Q1, 2025-12)": "TRY_CAST(first_contact AS DATE) BETWEEN '2025-12-01' AND '2026-03-31'",
    "first_contact older than 1 year": "TRY_CAST(first_contact AS DATE) < DATE '2025-09-30'",
    "first_contact within 30 days": "TRY_CAST(first_contact AS DATE) BETWEEN '2026-08-31' AND '2026-09-30'",
    "won = yes and deal_value > 20000": "won_on IS NOT NULL AND TRY_CAST(deal_value AS DOUBLE) > 20000",
    "won_on is blank and lost_on is blank": "won_on IS NULL AND lost_on IS NULL",
    "reject_reason is blank": "reject_reason IS NULL",
    "company contains Thiết bị": "company LIKE '%Thiết bị%'",
    "sales_status = Rejected or reject_reason is known": "sales_status = 'rejected' OR reject_reason IS NOT NULL",
    "tier in (A, B) and not tier = B": "tier = 'A'",
    "score < 40 or score >= 80": "score < 40 OR score >= 80",
}


@pytest.mark.parametrize("text", SQL)
def test_sql_counts_the_same_customers(text: str) -> None:
    duckdb = pytest.importorskip("duckdb")
    import pandas as pd

    data, scores = demo(), score(demo())
    columns = {}
    for id, column in data.customers.table.columns.items():
        cells = [None if isinstance(value, CellFault) else value for value in column.cells()]
        labels = data.customers.tags[id].labels() if id in data.customers.tags else None
        codes = column.codes.tolist()
        columns[id] = [None if it is None else str(it) for it in cells]
        if labels is not None:  # canonical labels, so that spelling is not in the way
            columns[id] = [None if code < 0 else labels[code][0] for code in codes]
    frame = pd.DataFrame(columns, dtype=object).assign(
        place=range(len(scores)), tier=scores.tiers(), score=scores.points
    )
    connection = duckdb.connect()
    connection.register("customers", frame)
    rows = connection.execute(f"SELECT place FROM customers WHERE {SQL[text]} ORDER BY place").fetchall()
    wanted = [row[0] for row in rows]
    assert np.flatnonzero(matching(text, demo_values())).tolist() == wanted
    assert 0 < len(wanted) < len(data.customers), "the question must tell customers apart"


# ---- fields


TINY = dataset(
    as_of=TODAY,
    Settings={"key": ["alias.Customers.industry", "silent_after_days"], "value": ["Branche", 60]},
    TagGroups={"group": ["industry", "stage"], "label_en": ["Industry", None], "label_zh": ["所属行业", None],
               "label_vi": ["Ngành nghề", None], "family": ["identity", "stage"]},
    Tags={"group": ["industry", "industry", "stage"], "tag": ["Retail", "Cars", "Won"], "zh": ["零售", None, None],
          "synonyms": ["shops", None, None]},
    Customers={
        "customer_id": ["C1", "C2", "C3", "C4"], "industry": ["Retail", "shops", "Zoo", CellFault("error", "#N/A")],
        "stage": [None, "Won", None, None], "won_on": [None, date(2026, 1, 1), None, None],
        "lost_on": [None, None, date(2026, 1, 1), None], "Region": ["N", "S", None, "N"], "Size": [1, 2, 3, None],
        "Since": [date(2026, 1, 1), None, date(2026, 2, 1), None], "employees": [600, 600, None, 5],
    },
    Contacts={"customer_id": ["C1", "C4"], "chain_role": ["ceo", "cio"]},
    ChainRules={"low": [None, 500], "high": [500, None], "required_roles": ["ceo", "ceo; cio"]},
    FollowUps={
        "date": [date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 20)], "customer_id": ["C1", "C4", "C4"],
        "note": ["call", "call", None], "next_action": ["offer", "visit", None],
        "due_on": [date(2026, 9, 10), None, None],
        "group": [None, None, "industry"], "from_tag": [None, None, "Cars"], "to_tag": [None, None, "Retail"],
    },
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("industry = Retail", "C1 C2"),
        ("Industry = 零售", "C1 C2"),
        ("所属行业 = shops", "C1 C2"),
        ("ngành nghề = RETAIL", "C1 C2"),
        ("Branche = Retail", "C1 C2"),
        ("industry is blank", "C4"),
        ("industry is known and not industry = Retail", "C3"),
        ("industry contains 零", "C1 C2"),
        ("industry contains zoo", "C3"),
        ("industry contains N/A", ""),
        ("Region = n", "C1 C4"),
        ("region is blank", "C3"),
        ("Size > 1", "C2 C3"),
        ("size is blank", "C4"),
        ("since < 2026-Q1", ""),
        ("Since <= 2026-Q1", "C1 C3"),
        ("since > 2026-01", "C3"),
        ("customer_id in (c1, C3)", "C1 C3"),
        ("won = yes", "C2"),
        ("won = no and lost = no", "C1 C4"),
        ("last_contact = 2026-09-01", "C1"),
        ("last_contact within 28 days", "C4"),
        ("last_contact older than 28 days", "C1 C2 C3"),
        ("days_silent <= 28", "C4"),
        ("silent = yes", "C2"),
        ("open_promises = 1", "C1 C4"),
        ("next_due < today", "C1"),
        ("chain_coverage = 0.5", "C1"),
        ("chain_coverage = 0", "C4"),
        ("chain_coverage is blank", "C2 C3"),
        ("tag_issues > 0", "C3 C4"),
        ("tier = D and icp_tier = d", "C1 C2 C3 C4"),
        ("等级 = D and điểm = 0", "C1 C2 C3 C4"),
        ("score_range = D", "C1 C2 C3 C4"),
        ("ask_next is known", ""),
        ("renewed_on is blank", "C1 C2 C3 C4"),
        ("stage = Won or owner = Li", "C2"),
    ],
)  # fmt: skip
def test_fields_by_all_their_names(text: str, expected: str) -> None:
    assert ids(text, TINY) == expected.split()


def test_a_group_that_is_not_in_use_can_still_be_asked_for() -> None:
    data = dataset(
        TagGroups={"group": ["old"], "status": ["retired"]},
        Tags={"group": ["old"], "tag": ["X"]},
        Customers={"customer_id": ["C1", "C2"], "old": ["x", None]},
    )
    assert ids("old = X", data) == ["C1"]


def test_a_group_without_a_column_is_blank_for_everybody() -> None:
    data = dataset(Tags={"group": ["industry"], "tag": ["Retail"]}, Customers={"customer_id": ["C1"]})
    assert ids("industry is blank and not industry = Retail", data) == ["C1"]


def test_a_change_of_tag_is_no_contact_but_keeps_tags_fresh() -> None:
    data = dataset(
        as_of=date(2026, 9, 30),
        Tags={"group": ["industry"], "tag": ["Retail"]},
        Customers={"customer_id": ["C1"], "industry": ["Retail"], "first_contact": [date(2020, 1, 1)]},
        FollowUps={"date": [date(2026, 9, 1)], "customer_id": ["C1"], "group": ["industry"], "to_tag": ["Retail"]},
    )
    assert ids("silent = yes and stale = no", data) == ["C1"]


# ---- faults


@pytest.mark.parametrize(
    ("text", "kind", "at", "suggestion"),
    [
        ("industri = Retail", "field", 0, "industry"),
        ("tier = A and regoin = N", "field", 13, "Region"),
        ("last_contct is known", "field", 0, "last_contact"),
        ("first_contct is known", "field", 0, "first_contact"),
        ("industry = Retial", "tag", 11, "Retail"),
        ("industry in (Retail, Boats)", "tag", 21, ""),
        ("tier = E", "choice", 7, ""),
        ("employees > many", "number", 12, ""),
        ("employees > 1.200", "number", 12, ""),
        ("won_on > 03/04/2026", "date", 9, ""),
        ("won = perhaps", "flag", 6, ""),
        ("industry > Retail", "operator", 0, ""),
        ("tier contains A", "operator", 0, ""),
        ("won in (yes)", "operator", 0, ""),
        ("company older than 3 days", "operator", 0, ""),
        ("industry older than 3 days", "operator", 0, ""),
    ],
)
def test_what_does_not_exist_is_named_with_its_place(text: str, kind: str, at: int, suggestion: str) -> None:
    [problem] = filter_problems(text, TINY)
    assert (problem.kind, problem.at, problem.suggestion) == (kind, at, suggestion)
    assert all("{" not in it for it in problem.sentences().values())
    with pytest.raises(FilterError):
        matching(text, FilterValues(TINY))


def test_all_faults_are_found_in_order() -> None:
    found = filter_problems("x = 1 and industry = Y and z < 3", TINY)
    assert [(problem.kind, problem.at) for problem in found] == [("field", 0), ("tag", 21), ("field", 27)]


def test_uses_of_a_filter() -> None:
    uses = filter_uses("Branche = shops and tier = A or nothing = 1 and Region = N", TINY)
    assert (uses.groups, uses.others, [tag.tag for tag in uses.tags]) == (("industry",), ("tier", "Region"), ["Retail"])
    assert filter_uses("industry =", TINY).groups == ()


PIECES = [
    *("industry", "won_on", "Size", "won", "tier", "=", "<", "in", "(", ")", ",", "and", "not", "older than", "3 days"),
    *("is", "blank", "Retail", "2026-Q1", "contains", "between", "1"),
]


@settings(max_examples=120)
@given(st.lists(st.one_of(st.text(max_size=5), st.sampled_from(PIECES)), max_size=10).map(" ".join))
def test_no_text_stops_a_workbook(text: str) -> None:
    problems = filter_problems(text, TINY)
    try:
        found = matching(text, FilterValues(TINY))
    except FilterError as error:
        assert problems and error.problem == problems[0]
    else:
        assert not problems and found.shape == (4,) and found.dtype == np.bool_


# ---- the page


def examples() -> Iterator[str]:
    """The examples of the page, a line each."""
    for block in re.findall(r"```filter\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL):
        yield from block.splitlines()


@pytest.mark.parametrize("text", list(examples()))
def test_an_example_of_the_page_runs(text: str) -> None:
    assert filter_problems(text, demo()) == ()
    met, others = (int(matching(it, demo_values()).sum()) for it in (text, f"not ({text})"))
    assert met + others == len(demo().customers)


def faults() -> Iterator[tuple[str, str]]:
    """The faults of the page with their messages."""
    part = DOC.read_text("utf-8").partition("## When it is wrong")[2].partition("## Grammar")[0]
    yield from re.findall(r"^\| `(.*?)` \| (at character .*) \|$", part, re.MULTILINE)


@pytest.mark.parametrize(("text", "message"), list(faults()), ids=[text for text, _ in faults()])
def test_a_fault_of_the_page_is_said_so(text: str, message: str) -> None:
    assert filter_problems(text, demo())[0].message() == message


def test_the_page_names_every_computed_field() -> None:
    from xltags.core.filter_fields import _COMPUTED

    page = DOC.read_text("utf-8")
    for id, (_, zh, vi, _) in _COMPUTED.items():
        assert f"`{id}`" in page
        if id not in ("won", "lost", "renewed", "churned"):
            assert f"`{zh}`" in page and f"`{vi}`" in page
    assert len(list(examples())) > 25 and len(list(faults())) > 7
