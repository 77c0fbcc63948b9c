"""The faults of structure and cells: a table of cases for each check, through the reader where it makes them."""

from datetime import date

import pytest

from tests.datasets import dataset
from tests.one_check import cells_of, findings_of, tiny
from xltags.books.memory import MemoryBook
from xltags.books.sheets import tables
from xltags.checks import load_checks
from xltags.core.dataset import Dataset
from xltags.core.examples import Cells
from xltags.core.finding import Place
from xltags.core.structure_fault import StructureFault, StructureKind
from xltags.core.values import CellFault, Value

EMPTY: tuple[list[str], list[list[Value | None]]] = (["Group ID", "Tag"], [])


def declared(**given: dict[str, Cells]) -> Dataset:
    """A dataset whose columns bear the workbook's declarations."""
    return tiny(given, tables())


def fault(kind: StructureKind, cell: str = "", name: str = "X", detail: str = "") -> Dataset:
    return dataset(structure=(StructureFault(kind, Place("Customers", cell), name, detail),))


def settings(key: Cells, value: Cells) -> Dataset:
    return declared(Settings={"key": key, "value": value})


CASES: list[tuple[str, str, Dataset, list[str]]] = [
    ("FILE010", "missing", fault("missing_sheet"), ["Customers!"]),
    ("FILE011", "plain cells", fault("missing_table"), ["Customers!"]),
    ("FILE012", "required", fault("missing_column", detail="required"), ["Customers!"]),
    ("FILE012", "optional", fault("missing_column", detail="optional"), []),
    ("FILE013", "optional", fault("missing_column", detail="optional"), ["Customers!"]),
    ("FILE013", "required", fault("missing_column", detail="required"), []),
    ("FILE014", "twice", fault("duplicate_header", "H1", "Industry", "C"), ["Customers!H1"]),
    ("FILE015", "blank", fault("blank_header", "D1", ""), ["Customers!D1"]),
    ("FILE016", "newer", settings("schema_version", 2), ["Settings!B2"]),
    ("FILE016", "text", settings("Schema_Version", "2"), ["Settings!B2"]),
    ("FILE016", "today's", settings("schema_version", 1), []),
    ("FILE017", "any table", declared(Customers={"customer_id": "C1", "employees": CellFault("uncalculated", "=1")},
                                      Bands={"points": CellFault("uncalculated", "=2")}), ["Customers!B2", "Bands!A2"]),
    ("FILE017", "what xltags fills", declared(Customers={"icp_score": CellFault("uncalculated", "=1")}), []),
    ("FILE017", "other faults", declared(Customers={"employees": CellFault("error", "#N/A")}), []),
    ("FILE018", "three kinds", declared(Customers={"employees": CellFault("bad_number", "NaN"), "company":
     CellFault("bad_reference", "99"), "won_on": CellFault("bad_date", "1e9")}), [f"Customers!{it}2" for it in "ABC"]),
    ("FILE018", "an Excel error is another fault", declared(Customers={"employees": CellFault("error", "#N/A")}), []),
    ("FILE028", "pasted below", fault("below_table", "A12", "Customers", "3"), ["Customers!A12"]),
    ("FILE029", "in another row", fault("bad_cell", "C7", "5", "misplaced_cell"), ["Customers!C7"]),
    ("FILE029", "of a kind nobody knows", fault("bad_cell", "C7", "5", "else"), []),
    ("FILE019", "twice", fault("duplicate_cell", "C7", "C7"), ["Customers!C7"]),
    ("FILE020", "typed wrong", settings(["min_samples", "alias.Customers.owner", "team"], "x"), ["Settings!A2"]),
    ("FILE020", "policy", settings(["select", "ignore", "severity.TAG001", "except.CUS003"], "x"), []),
    ("FILE021", "of each kind", settings(["language", "headcount", "content_team", "ceo_only_cap", "min_sample"],
     ["fr", "many", "perhaps", "E", 0]), [f"Settings!B{row}" for row in range(2, 7)]),
    ("FILE021", "fine in other words", settings(["language", "content_team", "company_phase", "headcount", "team"],
     ["中文", "có", "GROWTH", "12", "?"]), []),
    ("FILE021", "blank is not set", settings(["language", "min_sample"], None), []),
    ("FILE022", "case", settings(["team", "TEAM", "team"], "x"), ["Settings!A3", "Settings!A4"]),
    ("FILE023", "choice", declared(Indicators={"kind": ["hard", "firm", "HARD"], "dimension": "size_stage"}),
     ["Indicators!A3"]),
    ("FILE023", "labels in any language", declared(TagGroups={"family": ["身份", "Nguồn", "Identity"]}), []),
    ("FILE023", "several", declared(ChainRules={"required_roles": ["ceo; cio", "ceo; boss; chief"]}),
     ["ChainRules!A3", "ChainRules!A3"]),
    ("FILE023", "flags", declared(Indicators={"on": ["yes", True, 1, "是", "maybe"]}), ["Indicators!A6"]),
    ("FILE023", "a number", declared(Bands={"zone": 5}), ["Bands!A2"]),
    ("FILE023", "tiers have their own checks", declared(Tiers={"tier": "E"}, Bands={"cap_tier": "E"}), []),
    ("FILE023", "errors", declared(Bands={"zone": CellFault("error", "#REF!")}), []),
    ("FILE024", "text", declared(Bands={"points": ["5", 5, True]}, TagGroups={"fill_target": "80 %"}),
     ["Bands!A2", "Bands!A4", "TagGroups!A2"]),
    ("FILE024", "customers have their own check", declared(Customers={"employees": "many"}), []),
    ("FILE025", "text and number", declared(FollowUps={"date": ["soon", 45000, date(2026, 1, 1)]}),
     ["FollowUps!A2", "FollowUps!A3"]),
    ("FILE026", "no key", settings([None, "team", None], [5, "x", None]), ["Settings!A2"]),
    ("FILE027", "severity and reasons", settings(["severity.TAG", "except.TAG001", "except.TAG002", "severity.X"],
     ["loud", "where=Customers", "agreed; until=tomorrow", None]), ["Settings!B2", "Settings!B3", "Settings!B4"]),
    ("FILE027", "mistyped places", declared(Customers={"industry": "x"}, Settings={
        "key": ["except.TAG001", "except.TAG002", "except.TAG003", "except.TAG004", "except.PKG050"],
        "value": ["ok; where=Custmers!F17", "ok; where=customers!F17", "ok; where=Setings", "ok; where=Kunden!A1",
                  "ok; where=Custmers"]}), ["Settings!B2", "Settings!B4"]),
    ("FILE027", "places that are none", declared(Customers={"Q3": "x", "Wow!B": "x"}, Settings={
        "key": [f"except.TAG00{number}" for number in range(1, 8)],
        "value": ["ok; where=Customers!Q3 2026", "ok; where=F17", "ok; where=!F17", "ok; where=Customers!$F$17",
                  "ok; where=q3", "ok; where=Wow!B", "ok; where=Customers"]}),
     ["Settings!B2", "Settings!B3", "Settings!B4", "Settings!B5"]),
    ("FILE027", "usable", settings(["severity.TAG", "except.TAG001", "select"],
     ["note", "agreed; where=Tags!A2; until=2026-12-31", "TAG"]), []),
]  # fmt: skip


@pytest.mark.parametrize(("code", "given", "cells"), [(code, given, cells) for code, _, given, cells in CASES],
                         ids=[f"{code} {name}" for code, name, _, _ in CASES])  # fmt: skip
def test_a_fault_is_found_where_it_stands(code: str, given: Dataset, cells: list[str]) -> None:
    assert cells_of(code, given) == cells


def test_every_check_of_the_family_has_a_case_that_finds() -> None:
    family = {code for code in load_checks() if code.startswith("FILE")}
    assert {code for code, _, _, cells in CASES if cells} == family


@pytest.mark.parametrize(
    ("code", "given", "suggestion"),
    [
        ("FILE020", settings("curency_of_team", "x"), ""),
        ("FILE020", settings("company_phse", "x"), "company_phase"),
        ("FILE023", declared(Settings={"key": "language", "value": "zh"}, Bands={"zone": "aviod"}), "不宜承接"),
        ("FILE024", declared(Spend={"amount": "12,000"}), "12000"),
        ("FILE025", declared(Interviews={"date": "31/5/2026"}), "2026-05-31"),
    ],
)
def test_a_better_value_is_offered(code: str, given: Dataset, suggestion: str) -> None:
    assert [finding.suggestion for finding in findings_of(code, given)] == [suggestion]


def test_the_default_in_force_is_named() -> None:
    (finding,) = findings_of("FILE021", settings("fiscal_year_start", "April"))
    assert "default 1 is in force; write a whole month number from 1 to 12" in finding.message


def test_structure_that_the_reader_meets_is_found() -> None:
    headers = ["Customer ID", "Company", "客户编号", ""]
    book = MemoryBook({"Customers": (headers, [["C1", "Acme", "C1", "stray"]]), "Tags": EMPTY})
    read = book.read(as_of=date(2026, 11, 21))
    assert cells_of("FILE010", read) == ["TagGroups!"]
    assert cells_of("FILE014", read) == ["Customers!C1"]
    assert cells_of("FILE015", read) == ["Customers!D1"]
    assert {finding.value for finding in findings_of("FILE013", read)} >= {"Employees", "Won on", "Synonyms"}
