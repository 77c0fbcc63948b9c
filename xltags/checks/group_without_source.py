"""Check GOV007, group without source."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.open_groups import open_groups
from xltags.core.wording import ByLanguage

_NOBODY: ByLanguage = {
    "en": "it is filled by hand, and 'Judged by' names nobody who finds it out",
    "zh": "人工录入，但“判定角色”没有写明由谁了解",
    "vi": "nhóm nhập tay nhưng ô “Vai trò đánh giá” chưa ghi ai tìm hiểu",
}
_NO_SYSTEM: ByLanguage = {
    "en": "it is fed by a system, and Settings links none (linked_systems)",
    "zh": "由系统写入，但“设置”中没有已对接的系统（linked_systems）",
    "vi": "nhóm do hệ thống ghi nhưng Cài đặt chưa nối hệ thống nào (linked_systems)",
}


@check(
    "GOV007",
    "warning",
    en="{group} has no data source: {reason}",
    zh="“{group}”没有数据来源：{reason}",
    vi="{group} không có nguồn dữ liệu: {reason}",
)
def group_without_source(dataset: Dataset) -> Iterator[Issue]:
    """Nobody and nothing brings the facts of a group in use.

    A group filled by hand needs the roles that find the fact out; one fed by a system needs a linked system. Which
    systems are linked is judged only where Settings states the headcount or the budget.

    Why: tags that nobody can learn stay blank, whatever the effort.
    Fix: name the roles in 'Judged by', link the system and list it under linked_systems, or retire the group.

    >>> from xltags.core.examples import dataset
    >>> groups = {"group": ["industry", "source"], "feed": ["manual", "system"], "judged_by": ["mdr", None]}
    >>> team = {"key": ["headcount", "linked_systems"], "value": [5, None]}
    >>> [issue.value for issue in group_without_source(dataset(TagGroups=groups, Settings=team))]
    ['source']
    >>> list(group_without_source(dataset(TagGroups=groups, Settings={**team, "value": [5, "CRM"]})))
    []
    """
    table, settings = dataset.table("TagGroups"), dataset.model.settings
    stated = settings.headcount is not None or settings.monthly_budget is not None
    for group in open_groups(dataset.model):
        by_hand = group.feed != "system"
        if (by_hand and group.judged_by) or (not by_hand and (settings.linked_systems or not stated)):
            continue
        column, reason = ("judged_by", _NOBODY) if by_hand else ("feed", _NO_SYSTEM)
        fields = {"group": group_labels(group), "reason": reason}
        yield Issue(table.place_in_row(group.row, column), group.group, fields=fields)
