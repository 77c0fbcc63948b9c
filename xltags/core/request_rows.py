"""The rows of `TagRequests`: wishes for a tag, and what became of them."""

from dataclasses import dataclass
from datetime import date

from xltags.core.dataset import Dataset
from xltags.core.table_rows import records
from xltags.core.text import fold
from xltags.core.values import as_date

PENDING = "pending"
ACCEPTED = "accept"


@dataclass(frozen=True, slots=True)
class TagRequest:
    """One row of `TagRequests`. `decision` is what people decided: pending, accept, reject or note.

    `group` and `tag` are as typed; `expected_fill` is a share 0..1, None where it is blank or no number. `row` is the
    Excel row, `record` the place in the table.
    """

    group: str
    tag: str
    reason_type: str
    with_tag: str
    without_tag: str
    data_source: str
    expected_fill: float | None
    department: str
    requested_by: str
    requested_on: date | None
    decision: str
    decided_by: str
    decided_on: date | None
    row: int = 0
    record: int = 0


def read_requests(dataset: Dataset) -> tuple[TagRequest, ...]:
    """The rows of `TagRequests` that name a group or a tag, in the table's order."""
    found = []
    for place, row in enumerate(records(dataset.table("TagRequests"))):
        if row.text("group") or row.text("tag"):
            found.append(
                TagRequest(
                    group=row.text("group"),
                    tag=row.text("tag"),
                    reason_type=row.text("reason_type"),
                    with_tag=row.text("with_tag"),
                    without_tag=row.text("without_tag"),
                    data_source=row.text("data_source"),
                    expected_fill=row.number("expected_fill"),
                    department=row.text("department"),
                    requested_by=row.text("requested_by"),
                    requested_on=as_date(row.value("requested_on")),
                    decision=fold(row.text("verdict")) or PENDING,
                    decided_by=row.text("decided_by"),
                    decided_on=as_date(row.value("decided_on")),
                    row=row.row,
                    record=place,
                )
            )
    return tuple(found)
