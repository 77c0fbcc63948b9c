"""What keeps the reports of many customers small gives the same cells as the plain way."""

import random
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from tests.report_sample import CUSTOMERS, sample, source_of
from xltags.books import report_tables
from xltags.books.computed import computed_edits, computed_values
from xltags.books.edits import FillColumns
from xltags.books.report_tables import column_format
from xltags.core.customer_rows import clean_id, customers_of
from xltags.core.examples import dataset
from xltags.core.scoring import score
from xltags.core.table import make_column, make_table
from xltags.core.tag_issues import count_tag_issues
from xltags.core.values import Value
from xltags.reports import build_reports
from xltags.reports.counting import labelled_column
from xltags.reports.portrait import portrait


def test_texts_of_reports_are_not_handed_to_pyarrow() -> None:
    pytest.importorskip("pyarrow")
    data = sample()
    for report in build_reports(data, score(data), ()):
        for frame in (report.held, report.summary):
            types = [] if frame is None else [frame.columns.dtype, *frame.dtypes]
            assert [getattr(each, "storage", "") for each in types if getattr(each, "storage", "") == "pyarrow"] == []


def test_the_reports_leave_the_options_of_pandas_as_they_are() -> None:
    data = sample()
    with pd.option_context("mode.string_storage", "auto"):
        build_reports(data, score(data), ())
        assert pd.get_option("mode.string_storage") == "auto"


@pytest.mark.parametrize("records", [[], [2], [0, 3, 3, 1], [2, 2], [4, 3, 2, 1, 0]])
def test_labels_of_some_records_are_those_of_all_records(records: list[int]) -> None:
    column = make_column("owner", ["Li", " An ", None, "Bo", "Li"])
    chosen = np.asarray(records, dtype=np.int64)
    some, every = labelled_column(column, records=chosen), labelled_column(column)
    assert some.tolist() == every.take(chosen).tolist()
    assert set(some.categories) <= {*some.tolist(), ""}


def test_computed_columns_hold_what_the_scores_say() -> None:
    data = sample()
    scores = score(data)
    made = {id: list(values) for id, values in computed_values(data, scores, language="en").items()}
    assert made == {
        "icp_score": scores.points.tolist(),
        "icp_tier": scores.tiers(),
        "icp_range": scores.ranges(),
        "icp_why": scores.why_texts("en"),
        "ask_next": [label or None for label in scores.ask_next_labels()],
        "tag_issues": count_tag_issues(data).tolist(),
    }
    assert {type(points) for points in made["icp_score"]} <= {int, float}
    assert not any(isinstance(points, float) and points.is_integer() for points in made["icp_score"])


def test_the_order_of_reasons_does_not_depend_on_how_many_are_put_in_order_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = sample()
    scores = score(data)
    whole = scores.why_texts("en")
    monkeypatch.setattr("xltags.core.why_texts.STRETCH", 3)
    assert scores.why_texts("en") == whole == [scores.why_text(number) for number in range(len(scores))]


@pytest.mark.parametrize("blank", [None, 3])
def test_rows_are_filled_where_the_customers_stand(blank: int | None) -> None:
    customers = {id: list(cells) for id, cells in CUSTOMERS.items()} | {"icp_score": [1] * 8}
    data = sample(Customers=customers)
    rows = [row + (blank is not None and row > blank) for row in data.customers.table.rows.tolist()]
    data.customers.table.rows[:] = rows
    [edit] = [it for it in computed_edits(data, score(data), language="en") if isinstance(it, FillColumns)]
    assert list(edit.rows or ()) == rows
    assert ({b - a for a, b in pairwise(rows)} == {1}) == (blank is None)


def test_portraits_are_the_same_however_often_and_in_whatever_stretches_they_are_read() -> None:
    many = {id: [*cells] * 3 for id, cells in CUSTOMERS.items()}
    texts = portrait(source_of(sample(Customers=many))).late["text"]
    first = list(texts)
    assert first == list(texts) == [*texts[:5], *texts[5:24]] == [texts[place] for place in range(24)]
    assert first[:8] == first[8:16] == first[16:]


def test_the_customers_of_a_table_are_found_once_and_cannot_be_changed() -> None:
    log: dict[str, list[Value | None]] = {"customer_id": [" c2", "C2 ", None, "C1", "C9", 17.0]}
    data = dataset(Customers={"customer_id": ["C1", "C2", "C2", 17, None]}, FollowUps=log)
    found = customers_of(data, data.table("FollowUps"))
    assert found.tolist() == [-1, 1, -1, 0, -1, 3]
    assert customers_of(data, data.table("FollowUps")) is found
    with pytest.raises(ValueError, match="read-only"):
        found[0] = 1
    other = make_table("FollowUps", {"customer_id": ["C2"]})
    assert customers_of(data, other).tolist() == [1]
    assert customers_of(data, make_table("TagLog", {})).tolist() == []


def test_customers_of_any_table_are_those_with_the_same_clean_id() -> None:
    chance = random.Random(7)
    ids: list[Value | None] = [
        chance.choice(["C1", " C1", "c1", "C2", 2, 2.0, None, "C\u200b3", "C3"]) for _ in range(60)
    ]
    data = dataset(Customers={"customer_id": ids[:30]}, FollowUps={"customer_id": ids[30:]})
    cleaned = [clean_id(each) for each in ids]
    expected = [cleaned[:30].index(each) if each and each in cleaned[:30] else -1 for each in cleaned[30:]]
    assert customers_of(data, data.table("FollowUps")).tolist() == expected


@pytest.mark.parametrize(("last", "form"), [(4.0, "int"), (4.5, "number"), (float("nan"), "int")])
def test_one_broken_number_anywhere_shows_a_column_with_decimals(
    monkeypatch: pytest.MonkeyPatch, last: float, form: str
) -> None:
    monkeypatch.setattr(report_tables, "PART", 2)
    assert column_format("days", pd.Series([1.0, 2.0, 3.0, last])) == form
