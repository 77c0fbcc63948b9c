"""TAG, CUS, LOG, PLAN and SPEND together: every code is reachable, a clean workbook is clean, nothing ever raises."""

import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.check_cases import FAMILIES, Tables, codes, known_codes, made
from xltags.checks import load_checks, run_checks
from xltags.core.finding import LANGUAGES, Language
from xltags.core.fixes import plan_fixes
from xltags.core.policy import Policy
from xltags.core.values import CellFault, Value

DAY, OLD, FUTURE = date(2026, 5, 4), date(2024, 5, 4), date(2027, 5, 4)
ERROR = CellFault("error", "#N/A")

GROUPS = ("industry", "province", "city", "mdr", "invalid_reason", "source", "stage", "interest")
TAXONOMY: Tables = {
    "TagGroups": {
        "group": [*GROUPS, "scenario", "fed"],
        "label_zh": ["行业", "省份", "城市", "初判", "无效原因", "来源", "阶段", "兴趣", "场景", "系统"],
        "values": ["one"] * 7 + ["many"] + ["one"] * 2,
        "required": ["yes"] + ["no"] * 9,
        "feed": ["manual"] * 9 + ["system"],
        "judged_by": [None, None, None, "mdr", *[None] * 6],
    },
    "Tags": {
        "group": [
            *("industry", "industry", "industry", "industry", "province", "province", "city", "mdr", "mdr"),
            *("invalid_reason", "source", "source", "source", "stage", "interest"),
        ],
        "tag": [
            *("Retail", "Software", "Shops", "Space", "Guangdong", "Zhejiang", "Shenzhen", "Target", "Not a target"),
            *("Student", "Search", "Baidu", "Fair", "Proposal", "CRM"),
        ],
        "parent": [*[None] * 6, "Guangdong", *[None] * 4, "Search", *[None] * 3],
        "status": ["active", "active", "retired", "reserved", *["active"] * 11],
        "replaced_by": [None, None, "Retail", *[None] * 12],
        "purity_class": [*[None] * 7, "target", "not_target", *[None] * 6],
    },
    "Owners": {
        "person": ["Ann", "Bo", "Bo", "Di"],
        "role": ["mdr", "marketer", "marketer", "sales"],
        "to": OLD,
        "from": DAY,
    },
}
FAULTY: dict[str, list[Value | None]] = {
    "customer_id": ["C1", "C1", None, "C4 ", 17, "C6", "C7"],
    "company": ["Acme GmbH", "x", "y", "Acme", "=cmd()", "z", "w"],
    "industry": ["xyz", "Shops", "software", "Retail; Software", None, "Space", ERROR],
    "province": ["Zhejiang", *[None] * 6],
    "city": ["Shenzhen", *[None] * 6],
    "mdr": ["Not a target", "Target", None, *[None] * 4],
    "invalid_reason": [None, "Student", "Student", *[None] * 4],
    "source": ["Search", "Baidu", *[None] * 5],
    "stage": [None] * 7,
    "interest": ["CRM; CRM", *[None] * 6],
    "fed": [None] * 7,
    "first_contact": [DAY, DAY, OLD, date(1900, 1, 1), FUTURE, "soon", OLD],
    "won_on": [OLD, DAY, DAY, *[None] * 4],
    "lost_on": [None, DAY, None, DAY, *[None] * 3],
    "renewed_on": [None, None, None, None, DAY, None, None],
    "lost_stage": [None, "nowhere", *[None] * 5],
    "deal_value": [None, "1,200", 5, *[None] * 4],
    "employees": [10, -1, *[None] * 5],
    "team_headcount": [20, None, *[None] * 5],
    "sales_status": ["rejected", "new", *[None] * 5],
    "reject_reason": [None] * 7,
    "owner": ["Cy", *[None] * 6],
}
DIRTY: Tables = {
    **TAXONOMY,
    "Customers": FAULTY,
    "Contacts": {"customer_id": ["C99", None], "name": "Eve"},
    "FollowUps": {
        "date": [FUTURE, None, "soon", DAY, DAY],
        "customer_id": "C6",
        "by": "Bo",
        "group": ["mdr", None, None, "colour", "industry"],
        "to_tag": ["Target", None, None, None, "xyz"],
        "due_on": [DAY, None, None, OLD, None],
    },
    "Strategy": {
        "period": ["2026", "2026", "2026", "soon", "2026-Q1", "2026", "2025", "2025", "2024", "2024"],
        "group": ["industry", "branch", "industry", *["industry"] * 3, *["industry"] * 2, *["stage", "interest"]],
        "tag": ["Retail", "x", "Retial", "Retail", "Retail", "Retail", "Retail", "Software", "Proposal", "CRM"],
        "target_share": [0.3, 0.1, 0.1, 0.1, 0.2, 30, 0.7, 0.6, 0.5, None],
    },
    "Segments": {
        "segment": ["S", "S", "T", "U", "V", "W"],
        "include": ["colour = red", "industry Retail", "stage = Propsal", "employees > many", "industry = Shops", None],
        "owner": "Ann",
    },
    "Spend": {
        "month": ["2026-05", "May", "2026-05", "2026-05", "2026-04", "2026-05", "2026-05", "2026-05"],
        "source": ["Radio", "Fair", "Fair", "Fair", "Fair", "Search", "Search", "Search"],
        "amount": [1, 1, -1, "two", 3, 4, 4, 5],
        "brought_by": [None, None, None, None, None, None, None, "Cy"],
    },
}


# A log of stages with a step back, a step that starts where none ended, and a stage that nobody has looked at for long.
STEPS: Tables = {
    "TagGroups": {"group": ["stage"], "family": "stage"},
    "Tags": {"group": "stage", "tag": ["Lead", "Talk", "Offer"], "order": [1, 2, 3]},
    "Customers": {"customer_id": ["C1", "C2"], "stage": ["Lead", "Offer"]},
    "FollowUps": {
        "customer_id": ["C1", "C1", "C1", "C2", "C2"],
        "date": [date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5), date(2024, 1, 5), date(2026, 9, 1)],
        "group": ["stage", "stage", "stage", "stage", None],
        "from_tag": ["Lead", "Lead", "Offer", "Talk", None],
        "to_tag": ["Talk", "Offer", "Lead", "Offer", None],
        "channel": "phone",
    },
}


def test_every_code_can_be_found() -> None:
    # One posting of Bo ends before it begins, so the overlap of two needs dates of its own.
    owners = {"person": ["Bo", "Bo"], "role": "marketer", "from": None, "to": [OLD, None]}
    found = set(codes(made(DIRTY))) | set(codes(made({**DIRTY, "Owners": owners})))
    found |= set(
        codes(
            made(
                {
                    **DIRTY,
                    "FollowUps": {"customer_id": ["C6"], "date": DAY, "by": "Di", "group": "mdr", "to_tag": "Target"},
                    "Owners": {"person": ["Di"], "role": "sales"},
                }
            )
        )
    )
    found |= set(codes(made(STEPS)))
    assert sorted(found) == known_codes()


def test_every_message_is_whole_in_every_language() -> None:
    for data in (made(DIRTY), made({**DIRTY, "Owners": {"person": ["Di"], "role": "sales"}})):
        by_language = {language: run_checks(data, Policy(select=FAMILIES), language=language) for language in LANGUAGES}
        assert len({len(found) for found in by_language.values()}) == 1
        for language, found in by_language.items():
            for finding in found:
                assert finding.message and not set("{}") & set(finding.message), (language, finding)
                assert finding.sheet and finding.cell, finding


CLEAN: Tables = {
    **TAXONOMY,
    "TagGroups": {"group": list(GROUPS), "values": ["one"] * 7 + ["many"], "required": ["yes"] + ["no"] * 7},
    "Owners": {"person": ["Ann", "Bo"], "role": ["mdr", "marketer"], "department": "Marketing"},
    "Customers": {
        "customer_id": ["C1", "C2"],
        "company": ["Acme GmbH", "Bolt SARL"],
        "industry": ["Retail", "Software"],
        "province": "Guangdong",
        "city": ["Shenzhen", None],
        "mdr": ["Target", "Not a target"],
        "invalid_reason": [None, "Student"],
        "source": ["Fair", "Baidu"],
        "stage": "Proposal",
        "interest": ["CRM", None],
        "employees": [200, None],
        "team_headcount": [20, None],
        "first_contact": DAY,
        "won_on": [date(2026, 6, 1), None],
        "lost_on": [None, date(2026, 6, 2)],
        "lost_stage": [None, "Proposal"],
        "deal_value": [1200.5, None],
        "sales_status": ["accepted", "rejected"],
        "reject_reason": [None, "no budget"],
        "owner": "Ann",
        "brought_by": ["Bo", None],
        "notes": "=anything goes here",
    },
    "Contacts": {"customer_id": "C1", "name": ["Eve"], "confirmed_on": DAY},
    "FollowUps": {"customer_id": ["C1", "C2"], "date": DAY, "by": "Ann", "channel": "phone", "due_on": DAY},
    "Strategy": {"period": "2026-Q3", "group": "industry", "tag": ["Retail", "Software"], "target_share": [0.6, 0.4]},
    "Segments": {"segment": "S", "include": "industry = Retail and tier in (A, B)", "owner": "Marketing"},
    "Spend": {"month": "2026-05", "source": ["Fair", "Search"], "amount": [100, 250], "brought_by": ["Bo", None]},
}  # fmt: skip


def test_a_clean_workbook_is_clean() -> None:
    assert codes(made(CLEAN)) == []


def test_an_empty_workbook_has_no_findings_and_no_fixes() -> None:
    assert codes(made({})) == []
    assert plan_fixes(made({})) == []


@pytest.mark.parametrize("table", sorted({*DIRTY, *CLEAN}))
def test_a_table_may_be_empty_or_lack_any_column(table: str) -> None:
    columns = dict(DIRTY[table])
    for without in columns:
        left = {name: cells for name, cells in columns.items() if name != without}
        codes(made({**DIRTY, table: left}))
    codes(made({**DIRTY, table: {}}))
    codes(made({**DIRTY, table: {name: [] for name in columns}}))


ODD = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", ";", "{value}", "Retail", "C1", "2026-05", "=1", "a; b", "Ann", "mdr", "industry", "\ufeff"]
    ),
    st.text(max_size=6),
    st.integers(-(10**18), 10**18),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(
        [ERROR, CellFault("uncalculated", ""), CellFault("bad_number", "NaN"), CellFault("bad_date", "-1")]
    ),
)


@st.composite
def odd_tables(draw: st.DrawFn) -> dict[str, dict[str, list[Value | None]]]:
    """Every table of the dirty workbook with some of its columns and anything in their cells."""
    tables: dict[str, dict[str, list[Value | None]]] = {}
    for name, columns in DIRTY.items():
        kept = draw(st.lists(st.sampled_from(sorted(columns)), unique=True, max_size=6))
        count = draw(st.integers(0, 3))
        tables[name] = {column: draw(st.lists(ODD, min_size=count, max_size=count)) for column in kept}
    return tables


@settings(max_examples=40)
@given(odd_tables(), st.booleans(), st.sampled_from(LANGUAGES))
def test_whatever_stands_in_the_cells_no_check_raises(
    tables: dict[str, dict[str, list[Value | None]]], with_taxonomy: bool, language: Language
) -> None:
    data = made({**tables, **TAXONOMY} if with_taxonomy else tables)
    for finding in run_checks(data, Policy(select=FAMILIES), language=language):
        assert finding.message
    plan_fixes(data)


@pytest.mark.slow
def test_a_hundred_thousand_clean_customers_cost_little() -> None:
    count = 100_000
    cells = {name: cell for name, cell in CLEAN["Customers"].items() if name not in ("customer_id", "company")}
    repeated = {name: list(cell) * (count // 2) if isinstance(cell, list) else cell for name, cell in cells.items()}
    customers = {"customer_id": [f"C{number:06}" for number in range(count)], **repeated}
    customers["first_contact"] = [datetime(2026, 1, 1) + timedelta(minutes=number) for number in range(count)]
    data = made({**{name: cells for name, cells in CLEAN.items() if name != "FollowUps"}, "Customers": customers})
    checks = load_checks()
    codes(made(CLEAN))  # imports are paid once
    start = time.process_time()
    for code, checker in checks.items():
        if code.startswith(("TAG", "CUS")):
            list(checker.function(data))
    assert time.process_time() - start < 1.2  # 0.35 s measured; the machine may be busy
