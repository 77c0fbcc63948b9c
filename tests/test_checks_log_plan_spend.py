"""The families LOG, PLAN and SPEND: what refers to nobody, plans that cannot be, money that went nowhere."""

from datetime import date, datetime

import pytest

from tests.check_cases import Tables, cells, findings
from xltags.core.filters import filter_fields
from xltags.core.values import CellFault

DAY, FUTURE = date(2026, 5, 4), date(2027, 1, 4)
ERROR = CellFault("error", "#N/A")
TAGS: Tables = {
    "Tags": {
        "group": ["industry", "industry", "source", "source", "source"],
        "tag": ["Retail", "Software", "Search ads", "Baidu", "Fair"],
        "zh": ["零售", "软件", "搜索广告", "百度", "展会"],
        "parent": [None, None, None, "Search ads", None],
    }
}


@pytest.mark.parametrize("table", ["Contacts", "FollowUps", "Demands", "Interviews"])
@pytest.mark.parametrize(
    ("id", "suggestion"),
    [("C9", ""), ("c1", "C1"), ("7", "007"), (7, "007"), ("C1", None), (" C1", None), (None, None), (ERROR, None)],
)
def test_every_row_refers_to_a_customer(table: str, id: object, suggestion: str | None) -> None:
    found = findings("LOG001", {"Customers": {"customer_id": ["C1", "007"]}, table: {"customer_id": [id], "need": "x"}})
    assert [it.suggestion for it in found] == ([] if suggestion is None else [suggestion])


def test_a_text_id_finds_the_same_number() -> None:
    assert not findings("LOG001", {"Customers": {"customer_id": [17]}, "Contacts": {"customer_id": ["17", 17.0]}})


@pytest.mark.parametrize(
    ("code", "tables", "expected"),
    [
        ("LOG002", {"Contacts": {"customer_id": ["C1", None], "name": "Ann"}}, ["Contacts!A3"]),
        ("LOG002", {"Contacts": {"name": ["Ann"]}}, []),
        ("LOG003", {**TAGS, "FollowUps": {"group": ["industry", "branch", None, ERROR]}}, ["FollowUps!A3"]),
        ("LOG003", {**TAGS, "TagRequests": {"group": ["branch"], "tag": "x"}}, ["TagRequests!A2"]),
        ("LOG004", {**TAGS, "FollowUps": {"group": "industry", "from_tag": "x", "to_tag": "软件"}}, ["FollowUps!B2"]),
        ("LOG004", {**TAGS, "FollowUps": {"group": "branch", "from_tag": "x", "to_tag": "y"}}, []),
        ("LOG004", {**TAGS, "FollowUps": {"group": ["industry", "source"], "to_tag": "Retail"}}, ["FollowUps!B3"]),
        ("LOG005", {"FollowUps": {"date": [FUTURE, DAY], "due_on": FUTURE}}, ["FollowUps!A2"]),
        ("LOG005", {"Contacts": {"confirmed_on": FUTURE}}, ["Contacts!A2"]),
        ("LOG005", {"Interviews": {"date": datetime(2026, 11, 21, 23, 0)}}, []),
        ("LOG006", {"FollowUps": {"date": DAY, "due_on": [date(2026, 5, 3), DAY, None]}}, ["FollowUps!B2"]),
        ("LOG006", {"FollowUps": {"date": "soon", "due_on": DAY}}, []),
        ("LOG007", {"FollowUps": {"customer_id": "C1", "date": [None, DAY]}}, ["FollowUps!B2"]),
        ("LOG007", {"FollowUps": {"customer_id": "C1"}}, []),
        ("LOG010", {"Owners": {"person": "Ann", "from": DAY, "to": [date(2026, 5, 3), DAY, None]}}, ["Owners!C2"]),
    ],
)
def test_what_is_logged(code: str, tables: Tables, expected: list[str]) -> None:
    assert cells(code, tables) == expected


OWNERS = {"person": ["Ann Lee", "Bo Tran"], "department": ["Marketing", "Sales"], "role": ["marketer", "sales"]}


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ({"Customers": {"owner": ["Ann Lee", "Cy Wong", "Cy Wong"]}}, [("Customers!A3", "", 2)]),
        ({"Customers": {"owner": ["Ann Le", "ann lee", None, ERROR]}}, [("Customers!A2", "Ann Lee", 1)]),
        ({"FollowUps": {"by": ["Bo Tran; Cy Wong"]}}, [("FollowUps!A2", "", 1)]),
        ({"Segments": {"owner": ["Marketing", "Finance"]}}, [("Segments!A3", "", 1)]),
        ({"Customers": {"owner": ["Marketing"]}}, [("Customers!A2", "", 1)]),
        (
            {"Customers": {"owner": ["CY WONG", "Cy Wong"], "brought_by": "Cy Wong"}},
            [("Customers!A2", "", 2), ("Customers!B2", "", 2)],
        ),
    ],
)
def test_people_are_known(tables: dict[str, dict[str, object]], expected: list[tuple[str, str, int]]) -> None:
    found = findings("LOG008", {"Owners": OWNERS, **tables})
    got = [(f"{it.sheet}!{it.cell}", it.suggestion, int(it.message.split("named in ")[1].split()[0])) for it in found]
    assert got == expected


def test_nobody_is_unknown_where_owners_has_no_rows() -> None:
    assert not findings("LOG008", {"Customers": {"owner": "Ann"}})
    assert not findings("LOG008", {"Owners": {"person": []}, "Customers": {"owner": "Ann"}})


@pytest.mark.parametrize(
    ("people", "roles", "since", "until", "expected"),
    [
        (["Ann", "ann"], "mdr", None, None, ["A3"]),
        (["Ann", "Ann"], ["mdr", "sales"], None, None, []),
        (["Ann", "Bo"], "mdr", None, None, []),
        (["Ann", "Ann"], "mdr", [None, DAY], [DAY, None], ["A3"]),
        (["Ann", "Ann"], "mdr", [DAY, None], [None, DAY], ["A3"]),
        (["Ann", "Ann"], "mdr", [None, date(2026, 5, 5)], [DAY, None], []),
    ],
)
def test_one_role_at_a_time(people: object, roles: object, since: object, until: object, expected: list[str]) -> None:
    owners = {"person": people, "role": roles, "from": since, "to": until}
    assert [it.cell for it in findings("LOG009", {"Owners": owners})] == expected


def plan(shares: list[object], tags: list[str], period: object = "2026", *, many: bool = False) -> Tables:
    groups = {"group": ["industry", "source"], "values": "many" if many else "one"}
    group = ["source" if tag in ("Search ads", "Baidu", "Fair") else "industry" for tag in tags]
    return {
        "TagGroups": groups,
        **TAGS,
        "Strategy": {"period": period, "group": group, "tag": tags, "target_share": shares},
    }


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (plan([0.6, 0.5], ["Retail", "Software"]), ["PLAN005"]),
        (plan([0.6, 0.4], ["Retail", "Software"]), []),
        (plan([0.6, 0.41], ["Retail", "Software"]), []),  # rounding
        (plan([0.6, 0.42], ["Retail", "Software"]), ["PLAN005"]),
        (plan([0.6, 0.5], ["Retail", "Software"], many=True), []),
        (plan([0.6, 0.5], ["Retail", "Software"], ["2026-Q1", "2026-Q2"]), []),
        (plan([0.5, 0.3], ["Retail", "Software"]), ["PLAN006"]),
        (plan([0.5], ["Retail"]), []),
        (plan([0.5, 0.4, 0.5], ["Search ads", "Baidu", "Fair"]), []),  # the child is part of its parent
        (plan([0.5, 0.3], ["Search ads", "Fair"]), ["PLAN006"]),
        (plan([0.5, 0.3], ["Baidu", "Fair"]), ["PLAN006"]),
        (plan([40], ["Retail"]), ["PLAN007"]),
        (plan([-0.1], ["Retail"]), ["PLAN007"]),
        (plan([0.4], ["Retail"], "soon"), ["PLAN008"]),
        (plan([0.4], ["Retail"], [None]), ["PLAN008"]),
        (plan([0.4], ["Retail"], [2026]), []),
        (plan([None], ["Retail"]), ["PLAN009"]),
        (plan(["30%"], ["Retail"]), ["PLAN009"]),
        (plan([0.4], ["Retial"]), ["PLAN002"]),
        (plan([0.4, 0.3], ["Retail", "零售"]), ["PLAN004"]),
        (plan([0.4, 0.3], ["Retail", "Retail"], ["2026", "2026-Q2"]), ["PLAN003"]),
        (plan([0.4, 0.3], ["Retail", "Retail"], ["2026-Q2", 2026]), ["PLAN003"]),
        (plan([0.4, 0.3], ["Retail", "Retail"], ["2026-Q1", "2026-Q2"]), []),
        (plan([0.4, 0.3], ["Retail", "Retail"], ["2025", "2026-Q2"]), []),
        ({**TAGS, "Strategy": {"period": "2026", "group": "branch", "tag": "x", "target_share": 0.1}}, ["PLAN001"]),
        ({**TAGS, "Strategy": {"period": "2026", "group": [None], "tag": "x", "target_share": 0.1}}, ["PLAN001"]),
        ({**TAGS, "Strategy": {}}, []),
    ],
)
def test_plans_that_hold_together(tables: Tables, expected: list[str]) -> None:
    assert [it.code for it in findings("PLAN", tables)] == expected


@pytest.mark.parametrize(("share", "suggestion"), [(30, "0.3"), (100, "1"), (101, ""), (-1, "")])
def test_a_percentage_without_its_sign_becomes_a_share(share: float, suggestion: str) -> None:
    assert [it.suggestion for it in findings("PLAN007", plan([share], ["Retail"]))] == [suggestion]


def test_a_blank_in_the_plan_is_said_in_words() -> None:
    [found] = findings("PLAN008", plan([0.4], ["Retail"], [None]))
    assert found.message.startswith("'blank' is no period")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("industry = Retail and tier in (A, B)", ["industry", "tier"]),
        ('stage in (Won, "Lost and gone")', ["stage"]),
        ('mdr = "Target but not now" or employees >= 500', ["mdr", "employees"]),
        ("not (stage = Won) and Company size <> Big", ["stage", "Company size"]),
        ("行业 = 制造业", ["行业"]),
        ("tier not in (C, D)", ["tier"]),
        ("", []),
        ("???", []),
    ],
)
def test_the_names_of_a_filter(text: str, names: list[str]) -> None:
    assert list(filter_fields(text)) == names


@pytest.mark.parametrize(
    ("include", "expected"),
    [
        ("industry = Retail and tier in (A, B)", []),
        ("branch = Retail", ["branch"]),
        ("INDUSTRY = Retail and deal_value > 100", []),
        ("region = x or colour = y", ["colour", "region"]),
        (None, []),
        (ERROR, []),
    ],
)
def test_segments_name_known_groups(include: object, expected: list[str]) -> None:
    found = findings("PLAN010", {**TAGS, "Segments": {"segment": "S", "include": [include], "exclude": None}})
    assert [it.message.split("'")[1] for it in found] == expected


def spend(**cells: object) -> Tables:
    leads = {"first_contact": [DAY, DAY], "source": ["展会", "Baidu"]}
    line = {"month": "2026-05", "source": "Fair", "amount": 100, "brought_by": None, **cells}
    return {**TAGS, "Customers": leads, "Owners": OWNERS, "Spend": line}


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (spend(), []),
        (spend(source="fair"), []),
        (spend(source="Radio"), ["SPEND001"]),
        (spend(source=[None]), ["SPEND001"]),
        (spend(source="Retail"), ["SPEND001"]),
        (spend(month="May"), ["SPEND002"]),
        (spend(month=[None]), ["SPEND002"]),
        (spend(month=DAY), []),
        (spend(amount=-1), ["SPEND003"]),
        (spend(amount="1,200"), ["SPEND004"]),
        (spend(amount=[None]), ["SPEND004"]),
        (spend(amount=[ERROR]), []),
        (spend(month="2026-06"), ["SPEND005"]),
        (spend(month="2027-06"), []),  # planned, not spent
        (spend(month="2026-06", amount=0), []),
        (spend(source="Search ads"), []),  # Baidu belongs to it
        (spend(source=["Baidu", "Search ads"]), []),
        (spend(brought_by="Cy"), ["SPEND006"]),
        (spend(brought_by="ann lee"), []),
        (spend(source=["Fair", "展会"]), ["SPEND007"]),
        (spend(amount=[100, 120]), []),
        (spend(amount=[0, 0]), []),
        (spend(month=["May", "May"]), ["SPEND002", "SPEND002"]),
        (spend(amount=[100, 100], brought_by=["Ann Lee", "Bo Tran"]), []),
    ],
)
def test_money_goes_somewhere(tables: Tables, expected: list[str]) -> None:
    assert [it.code for it in findings("SPEND", tables)] == expected


def test_without_dates_of_contact_no_spend_is_in_vain() -> None:
    assert not findings("SPEND005", {**spend(), "Customers": {"source": ["Baidu"]}})
