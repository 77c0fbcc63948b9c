"""Check TAG004, too many values."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.customers import Match
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.records import tag_faults
from xltags.core.text import fold
from xltags.core.values import Value, as_text


@check(
    "TAG004",
    "error",
    en="{group} takes one tag, but the cell holds {count}: '{value}'; keep the one that holds",
    zh="“{group}”只能填一个标签，此处填了 {count} 个：“{value}”，请只保留一个",
    vi="Nhóm {group} chỉ nhận một thẻ nhưng ô này có {count}: “{value}”; hãy giữ lại một thẻ đúng",
)
def too_many_values(dataset: Dataset) -> Iterator[Issue]:
    """A cell of a one-valued group holds two or more different tags.

    Why: the customer would count twice, and nobody knows which of the two is true.
    Fix: keep the tag that holds. If customers really may carry several, set the group's values to `many`.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail", "Software"]}
    >>> [issue.value for issue in too_many_values(dataset(Tags=tags, Customers={"industry": "Retail; Software"}))]
    ['Retail; Software']
    >>> many = {"group": ["industry"], "values": ["many"]}
    >>> list(too_many_values(dataset(TagGroups=many, Tags=tags, Customers={"industry": "Retail; Software"})))
    []
    """
    for group_id, column in dataset.customers.tags.items():
        if column.group.many:
            continue
        labels = group_labels(column.group)
        for index, (text, count) in tag_faults(column, _several):
            yield Issue(dataset.customers.table.place(index, group_id), text, "", {"group": labels, "count": count})


def _several(value: Value, matches: tuple[Match, ...]) -> list[tuple[str, int]]:
    different = {match.tag.id if match.tag else fold(match.text) for match in matches}
    return [(as_text(value), len(different))] if len(different) > 1 else []
