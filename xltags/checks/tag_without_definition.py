"""Check GOV005, tag without definition."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.bare_tags import bare_tags, named_in_message
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "GOV005",
    "warning",
    en="nothing says when {what} may be given; write the definition in a sentence",
    zh="没有写明什么情况下可以打{what}，请用一句话写出定义",
    vi="chưa ghi khi nào được gắn {what}; hãy viết định nghĩa trong một câu",
)
def tag_without_definition(dataset: Dataset) -> Iterator[Issue]:
    """A tag has no definition.

    Where no tag of a group has one, the group is named once. Reserved tags, and lists to look up, are left out.

    Why: everybody gives the tag by his own lights, and after some months its own creator has forgotten what it meant.
    Fix: write into 'Definition' what must be true of a customer, so that two colleagues choose alike.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail", "Steel"]}
    >>> [issue.value for issue in tag_without_definition(dataset(Tags={**tags, "definition": ["Runs shops", None]}))]
    ['Steel']
    >>> list(tag_without_definition(dataset(Tags={**tags, "definition": ["Runs shops", "Makes steel"]})))
    []
    """
    for bare in bare_tags(dataset, lambda tag: not tag.definition):
        yield Issue(bare.place(dataset, "definition"), bare.value, fields={"what": named_in_message(bare)})
