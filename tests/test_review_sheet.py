"""The report of a review: what it says aloud in three languages, its facts, and the scorecards side by side."""

from dataclasses import replace
from datetime import date
from math import nan

import numpy as np
import pandas as pd
import pytest

from tests.review_books import outcome_book, random_book
from tests.test_reports_shape import DATASETS, assert_fit_for_a_pivot
from xltags.books.report_sheets import report_sheet
from xltags.books.report_tables import column_format
from xltags.books.scorecard_sheet import scorecard_sheet
from xltags.core.dataset import Dataset
from xltags.core.examples import dataset
from xltags.core.finding import LANGUAGES, Language
from xltags.core.review.examples import example_dna, example_rate, example_review, example_signal
from xltags.core.review.outcomes import closed_rows
from xltags.core.review.results import Discrimination, Drift, Emerging, Leak, Proposal, Review, Split
from xltags.core.review.review import review
from xltags.core.scorecard import Band, Indicator, TierRule
from xltags.core.scoring import score
from xltags.reports import Report, build_reports, load_reports
from xltags.reports.icp_review import CHARTS, review_report
from xltags.reports.review_lines import MOST_TAGS, review_lines
from xltags.reports.review_words import MEASURES, SECTIONS, TEXTS, review_text
from xltags.reports.scorecard_compared import compared_points, compared_tiers

CARD = dataset(
    TagGroups={"group": ["industry"], "label_en": "Industry", "label_zh": "行业", "label_vi": "Ngành"},
    Tags={"group": "industry", "tag": ["Steel", "Retail", "Solar"]},
    Indicators={"indicator": ["fit", "size"], "kind": "soft", "field": ["industry", "employees"], "on": "yes"},
    Bands={
        "indicator": ["fit", "fit", "size", "size"],
        "tag": ["Steel", "Retail; Solar", None, None],
        "low": [None, None, 0, 50],
        "high": [None, None, 50, None],
        "points": [30, 10, 5, 20],
    },
    Tiers={"tier": ["A", "B", "C", "D"], "min_points": [40, 30, 20, 0]},
    Customers={
        "customer_id": [f"C{number}" for number in range(24)],
        "industry": ["Steel"] * 12 + ["Solar"] * 12,
        "employees": [20, 200] * 12,
        "won_on": [date(2026, 5, 1)] * 9 + [None] * 12 + [date(2026, 5, 1)] * 3,
        "lost_on": [None] * 9 + [date(2026, 5, 2)] * 12 + [None] * 3,
    },
)
PROPOSAL = Proposal(
    indicators=(Indicator(indicator="fit", field="industry"),),
    bands=(Band(indicator="fit", tags=("Steel",), points=100), Band(indicator="fit", tags=("Solar",), points=0)),
    tiers=(TierRule(tier="A", min_points=80), TierRule(tier="B", min_points=50)),
    learnt_on=280,
    tested_on=120,
    split_at=date(2026, 6, 1),
    proposed=example_signal(0.8),
    current=example_signal(0.6),
    tier_rates=(("A", example_rate(30, 40)), ("B", example_rate(4, 9))),
    better=True,
)
BLIND = Discrimination(20, 8, nan, nan, nan, nan, False, "too_few")
FEW = Drift("industry", "2026-Q2", "2026-Q3", 40, 38, nan, nan, nan, "", nan, nan, "too_few")
MOVED = Drift("industry", "2026-Q2", "2026-Q3", 300, 280, 0.31, 0.02, 0.0001, "Solar", 0.1, 0.4, "moved")
NEW = Emerging(
    "industry", "Solar", date(2026, 4, 1), example_rate(2, 40), example_rate(20, 40), 0.001, 0.01, rising=True
)
WIDE = Split(
    "size", 5, "50 <= x", (("50 <= x < 90", example_rate(9, 90)), ("90 <= x", example_rate(60, 90))), 0.001, 0.01
)
LATE = Leak("industry", "written_after", 12, 0.97)
DNA = example_dna(("industry", "Steel", 70, 90), ("industry", "Retail", 5, 90))
UNSURE = example_dna(("industry", "Steel", 40, 90), ("industry", "Retail", 35, 90), sure=False)
QUIET = example_dna(outcome="renewed")

ALL_WON = tuple(replace(it, win=example_rate(100, 100)) for it in example_review().tiers)

# What a review must say aloud: the review, the section, the verdict, and a figure or word that stands beside it.
SAID: dict[str, tuple[Review, str, str, str]] = {
    "under 150 outcomes": (example_review(closed=97, honesty="expert_only"), "history", "expert_only", "53"),
    "under 300": (example_review(closed=200, honesty="indicative"), "history", "indicative", "100"),
    "enough": (example_review(), "history", "sound", ""),
    "nobody lost": (example_review(tiers=ALL_WON), "history", "one_sided", ""),
    "tiers separate": (example_review(), "tiers", "separates", ""),
    "tiers alike": (example_review(separation="does_not_separate"), "tiers", "does_not_separate", "C"),
    "tiers too small": (example_review(separation="too_few"), "tiers", "too_few", ""),
    "points tell": (example_review(), "points", "signal", ""),
    "points are blind": (example_review(current=example_signal(0.52)), "points", "no_signal", ""),
    "points too few": (example_review(current=BLIND), "points", "too_few", ""),
    "no DNA": (example_review(dna=(UNSURE, QUIET)), "dna_won", "no_dna", "2"),
    "unsure tags": (example_review(dna=(UNSURE, QUIET)), "dna_won", "within_chance", ""),
    "too few for DNA": (example_review(), "dna_renewed", "too_few", ""),
    "drift": (example_review(drift=(MOVED,)), "drift", "moved", "40%"),
    "too few for drift": (example_review(drift=(FEW,)), "drift", "too_few", "38"),
    "a rising industry": (example_review(emerging=(NEW,)), "emerging", "rising", "5%"),
    "none to compare": (example_review(), "emerging", "too_few", "10"),
    "a wide band": (example_review(splits=(WIDE,)), "bands", "cut_here", "5"),
    "no wide band": (example_review(), "bands", "no_splits", ""),
    "a leak": (example_review(leaks=(LATE,)), "leaks", "written_after", ""),
    "no leak": (example_review(), "leaks", "no_leaks", ""),
    "too few to propose": (example_review(closed=97, honesty="expert_only"), "proposal", "no_proposal", "150"),
    "nothing to propose": (example_review(), "proposal", "no_proposal", ""),
    "a better scorecard": (example_review(proposal=PROPOSAL), "proposal", "better", "Rpt_IcpScorecard"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("made", "section", "verdict", "beside"), SAID.values(), ids=list(SAID))
def test_every_honest_verdict_is_said_aloud(
    made: Review, section: str, verdict: str, beside: str, language: Language
) -> None:
    own = [line for line in review_lines(made, CARD, language) if line.section == section]
    start = TEXTS[verdict][language].partition("{")[0]
    said = [
        line for line in own if line.verdict == start or (start != TEXTS[verdict][language] and start in line.verdict)
    ]
    assert said, [line.verdict for line in own]
    assert beside in said[0].advice


def test_tags_that_stand_out_are_told_with_their_lift_and_shares() -> None:
    over, under = [it for it in review_lines(example_review(dna=(DNA, QUIET)), CARD, "en") if it.section == "dna_won"]
    assert (over.subject, over.verdict, over.cases) == ("Industry: Steel", "over-represented, 1.9 x", 90)
    assert (under.subject, under.verdict) == ("Industry: Retail", "under-represented, 0.1 x")
    assert "44% of them" in over.advice


def test_no_more_tags_are_told_than_are_read() -> None:
    many = example_dna(*((f"g{number}", "x", 70, 90) for number in range(30)))
    lines = [it for it in review_lines(example_review(dna=(many,)), CARD, "en") if it.section == "dna_won"]
    assert len(lines) == MOST_TAGS + 1
    assert lines[-1].verdict.startswith("and 18 more")


@pytest.mark.parametrize("words", [SECTIONS, MEASURES, TEXTS], ids=["sections", "measures", "texts"])
def test_words_are_there_in_three_languages_with_the_same_fields(words: dict[str, dict[Language, str]]) -> None:
    for key, texts in words.items():
        assert set(texts) == set(LANGUAGES), key
        fields = [sorted(part.split("}")[0] for part in text.split("{")[1:]) for text in texts.values()]
        assert fields[0] == fields[1] == fields[2], key
        assert len(set(texts.values())) == 3 or not texts["en"], key


# ---- the report


def report_of(made: Dataset, language: Language = "en") -> Report:
    [found] = build_reports(made, score(made), [], only=["icp_review"], language=language)
    return found


def test_the_report_is_made_only_where_it_is_named() -> None:
    made = random_book(1, 60)
    assert "icp_review" not in [it.name for it in build_reports(made, score(made), [])]
    assert report_of(made).name == "icp_review"
    assert [name for name, maker in load_reports().items() if maker.on_request] == ["icp_review"]


@pytest.mark.parametrize("name", DATASETS)
def test_a_review_of_any_workbook_is_fit_for_a_pivot(name: str) -> None:
    found = report_of(DATASETS[name]())
    assert found.summary is not None and found.note
    for frame in (found.facts, found.summary):
        assert_fit_for_a_pivot(frame)
    assert found.summary["verdict"].tolist()[0] == review_text("expert_only", "en")


def test_facts_count_every_closed_customer_once_in_each_group() -> None:
    made = random_book(3, 300)
    facts, rows = report_of(made).facts, closed_rows(made)
    assert list(facts)[:9] == ["quarter", "tier", "group", "tag", "closed", "won", "lost", "renewed", "churned"]
    for _, own in facts.groupby("group"):
        assert own["closed"].sum() == len(rows)
        assert own["won"].sum() == rows.won.sum()
        assert (own["won"] + own["lost"] == own["closed"]).all()
        assert not own.duplicated(["quarter", "tier", "tag"]).any()
    assert set(facts["group"]) == {"a", "b", "c"}


def test_blanks_and_several_tags_are_counted_as_the_product_says() -> None:
    made = outcome_book([True, False, None], {"g": ["x; y", None, "x"]}, many=["g"])
    facts = report_of(made).facts
    assert facts[["tag", "closed", "won"]].values.tolist() == [["", 1, 0], ["x", 1, 1], ["y", 1, 1]]
    assert facts["quarter"].tolist() == ["2026-Q3"] * 3


def test_the_statements_are_the_review() -> None:
    made = random_book(5, 400, planted={"a0": 0.9})
    summary = report_of(made).summary
    assert summary is not None
    tiers = summary[(summary["section"] == "Tiers") & (summary["measure"] == "win rate")]
    found = review(made, score(made))
    assert tiers["cases"].tolist()[:4] == [it.win.of for it in found.tiers]
    tag = summary[summary["subject"] == "a: a0"].iloc[0]
    evidence = next(it for it in found.dna[0].tags if it.tag == "a0")
    assert (tag["rate"], tag["rate_low"], tag["index"]) == (evidence.rate.rate, evidence.rate.low, evidence.lift)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_charts_show_win_rates_and_drift_in_every_language(language: Language) -> None:
    made = example_review(drift=(MOVED, FEW))
    summary = review_report(made, CARD, score(CARD), language=language).summary
    assert summary is not None
    tiers, drift = (chart.picture(summary, language) for chart in CHARTS)
    assert tiers is not None and tiers.hues == ("A", "B", "C", "D")
    assert tiers.frame["win_rate"].tolist() == [it.win.rate for it in made.tiers]
    assert tiers.frame["win_rate_below"].iloc[0] == made.tiers[0].win.rate - made.tiers[0].win.low
    assert drift is not None and drift.frame[["psi", "by_chance"]].values.tolist() == [[0.31, 0.02]]


def test_a_review_with_nothing_to_draw_has_no_chart() -> None:
    summary = report_of(dataset()).summary
    assert summary is not None
    assert [chart.picture(summary, "en") for chart in CHARTS] == [None, None]


def test_shares_are_shown_as_percentages_and_other_figures_as_numbers() -> None:
    summary = report_of(random_book(2, 300)).summary
    assert summary is not None
    formats = {id: column_format(id, summary[id]) for id in ("rate", "rate_low", "index", "cases")}
    assert formats == {"rate": "percent", "rate_low": "interval", "index": "number", "cases": "int"}


# ---- the scorecards side by side


def test_values_stand_side_by_side_with_points_and_outcomes() -> None:
    frame = compared_points(example_review(proposal=PROPOSAL, quarter="2026-Q3"), CARD, language="en")
    shown = frame[["value", "points_now", "points_proposed", "change", "closed", "won"]].values.tolist()
    assert [[None if it != it else it for it in row] for row in shown] == [
        ["Steel", 30.0, 100.0, 70.0, 12, 9],
        ["Retail", 10.0, 0.0, -10.0, 0, 0],
        ["Solar", 10.0, 0.0, -10.0, 12, 3],
        ["0 to below 50", 5.0, None, -5.0, 12, 6],
        ["50 and above", 20.0, None, -20.0, 12, 6],
    ]
    assert frame["win_rate"].tolist()[0] == 0.75 and np.isnan(frame["win_rate"].tolist()[1])


def test_a_child_counts_for_its_parent() -> None:
    made = dataset(
        Tags={"group": "industry", "tag": ["Metal", "Steel"], "parent": [None, "Metal"]},
        Indicators={"indicator": "fit", "kind": "soft", "field": "industry", "on": "yes"},
        Bands={"indicator": "fit", "tag": "Metal", "points": 30},
        Customers={"customer_id": [f"C{n}" for n in range(12)], "industry": "Steel", "won_on": date(2026, 5, 1)},
    )
    frame = compared_points(example_review(), made, language="en")
    assert frame[["value", "points_now", "closed", "won"]].values.tolist() == [["Metal", 30.0, 12, 12]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nobody_is_counted_the_counts_are_blank(language: Language) -> None:
    made = dataset(
        Indicators={
            "indicator": ["chain", "size"],
            "kind": "soft",
            "field": ["chain_coverage", "employees"],
            "on": "yes",
        },
        Bands={"indicator": ["chain", "size"], "low": [0, 0], "points": [5, 9]},
        Tiers={"tier": ["A", "B", "C", "D"], "min_points": [9, 6, 3, 0]},
        Customers={"customer_id": ["C1", "C2"], "employees": [20, None], "won_on": date(2026, 5, 1)},
    )
    _, points = scorecard_sheet(example_review(quarter="2026-Q3"), made, language=language).tables
    chain, size = zip(*points.columns, strict=True)
    assert (chain[2:], size[2:5]) == ((5, None, None, None, None, None), (9, 1, 1))


def test_tiers_without_a_proposal_have_no_counts_of_one() -> None:
    frame = compared_tiers(example_review(), CARD)
    assert frame["proposed_closed"].isna().all() and frame["closed"].tolist() == [110, 140, 100, 50]


def test_tiers_stand_side_by_side() -> None:
    frame = compared_tiers(example_review(proposal=PROPOSAL), CARD)
    assert frame["from_now"].tolist() == [40, 30, 20, 0]
    assert frame["from_proposed"].tolist()[:2] == [80, 50]
    assert frame["proposed_win_rate"].tolist()[0] == 0.75
    assert frame["closed"].tolist() == [110, 140, 100, 50]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("proposal", [None, PROPOSAL], ids=["none", "one"])
def test_the_scorecard_sheet_shows_a_proposal_only_where_there_is_one(
    proposal: Proposal | None, language: Language
) -> None:
    sheet = scorecard_sheet(example_review(proposal=proposal), CARD, language=language)
    tiers, points = sheet.tables
    assert (len(tiers.header), len(points.header)) == ((7, 8) if proposal is None else (12, 10))
    assert tiers.row + len(tiers.columns[0]) < points.row
    texts = [text for _, _, text, _ in sheet.notes]
    assert texts[0].endswith(review_text("no_proposal" if proposal is None else "better", language))
    assert any("--accept" in text for text in texts) == (proposal is not None)
    assert len({*tiers.header}) == len(tiers.header)


def test_both_sheets_belong_to_the_review() -> None:
    made = example_review()
    report = report_sheet(review_report(made, CARD, score(CARD), language="en"), language="en")
    scorecard = scorecard_sheet(made, CARD, language="en")
    assert (report.name, scorecard.name) == ("Rpt_IcpReview", "Rpt_IcpScorecard")
    assert {report.report, scorecard.report} == {"icp_review"}


def test_frames_are_tables_of_plain_columns() -> None:
    made = random_book(4, 200)
    found = review(made, score(made))
    for frame in (compared_points(found, made, language="en"), compared_tiers(found, made)):
        assert_fit_for_a_pivot(frame)
        assert isinstance(frame, pd.DataFrame)
