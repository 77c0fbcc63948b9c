"""What the reports about outcomes count: customers by tag, tiers, preferences, the vital few, levels, scores."""

import math
from datetime import timedelta

import pandas as pd
import pytest

from tests.report_sample import day, sample
from tests.test_reports_leads import made, records, row
from xltags.core.scoring import score


def rows(frame: pd.DataFrame | None, **where: str) -> pd.DataFrame:
    """The rows of a table with these values."""
    assert frame is not None
    for name, value in where.items():
        frame = frame[frame[name] == value]
    return frame


def test_a_customer_has_a_record_for_each_of_its_tags() -> None:
    facts = rows(made("customer_tags").facts, group="product_interest")
    assert records(facts, "customer_id", "tag")[:4] == [("C1", "CRM"), ("C1", "ERP"), ("C2", "CRM"), ("C3", "")]


def test_a_tag_has_its_family_and_parent_beside_it() -> None:
    facts = rows(made("customer_tags").facts, group="source")
    assert records(facts, "customer_id", "family", "tag", "parent")[:4] == [
        ("C1", "source", "Baidu", "SEM"),
        ("C2", "source", "SEM", ""),
        ("C3", "source", "Trade fair", ""),
        ("C4", "source", "Radio", ""),
    ]


@pytest.mark.parametrize(
    ("group", "tag", "customers"),
    [
        pytest.param("industry", "unknown", 1, id="a typed text is a value of its own"),
        pytest.param("industry", "", 2, id="a blank is not unknown"),
        pytest.param("source", "#N/A", 1, id="an Excel error stands as it is"),
        pytest.param("source", "Baidu", 3, id="several values count each"),
        pytest.param("product_interest", "CRM", 3, id="a repeated value counts once"),
    ],
)
def test_customers_by_tag(group: str, tag: str, customers: int) -> None:
    assert row(made("customer_tags").summary, group=group, tag=tag)["customers"] == customers


def test_outcomes_by_tag() -> None:
    found = row(made("customer_tags").summary, group="industry", tag="Retail")
    assert [found[name] for name in ("customers", "won", "lost", "closed", "revenue")] == [4, 1, 1, 2, 1000.5]
    assert (found["win_rate"], found["conversion"], found["median_days"]) == (0.5, 0.25, 59.0)


def test_an_error_in_won_on_is_no_win_and_a_value_of_a_lost_deal_no_revenue() -> None:
    facts = made("tiers").facts
    assert (facts["won"].sum(), facts["lost"].sum(), facts["revenue"].sum()) == (1, 2, 1000.5)


def test_win_rate_and_conversion_have_denominators_of_their_own() -> None:
    on = day("03-01")
    won, lost = [*[on] * 3, *[None] * 27], [*[None] * 28, on, on]
    customers = {"customer_id": "C", "industry": ["Steel"] * 30, "won_on": won, "lost_on": lost}
    settings = {"key": ["min_sample"], "value": [30]}
    found = row(made("customer_tags", sample(Settings=settings, Customers=customers)).summary, group="industry")
    assert found["closed"] == 5 and math.isnan(found["win_rate"])  # type: ignore[arg-type]
    assert (found["conversion"], found["small_sample"]) == (0.1, "yes")


def test_every_tier_has_a_row() -> None:
    summary = made("tiers").summary
    assert summary is not None
    assert records(summary, "tier", "customers", "share") == [
        ("A", 0, 0.0),
        ("B", 4, 0.5),
        ("C", 1, 0.125),
        ("D", 3, 0.375),
    ]


def test_service_hours_are_for_won_customers() -> None:
    found = row(made("tiers").summary, tier="B")
    assert [found[name] for name in ("service_hours", "planned_hours", "current_hours", "hours_share")] == [5, 5, 5, 1]


def test_renewal_and_churn_are_of_won_customers() -> None:
    customers = {
        "customer_id": "C",
        "won_on": [day("01-01"), day("01-02"), None],
        "renewed_on": [day("06-01"), None, day("06-01")],
        "churned_on": [None, day("06-01"), None],
    }
    tiers = {"tier": ["D"], "min_points": [0], "service_hours": [4]}
    report = made("tiers", sample(Customers=customers, Tiers=tiers))
    found = row(report.summary, tier="D")
    assert (found["planned_hours"], found["current_hours"]) == (8, 4)
    assert (found["renewed"], found["renewal_rate"], found["churned"], found["churn_rate"]) == (1, 0.5, 1, 0.5)
    assert report.facts["renewed"].sum() == 2


def test_a_product_is_split_by_industry_and_tier() -> None:
    facts = rows(made("preferences").facts, product="CRM")
    assert records(facts, "industry", "tier", "leads", "won", "lost") == [("", "D", 1, 0, 1), ("Retail", "B", 2, 1, 1)]
    found = row(made("preferences").summary, by="product_industry", product="CRM", industry="Retail")
    assert (found["tier"], found["leads"], found["closed"], found["win_rate"]) == ("(all)", 2, 2, 0.5)


def test_the_vital_few_are_the_fewest_that_reach_four_fifths() -> None:
    customers = {
        "customer_id": ["C1", "C2", "C3", "C4", "C1"],
        "won_on": day("01-01"),
        "deal_value": [10.0, 60.0, 20.0, 0.0, 10.0],
    }
    report = made("pareto", sample(Customers=customers))
    assert records(report.facts, "customer_id", "revenue") == [("C2", 60.0), ("C1", 20.0), ("C3", 20.0), ("C4", 0.0)]
    ranked = rows(report.summary, by="customer")
    assert records(ranked, "value", "cumulative_share", "rank", "rank_share", "vital") == [
        ("C2", 0.6, 1, 0.25, "yes"),
        ("C1", 0.8, 2, 0.5, "yes"),
        ("C3", 1.0, 3, 0.75, ""),
        ("C4", 1.0, 4, 1.0, ""),
    ]
    assert report.note == "2 of 3 paying customers (67%) bring 80 % of the revenue."


def test_revenue_by_tag_is_ranked_within_its_group() -> None:
    ranked = rows(made("pareto").summary, by="product_interest")
    assert records(ranked, "value", "revenue", "share") == [("CRM", 1000.5, 0.5), ("ERP", 1000.5, 0.5)]


def test_equal_revenues_stay_in_the_order_of_the_workbook() -> None:
    customers = {"customer_id": ["C2", "C1", "C3"], "won_on": day("01-01"), "deal_value": 5.0}
    assert records(made("pareto", sample(Customers=customers)).facts, "customer_id") == [("C2",), ("C1",), ("C3",)]


def test_without_revenue_there_are_no_shares() -> None:
    report = made("pareto", sample(Customers={"customer_id": ["C1"], "won_on": day("01-01")}))
    assert row(report.summary, by="customer")["vital"] == ""
    assert math.isnan(row(report.summary, by="customer")["share"])  # type: ignore[arg-type]
    assert report.note == "No customer with revenue yet."


@pytest.mark.parametrize(
    ("labels", "level", "distance"),
    [
        pytest.param(["Key", "Good", "Fair", "Low"], "Good", 2.0, id="four tags are the four tiers"),
        pytest.param(["Key", "Plain", "Low"], "Plain", 1.5, id="of three the middle lies between B and C"),
        pytest.param(["D", "C", "B", "A"], "A", 3.0, id="letters are tiers in whatever order"),
        pytest.param(["Key"], "Key", 3.0, id="a single tag is the best"),
        pytest.param(["Key", "Low"], "Whatever", None, id="no tag, no distance"),
    ],
)
def test_a_level_stands_for_a_tier(labels: list[str], level: str, distance: float | None) -> None:
    groups = {"group": ["customer_level"], "family": ["identity"]}
    tags = {"group": "customer_level", "tag": labels, "order": list(range(1, len(labels) + 1))}
    customers = {"customer_id": ["C1"], "customer_level": [level]}
    report = made("levels", sample(TagGroups=groups, Tags=tags, Customers=customers, Indicators=None))
    found = row(report.facts)["distance"]
    assert found == distance or (distance is None and math.isnan(found))  # type: ignore[arg-type]


def test_the_order_column_ranks_levels() -> None:
    tags = {"group": "customer_level", "tag": ["Low", "Key"], "order": [2, 1]}
    customers = {"customer_id": ["C1"], "customer_level": ["Low"]}
    groups = {"group": ["customer_level"]}
    assert row(made("levels", sample(TagGroups=groups, Tags=tags, Customers=customers)).facts)["distance"] == 0.0


def test_the_widest_disagreement_comes_first() -> None:
    assert records(made("levels").facts, "customer_id")[:4] == [("C7",), ("C1",), ("C4",), ("C2",)]
    summary = made("levels").summary
    assert summary is not None
    assert records(summary, "customer_level", "icp_tier", "customers", "disagree")[:3] == [
        ("Plain", "B", 1, "yes"),
        ("Key", "B", 2, "yes"),
        ("Plain", "D", 1, ""),
    ]


def test_points_of_a_customer_sum_to_its_score() -> None:
    dataset = sample()
    sums = made("scores", dataset).facts.groupby("customer_id")["points"].sum()
    scores = score(dataset)
    assert sums.to_dict() == dict(zip(scores.customer_ids, scores.points.tolist(), strict=True))


@pytest.mark.parametrize(
    ("customer", "indicator", "value", "band", "points"),
    [
        pytest.param("C1", "fit", "Retail", "Retail", 60.0, id="tags"),
        pytest.param("C2", "fit", "", "", 0.0, id="blank"),
        pytest.param("C5", "fit", "unknown", "", 0.0, id="a text that is no tag"),
        pytest.param("C6", "judged", "Rival", "Rival: reject", 0.0, id="a hard indicator"),
    ],
)
def test_a_score_says_which_band_decided(customer: str, indicator: str, value: str, band: str, points: float) -> None:
    found = row(made("scores").facts, customer_id=customer, indicator=indicator)
    assert (found["value"], found["band"], found["points"]) == (value, band, points)


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(50, 200, "50 <= x < 200"), (50, None, "x >= 50"), (None, 0.5, "x < 0.5"), (None, None, "")],
)
def test_a_range_is_told_as_it_is_tested(low: float | None, high: float | None, text: str) -> None:
    indicators = {"indicator": ["who"], "kind": ["soft"], "field": ["employees"]}
    bands = {"indicator": ["who"], "low": [low], "high": [high], "points": [5]}
    customers = {"customer_id": ["C1"], "employees": [60 if high != 0.5 else 0]}
    found = row(made("scores", sample(Indicators=indicators, Bands=bands, Customers=customers)).facts)
    assert (found["band"], found["value"]) == (text, "60" if high != 0.5 else "0")


def test_days_to_win_may_be_negative_and_their_median_is_kept() -> None:
    start = day("03-10")
    customers = {
        "customer_id": "C",
        "industry": "Steel",
        "first_contact": [start] * 3,
        "won_on": [start - timedelta(2), start + timedelta(10), start + timedelta(1)],
    }
    assert row(made("customer_tags", sample(Customers=customers)).summary, group="industry")["median_days"] == 1.0
