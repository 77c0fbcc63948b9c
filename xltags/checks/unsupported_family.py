"""Check GOV012, unsupported family."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.supported_families import LACKS, unsupported_groups


@check(
    "GOV012",
    "warning",
    en="{group} is not supported by the team's resources: {lack}; reserve the group, or correct Settings",
    zh="“{group}”缺少资源支撑：{lack}；请将该组改为预留，或更正“设置”",
    vi="{group} không có nguồn lực: {lack}; hãy chuyển nhóm sang để dành, hoặc sửa Cài đặt",
)
def unsupported_family(dataset: Dataset) -> Iterator[Issue]:
    """A group in use cannot lead to anything with the team's resources.

    Product preference needs two products, content preference a content team, behaviour a linked system, more than three
    people and a budget. What Settings does not state is not held against a group.

    Why: such tags are collected because they look modern, and no action ever follows from them.
    Fix: set the group to reserved until the means are there, or correct products, content_team, linked_systems,
    headcount or monthly_budget in Settings.

    >>> from xltags.core.examples import dataset
    >>> groups = {"group": ["web_behaviour", "industry"], "family": ["behaviour", "identity"]}
    >>> small = {"key": ["headcount", "linked_systems"], "value": [2, "Web analytics"]}
    >>> [issue.value for issue in unsupported_family(dataset(TagGroups=groups, Settings=small))]
    ['web_behaviour']
    >>> list(unsupported_family(dataset(TagGroups=groups, Settings={**small, "value": [8, "Web analytics"]})))
    []
    """
    table = dataset.table("TagGroups")
    for group, lack in unsupported_groups(dataset):
        fields = {"group": group_labels(group), "lack": LACKS[lack]}
        yield Issue(table.place_in_row(group.row, "family"), group.group, fields=fields)
