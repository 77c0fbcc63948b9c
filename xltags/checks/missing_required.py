"""Check TAG005, missing required."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels


@check(
    "TAG005",
    "error",
    en="{group} is required and blank here",
    zh="“{group}”为必填项，此处为空",
    vi="Nhóm {group} là bắt buộc nhưng ô này đang trống",
)
def missing_required(dataset: Dataset) -> Iterator[Issue]:
    """A customer has no tag in a group that is required.

    Why: a blank means unknown, so the customer is missing from every comparison by this group, and its score has a gap.
    Fix: fill it in, or ask the customer. If the group cannot be known so early, it should not be required. Groups of a
    later step than the team's maturity_step are not asked for.

    >>> from xltags.core.examples import dataset
    >>> groups, tags = {"group": ["industry"], "required": "yes"}, {"group": "industry", "tag": ["Retail"]}
    >>> customers = {"customer_id": ["C1", "C2"], "industry": ["Retail", None]}
    >>> [it.place.cell for it in missing_required(dataset(TagGroups=groups, Tags=tags, Customers=customers))]
    ['B3']
    >>> list(missing_required(dataset(Tags=tags, Customers=customers)))
    []
    """
    for group_id, column in dataset.customers.tags.items():
        if not column.group.required or column.group.step > dataset.model.settings.maturity_step:
            continue
        labels = group_labels(column.group)
        for index in np.flatnonzero(column.column.blank()).tolist():
            yield Issue(dataset.customers.table.place(index, group_id), None, "", {"group": labels})
