"""Check TAX017, blank label."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "TAX017",
    "error",
    en=("this tag has no label; write in the Tag column what should stand in customers' cells, or delete the row"),
    zh="该标签没有名称，请在“标签”列填写客户单元格中应出现的文字，或删除此行",
    vi="thẻ này chưa có nhãn; hãy ghi vào cột Thẻ chữ sẽ đứng trong ô của khách hàng, hoặc xóa dòng",
)
def blank_label(dataset: Dataset) -> Iterator[Issue]:
    """A tag has no label.

    Why: the label is what people choose and what stands in Customers; without one the row is ignored.
    Fix: write the label, or delete the row.

    >>> from xltags.core.examples import dataset
    >>> bare = dataset(Tags={"group": "stage", "tag_id": ["stage.won", "stage.lost"], "tag": ["Won", None]})
    >>> [issue.place.cell for issue in blank_label(bare)]
    ['C3']
    >>> list(blank_label(dataset(Tags={"group": "stage", "tag": ["Won", "Lost"]})))
    []
    """
    table = dataset.table("Tags")
    if "tag" not in table:  # the missing column is a finding of its own
        return
    for index in table.column("tag").blank().nonzero()[0].tolist():
        yield Issue(table.place(index, "tag"))
