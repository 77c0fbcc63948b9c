"""Fields that know too much about how a deal ended."""

from datetime import timedelta

import numpy as np
import pytest

from tests.public_outcomes import xeducation_intake
from tests.public_sets import needs_public_sets
from tests.review_books import CLOSED, outcome_book
from xltags.core.dataset import Dataset
from xltags.core.review.leaks import find_leaks
from xltags.core.review.outcomes import closed_rows
from xltags.core.review.results import Leak
from xltags.core.scoring import score
from xltags.core.values import Value

Cells = list[Value | None]


def leaks_of(book: Dataset) -> list[tuple[str, str, int]]:
    return [(leak.field, leak.reason, leak.cases) for leak in found(book)]


def found(book: Dataset) -> tuple[Leak, ...]:
    return find_leaks(closed_rows(book), book, score(book))


def test_a_field_that_alone_tells_won_from_lost_is_a_leak() -> None:
    won = [number % 3 == 0 for number in range(300)]
    groups: dict[str, Cells] = {
        "quality": ["Bad" if number % 20 == 0 else ("Good" if it else "Bad") for number, it in enumerate(won)],
        "industry": ["Steel" if number % 2 else "Shops" for number in range(300)],
    }
    (leak,) = found(outcome_book(won, groups))
    assert (leak.field, leak.reason, leak.cases) == ("quality", "too_good", 300)
    assert leak.auc == pytest.approx(1 - 5 / 100 / 2)  # 5 of 100 winners are level with all losers


def test_being_filled_is_a_leak_where_only_winners_are() -> None:
    won = [number % 3 == 0 for number in range(300)]
    cells: Cells = [float(number % 7) if it else None for number, it in enumerate(won)]
    assert leaks_of(outcome_book(won, {}, annual_revenue=cells)) == [("annual_revenue", "too_good", 100)]


def test_many_rare_values_are_no_leak() -> None:
    won = [number % 3 == 0 for number in range(300)]
    assert not leaks_of(outcome_book(won, {"city": [f"Town {number}" for number in range(300)]}))


def test_few_outcomes_say_nothing() -> None:
    won = [number < 29 for number in range(300)]
    assert not leaks_of(outcome_book(won, {"quality": ["Good" if it else "Bad" for it in won]}))


@pytest.mark.parametrize(("changed", "after", "leaks"), [(20, 0, 1), (20, 30, 1), (20, -1, 0), (9, 3, 0), (10, 3, 1)])
def test_tags_written_on_the_day_of_closing_or_later_are_a_leak(changed: int, after: int, leaks: int) -> None:
    random = np.random.default_rng(1)
    won = (random.random(200) < 0.4).tolist()
    groups: dict[str, Cells] = {"industry": [f"i{it}" for it in random.integers(0, 3, 200)]}
    log: dict[str, Cells] = {
        "date": [CLOSED + timedelta(after)] * changed,
        "customer_id": [f"C{number}" for number in range(1, changed + 1)],
        "group": ["industry"] * changed,
        "from_tag": [None] * changed,
        "to_tag": ["i1"] * changed,
    }
    book = outcome_book(won, groups, tables={"FollowUps": log})
    assert leaks_of(book) == [("industry", "written_after", changed)] * leaks


@pytest.mark.parametrize("scored", [True, False])
def test_the_stage_is_a_leak_only_where_it_is_scored(*, scored: bool) -> None:
    won = [number % 3 == 0 for number in range(300)]
    groups: dict[str, Cells] = {"stage": ["Won" if it else "Lost" for it in won]}
    tables: dict[str, dict[str, Value | None]] = {
        "Indicators": {"indicator": "s", "kind": "soft", "field": "stage" if scored else "industry"},
        "Bands": {"indicator": "s", "tag": "Won", "points": 10},
    }
    book = outcome_book(won, groups, families={"stage": "stage"}, tables=tables)
    assert leaks_of(book) == [("stage", "outcome_itself", 300)] * scored


@needs_public_sets
def test_what_sales_wrote_about_x_educations_leads_leaks_and_what_was_asked_does_not() -> None:
    assert not leaks_of(xeducation_intake())
    (leak,) = found(xeducation_intake("Tags"))
    assert (leak.field, leak.reason) == ("tags", "too_good") and leak.auc == pytest.approx(0.92, abs=0.01)
