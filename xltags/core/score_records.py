"""Scores as plain records, ready for JSON."""

from typing import TypedDict

from xltags.core.scoring import Scores
from xltags.core.why_texts import contribution_order, soft_columns


class WhyRecord(TypedDict):
    """What one indicator adds; `indicator` is its id."""

    indicator: str
    value: str
    points: float


class ScoreRecord(TypedDict):
    """One customer's score; `ask_next` is the id of an indicator, "" for none."""

    customer_id: str
    score: float
    tier: str
    range: str
    ask_next: str
    why: list[WhyRecord]


def score_records(scores: Scores) -> list[ScoreRecord]:
    """Every customer's score, in the order of `Customers`.

    `why` lists the contributions that are not 0, the largest first; they sum to `score`. Whole numbers are integers.
    """
    names = (scores.customer_ids, scores.tiers(), scores.ranges(), scores.ask_next_ids())
    parts = zip(scores.points.tolist(), _whys(scores), *names, strict=True)
    return [
        {"customer_id": id, "score": _plain(total), "tier": tier, "range": span, "ask_next": ask, "why": why}
        for total, why, id, tier, span, ask in parts
    ]


def _whys(scores: Scores) -> list[list[WhyRecord]]:
    if not (columns := soft_columns(scores)):
        return [[] for _ in scores.customer_ids]
    ids = [column.indicator.indicator for column in columns]
    values = zip(*(column.shown() for column in columns), strict=True)
    points = zip(*(column.points.tolist() for column in columns), strict=True)
    return [
        [{"indicator": ids[place], "value": texts[place], "points": _plain(added[place])} for place in places]
        for places, texts, added in zip(contribution_order(scores), values, points, strict=True)
    ]


def _plain(points: float) -> float:
    return int(points) if points.is_integer() else points
