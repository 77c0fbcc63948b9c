"""Accepting a proposal: the tables a workbook holds afterwards, and the version that notes it."""

from collections.abc import Mapping
from datetime import date

import pytest

from tests.datasets import dataset
from tests.test_review_proposal import found, rich_book, two_industries
from xltags.checks import run_checks
from xltags.core.dataset import Dataset
from xltags.core.fingerprint import fingerprint
from xltags.core.review.acceptance import CellRecord, accept, accepted_scorecard
from xltags.core.review.proposal import scored_by
from xltags.core.scorecard import Band, Indicator, Scorecard
from xltags.core.scoring import score
from xltags.core.values import Value


def as_columns(records: tuple[CellRecord, ...]) -> dict[str, list[Value | None]]:
    return {id: [record[id] for record in records] for id in records[0]}


def written(book: Dataset, tables: Mapping[str, tuple[CellRecord, ...]]) -> Dataset:
    """The workbook read again after the tables were written."""
    kept = {id: _cells(book, id) for id in ("TagGroups", "Tags", "Customers", "ChainRules") if len(book.table(id))}
    return dataset({**kept, **{id: as_columns(records) for id, records in tables.items()}})


def _cells(book: Dataset, id: str) -> dict[str, list[Value | None]]:
    return {name: list(column.cells()) for name, column in book.table(id).columns.items()}


@pytest.mark.parametrize("seed", range(4))
def test_the_tables_read_again_are_the_scorecard_that_the_version_names(seed: int) -> None:
    book = rich_book(seed)
    proposal = found(book)
    made = accept(proposal, book, by="Lan", reason="Review 2026-Q3")
    again = written(book, made.tables)
    assert made.version == {
        "version": "1", "valid_from": book.as_of, "by": "Lan", "reason": "Review 2026-Q3",
        "fingerprint": fingerprint(again.model.scorecard),
    }  # fmt: skip
    assert fingerprint(again.model.scorecard) != fingerprint(book.model.scorecard)
    proposed = Scorecard(indicators=proposal.indicators, bands=proposal.bands, tiers=proposal.tiers)
    one, other = score(again), score(scored_by(book, proposed))
    assert one.points.tolist() == other.points.tolist() and one.tiers() == other.tiers()


def test_indicators_that_fall_away_stay_switched_off_with_their_bands() -> None:
    size = Indicator(indicator="size", label="Size", field="employees", rationale="Delivery carries these.")
    old = Indicator(indicator="old", field="team_headcount", on=False)
    bands = (Band(indicator="size", low=20.0, points=9), Band(indicator="old", low=1.0, points=3))
    book = scored_by(two_industries(), Scorecard(indicators=(size, old), bands=bands))
    proposal = found(book)
    assert [it.indicator for it in proposal.indicators] == ["industry"]
    accepted = accepted_scorecard(proposal, book.model.scorecard)
    assert accepted.indicators[1:] == (size.model_copy(update={"on": False}), old)
    assert accepted.bands[-2:] == bands
    rows = accept(proposal, book, by="", reason="").tables["Indicators"]
    assert [(row["indicator"], row["on"], row["rationale"]) for row in rows][1:] == [
        ("size", "no", "Delivery carries these."),
        ("old", "no", None),
    ]


def test_the_next_version_counts_up_and_may_begin_later() -> None:
    book = two_industries()
    history: dict[str, list[Value | None]] = {
        "version": ["v1", "v2"],
        "valid_from": [date(2025, 1, 1), date(2026, 1, 1)],
    }
    book = dataset({"Tags": _cells(book, "Tags"), "Customers": _cells(book, "Customers"), "IcpVersions": history})
    version = accept(found(book), book, by="", reason="", valid_from=date(2027, 1, 1)).version
    assert (version["version"], version["valid_from"], version["by"]) == ("v3", date(2027, 1, 1), None)


def test_an_accepted_scorecard_passes_the_checks_of_scorecards() -> None:
    book = rich_book(3)
    again = written(book, accept(found(book), book, by="Lan", reason="Review").tables)
    before = {finding.code for finding in run_checks(book) if finding.code.startswith("ICP")}
    after = {finding.code for finding in run_checks(again) if finding.code.startswith("ICP")}
    assert after <= before, after - before
