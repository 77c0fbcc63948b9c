"""Check TAX008, retired parent."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "TAX008",
    "warning",
    en=("tag '{tag}' is active but its parent '{value}' is retired; move it under an active tag or retire it too"),
    zh="标签“{tag}”仍在使用，上级标签“{value}”却已停用，请改挂到在用标签下或一并停用",
    vi=(
        "thẻ “{tag}” đang dùng nhưng thẻ cha “{value}” đã ngừng dùng; hãy chuyển sang thẻ cha còn dùng hoặc "
        "ngừng luôn thẻ này"
    ),
)
def retired_parent(dataset: Dataset) -> Iterator[Issue]:
    """An active tag has a retired parent.

    Why: reports that add up children under their parent would show a tag that nobody may use any more.
    Fix: give the tag an active parent (often the retired one's successor), or retire it too.

    >>> from xltags.core.examples import dataset
    >>> columns = {"group": "city", "tag": ["Old province", "Huế"], "parent": [None, "Old province"]}
    >>> [issue.place.cell for issue in retired_parent(dataset(Tags={**columns, "status": ["retired", "active"]}))]
    ['C3']
    >>> list(retired_parent(dataset(Tags={**columns, "status": "retired"})))
    []
    """
    table = dataset.table("Tags")
    taxonomy = dataset.model.taxonomy
    for tag, parent in taxonomy.parents:
        if parent is not None and parent.status == "retired" and tag.status == "active":
            successor = taxonomy.successor_of(parent)
            better = successor.tag if successor else ""
            yield Issue(table.place_in_row(tag.row, "parent"), tag.parent, better, fields={"tag": tag.tag})
