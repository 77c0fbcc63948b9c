"""Check TAX010, parent cycle."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.tag_cycles import cycles


@check(
    "TAX010",
    "error",
    en="the parents of tag '{value}' lead back to itself: {circle}; clear the parent of the widest of them",
    zh="标签“{value}”的上级标签绕回了自身：{circle}，请清空其中范围最大的标签的上级",
    vi="các thẻ cha của thẻ “{value}” quay vòng về chính nó: {circle}; hãy xóa thẻ cha của thẻ rộng nhất",
)
def parent_cycle(dataset: Dataset) -> Iterator[Issue]:
    """Parents of tags turn in a circle.

    Why: each of these tags would be wider than itself; sums by parent would never end, so they leave these tags out.
    Fix: decide which of the tags is the widest and clear its parent.

    >>> from xltags.core.examples import dataset
    >>> circle = dataset(Tags={"group": "source", "tag": ["Ads", "Baidu"], "parent": ["Baidu", "Ads"]})
    >>> [(issue.place.cell, issue.fields["circle"]) for issue in parent_cycle(circle)]
    [('C2', 'Ads > Baidu > Ads')]
    >>> list(parent_cycle(dataset(Tags={"group": "source", "tag": ["Ads", "Baidu"], "parent": [None, "Ads"]})))
    []
    """
    table = dataset.table("Tags")
    taxonomy = dataset.model.taxonomy
    nested = [tag for tag, parent in taxonomy.parents if parent and parent.parent]  # no other one is in a circle
    for circle in cycles(nested, taxonomy.parent_of):
        path = " > ".join(tag.tag or tag.id for tag in (*circle, circle[0]))
        yield Issue(table.place_in_row(circle[0].row, "parent"), circle[0].tag, fields={"circle": path})
