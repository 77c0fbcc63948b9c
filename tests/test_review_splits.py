"""Wide bands whose inside differs."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.datasets import dataset
from tests.review_books import CLOSED
from xltags.core.dataset import Dataset
from xltags.core.review.outcomes import closed_rows
from xltags.core.review.results import Split
from xltags.core.review.splits import find_splits
from xltags.core.scoring import score
from xltags.core.values import Value

Cells = list[Value | None]


def splits_of(book: Dataset) -> tuple[Split, ...]:
    return find_splits(closed_rows(book), book, score(book))


def book_of(won: NDArray[np.bool_], bands: dict[str, Cells], **columns: Cells) -> Dataset:
    count = len(won)
    return dataset(
        TagGroups={"group": ["industry", "product"], "family": "identity", "values": ["one", "many"]},
        Tags={
            "group": ["industry"] * 4 + ["product"] * 2,
            "tag": ["Plants", "Steel", "Paper", "Shops", "p0", "p1"],
            "parent": [None, "Plants", "Plants", None, None, None],
        },
        Customers={
            "customer_id": [f"C{number}" for number in range(count)],
            "won_on": [CLOSED if it else None for it in won],
            "lost_on": [None if it else CLOSED for it in won],
            **columns,
        },
        Indicators={"indicator": ["fit", "size"], "kind": "soft", "field": ["industry", "employees"]},
        Bands=bands,
    )


def test_a_wide_range_is_cut_where_the_win_rate_changes() -> None:
    sizes = np.arange(600) % 300 + 1
    won = np.where(sizes < 121, np.arange(600) % 10 < 7, np.arange(600) % 10 < 2)
    bands: dict[str, Cells] = {"indicator": ["size", "size"], "low": [0, 500], "high": [500, None], "points": [10, 5]}
    (split,) = splits_of(book_of(won, bands, employees=[int(size) for size in sizes]))
    assert (split.indicator, split.band_row, split.band) == ("size", 2, "0 <= x < 500")
    (first, one), (second, other) = split.parts
    assert (first, second) == ("0 <= x < 121", "121 <= x < 500")
    assert (one.hits, one.of, other.hits, other.of) == (168, 240, 72, 360)  # 12 rounds of 10 hold 7 or 2 wins
    assert split.p == pytest.approx(split.q) and split.q < 1e-9


def test_a_parents_band_is_split_by_its_children_and_not_by_itself() -> None:
    names = np.array(["Plants", "Steel", "Paper"])[np.arange(450) % 3]
    won = np.select(
        [names == "Steel", names == "Paper"], [np.arange(450) // 3 % 10 < 8, np.arange(450) // 3 % 10 < 3], False
    )
    bands: dict[str, Cells] = {"indicator": ["fit"], "tag": ["Plants"], "points": [10]}
    (split,) = splits_of(book_of(won, bands, industry=[str(it) for it in names]))
    assert split.band == "Plants"
    assert [(name, rate.hits, rate.of) for name, rate in split.parts] == [("Steel", 120, 150), ("Paper", 45, 150)]


def test_a_band_of_several_tags_is_split_between_them() -> None:
    names = np.array(["Shops", "Steel", "Paper"])[np.arange(450) % 3]
    won = np.where(names == "Paper", np.arange(450) // 3 % 10 < 8, np.arange(450) // 3 % 10 < 3)
    bands: dict[str, Cells] = {"indicator": ["fit"], "tag": ["Steel; Shops; Paper"], "points": [10]}
    (split,) = splits_of(book_of(won, bands, industry=[str(it) for it in names]))
    assert [(name, rate.hits, rate.of) for name, rate in split.parts] == [
        ("Paper", 120, 150),
        ("Steel; Shops", 90, 300),
    ]


@pytest.mark.parametrize("seed", range(10))
def test_equal_insides_are_not_split(seed: int) -> None:
    random = np.random.default_rng(seed)
    won = random.random(900) < 0.4
    bands: dict[str, Cells] = {
        "indicator": ["fit", "size"], "tag": ["Steel; Shops; Paper", None], "low": [None, 0], "points": [10, 10],
    }  # fmt: skip
    book = book_of(
        won,
        bands,
        industry=random.choice(["Steel", "Shops", "Paper"], 900).tolist(),
        employees=random.integers(1, 500, 900).tolist(),
    )
    assert not splits_of(book)


def test_parts_of_fewer_than_thirty_are_not_looked_at() -> None:
    names = np.array(["Steel"] * 200 + ["Paper"] * 29)
    won = np.array([False] * 200 + [True] * 29)
    bands: dict[str, Cells] = {"indicator": ["fit"], "tag": ["Steel; Paper"], "points": [10]}
    assert not splits_of(book_of(won, bands, industry=[str(it) for it in names]))
    names, won = np.append(names, "Paper"), np.append(won, True)
    assert len(splits_of(book_of(won, bands, industry=[str(it) for it in names]))) == 1


def test_customers_of_better_bands_and_of_several_tags_say_nothing() -> None:
    held = ["p0", "p1", "p0; p1"]
    cells: Cells = [held[number % 3] for number in range(450)]
    won = np.array([number % 3 == 0 or number // 3 % 2 == 0 for number in range(450)])
    book = book_of(won, {"indicator": ["fit", "fit"], "tag": ["p0; p1", None], "points": [10, 0]}, product=cells)
    card = book.model.scorecard
    card = card.model_copy(update={"indicators": (card.indicators[0].model_copy(update={"field": "product"}),)})
    from xltags.core.review.proposal import scored_by

    (split,) = splits_of(scored_by(book, card))
    assert [(name, rate.hits, rate.of) for name, rate in split.parts] == [("p0", 150, 150), ("p1", 75, 150)]
