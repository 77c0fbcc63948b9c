"""Check LOG004, unknown log tag."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.customers import match_column
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels, group_named
from xltags.core.table import Table
from xltags.core.tag_hints import suggest_tags, unknown_hint
from xltags.core.taxonomy import TagGroup
from xltags.core.values import as_text


@check(
    "LOG004",
    "note",
    en="'{value}' is not a tag of {group}{hint}",
    zh="“{value}”不是标签组“{group}”的标签{hint}",
    vi="“{value}” không phải là thẻ của nhóm {group}{hint}",
)
def unknown_log_tag(dataset: Dataset) -> Iterator[Issue]:
    """A follow-up logs a change from or to a text that is no tag of its group.

    Retired tags are fine here: a log tells the past. Rows whose group is unknown are left to LOG003.

    Why: the history of the customer and the days spent in a stage are read from these rows.
    Fix: write the tag, or add the old text to its synonyms.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "stage", "tag": ["Proposal", "Won"]}
    >>> log = {"group": "stage", "from_tag": ["Propsal", None], "to_tag": ["Won", "Proposal"]}
    >>> [(issue.place.cell, issue.suggestion) for issue in unknown_log_tag(dataset(Tags=tags, FollowUps=log))]
    [('B2', 'Proposal')]
    >>> list(unknown_log_tag(dataset(Tags=tags, FollowUps={"group": "stage", "to_tag": "won"})))
    []
    """
    log = dataset.table("FollowUps")
    groups = log.column("group")
    for code, value in enumerate(groups.values):
        group = group_named(dataset.model.taxonomy, as_text(value).strip())
        if group is not None:
            for column_id in ("from_tag", "to_tag"):
                yield from _unknown_in(dataset, log, group, groups.codes == code, column_id)


def _unknown_in(
    dataset: Dataset,
    log: Table,
    group: TagGroup,
    of_group: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
    column_id: str,
) -> Iterator[Issue]:
    matched = match_column(log.column(column_id), group, dataset.index, dataset.model.taxonomy)
    codes = matched.column.codes
    unknown = [[match.text for match in matches if match.tag is None] for matches in matched.matches]
    flags = np.asarray([*(bool(texts) for texts in unknown), False], dtype=np.bool_)
    records = np.flatnonzero(flags[codes] & of_group).tolist()
    suggestions = suggest_tags(dataset, group.group, (text for index in records for text in unknown[int(codes[index])]))
    for index in records:
        for text in unknown[int(codes[index])]:
            suggestion = suggestions.get(text, "")
            fields = {"group": group_labels(group), "hint": unknown_hint(text, suggestion)}
            yield Issue(log.place(index, column_id), text, suggestion, fields)
