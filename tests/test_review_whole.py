"""The whole review: what it puts together, how honest it is, and that it finds what was planted."""

from dataclasses import fields
from datetime import date

import numpy as np
import pytest

from tests.review_books import outcome_book, random_book
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.examples import Columns, dataset
from xltags.core.review.results import Review
from xltags.core.review.review import honesty, review
from xltags.core.scoring import score

CARD: dict[str, Columns] = {
    "Indicators": {"indicator": ["fit", "stage"], "kind": "soft", "field": ["a", "b"], "on": "yes"},
    "Bands": {"indicator": ["fit", "fit", "stage"], "tag": ["a0", "a1", "b0"], "points": [60, 20, 30]},
    "Tiers": {"tier": ["A", "B", "C", "D"], "min_points": [60, 40, 0, -1]},
}


def reviewed(book: Dataset, quarter: str = "") -> Review:
    return review(book, score(book), quarter=quarter)


def planted_book(seed: int, count: int, *, signal: bool = True) -> Dataset:
    """Customers of whom those with the tag a0 win more often; first met and closed through two years."""
    random = np.random.default_rng(seed)
    cells = {id: [f"{id}{number}" for number in random.integers(0, 5, count)] for id in "abc"}
    rates = np.where(np.array(cells["a"]) == "a0", 0.8, 0.3) if signal else np.full(count, 0.4)
    won = (random.random(count) < rates).tolist()
    day = sorted(date.fromordinal(int(it)) for it in random.integers(739000, 739500, count))
    return outcome_book(
        won,
        cells,
        won_on=[it if w else None for it, w in zip(day, won, strict=True)],
        lost_on=[None if w else it for it, w in zip(day, won, strict=True)],
        tables=CARD,
        as_of=date(2025, 10, 1),
    )


@pytest.mark.parametrize(
    ("closed", "wanted"),
    [(0, "expert_only"), (149, "expert_only"), (150, "indicative"), (299, "indicative"), (300, "sound")],
)
def test_honesty_about_history(closed: int, wanted: str) -> None:
    assert honesty(closed) == wanted
    found = reviewed(random_book(1, closed))
    assert (found.closed, found.honesty) == (closed, wanted)
    assert (found.proposal is None) or closed >= 150


def test_a_planted_signal_is_found() -> None:
    found = reviewed(planted_book(1, 900))
    assert (found.quarter, found.as_of) == ("2025-Q3", date(2025, 10, 1))
    assert found.separation == "separates"
    assert found.current.verdict == "signal"
    won, renewed = found.dna
    assert [one.tag for one in won.tags if one.significant and one.lift > 1] == ["a0"]
    assert not any(one.significant for one in renewed.tags)
    assert found.proposal is not None
    assert found.proposal.proposed.verdict == "signal"


def test_shuffled_outcomes_show_nothing() -> None:
    found = [reviewed(planted_book(seed, 600, signal=False)) for seed in range(8)]
    assert sum(one.separation == "separates" for one in found) <= 1
    assert sum(one.current.verdict != "no_signal" for one in found) <= 1
    assert sum(any(tag.significant for tag in one.dna[0].tags) for one in found) <= 2
    assert sum(one.proposal is not None and one.proposal.better for one in found) <= 1


def test_what_is_written_late_is_no_dna() -> None:
    won = [True] * 60 + [False] * 60
    cells = {"mdr": ["Fits"] * 60 + ["No fit"] * 60, "industry": ["Retail", "Steel"] * 60}
    book = outcome_book(won, cells)
    assert {one.group for one in reviewed(book).dna[0].tags} == {"industry"}
    all_the_same = review(book, score(book), also=["mdr"])
    assert {one.group for one in all_the_same.dna[0].tags} == {"industry", "mdr"}


def test_a_baseline_adds_a_comparison() -> None:
    book, old = planted_book(1, 300), random_book(2, 300)
    alone, beside = (review(book, score(book), baseline=it).drift for it in (None, old))
    assert len(beside) == 2 * len(alone) == 6
    assert beside[: len(alone)] == alone or all(one.verdict == "too_few" for one in alone)
    assert [one.n_before for one in beside[len(alone) :]] == [300] * 3


def test_an_empty_workbook_can_be_reviewed() -> None:
    found = reviewed(dataset())
    assert (found.closed, found.separation, found.current.verdict) == (0, "too_few", "too_few")
    assert (found.drift, found.emerging, found.splits, found.leaks, found.proposal) == ((), (), (), (), None)
    assert [one.tier for one in found.tiers] == ["A", "B", "C", "D"]


def test_a_quarter_that_is_none_stops_the_review() -> None:
    with pytest.raises(XltagsError):
        reviewed(dataset(), quarter="soon")


def test_a_review_is_the_same_twice_and_whatever_columns_a_team_adds() -> None:
    book = planted_book(3, 400)
    columns = {id: list(column.cells()) for id, column in book.customers.table.columns.items()}
    groups = {id: columns.pop(id) for id in "abc"}
    columns["remark"] = ["x"] * 400
    more = outcome_book([None] * 400, groups, tables=CARD, as_of=book.as_of, **columns)  # type: ignore[arg-type]  # cells
    first, again, wider = reviewed(book), reviewed(book), reviewed(more)
    for field in fields(Review):
        assert repr(getattr(first, field.name)) == repr(getattr(again, field.name)) == repr(getattr(wider, field.name))
