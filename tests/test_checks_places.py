"""The check of tags that contradict each other, such as a city outside its province."""

import pytest

from tests.check_cases import Tables, findings
from xltags.core.values import CellFault

PLACES: Tables = {
    "TagGroups": {"group": ["province", "city"], "values": ["one", "many"]},
    "Tags": {
        "group": ["province", "province", "province", "city", "city", "city"],
        "tag_id": ["p.gd", "p.zj", "p.old", "c.sz", "c.hz", "c.other"],
        "tag": ["Guangdong", "Zhejiang", "Canton", "Shenzhen", "Hangzhou", "Other city"],
        "status": ["active", "active", "retired", "active", "active", "active"],
        "replaced_by": [None, None, "p.gd", None, None, None],
        "parent": [None, None, None, "p.gd", "p.zj", None],
    },
}


@pytest.mark.parametrize(
    ("province", "city", "expected"),
    [
        ("Zhejiang", "Shenzhen", ["Shenzhen"]),
        ("guangdong", "SHENZHEN", []),
        ("Canton", "Shenzhen", []),  # merged into Guangdong
        ("Canton", "Hangzhou", ["Hangzhou"]),
        ("Guangdong", "Other city", []),
        (None, "Shenzhen", []),
        ("somewhere", "Shenzhen", []),
        ("Guangdong", None, []),
        ("Guangdong", "Shenzhen; Hangzhou", ["Hangzhou"]),
        (CellFault("error", "#N/A"), "Shenzhen", []),
    ],
)
def test_a_city_belongs_to_its_province(province: object, city: object, expected: list[str]) -> None:
    tables: Tables = {**PLACES, "Customers": {"province": [province], "city": [city]}}
    assert [it.value for it in findings("TAG006", tables)] == expected


def test_a_contradiction_is_found_in_every_row_and_says_both_sides() -> None:
    customers: Tables = {"Customers": {"province": ["Zhejiang", "Guangdong", "Zhejiang"], "city": "Shenzhen"}}
    found = findings("TAG006", {**PLACES, **customers})
    assert [it.cell for it in found] == ["B2", "B4"]
    assert "belongs to Guangdong, but province says Zhejiang" in found[0].message


def test_children_of_the_same_group_contradict_nobody() -> None:
    tags = {"group": "source", "tag": ["Search", "Baidu", "Fair"], "parent": [None, "Search", None]}
    assert not findings("TAG006", {"Tags": tags, "Customers": {"source": ["Baidu", "Fair; Baidu"]}})
