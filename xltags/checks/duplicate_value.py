"""Check TAG013, duplicate value."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.customers import Match
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.records import tag_faults
from xltags.core.text import fold
from xltags.core.values import Value


@check(
    "TAG013",
    "warning",
    en="'{value}' stands in this cell of {group} already; remove the repetition",
    zh="“{group}”的这个单元格里已有“{value}”，请删去重复",
    vi="“{value}” đã có trong ô này của nhóm {group}; hãy xóa phần lặp lại",
)
def duplicate_value(dataset: Dataset) -> Iterator[Issue]:
    """A cell names the same tag twice, perhaps in two spellings.

    Why: whoever counts the values of cells counts the customer twice.
    Fix: keep one; `xltags fix` does it.

    >>> from xltags.core.examples import dataset
    >>> groups, tags = (
    ...     {"group": ["product_interest"], "values": "many"},
    ...     {"group": "product_interest", "tag": ["CRM", "ERP"]},
    ... )
    >>> twice = dataset(TagGroups=groups, Tags=tags, Customers={"product_interest": "CRM; ERP; crm"})
    >>> [issue.value for issue in duplicate_value(twice)]
    ['crm']
    >>> list(duplicate_value(dataset(TagGroups=groups, Tags=tags, Customers={"product_interest": "CRM; ERP"})))
    []
    """
    for group_id, column in dataset.customers.tags.items():
        labels = group_labels(column.group)
        for index, text in tag_faults(column, _repeated):
            yield Issue(dataset.customers.table.place(index, group_id), text, "", {"group": labels})


def _repeated(_: Value, matches: tuple[Match, ...]) -> list[str]:
    seen: set[str] = set()
    found = []
    for match in matches:
        key = match.tag.id if match.tag else fold(match.text)
        if key in seen:
            found.append(match.text)
        seen.add(key)
    return found
