"""Check REV007, leaking field."""

from collections.abc import Iterator, Mapping

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.review.results import Leak, Review
from xltags.core.wording import ByLanguage

REASONS: Mapping[str, ByLanguage] = {
    "written_after": {
        "en": "it was filled or changed after the deal was closed ({cases} times)",
        "zh": "在结案之后才填写或修改（{cases} 次）",
        "vi": "được điền hoặc sửa sau khi giao dịch kết thúc ({cases} lần)",
    },
    "too_good": {
        "en": "alone it tells won from lost (AUC {auc} on {cases} customers)",
        "zh": "单凭它即可区分成交与丢单（{cases} 家客户，AUC {auc}）",
        "vi": "một mình nó đã tách được thắng với mất (AUC {auc} trên {cases} khách)",
    },
    "outcome_itself": {
        "en": "it states the outcome itself ({cases} customers)",
        "zh": "它本身就是结果（{cases} 家客户）",
        "vi": "nó chính là kết quả ({cases} khách)",
    },
}


@check(
    "REV007",
    "warning",
    en="'{value}' knows how the deal ended: {why}; it is left out of the proposal and should not give points",
    zh="“{value}”已包含成交结果：{why}；建议评分卡未采用，也不应计分",
    vi="“{value}” đã biết kết quả giao dịch: {why}; đề xuất không dùng trường này và nó không nên cho điểm",
)
def leaking_field(dataset: Dataset, review: Review) -> Iterator[Issue]:
    """A field knows how the deal ended, so that it cannot foretell it.

    Why: a tag that sales sets once a deal is won looks like the best sign of a win; for a new lead it is blank.
    Fix: score on what is known before the deal is closed, and keep such a field for what happens after it.

    >>> from xltags.core.examples import dataset
    >>> from xltags.core.review.examples import example_review
    >>> from xltags.core.review.results import Leak
    >>> card = dataset(Indicators={"indicator": "fit", "field": "onboarding", "kind": "soft", "on": "yes"})
    >>> late = example_review(leaks=(Leak("onboarding", "written_after", 40, 0.97),))
    >>> [(issue.place.cell, issue.value) for issue in leaking_field(card, late)]
    [('B2', 'onboarding')]
    >>> list(leaking_field(card, example_review()))
    []
    """
    for found in review.leaks:
        indicators = [it for it in dataset.model.scorecard.indicators if it.on and it.field == found.field]
        places = [dataset.table("Indicators").place_in_row(it.row, "field") for it in indicators]
        for place in places or [dataset.customers.table.header_place(found.field)]:
            yield Issue(place, found.field, fields={"why": _why(found)})


def _why(leak: Leak) -> ByLanguage:
    texts = REASONS[leak.reason]
    return {language: text.format(cases=leak.cases, auc=f"{leak.auc:.2f}") for language, text in texts.items()}
