"""Check REV006, wide band."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.review.results import Review


@check(
    "REV006",
    "warning",
    en="band '{value}' of '{indicator}' holds customers who fare differently: {parts}; cut it in two",
    zh="指标“{indicator}”的档位“{value}”内部差异明显：{parts}，建议拆分",
    vi="bậc “{value}” của tiêu chí “{indicator}” gồm khách có kết quả khác nhau: {parts}; hãy tách ra",
)
def wide_band(dataset: Dataset, review: Review) -> Iterator[Issue]:
    """One band gives the same points to customers whose win rates differ.

    Why: the band is too wide to tell the good ones in it from the others, so both get the same tier.
    Fix: cut the band where the review says, and give each part points of its own.

    >>> from xltags.core.examples import dataset
    >>> from xltags.core.review.examples import example_rate, example_review
    >>> from xltags.core.review.results import Split
    >>> bands = dataset(Bands={"indicator": "size", "low": [0, 50], "high": [50, None], "points": [5, 20]})
    >>> parts = (("50 <= x < 200", example_rate(60, 90)), ("200 <= x", example_rate(10, 80)))
    >>> wide = Split("size", 3, "50 <= x", parts, 0.0001, 0.0004)
    >>> [(issue.place.cell, issue.fields["parts"]) for issue in wide_band(bands, example_review(splits=(wide,)))]
    [('A3', '50 <= x < 200: 67% (60/90); 200 <= x: 12% (10/80)')]
    >>> list(wide_band(bands, example_review()))
    []
    """
    for found in review.splits:
        parts = "; ".join(f"{part}: {rate.rate:.0%} ({rate.hits}/{rate.of})" for part, rate in found.parts)
        yield Issue(
            dataset.table("Bands").place_in_row(found.band_row, "indicator"),
            found.band,
            fields={"indicator": found.indicator, "parts": parts},
        )
