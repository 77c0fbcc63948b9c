"""The score, case by case."""

from collections.abc import Mapping

import numpy as np
import pytest

from tests.score_cases import FIT, GATE, GROUPS, INDUSTRY, PASS, REJECT, TAGS, TIERS_90, TWO, TWO_BANDS, bands, scored
from xltags.core.bands import Rule, RuleBand, judge, micro_points
from xltags.core.compiled import compile_scorecard
from xltags.core.examples import Columns, dataset
from xltags.core.reasons import format_points
from xltags.core.score_one import score_values
from xltags.core.scorecard import TIERS, Indicator
from xltags.core.scoring import score
from xltags.core.values import CellFault, Value


@pytest.mark.parametrize(
    ("cell", "points", "known"),
    [
        ("Manufacturing", 30, True),
        ("manufacturing ", 30, True),
        ("制造业", 30, True),
        ("industry:Manufacturing", 30, True),
        ("Food", 30, True),
        ("F&B", 30, True),
        ("Retail", 10, True),
        ("Mining", 0, True),
        ("Retail; Food", 30, True),
        ("Nonsense; Retail", 10, True),
        ("Nonsense", 0, False),
        (None, 0, False),
        ("  ", 0, False),
        (CellFault("error", "#N/A"), 0, False),
        (42, 0, False),
    ],
    ids=str,
)
def test_a_tag_cell_scores_its_best_band(cell: Value | None, points: float, known: bool) -> None:
    scores = scored(INDUSTRY, FIT, {"industry": [cell]})
    assert (scores.points[0], scores.columns[0].known[0]) == (points, known)


@pytest.mark.parametrize("tag", ["Food", "食品", "f&b", "industry:Food", "Food; Nonsense", "Nonsense; F&B"])
def test_a_band_names_a_tag_in_any_way(tag: str) -> None:
    scores = scored(INDUSTRY, bands(("fit", {"tag": tag, "points": 5})), {"industry": ["Food", "Manufacturing"]})
    assert scores.points.tolist() == [5, 0]


@pytest.mark.parametrize(
    ("employees", "points", "known"),
    [
        (49.999, 0, True),
        (50, 8, True),
        (499, 8, True),
        (500, 20, True),
        (10**9, 20, True),
        (-3, 0, True),
        ("320", 0, False),
        (True, 0, False),
        (None, 0, False),
        (CellFault("bad_number", "NaN"), 0, False),
    ],
    ids=str,
)
def test_a_measure_meets_low_but_not_high(employees: Value | None, points: float, known: bool) -> None:
    size = bands(("size", {"low": 50, "high": 500, "points": 8}), ("size", {"low": 500, "points": 20}))
    scores = scored({"indicator": "size", "field": "employees"}, size, {"employees": [employees]})
    assert (scores.points[0], scores.columns[0].known[0]) == (points, known)


@pytest.mark.parametrize(
    ("band", "points"),
    [
        ({"points": 7}, 7),
        ({"high": 100, "points": 7}, 7),
        ({"low": 100, "points": 7}, 0),
        ({"tag": "Retail", "points": 7}, 0),
        ({"tag": "Retail", "high": 100, "points": 7}, 7),
    ],
    ids=str,
)
def test_a_measure_band_without_limits_meets_any_number_and_tags_are_none_of_its_business(
    band: Mapping[str, Value], points: float
) -> None:
    scores = scored({"indicator": "size", "field": "employees"}, bands(("size", band)), {"employees": [10]})
    assert scores.points.tolist() == [points]


@pytest.mark.parametrize(
    "indicators",
    [
        {"indicator": "fit", "field": "industry", "on": "no"},
        {"indicator": "fit", "field": "colour"},
        {"indicator": "fit", "field": None},
        {"indicator": ["other", "other"], "field": "industry"},
    ],
    ids=str,
)
def test_indicators_that_are_off_or_look_at_nothing_or_have_no_bands_add_nothing(indicators: Columns) -> None:
    assert scored(indicators, FIT, {"industry": ["Food"]}).points.tolist() == [0]


def test_a_group_that_is_not_in_use_is_not_looked_at() -> None:
    groups = {**GROUPS, "status": ["reserved", "active", "active"]}
    scores = scored(INDUSTRY, FIT, {"industry": ["Food", None]}, TagGroups=groups)
    assert (scores.columns, scores.ranges()) == ((), ["D", "D"])


def test_a_group_without_a_column_is_unknown_for_everybody() -> None:
    scores = scored(INDUSTRY, FIT, {"company": ["X", "Y"]})
    assert (scores.ranges(), scores.ask_next_labels()) == (["B-D", "B-D"], ["Industry", "Industry"])


def test_the_first_of_two_indicators_with_one_id_counts() -> None:
    twice: Columns = {"indicator": ["fit", "fit"], "field": "industry"}
    assert scored(twice, FIT, {"industry": ["Food"]}).points.tolist() == [30]


@pytest.mark.parametrize(
    ("rows", "cell", "rejected"),
    [
        ([REJECT], "Competitor", True),
        ([REJECT], "Target", False),
        ([PASS], "Target", False),
        ([PASS], "Competitor", True),
        ([PASS, REJECT], "Ecosystem", False),
        ([PASS, REJECT], "Competitor", True),
        ([PASS, REJECT], "Target; Competitor", True),
        ([PASS], "Target; Ecosystem", False),
        ([PASS], None, False),
        ([PASS], "Nonsense", False),
        ([("gate", {"tag": "Target"})], "Ecosystem", False),
        ([("gate", {"tag": "Nonsense", "outcome": "pass"})], "Target", False),
        ([], "Target", False),
    ],
    ids=str,
)
def test_a_hard_indicator_rejects_or_passes(
    rows: list[tuple[str, Mapping[str, Value]]], cell: str | None, rejected: bool
) -> None:
    scores = scored(GATE, bands(*rows), {"mdr": [cell]}, Tiers={"tier": "A", "min_points": 0})
    assert scores.tiers() == ["D" if rejected else "A"]
    assert scores.rejected(0) == ("gate" if rejected else "")
    assert scores.points.tolist() == [0]
    assert ([one.indicator for one in scores.gates], scores.indicators) == (["gate"], ())


def test_a_rejected_customer_keeps_its_points_and_is_told_why() -> None:
    both: Columns = {"indicator": ["fit", "gate"], "label": ["Industry", "Judgement"], "field": ["industry", "mdr"]}
    scores = scored(
        {**both, "kind": ["soft", "hard"]},
        bands(("fit", {"tag": "Food", "points": 30}), REJECT),
        {"industry": ["食品"], "mdr": ["competitor"]},
    )
    assert (scores.points[0], scores.tiers(), scores.ranges()) == (30, ["D"], ["D"])
    assert scores.why_text(0) == "Industry: Food +30 = 30; D: Judgement: Competitor"


@pytest.mark.parametrize(
    ("rows", "cell", "tier"),
    [
        ([{"tag": "Food", "points": 60, "cap_tier": "B"}], "Food", "B"),
        ([{"tag": "Food", "points": 60, "cap_tier": "b"}], "Food", "B"),
        ([{"tag": "Food", "points": 60, "cap_tier": "Z"}], "Food", "A"),
        ([{"tag": "Food", "points": 60, "cap_tier": "A"}], "Food", "A"),
        ([{"tag": "Food", "points": 60, "cap_tier": "D"}], "Food", "D"),
        ([{"tag": "Food", "points": 60, "zone": "avoid"}], "Food", "A"),
        ([{"tag": "Food", "points": 15, "cap_tier": "B"}], "Food", "C"),
        ([{"tag": "Food", "points": 60}, {"tag": "Retail", "points": 9, "cap_tier": "C"}], "Food; Retail", "A"),
        ([{"tag": "Food", "points": 60}, {"tag": "Food", "points": 60, "cap_tier": "C"}], "Food", "A"),
        ([{"tag": "Food", "points": 60, "cap_tier": "C"}, {"tag": "Food", "points": 60}], "Food", "C"),
    ],
    ids=str,
)
def test_the_cap_of_the_best_band_counts_and_of_equals_the_first(
    rows: list[Mapping[str, Value]], cell: str, tier: str
) -> None:
    scores = scored(INDUSTRY, bands(*(("fit", row) for row in rows)), {"industry": [cell]})
    assert scores.tiers() == [tier]


def test_every_band_that_a_hard_indicator_meets_caps() -> None:
    rows = bands(
        ("gate", {"tag": "Target", "outcome": "pass", "cap_tier": "B"}), ("gate", {"tag": "Ecosystem", "cap_tier": "C"})
    )
    scores = scored(GATE, rows, {"mdr": ["Target", "Target; Ecosystem"]}, Tiers={"tier": "A", "min_points": 0})
    assert scores.tiers() == ["B", "C"]
    assert scores.cap(1) == ("C", "Judgement: Target, Ecosystem")


@pytest.mark.parametrize(
    ("points", "tier"),
    [(50, "A"), (49.999999, "B"), (30, "B"), (29.9, "C"), (10, "C"), (9.999999, "D"), (0, "D"), (-5, "D")],
)
def test_a_tier_begins_at_its_cut_off(points: float, tier: str) -> None:
    scores = scored(INDUSTRY, bands(("fit", {"tag": "Food", "points": points})), {"industry": ["Food"]})
    assert scores.tiers() == [tier]
    assert scores.compiled.scorecard.tier_of(points) == TIERS[scores.compiled.tier_code(points)] == tier


def test_tenths_add_up_to_the_cut_off() -> None:
    """0.1 + 0.2 is not 0.3 in binary; it is for people."""
    card: Columns = {"indicator": ["a", "b", "c"], "field": ["industry", "product", "employees"]}
    rows = bands(
        ("a", {"tag": "Food", "points": 0.1}), ("b", {"tag": "CRM", "points": 0.2}), ("c", {"points": 0.0000005})
    )
    scores = scored(
        card,
        rows,
        {"industry": ["Food"], "product": ["CRM"], "employees": 1},
        Tiers={"tier": ["A"], "min_points": [0.3]},
    )
    assert (scores.points.tolist(), scores.tiers()) == ([0.3], ["A"])


@pytest.mark.parametrize(
    ("points", "micro"), [(0.1, 100_000), (1.0000005, 1_000_000), (1.0000015, 1_000_002), (-0.0, 0), (1e299, 1e305)]
)
def test_points_are_millionths_half_to_even(points: float, micro: float) -> None:
    assert micro_points(points) == micro
    assert str(micro_points(points))[0] != "-"


@pytest.mark.parametrize(
    ("points", "text"), [(50.0, "50"), (12.5, "12.5"), (0.000001, "0.000001"), (-3.0, "-3"), (0.0, "0"), (100.0, "100")]
)
def test_points_print_without_needless_decimals(points: float, text: str) -> None:
    assert format_points(points) == text


def test_values_by_indicator_are_ready_for_a_pivot() -> None:
    scores = scored(
        TWO, TWO_BANDS, {"industry": ["Food", "食品", None, "X"], "employees": [12, 12.0, 0, 3], "mdr": None}
    )
    texts, codes = scores.columns[0].categories()
    assert (texts, codes.tolist()) == (("Food", "X"), [0, 0, -1, 1])
    assert scores.columns[1].categories()[0] == ("12", "0", "3")
    assert [scores.columns[0].text(number) for number in range(4)] == ["Food", "Food", "", "X"]


@pytest.mark.parametrize("customers", [{"customer_id": []}, {"industry": []}])
def test_no_customers_no_scores(customers: Columns) -> None:
    scores = score(dataset(Indicators=INDUSTRY, Bands=FIT, Tags=TAGS, Customers=customers))
    assert (len(scores), scores.tiers(), scores.ranges(), scores.why_texts(), scores.ask_next_ids()) == (
        0,
        [],
        [],
        [],
        [],
    )


def test_nothing_at_all() -> None:
    assert len(score(dataset())) == 0
    scores = score(dataset(Customers={"customer_id": ["C1", None]}))
    assert (scores.customer_ids, scores.tiers(), scores.why_texts()) == (("C1", ""), ["D", "D"], ["0 = 0", "0 = 0"])


@pytest.mark.parametrize("parent", ["B", "A"])
def test_a_circle_of_parents_ends(parent: str) -> None:
    tags: Columns = {"group": "industry", "tag": ["A", "B"], "parent": [parent, "A"]}
    scores = scored(INDUSTRY, bands(("fit", {"tag": "A", "points": 7})), {"industry": ["B"]}, Tags=tags)
    assert scores.points.tolist() == [7]


def test_a_label_that_two_tags_bear_is_no_tag() -> None:
    tags: Columns = {"group": "industry", "tag": ["Food", "food"], "tag_id": ["t1", "t2"]}
    scores = scored(INDUSTRY, bands(("fit", {"tag": "FOOD", "points": 7})), {"industry": ["Food", "FOOD"]}, Tags=tags)
    assert (scores.points.tolist(), scores.columns[0].known.tolist()) == ([0, 0], [True, False])


def test_equal_models_are_compiled_once() -> None:
    one = dataset(Tags=TAGS, Indicators=INDUSTRY, Bands=FIT).model
    two = one.model_copy(deep=True)
    assert one is not two
    assert compile_scorecard(one) is compile_scorecard(two)
    other = dataset(Tags=TAGS, Indicators=INDUSTRY, Bands={**FIT, "points": 1}).model
    assert compile_scorecard(other) is not compile_scorecard(one)


def test_one_row_needs_no_table() -> None:
    model = dataset(TagGroups=GROUPS, Tags=TAGS, Indicators=TWO, Bands=TWO_BANDS, Tiers=TIERS_90).model
    found = score_values({"industry": "食品", "employees": 320, "colour": "red"}, None, compile_scorecard(model))
    assert (found.points, found.tier, found.range, found.ask_next_label) == (50, "B", "B-D", "Judgement")
    assert (
        found.why_text("zh")
        == "Company size: 320 +30; Industry: Food +20 = 50; ? Judgement; 最高 B 级：Company size: 320"
    )


def test_the_many_rows_of_a_large_table_are_summed_alike() -> None:
    count = 2_000
    cells = ["Food", "Retail", None, "Manufacturing"] * (count // 4)
    scores = scored(TWO, TWO_BANDS, {"industry": cells, "employees": list(range(count)), "mdr": None})
    assert np.array_equal(sum(scores.contributions), scores.points)


def test_of_bands_with_equal_points_the_first_decides() -> None:
    rule = Rule(Indicator(indicator="fit"), (RuleBand(4, 5.0, 2, ""), RuleBand(6, 5.0, 0, "")))
    assert judge(rule, rule.bands).band == 4
