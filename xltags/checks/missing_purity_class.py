"""Check TAX025, missing purity class."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.judgement_group import judgement_group


@check(
    "TAX025",
    "error",
    en=(
        "tag '{value}' of the judgement group has no purity class; choose target, target_not_now, ecosystem, "
        "competitor or not_target"
    ),
    zh=("判定组的标签“{value}”没有纯度分类，请选择：目标客户、目标客户但暂不采购、生态伙伴、竞争对手或非目标客户"),
    vi=(
        "thẻ “{value}” của nhóm phán đoán chưa có loại độ sạch; hãy chọn target, target_not_now, ecosystem, "
        "competitor hoặc not_target"
    ),
)
def missing_purity_class(dataset: Dataset) -> Iterator[Issue]:
    """A tag of the judgement group (MDR) has no purity class.

    Why: leads judged with this tag would count neither as fitting nor as unfit, and purity comes out wrong.
    Fix: choose the class; target and target_not_now count as fitting. Tags that are parents only need one too.

    >>> from xltags.core.examples import dataset
    >>> bare = dataset(Tags={"group": "mdr", "tag": ["Fits", "Rival"], "purity_class": ["target", None]})
    >>> [issue.place.cell for issue in missing_purity_class(bare)]
    ['C3']
    >>> list(missing_purity_class(dataset(Tags={"group": "stage", "tag": "Won", "purity_class": None})))
    []
    """
    table = dataset.table("Tags")
    taxonomy = dataset.model.taxonomy
    for tag in taxonomy.tags_of(judgement_group(taxonomy)):
        if not tag.purity_class and tag.status == "active" and tag.tag:
            yield Issue(table.place_in_row(tag.row, "purity_class"), tag.tag)
