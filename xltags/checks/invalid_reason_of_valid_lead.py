"""Check TAG009, invalid reason of valid lead."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import INVALID_REASON
from xltags.core.judgement import VALID, judged_as
from xltags.core.judgement_group import judgement_group


@check(
    "TAG009",
    "warning",
    en="reason '{value}' stands beside the valid judgement '{judgement}'; clear the reason or correct the judgement",
    zh="初判“{judgement}”属于有效线索，却填了无效原因“{value}”，请清空原因或改正初判",
    vi="có lý do “{value}” dù đánh giá “{judgement}” là hợp lệ; hãy xóa lý do hoặc sửa đánh giá",
)
def invalid_reason_of_valid_lead(dataset: Dataset) -> Iterator[Issue]:
    """A lead was judged to be a target, and yet it has a reason why it is invalid.

    Why: one of the two is wrong, and it counts both as a good lead and among the reasons of bad ones.
    Fix: clear the reason, or correct the judgement.

    >>> from xltags.core.examples import dataset
    >>> tags = {
    ...     "group": ["mdr", "mdr", "invalid_reason"],
    ...     "tag": ["Target", "Not a target", "Student"],
    ...     "purity_class": ["target", "not_target", None],
    ... }
    >>> customers = {"mdr": ["Target", "Not a target"], "invalid_reason": ["Student", "Student"]}
    >>> [issue.place.cell for issue in invalid_reason_of_valid_lead(dataset(Tags=tags, Customers=customers))]
    ['B2']
    >>> list(invalid_reason_of_valid_lead(dataset(Tags=tags, Customers={"mdr": "Target", "invalid_reason": None})))
    []
    """
    tags = dataset.customers.tags
    judged, reason = tags.get(judgement_group(dataset.model.taxonomy)), tags.get(INVALID_REASON)
    if judged is None or reason is None:
        return
    texts, table = judged.labels(), dataset.customers.table
    contradicted = (
        judged_as(judged, dataset.model.taxonomy, VALID)
        & ~judged_as(judged, dataset.model.taxonomy, ("not_target",))
        & ~reason.column.blank()
    )
    for index in np.flatnonzero(contradicted).tolist():
        fields = {"judgement": "; ".join(texts[int(judged.column.codes[index])])}
        yield Issue(table.place(index, INVALID_REASON), reason.column.value(index), "", fields)
