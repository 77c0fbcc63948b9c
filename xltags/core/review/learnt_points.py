"""From outcomes to whole points: which few fields tell won from lost, and how many of 100 points each value gets.

Worths of values (`learnt_levels`) go into a logistic regression, field by field (forward selection), and its weights
become whole points. A customer's worths are learnt without the fifth of the customers it belongs to, so that a field
with many rare values gains nothing by knowing the outcome of each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from xltags.core.review.learnt_levels import Facts, Levels, learn_levels

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
MOST_FIELDS = 8
SPAN = 100
FEWEST_POINTS = 1  # at the top of a field: one that rounds to none falls away
FOLDS = 5
FALSE_RATE = 0.1  # that any field is taken though none tells anything: one-sided, shared by all candidates
RIDGE = 1.0  # the penalty on squared weights: next to nothing for thousands of customers, a brake for a hundred
ROUNDS = 50
CLOSE = 1e-9


@dataclass(frozen=True, eq=False)
class FieldPoints:
    """A chosen field: its number among the candidates, its levels and the whole points of each level, the most > 0."""

    number: int
    levels: Levels
    points: Floats


def learn_points(fields: Sequence[Facts], rows: Flags, won: Flags, folds: NDArray[np.int64]) -> tuple[FieldPoints, ...]:
    """The fields that tell won from lost with their points, in order of choice; none where no field does.

    The most points of the fields sum to SPAN, the fewest of each are 0, which a blank gets as well.

    Args:
        fields: the candidates, each over all closed customers.
        rows: which customers to learn from.
        won: which customers were won.
        folds: 0..FOLDS-1 by customer; identical customers share one.
    """
    learnt = [learn_levels(field, rows, won) for field in fields]
    numbers = [number for number, levels in enumerate(learnt) if levels is not None]
    if not numbers:
        return ()
    worths = np.stack([_unseen_worths(fields[number], rows, won, folds)[rows] for number in numbers], axis=1)
    chosen, weights = choose_fields(worths, won[rows])
    while chosen:
        found = [(numbers[place], levels) for place in chosen if (levels := learnt[numbers[place]]) is not None]
        tops = share_out([weight * float(it.worth.max()) for (_, it), weight in zip(found, weights, strict=True)])
        if min(tops) >= FEWEST_POINTS:
            pairs = zip(found, tops, strict=True)
            return tuple(
                FieldPoints(number, it, np.rint(it.worth / it.worth.max() * top)) for (number, it), top in pairs
            )
        del chosen[tops.index(min(tops))]
        weights = fit_weights(worths[:, chosen], won[rows])[1:].tolist()
    return ()


def _unseen_worths(field: Facts, rows: Flags, won: Flags, folds: NDArray[np.int64]) -> Floats:
    """Each customer's worth as learnt from the other folds."""
    found = np.zeros(len(won))
    for fold in range(FOLDS):
        levels = learn_levels(field, rows & (folds != fold), won)
        if levels is not None:
            mine = folds == fold
            found[mine] = levels.of(field)[mine]
    return found


def choose_fields(worths: Floats, won: Flags) -> tuple[list[int], list[float]]:
    """The columns that tell won from lost beside those chosen before, the strongest first, with their weights > 0.

    Each step takes the column with the largest score statistic (C. R. Rao, 1948), the first of equals, as long as it
    is beyond chance and MOST_FIELDS are not reached.
    """
    limit = NormalDist().inv_cdf(1 - FALSE_RATE / worths.shape[1])
    chosen: list[int] = []
    weights: Floats = np.zeros(0)
    while len(chosen) < MOST_FIELDS:
        strengths = _strengths(worths, won, chosen, weights)
        strengths[chosen] = -np.inf
        best = int(np.argmax(strengths))
        if not strengths[best] > limit:
            break
        chosen.append(best)
        weights = fit_weights(worths[:, chosen], won)
    while chosen and weights[1:].min() <= 0:
        del chosen[int(np.argmin(weights[1:]))]
        weights = fit_weights(worths[:, chosen], won)
    return chosen, weights[1:].tolist()


def _strengths(worths: Floats, won: Flags, chosen: list[int], weights: Floats) -> Floats:
    """By column how many standard errors its slope is above 0 where it joins the chosen ones."""
    design = _design(worths[:, chosen])
    chance = _chances(design, weights) if chosen else np.full(len(won), won.mean())
    spread = chance * (1 - chance)
    slope = worths.T @ (won - chance)
    shared = design.T @ (spread[:, None] * worths)
    inner = design.T @ (spread[:, None] * design)
    left = np.einsum("ij,ij->j", worths, spread[:, None] * worths)
    variance = left - np.einsum("ij,ij->j", shared, np.linalg.solve(inner + CLOSE * np.eye(len(inner)), shared))
    usable = variance > CLOSE * np.maximum(left, 1.0)
    return np.where(usable, slope / np.sqrt(np.where(usable, variance, 1.0)), -np.inf)


def fit_weights(columns: Floats, won: Flags) -> Floats:
    """The logistic regression's constant and weights, by Newton's method on the penalised likelihood."""
    design = _design(columns)
    penalty = np.append(0.0, np.full(columns.shape[1], RIDGE))
    weights = np.zeros(design.shape[1])
    weights[0] = np.log(won.mean() / (1 - won.mean()))
    reached = _penalised(design, won, weights, penalty)
    for _ in range(ROUNDS):
        chance = _chances(design, weights)
        slope = design.T @ (won - chance) - penalty * weights
        bend = design.T @ ((chance * (1 - chance))[:, None] * design) + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        while (value := _penalised(design, won, weights + step, penalty)) < reached and np.abs(step).max() > CLOSE:
            step = step / 2
        weights, reached = weights + step, value
        if np.abs(step).max() <= CLOSE:
            break
    return weights


def _design(columns: Floats) -> Floats:
    return np.column_stack([np.ones(len(columns)), columns])


def _chances(design: Floats, weights: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
    return found


def _penalised(design: Floats, won: Flags, weights: Floats, penalty: Floats) -> float:
    line = design @ weights
    return float(line[won].sum() - np.logaddexp(0, line).sum() - (penalty * weights**2).sum() / 2)


def share_out(weights: Sequence[float], span: int = SPAN) -> list[int]:
    """Whole shares of a span, in proportion to weights > 0 (largest remainders, the first of equals); they sum to it.

    >>> share_out([1.0, 1.0, 1.0]), share_out([5.0, 3.0]), share_out([])
    ([34, 33, 33], [63, 37], [])
    """
    total = sum(weights)
    exact = [weight / total * span for weight in weights]
    found = [int(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda place: (found[place] - exact[place], place))
    for place in order[: span - sum(found) if exact else 0]:
        found[place] += 1
    return found
