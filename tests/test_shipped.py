"""The shipped taxonomy and geography hold together, in all three languages."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.shipped_files import BY_ID, GROUPS, PROFILES, SEPARATORS, TAGS, Row, belongs, choice_ids, labels, read, twice
from xltags.core.text import fold, split_values

SHARED = Path(__file__).parents[2] / "shared" / "data"
WILDCARDS = "*?~"
TEXTS = ("definition", "with_tag", "without_tag")


@pytest.mark.parametrize(
    ("column", "choice_set"),
    [
        ("family", "family"), ("values", "values"), ("required", "yes_no"), ("feed", "feed"), ("question", "question"),
        ("judged_by", "role"), ("status", "group_status"),
    ],
)  # fmt: skip
def test_tag_groups_use_declared_choices(column: str, choice_set: str) -> None:
    used = {value for row in GROUPS for value in split_values(row[column])}
    assert used and used <= set(choice_ids(choice_set))


def test_tag_groups_are_complete() -> None:
    assert twice(row["group"] for row in GROUPS) == []
    for row in GROUPS:
        assert row["label_en"] and row["label_zh"] and row["label_vi"] and row["owner_department"]
        assert row["step"] in ("1", "2", "3") and row["profile"] in PROFILES
        assert row["fill_target"] == "" or 0 < float(row["fill_target"]) <= 1
        assert bool(row["reserved_for"] and row["review_on"]) == (row["status"] == "reserved")


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_has_the_three_basic_families_and_answers_the_core_questions(profile: str) -> None:
    active = [row for row in GROUPS if belongs(row, profile) and row["status"] == "active"]
    assert {"identity", "source", "stage"} <= {row["family"] for row in active}
    assert {value for row in active for value in split_values(row["question"])} == set(choice_ids("question"))


@pytest.mark.parametrize("profile", PROFILES)
def test_every_group_of_a_profile_has_tags_and_every_tag_its_group(profile: str) -> None:
    groups = {row["group"] for row in GROUPS if belongs(row, profile)}
    assert {row["group"] for row in read("tags.csv") if belongs(row, profile)} == groups


def test_standard_has_the_groups_of_the_three_steps() -> None:
    steps: dict[str, set[str]] = {}
    for row in GROUPS:
        if belongs(row, "standard"):
            steps.setdefault(row["step"], set()).add(row["group"])
    assert steps == {
        "1": {"industry", "company_size", "position", "customer_level", "source", "stage"},
        "2": {"province", "city", "team_size"},
        "3": {"mdr", "invalid_reason", "product_interest", "scenario", "development_stage"},
    }


def test_small_is_a_dozen_or_so_tags_and_standard_about_a_hundred() -> None:
    own = [row for row in read("tags.csv") if row["group"] not in ("province", "city")]
    assert 10 <= sum(belongs(row, "small") for row in own) <= 16
    assert 90 <= sum(belongs(row, "standard") for row in own) <= 120


def test_tag_ids_are_unique_and_stable_in_form() -> None:
    assert twice(row["tag_id"] for row in TAGS) == []
    for id, row in BY_ID.items():
        assert id.startswith(row["group"] + ".") and id.isascii() and id == id.lower()
        assert all(part.replace("_", "").isalnum() for part in id.split("."))


def test_parents_exist_in_the_right_group_and_profile_without_cycles() -> None:
    for row in TAGS:
        line = [row["tag_id"]]
        while parent := BY_ID[line[-1]]["parent"]:
            assert parent not in line
            line.append(parent)
            child = BY_ID[line[-2]]
            expected = "province" if child["group"] == "city" else child["group"]
            assert BY_ID[parent]["group"] == expected
            assert belongs(BY_ID[parent], child["profile"]) and BY_ID[parent]["status"] == child["status"]


def test_every_successor_exists_and_is_in_use() -> None:
    retired = [row for row in TAGS if row["status"] == "retired"]
    assert retired and all(row["replaced_by"] for row in retired)
    assert [row["tag_id"] for row in TAGS if row["replaced_by"] and row["status"] != "retired"] == []
    assert {BY_ID[row["replaced_by"]]["status"] for row in retired} == {"active"}
    assert [row["tag_id"] for row in retired if BY_ID[row["replaced_by"]]["group"] != row["group"]] == []


def test_no_two_tags_of_a_group_fold_alike_in_any_label_or_synonym() -> None:
    owners: dict[tuple[str, str], set[str]] = {}
    for row in TAGS:
        for text in (row["tag_id"], *labels(row), *split_values(row["synonyms"])):
            owners.setdefault((row["group"], fold(text)), set()).add(row["tag_id"])
    assert {key: ids for key, ids in owners.items() if len(ids) > 1} == {}


def test_a_synonym_says_more_than_the_labels_do() -> None:
    for row in TAGS:
        known = [fold(label) for label in labels(row)]
        synonyms = [fold(text) for text in split_values(row["synonyms"])]
        assert not twice(synonyms) and not set(synonyms) & set(known), row["tag_id"]
        assert not set(synonyms) & {"unknown", "other", "未知", "其他", "khác"}, row["tag_id"]


def test_labels_are_filled_short_and_free_of_wildcards_and_separators() -> None:
    for row in TAGS:
        for label in labels(row):
            assert 0 < len(label) <= 40, row["tag_id"]
            assert not set(label) & set(WILDCARDS + SEPARATORS), row["tag_id"]


def test_definition_and_strategies_are_filled_short_and_differ() -> None:
    for row in TAGS:
        for suffix in ("", "_zh", "_vi"):
            texts = [row[text + suffix] for text in TEXTS]
            assert all(0 < len(text) <= 160 for text in texts), (row["tag_id"], suffix)
            assert fold(texts[1]) != fold(texts[2]), (row["tag_id"], suffix)


def test_strategies_outside_geography_are_not_repeated_from_row_to_row() -> None:
    rows = read("tags.csv")
    for suffix in ("", "_zh", "_vi"):
        assert twice(row[text + suffix] for row in rows for text in TEXTS) == []


def test_only_mdr_tags_have_a_purity_class_and_together_they_have_all() -> None:
    assert {row["group"] for row in TAGS if row["purity_class"]} == {"mdr"}
    assert {row["purity_class"] for row in TAGS if row["group"] == "mdr"} == set(choice_ids("purity_class"))


def test_tags_of_a_group_come_in_order() -> None:
    for name in ("tags.csv", "geo_cn.csv", "geo_vn.csv"):
        rows = read(name)
        for group in {row["group"] for row in rows}:
            orders = [int(row["order"]) for row in rows if row["group"] == group]
            assert orders == sorted(set(orders))


def place_names(rows: Iterable[Row], group: str, *, status: str = "active") -> set[str]:
    found = [row for row in rows if row["group"] == group and row["status"] == status]
    return {fold(text) for row in found for text in (*labels(row), *split_values(row["synonyms"]))}


def test_geography_has_the_expected_number_of_places() -> None:
    china, vietnam = read("geo_cn.csv"), read("geo_vn.csv")
    count = Counter((row["group"], row["status"]) for row in china)
    assert count["province", "active"] == 34 and 55 <= count["city", "active"] <= 75
    count = Counter((row["group"], row["status"]) for row in vietnam)
    assert count["province", "active"] == 34 and count["province", "retired"] == 29
    assert 35 <= count["city", "active"] <= 60


def test_every_key_city_has_a_province() -> None:
    orphans = {row["tag_id"] for row in TAGS if row["group"] == "city" and not row["parent"]}
    assert orphans == {"city.other"}


@pytest.mark.skipif(not SHARED.exists(), reason="the shared research data are not here")
def test_chinese_places_are_official_ones() -> None:
    rows = read("geo_cn.csv")
    with (SHARED / "cn_divisions" / "provinces.csv").open(encoding="utf-8", newline="") as lines:
        provinces = {row["code"]: row["name"] for row in csv.DictReader(lines)}
    special = json.loads((SHARED / "cn_divisions" / "HK-MO-TW.json").read_text(encoding="utf-8"))
    assert {fold(name) for name in [*provinces.values(), *special]} <= place_names(rows, "province")
    with (SHARED / "cn_divisions" / "cities.csv").open(encoding="utf-8", newline="") as lines:
        cities = {(fold(row["name"]), fold(provinces[row["provinceCode"]])) for row in csv.DictReader(lines)}
    for row in rows:
        if row["group"] != "city" or fold(row["zh"]) in {fold(name) for name in ("香港", "澳门", "台北")}:
            continue
        parent = BY_ID[row["parent"]]
        homes = {fold(text) for text in split_values(parent["synonyms"])}
        municipality = row["zh"] == parent["zh"]
        assert municipality or any((fold(row["zh"] + "市"), home) in cities for home in homes), row["tag_id"]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared research data are not here")
def test_every_former_vietnamese_province_is_a_tag_or_has_a_successor() -> None:
    rows = read("geo_vn.csv")
    with (SHARED / "vn_units" / "vn_districts.csv").open(encoding="utf-8", newline="") as lines:
        former = {fold(row["province"]) for row in csv.DictReader(lines)}
    known = place_names(rows, "province") | place_names(rows, "province", status="retired")
    assert len(former) == 63 and former <= known
