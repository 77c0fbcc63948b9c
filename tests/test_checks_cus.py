"""The family CUS: what is wrong with customers beside their tags."""

from datetime import date, datetime

import pytest

from tests.check_cases import Tables, cells, findings, made
from xltags.checks import run_checks
from xltags.core.policy import CheckException, Policy
from xltags.core.typed_values import looks_like_formula
from xltags.core.values import CellFault

EARLY, LATE = date(2026, 2, 1), date(2026, 5, 1)
ERROR = CellFault("error", "#REF!")


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["C1", "C2", "C1", "C1"], ["A4", "A5"]),
        (["C1", " C1"], ["A3"]),
        (["17", 17], ["A3"]),
        ([17, 17.0], ["A3"]),
        (["C1", "c1"], []),  # ids are compared letter by letter, as every other system does
        ([None, None], []),
        (["C1", "C1\u200b"], ["A3"]),
        ([], []),
    ],
)
def test_an_id_stands_once(ids: list[object], expected: list[str]) -> None:
    assert [it.cell for it in findings("CUS001", {"Customers": {"customer_id": ids}})] == expected


def test_a_duplicate_names_the_first_row() -> None:
    found = findings("CUS001", {"Customers": {"customer_id": ["C2", "C1", "C1", "C1"]}})
    assert ["row 3" in it.message for it in found] == [True, True]


def test_a_blank_id_is_found_but_a_missing_column_is_not() -> None:
    assert cells("CUS002", {"Customers": {"customer_id": ["C1", None], "company": ["A", "B"]}}) == ["Customers!A3"]
    assert not cells("CUS002", {"Customers": {"company": ["A", "B"]}})


@pytest.mark.parametrize(
    ("names", "ids", "expected"),
    [
        (["Acme Machines GmbH", "ACME MACHINES"], ["C1", "C2"], {"A3": "Acme Machines GmbH"}),
        (["Acme Machines GmbH", "ACME MACHINES"], ["C1", "C1"], {}),
        (["Acme Machines GmbH", "ACME MACHINES"], [None, None], {"A3": "Acme Machines GmbH"}),
        (["深圳市华信科技有限公司", "深圳市华信科技股份有限公司"], ["C1", "C2"], {"A3": "深圳市华信科技有限公司"}),
        (["Công ty TNHH Minh Phát", "CÔNG TY CỔ PHẦN MINH PHÁT"], ["C1", "C2"], {"A3": "Công ty TNHH Minh Phát"}),
        (["Acme Plant 1", "Acme Plant 2"], ["C1", "C2"], {}),
        ([None, None], ["C1", "C2"], {}),
        ([ERROR, ERROR], ["C1", "C2"], {}),
    ],
)
def test_one_company_twice(names: list[object], ids: list[object], expected: dict[str, str]) -> None:
    found = findings("CUS003", {"Customers": {"company": names, "customer_id": ids}})
    assert {it.cell: it.message.split("'")[3] for it in found} == expected


def test_three_rows_of_one_company_are_two_findings() -> None:
    names = ["Acme Machines GmbH", "ACME MACHINES", "acme machines ltd"]
    assert cells("CUS003", {"Customers": {"company": names}}) == ["Customers!A3", "Customers!A4"]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"first_contact": LATE, "won_on": EARLY}, ["B2"]),
        ({"first_contact": LATE, "won_on": LATE}, []),
        ({"first_contact": LATE, "won_on": datetime(2026, 5, 1, 8, 0)}, []),
        ({"first_contact": LATE, "lost_on": EARLY}, ["B2"]),
        ({"won_on": LATE, "renewed_on": EARLY}, ["B2"]),
        ({"won_on": LATE, "churned_on": EARLY}, ["B2"]),
        ({"first_contact": LATE, "churned_on": EARLY}, ["B2"]),
        ({"first_contact": LATE, "won_on": EARLY, "renewed_on": EARLY}, ["B2"]),
        ({"first_contact": LATE, "won_on": "2026-02-01"}, []),
        ({"first_contact": EARLY, "won_on": LATE, "lost_on": None, "renewed_on": LATE, "churned_on": LATE}, []),
    ],
)
def test_dates_come_in_order(dates: dict[str, object], expected: list[str]) -> None:
    assert [it.cell for it in findings("CUS004", {"Customers": dates})] == expected


@pytest.mark.parametrize(
    ("code", "customer", "expected"),
    [
        ("CUS005", {"won_on": EARLY, "lost_on": LATE}, ["B2"]),
        ("CUS005", {"won_on": EARLY, "lost_on": None}, []),
        ("CUS006", {"first_contact": date(2026, 11, 22)}, ["A2"]),
        ("CUS006", {"first_contact": date(2026, 11, 21)}, []),
        ("CUS006", {"churned_on": datetime(2027, 1, 1, 9, 0)}, ["A2"]),
        ("CUS007", {"won_on": date(1989, 12, 31)}, ["A2"]),
        ("CUS007", {"won_on": date(1990, 1, 1)}, []),
        ("CUS008", {"won_on": "soon", "lost_on": EARLY, "renewed_on": None}, ["A2"]),
        ("CUS008", {"won_on": ERROR}, []),
        ("CUS008", {"won_on": True}, ["A2"]),
        ("CUS010", {"employees": 10, "team_headcount": 11}, ["B2"]),
        ("CUS010", {"employees": 10, "team_headcount": 10}, []),
        ("CUS010", {"employees": "many", "team_headcount": 10}, []),
        ("CUS011", {"employees": "120", "deal_value": None}, ["A2"]),
        ("CUS011", {"employees": date(2026, 1, 1)}, ["A2"]),
        ("CUS011", {"employees": ERROR, "deal_value": 1.5}, []),
        ("CUS014", {"sales_status": "rejected", "reject_reason": None}, ["B2"]),
        ("CUS014", {"sales_status": "Rejected"}, ["A2"]),
        ("CUS014", {"sales_status": "rejected", "reject_reason": "too small"}, []),
        ("CUS014", {"sales_status": "accepted", "reject_reason": None}, []),
        ("CUS015", {"lost_on": EARLY, "lost_stage": None}, ["B2"]),
        ("CUS015", {"lost_on": EARLY}, []),
        ("CUS015", {"lost_on": None, "lost_stage": None}, []),
        ("CUS016", {"sales_status": "mql", "won_on": EARLY}, ["A2"]),
        ("CUS016", {"sales_status": "accepted", "won_on": EARLY}, []),
        ("CUS016", {"sales_status": "rejected", "won_on": None}, []),
        ("CUS017", {"won_on": EARLY, "deal_value": None}, ["B2"]),
        ("CUS017", {"won_on": EARLY, "deal_value": 0}, []),
        ("CUS017", {"won_on": EARLY}, []),
        ("CUS018", {"won_on": None, "renewed_on": EARLY, "churned_on": LATE}, ["B2", "C2"]),
        ("CUS018", {"won_on": EARLY, "renewed_on": LATE}, []),
    ],
)
def test_what_a_customer_cannot_be(code: str, customer: dict[str, object], expected: list[str]) -> None:
    assert [it.cell for it in findings(code, {"Customers": customer})] == expected


@pytest.mark.parametrize(
    ("column", "number", "words"),
    [
        ("employees", -1, "negative"),
        ("employees", 12.5, "whole numbers"),
        ("team_headcount", 0.5, "whole numbers"),
        ("employees", 10_000_001, "so many"),
        ("deal_value", -0.01, "negative"),
        ("annual_revenue", -5, "negative"),
        ("employees", 0, ""),
        ("employees", 10_000_000, ""),
        ("annual_revenue", 2e12, ""),
        ("deal_value", 12.5, ""),
        ("employees", True, ""),
        ("employees", "-5", ""),
    ],
)
def test_numbers_stay_possible(column: str, number: object, words: str) -> None:
    found = findings("CUS009", {"Customers": {column: [number]}})
    assert bool(found) == bool(words)
    assert all(words in it.message for it in found)


def test_excel_errors_are_found_in_every_table_but_not_in_notes() -> None:
    tables: Tables = {
        "Tags": {"group": "industry", "tag": ["Retail"], "definition": [ERROR]},
        "Customers": {"industry": [ERROR], "notes": [ERROR], "deal_value": [CellFault("uncalculated", "")]},
        "Spend": {"amount": [ERROR]},
    }
    assert cells("CUS012", tables) == ["Tags!C2", "Customers!A2", "Spend!A2"]


@pytest.mark.parametrize(
    ("text", "is_like"),
    [
        ("=SUM(A1)", True),
        (" =1+2", True),
        ("＝A1", True),
        ("+cmd|' /C calc'!A0", True),
        ("-2+3+cmd|x", True),
        ("@SUM(1)", True),
        ("-- see below", True),
        ("+84 90 123 4567", False),
        ("+84 (0) 90-123", False),
        ("+1 555 0100 ext. 12", False),
        ("-5 %", False),
        ("- 3.5", False),
        ("-", False),
        ("---", False),
        ("a=b", False),
        ("me@acme.com", False),
        ("", False),
    ],
)
def test_what_begins_like_a_formula(text: str, is_like: bool) -> None:
    assert looks_like_formula(text) is is_like
    assert bool(findings("CUS013", {"Customers": {"customer_id": "C1", "company": text}})) is is_like


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["C1 ", "C2"], {"A2": "C1"}),
        (["\ufeffC1"], {"A2": "C1"}),
        (["C\u3000"], {"A2": "C"}),
        (["C 1", 17, None], {}),
    ],
)
def test_white_space_around_ids(ids: list[object], expected: dict[str, str]) -> None:
    assert {it.cell: it.suggestion for it in findings("CUS019", {"Contacts": {"customer_id": ids}})} == expected


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["00122", 123], {"A3": "00123"}),
        (["C1", 123], {"A3": ""}),
        (["122", 123], {"A3": ""}),
        (["00122", 123456], {"A3": ""}),
        ([122, 123], {}),
        ([1_000_000_000_000_000, 5], {"A2": ""}),
        (["00122", True], {}),
        ([123.0, "00122"], {"A2": "00123"}),
    ],
)
def test_numbers_among_text_ids(ids: list[object], expected: dict[str, str]) -> None:
    assert {it.cell: it.suggestion for it in findings("CUS020", {"Customers": {"customer_id": ids}})} == expected


@pytest.mark.parametrize(
    ("stage", "suggestion"), [("Propsal", "Proposal"), ("xyz", ""), ("proposal", None), (None, None), (ERROR, None)]
)
def test_a_deal_is_lost_at_a_stage(stage: object, suggestion: str | None) -> None:
    tags = {"group": "stage", "tag": ["Proposal", "Negotiation"]}
    found = findings("CUS021", {"Tags": tags, "Customers": {"lost_stage": [stage]}})
    assert [it.suggestion for it in found] == ([] if suggestion is None else [suggestion])


def test_without_stages_no_lost_stage_is_wrong() -> None:
    assert not findings("CUS021", {"Customers": {"lost_stage": "xyz"}})


def test_an_exception_with_a_reason_silences_a_duplicate() -> None:
    data = made({"Customers": {"company": ["Acme GmbH", "Acme"], "customer_id": ["C1", "C2"]}})
    excepted = CheckException(code="CUS003", reason="two firms", where="Customers!A3")
    assert run_checks(data, Policy(select=("CUS003",)))
    assert not run_checks(data, Policy(select=("CUS003",), exceptions=(excepted,)))
