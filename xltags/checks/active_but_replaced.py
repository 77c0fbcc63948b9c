"""Check TAX013, active but replaced."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "TAX013",
    "warning",
    en=(
        "tag '{tag}' has the successor '{value}' but is not retired; set its status to retired, or clear the successor"
    ),
    zh="标签“{tag}”已填写替换标签“{value}”却未停用，请把状态改为“停用”，或清空“替换为”",
    vi=(
        "thẻ “{tag}” đã có thẻ thay thế “{value}” nhưng chưa ngừng dùng; hãy đổi trạng thái sang ngừng dùng "
        "hoặc xóa thẻ thay thế"
    ),
)
def active_but_replaced(dataset: Dataset) -> Iterator[Issue]:
    """A tag has a successor but is still in use.

    Why: both tags stay in the drop-down, so people go on using the old one and counts split in two.
    Fix: retire the old tag; `xltags fix` then moves its customers to the successor.

    >>> from xltags.core.examples import dataset
    >>> columns = {"group": "stage", "tag": ["Old", "New"], "replaced_by": ["New", None]}
    >>> [issue.place.cell for issue in active_but_replaced(dataset(Tags=columns))]
    ['C2']
    >>> list(active_but_replaced(dataset(Tags={**columns, "status": ["retired", "active"]})))
    []
    """
    table = dataset.table("Tags")
    for tag in dataset.model.taxonomy.tags:
        if tag.replaced_by and tag.status != "retired":
            yield Issue(table.place_in_row(tag.row, "replaced_by"), tag.replaced_by, fields={"tag": tag.tag})
