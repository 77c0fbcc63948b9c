"""Check REV008, too little history."""

from collections.abc import Iterator, Mapping

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.review.results import Review
from xltags.core.wording import ByLanguage

FEWEST = 10  # won, and lost, customers
VERDICTS: Mapping[str, ByLanguage] = {
    "expert_only": {
        "en": "under 150 the points stay what experts think them to be",
        "zh": "不足 150 家时，分值只能依靠专家判断",
        "vi": "dưới 150 thì điểm chỉ là ý kiến chuyên gia",
    },
    "indicative": {
        "en": "under 300 what is found is indicative only",
        "zh": "不足 300 家时，结论仅供参考",
        "vi": "dưới 300 thì kết quả chỉ để tham khảo",
    },
    "one_sided": {
        "en": "hardly any of them were lost, or won, so nothing tells the ones from the others",
        "zh": "几乎没有丢单（或成交）记录，无法区分两者",
        "vi": "gần như không có khách mất (hoặc thắng), nên không phân biệt được",
    },
}


@check(
    "REV008",
    "note",
    en="{value} customers have an outcome (won or lost): {verdict}",
    zh="有结果（成交或丢单）的客户为 {value} 家：{verdict}",
    vi="{value} khách đã có kết quả (thắng hoặc mất): {verdict}",
)
def too_little_history(dataset: Dataset, review: Review) -> Iterator[Issue]:
    """Too few customers were won or lost for their outcomes to say what is worth points.

    Why: with few outcomes chance looks like a pattern. Under 150 nothing is learnt from them, under 300 with reserve.
    And where hardly a deal is noted as lost, even a thousand won ones do not tell what wins.
    Fix: fill Won on and Lost on for every deal that is over, lost ones above all; they are what is most often missing.

    >>> from xltags.core.examples import dataset
    >>> from xltags.core.review.examples import example_review
    >>> made = dataset(Customers={"customer_id": "C1", "won_on": None})
    >>> young = example_review(closed=97, honesty="expert_only")
    >>> [(issue.place.cell, issue.value) for issue in too_little_history(made, young)]
    [('B1', 97)]
    >>> list(too_little_history(made, example_review()))
    []
    """
    won = sum(outcome.win.hits for outcome in review.tiers)
    closed = sum(outcome.win.of for outcome in review.tiers)
    sided = min(won, closed - won) < FEWEST <= review.closed
    verdict = VERDICTS.get("one_sided" if sided else review.honesty)
    if verdict is not None:
        yield Issue(dataset.customers.table.header_place("won_on"), review.closed, fields={"verdict": verdict})
