"""Check GOV031, contradicted request."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.request_rows import ACCEPTED
from xltags.core.tag_requests import judge_requests

_AFTERWARDS = ("asked_before", "unsupported")  # what may have come about since


@check(
    "GOV031",
    "warning",
    en=(
        "the request for '{value}' was accepted against the rules: {reason}; mend the request or take the decision back"
    ),
    zh="“{value}”的申请在违反规则的情况下通过：{reason}；请补正申请或撤回决定",
    vi="đề xuất “{value}” được chấp nhận trái quy tắc: {reason}; hãy sửa đề xuất hoặc rút lại quyết định",
)
def contradicted_request(dataset: Dataset) -> Iterator[Issue]:
    """A tag request was accepted although the rules refuse it.

    That a request was refused although the rules would accept it is nobody's fault: people know more.

    Why: exceptions that are made in silence become the rule. One that is meant belongs into Settings, with reason
    and end.
    Fix: complete what the request lacks (what is done, where the fact comes from), or set the verdict back.

    >>> from xltags.core.examples import dataset
    >>> wish = {
    ...     "group": "industry",
    ...     "tag": ["Glass"],
    ...     "data_source": "First call",
    ...     "with_tag": "Call",
    ...     "verdict": "accept",
    ... }
    >>> same = dataset(TagGroups={"group": "industry"}, TagRequests={**wish, "without_tag": "Call"})
    >>> [issue.value for issue in contradicted_request(same)]
    ['Glass']
    >>> list(
    ...     contradicted_request(dataset(TagGroups={"group": "industry"}, TagRequests={**wish, "without_tag": "Write"}))
    ... )
    []
    """
    table = dataset.table("TagRequests")
    for judged in judge_requests(dataset):
        against = [it for it in judged.reasons if it.verdict == "reject" and it.code not in _AFTERWARDS]
        if judged.request.decision == ACCEPTED and against:
            place = table.place(judged.request.record, "verdict")
            yield Issue(place, judged.request.tag, fields={"reason": against[0].text})
