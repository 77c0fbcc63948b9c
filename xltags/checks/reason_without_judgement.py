"""Check TAG017, reason without judgement."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import INVALID_REASON, group_labels
from xltags.core.judgement_group import judgement_group


@check(
    "TAG017",
    "warning",
    en="reason '{value}' is given, but {group} is blank; judge the lead or clear the reason",
    zh="已填无效原因“{value}”，但“{group}”为空，请补充初判或清空原因",
    vi="đã ghi lý do “{value}” nhưng {group} còn trống; hãy đánh giá lead hoặc xóa lý do",
)
def reason_without_judgement(dataset: Dataset) -> Iterator[Issue]:
    """A lead has a reason why it is invalid, but nobody has judged it.

    Why: it counts among the reasons of bad leads and not among the judged ones, so the two reports never agree.
    Fix: set the MDR judgement, or clear the reason.

    >>> from xltags.core.examples import dataset
    >>> tags = {
    ...     "group": ["mdr", "invalid_reason"],
    ...     "tag": ["Not a target", "Student"],
    ...     "purity_class": ["not_target", None],
    ... }
    >>> [
    ...     it.value
    ...     for it in reason_without_judgement(dataset(Tags=tags, Customers={"mdr": None, "invalid_reason": "Student"}))
    ... ]
    ['Student']
    >>> judged = {"mdr": "Not a target", "invalid_reason": "Student"}
    >>> list(reason_without_judgement(dataset(Tags=tags, Customers=judged)))
    []
    """
    tags = dataset.customers.tags
    judged, reason = tags.get(judgement_group(dataset.model.taxonomy)), tags.get(INVALID_REASON)
    if judged is None or reason is None:
        return
    labels = group_labels(judged.group)
    for index in np.flatnonzero(judged.column.blank() & ~reason.column.blank()).tolist():
        place = dataset.customers.table.place(index, INVALID_REASON)
        yield Issue(place, reason.column.value(index), "", {"group": labels})
