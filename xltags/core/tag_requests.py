"""Whether a wished tag should be made: the same rules as the lint of the taxonomy, asked beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass

from xltags.core.dataset import Dataset
from xltags.core.request_reasons import Reason, Verdict
from xltags.core.request_rows import TagRequest, read_requests
from xltags.core.request_rules import RequestRules


@dataclass(frozen=True, slots=True)
class JudgedRequest:
    """A request with the verdict of the rules, and every reason for it, those that refuse first."""

    request: TagRequest
    verdict: Verdict
    reasons: tuple[Reason, ...]


def judge_requests(dataset: Dataset) -> tuple[JudgedRequest, ...]:
    """Every request with its verdict, in the table's order; a request is compared with those above it."""
    rules = RequestRules(dataset)
    found: list[JudgedRequest] = []
    earlier: list[TagRequest] = []
    for request in read_requests(dataset):
        found.append(_judged(rules, request, earlier))
        earlier.append(request)
    return tuple(found)


def judge_request(request: TagRequest, dataset: Dataset) -> JudgedRequest:
    """One request against a workbook, before it stands in `TagRequests`."""
    return _judged(RequestRules(dataset), request, read_requests(dataset))


def _judged(rules: RequestRules, request: TagRequest, earlier: Sequence[TagRequest]) -> JudgedRequest:
    """A reason to refuse outweighs a question, and a question outweighs that all is well."""
    reasons = sorted(rules.reasons(request, earlier), key=lambda it: it.verdict == "ask")
    if not reasons:
        return JudgedRequest(request, "accept", (rules.praise(request),))
    return JudgedRequest(request, reasons[0].verdict, tuple(reasons))
