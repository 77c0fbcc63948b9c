"""Counts and rates of the reports equal what SQL counted from the same public exports."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from tests.public_sets import expected, maven, needs_public_sets, olist, xeducation
from xltags.core.dataset import Dataset
from xltags.core.scoring import score
from xltags.reports import Report, build_reports

pytestmark = needs_public_sets


def made(dataset: Dataset, name: str) -> Report:
    """One report of a dataset."""
    return build_reports(dataset, score(dataset), [], only=[name])[0]


def summary(dataset: Dataset, name: str) -> pd.DataFrame:
    """The summary of one report."""
    frame = made(dataset, name).summary
    assert frame is not None
    return frame


def by_tag(dataset: Dataset, group: str) -> pd.DataFrame:
    """The rows of one group of the summary of `customer_tags`, by tag."""
    frame = summary(dataset, "customer_tags")
    return frame[frame["group"] == group].set_index("tag")


def by_value(dataset: Dataset, name: str, by: str) -> pd.DataFrame:
    """The rows of one kind of a summary, by value."""
    frame = summary(dataset, name)
    return frame[frame["by"] == by].set_index("value")


def oracle(name: str, key: str) -> pd.DataFrame:
    """An expected table by its key; "(blank)" is our blank."""
    table = expected(name)
    return table.assign(**{key: table[key].astype(str).replace("(blank)", "")}).set_index(key)


def assert_same_rates(found: pd.DataFrame, wanted: pd.DataFrame, *, rate: str, trials: str) -> None:
    """Counts exactly, rates and intervals as SQL rounded them, and as scipy computes them anew."""
    found = found.loc[wanted.index]
    assert found[trials].tolist() == wanted["n"].tolist()
    assert found["won"].tolist() == wanted["won"].tolist()
    for ours, theirs in ((rate, "rate"), (f"{rate}_low", "wilson_lo"), (f"{rate}_high", "wilson_hi")):
        np.testing.assert_allclose(found[ours].to_numpy(float), wanted[theirs].to_numpy(float), atol=1.1e-6, rtol=0)
    for row in found.to_dict("records"):
        interval = binomtest(int(row["won"]), int(row[trials])).proportion_ci(method="wilson")
        np.testing.assert_allclose((row[f"{rate}_low"], row[f"{rate}_high"]), interval, atol=1e-9, rtol=0)


@pytest.mark.parametrize(
    ("dataset", "table", "key", "by"),
    [
        pytest.param(olist, "olist_by_origin", "origin", "source", id="olist by origin"),
        pytest.param(olist, "olist_by_month", "contact_month", "month", id="olist by month"),
        pytest.param(xeducation, "xedu_by_source_clean", "k", "source", id="x education by source"),
        pytest.param(maven, "maven_by_close_quarter", "k", "quarter", id="maven by quarter"),
    ],
)
def test_conversion_of_channels_equals_sql(dataset: Callable[[], Dataset], table: str, key: str, by: str) -> None:
    found, wanted = by_value(dataset(), "channels", by), oracle(table, key)
    assert set(wanted.index) == {value for value in found.index if value or by == "source"}
    assert_same_rates(found, wanted, rate="conversion", trials="leads")


@pytest.mark.parametrize(
    ("dataset", "table", "key", "group", "rate", "trials"),
    [
        pytest.param(olist, "olist_by_origin", "origin", "source", "conversion", "customers", id="olist_by_origin"),
        pytest.param(xeducation, "xedu_by_origin", "k", "lead_origin", "conversion", "customers", id="xedu_by_origin"),
        pytest.param(xeducation, "xedu_by_city", "k", "place", "conversion", "customers", id="xedu_by_city"),
        pytest.param(maven, "maven_by_sector", "k", "sector", "win_rate", "closed", id="maven_by_sector"),
        pytest.param(maven, "maven_by_agent", "k", "agent", "win_rate", "closed", id="maven_by_agent"),
        pytest.param(maven, "maven_by_manager", "k", "manager", "win_rate", "closed", id="maven_by_manager"),
        pytest.param(maven, "maven_by_product", "k", "product", "win_rate", "closed", id="maven_by_product"),
        pytest.param(maven, "maven_by_region", "k", "region", "win_rate", "closed", id="maven_by_region"),
    ],
)
def test_rates_by_tag_equal_sql(
    dataset: Callable[[], Dataset], table: str, key: str, group: str, rate: str, trials: str
) -> None:
    found, wanted = by_tag(dataset(), group), oracle(table, key)
    assert set(wanted.index) == {tag for tag in found.index if found.loc[tag, trials]}
    assert_same_rates(found, wanted, rate=rate, trials=trials)


def test_revenue_by_tag_equals_sql() -> None:
    found, wanted = by_tag(maven(), "sector"), oracle("maven_by_sector", "k")
    assert found.loc[wanted.index, "revenue"].tolist() == wanted["revenue"].tolist()


def test_median_days_from_first_contact_to_won_equal_sql() -> None:
    found, wanted = by_tag(olist(), "source"), oracle("olist_by_origin", "origin")
    assert found.loc[wanted.index, "median_days"].tolist() == wanted["median_days"].tolist()


def test_wins_by_a_group_of_the_team_s_own_equal_sql() -> None:
    found, wanted = by_tag(olist(), "sdr"), oracle("olist_by_sdr", "sdr_id")
    assert found.drop(index="")["won"].to_dict() == wanted["won"].to_dict()
    assert found.drop(index="")["median_days"].to_dict() == wanted["median_days"].to_dict()


def test_facts_of_channels_sum_to_quarters_and_sources_of_sql() -> None:
    facts = made(olist(), "purity").facts
    found = facts.groupby(["quarter", "source"])["leads"].sum().to_dict()
    wanted = expected("olist_by_quarter_origin").replace("(blank)", "")
    assert found == {(row.q, row.origin): row.n for row in wanted.itertuples()}


def test_purity_by_source_equals_sql() -> None:
    found, wanted = by_value(xeducation(), "purity", "source"), oracle("xedu_purity_by_source", "source")
    names = {"leads": "leads", "judged": "classified", "target": "valid", "ecosystem": "ecosystem_partner"}
    for ours in ("leads", "judged", "target", "target_not_now", "ecosystem", "competitor", "not_target"):
        assert found.loc[wanted.index, ours].tolist() == wanted[names.get(ours, ours)].tolist(), ours
    pure = wanted["valid"] + wanted["target_not_now"]
    judged = wanted["classified"] > 0
    shares = (pure / wanted["classified"])[judged]
    np.testing.assert_allclose(found.loc[shares.index, "purity"].to_numpy(float), shares.to_numpy(float), atol=1e-12)


def test_purity_facts_keep_what_is_not_judged() -> None:
    facts = made(xeducation(), "purity").facts
    wanted = expected("xedu_purity_overall").set_index("purity")["n"]
    found = facts.groupby("purity_class")["leads"].sum()
    assert found[""] == wanted["unclassified"]
    assert found["target"] == wanted["valid"]
    assert facts["leads"].sum() == wanted.sum()
