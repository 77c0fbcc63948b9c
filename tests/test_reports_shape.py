"""Every report is fit for a pivot, whatever the workbook lacks."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report_sample import CUSTOMERS, GROUPS, TAGS, sample, source_of
from xltags.core.dataset import Dataset
from xltags.core.examples import dataset
from xltags.core.scoring import score
from xltags.core.values import CellFault
from xltags.reports import Report, build_reports, load_reports
from xltags.reports.export import MAX_ROWS, columns_of, csv_text

FACTS = {
    "findings": "code, severity, sheet, cell, customer_id, column, value, message, suggestion",
    "scores": "customer_id, indicator, field, value, band, points",
    "customer_tags": "customer_id, group, family, tag, parent",
    "purity": "month, quarter, year, source, brought_by, purity_class, leads",
    "invalid_reasons": "quarter, source, brought_by, reason, leads",
    "channels": "month, source, leads, judged, target, accepted, won, revenue, spend",
    "alignment": "period, group, tag, source, leads",
    "preferences": "product, industry, tier, leads, won",
    "tiers": "tier, sales_status, customers, won, renewed, churned, revenue",
    "handoff": "month, tier, sales_status, reject_reason, leads",
    "funnel": "stage, entered, left_to_next, lost, lost_reason",
    "pareto": "customer_id, revenue",
    "levels": "customer_id, customer_level, icp_tier",
    "segments": "segment, customer_id",
    "content_grid": "industry, pain_point, tier, customers",
    "portrait": "customer_id, text",
    "tag_health": "group, tag, customers, fill_rate, fill_target, last_used, used_by, verdict",
}
NAMES = sorted(FACTS)
DATASETS: dict[str, Callable[[], Dataset]] = {
    "sample": sample,
    "empty": lambda: dataset(),
    "no customers": lambda: sample(Customers={name: [] for name in CUSTOMERS}),
    "no customer table": lambda: sample(Customers=None),
    "ids only": lambda: sample(Customers={"customer_id": ["C1", None]}),
    "no taxonomy": lambda: dataset(Customers=CUSTOMERS),
    "no other tables": lambda: dataset(
        Tags={"group": "source", "tag": "SEM"}, Customers={"customer_id": ["C1"], "source": ["SEM"]}
    ),
    "spend only": lambda: dataset(Spend={"month": ["2026-01"], "source": ["SEM"], "amount": [5]}),
}


def built(made: Dataset) -> dict[str, Report]:
    """All reports of a dataset, by name."""
    source = source_of(made)
    return {it.name: it for it in build_reports(made, source.scores, source.findings) if it.name in FACTS}


@pytest.fixture(scope="module", params=list(DATASETS))
def reports(request: pytest.FixtureRequest) -> dict[str, Report]:
    return built(DATASETS[request.param]())


def frames_of(report: Report) -> list[pd.DataFrame]:
    return [report.facts] if report.summary is None else [report.facts, report.summary]


def assert_fit_for_a_pivot(frame: pd.DataFrame) -> None:
    assert frame.columns.is_unique
    assert frame.index.equals(pd.RangeIndex(len(frame)))
    for name in frame.columns:
        column = frame[name]
        assert str(column.dtype) in {"object", "category", "int64", "Int64", "float64"}, (name, column.dtype)
        if str(column.dtype) in ("object", "category"):
            assert all(type(cell) is str for cell in column.tolist()), name
    assert not frame.isin([float("inf"), float("-inf")]).any(axis=None)


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_fit_for_a_pivot(reports: dict[str, Report], name: str) -> None:
    for frame in frames_of(reports[name]):
        assert_fit_for_a_pivot(frame)
        assert len(frame) <= MAX_ROWS


@pytest.mark.parametrize("name", NAMES)
def test_facts_begin_with_the_columns_of_the_contract(reports: dict[str, Report], name: str) -> None:
    wanted = FACTS[name].split(", ")
    assert list(reports[name].facts.columns)[: len(wanted)] == wanted


@pytest.mark.parametrize("name", NAMES)
def test_a_rate_has_its_interval_beside_it(reports: dict[str, Report], name: str) -> None:
    summary = reports[name].summary
    lows = [] if summary is None else [it for it in summary.columns if str(it).endswith("_low")]
    for low in lows:
        assert summary is not None
        rate = str(low).removesuffix("_low")
        place = list(summary.columns).index(rate)
        assert list(summary.columns)[place : place + 3] == [rate, f"{rate}_low", f"{rate}_high"]
        shown = summary[rate].notna()
        assert shown.equals(summary[low].notna())
        assert (summary.loc[shown, low] <= summary.loc[shown, rate]).all()
        assert (summary.loc[shown, rate] <= summary.loc[shown, f"{rate}_high"]).all()


def test_every_row_of_facts_is_a_record_of_its_own(reports: dict[str, Report]) -> None:
    keys = {
        "channels": 2,
        "invalid_reasons": 4,
        "alignment": 4,
        "preferences": 3,
        "tiers": 2,
        "handoff": 4,
        "pareto": 1,
    }
    for name, count in keys.items():
        facts = reports[name].facts
        assert not facts.duplicated(list(facts.columns[:count])).any(), name


def test_counts_add_up_to_the_workbook(reports: dict[str, Report]) -> None:
    customers = len(reports["levels"].facts)
    sums = {name: report.facts.sum(numeric_only=True) for name, report in reports.items()}
    assert sums["purity"]["leads"] == sums["channels"]["leads"] == sums["handoff"]["leads"] == customers
    assert sums["tiers"]["customers"] == customers
    assert sums["tiers"]["revenue"] == sums["channels"]["revenue"] == sums["pareto"]["revenue"]
    assert sums["tiers"]["won"] == sums["channels"]["won"] == sums["handoff"]["won"]
    facts = reports["funnel"].facts
    assert facts.loc[facts["step"] <= 1, "entered"].sum() == customers


def test_each_way_to_cut_a_summary_adds_up_to_the_facts(reports: dict[str, Report]) -> None:
    for name, columns in {"purity": ["leads", "judged"], "channels": ["leads", "won", "revenue", "spend"]}.items():
        summary = reports[name].summary
        assert summary is not None
        for by, rows in summary.groupby("by"):
            for column in columns:
                assert rows[column].sum() == pytest.approx(reports[name].facts[column].sum()), (name, by, column)


@pytest.mark.parametrize("name", ["sample", "empty"])
def test_the_same_workbook_gives_the_same_reports(name: str) -> None:
    first, second = (built(DATASETS[name]()) for _ in range(2))
    for one, other in zip(first.values(), second.values(), strict=True):
        for left, right in zip(frames_of(one), frames_of(other), strict=True):
            pd.testing.assert_frame_equal(left, right)
            assert csv_text(left) == csv_text(right)


@pytest.mark.parametrize("language", ["en", "zh", "vi"])
def test_a_report_says_how_to_read_it_in_every_language(language: str) -> None:
    made = sample()
    notes = [it.note for it in build_reports(made, score(made), [], language=language)]  # type: ignore[arg-type]
    assert all(notes)


def test_titles_and_pages_of_every_report() -> None:
    for name, maker in load_reports().items():
        assert set(maker.titles) == {"en", "zh", "vi"} and all(maker.titles.values())
        assert maker.title.endswith("?"), name
        assert "Facts" in maker.page, name


CELLS: st.SearchStrategy[object] = st.none() | st.sampled_from(
    [
        *(tag[2] for tag in TAGS),
        *("SEM; CRM", "x", " ", ";", "=1+1", 5, 0.5, -3, True, "accepted", "2026"),
        *(date(2026, 5, 1), date(1999, 1, 1), CellFault("error", "#N/A")),
    ]
)
NAMES_OF_COLUMNS = sorted({*CUSTOMERS, *GROUPS, "employees"})


@settings(max_examples=10)
@given(st.data())
def test_odd_cells_never_stop_a_report(data: st.DataObject) -> None:
    assert_reports_of_odd_cells(data)


@pytest.mark.slow
@settings(max_examples=150)
@given(st.data())
def test_odd_cells_never_stop_a_report_in_many_more_workbooks(data: st.DataObject) -> None:
    assert_reports_of_odd_cells(data)


def assert_reports_of_odd_cells(data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(NAMES_OF_COLUMNS), unique=True, min_size=1))
    count = data.draw(st.integers(0, 6))
    customers = {name: data.draw(st.lists(CELLS, min_size=count, max_size=count)) for name in names}
    spend = {name: data.draw(st.lists(CELLS, min_size=2, max_size=2)) for name in ("month", "source", "amount")}
    log = {
        name: data.draw(st.lists(CELLS, min_size=3, max_size=3))
        for name in ("date", "customer_id", "from_tag", "to_tag")
    }
    made = sample(Customers=customers, Spend=spend, FollowUps={**log, "group": ["stage", "Stage", None]})
    reports = built(made)
    for report in reports.values():
        for frame in frames_of(report):
            assert_fit_for_a_pivot(frame)
    test_counts_add_up_to_the_workbook(reports)
    test_each_way_to_cut_a_summary_adds_up_to_the_facts(reports)


def test_plain_cells_have_no_trace_of_pandas() -> None:
    for report in built(sample()).values():
        for frame in frames_of(report):
            cells = columns_of(frame)
            assert {type(cell) for column in cells.values() for cell in column} <= {str, int, float, type(None)}
            assert all(cell == cell for column in cells.values() for cell in column)


def test_csv_keeps_text_apart_and_numbers_whole() -> None:
    frame = pd.DataFrame({"tag": ['a "b", c', "007"], "year": pd.Series([2026, None], dtype="Int64"), "x": [0.1, 2.0]})
    assert csv_text(frame) == 'tag,year,x\n"a ""b"", c",2026,0.1\n007,,2\n'
