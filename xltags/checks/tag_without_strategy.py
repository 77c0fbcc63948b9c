"""Check GOV004, tag without strategy."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.bare_tags import bare_tags, named_in_message
from xltags.core.dataset import Dataset
from xltags.core.differing_strategy import FAULTS, strategy_fault
from xltags.core.finding import Issue


@check(
    "GOV004",
    "error",
    en="reject {what}: {fault}; write what we do for customers with it and for those without, or retire it",
    zh="驳回{what}：{fault}；请写明有此标签和无此标签分别怎么做，或停用",
    vi="từ chối {what}: {fault}; hãy ghi ta làm gì khi có và khi không có, hoặc ngừng dùng",
)
def tag_without_strategy(dataset: Dataset) -> Iterator[Issue]:
    """A tag makes no difference: nothing is done for customers who carry it, or the same as for the others.

    Texts that differ only in punctuation, filler words or the ending of a word are the same; "as above" and "none"
    are no action. Where no tag of a group says anything, the group is named once. Reserved tags, and lists to look
    up such as provinces and cities, are left out.

    Why: a tag that changes nothing costs time in every talk and is never looked at again.
    Fix: write 'Action with the tag' and 'Action without the tag' so that they differ. If you cannot, retire the tag.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail", "Steel", "Glass"], "with_tag": ["Call", None, "Visit"]}
    >>> bare = dataset(Tags={**tags, "without_tag": ["Call!", "Call", "Call"]})
    >>> [issue.value for issue in tag_without_strategy(bare)]
    ['Retail', 'Steel']
    >>> list(tag_without_strategy(dataset(Tags={**tags, "with_tag": ["Call", "Visit", "Write"]})))
    []
    """
    for bare in bare_tags(dataset, lambda tag: strategy_fault(tag.with_tag, tag.without_tag) is not None):
        fault = strategy_fault(bare.tag.with_tag, bare.tag.without_tag) or "blank"
        place = bare.place(dataset, "without_tag" if fault == "same" else "with_tag")
        yield Issue(place, bare.value, fields={"what": named_in_message(bare), "fault": FAULTS[fault]})
