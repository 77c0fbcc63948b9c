"""Check TAX021, long label."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.tag_labels import labels_over


@check(
    "TAX021",
    "warning",
    en=(
        "label '{value}' has {length} characters; the drop-down shows about 100 at most, so move the detail "
        "to the definition"
    ),
    zh="标签“{value}”长达 {length} 个字符，下拉列表最多显示约 100 个，请把细节移到“定义”列",
    vi=(
        "nhãn “{value}” dài {length} ký tự, trong khi danh sách chọn chỉ hiện khoảng 100; hãy chuyển phần "
        "chi tiết sang Định nghĩa"
    ),
)
def long_label(dataset: Dataset) -> Iterator[Issue]:
    """A label is too long to be read in a drop-down (more than 100 characters).

    Why: people cannot tell long labels apart in the list, nor in the legend of a chart.
    Fix: shorten the label to a few words and put the rest into the definition.

    >>> from xltags.core.examples import dataset
    >>> [issue.place.cell for issue in long_label(dataset(Tags={"group": "industry", "tag": ["Retail", "R" * 101]}))]
    ['B3']
    >>> list(long_label(dataset(Tags={"group": "industry", "tag": ["Retail", "R" * 100]})))
    []
    """
    table = dataset.table("Tags")
    for tag, column_id, label in labels_over(dataset.model.taxonomy, 100):
        if len(label) <= 255:
            yield Issue(table.place_in_row(tag.row, column_id), label, fields={"length": len(label)})
