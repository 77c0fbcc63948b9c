"""Check TAX027, fill target out of range."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.values import as_text


@check(
    "TAX027",
    "error",
    en=(
        "fill target {value} of group '{group}' is no share; write it as a percentage or a number from 0 to "
        "1, such as {suggestion}"
    ),
    zh=("标签组“{group}”的目标填写率 {value} 不是有效比例，请填写百分比或 0 到 1 之间的数，例如 {suggestion}"),
    vi=(
        "mục tiêu điền {value} của nhóm “{group}” không phải là tỷ lệ; hãy ghi phần trăm hoặc số từ 0 đến 1, "
        "ví dụ {suggestion}"
    ),
)
def fill_target_out_of_range(dataset: Dataset) -> Iterator[Issue]:
    """A group's fill target is no share between 0 and 1.

    Why: 80 means 8000 %, which no group ever reaches, so every group looks badly kept.
    Fix: write 80 % or 0.8.

    >>> from xltags.core.examples import dataset
    >>> percent = dataset(TagGroups={"group": ["stage", "source"], "fill_target": [80, 0.9]})
    >>> [(issue.place.cell, issue.suggestion) for issue in fill_target_out_of_range(percent)]
    [('B2', '0.8')]
    >>> list(fill_target_out_of_range(dataset(TagGroups={"group": "stage", "fill_target": 1})))
    []
    """
    for group in dataset.model.taxonomy.groups:
        target = group.fill_target
        if target is not None and not 0 <= target <= 1:
            better = as_text(round(target / 100, 6)) if 1 < target <= 100 else "0.8"
            place = dataset.table("TagGroups").place_in_row(group.row, "fill_target")
            yield Issue(place, target, better, fields={"group": group.group})
