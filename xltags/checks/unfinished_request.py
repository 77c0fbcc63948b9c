"""Check GOV032, unfinished request."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.request_rows import ACCEPTED, read_requests
from xltags.core.request_state import is_carried_out


@check(
    "GOV032",
    "note",
    en=(
        "the request for '{value}' was accepted{when}, but Tags has no such tag; xltags request --accept {row} "
        "writes it"
    ),
    zh="“{value}”的申请已通过{when}，但标签表中还没有；运行 xltags request --accept {row} 即可写入",
    vi="đề xuất “{value}” đã được chấp nhận{when} nhưng bảng Thẻ chưa có; xltags request --accept {row} sẽ ghi vào",
)
def unfinished_request(dataset: Dataset) -> Iterator[Issue]:
    """A tag request was accepted, and the tag was never made.

    Why: the department that asked believes that the tag is there, and writes it into cells where it is unknown.
    Fix: xltags request BOOK --accept ROW --in-place writes the tag with its history; or take the decision back.

    >>> from xltags.core.examples import dataset
    >>> wish = {"group": "industry", "tag": ["Glass"], "verdict": "accept"}
    >>> tags = {"group": "industry", "tag": ["Steel"]}
    >>> [issue.value for issue in unfinished_request(dataset(Tags=tags, TagRequests=wish))]
    ['Glass']
    >>> list(unfinished_request(dataset(Tags={**tags, "tag": ["Steel", "Glass"]}, TagRequests=wish)))
    []
    """
    table = dataset.table("TagRequests")
    for request in read_requests(dataset):
        if request.decision == ACCEPTED and request.tag and not is_carried_out(dataset, request):
            day = request.decided_on.isoformat() if request.decided_on else ""
            when = {"en": f" on {day}", "zh": f"（{day}）", "vi": f" ngày {day}"} if day else ""
            place = table.place(request.record, "verdict")
            yield Issue(place, request.tag, fields={"when": when, "row": request.row})
