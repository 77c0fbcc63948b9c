"""Check GOV016, reserved group in use."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels


@check(
    "GOV016",
    "warning",
    en="{group} is reserved, yet {count} customers have a value in its column; open the group or clear the column",
    zh="“{group}”为预留组，却已有 {count} 个客户填了该列；请启用该组或清空此列",
    vi="{group} đang để dành mà {count} khách đã có giá trị ở cột này; hãy mở nhóm hoặc xóa cột",
)
def reserved_group_in_use(dataset: Dataset) -> Iterator[Issue]:
    """The column of a reserved group is filled.

    Why: values that come before the group is opened are not checked, and each colleague gives them another meaning.
    Fix: open the group with its definitions, or clear the column and keep the reserve.

    >>> from xltags.core.examples import dataset
    >>> groups = {"group": ["export"], "status": "reserved", "reserved_for": "selling abroad"}
    >>> customers = {"customer_id": ["C1", "C2"], "export": ["Asia", None]}
    >>> [issue.fields["count"] for issue in reserved_group_in_use(dataset(TagGroups=groups, Customers=customers))]
    [1]
    >>> list(reserved_group_in_use(dataset(TagGroups=groups, Customers={"customer_id": ["C1"], "export": None})))
    []
    """
    table, customers = dataset.table("TagGroups"), dataset.customers.table
    for group in dataset.model.taxonomy.groups:
        if group.status == "reserved" and group.group in customers:
            count = int((~customers.column(group.group).blank()).sum())
            if count:
                fields = {"group": group_labels(group), "count": count}
                yield Issue(table.place_in_row(group.row, "status"), group.group, fields=fields)
