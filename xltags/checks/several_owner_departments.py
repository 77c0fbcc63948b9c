"""Check GOV021, several owner departments."""

from collections import Counter
from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.text import fold


@check(
    "GOV021",
    "warning",
    en=(
        "{group} belongs to '{value}', the tags of this workbook to '{owner}'; let one department own all groups "
        "and the other ask through TagRequests"
    ),
    zh="“{group}”归“{value}”，而本工作簿标签归口“{owner}”；请由一个部门归口，其他部门通过“标签申请”提出",
    vi=(
        "{group} thuộc “{value}”, còn bộ thẻ của sổ này thuộc “{owner}”; hãy để một bộ phận chủ quản, bộ phận kia "
        "gửi qua Đề xuất thẻ"
    ),
)
def several_owner_departments(dataset: Dataset) -> Iterator[Issue]:
    """A group in use belongs to another department than the rest.

    The owner is that of Settings (owner_department), else the department of most groups.

    Why: pools that two departments keep up for years end with two names for one fact and one name for two facts.
    Fix: name one department that keeps the tags on behalf of all. The others wish for tags in TagRequests.

    >>> from xltags.core.examples import dataset
    >>> groups = {"group": ["industry", "source", "budget"], "owner_department": ["Marketing", "marketing", "Sales"]}
    >>> [issue.value for issue in several_owner_departments(dataset(TagGroups=groups))]
    ['Sales']
    >>> list(several_owner_departments(dataset(TagGroups={**groups, "owner_department": "Marketing"})))
    []
    """
    table = dataset.table("TagGroups")
    groups = [group for group in dataset.model.taxonomy.active_groups() if group.owner_department]
    most = Counter(group.owner_department for group in groups).most_common(1)
    owner = dataset.model.settings.owner_department or (most[0][0] if most else "")
    for group in groups:
        if fold(group.owner_department) != fold(owner):
            fields = {"group": group_labels(group), "owner": owner}
            yield Issue(table.place_in_row(group.row, "owner_department"), group.owner_department, fields=fields)
