"""Check REV003, rewarded loser."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.review.results import Review
from xltags.core.review.tag_points import points_beside_wins


@check(
    "REV003",
    "warning",
    en="'{tag}' gets {value} of {maximum} points in '{indicator}', but wins {rate} of {closed} (all: {overall})",
    zh="“{tag}”在指标“{indicator}”中得 {value}/{maximum} 分，但 {closed} 家的赢率仅 {rate}（总体 {overall}）",
    vi=(
        "“{tag}” được {value}/{maximum} điểm ở tiêu chí “{indicator}” nhưng chỉ thắng {rate} trong {closed} "
        "(chung: {overall})"
    ),
)
def rewarded_loser(dataset: Dataset, review: Review) -> Iterator[Issue]:
    """A tag that wins less than the average gets half of its indicator's points, or more.

    Why: the score sends sales to customers who buy less often than others. The tag's win rate differs by more than
    chance, after correcting for the number of tags that were compared (Benjamini-Hochberg).
    Fix: lower the points of the band, or say in the indicator's rationale why the tag is worth them all the same.

    >>> from xltags.core.examples import dataset
    >>> from xltags.core.review.examples import example_dna, example_review
    >>> bands = {"indicator": "fit", "tag": ["Steel", "Retail"], "points": [5, 30]}
    >>> card = dataset(
    ...     Tags={"group": "industry", "tag": ["Steel", "Retail"]},
    ...     Indicators={"indicator": "fit", "kind": "soft", "field": "industry", "on": "yes"},
    ...     Bands=bands,
    ... )
    >>> poor = example_review(dna=(example_dna(("industry", "Retail", 10, 90)),))
    >>> [(issue.place.cell, issue.fields["rate"]) for issue in rewarded_loser(card, poor)]
    [('C3', '11%')]
    >>> list(rewarded_loser(card, example_review(dna=(example_dna(("industry", "Steel", 10, 90)),))))
    []
    """
    for found, scored, fields in points_beside_wins(dataset, review):
        if found.lift < 1 and scored.band is not None and scored.points > 0 and scored.rewarded:
            place = dataset.table("Bands").place_in_row(scored.band.row, "points")
            yield Issue(place, scored.points, fields={"tag": found.tag, **fields})
