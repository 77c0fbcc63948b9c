"""Check REV002, score without signal."""

from collections.abc import Iterator, Mapping

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.review.results import Review
from xltags.core.wording import ByLanguage

WHAT: Mapping[str, ByLanguage] = {
    "no_signal": {
        "en": "more points do not mean more wins",
        "zh": "得分高的客户并未更常成交",
        "vi": "điểm cao không có nghĩa là thắng nhiều hơn",
    },
    "inverted": {
        "en": "more points mean fewer wins",
        "zh": "得分越高反而越少成交",
        "vi": "điểm càng cao càng ít thắng",
    },
}


@check(
    "REV002",
    "warning",
    en="{what}: AUC {auc} ({low} to {high}) on {closed} closed customers, where 0.50 is chance",
    zh="{what}：{closed} 家已结案客户的 AUC 为 {auc}（{low} 至 {high}），0.50 即随机水平",
    vi="{what}: AUC {auc} ({low} đến {high}) trên {closed} khách đã có kết quả, 0.50 là ngẫu nhiên",
)
def score_without_signal(dataset: Dataset, review: Review) -> Iterator[Issue]:
    """The points of the scorecard do not tell customers who were won from those who were lost.

    Why: AUC is the chance that a won customer has more points than a lost one. Where its 95 % interval holds 0.50, the
    order by points is no better than any other order; below it, the order is upside down.
    Fix: compare the bands with the section DNA of the review, or take the proposed scorecard where there is one.

    >>> from xltags.core.examples import dataset
    >>> from xltags.core.review.examples import example_review, example_signal
    >>> card = dataset(Indicators={"indicator": "fit", "field": "industry"})
    >>> blind = example_review(current=example_signal(0.53))
    >>> [(issue.place.cell, issue.fields["low"]) for issue in score_without_signal(card, blind)]
    [('A1', '0.47')]
    >>> list(score_without_signal(card, example_review()))
    []
    """
    found = review.current
    if found.verdict not in WHAT:
        return
    numbers = {"auc": found.auc, "low": found.auc_low, "high": found.auc_high}
    fields = {name: f"{number:.2f}" for name, number in numbers.items()}
    place = dataset.table("Indicators").header_place("indicator")
    yield Issue(place, fields={**fields, "what": WHAT[found.verdict], "closed": found.closed})
