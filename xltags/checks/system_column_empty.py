"""Check TAG010, system column empty."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels


@check(
    "TAG010",
    "warning",
    en="{group} is fed by a system, but the column is empty for all {count} customers; check the link or the import",
    zh="“{group}”应由系统写入，但全部 {count} 个客户此列均为空，请检查对接或导入",
    vi="{group} do hệ thống tự ghi nhưng cột trống ở cả {count} khách hàng; hãy kiểm tra kết nối hoặc khâu nhập",
)
def system_column_empty(dataset: Dataset) -> Iterator[Issue]:
    """A group that a system should fill is blank for every customer.

    Why: the link is broken or was never made, and nobody types what they believe a system delivers.
    Fix: repair the link or the import. If no system delivers it, set the group's feed to `manual`, or retire the group.

    >>> from xltags.core.examples import dataset
    >>> groups, tags = {"group": ["source"], "feed": "system"}, {"group": "source", "tag": ["Fair"]}
    >>> empty = {"customer_id": ["C1", "C2"], "source": [None, None]}
    >>> [issue.fields["count"] for issue in system_column_empty(dataset(TagGroups=groups, Tags=tags, Customers=empty))]
    [2]
    >>> list(system_column_empty(dataset(TagGroups=groups, Tags=tags, Customers={"source": ["Fair", None]})))
    []
    """
    table = dataset.customers.table
    for group_id, column in dataset.customers.tags.items():
        group = column.group
        fed = group.feed == "system" and group.step <= dataset.model.settings.maturity_step
        if fed and len(table) and column.column.blank().all():
            yield Issue(table.header_place(group_id), None, "", {"group": group_labels(group), "count": len(table)})
