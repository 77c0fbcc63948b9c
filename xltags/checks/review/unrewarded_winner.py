"""Check REV009, unrewarded winner."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.review.results import Review
from xltags.core.review.tag_points import points_beside_wins


@check(
    "REV009",
    "note",
    en="'{value}' gets {points} of {maximum} points in '{indicator}', but wins {rate} of {closed} (all: {overall})",
    zh="“{value}”在指标“{indicator}”中仅得 {points}/{maximum} 分，但 {closed} 家的赢率达 {rate}（总体 {overall}）",
    vi=(
        "“{value}” chỉ được {points}/{maximum} điểm ở tiêu chí “{indicator}” mà thắng {rate} trong {closed} "
        "(chung: {overall})"
    ),
)
def unrewarded_winner(dataset: Dataset, review: Review) -> Iterator[Issue]:
    """A tag that wins more than the average gets less than half of its indicator's points.

    Why: the customers who buy most often come late in the queue. The tag's win rate differs by more than chance, after
    correcting for the number of tags that were compared (Benjamini-Hochberg).
    Fix: raise the points of its band, or add one for it.

    >>> from xltags.core.examples import dataset
    >>> from xltags.core.review.examples import example_dna, example_review
    >>> bands = {"indicator": "fit", "tag": ["Steel", "Retail"], "points": [5, 30]}
    >>> card = dataset(
    ...     Tags={"group": "industry", "tag": ["Steel", "Retail"]},
    ...     Indicators={"indicator": "fit", "kind": "soft", "field": "industry", "on": "yes"},
    ...     Bands=bands,
    ... )
    >>> rich = example_review(dna=(example_dna(("industry", "Steel", 70, 90)),))
    >>> [(issue.place.cell, issue.fields["rate"]) for issue in unrewarded_winner(card, rich)]
    [('C2', '78%')]
    >>> list(unrewarded_winner(card, example_review(dna=(example_dna(("industry", "Retail", 70, 90)),))))
    []
    """
    bands = dataset.table("Bands")
    for found, scored, fields in points_beside_wins(dataset, review):
        if found.lift > 1 and not scored.rewarded:
            row = scored.band.row if scored.band is not None else bands.header_row
            yield Issue(bands.place_in_row(row, "points"), found.tag, fields={"points": scored.points, **fields})
