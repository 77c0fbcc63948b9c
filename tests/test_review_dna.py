"""Golden-customer DNA: against counts by SQL, tests by scipy, and laws."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import betabinom, fisher_exact

from tests.public_sets import DATA, expected, needs_public_sets
from tests.review_books import CLOSED, outcome_book, random_book
from xltags.core.dataset import Dataset
from xltags.core.review.chance import chi_square_p, false_discovery_q, fisher_p, fisher_p_greater
from xltags.core.review.dna import MIN_TAGGED, find_dna, information_values, shrunk_rates
from xltags.core.review.drift import expected_index
from xltags.core.review.outcomes import closed_rows
from xltags.core.review.rates import rate_of
from xltags.core.review.results import Dna
from xltags.core.values import CellFault

Counts = Mapping[str, Mapping[str, tuple[int, int]]]  # by group and tag: customers and hits


def plain_q(p: list[float]) -> list[float]:
    """Benjamini and Hochberg as their paper has it: p times m over rank, made rising from the largest down."""
    order = sorted(range(len(p)), key=lambda place: p[place], reverse=True)
    found, least = [0.0] * len(p), 1.0
    for rank, place in zip(range(len(p), 0, -1), order, strict=True):
        least = min(least, p[place] * len(p) / rank)
        found[place] = least
    return found


def agree(found: Dna, counts: Counts) -> None:
    """The evidence is that of the counts: each tag's, tested with scipy and corrected over all that were tested."""
    keys, p = [], []
    for group, tags in counts.items():
        known, known_hits = (sum(pair[place] for pair in tags.values()) for place in (0, 1))
        for tag, (of, hits) in tags.items():
            if of >= MIN_TAGGED and known - of >= MIN_TAGGED:
                keys.append((group, tag))
                rest = [known_hits - hits, known - of - known_hits + hits]
                p.append(float(fisher_exact(np.array([[hits, of - hits], rest])).pvalue))
    wanted = dict(zip(keys, zip(p, plain_q(p), strict=True), strict=True))
    tested = {(one.group, one.tag): one for one in found.tags if not np.isnan(one.p)}
    assert set(tested) == set(keys)
    for key, one in tested.items():
        assert (one.rate.of, one.rate.hits) == counts[key[0]][key[1]]
        assert (one.p, one.q) == pytest.approx(wanted[key], rel=1e-9)
        assert one.significant == (wanted[key][1] < 0.05)


def sql_counts(**tables: str) -> dict[str, dict[str, tuple[int, int]]]:
    """Customers and wins by tag as SQL counted them, blank cells left out."""
    found = {}
    for group, name in tables.items():
        table = expected(name)
        rows = zip(table.iloc[:, 0].astype(str), table["n"], table["won"], strict=True)
        found[group] = {tag: (int(n), int(won)) for tag, n, won in rows if tag not in ("(blank)", "nan")}
    return found


def frame_book(frame: pd.DataFrame, won: "pd.Series[bool]", groups: Mapping[str, str]) -> Dataset:
    cells = {id: [text or None for text in frame[column]] for id, column in groups.items()}
    return outcome_book([bool(it) for it in won], cells)


def maven() -> Dataset:
    """Maven's closed deals; the day of closing plays no part."""
    folder = DATA / "maven_crm"
    deals = pd.read_csv(folder / "sales_pipeline.csv", dtype=str, keep_default_na=False)
    deals = deals[deals["deal_stage"].isin(["Won", "Lost"])]
    accounts = pd.read_csv(folder / "accounts.csv", dtype=str, keep_default_na=False)
    teams = pd.read_csv(folder / "sales_teams.csv", dtype=str, keep_default_na=False)
    joined = deals.merge(accounts, on="account", how="left").merge(teams, on="sales_agent", how="left").fillna("")
    joined["product"] = joined["product"].replace("GTXPro", "GTX Pro")
    groups = {"agent": "sales_agent", "region": "regional_office", "office": "office_location"}
    groups |= {column: column for column in ("account", "manager", "product", "sector")}
    return frame_book(joined, joined["deal_stage"] == "Won", groups)


@needs_public_sets
def test_maven_has_no_dna() -> None:
    found = find_dna(closed_rows(maven()), "won")
    names = ("account", "agent", "manager", "product", "region", "sector")
    counts = sql_counts(**{name: f"maven_by_{name}" for name in names}, office="maven_by_office_location")
    agree(found, counts)
    sectors = expected("maven_by_sector")
    assert (found.overall.of, found.overall.hits) == (sectors["n"].sum(), sectors["won"].sum())
    assert any(one.p < 0.05 for one in found.tags), "without the correction something would be called DNA"
    assert not any(one.significant for one in found.tags)
    for group, value in found.information:  # no more than so many tags have by chance
        assert value < 1.6 * expected_index(len(counts[group]), 3042, 1684)
    wanted = expected("maven_by_sector").set_index("k")
    for one in found.tags:
        if one.group == "sector":
            row = wanted.loc[one.tag]
            assert (one.rate.rate, one.rate.low, one.rate.high) == pytest.approx(
                (row["rate"], row["wilson_lo"], row["wilson_hi"]), abs=2e-6
            )


@needs_public_sets
def test_the_chi_square_test_of_mavens_sectors() -> None:
    from scipy.stats import chi2

    wanted = expected("maven_sector_chi2").iloc[0]
    sectors = expected("maven_by_sector")
    table = np.array([sectors["won"], sectors["n"] - sectors["won"]])
    assert chi_square_p(table) == pytest.approx(float(chi2.sf(wanted["chi2"], wanted["df"])), rel=1e-6)


@needs_public_sets
def test_x_education_has_dna() -> None:
    leads = pd.read_csv(DATA / "xeducation_leads" / "Leads.csv", dtype=str, keep_default_na=False).replace("Select", "")
    groups = {
        "city": "City",
        "occupation": "What is your current occupation",
        "specialization": "Specialization",
        "origin": "Lead Origin",
    }
    found = find_dna(closed_rows(frame_book(leads, leads["Converted"] == "1", groups)), "won")
    counts = sql_counts(city="xedu_by_city", occupation="xedu_by_occupation", specialization="xedu_by_specialization")
    origin = expected("xedu_by_origin")
    counts["origin"] = {str(row.iloc[0]): (int(row["n"]), int(row["won"])) for _, row in origin.iterrows()}
    agree(found, counts)
    assert (found.tags[0].group, found.tags[0].tag) == ("origin", "Lead Add Form")
    assert found.tags[0].lift > 2
    assert found.information[0][0] == "occupation" or found.information[0][0] == "origin"


@needs_public_sets
def test_what_is_filled_only_for_winners_is_no_dna() -> None:
    folder = DATA / "olist_marketing_funnel"
    leads = pd.read_csv(folder / "olist_marketing_qualified_leads_dataset.csv", dtype=str, keep_default_na=False)
    deals = pd.read_csv(folder / "olist_closed_deals_dataset.csv", dtype=str, keep_default_na=False)
    joined = leads.merge(deals, on="mql_id", how="left").fillna("")
    names = {"segment": "business_segment", "lead_type": "lead_type", "business_type": "business_type",
             "behaviour": "lead_behaviour_profile"}  # fmt: skip
    found = find_dna(closed_rows(frame_book(joined, joined["won_date"] != "", names)), "won")
    overall = expected("olist_overall").iloc[0]
    assert (found.overall.rate, found.overall.low, found.overall.high) == pytest.approx(
        (overall["rate"], overall["wilson_lo"], overall["wilson_hi"]), abs=2e-6
    )
    assert (found.overall.of, found.overall.hits) == (overall["n"], overall["won"])
    for group, column in names.items():
        wanted = expected(f"olist_dna_{column.removeprefix('business_') if group == 'segment' else column}")
        wanted = wanted.set_index(wanted.columns[0])
        known = int(wanted["won"].sum()) - int(wanted["won"].get("(blank)", 0))
        mine = [one for one in found.tags if one.group == group]
        assert {one.tag for one in mine} == {tag for tag, n in wanted["won"].items() if n >= 10 and tag != "(blank)"}
        for one in mine:
            assert one.rate.hits == one.rate.of == wanted.loc[one.tag, "won"]
            assert one.share_in * known / overall["won"] == pytest.approx(wanted.loc[one.tag, "share"], abs=1e-6)
            assert (one.lift, one.significant) == (1.0, False)


def test_planted_tags_are_found_first() -> None:
    found = find_dna(closed_rows(random_book(3, 600, planted={"a0": 0.7, "b1": 0.05})), "won")
    best, worst = sorted(found.tags[:2], key=lambda one: -one.lift)
    assert (best.tag, worst.tag) == ("a0", "b1")
    assert best.significant
    assert worst.significant
    assert best.lift > 1.5 > 0.5 > worst.lift
    assert best.share_in > best.share_out
    assert worst.share_in < worst.share_out
    assert not any(one.significant for one in found.tags if one.group == "c")
    assert {group for group, _ in found.information[:2]} == {"a", "b"}


def test_shuffled_outcomes_have_no_dna() -> None:
    wrong = [any(one.significant for one in find_dna(closed_rows(random_book(seed)), "won").tags) for seed in range(40)]
    assert sum(wrong) <= 4  # 5 % of them, if the correction holds


def test_renewal_is_looked_at_among_the_won_only() -> None:
    won = [True] * 60 + [False] * 60
    cells = ["Good", "Bad"] * 60
    renewed = [CLOSED if cell == "Good" else None for cell in cells]
    found = find_dna(closed_rows(outcome_book(won, {"industry": cells}, renewed_on=renewed)), "renewed")
    assert (found.outcome, found.overall.of, found.overall.hits) == ("renewed", 60, 30)
    good = next(one for one in found.tags if one.tag == "Good")
    assert (good.rate.hits, good.rate.of, good.lift, good.significant) == (30, 30, 2.0, True)
    assert (good.share_in, good.share_out) == (1.0, 0.0)


def test_groups_with_many_values_blank_cells_and_faults() -> None:
    won = [True] * 12 + [False] * 12
    cells = ["CRM; ERP"] * 10 + [None, CellFault("error", "#N/A")] + ["ERP"] * 10 + ["Shop", None]
    book = outcome_book(won, {"product": cells, "stage": ["Won"] * 12 + ["Lost"] * 12}, many=["product"],
                        families={"stage": "stage"})  # fmt: skip
    found = find_dna(closed_rows(book), "won")
    assert [(one.tag, one.rate.hits, one.rate.of) for one in found.tags] == [("CRM", 10, 10), ("ERP", 10, 20)]
    crm, erp = found.tags
    assert crm.lift == pytest.approx(21 / 10)  # of the 21 with a product 10 won
    assert crm.p == pytest.approx(float(fisher_exact(np.array([[10, 0], [0, 11]])).pvalue))
    assert np.isnan(erp.p)
    assert np.isnan(erp.q)
    assert not erp.significant, "only one has another product"
    assert [group for group, _ in found.information] == ["product"]


def test_groups_can_be_left_out() -> None:
    book = random_book(3, planted={"a0": 0.9})
    found = find_dna(closed_rows(book), "won", without={"a"})
    assert {one.group for one in found.tags} == {"b", "c"}
    assert not any(one.significant for one in found.tags)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_few_or_no_customers_have_no_dna(count: int) -> None:
    found = find_dna(closed_rows(outcome_book([True] * count, {"industry": ["Retail"] * count})), "won")
    assert found.tags == ()
    assert np.isnan(found.overall.rate)


def test_the_order_of_rows_and_foreign_columns_do_not_matter() -> None:
    book = random_book(5, 200, planted={"a0": 0.8})
    table = book.customers.table
    columns = {id: list(column.cells()) for id, column in table.columns.items()}
    order = np.random.default_rng(0).permutation(200).tolist()
    moved = {id: [cells[place] for place in order] for id, cells in columns.items()}
    won = [cell is not None for cell in moved["won_on"]]
    mixed = outcome_book(won, {id: moved[id] for id in "abc"}, foreign=["x"] * 200, employees=[3] * 200)
    for outcome in ("won", "renewed"):
        found, again = find_dna(closed_rows(book), outcome), find_dna(closed_rows(mixed), outcome)
        assert repr(found) == repr(again)


tables = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 300), st.integers(0, 300))


@given(st.lists(tables, min_size=1, max_size=8))
@settings(max_examples=30)
def test_fishers_test_is_scipys(rows: list[tuple[int, int, int, int]]) -> None:
    a, b, c, d = np.array(rows).T
    made = [np.array([[w, x], [y, z]]) for w, x, y, z in rows]
    wanted = [float(fisher_exact(table).pvalue) for table in made]
    assert fisher_p(a, a + b, c, c + d).tolist() == wanted
    greater = [float(fisher_exact(table, alternative="greater").pvalue) for table in made]
    assert fisher_p_greater(a, a + b, c, c + d).tolist() == greater


@given(st.lists(st.floats(0, 1), max_size=30))
def test_q_is_never_under_p_and_agrees_with_the_paper(p: list[float]) -> None:
    found = false_discovery_q(p).tolist()
    assert found == pytest.approx(plain_q(p), rel=1e-9)
    assert all(q >= it for q, it in zip(found, p, strict=True))
    mixed = false_discovery_q([np.nan, *p, np.nan])
    assert mixed[1:-1].tolist() == found
    assert np.isnan(mixed[[0, -1]]).all()


counts = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=12)


@given(counts)
def test_shrunk_rates_lie_between_the_own_rate_and_that_of_all(rows: list[tuple[int, int]]) -> None:
    hits, of = np.array([it[0] for it in rows]), np.array([sum(it) for it in rows])
    found = shrunk_rates(hits, of)
    for rate, (own_hits, own_of) in zip(found.tolist(), zip(hits.tolist(), of.tolist(), strict=True), strict=True):
        if own_of == 0:
            assert np.isnan(rate)
            continue
        ends = sorted((own_hits / own_of, hits.sum() / of.sum()))
        assert ends[0] - 1e-12 <= rate <= ends[1] + 1e-12


def test_shrunk_rates_are_near_those_of_the_likelihood() -> None:
    random = np.random.default_rng(11)
    of = random.integers(5, 120, 60)
    hits = random.binomial(of, random.beta(4, 12, 60))

    def unlikely(logs: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float:
        return -float(np.sum(betabinom.logpmf(hits, of, *np.exp(logs))))

    a, b = np.exp(minimize(unlikely, np.array([0.0, 1.0]), method="Nelder-Mead").x)
    assert np.abs(shrunk_rates(hits, of) - (hits + a) / (of + a + b)).max() < 0.04


def test_shrunk_rates_foresee_better_than_raw_ones_and_than_the_rate_of_all() -> None:
    random = np.random.default_rng(2)
    errors = []
    for _ in range(30):
        true, of = random.beta(3, 9, 80), random.integers(2, 60, 80)
        hits = random.binomial(of, true)
        guesses = (shrunk_rates(hits, of), hits / of, np.full(80, hits.sum() / of.sum()))
        errors.append([float(((guess - true) ** 2).mean()) for guess in guesses])
    shrunk, raw, overall = np.mean(errors, axis=0)
    assert shrunk < 0.8 * min(raw, overall)


def test_tags_that_differ_by_chance_alone_get_the_rate_of_all() -> None:
    assert shrunk_rates(np.array([10, 10, 10]), np.array([30, 30, 30])).tolist() == [1 / 3] * 3
    assert shrunk_rates(np.array([8, 12, 10]), np.array([30, 30, 30])).tolist() == [1 / 3] * 3
    assert shrunk_rates(np.array([0, 0]), np.array([5, 9])).tolist() == [0.0, 0.0]
    apart = shrunk_rates(np.array([1000, 0]), np.array([1000, 1000]))
    assert apart == pytest.approx([1.0, 0.0], abs=0.01)


@given(counts)
def test_information_is_never_below_nothing(rows: list[tuple[int, int]]) -> None:
    hits, of = np.array([it[0] for it in rows]), np.array([sum(it) for it in rows])
    found = information_values(hits, of)
    assert (found >= 0).all()
    assert (found[of == 0] == 0).all()


def test_information_by_hand() -> None:
    a, b = 30.5 / 41, 10.5 / 41
    wanted = (a - b) * np.log(a / b)
    found = information_values(np.array([30, 10, 0]), np.array([40, 40, 0]))
    assert found.tolist() == pytest.approx([wanted, wanted, 0])


def test_a_rate_needs_enough_cases() -> None:
    assert rate_of(9, 10, 10).rate == 0.9
    for made in (rate_of(9, 10, 11), rate_of(0, 0, 0)):
        assert all(np.isnan(it) for it in (made.rate, made.low, made.high))


def test_a_review_of_the_past_knows_nothing_of_later_outcomes() -> None:
    won_on = [date(2026, 5, 1)] * 30 + [date(2026, 8, 1)] * 30 + [None] * 60
    lost_on = [None] * 60 + [date(2026, 6, 30)] * 60
    cells = ["Old"] * 30 + ["New"] * 30 + ["Old", "New"] * 30
    book = outcome_book([None] * 120, {"industry": cells}, won_on=won_on, lost_on=lost_on)
    rates = {
        quarter: {one.tag: (one.rate.hits, one.rate.of) for one in find_dna(closed_rows(book, quarter), "won").tags}
        for quarter in ("2026-Q2", "2026-Q3")
    }
    assert rates == {"2026-Q2": {"Old": (30, 60), "New": (0, 30)}, "2026-Q3": {"Old": (30, 60), "New": (30, 60)}}
