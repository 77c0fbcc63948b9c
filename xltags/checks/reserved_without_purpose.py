"""Check TAX026, reserved without purpose."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "TAX026",
    "warning",
    en="group '{value}' is reserved but does not say for what; fill in 'Reserved for', or retire it",
    zh="标签组“{value}”为预留状态，却没有写明预留用途，请填写“预留用途”或停用该组",
    vi=("nhóm “{value}” đang để dành nhưng không nói để dành cho việc gì; hãy điền “Để dành cho” hoặc ngừng dùng nhóm"),
)
def reserved_without_purpose(dataset: Dataset) -> Iterator[Issue]:
    """A reserved tag group does not say what it is reserved for.

    Why: reserves are made for a known plan (a new region, a second product); without it nobody dares to use or to
    drop them.
    Fix: write the plan into 'Reserved for' and a date into 'Review on', or retire the group.

    >>> from xltags.core.examples import dataset
    >>> vague = dataset(TagGroups={"group": ["stage", "dealer"], "status": ["active", "reserved"]})
    >>> [issue.place.cell for issue in reserved_without_purpose(vague)]
    ['A3']
    >>> planned = dataset(TagGroups={"group": "dealer", "status": "reserved", "reserved_for": "sales through dealers"})
    >>> list(reserved_without_purpose(planned))
    []
    """
    table = dataset.table("TagGroups")
    for group in dataset.model.taxonomy.groups:
        if group.status == "reserved" and not group.reserved_for:
            column_id = "reserved_for" if "reserved_for" in table else "group"
            yield Issue(table.place_in_row(group.row, column_id), group.group)
