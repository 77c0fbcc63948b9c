"""What becomes of each tag and why, what tells winners from losers, and the report about it."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report_sample import source_of
from tests.test_reports_shape import assert_fit_for_a_pivot
from xltags.core.dataset import Dataset
from xltags.core.examples import Columns, dataset
from xltags.core.tag_verdicts import tag_verdicts
from xltags.core.values import Value
from xltags.core.wilson import wilson
from xltags.reports import Report, build_reports
from xltags.reports.tag_separation import Separation, information_value, separation, sure_differences

TODAY = date(2026, 9, 30)
OLD, MET = date(2024, 1, 1), date(2026, 8, 1)
Cells = list[Value | None]


def data(tags: Columns, industry: Sequence[Value | None], /, **tables: Columns) -> Dataset:
    """Customers met two months ago with these industries, in a workbook whose smallest sample is 4."""
    return dataset(
        {
            "Settings": {"key": ["min_sample"], "value": [4]},
            "TagGroups": {"group": ["industry"], "family": ["identity"]},
            "Tags": {"group": "industry", "created_on": OLD, **tags},
            "Customers": {
                "customer_id": [f"C{number}" for number in range(len(industry))],
                "industry": industry,
                "first_contact": MET,
            },
            **tables,
        },
        as_of=TODAY,
    )


def verdicts(made: Dataset) -> dict[str, tuple[str, str]]:
    """By tag: the verdict and the reason."""
    return {it.label: (it.verdict, it.reason["en"]) for it in tag_verdicts(made)}


def test_a_tag_in_use_is_kept_and_healthy_once_something_acts_on_it() -> None:
    plain = data({"tag": ["Retail"]}, ["Retail"] * 4)
    [found] = tag_verdicts(plain)
    assert (found.verdict, found.customers, [use.kind for use in found.uses]) == ("keep", 4, ["report", "report"])
    assert found.healthy  # reports need the group
    acted = data({"tag": ["Retail"]}, ["Retail"] * 4, Segments={"segment": "S", "include": "industry = Retail"})
    assert [use.kind for use in tag_verdicts(acted)[0].own] == ["segment"]


@pytest.mark.parametrize(
    ("tags", "industry", "tables", "label", "verdict", "reason"),
    [
        ({"tag": ["Retail", "Never"]}, ["Retail"] * 4, {}, "Never", "retire", "nobody carries it, nothing uses it"),
        ({"tag": ["Retail", "Never"], "created_on": [OLD, date(2026, 9, 1)]}, ["Retail"] * 4, {}, "Never", "keep",
         "too young to judge"),
        ({"tag": ["Retail", "Never"]}, ["Retail"] * 3, {}, "Never", "keep", "too young to judge"),
        ({"tag": ["Retail", "Never"]}, ["Retail"] * 4, {"Segments": {"segment": "Hunt", "include": "industry = Never"}},
         "Never", "keep", "waits for customers: Hunt"),
        ({"tag": ["Retail", "Later"], "status": [None, "reserved"]}, ["Retail"] * 4, {}, "Later", "keep", "reserved"),
        ({"tag": ["Retail", "Later"], "status": [None, "reserved"]}, ["Retail", "Later"] * 2, {}, "Later", "promote",
         "reserved, yet carried by customers (2): put it to use"),
        ({"tag": ["Retail", "Past"], "status": [None, "retired"]}, ["Past"] * 4, {}, "Past", "retire",
         "retired, yet carried by customers (4)"),
        ({"tag": ["Retail", "Past"], "status": [None, "retired"], "replaced_by": [None, "Retail"]}, ["Past"] * 4, {},
         "Past", "merge", "retired; move its customers (4) to Retail"),
        ({"tag": ["E-commerce", "Ecommerce"]}, ["E-commerce"] * 4 + ["Ecommerce"], {}, "Ecommerce", "merge",
         "means the same as E-commerce"),
        ({"tag": ["Making", "Cars"], "parent": [None, "Making"]}, ["Making"] * 4 + ["Cars"], {}, "Cars", "merge",
         "too few customers (1); the wider Making is enough"),
        ({"tag": ["Making", "Cars"], "parent": [None, "Making"]}, ["Making"] * 4 + ["Cars"] * 3, {}, "Cars", "keep",
         "in use"),
        ({"tag": ["Retail"]}, ["Retail"] * 4 + ["Space"] * 5, {}, "Space", "promote",
         "typed for customers (5), but no tag: request it"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_tag(
    tags: Columns, industry: Cells, tables: dict[str, Columns], label: str, verdict: str, reason: str
) -> None:
    assert verdicts(data(tags, industry, **tables))[label] == (verdict, reason)


def test_a_slip_or_a_rare_text_is_no_new_tag() -> None:
    assert list(verdicts(data({"tag": ["Retail"]}, ["Retial"] * 9 + ["Space"] * 4))) == ["Retail"]


def test_a_retired_tag_that_nobody_carries_is_not_listed() -> None:
    assert list(verdicts(data({"tag": ["Retail", "Past"], "status": [None, "retired"]}, ["Retail"] * 4))) == ["Retail"]


def test_a_tag_that_nobody_deals_with_any_more_is_retired() -> None:
    made = data({"tag": ["Retail"]}, ["Retail"] * 4)
    later = dataset(
        {**_tables(made), "Customers": {"industry": ["Retail"] * 4, "first_contact": OLD}}, as_of=TODAY
    )  # fmt: skip
    assert verdicts(later)["Retail"] == ("retire", "not used since 2024-01-01, nothing uses it")


def _tables(made: Dataset) -> dict[str, Columns]:
    return {
        name: {id: list(column.cells()) for id, column in table.columns.items()} for name, table in made.tables.items()
    }


def test_what_customers_do_not_tell_belongs_into_notes() -> None:
    groups: Columns = {"group": ["budget"], "fill_target": [0.5], "family": ["identity"]}
    tags: Columns = {"group": "budget", "tag": ["High", "Low"], "created_on": OLD}
    filled: Cells = ["High", None, None, None, None, None, None, None]

    def made(**more: Value) -> Dataset:
        return dataset(
            {
                "Settings": {"key": ["min_sample"], "value": [4]},
                "TagGroups": {**groups, **more},
                "Tags": tags,
                "Customers": {"customer_id": [f"C{it}" for it in range(8)], "budget": filled, "first_contact": MET},
            },
            as_of=TODAY,
        )

    reason = "the group is known for 12% of 50% wanted: customers do not tell it"
    assert verdicts(made())["High"] == ("note", reason)
    assert verdicts(made(required="yes"))["High"][0] == verdicts(made(feed="system"))["High"][0] == "keep"
    assert verdicts(made(fill_target=0.2))["High"][0] == "keep"


def test_what_separates_and_is_used_by_nothing_is_promoted() -> None:
    made = data({"tag": ["Retail", "Steel"]}, ["Retail", "Steel"] * 4)
    found = {it.label: it.verdict for it in tag_verdicts(made, {0: 0.4})}
    assert found == {"Retail": "promote", "Steel": "keep"}
    acted = data({"tag": ["Retail"]}, ["Retail"] * 4, Segments={"segment": "S", "include": "industry = Retail"})
    assert tag_verdicts(acted, {0: 0.4})[0].verdict == "keep"


# ---- separation


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_difference_lies_in_its_interval_and_turns_with_its_sign(a: int, b: int, c: int, d: int) -> None:
    one, other = separation(a, b, a + c, b + d, min_sample=1), separation(c, d, a + c, b + d, min_sample=1)
    if min(a + b, c + d) < 1:
        assert np.isnan(one.difference)
        return
    assert -1 <= one.low <= one.difference <= one.high <= 1
    assert one.difference == pytest.approx(-other.difference) and one.low == pytest.approx(-other.high)
    assert one.p == pytest.approx(other.p) and 0 <= one.p <= 1


def test_the_p_value_is_that_of_the_chi_square_test() -> None:
    from scipy.stats import chi2_contingency

    wanted = chi2_contingency([[40, 10], [20, 80]], correction=False).pvalue
    assert separation(40, 10, 60, 90, min_sample=1).p == pytest.approx(wanted)


def test_newcombe_method_10_as_published() -> None:
    # Newcombe 1998, table II, example (a): 56/70 - 48/80, interval 0.0524 to 0.3339
    found = separation(56, 14, 56 + 48, 14 + 32, min_sample=1)
    assert (round(found.difference, 4), round(found.low, 4), round(found.high, 4)) == (0.2, 0.0524, 0.3339)
    assert wilson([56], [70])[0][0] < 0.8


def test_chance_differences_are_rarely_called_sure() -> None:
    random, false = np.random.default_rng(7), 0
    for _ in range(200):
        found = {}
        for place in range(20):
            ours, others = int(random.binomial(60, 0.4)), int(random.binomial(100, 0.4))
            found[place] = separation(ours, 60 - ours, ours + others, 160 - ours - others, min_sample=30)
        false += bool(sure_differences(found))
    assert false <= 200 * 0.1
    planted: dict[int, Separation] = {0: separation(50, 10, 90, 110, min_sample=30)}
    assert sure_differences(planted) == {0: planted[0].difference}


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=6))
def test_information_value_by_hand(counts: list[tuple[int, int]]) -> None:
    won, lost = (np.asarray(column, dtype=np.int64) for column in zip(*counts, strict=True))
    value, chance = information_value(won, lost)
    used = [(a, b) for a, b in counts if a + b]
    wins, losses = sum(a for a, _ in used), sum(b for _, b in used)
    if not wins or not losses:
        assert np.isnan(value)
        return
    naive = 0.0
    for a, b in used:
        good, bad = (a + 0.5) / (wins + len(used) / 2), (b + 0.5) / (losses + len(used) / 2)
        naive += (good - bad) * np.log(good / bad)
    assert value == pytest.approx(naive) and value >= 0
    assert chance == pytest.approx((len(used) - 1) * (1 / wins + 1 / losses))


def test_chance_shows_about_the_value_expected_of_chance() -> None:
    random = np.random.default_rng(3)
    found = [
        information_value(np.bincount(random.integers(0, 5, 200), minlength=5),
                          np.bincount(random.integers(0, 5, 300), minlength=5))
        for _ in range(300)
    ]  # fmt: skip
    values, chances = (float(np.mean(part)) for part in zip(*found, strict=True))
    assert values == pytest.approx(chances, rel=0.15)


# ---- the report


def outcomes() -> Dataset:
    """A hundred customers over two years; retail wins more, and nobody acts on it."""
    random = np.random.default_rng(11)
    industry = [["Retail", "Steel", None][code] for code in random.integers(0, 3, 150)]
    won = [
        (it == "Retail" and draw < 0.8) or (it != "Retail" and draw < 0.2)
        for it, draw in zip(industry, random.random(150), strict=True)
    ]
    days = [date(2025, 1, 1) + timedelta(int(it)) for it in random.integers(0, 600, 150)]
    return dataset(
        {
            "Settings": {"key": ["min_sample"], "value": [20]},
            "TagGroups": {"group": ["industry", "size"], "family": ["identity", "identity"], "step": [1, 2],
                          "fill_target": [0.5, 0.9], "feed": [None, "system"]},
            "Tags": {"group": ["industry", "industry", "size"], "tag": ["Retail", "Steel", "Big"], "created_on": OLD},
            "Customers": {"customer_id": [f"C{it}" for it in range(150)], "industry": industry, "size": [None] * 150,
                          "first_contact": days, "won_on": [TODAY if it else None for it in won],
                          "lost_on": [None if it else TODAY for it in won]},
        },
        as_of=TODAY,
    )  # fmt: skip


@pytest.fixture(scope="module")
def report() -> Report:
    made = outcomes()
    return build_reports(made, source_of(made).scores, [], only=["tag_health"])[0]


def test_the_report_is_fit_for_a_pivot(report: Report) -> None:
    assert report.summary is not None
    assert_fit_for_a_pivot(report.facts)
    assert_fit_for_a_pivot(report.summary)


def test_the_facts_equal_sql(report: Report) -> None:
    duckdb = pytest.importorskip("duckdb")
    table = outcomes().customers.table
    names = ("industry", "first_contact", "won_on")
    frame = pd.DataFrame({id: [None if it is None else str(it) for it in table.column(id).cells()] for id in names})
    connection = duckdb.connect()
    connection.register("c", frame)
    wanted = connection.execute(
        "SELECT industry, count(*), count(won_on), count(won_on) / count(*) - (SELECT count(won_on) / count(*)"
        " FROM c AS o WHERE o.industry <> c.industry) FROM c WHERE industry IS NOT NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    facts = report.facts[report.facts["group"] == "industry"]
    for row, (tag, customers, won, difference) in zip(facts.to_dict("records"), wanted, strict=True):
        assert (row["tag"], row["customers"], row["won"]) == (tag, customers, won)
        assert row["win_difference"] == pytest.approx(difference)
        assert row["win_difference_low"] <= difference <= row["win_difference_high"]
    assert facts["verdict"].tolist() == ["promote", "promote"]
    years = connection.execute(
        "SELECT first_contact[:4], count(*), count(industry), count(DISTINCT industry) FROM c GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert report.summary is not None
    shown = report.summary[report.summary["by"] == "year"][["value", "customers", "filled", "used"]]
    assert [tuple(row) for row in shown.itertuples(index=False)] == years


def test_the_summary_by_step_and_group(report: Report) -> None:
    assert report.summary is not None
    rows = {(row["by"], row["value"]): row for row in report.summary.to_dict("records")}
    assert rows["step", "1"]["ready_share"] == 1 and rows["step", "2"]["ready_share"] == 0
    industry = rows["group", "industry"]
    assert industry["information_value"] > 3 * industry["chance_value"] > 0
    assert industry["entry_hours"] == pytest.approx(industry["filled"] * 15 / 3600)
    assert rows["group", "size"]["entry_hours"] == 0 and rows["all", "(all)"]["manual"] == 1
    assert rows["all", "(all)"]["minutes"] == 0.25


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_reasons_in_every_language(language: str) -> None:
    made = outcomes()
    [found] = build_reports(made, source_of(made).scores, [], only=["tag_health"], language=language)  # type: ignore[arg-type]
    assert all(found.facts["reason"]) and not found.facts["reason"].str.contains("{", regex=False).any()
