"""Check TAX007, dangling parent."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "TAX007",
    "error",
    en=(
        "parent '{value}' of tag '{tag}' is no tag; write the label or the tag ID of a tag that exists, or "
        "clear the cell"
    ),
    zh="标签“{tag}”的上级标签“{value}”不存在，请填写已有标签的名称或 ID，或清空该单元格",
    vi=("thẻ cha “{value}” của thẻ “{tag}” không tồn tại; hãy ghi nhãn hoặc mã của một thẻ có thật, hoặc để trống"),
)
def dangling_parent(dataset: Dataset) -> Iterator[Issue]:
    """A tag's parent is not in the taxonomy, or its label is found in several other groups.

    Why: the tag stands outside the hierarchy: bands and reports on the parent leave its customers out.
    Fix: write the parent's label as it stands in the Tags sheet or, where several groups have that label, its tag ID.

    >>> from xltags.core.examples import dataset
    >>> lost = dataset(Tags={"group": "source", "tag": ["Search", "Baidu"], "parent": [None, "search"]})
    >>> [(issue.place.cell, issue.suggestion) for issue in dangling_parent(lost)]
    [('C3', 'Search')]
    >>> list(dangling_parent(dataset(Tags={"group": "source", "tag": ["Search", "Baidu"], "parent": [None, "Search"]})))
    []
    """
    table = dataset.table("Tags")
    for tag, parent in dataset.model.taxonomy.parents:
        if parent is None:
            meant = dataset.index.find(tag.group, tag.parent)
            yield Issue(
                table.place_in_row(tag.row, "parent"), tag.parent, meant.label if meant else "", fields={"tag": tag.tag}
            )
