"""The decision chain's faults: a table of cases for each check."""

from datetime import date

import pytest

from tests.datasets import dataset
from tests.one_check import Tables, cells_of, findings_of, tiny
from xltags.checks import load_checks, run_checks
from xltags.core.examples import Cells
from xltags.core.finding import LANGUAGES, Language
from xltags.core.policy import Policy

DAY = date(2026, 10, 1)


def chain(roles: Cells, employees: Cells = 500, **columns: Cells) -> Tables:
    """A customer with contacts of these roles; from 200 employees on, CIO and business head decide, not the CEO."""
    return {
        "ChainRules": {"low": [0, 200], "high": [200, None], "required_roles": ["ceo", "cio; business_head"]},
        "Customers": {"customer_id": "C1", "employees": employees, **columns},
        "Contacts": {"customer_id": "C1", "chain_role": roles},
    }


def rules(low: Cells, high: Cells, roles: Cells = "ceo") -> Tables:
    return {"ChainRules": {"low": low, "high": high, "required_roles": roles}}


CASES: list[tuple[str, str, Tables, list[str]]] = [
    ("CHN001", "one missing", chain(["cio", "user"]), ["Customers!A2"]),
    ("CHN001", "a contact without a role", chain(None), ["Customers!A2"]),
    ("CHN001", "all there", chain(["cio", "business_head"]), []),
    ("CHN001", "roles in one cell", chain("CIO; business_head"), []),
    ("CHN001", "only the CEO is another fault", chain("ceo"), []),
    ("CHN001", "the CEO suffices in a small company", chain("ceo", employees=199), []),
    ("CHN001", "a small company without its CEO", chain("user", employees=199), ["Customers!A2"]),
    ("CHN001", "unknown size", chain("cio", employees=None), []),
    ("CHN001", "size as text", chain("cio", employees="500"), []),
    ("CHN001", "lost", chain("cio", lost_on=DAY), []),
    ("CHN001", "rejected", chain("cio", sales_status="rejected"), []),
    ("CHN001", "churned", chain("cio", churned_on=DAY), []),
    ("CHN001", "no contact at all", {**chain("cio"), "Contacts": {"customer_id": "C9", "chain_role": "cio"}}, []),
    ("CHN001", "no rule for the size", {**chain("cio"), **rules(0, 100)}, []),
    ("CHN001", "ids with spaces and as numbers", {
        **chain("cio"), "Customers": {"customer_id": [7, "C1 "], "employees": 500},
        "Contacts": {"customer_id": ["7", " C1"], "chain_role": "cio"}}, ["Customers!A2", "Customers!A3"]),
    ("CHN001", "one customer under two spellings of its id", {
        **chain(None), "Contacts": {"customer_id": ["C1", "C1 "], "chain_role": ["cio", "business_head"]}}, []),
    ("CHN002", "large company", chain(["ceo", "ceo"]), ["Customers!A2"]),
    ("CHN002", "small company", chain("ceo", employees=20), []),
    ("CHN002", "somebody else too", chain(["ceo", "user"]), []),
    ("CHN002", "a contact without a role does not count", chain(["ceo", None]), ["Customers!A2"]),
    ("CHN003", "one of two", {"Contacts": {"chain_role": "cio", "confirmed_on": [DAY, None]}}, ["Contacts!B3"]),
    ("CHN003", "nobody", {"Contacts": {"chain_role": ["cio", "ceo", None], "confirmed_on": None}}, ["Contacts!B2"]),
    ("CHN003", "no role to confirm", {"Contacts": {"chain_role": None, "confirmed_on": None}}, []),
    ("CHN004", "overlap", rules([0, 100], [200, None]), ["ChainRules!A3"]),
    ("CHN004", "touching", rules([0, 200], [200, None]), []),
    ("CHN005", "between and above", rules([0, 300], [200, 500]), ["ChainRules!A3", "ChainRules!B3"]),
    ("CHN005", "from zero", rules(10, None), ["ChainRules!A2"]),
    ("CHN005", "no limits", rules(None, None), []),
    ("CHN006", "three", {"Contacts": {"customer_id": ["C1", "C1", "C2", "C1"],
                                      "is_decider": ["yes", True, "yes", "是"]}}, ["Contacts!B3", "Contacts!B5"]),
    ("CHN006", "one each", {"Contacts": {"customer_id": ["C1", "C2", "C1"], "is_decider": ["yes", "yes", "no"]}}, []),
    ("CHN006", "no customer", {"Contacts": {"customer_id": None, "is_decider": ["yes", "yes"]}}, []),
    ("CHN007", "nobody", rules([0, 200], [200, None], ["ceo", None]), ["ChainRules!C3"]),
    ("CHN008", "turned", rules([0, 200], [200, 100]), ["ChainRules!A3"]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "given", "cells"), [(code, given, cells) for code, _, given, cells in CASES],
                         ids=[f"{code} {name}" for code, name, _, _ in CASES])  # fmt: skip
def test_a_fault_is_found_where_it_stands(code: str, given: Tables, cells: list[str]) -> None:
    assert cells_of(code, tiny(given)) == cells


def test_every_check_of_the_family_has_a_case_that_finds() -> None:
    family = {code for code in load_checks() if code.startswith("CHN")}
    assert {code for code, _, _, cells in CASES if cells} == family


@pytest.mark.parametrize(
    ("language", "words"), [("en", "business head"), ("zh", "业务部门负责人"), ("vi", "trưởng bộ phận")]
)
def test_missing_roles_are_named_in_the_readers_language(language: Language, words: str) -> None:
    assert language in LANGUAGES
    (finding,) = run_checks(tiny(chain("cio")), Policy(select=("CHN001",)), language=language)
    assert words in finding.message


def test_one_finding_stands_for_many_contacts_that_nobody_confirmed() -> None:
    (finding,) = findings_of("CHN003", dataset(Contacts={"chain_role": ["cio"] * 5, "confirmed_on": None}))
    assert "4 other contacts" in finding.message
