"""The family TAG: what is wrong with the tags of customers."""

from collections.abc import Mapping
from datetime import date

import pytest

from tests.check_cases import Tables, cells, findings
from xltags.core.values import CellFault

INDUSTRY: Tables = {
    "Tags": {
        "group": "industry",
        "tag_id": ["i.retail", "i.software", "i.shops", "i.space", "i.split", "i.gone"],
        "tag": ["Retail", "Software", "Web shops", "Space", "Trade", "Coal"],
        "zh": ["零售", "软件", None, None, None, None],
        "vi": ["Bán lẻ", "Phần mềm", None, None, None, None],
        "synonyms": ["shops; stores", "SaaS", None, None, None, None],
        "status": ["active", "active", "retired", "reserved", "retired", "retired"],
        "replaced_by": [None, None, "i.retail", None, "i.retail; i.software", None],
    }
}
MANY: Tables = {"TagGroups": {"group": ["industry"], "values": "many"}, **INDUSTRY}


def industry(*texts: object, many: bool = False) -> Tables:
    return {**(MANY if many else INDUSTRY), "Customers": {"industry": list(texts)}}


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("Sofware", "Software"),
        ("ruanjian", "Software"),
        ("Webshop", "Retail"),  # what replaces the retired tag
        ("Retaіl", "Retail"),  # a Cyrillic letter
        ("xyz", ""),
        (17, ""),
        (True, ""),
    ],
)
def test_an_unknown_tag_is_found_with_the_nearest_tag_in_use(typed: object, suggestion: str) -> None:
    [found] = findings("TAG001", industry(typed))
    assert (found.cell, found.suggestion) == ("A2", suggestion)


@pytest.mark.parametrize(
    "typed", ["Software", "software", "软件", "i.software", "SaaS", None, "  ", CellFault("error", "#N/A")]
)
def test_known_blank_and_broken_cells_are_no_unknown_tags(typed: object) -> None:
    assert not findings("TAG001", industry(typed))


def test_thousands_of_unknown_texts_are_found_but_not_guessed() -> None:
    found = findings("TAG001", industry(*(f"Software{number}" for number in range(2_500)), "Sofware"))
    assert (len(found), {it.suggestion for it in found}) == (2_501, {""})


def test_what_looks_alike_says_what_differs() -> None:
    [found] = findings("TAG001", industry("Retaіl"))
    assert "look-alike" in found.message


def test_each_unknown_value_of_a_cell_is_a_finding() -> None:
    assert [it.value for it in findings("TAG001", industry("foo; Retail; bar", many=True))] == ["bar", "foo"]


def test_an_unknown_text_with_a_comma_is_one_value_of_a_one_valued_group() -> None:
    [found] = findings("TAG", industry("Sao Paulo, SP"))
    assert (found.code, found.value) == ("TAG001", "Sao Paulo, SP")


@pytest.mark.parametrize(
    ("typed", "suggestion", "words"),
    [
        ("Web shops", "Retail", "use 'Retail'"),
        ("web SHOPS", "Retail", "use 'Retail'"),
        ("Trade", "", "choose one of: Retail, Software"),
        ("Coal", "", "no successor"),
    ],
)
def test_a_retired_tag_names_what_to_use_instead(typed: str, suggestion: str, words: str) -> None:
    [found] = findings("TAG", industry(typed))
    assert (found.code, found.suggestion) == ("TAG002", suggestion)
    assert words in found.message


@pytest.mark.parametrize(
    ("typed", "suggestion", "words"),
    [
        ("software", "Software", "upper and lower case"),
        ("ＳＯＦＴＷＡＲＥ", "Software", "full-width"),
        ("Soft\u200bware", "Software", "invisible"),
        (" Software", "Software", "spaces"),
        ("软件", "Software", "another language"),
        ("軟件", "Software", "another language"),
        ("Phâ\u0300n mê\u0300m", "Software", "another language"),
        ("saas", "Software", "a synonym"),
        ("i.software", "Software", "its id"),
    ],
)
def test_another_spelling_should_read_as_the_label(typed: str, suggestion: str, words: str) -> None:
    [found] = findings("TAG", industry(typed))
    assert (found.code, found.suggestion) == ("TAG003", suggestion)
    assert words in found.message


def test_white_space_around_an_unknown_text_is_found_too() -> None:
    assert [it.code for it in findings("TAG", industry("xyz "))] == ["TAG001", "TAG003"]


@pytest.mark.parametrize(
    ("typed", "many", "expected"),
    [
        ("Retail; Software", False, ["TAG004"]),
        ("Retail, xyz", False, ["TAG001", "TAG004"]),
        ("Retail; Software", True, []),
        ("Retail; retail", False, ["TAG003", "TAG013"]),
        ("Retail；Software、Retail", True, ["TAG013"]),
        ("xyz; XYZ", True, ["TAG001", "TAG001", "TAG013"]),
        ("Space", False, ["TAG014"]),
    ],
)
def test_how_many_values_a_cell_may_hold(typed: str, many: bool, expected: list[str]) -> None:
    assert [it.code for it in findings("TAG", industry(typed, many=many))] == expected


def required(*, step: int = 1, maturity: int = 3, flag: str = "yes") -> Tables:
    return {
        "Settings": {"key": ["maturity_step"], "value": maturity},
        "TagGroups": {"group": ["industry"], "required": flag, "step": step},
        **INDUSTRY,
        "Customers": {"customer_id": ["C1", "C2", "C3"], "industry": ["Retail", None, CellFault("error", "#N/A")]},
    }


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (required(), ["Customers!B3"]),
        (required(step=2, maturity=1), []),
        (required(step=2, maturity=2), ["Customers!B3"]),
        (required(flag="no"), []),
    ],
    ids=["required", "a later step", "this step", "not required"],
)
def test_a_required_group_must_be_filled(tables: Tables, expected: list[str]) -> None:
    assert cells("TAG005", tables) == expected


OLD, NEW = date(2025, 3, 1), date(2026, 10, 1)


def contacted(**others: object) -> Tables:
    return {**INDUSTRY, "Customers": {"customer_id": "C1", "industry": "Retail", "first_contact": OLD, **others}}


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (contacted(), 1),
        (contacted(first_contact=NEW), 0),
        (contacted(first_contact=None), 0),
        (contacted(industry=None), 0),
        (contacted(lost_on=OLD), 0),
        (contacted(won_on=OLD, churned_on=OLD), 0),
        (contacted(won_on=OLD, renewed_on=NEW), 0),
        ({**contacted(), "FollowUps": {"customer_id": ["C1 "], "date": NEW}}, 0),
        ({**contacted(), "FollowUps": {"customer_id": ["C1"], "date": date(2027, 1, 1)}}, 1),
        ({**contacted(), "FollowUps": {"customer_id": ["C2"], "date": NEW}}, 1),
        (contacted(renewed_on=date(2026, 11, 21)), 0),  # today
        ({**contacted(), "FollowUps": {"customer_id": ["C1"], "date": date(2026, 11, 21)}}, 0),
        ({**contacted(), "Interviews": {"customer_id": "C1", "date": NEW}}, 0),
        ({**contacted(), "Contacts": {"customer_id": "C1", "confirmed_on": NEW}}, 0),
        ({**contacted(), "Settings": {"key": "stale_after_days", "value": 1000}}, 0),
    ],
)
def test_tags_grow_stale_without_contact(tables: Tables, expected: int) -> None:
    assert len(findings("TAG007", tables)) == expected


@pytest.mark.parametrize(("limit", "expected"), [(630, 0), (629, 1)])
def test_tags_are_stale_after_the_limit_not_on_it(limit: int, expected: int) -> None:
    tables = {**contacted(), "Settings": {"key": "stale_after_days", "value": limit}}  # 630 days ago
    assert len(findings("TAG007", tables)) == expected


@pytest.mark.parametrize(
    ("feed", "texts", "expected"),
    [
        ("system", [None, None], ["Customers!A1"]),
        ("system", [None, "Retail"], []),
        ("manual", [None, None], []),
        ("system", [], []),
    ],
)
def test_a_column_that_a_system_feeds_is_not_empty(feed: str, texts: list[str | None], expected: list[str]) -> None:
    groups = {"group": ["industry"], "feed": feed}
    assert cells("TAG010", {"TagGroups": groups, **INDUSTRY, "Customers": {"industry": texts}}) == expected


SOURCES: Tables = {
    "Tags": {"group": "source", "tag": ["Search", "Baidu", "Bing", "Fair"], "parent": [None, "Search", "Search", None]}
}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Search", "Baidu", "Search"], ["Search"]),
        (["Search", "Fair"], []),
        (["Baidu", "Fair"], []),
        ([], []),
    ],
)
def test_one_note_tells_of_mixed_depths(texts: list[str], expected: list[str]) -> None:
    found = findings("TAG015", {**SOURCES, "Customers": {"source": texts}})
    assert [it.value for it in found] == expected
    assert all(it.cell == "A1" and "in 2 cell(s)" in it.message for it in found)


@pytest.mark.parametrize(
    ("groups", "customers", "expected"),
    [
        ({"group": ["source", "mdr"]}, {"source": ["Fair"]}, ["TagGroups!A3"]),
        ({"group": ["source", "mdr"], "status": ["active", "reserved"]}, {"source": ["Fair"]}, []),
        ({"group": ["source", "mdr"], "step": [1, 3]}, {"source": ["Fair"]}, []),
        ({"group": ["source"]}, None, []),
    ],
    ids=["active", "reserved", "later step", "no Customers"],
)
def test_an_active_group_has_a_column(
    groups: dict[str, list[str]], customers: dict[str, list[str]] | None, expected: list[str]
) -> None:
    tables: dict[str, Mapping[str, object]] = {
        "Settings": {"key": "maturity_step", "value": 2},
        "TagGroups": groups,
        **SOURCES,
    }
    if customers is not None:
        tables["Customers"] = customers
    assert cells("TAG016", tables) == expected
