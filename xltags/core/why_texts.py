"""The reasons of all customers at once: the text of `Case.text`, made column by column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from xltags.core.finding import Language
from xltags.core.reasons import (
    added_text,
    cap_text,
    ceo_only_reason,
    format_points,
    reason_text,
    reject_text,
    unknown_text,
)

if TYPE_CHECKING:
    from xltags.core.scoring import IndicatorColumn, Scores

Rows = NDArray[np.intp]


def why_texts(scores: Scores, language: Language) -> list[str]:
    """Every customer's `why_text`, in their order."""
    sums = [f" = {format_points(points)}" for points in scores.points.tolist()]
    texts = [added + total for added, total in zip(_added(scores), sums, strict=True)]
    for rows, tails in _tails(scores, language):
        for row, tail in zip(rows, tails, strict=True):
            texts[row] += f"; {tail}"
    return texts


def soft_columns(scores: Scores) -> list[IndicatorColumn]:
    """The columns of the soft indicators, in the workbook's order."""
    return [column for column in scores.columns if column.indicator.kind != "hard"]


def contribution_order(scores: Scores) -> Iterator[list[int]]:
    """By customer the numbers of the soft columns whose points are not 0: by size, then as in the workbook."""
    columns = soft_columns(scores)
    if not columns:
        return iter([[] for _ in range(len(scores))])
    sizes = np.stack([-np.abs(column.points) for column in columns], axis=1)
    order = np.argsort(sizes, axis=1, kind="stable").tolist()
    counts = np.count_nonzero(sizes, axis=1).tolist()
    return (places[:count] for places, count in zip(order, counts, strict=True))


def _added(scores: Scores) -> Iterator[str]:
    """The contributions that are not 0, the largest first."""
    if not (columns := soft_columns(scores)):
        return iter(["0"] * len(scores))
    pieces = zip(*(_pieces(column) for column in columns), strict=True)
    return (
        "; ".join([row[place] for place in places]) or "0"
        for row, places in zip(pieces, contribution_order(scores), strict=True)
    )


def _pieces(column: IndicatorColumn) -> list[str]:
    """By customer what the column adds, as text; "" where it is blank."""
    points = np.zeros(len(column.values) + 1)
    points[column.value_codes] = column.points  # customers with one value have one number of points
    name = column.indicator.name
    texts = [added_text(name, text, added) for text, added in zip(column.texts, points.tolist(), strict=False)]
    return _take([*texts, ""], column.value_codes)


def _take(texts: Sequence[str], codes: NDArray[np.int32]) -> list[str]:
    return [texts[code] for code in codes.tolist()]


def _tails(scores: Scores, language: Language) -> Iterator[tuple[list[int], list[str]]]:
    """What follows the sum, in the order of `Case.tail`: unknowns, caps that take something away, rejections."""
    for column in scores.columns:
        rows = np.flatnonzero(~column.known)
        yield rows.tolist(), [unknown_text(column.indicator.name)] * len(rows)
    reached = scores.reached
    for column in scores.columns:
        rows = np.flatnonzero(column.caps > reached)
        caps = column.caps[rows].tolist()
        reasons = _reasons(column, rows)
        yield rows.tolist(), [cap_text(cap, reason, language) for cap, reason in zip(caps, reasons, strict=True)]
    yield from _ceo_only(scores, reached, language)
    for column in scores.columns:
        rows = np.flatnonzero(column.rejects)
        yield rows.tolist(), [reject_text(reason) for reason in _reasons(column, rows)]


def _reasons(column: IndicatorColumn, rows: Rows) -> list[str]:
    texts = [reason_text(column.indicator.name, text) for text in (*column.texts, "")]
    return _take(texts, column.value_codes[rows])


def _ceo_only(scores: Scores, reached: NDArray[np.int8], language: Language) -> Iterator[tuple[list[int], list[str]]]:
    people = scores.compiled.people
    if people is None:
        return
    states = scores.fields[-1].states  # size and people come last
    texts = [
        cap_text(people.ceo_only_cap, ceo_only_reason(state.coverage, language), language)
        if state.coverage and state.coverage.ceo_only
        else ""
        for state in states.states
    ]
    alone = np.array([bool(text) for text in texts], dtype=np.bool_)
    rows = np.flatnonzero(alone[states.codes] & (people.ceo_only_cap > reached))
    yield rows.tolist(), _take(texts, states.codes[rows])
