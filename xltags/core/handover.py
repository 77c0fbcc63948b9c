"""Customers that go from one owner to another: which, what was promised to them, and a brief for each."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from xltags.core.brief import Brief
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.filter_values import FilterValues
from xltags.core.finding import Language
from xltags.core.handover_brief import Briefing
from xltags.core.people import known_people, names_in, read_posts
from xltags.core.promises import Promise, promises_by_customer
from xltags.core.scorecard import TIERS
from xltags.core.suggest import suggest
from xltags.core.text import fold
from xltags.core.values import Value


@dataclass(frozen=True, slots=True)
class Handover:
    """What goes from one owner to another: the records of `Customers`, the new text of each owner cell, the promises
    by record, and the brief."""

    giver: str
    taker: str
    records: tuple[int, ...]
    owners: tuple[str, ...]
    promises: Mapping[int, tuple[Promise, ...]]
    brief: Brief


def plan_handover(values: FilterValues, *, giver: str, taker: str, language: Language) -> Handover:
    """The customers of an owner with what the next one must know, those of the best tier first.

    A cell that names several owners keeps the others.

    Raises:
        XltagsError: nobody of that name owns a customer, the taker is the giver, or is not in `Owners`.
    """
    dataset = values.dataset
    records = _owned(dataset, giver)
    _require_taker(dataset, giver, taker)
    tiers = values.scores.tiers()
    order = sorted(records, key=lambda record: (TIERS.index(tiers[record]), record))
    promises = promises_by_customer(dataset, set(order))
    owners = dataset.customers.table.column("owner")
    return Handover(
        giver,
        taker,
        tuple(order),
        tuple(_owner_cell(owners.value(record), giver, taker) for record in order),
        promises,
        Briefing(values, promises, language).brief(order, giver, taker),
    )


def _owned(dataset: Dataset, giver: str) -> list[int]:
    column, name = dataset.customers.table.column("owner"), fold(giver)
    codes = [code for code, value in enumerate(column.values) if name in map(fold, names_in(value))]
    found: list[int] = np.flatnonzero(np.isin(column.codes, codes)).tolist()
    if not found or not name:
        known = list({fold(person): person for value in column.values for person in names_in(value)}.values())
        near = suggest(known, giver)
        hint = f"did you mean {near.text!r}?" if near else f"owners are {', '.join(sorted(known)[:8]) or 'none yet'}"
        raise XltagsError(f"{dataset.workbook}: no customer has the owner {giver!r}; {hint}")
    return found


def _require_taker(dataset: Dataset, giver: str, taker: str) -> None:
    if not fold(taker) or fold(giver) == fold(taker):
        raise XltagsError(f"{taker!r} cannot take over from {giver!r}; name another person with --to")
    posts = read_posts(dataset)
    today = {post.name for post in posts if post.holds_on(dataset.as_of)}
    if posts and fold(taker) not in today:
        gone = fold(taker) in known_people(posts)
        near = suggest(sorted({post.person for post in posts if post.name in today}), taker)
        hint = f"; did you mean {near.text!r}?" if near and not gone else ""
        why = "has no role today in the sheet Owners; correct the dates" if gone else "is not in the sheet Owners; add"
        raise XltagsError(f"{dataset.workbook}: {taker!r} {why}{' a row' if not gone else ''}{hint}")


def _owner_cell(value: Value | None, giver: str, taker: str) -> str:
    names = [taker if fold(name) == fold(giver) else name for name in names_in(value)]
    return "; ".join(dict.fromkeys(names))
