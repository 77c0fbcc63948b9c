"""Check GOV026, one name two meanings."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.name_conflicts import two_meanings


@check(
    "GOV026",
    "warning",
    en=(
        "'{value}' also stands in group '{group}' (row {row}) and means something else there: {evidence}; rename "
        "one of them"
    ),
    zh="“{value}”在标签组“{group}”（第 {row} 行）中也有，但意思不同：{evidence}；请给其中一个改名",
    vi="“{value}” cũng có ở nhóm “{group}” (dòng {row}) nhưng nghĩa khác: {evidence}; hãy đổi tên một thẻ",
)
def one_name_two_meanings(dataset: Dataset) -> Iterator[Issue]:
    """One name stands for two meanings in two groups, as two departments use it.

    The evidence is added up: another department, definitions with hardly a word in common, customers who carry the
    one and not the other. Definitions that differ are no fault by themselves: one department may say in two groups
    what it means.

    Why: the two departments read each other's lists and draw wrong conclusions, and nobody notices.
    Fix: rename one of them so that the label alone says what it means; the old name may stay as a synonym of neither.

    >>> from xltags.core.examples import dataset
    >>> groups = {"group": ["mdr", "deal"], "owner_department": ["Marketing", "Finance"]}
    >>> said = [
    ...     "Fits our target group and needs us within a year",
    ...     "Sum of money planned to be earned from the account",
    ... ]
    >>> tags = {"group": ["mdr", "deal"], "tag": ["Target", "Target"], "definition": said}
    >>> [(issue.value, issue.fields["group"]) for issue in one_name_two_meanings(dataset(TagGroups=groups, Tags=tags))]
    [('Target', 'mdr')]
    >>> list(one_name_two_meanings(dataset(TagGroups={**groups, "owner_department": "Marketing"}, Tags=tags)))
    []
    """
    table = dataset.table("Tags")
    for conflict in two_meanings(dataset):
        fields = {"group": conflict.one.group, "row": conflict.one.row, "evidence": conflict.words()}
        yield Issue(table.place_in_row(conflict.other.row, "tag"), conflict.other.tag, fields=fields)
