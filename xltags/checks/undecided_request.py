"""Check GOV030, undecided request."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import LANGUAGES, Issue
from xltags.core.request_rows import PENDING
from xltags.core.tag_requests import judge_requests
from xltags.core.verdict_words import VERDICTS

_PATIENCE = 30  # days


@check(
    "GOV030",
    "note",
    en="the request for '{value}' has waited {days} days; the rules say {verdict}: {reason}",
    zh="“{value}”的申请已等待 {days} 天；按规则应{verdict}：{reason}",
    vi="đề xuất “{value}” đã chờ {days} ngày; theo quy tắc nên {verdict}: {reason}",
)
def undecided_request(dataset: Dataset) -> Iterator[Issue]:
    """A tag request has been open for more than a month.

    Why: whoever waits too long for a tag writes it into another column.
    Fix: decide: xltags request lists the open ones with verdict and reasons, and --accept writes the tag.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> wish = {"group": "industry", "tag": ["Glass"], "with_tag": "Call", "without_tag": "call."}
    >>> old = dataset(TagGroups={"group": "industry"}, TagRequests={**wish, "requested_on": date(2026, 9, 1)})
    >>> [(issue.value, issue.fields["verdict"]["en"]) for issue in undecided_request(old)]
    [('Glass', 'reject')]
    >>> list(undecided_request(dataset(TagRequests={**wish, "requested_on": date(2026, 11, 1)})))
    []
    """
    table = dataset.table("TagRequests")
    for judged in judge_requests(dataset):
        request = judged.request
        if request.decision != PENDING or request.requested_on is None:
            continue
        days = (dataset.as_of - request.requested_on).days
        if days > _PATIENCE:
            reason = {language: judged.reasons[0].text[language] for language in LANGUAGES}
            fields = {"days": days, "verdict": VERDICTS[judged.verdict], "reason": reason}
            yield Issue(table.place(request.record, "verdict"), request.tag, fields=fields)
