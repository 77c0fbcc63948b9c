"""Datasets of closed deals for the tests of the review: customers given as few lines, or made at random."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from xltags.core.dataset import Dataset
from xltags.core.examples import Columns, dataset
from xltags.core.values import Value

DAY = date(2026, 11, 21)
CLOSED = date(2026, 9, 1)
Cells = Sequence[Value | None]


def outcome_book(
    won: Sequence[bool | None],
    groups: Mapping[str, Cells],
    *,
    many: Sequence[str] = (),
    families: Mapping[str, str] | None = None,
    tables: Mapping[str, Columns] | None = None,
    as_of: date = DAY,
    **columns: Cells,
) -> Dataset:
    """A workbook whose customers were won (True), lost (False) or are open (None), all closed on 2026-09-01.

    Every text of a group is a tag of it; other tables and columns, and other days, can be given.
    """
    tags = [
        (id, tag)
        for id, cells in groups.items()
        for tag in sorted({part.strip() for cell in cells if isinstance(cell, str) for part in cell.split(";")})
    ]
    customers: dict[str, Cells] = {
        "customer_id": [f"C{number}" for number in range(1, len(won) + 1)],
        "won_on": [CLOSED if it is True else None for it in won],
        "lost_on": [CLOSED if it is False else None for it in won],
    }
    made: dict[str, Columns] = {
        "TagGroups": {
            "group": list(groups),
            "family": [(families or {}).get(id, "identity") for id in groups],
            "values": ["many" if id in many else "one" for id in groups],
        },
        "Tags": {"group": [id for id, _ in tags], "tag": [tag for _, tag in tags]},
        "Customers": {**customers, **groups, **columns},
    }
    return dataset({**made, **(tables or {})}, as_of=as_of)


def random_book(
    seed: int, count: int = 400, *, tags: int = 6, planted: Mapping[str, float] | None = None, base: float = 0.3
) -> Dataset:
    """Customers with three groups; `planted` gives single tags ("a0" to "c5") another win rate than `base`."""
    random = np.random.default_rng(seed)
    cells = {id: [f"{id}{number}" for number in random.integers(0, tags, count)] for id in "abc"}
    chance = np.full(count, base)
    for tag, rate in (planted or {}).items():
        chance[[cell == tag for cell in cells[tag[0]]]] = rate
    won = random.random(count) < chance
    contact = [date(2026, 1, 1) + timedelta(int(days)) for days in random.integers(0, 240, count)]
    return outcome_book([bool(it) for it in won], cells, first_contact=contact)
