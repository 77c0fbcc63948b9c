"""Check GOV006, group without question."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.open_groups import open_groups


@check(
    "GOV006",
    "warning",
    en="{group} answers no core question; fill in 'Core question', or ask what the group is for",
    zh="“{group}”没有对应任何核心问题，请填写“核心问题”，或想清楚这个组为什么存在",
    vi="{group} không trả lời câu hỏi cốt lõi nào; hãy điền “Câu hỏi cốt lõi”, hoặc xét lại nhóm này để làm gì",
)
def group_without_question(dataset: Dataset) -> Iterator[Issue]:
    """A group in use names no core question, so no goal stands behind it.

    Why: tags are there to know who the customers are, where they come from, how they are reached and what works; a
    group that serves none of these is collected for its own sake.
    Fix: choose who, where_from, how_reached or how_effective; if none fits, retire the group.

    >>> from xltags.core.examples import dataset
    >>> groups = {"group": ["industry", "mood"], "question": ["who", None]}
    >>> [issue.value for issue in group_without_question(dataset(TagGroups=groups))]
    ['mood']
    >>> list(group_without_question(dataset(TagGroups={**groups, "status": ["active", "retired"]})))
    []
    """
    table = dataset.table("TagGroups")
    for group in open_groups(dataset.model):
        if not group.question:
            yield Issue(table.place_in_row(group.row, "question"), group.group, fields={"group": group_labels(group)})
