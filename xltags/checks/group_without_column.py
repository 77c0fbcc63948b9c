"""Check TAG016, group without column."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels


@check(
    "TAG016",
    "note",
    en="{group} is in use, but Customers has no column for it; add a column headed '{group}', or retire the group",
    zh="标签组“{group}”在用，但客户表没有对应的列，请新增标题为“{group}”的列，或停用该组",
    vi="nhóm {group} đang dùng nhưng bảng Khách hàng chưa có cột; hãy thêm cột “{group}” hoặc ngừng dùng nhóm",
)
def group_without_column(dataset: Dataset) -> Iterator[Issue]:
    """An active tag group has no column in Customers.

    Groups of a later step than the team's maturity_step are not asked for.

    Why: its tags can be given to nobody, yet indicators, segments and plans may count on them.
    Fix: add a column whose header is the group's label or id. If the group is not needed, retire or reserve it.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": ["industry", "source"], "tag": ["Retail", "Fair"]}
    >>> [issue.value for issue in group_without_column(dataset(Tags=tags, Customers={"industry": ["Retail"]}))]
    ['source']
    >>> list(group_without_column(dataset(Tags=tags, Customers={"industry": ["Retail"], "source": ["Fair"]})))
    []
    """
    if "Customers" not in dataset.tables:
        return
    groups = dataset.table("TagGroups")
    for group in dataset.model.taxonomy.active_groups():
        if group.group not in dataset.customers.table and group.step <= dataset.model.settings.maturity_step:
            place = groups.place_in_row(group.row, "group")
            yield Issue(place, group.group, "", {"group": group_labels(group)})
