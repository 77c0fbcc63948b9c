"""The scorecard's faults: a table of cases for each check, and silence over the scorecards that xltags ships."""

from datetime import date

import pytest

from tests.one_check import Tables, cells_of, findings_of, tiny
from tests.shipped_tables import LANGUAGES, PROFILES, shipped_dataset
from xltags.books.sheets import Profile, tables
from xltags.checks import load_checks, run_checks
from xltags.core.examples import Cells
from xltags.core.finding import Language
from xltags.core.phases import PHASE_NEEDS
from xltags.core.policy import Policy

SIZE: dict[str, Cells] = {"indicator": "size", "field": "employees"}
TAGS: dict[str, Cells] = {"group": "industry", "tag": ["Plants", "Steel", "Retail"], "zh": ["工厂", "钢铁", "零售"],
                          "parent": [None, "Plants", None], "status": ["active", "active", "retired"]}  # fmt: skip


def size(kind: str = "soft", **band: Cells) -> Tables:
    return {"Indicators": {**SIZE, "kind": kind}, "Bands": {"indicator": "size", **band}}


def fit(kind: str = "soft", **band: Cells) -> Tables:
    return {
        "Tags": TAGS,
        "Indicators": {"indicator": "fit", "field": "industry", "kind": kind},
        "Bands": {"indicator": "fit", **band},
    }


def chain(low: Cells, high: Cells) -> Tables:
    return {
        "Indicators": {"indicator": "chain", "field": "chain_coverage"},
        "Bands": {"indicator": "chain", "low": low, "high": high},
    }


def tiers(*points: float, names: str = "ABCD") -> Tables:
    return {"Tiers": {"tier": list(names[: len(points)]), "min_points": list(points)}}


def customers(count: int, phase: str, **columns: Cells) -> Tables:
    ids: list[Cells] = [f"C{number}" for number in range(count)]
    return {
        "Settings": {"key": "company_phase", "value": phase},
        "Indicators": SIZE,
        "Customers": {"customer_id": ids, **columns},  # type: ignore[dict-item]  # a list of texts is a column
    }


DAY = date(2026, 1, 1)
CASES: list[tuple[str, str, Tables, list[str]]] = [
    ("ICP001", "no tiers", {"Indicators": SIZE}, ["Tiers!A1"]),
    ("ICP001", "no scorecard at all", {"Customers": {"customer_id": "C1"}}, []),
    ("ICP002", "one missing", tiers(70, 30, 0, names="ABD"), ["Tiers!A1"]),
    ("ICP002", "a lower-case tier counts", {"Tiers": {"tier": ["a", "b", "c", "d"], "min_points": [3, 2, 1, 0]}}, []),
    ("ICP003", "twice", tiers(70, 30, 0, names="ABB"), ["Tiers!A4"]),
    ("ICP004", "other names", tiers(70, 30, 0, names="AEB"), ["Tiers!A3"]),
    ("ICP005", "above the maximum", {**size(low=0, points=50), **tiers(51, 50)}, ["Tiers!B2"]),
    ("ICP005", "points of hard indicators do not count", {**size("hard", low=0, points=90), **tiers(50)}, ["Tiers!B2"]),
    ("ICP005", "the best band counts once", {**size(low=[0, 9], points=[30, 30]), **tiers(31)}, ["Tiers!B2"]),
    ("ICP005", "a band that holds no number", {**size(low=[0, 50], high=[9, 50], points=[30, 99]), **tiers(31)},
     ["Tiers!B2"]),
    ("ICP005", "negative bands", {**size(low=0, points=-5), **tiers(0)}, []),
    ("ICP005", "off", {"Indicators": {**SIZE, "on": "no"}, **tiers(51)}, []),
    ("ICP006", "equal", tiers(50, 50), ["Tiers!B2"]),
    ("ICP006", "C above A", tiers(50, 20, 60), ["Tiers!B3"]),
    ("ICP006", "rows in another order", tiers(0, 60, 80, names="DBA"), []),
    ("ICP007", "ranges", size(low=[0, 40], high=[50, None]), ["Bands!B3"]),
    ("ICP007", "inside another", size(low=[0, 10, 20], high=[100, 20, 30]), ["Bands!B3", "Bands!B4"]),
    ("ICP007", "no lower limit", size(low=[None, 0], high=[10, 20]), ["Bands!B3"]),
    ("ICP007", "touching", size(low=[0, 10], high=[10, 20]), []),
    ("ICP007", "a tag twice", fit(tag=["Plants", "Steel; 工厂"]), ["Bands!B3"]),
    ("ICP007", "parent and child are no overlap", fit(tag=["Plants", "Steel"]), []),
    ("ICP007", "off", {**size(low=[0, 0]), "Indicators": {**SIZE, "on": "no"}}, []),
    ("ICP008", "between", size(low=[0, 60], high=[50, None]), ["Bands!B3"]),
    ("ICP008", "a short band inside a long one is no end", size(low=[0, 10, 50], high=[50, 20, None]), []),
    ("ICP008", "at zero", size(low=1, high=None), ["Bands!B2"]),
    ("ICP008", "no lower limit", size(low=[None, 10], high=[10, None]), []),
    ("ICP008", "above the last band", size(low=0, high=10), []),
    ("ICP008", "hard indicators decide by gaps", size("hard", low=50, high=None, outcome="pass"), []),
    ("ICP008", "full coverage left out", chain([0, 0.5], [0.5, 1]), ["Bands!C3"]),
    ("ICP008", "full coverage named", chain([0, 1], [1, None]), []),
    ("ICP008", "rows in another order", size(low=[50, 0], high=[None, 50]), []),
    ("ICP009", "nothing", size(points=5), ["Bands!A2"]),
    ("ICP010", "both", fit(tag="Plants", low=0), ["Bands!B2"]),
    ("ICP011", "equal and turned", size(low=[5, 9, 0], high=[5, 1, 1]), ["Bands!B2", "Bands!B3"]),
    ("ICP012", "typed wrong", {"Indicators": {"indicator": ["a", "b"], "field": ["employes", None]}},
     ["Indicators!B2", "Indicators!B3"]),
    ("ICP012", "off", {"Indicators": {"indicator": "a", "field": "later", "on": "no"}}, []),
    ("ICP013", "retired group", {"TagGroups": {"group": "industry", "status": "retired"},
                                 "Indicators": {"indicator": "fit", "field": "industry"}}, ["Indicators!B2"]),
    ("ICP014", "unknown tag", fit(tag=["Plants; Moon", "钢铁"]), ["Bands!B2"]),
    ("ICP014", "tag of another group", {"Tags": {"group": ["industry", "stage"], "tag": ["Plants", "Won"]},
                                        "Indicators": {"indicator": "fit", "field": "industry"},
                                        "Bands": {"indicator": "fit", "tag": "Won"}}, ["Bands!B2"]),
    ("ICP015", "retired tag", fit(tag=["Plants", "Retail"]), ["Bands!B3"]),
    ("ICP016", "no such one", {"Indicators": SIZE, "Bands": {"indicator": ["size", "age"], "low": 0}}, ["Bands!A3"]),
    ("ICP017", "none", {"Indicators": SIZE}, ["Indicators!A2"]),
    ("ICP018", "tags on a number", size(tag="Large"), ["Bands!B2"]),
    ("ICP018", "range on tags", fit(tag=None, low=5), ["Bands!C2"]),
    ("ICP019", "one of three", {"Indicators": {**SIZE, "dimension": "size_stage"}}, ["Indicators!C1", "Indicators!C1"]),
    ("ICP019", "off does not count", {"Indicators": {"indicator": ["a", "b", "c"], "on": ["yes", "yes", "no"],
     "dimension": ["size_stage", "industry_scenario", "decision_chain"]}}, ["Indicators!C1"]),
    ("ICP020", "ninety", size(low=0, points=90), ["Bands!C1"]),
    ("ICP020", "tenths add up", size(low=[0, 5], points=[33.3, 100.0000000001]), []),
    ("ICP021", "blank", {"Indicators": {**SIZE, "rationale": " "}}, ["Indicators!C2"]),
    ("ICP021", "no column", {"Indicators": SIZE}, ["Indicators!A2"]),
    ("ICP022", "blank", {"Indicators": {**SIZE, "owner": None}}, ["Indicators!C2"]),
    ("ICP023", "93 days", {"Indicators": {"indicator": ["a", "b"],
                                          "reviewed_on": [date(2026, 8, 20), date(2026, 8, 21)]}}, ["Indicators!B2"]),
    ("ICP023", "own rhythm", {"Settings": {"key": "review_every_days", "value": 365},
                              "Indicators": {**SIZE, "reviewed_on": date(2026, 1, 1)}}, []),
    ("ICP024", "blank or no date", {"Indicators": {"indicator": ["a", "b"], "reviewed_on": [None, "May"]}},
     ["Indicators!B2", "Indicators!B3"]),
    ("ICP025", "soft", size(low=0, outcome="pass"), ["Bands!C2"]),
    ("ICP026", "hard", size("hard", low=0, points=[5, 0, None]), ["Bands!C2"]),
    ("ICP027", "undecided", size("hard", low=[0, 9], outcome=["pass", None]), ["Bands!C3"]),
    ("ICP027", "a cap decides", size("hard", low=0, outcome=None, cap_tier="B"), []),
    ("ICP028", "no tier", size(low=[0, 1, 2], cap_tier=["b", "AA", None]), ["Bands!C3"]),
    ("ICP029", "child below parent", fit(tag=["Plants", "Steel"], points=[20, 5]), ["Bands!B3"]),
    ("ICP029", "child above parent", fit(tag=["Plants", "Steel"], points=[5, 20]), []),
    ("ICP029", "other outcome", fit("hard", tag=["Plants", "钢铁"], outcome=["pass", "reject"]), ["Bands!B3"]),
    ("ICP030", "twice", {"Indicators": {"indicator": ["size", "size"]}}, ["Indicators!A3"]),
    ("ICP031", "each table", {"Indicators": {"indicator": [None, "a"], "label": "x"},
                              "Bands": {"indicator": None, "low": 0},
                              "Tiers": {"tier": None, "min_points": 0}}, ["Indicators!A2", "Bands!A2", "Tiers!A2"]),
    ("ICP032", "startup", customers(20, "startup", first_contact=DAY, notes=None), ["Customers!C1", "Contacts!A1"]),
    ("ICP032", "mature, three won", customers(30, "mature", won_on=[DAY] * 3 + [None] * 27), ["Customers!A1"]),
    ("ICP032", "growth, won without a value", {
        **customers(40, "growth", employees=9, first_contact=date(2026, 1, 1), won_on=date(2026, 2, 1),
                    deal_value=[5] + [None] * 39, renewed_on=[date(2026, 3, 1)] + [None] * 39),
        "FollowUps": {"customer_id": ["C1", "C2"], "date": date(2026, 1, 2)}}, ["Customers!E1"]),
    ("ICP032", "few customers", customers(19, "startup"), []),
]  # fmt: skip


@pytest.mark.parametrize(("code", "given", "cells"), [(code, given, cells) for code, _, given, cells in CASES],
                         ids=[f"{code} {name}" for code, name, _, _ in CASES])  # fmt: skip
def test_a_fault_is_found_where_it_stands(code: str, given: Tables, cells: list[str]) -> None:
    assert cells_of(code, tiny(given)) == cells


def test_every_check_of_the_family_has_a_case_that_finds() -> None:
    family = {code for code in load_checks() if code.startswith("ICP")}
    assert {code for code, _, _, cells in CASES if cells} == family


@pytest.mark.parametrize(
    ("code", "given", "suggestion"),
    [
        ("ICP012", {"Indicators": {"indicator": "a", "field": "team headcount"}}, "team_headcount"),
        ("ICP014", fit(tag="Plnts"), "Plants"),
        ("ICP016", {"Indicators": {"indicator": "right_size"}, "Bands": {"indicator": "rigth_size"}}, "right_size"),
    ],
)
def test_a_better_value_is_offered(code: str, given: Tables, suggestion: str) -> None:
    assert [finding.suggestion for finding in findings_of(code, tiny(given))] == [suggestion]


def test_a_gap_is_named_in_the_readers_language() -> None:
    given = tiny(size(low=[0, 60], high=[50, None]))
    texts = [run_checks(given, Policy(select=("ICP008",)), language=language)[0].message for language in LANGUAGES]
    assert ["50 to below 60" in texts[0], "50 至 60（不含）" in texts[1], "từ 50 đến dưới 60" in texts[2]] == [True] * 3


def test_needs_of_a_phase_are_declared_columns() -> None:
    named = {name for needs in PHASE_NEEDS.values() for need in needs for name in need.columns}
    declared = {f"{id}.{column.id}" for id, spec in tables().items() for column in spec.columns}
    assert named <= declared


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_scorecards_are_free_of_faults(profile: Profile, language: Language) -> None:
    found = run_checks(shipped_dataset(profile, language), Policy(select=("ICP", "CHN", "FILE")))
    assert [f"{it.code} {it.cell}: {it.message}" for it in found if it.severity != "note"] == []
