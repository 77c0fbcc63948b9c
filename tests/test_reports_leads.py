"""What the reports about leads count: findings, purity, invalid reasons, channels, hand-over, alignment."""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from tests.report_sample import CUSTOMERS, FINDINGS, day, sample, source_of
from xltags.core.dataset import Dataset
from xltags.core.finding import Language
from xltags.reports import Report, load_reports
from xltags.reports.channel_advice import ADVICE, advise
from xltags.reports.registry import Source


def made(name: str, dataset: Dataset | None = None) -> Report:
    """One report of a dataset, of the sample where none is given."""
    return load_reports()[name].function(source_of(dataset or sample()))


def row(frame: pd.DataFrame | None, **where: object) -> dict[str, object]:
    """The one row of a table with these values."""
    assert frame is not None
    for name, value in where.items():
        frame = frame[frame[name] == value]
    assert len(frame) == 1, frame
    return {str(name): value for name, value in frame.iloc[0].items()}


def records(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """Some columns of a table as tuples."""
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_findings_keep_their_order_and_name_the_customer() -> None:
    assert records(made("findings").facts, "code", "cell", "customer_id") == [
        ("TAG003", "B4", "C3"),
        ("TAG001", "B5", "C4"),
        ("TAG001", "D7", "C6"),
        ("LOG001", "B6", "C99"),
        ("FILE010", "", ""),
    ]


def test_findings_are_summed_by_code_worst_first() -> None:
    summary = made("findings").summary
    assert summary is not None
    assert records(summary, "severity", "code", "findings", "customers") == [
        ("error", "TAG001", 2, 2),
        ("error", "FILE010", 1, 0),
        ("warning", "LOG001", 1, 1),
        ("note", "TAG003", 1, 1),
    ]


def test_a_customer_with_two_findings_of_a_code_counts_once() -> None:
    source = source_of(sample(), findings=(FINDINGS[1], FINDINGS[1]))
    assert row(load_reports()["findings"].function(source).summary)["customers"] == 1


@pytest.mark.parametrize(
    ("customer", "shown", "judged", "pure"),
    [
        pytest.param("C1", "target", 1, 1, id="a tag with a class"),
        pytest.param("C3", "target_not_now", 1, 1, id="not now is pure"),
        pytest.param("C6", "competitor", 1, 0, id="a rival is not"),
        pytest.param("C4", "", 0, 0, id="blank is blank"),
        pytest.param("C5", "target", 0, 0, id="a text like a class is as typed and not judged"),
        pytest.param("C7", "Undecided", 0, 0, id="a tag without a class is its label and not judged"),
    ],
)
def test_purity_counts(customer: str, shown: str, judged: int, pure: int) -> None:
    place = CUSTOMERS["customer_id"].index(customer)
    dataset = sample(Customers={name: [cells[place]] for name, cells in CUSTOMERS.items()})
    found = row(made("purity", dataset).facts)
    assert (found["purity_class"], found["judged"], found["pure"]) == (shown, judged, pure)


def test_a_typed_text_is_not_merged_with_the_class_it_reads_like() -> None:
    customers = {"customer_id": ["C1", "C2"], "mdr": ["Fits", "target"]}
    facts = made("purity", sample(Customers=customers)).facts
    assert sorted(records(facts, "purity_class", "leads", "judged")) == [("target", 1, 0), ("target", 1, 1)]


def test_purity_and_its_cost_by_year() -> None:
    found = row(made("purity").summary, by="year", value="2026")
    assert (found["leads"], found["judged"], found["invalid_leads"]) == (6, 4, 2)
    assert (found["purity"], found["judged_rate"]) == (0.5, 4 / 6)
    assert (found["spend"], found["spend_on_invalid"]) == (600.5, 300.25)


def test_a_rate_under_min_sample_is_withheld_and_marked() -> None:
    settings = {"key": ["min_sample"], "value": [5]}
    found = row(made("purity", sample(Settings=settings)).summary, by="year", value="2026")
    assert math.isnan(found["purity"]) and math.isnan(found["spend_on_invalid"])  # type: ignore[arg-type]
    assert (found["judged_rate"], found["small_sample"]) == (4 / 6, "yes")


def test_a_customer_without_first_contact_counts_in_the_blank_month() -> None:
    facts = made("purity").facts
    assert records(facts[facts["year"].isna()], "month", "quarter", "source") == [("", "", ""), ("", "", "Radio")]


@pytest.mark.parametrize(("start", "quarter", "year"), [(1, "2026-Q2", 2026), (4, "2027-Q1", 2027)])
def test_quarters_follow_the_fiscal_year(start: int, quarter: str, year: int) -> None:
    settings = {"key": ["fiscal_year_start"], "value": [start]}
    customers = {"customer_id": ["C1"], "first_contact": [day("05-31")]}
    found = row(made("purity", sample(Settings=settings, Customers=customers, Spend=None)).facts)
    assert (found["month"], found["quarter"], found["year"]) == ("2026-05", quarter, year)


def test_invalid_leads_without_a_reason_stay_visible() -> None:
    facts = made("invalid_reasons").facts
    assert records(facts, "source", "reason", "leads") == [("Radio", "Wrong number", 1), ("SEM", "", 1)]


def test_reasons_accumulate_from_the_most_frequent_on() -> None:
    customers = {"customer_id": "C", "invalid_reason": ["Student", "student", "Spam", "Student"]}
    summary = made("invalid_reasons", sample(Customers=customers)).summary
    assert summary is not None
    rows = summary[summary["by"] == "all"]
    assert records(rows, "reason", "leads", "cumulative_share") == [("Student", 3, 0.75), ("Spam", 1, 1.0)]


def test_spend_without_leads_is_kept() -> None:
    facts = made("channels").facts
    assert facts["spend"].sum() == 607.5
    assert row(facts, month="2026-07")["leads"] == 0
    assert row(facts, source="Poster")["month"] == ""


def test_costs_of_a_channel() -> None:
    found = row(made("channels").summary, by="source", value="Baidu")
    assert [found[name] for name in ("leads", "won", "spend", "cpl", "cpa", "roi")] == [2, 1, 100.0, 50.0, 100.0, 9.005]


@pytest.mark.parametrize(
    ("value", "blank"),
    [
        pytest.param("SEM", ("cpl", "cpa", "roi"), id="leads without spend"),
        pytest.param("Poster", ("conversion", "cpl", "cpa"), id="spend without leads"),
        pytest.param("Trade fair", ("cpa",), id="spend without a win"),
    ],
)
def test_what_cannot_be_divided_is_blank(value: str, blank: tuple[str, ...]) -> None:
    found = row(made("channels").summary, by="source", value=value)
    names = ("conversion", "cpl", "cpa", "roi")
    assert tuple(name for name in names if math.isnan(found[name])) == blank  # type: ignore[arg-type]


def test_a_platform_counts_for_its_channel() -> None:
    found = row(made("channels").summary, by="channel", value="SEM")
    assert (found["leads"], found["won"], found["spend"]) == (4, 1, 100.0)


@pytest.mark.parametrize(
    ("won", "spend", "advice"),
    [
        pytest.param(60, 1000.0, "more", id="better and cheaper"),
        pytest.param(60, 90000.0, "dear", id="better and dearer"),
        pytest.param(60, 0.0, "grow", id="better for nothing"),
        pytest.param(1, 1000.0, "less", id="worse and dearer"),
        pytest.param(1, 10.0, "cheap", id="worse and cheaper"),
        pytest.param(1, 0.0, "quality", id="worse for nothing"),
        pytest.param(0, 1000.0, "less", id="no win at all"),
        pytest.param(22, 1000.0, "none", id="no clear difference"),
        pytest.param(27, 1000.0, "none", id="better, but the intervals overlap"),
    ],
)
def test_advice_on_a_channel_beside_one_that_wins_a_fifth(won: int, spend: float, advice: str) -> None:
    leads, wins = np.array([100, 1000]), np.array([won, 200])
    assert advise(leads, wins, np.array([spend, 20000.0]), min_sample=30)[0] == advice


@pytest.mark.parametrize("leads", [[29, 1000], [1000, 29]], ids=["few leads", "nothing to compare with"])
def test_no_advice_on_small_samples(leads: list[int]) -> None:
    assert advise(np.array(leads), np.array([20, 1]), np.array([1.0, 1.0]), min_sample=30)[0] == "few"


@pytest.mark.parametrize("texts", ADVICE.values(), ids=list(ADVICE))
def test_advice_is_told_in_every_language(texts: Mapping[Language, str]) -> None:
    assert set(texts) == {"en", "zh", "vi"} and all(texts.values())


def test_acceptance_counts_only_what_sales_decided() -> None:
    customers = {"customer_id": "C", "sales_status": ["accepted", "rejected", "rejected", "mql", "new", None]}
    found = row(made("handoff", sample(Customers=customers)).summary, by="tier")
    assert (found["leads"], found["decided"], found["acceptance"]) == (6, 3, 1 / 3)


def test_rejected_reasons_most_frequent_first() -> None:
    summary = made("handoff").summary
    assert summary is not None
    rows = summary[summary["by"] == "reject_reason"]
    assert records(rows, "value", "rejected", "rejected_share") == [("Budget", 2, 2 / 3), ("", 1, 1 / 3)]
    assert rows["acceptance"].isna().all()


@pytest.mark.parametrize(
    ("period", "tag", "counts", "gap"),
    [
        pytest.param("2026", "SEM", (6, 5, 4), 30.0, id="a parent covers its children; an error is unknown"),
        pytest.param("2026-Q1", "Trade fair", (3, 3, 1), 100 / 3 - 30, id="one quarter"),
        pytest.param("2026", "Retail", (6, 4, 3), -15.0, id="a blank is unknown, not another"),
    ],
)
def test_actual_share_against_the_plan(period: str, tag: str, counts: tuple[int, ...], gap: float) -> None:
    found = row(made("alignment").summary, period=period, tag=tag)
    assert tuple(found[name] for name in ("leads", "known", "with_tag")) == counts
    assert found["gap_points"] == pytest.approx(gap)


def test_a_plan_that_means_nothing_is_shown_blank() -> None:
    found = row(made("alignment").summary, period="someday")
    assert (found["group"], found["tag"], found["leads"], found["small_sample"]) == ("nothing", "x", 0, "yes")


@pytest.mark.parametrize(
    ("share", "verdict"), [(0.9, "below"), (0.6, "no"), (0.5, "no"), (0.4, "no"), (0.1, "above"), (None, "")]
)
def test_a_gap_is_beyond_chance_only_outside_the_interval(share: float | None, verdict: str) -> None:
    customers = {"customer_id": "C", "first_contact": day("01-01"), "industry": ["Retail", "Steel"] * 20}
    strategy = {"period": [2026], "group": ["industry"], "tag": ["Retail"], "target_share": [share]}
    found = row(made("alignment", sample(Customers=customers, Strategy=strategy)).summary)
    assert found["beyond_chance"] == verdict


def test_alignment_facts_count_a_customer_once_for_each_of_its_tags() -> None:
    strategy = {"period": ["2026-Q1"], "group": ["product_interest"], "tag": ["CRM"]}
    facts = made("alignment", sample(Strategy=strategy)).facts
    assert records(facts, "tag", "source", "leads") == [
        ("", "Trade fair", 1),
        ("CRM", "Baidu", 1),
        ("CRM", "SEM", 1),
        ("ERP", "Baidu", 1),
    ]


def test_reports_of_one_source_share_their_frames() -> None:
    source: Source = source_of(sample())
    load_reports()["purity"].function(source)
    frame = source.made["lead_frame"]
    load_reports()["channels"].function(source)
    assert source.made["lead_frame"] is frame
