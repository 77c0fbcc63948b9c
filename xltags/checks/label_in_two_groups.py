"""Check TAX006, label in two groups."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.near_labels import loose_keys
from xltags.core.taxonomy import Tag, Taxonomy
from xltags.core.text import fold

# Sizes, degrees and remainders: the same word is right in many groups.
_GENERAL = frozenset(
    {"other", "others", "unknown", "none", "not known", "yes", "no", "various", "new", "active", "inactive"}
    | {"small", "medium", "large", "high", "middle", "low", "其他", "其它", "未知", "不详", "大型", "中型", "小型"}
    | {"khác", "không rõ", "không có", "trung bình", "nhỏ", "vừa", "lớn", "cao", "thấp"}
)


def _distinct(taxonomy: Taxonomy, one: Tag, other: Tag) -> bool:
    """Whether somebody already said what the two are: one is the other's parent, or the definitions differ."""
    defined = bool(one.definition and other.definition) and fold(one.definition) != fold(other.definition)
    return defined or taxonomy.related(one, other)


@check(
    "TAX006",
    "note",
    en=(
        "label '{value}' also stands in group '{other}' (row {row}); say in the definitions how the two "
        "differ, or keep one"
    ),
    zh="标签“{value}”在标签组“{other}”（第 {row} 行）中也有，请在定义中写明两者区别，或只保留一个",
    vi=(
        "nhãn “{value}” cũng có trong nhóm “{other}” (dòng {row}); hãy nêu rõ khác biệt trong định nghĩa "
        "hoặc chỉ giữ một"
    ),
)
def label_in_two_groups(dataset: Dataset) -> Iterator[Issue]:
    """The same label stands in two tag groups, and no definition says how they differ.

    Why: the fact may be recorded in either column, so both are filled only in part and neither can be counted.
    Fix: keep the tag in the group whose question it answers, or write definitions that tell the two apart. Parents
    and their children, sizes and 'other' may bear the same label.

    >>> from xltags.core.examples import dataset
    >>> twice = dataset(Tags={"group": ["source", "scenario"], "tag": "Referral"})
    >>> [(issue.place.cell, issue.fields["other"]) for issue in label_in_two_groups(twice)]
    [('B3', 'source')]
    >>> list(label_in_two_groups(dataset(Tags={"group": ["industry", "position"], "tag": "Other"})))
    []
    """
    table = dataset.table("Tags")
    taxonomy = dataset.model.taxonomy
    active = {group.group for group in taxonomy.active_groups()}
    first: dict[str, Tag] = {}
    for tag in taxonomy.tags:
        if tag.group not in active or tag.status != "active":
            continue
        label = fold(tag.tag)
        known = first.setdefault(label, tag)
        if known.group == tag.group or label in _GENERAL or not loose_keys(label):
            continue
        if not _distinct(taxonomy, known, tag):
            yield Issue(table.place_in_row(tag.row, "tag"), tag.tag, fields={"other": known.group, "row": known.row})
