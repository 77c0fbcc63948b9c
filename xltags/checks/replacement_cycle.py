"""Check TAX012, replacement cycle."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.tag_cycles import cycles


@check(
    "TAX012",
    "error",
    en=(
        "the successors of tag '{value}' lead back to itself: {circle}; clear the successor of the tag that "
        "stays in use"
    ),
    zh="标签“{value}”的替换标签绕回了自身：{circle}，请清空继续使用的那个标签的“替换为”",
    vi=("chuỗi thẻ thay thế của “{value}” quay vòng về chính nó: {circle}; hãy xóa ô “Thay bằng” của thẻ còn dùng"),
)
def replacement_cycle(dataset: Dataset) -> Iterator[Issue]:
    """Successors of tags turn in a circle.

    Why: a customer's retired tag is replaced step by step; in a circle there is no last step.
    Fix: decide which tag stays in use and clear its successor.

    >>> from xltags.core.examples import dataset
    >>> circle = dataset(Tags={"group": "stage", "tag": ["Old", "New"], "replaced_by": ["New", "Old"]})
    >>> [issue.fields["circle"] for issue in replacement_cycle(circle)]
    ['Old > New > Old']
    >>> list(replacement_cycle(dataset(Tags={"group": "stage", "tag": ["Old", "New"], "replaced_by": ["New", None]})))
    []
    """
    table = dataset.table("Tags")
    taxonomy = dataset.model.taxonomy
    replaced = [tag for tag in taxonomy.tags if tag.replaced_by]
    for circle in cycles(replaced, lambda tag: taxonomy.refer(tag.replaced_by, tag.group)):
        path = " > ".join(tag.tag or tag.id for tag in (*circle, circle[0]))
        yield Issue(table.place_in_row(circle[0].row, "replaced_by"), circle[0].tag, fields={"circle": path})
