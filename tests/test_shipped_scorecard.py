"""The shipped scorecards, tiers, chain rules, phases and segments hold together."""

import pytest

from tests.shipped_files import GROUPS, Row, belongs, choice_ids, read, twice
from xltags.core.text import split_values

SCORECARDS = {"standard": "", "small": "_small"}


def bands_of(indicator: str, suffix: str) -> list[Row]:
    return [row for row in read(f"bands{suffix}.csv") if row["indicator"] == indicator]


@pytest.mark.parametrize(("profile", "suffix"), SCORECARDS.items())
def test_indicators_are_complete_and_cover_the_three_dimensions(profile: str, suffix: str) -> None:
    rows = read(f"indicators{suffix}.csv")
    fields = {row["group"] for row in GROUPS if belongs(row, profile)} | set(choice_ids("measure"))
    on = [row for row in rows if row["on"] == "yes"]
    assert {row["dimension"] for row in on if row["kind"] == "soft"} == set(choice_ids("dimension"))
    assert twice(row["indicator"] for row in rows) == []
    for row in rows:
        words = [row[text] for text in ("label", "rationale", "owner")]
        words += [row[f"{text}_{language}"] for text in ("label", "rationale") for language in ("zh", "vi")]
        assert all(words) and not row["reviewed_on"] and row["field"] in fields
        assert bands_of(row["indicator"], suffix)


@pytest.mark.parametrize(("profile", "suffix"), SCORECARDS.items())
def test_bands_name_tags_of_the_indicators_group_and_profile(profile: str, suffix: str) -> None:
    field = {row["indicator"]: row["field"] for row in read(f"indicators{suffix}.csv")}
    own = {row["tag_id"]: row for row in read("tags.csv")}  # geography is optional: no band may rest on it
    for band in read(f"bands{suffix}.csv"):
        for id in split_values(band["tag"]):
            assert own[id]["group"] == field[band["indicator"]] and belongs(own[id], profile), id


@pytest.mark.parametrize(("profile", "suffix"), SCORECARDS.items())
def test_numeric_bands_tile_zero_to_infinity(profile: str, suffix: str) -> None:
    measures = set(choice_ids("measure"))
    for row in read(f"indicators{suffix}.csv"):
        if row["field"] in measures:
            bands = bands_of(row["indicator"], suffix)
            assert float(bands[0]["low"]) == 0 and bands[-1]["high"] == ""
            assert [band["high"] for band in bands[:-1]] == [band["low"] for band in bands[1:]]
            assert all(float(band["low"]) < float(band["high"]) for band in bands[:-1])


@pytest.mark.parametrize(("profile", "suffix"), SCORECARDS.items())
def test_tag_bands_name_each_top_level_tag_once(profile: str, suffix: str) -> None:
    for row in read(f"indicators{suffix}.csv"):
        named = [id for band in bands_of(row["indicator"], suffix) for id in split_values(band["tag"])]
        assert twice(named) == []
        if named and row["field"] != "province":
            tops = {
                tag["tag_id"]
                for tag in read("tags.csv")
                if tag["group"] == row["field"] and belongs(tag, profile) and not tag["parent"]
            }
            assert set(named) == tops


@pytest.mark.parametrize("suffix", SCORECARDS.values())
def test_best_points_of_the_indicators_sum_to_a_hundred(suffix: str) -> None:
    soft = [row for row in read(f"indicators{suffix}.csv") if row["kind"] == "soft" and row["on"] == "yes"]
    best = [max(float(band["points"]) for band in bands_of(row["indicator"], suffix)) for row in soft]
    assert sum(best) == 100


@pytest.mark.parametrize("suffix", SCORECARDS.values())
def test_bands_give_points_or_an_outcome_as_the_kind_demands(suffix: str) -> None:
    kinds = {row["indicator"]: row["kind"] for row in read(f"indicators{suffix}.csv")}
    for band in read(f"bands{suffix}.csv"):
        assert bool(band["tag"]) != bool(band["low"])
        hard = kinds[band["indicator"]] == "hard"
        assert bool(band["outcome"]) == hard and bool(band["points"]) != hard
        for column in ("outcome", "zone"):
            assert band[column] in ("", *choice_ids(column))
        assert band["cap_tier"] in ("", *choice_ids("tier"))


@pytest.mark.parametrize("suffix", SCORECARDS.values())
def test_right_size_has_its_best_range_in_the_middle(suffix: str) -> None:
    points = [float(band["points"]) for band in bands_of("right_size", suffix)]
    best = points.index(max(points))
    assert 0 < best < len(points) - 1
    assert points[: best + 1] == sorted(points[: best + 1]) and points[best:] == sorted(points[best:], reverse=True)
    assert {band["zone"] for band in bands_of("right_size", suffix)} == set(choice_ids("zone"))


def test_tiers_fall_from_a_to_d_and_d_takes_the_rest() -> None:
    rows = read("tiers.csv")
    assert [(row["tier"], float(row["min_points"])) for row in rows] == [("A", 75), ("B", 55), ("C", 35), ("D", 0)]
    hours = [float(row["service_hours"]) for row in rows]
    answers = [float(row["response_hours"]) for row in rows]
    assert hours == sorted(hours, reverse=True) and answers == sorted(answers)
    assert all(row["strategy"] and row["strategy_zh"] and row["strategy_vi"] for row in rows)


def test_chain_rules_tile_company_sizes_and_name_known_roles() -> None:
    rows = read("chain_rules.csv")
    assert rows[0]["low"] == "0" and rows[-1]["high"] == ""
    assert [row["high"] for row in rows[:-1]] == [row["low"] for row in rows[1:]]
    for row in rows:
        roles = split_values(row["required_roles"])
        assert roles and set(roles) <= set(choice_ids("chain_role")) - {"other"}


def test_segments_are_complete_and_small_ones_use_small_groups_only() -> None:
    groups = {row["group"] for row in GROUPS}
    small = {row["group"] for row in GROUPS if belongs(row, "small")}
    for row in read("segments.csv"):
        assert row["frequency"] in choice_ids("frequency") and row["importance"] in choice_ids("importance")
        words = ("segment", "segment_zh", "segment_vi", "include", "action", "action_zh", "action_vi", "owner")
        assert all(row[word] for word in words)
        for suffix in ("", "_zh", "_vi"):
            used = {
                word for word in (row["include" + suffix] + " " + row["exclude" + suffix]).split() if word in groups
            }
            assert used <= (small if row["profile"] == "small" else groups)


def quoted(text: str) -> set[str]:
    return set(text.split('"')[1::2])


@pytest.mark.parametrize(("suffix", "label"), [("", "tag"), ("_zh", "zh"), ("_vi", "vi")])
def test_quoted_labels_in_filters_are_labels_of_tags(suffix: str, label: str) -> None:
    known = {row[label] for row in read("tags.csv")}
    for row in read("segments.csv"):
        assert quoted(row["include" + suffix] + row["exclude" + suffix]) <= known
