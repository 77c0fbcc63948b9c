"""Check TAG008, invalid reason missing."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import INVALID_REASON, group_labels
from xltags.core.judgement import INVALID, judged_as
from xltags.core.judgement_group import judgement_group


@check(
    "TAG008",
    "error",
    en="judged '{judgement}', but {group} is blank; say why the lead is invalid",
    zh="初判为“{judgement}”，但“{group}”为空，请填写无效原因",
    vi="đã đánh giá là “{judgement}” nhưng {group} còn trống; hãy ghi lý do lead không hợp lệ",
)
def invalid_reason_missing(dataset: Dataset) -> Iterator[Issue]:
    """A lead was judged to be no target, and no reason is given.

    Why: the reasons tell marketing which source, form or wording brings the wrong people; without them the money keeps
    flowing there.
    Fix: choose the reason that the conversation showed. If the judgement was wrong, correct it.

    >>> from xltags.core.examples import dataset
    >>> tags = {
    ...     "group": ["mdr", "mdr", "invalid_reason"],
    ...     "tag": ["Target", "Not a target", "Student"],
    ...     "purity_class": ["target", "not_target", None],
    ... }
    >>> customers = {"mdr": ["Not a target", "Target"], "invalid_reason": [None, None]}
    >>> [issue.place.cell for issue in invalid_reason_missing(dataset(Tags=tags, Customers=customers))]
    ['B2']
    >>> named = {"mdr": "Not a target", "invalid_reason": "Student"}
    >>> list(invalid_reason_missing(dataset(Tags=tags, Customers=named)))
    []
    """
    tags = dataset.customers.tags
    judged, reason = tags.get(judgement_group(dataset.model.taxonomy)), tags.get(INVALID_REASON)
    if judged is None or reason is None:
        return
    texts, labels = judged.labels(), group_labels(reason.group)
    for index in np.flatnonzero(judged_as(judged, dataset.model.taxonomy, INVALID) & reason.column.blank()).tolist():
        fields = {"judgement": "; ".join(texts[int(judged.column.codes[index])]), "group": labels}
        yield Issue(dataset.customers.table.place(index, INVALID_REASON), None, "", fields)
