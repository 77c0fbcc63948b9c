"""Check CUS015, lost without stage."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "CUS015",
    "note",
    en="the deal is lost, but not at which stage; fill in the lost stage",
    zh="已丢单但未填丢单阶段，请补充丢单时所处的阶段",
    vi="deal đã mất nhưng chưa ghi mất ở giai đoạn nào; hãy điền giai đoạn",
)
def lost_without_stage(dataset: Dataset) -> Iterator[Issue]:
    """A deal was lost, and the stage it had reached is not given.

    Why: the funnel shows where deals leak; this one leaks nowhere.
    Fix: fill in lost_stage with the stage the deal had reached.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> customers = {"lost_on": [date(2026, 3, 1), None], "lost_stage": [None, None]}
    >>> [issue.place.cell for issue in lost_without_stage(dataset(Customers=customers))]
    ['B2']
    >>> list(lost_without_stage(dataset(Customers={"lost_on": date(2026, 3, 1), "lost_stage": "Proposal"})))
    []
    """
    table = dataset.customers.table
    if "lost_stage" in table:  # a workbook that does not keep the stage is not asked for it in every row
        for index in np.flatnonzero(~table.column("lost_on").blank() & table.column("lost_stage").blank()).tolist():
            yield Issue(table.place(index, "lost_stage"))
