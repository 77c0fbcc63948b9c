"""Check TAX024, misplaced purity class."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.judgement_group import judgement_group


@check(
    "TAX024",
    "warning",
    en=(
        "tag '{tag}' of group '{group}' has the purity class '{value}'; only tags of the group '{judgement}' "
        "take one, so clear the cell"
    ),
    zh="标签组“{group}”的标签“{tag}”填了纯度分类“{value}”，只有“{judgement}”组的标签需要填写，请清空",
    vi=(
        "thẻ “{tag}” của nhóm “{group}” có loại độ sạch “{value}”; chỉ thẻ của nhóm “{judgement}” mới cần, "
        "hãy xóa ô này"
    ),
)
def misplaced_purity_class(dataset: Dataset) -> Iterator[Issue]:
    """A tag outside the judgement group (MDR) has a purity class.

    Why: purity is the share of judged leads that fit; a class anywhere else is never counted and misleads its reader.
    Fix: clear the purity class, or move the tag to the judgement group.

    >>> from xltags.core.examples import dataset
    >>> columns = {"group": ["mdr", "mdr", "stage"], "tag": ["Fits", "Rival", "Won"]}
    >>> stray = dataset(Tags={**columns, "purity_class": ["target", "competitor", "target"]})
    >>> [issue.place.cell for issue in misplaced_purity_class(stray)]
    ['C4']
    >>> list(misplaced_purity_class(dataset(Tags={**columns, "purity_class": ["target", "competitor", None]})))
    []
    """
    table = dataset.table("Tags")
    judgement = judgement_group(dataset.model.taxonomy)
    for tag in dataset.model.taxonomy.tags:
        if tag.purity_class and tag.group != judgement:
            yield Issue(
                table.place_in_row(tag.row, "purity_class"),
                tag.purity_class,
                fields={"tag": tag.tag, "group": tag.group, "judgement": judgement},
            )
