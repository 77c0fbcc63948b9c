"""Check TAG014, reserved tag."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.records import tag_faults


@check(
    "TAG014",
    "warning",
    en="'{value}' of {group} is reserved and not in use yet; open it in the tag list or choose another tag",
    zh="“{group}”的“{value}”为预留标签，尚未启用，请先在标签表中启用或另选标签",
    vi="“{value}” của nhóm {group} đang để dành, chưa dùng; hãy mở thẻ trong bảng thẻ hoặc chọn thẻ khác",
)
def reserved_tag(dataset: Dataset) -> Iterator[Issue]:
    """A customer carries a tag that is reserved for later.

    Why: nobody has agreed yet what it means, so its first uses will not fit its later ones.
    Fix: choose another tag, or open the tag: write its definition and set its status to active.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail", "Space"], "status": ["active", "reserved"]}
    >>> [issue.value for issue in reserved_tag(dataset(Tags=tags, Customers={"industry": "Space"}))]
    ['Space']
    >>> list(reserved_tag(dataset(Tags=tags, Customers={"industry": "Retail"})))
    []
    """
    for group_id, column in dataset.customers.tags.items():
        labels = group_labels(column.group)
        reserved = tag_faults(
            column, lambda _, matches: [it.text for it in matches if it.tag and it.tag.status == "reserved"]
        )
        for index, text in reserved:
            yield Issue(dataset.customers.table.place(index, group_id), text, "", {"group": labels})
