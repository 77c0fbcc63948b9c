"""Check GOV023, changed without right."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_named
from xltags.core.people import names_in, read_posts
from xltags.core.request_rows import ACCEPTED, read_requests
from xltags.core.taxonomy_rights import TaxonomyRights
from xltags.core.text import fold
from xltags.core.wording import ByLanguage

_MADE: ByLanguage = {
    "en": "made tag '{tag}'",
    "zh": "新建了标签“{tag}”",
    "vi": "đã tạo thẻ “{tag}”",
}
_DECIDED: ByLanguage = {
    "en": "decided on the request for '{tag}'",
    "zh": "审批了“{tag}”的申请",
    "vi": "đã duyệt đề xuất “{tag}”",
}


def _said(texts: ByLanguage, tag: str) -> ByLanguage:
    return {language: text.format(tag=tag) for language, text in texts.items()}


@check(
    "GOV023",
    "warning",
    en=(
        "{person} {what} without the right to change tags; have it confirmed by a taxonomy owner, or ask through "
        "TagRequests"
    ),
    zh="{person}{what}，但没有修改标签的权限；请由标签体系负责人确认，或通过“标签申请”提出",
    vi=(
        "{person} {what} mà không có quyền sửa bộ thẻ; hãy nhờ người chủ quản bộ thẻ xác nhận, hoặc gửi qua Đề xuất thẻ"
    ),
)
def changed_without_right(dataset: Dataset) -> Iterator[Issue]:
    """A tag was made, or a request decided, by somebody without the right to do so.

    The right lies with those who hold the role taxonomy_owner in Owners on that day; where nobody ever held it,
    with the people of the owner department. A tag that an accepted request asked for is in order. People whom
    Owners does not know are left to LOG008. Built-in tags are left out.

    Why: everybody adds what he misses at the moment; after a year the list holds each fact three times.
    Fix: let a taxonomy owner look at the tag and accept its request (xltags request), or retire it.

    >>> from xltags.core.examples import dataset
    >>> owners = {"person": ["Lan", "Bo"], "role": ["taxonomy_owner", "sales"]}
    >>> tags = {"group": "industry", "tag": ["Retail", "Steel"], "created_by": ["Lan", "Bo"]}
    >>> [issue.fields["person"] for issue in changed_without_right(dataset(Tags=tags, Owners=owners))]
    ['Bo']
    >>> asked = {"group": "industry", "tag": ["Steel"], "verdict": "accept", "decided_by": "Lan"}
    >>> list(changed_without_right(dataset(Tags=tags, Owners=owners, TagRequests=asked)))
    []
    """
    rights = TaxonomyRights(dataset, read_posts(dataset))
    if not rights.stated:
        return
    taxonomy = dataset.model.taxonomy
    accepted = set()
    for request in read_requests(dataset):
        if request.decision == ACCEPTED:
            group = group_named(taxonomy, request.group)
            accepted.add((group.group if group else request.group, fold(request.tag)))
        day = request.decided_on or dataset.as_of
        for person in names_in(request.decided_by):
            if rights.knows(person) and not rights.may_change(person, day):
                place = dataset.table("TagRequests").place_in_row(request.row, "decided_by")
                yield Issue(place, request.decided_by, fields={"person": person, "what": _said(_DECIDED, request.tag)})
    for tag in taxonomy.tags:
        if tag.origin == "builtin" or (tag.group, fold(tag.tag)) in accepted:
            continue
        for person in names_in(tag.created_by):
            if rights.knows(person) and not rights.may_change(person, tag.created_on or dataset.as_of):
                place = dataset.table("Tags").place_in_row(tag.row, "created_by")
                yield Issue(place, tag.created_by, fields={"person": person, "what": _said(_MADE, tag.tag)})
