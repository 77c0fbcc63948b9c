"""Fields that know too much: filled after the outcome, or telling won from lost better than any early sign can."""

from collections.abc import Collection, Iterator
from math import nan

import numpy as np
from numpy.typing import NDArray

from xltags.core.dataset import Dataset
from xltags.core.review.binning import FEWEST
from xltags.core.review.candidates import facts_of, late_fields, outcome_fields
from xltags.core.review.learnt_levels import Facts, NumberFacts, TagFacts
from xltags.core.review.outcomes import ClosedRows
from xltags.core.review.paired_auc import area
from xltags.core.review.results import Leak
from xltags.core.scorecard import MEASURES
from xltags.core.scoring import Scores
from xltags.core.tag_log import group_logs

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
TOO_GOOD = 0.9  # what is known at intake told won from lost with .87 to .88 in public sets, what sales wrote with .97
WRITTEN_SHARE = 0.05  # of the closed customers with the field filled: a corrected tag here and there is no leak
FEWEST_WRITTEN = 5


def find_leaks(rows: ClosedRows, dataset: Dataset, scores: Scores, *, also: Collection[str] = ()) -> tuple[Leak, ...]:
    """The fields to distrust: groups as in the taxonomy, then measures; a field may have several reasons.

    `outcome_itself`: a soft indicator of today scores how deals end, such as the stage. `written_after`: `FollowUps`
    notes that the group was filled or changed on the day of closing or later for at least FEWEST_WRITTEN closed
    customers and WRITTEN_SHARE of those that have it filled. `too_good`: the field alone tells won from lost with an
    AUC above TOO_GOOD (see `alone`). `auc` is that of the field alone, `cases` the closed customers that have it
    filled, or whose tags were written late. Fields from which nothing is learnt, because they are written late by their
    nature, are looked at only where the score of today uses them, or `also` asks for them.
    """
    used = {indicator.field for indicator in scores.indicators} | {*also}
    idle = {*late_fields(dataset)} - used
    written = _written_after(rows, dataset)
    found: list[Leak] = []
    for field in (*dataset.customers.tags, *MEASURES):
        if field not in idle:
            found += _leaks_of(field, rows, dataset, written.get(field, 0))
    return tuple(found)


def _leaks_of(field: str, rows: ClosedRows, dataset: Dataset, written: int) -> Iterator[Leak]:
    facts = facts_of(dataset, field, rows.records)
    filled = int(_filled(facts).sum())
    auc = alone(facts, rows.won)
    if field in outcome_fields(dataset):
        yield Leak(field, "outcome_itself", filled, auc)
        return
    if written >= max(FEWEST_WRITTEN, WRITTEN_SHARE * filled):
        yield Leak(field, "written_after", written, auc)
    if auc > TOO_GOOD:
        yield Leak(field, "too_good", filled, auc)


def _filled(facts: Facts) -> Flags:
    return ~np.isnan(facts.numbers) if isinstance(facts, NumberFacts) else facts.codes < facts.cell_count


def _written_after(rows: ClosedRows, dataset: Dataset) -> dict[str, int]:
    """By group how many closed customers had it filled or changed on the day of closing or later."""
    closed_on = np.full(len(dataset.customers), np.nan)
    closed_on[rows.records] = rows.closed_on
    found = {}
    for log in group_logs(dataset):
        later = log.customers[log.days >= closed_on[log.customers]]  # nan is not later
        found[log.group.group] = len(np.unique(later))
    return found


def alone(facts: Facts, won: Flags) -> float:
    """The AUC of one field: customers ranked by the win rate of their value, a blank being one.

    Values of fewer than FEWEST customers count as one, so that many rare values know no single outcome; a number's
    values are its twentieths. nan under FEWEST won or lost customers.
    """
    if min(int(won.sum()), int((~won).sum())) < FEWEST:
        return nan
    values = facts.codes if isinstance(facts, TagFacts) else _twentieths(facts.numbers)
    rare = np.bincount(values)[values] < FEWEST
    values = np.where(rare, values.max() + 1, values)
    wins, cases = np.bincount(values, weights=won), np.bincount(values)
    return area(wins[values] / cases[values], won)


def _twentieths(numbers: Floats) -> NDArray[np.int64]:
    known = np.sort(numbers[~np.isnan(numbers)])
    limits = np.unique(known[np.arange(1, 20) * len(known) // 20]) if len(known) else known
    places = np.searchsorted(limits, numbers, side="right")
    return np.where(np.isnan(numbers), len(limits) + 1, places).astype(np.int64)
