"""Safe corrections: what they change, what they leave alone, and that twice is no more than once."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.check_cases import Tables, made
from xltags.checks import run_checks
from xltags.core.dataset import Dataset
from xltags.core.finding import LANGUAGES
from xltags.core.fixes import Fix, count_in_formulas, plan_fixes
from xltags.core.policy import CheckException, Policy
from xltags.core.read_dataset import read_dataset
from xltags.core.table import make_column
from xltags.core.values import CellFault, Value

TAGS: Tables = {
    "TagGroups": {
        "group": ["industry", "interest", "province", "city", "mdr", "invalid_reason"],
        "values": ["one", "many", "one", "one", "one", "one"],
    },
    "Tags": {
        "group": ["industry"] * 6 + ["interest"] * 3 + ["province"] * 2 + ["city"] + ["mdr"] * 3 + ["invalid_reason"],
        "tag_id": ["i1", "i2", "i3", "i4", "i5", "i6", "p1", "p2", "p3", "g1", "g2", "c1", "m1", "m2", "m3", "r1"],
        "tag": [
            *("Retail", "Software", "Web shops", "Trade", "Coal", "5"),
            *("CRM", "ERP", "Old CRM"),
            *("Guangdong", "Canton", "Shenzhen"),
            *("Target", "Not a target", "Was a target"),
            "Student",
        ],
        "zh": ["零售", "软件", *[None] * 14],
        "synonyms": ["shops", "SaaS", *[None] * 14],
        "status": [
            *("active", "active", "retired", "retired", "retired", "active"),
            *("active", "active", "retired"),
            *("active", "retired", "active"),
            *("active", "active", "retired"),
            "active",
        ],
        "replaced_by": [
            *(None, None, "i1", "i1; i2", None, None),
            *(None, None, "p1", None, "g1", None),
            *(None, None, "m2", None),
        ],
        "parent": [*[None] * 11, "g1", *[None] * 4],
        "purity_class": [*[None] * 12, "target", "not_target", "target", None],
    },
}  # fmt: skip


def planned(group: str, *cells: Value | None, policy: Policy | None = None) -> list[tuple[str, str, str]]:
    data = made({**TAGS, "Customers": {group: list(cells)}})
    return [(fix.old, fix.new, fix.code) for fix in plan_fixes(data, policy)]


@pytest.mark.parametrize(
    ("group", "typed", "new", "code"),
    [
        ("industry", "retail", "Retail", "TAG003"),
        ("industry", "ＲＥＴＡＩＬ", "Retail", "TAG003"),
        ("industry", "零售", "Retail", "TAG003"),
        ("industry", "SHOPS", "Retail", "TAG003"),
        ("industry", "i2", "Software", "TAG003"),
        ("industry", " Retail ", "Retail", "TAG003"),
        ("industry", " xyz", "xyz", "TAG003"),
        ("industry", "Web shops", "Retail", "TAG002"),
        ("industry", "web shops", "Retail", "TAG002"),
        ("industry", "Retail, xyz; software", "Retail; xyz; Software", "TAG003"),
        ("interest", "crm，erp", "CRM; ERP", "TAG003"),
        ("interest", "CRM; ERP; CRM", "CRM; ERP", "TAG013"),
        ("interest", "Old CRM; CRM", "CRM", "TAG002"),
        ("interest", "CRM; Old CRM", "CRM", "TAG002"),
        ("interest", "Old CRM; ERP; foo", "CRM; ERP; foo", "TAG002"),
        ("interest", "foo; FOO", "foo", "TAG013"),
    ],
)
def test_what_is_corrected(group: str, typed: str, new: str, code: str) -> None:
    assert planned(group, typed) == [(typed, new, code)]


@pytest.mark.parametrize(
    ("group", "typed"),
    [
        ("industry", "Sofware"),  # near, but nobody said so
        ("industry", "Trade"),  # split into two: a person must choose
        ("industry", "trade"),
        ("industry", "Coal"),  # no successor
        ("industry", "Retail"),
        ("industry", "Retail;Software"),  # separators alone are no fault
        ("interest", "CRM,ERP"),
        ("industry", 5),
        ("industry", None),
        ("industry", CellFault("error", "#N/A")),
    ],
)
def test_what_is_left_alone(group: str, typed: Value | None) -> None:
    assert planned(group, typed) == []


def test_a_text_that_two_tags_claim_is_left_alone() -> None:
    tags = {"group": "industry", "tag": ["Retail", "Trade"], "synonyms": "shops"}
    assert plan_fixes(made({"Tags": tags, "Customers": {"industry": ["shops"]}})) == []


def test_a_fix_says_where_and_why_in_three_languages() -> None:
    data = made({**TAGS, "Customers": {"customer_id": ["C1"], "industry": ["Web shops"]}})
    assert plan_fixes(data)[0] == Fix(
        "Customers", "B2", 2, "industry", "industry", "Web shops", "Retail", "TAG002", "the successor of a retired tag"
    )
    assert len({plan_fixes(data, language=language)[0].reason for language in LANGUAGES}) == 3


def test_ids_lose_white_space_in_every_table() -> None:
    tables: Tables = {"Customers": {"customer_id": ["C1 ", 17, "C 2"]}, "FollowUps": {"customer_id": ["\u200bC1"]}}
    found = plan_fixes(made(tables))
    assert [(fix.sheet, fix.cell, fix.new, fix.code) for fix in found] == [
        ("Customers", "A2", "C1", "CUS019"),
        ("FollowUps", "A2", "C1", "CUS019"),
    ]


def test_fixes_come_by_sheet_row_and_column() -> None:
    customers = {"interest": ["crm", "erp"], "customer_id": ["C1", "C2 "], "industry": ["saas", "retail"]}
    assert [fix.cell for fix in plan_fixes(made({**TAGS, "Customers": customers}))] == ["A2", "C2", "A3", "B3", "C3"]


def test_columns_with_formulas_are_left_out_and_counted() -> None:
    data = made({**TAGS, "Customers": {"industry": ["saas", "retail"], "interest": ["crm", None]}})
    column = replace(data.customers.table.columns["industry"], has_formulas=True)
    table = replace(data.customers.table, columns={**data.customers.table.columns, "industry": column})
    data = read_dataset({**data.tables, "Customers": table}, as_of=data.as_of)
    assert [fix.column_id for fix in plan_fixes(data)] == ["interest"]
    assert count_in_formulas(data) == 2


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (Policy(ignore=("TAG003",)), ["TAG002"]),
        (Policy(select=("TAG003",)), ["TAG003"]),
        (Policy(exceptions=(CheckException(code="TAG003", reason="brand", where="Customers!A2"),)), ["TAG002"]),
        (Policy(exceptions=(CheckException(code="TAG002", reason="brand", value="Web shops"),)), ["TAG003"]),
        (Policy(exceptions=(CheckException(code="TAG003", reason="x", until=date(2026, 1, 1)),)), ["TAG003", "TAG002"]),
    ],
    ids=["ignored", "selected", "excepted by place", "excepted by value", "exception ended"],
)
def test_what_the_policy_excepts_is_not_corrected(policy: Policy, expected: list[str]) -> None:
    assert [code for *_, code in planned("industry", "saas", "Web shops", policy=policy)] == expected


def test_nothing_is_lost_where_following_a_retired_tag_is_ignored() -> None:
    assert planned("interest", "Old CRM; CRM", policy=Policy(ignore=("TAG002",))) == []


def test_separators_stay_where_nothing_else_may_change() -> None:
    assert planned("interest", "crm，ERP", policy=Policy(ignore=("TAG003",))) == []


def apply(data: Dataset, fixes: list[Fix]) -> Dataset:
    """The dataset after writing the fixes, through the cells and read anew."""
    wanted = {(fix.sheet, fix.row, fix.column_id): fix.new for fix in fixes}
    tables = {}
    for id, table in data.tables.items():
        columns = {
            column.id: make_column(
                column.id,
                [
                    wanted.get((table.sheet, int(row), column.id), value)
                    for row, value in zip(table.rows, column.cells(), strict=True)
                ],
                letter=column.letter,
            )
            for column in table.columns.values()
        }
        tables[id] = replace(table, columns=columns)
    return read_dataset(tables, as_of=data.as_of)


VALUES = [
    "Retail",
    "retail ",
    "saas",
    "软件",
    "i1",
    "Web shops",
    "WEB SHOPS",
    "Trade",
    "Coal",
    "Sofware",
    "foo",
    "Foo",
    "5",
]
INTERESTS = ["CRM", "crm", "ERP", "Old CRM", "old crm", "bar", "ＣＲＭ", "p2"]
JOINS = ["; ", "；", ", ", ";"]


def cell(values: list[str]) -> st.SearchStrategy[Value | None]:
    joined = st.builds(
        lambda parts, join, around: around + join.join(parts) + around,
        st.lists(st.sampled_from(values), min_size=1, max_size=4),
        st.sampled_from(JOINS),
        st.sampled_from(["", " ", "\u3000"]),
    )
    return st.one_of(st.none(), st.sampled_from(values), joined, st.sampled_from([5, True, CellFault("error", "#N/A")]))


CUSTOMERS = st.fixed_dictionaries(
    {
        "customer_id": st.sampled_from(["C1", " C1", "C2\u200b", "C2", 7, "7", None]),
        "industry": cell(VALUES),
        "interest": cell(INTERESTS),
        "province": st.sampled_from(["Guangdong", "Canton", "canton ", None]),
        "city": st.sampled_from(["Shenzhen", "shenzhen", "c1", None]),
        "mdr": st.sampled_from(["Target", "Not a target", "was a target", None]),
        "invalid_reason": st.sampled_from(["Student", "student ", None]),
    }
)


@given(st.lists(CUSTOMERS, max_size=6))
def test_fixing_twice_changes_nothing_more_and_brings_no_other_finding(rows: list[dict[str, Value | None]]) -> None:
    names = ("customer_id", "industry", "interest", "province", "city", "mdr", "invalid_reason")
    customers = {name: [row[name] for row in rows] for name in names}
    before = made(
        {**TAGS, "Customers": customers, "FollowUps": {"customer_id": ["C1 ", "C2"], "date": date(2026, 5, 4)}}
    )
    fixes = plan_fixes(before)
    after = apply(before, fixes)
    assert len({(fix.sheet, fix.cell) for fix in fixes}) == len(fixes)
    assert plan_fixes(after) == []
    found_before, found_after = (
        Counter((it.code, it.sheet, it.cell) for it in run_checks(data)) for data in (before, after)
    )
    assert not found_after - found_before
    assert not {code for code, *_ in found_after} & {"TAG003", "TAG013", "CUS019"}
    for fix in fixes:
        assert found_before[fix.code, fix.sheet, fix.cell] or fix.code == "TAG013"
        assert not found_after[fix.code, fix.sheet, fix.cell] or fix.code == "TAG002"  # another value, to be chosen
