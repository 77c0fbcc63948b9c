"""Check TAG001, unknown tag."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.records import tag_faults
from xltags.core.tag_hints import suggest_tags, unknown_hint


@check(
    "TAG001",
    "error",
    en="'{value}' is not a tag of {group}{hint}",
    zh="“{value}”不是标签组“{group}”的标签{hint}",
    vi="“{value}” không phải là thẻ của nhóm {group}{hint}",
)
def unknown_tag(dataset: Dataset) -> Iterator[Issue]:
    """A customer's cell holds a text that is no tag of its group.

    Why: each spelling becomes a group of its own in every pivot and report, and the score treats it as unknown.
    Fix: use a tag of the list. If the text is a common way to write one, add it to that tag's synonyms; if something is
    missing from the list, request a tag. The suggestion is only offered when one tag is clearly nearest.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail", "Software"]}
    >>> [issue.suggestion for issue in unknown_tag(dataset(Tags=tags, Customers={"industry": ["Sofware", None]}))]
    ['Software']
    >>> list(unknown_tag(dataset(Tags=tags, Customers={"industry": ["Software", "retail"]})))
    []
    """
    for group_id, column in dataset.customers.tags.items():
        unknown = (match.text for matches in column.matches for match in matches if match.tag is None)
        suggestions = suggest_tags(dataset, group_id, unknown)
        labels = group_labels(column.group)
        for index, text in tag_faults(column, lambda _, matches: [it.text for it in matches if it.tag is None]):
            suggestion = suggestions.get(text, "")
            fields = {"group": labels, "hint": unknown_hint(text, suggestion)}
            yield Issue(dataset.customers.table.place(index, group_id), text, suggestion, fields)
