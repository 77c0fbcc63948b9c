"""Check LOG003, unknown log group."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_named
from xltags.core.records import records_with
from xltags.core.values import CellFault, Value, as_text


@check(
    "LOG003",
    "warning",
    en="'{value}' is not a tag group; write the group's id",
    zh="“{value}”不是标签组，请填写标签组 ID",
    vi="“{value}” không phải là nhóm thẻ; hãy ghi mã nhóm",
)
def unknown_log_group(dataset: Dataset) -> Iterator[Issue]:
    """A follow-up or a tag request names a group that TagGroups does not know.

    Why: the change belongs to no group's history, and the request to no owner.
    Fix: write the id of a group of TagGroups, or its label.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail"]}
    >>> [issue.value for issue in unknown_log_group(dataset(Tags=tags, FollowUps={"group": ["industry", "colour"]}))]
    ['colour']
    >>> list(unknown_log_group(dataset(Tags=tags, FollowUps={"group": ["Industry", None]})))
    []
    """

    def is_unknown(value: Value) -> bool:
        known = group_named(dataset.model.taxonomy, as_text(value).strip())
        return known is None and not isinstance(value, CellFault)

    for table_id in ("FollowUps", "TagRequests"):
        table = dataset.table(table_id)
        column = table.column("group")
        for index in records_with(column, is_unknown):
            yield Issue(table.place(index, "group"), column.value(index))
