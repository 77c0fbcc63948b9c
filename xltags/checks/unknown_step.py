"""Check TAX028, unknown step."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.values import as_number


@check(
    "TAX028",
    "error",
    en="step {value} of group '{group}' does not exist; write 1, 2 or 3",
    zh="标签组“{group}”的启用步骤 {value} 不存在，请填写 1、2 或 3",
    vi="bước {value} của nhóm “{group}” không tồn tại; hãy ghi 1, 2 hoặc 3",
)
def unknown_step(dataset: Dataset) -> Iterator[Issue]:
    """A group belongs to a step other than 1, 2 or 3.

    Why: the step says from which maturity of the team on the group is used; with another number it is never asked
    for.
    Fix: write 1 (who and where from), 2 (more exactly) or 3 (what was learnt by talking).

    >>> from xltags.core.examples import dataset
    >>> [issue.place.cell for issue in unknown_step(dataset(TagGroups={"group": ["stage", "dealer"], "step": [1, 4]}))]
    ['B3']
    >>> list(unknown_step(dataset(TagGroups={"group": ["stage", "dealer"], "step": [1, None]})))
    []
    """
    table = dataset.table("TagGroups")
    for index, (group, step) in enumerate(table.records(["group", "step"])):
        number = as_number(step)
        if number is not None and number not in (1, 2, 3):
            yield Issue(table.place(index, "step"), step, fields={"group": group})
