"""The reasons of all customers at once: the text of `Case.text`, joined of parts of which there are few."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from xltags.core.finding import Language
from xltags.core.late import Late
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
    from xltags.core.indicator_column import IndicatorColumn
    from xltags.core.scoring import Scores

Codes = NDArray[np.integer]
Key = TypeVar("Key", bound=Hashable)
SEPARATOR = "; "
STRETCH = 1 << 13  # customers that are put in order together; more only take memory


class _Part(NamedTuple):
    """A stretch of all texts: that of a customer is `texts[code]`."""

    texts: Sequence[str]
    codes: Codes


def why_texts(scores: Scores, language: Language) -> Late[str]:
    """Every customer's `why_text`, in their order."""
    if not len(scores):
        return Late(0, lambda start, stop: [])
    found = (*_added(scores), _sum(scores), *_tails(scores, language))
    parts = [
        (np.array(part.texts, dtype=np.object_), part.codes.astype(np.min_scalar_type(len(part.texts)), copy=False))
        for part in found
        if part.texts[0] or part.codes.any()
    ]

    def make(start: int, stop: int) -> list[str]:
        pieces = [table[codes[start:stop]].tolist() for table, codes in parts]
        return list(map("".join, zip(*pieces, strict=True)))

    return Late(len(scores), make)


def soft_columns(scores: Scores) -> list[IndicatorColumn]:
    """The columns of the soft indicators, in the workbook's order."""
    return [column for column in scores.columns if column.indicator.kind != "hard"]


def contribution_order(scores: Scores) -> Iterator[list[int]]:
    """By customer the numbers of the soft columns whose points are not 0: by size, then as in the workbook."""
    columns = soft_columns(scores)
    if not columns:
        return iter([[] for _ in range(len(scores))])
    counts = np.count_nonzero(np.stack([column.points for column in columns], axis=1), axis=1).tolist()
    return (places[:count] for places, count in zip(_order(columns).tolist(), counts, strict=True))


def _order(columns: Sequence[IndicatorColumn]) -> NDArray[np.intp]:
    """By customer the numbers of the columns, the largest points first; of equal ones as in the workbook."""
    return np.argsort(np.stack([-np.abs(column.points) for column in columns], axis=1), axis=1, kind="stable")


def _added(scores: Scores) -> Iterator[_Part]:
    """The contributions that are not 0, the largest first; "0" where there is none."""
    columns = soft_columns(scores)
    if not columns:
        yield _Part(["0"], np.zeros(len(scores), dtype=np.int32))
        return
    texts, firsts = [""], []
    for column in columns:
        firsts.append(len(texts))
        texts += _pieces(column)
    codes = np.zeros((len(columns), len(scores)), dtype=np.min_scalar_type(len(texts)))
    for start in range(0, len(scores), STRETCH):
        codes[:, start : start + STRETCH] = _in_order(columns, firsts, slice(start, start + STRETCH))
    yield _Part(["0", *(text.removeprefix(SEPARATOR) for text in texts[1:])], codes[0])
    for place in range(1, len(columns)):
        yield _Part(texts, codes[place])


def _in_order(columns: Sequence[IndicatorColumn], firsts: Sequence[int], rows: slice) -> Codes:
    """For some customers the codes of what the columns add, the largest first, as rows; 0 for what adds nothing.

    `firsts` are the codes of each column's first value; that of a blank stands behind those of its values.
    """
    codes, sizes = [], []
    for first, column in zip(firsts, columns, strict=True):
        points, values = column.points_of(rows), column.value_codes[rows]
        codes.append(np.where(points != 0, first + np.where(values < 0, len(column.values), values), 0))
        sizes.append(-np.abs(points))
    order = np.argsort(np.stack(sizes, axis=1), axis=1, kind="stable")
    return np.take_along_axis(np.stack(codes, axis=1), order, axis=1).T


def _pieces(column: IndicatorColumn) -> list[str]:
    """What the column adds, as text, by value; the last where it is blank."""
    points = np.zeros(len(column.values) + 1)
    points[column.value_codes] = column.points  # customers with one value have one number of points
    name = column.indicator.name
    pairs = zip((*column.texts, ""), points.tolist(), strict=True)
    return [SEPARATOR + added_text(name, text, added) for text, added in pairs]


def _sum(scores: Scores) -> _Part:
    points, codes = np.unique(scores.points, return_inverse=True)
    return _Part([f" = {format_points(each)}" for each in points.tolist()], codes.astype(np.int32))


def _tails(scores: Scores, language: Language) -> Iterator[_Part]:
    """What follows the sum, in the order of `Case.tail`: unknowns, caps that take something away, rejections."""
    for column in scores.columns:
        yield _Part(["", SEPARATOR + unknown_text(column.indicator.name)], (~column.known).astype(np.int32))
    reached = scores.reached
    for column in scores.columns:
        rows = column.caps > reached
        pairs = zip(column.caps[rows].tolist(), _reasons(column, rows), strict=True)
        yield _rare(rows, list(pairs), lambda pair: cap_text(*pair, language))
    yield from _ceo_only(scores, reached, language)
    for column in scores.columns:
        yield _rare(column.rejects, _reasons(column, column.rejects), reject_text)


def _rare(rows: NDArray[np.bool_], keys: Sequence[Key], text_of: Callable[[Key], str]) -> _Part:
    """A part of some customers only; the text of each different key is made once."""
    places = {key: number for number, key in enumerate(dict.fromkeys(keys), 1)}
    codes = np.zeros(len(rows), dtype=np.int32)
    codes[rows] = [places[key] for key in keys]
    return _Part(["", *(SEPARATOR + text_of(key) for key in places)], codes)


def _reasons(column: IndicatorColumn, rows: NDArray[np.bool_]) -> list[str]:
    texts = [reason_text(column.indicator.name, text) for text in (*column.texts, "")]  # code -1 takes the last
    return [texts[code] for code in column.value_codes[rows].tolist()]


def _ceo_only(scores: Scores, reached: NDArray[np.int8], language: Language) -> Iterator[_Part]:
    people = scores.compiled.people
    if people is None:
        return
    states = scores.fields[-1].states  # size and people come last
    texts = [
        SEPARATOR + cap_text(people.ceo_only_cap, ceo_only_reason(state.coverage, language), language)
        if state.coverage and state.coverage.ceo_only
        else ""
        for state in states.states
    ]
    capped = people.ceo_only_cap > reached
    yield _Part([*texts, ""], np.where(capped, states.codes, len(texts)).astype(np.int32))
