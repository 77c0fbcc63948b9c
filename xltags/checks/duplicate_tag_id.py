"""Check TAX004, duplicate tag id."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.taxonomy import Tag
from xltags.core.text import fold


@check(
    "TAX004",
    "error",
    en="tag ID '{value}' is already that of '{other}' in row {row}; give this tag an ID of its own",
    zh="标签 ID“{value}”已被第 {row} 行的“{other}”使用，请为本标签另取一个 ID",
    vi="mã thẻ “{value}” đã thuộc về “{other}” ở dòng {row}; hãy đặt cho thẻ này một mã riêng",
)
def duplicate_tag_id(dataset: Dataset) -> Iterator[Issue]:
    """Two tags have the same tag ID.

    Why: the ID is what parents, successors and the scorecard refer to, also after a tag was renamed; it must name one
    tag.
    Fix: give the newer tag another ID; never change the ID of a tag that is already in use.

    >>> from xltags.core.examples import dataset
    >>> taken = dataset(Tags={"group": "industry", "tag": ["Retail", "Steel"], "tag_id": ["ind.1", "IND.1"]})
    >>> [(issue.place.cell, issue.fields["other"]) for issue in duplicate_tag_id(taken)]
    [('C3', 'Retail')]
    >>> own = dataset(Tags={"group": "industry", "tag": ["Retail", "Steel"], "tag_id": ["ind.1", "ind.2"]})
    >>> list(duplicate_tag_id(own))
    []
    """
    first: dict[str, Tag] = {}
    table, tags = dataset.table("Tags"), dataset.model.taxonomy.tags
    if len({fold(tag.id) for tag in tags}) == len(tags):
        return
    for tag in tags:
        if tag.id == f"{tag.group}:{tag.tag}":  # the reader made it: the cell is blank
            continue
        known = first.setdefault(fold(tag.id), tag)
        if known is not tag:
            yield Issue(table.place_in_row(tag.row, "tag_id"), tag.id, fields={"other": known.tag, "row": known.row})
