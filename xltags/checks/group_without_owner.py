"""Check GOV022, group without owner."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels


@check(
    "GOV022",
    "warning",
    en=(
        "{group} belongs to no department; name one in 'Owner department', or one for all groups in Settings "
        "(owner_department)"
    ),
    zh="“{group}”没有归口部门，请填写“归口部门”，或在“设置”owner_department 中统一指定",
    vi=("{group} chưa thuộc bộ phận nào; hãy ghi “Bộ phận chủ quản”, hoặc ghi chung trong Cài đặt (owner_department)"),
)
def group_without_owner(dataset: Dataset) -> Iterator[Issue]:
    """A group in use belongs to no department, and Settings names none for all.

    Why: a group without an owner is changed by everybody and tidied up by nobody.
    Fix: name the department that decides about tags, best once for all in Settings, owner_department.

    >>> from xltags.core.examples import dataset
    >>> groups = {"group": ["industry", "source"], "owner_department": ["Marketing", None]}
    >>> [issue.value for issue in group_without_owner(dataset(TagGroups=groups))]
    ['source']
    >>> list(group_without_owner(dataset(TagGroups=groups, Settings={"key": "owner_department", "value": "Marketing"})))
    []
    """
    table = dataset.table("TagGroups")
    for group in dataset.model.taxonomy.active_groups():
        if not (group.owner_department or dataset.model.settings.owner_department):
            place = table.place_in_row(group.row, "owner_department")
            yield Issue(place, group.group, fields={"group": group_labels(group)})
