"""Check TAX005, same meaning."""

from collections.abc import Iterator
from functools import lru_cache

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.near_labels import near_pairs
from xltags.core.text import fold
from xltags.core.wording import ByLanguage

_LEAST_DEFINITION = 12  # characters; shorter ones ("see above") say too little to compare
_LABELS: ByLanguage = {"en": "their labels are nearly alike", "zh": "名称几乎一样", "vi": "nhãn gần như giống nhau"}
_DEFINITIONS: ByLanguage = {"en": "their definitions are the same", "zh": "定义相同", "vi": "định nghĩa giống hệt"}


@lru_cache(maxsize=256)  # tag groups
def _same_definitions(definitions: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """The positions of definitions that are the same, each with the first of them."""
    first: dict[str, int] = {}
    folded = map(fold, definitions)
    known = ((first.setdefault(each, position), position, each) for position, each in enumerate(folded))
    return tuple((one, other) for one, other, each in known if one != other and len(each) >= _LEAST_DEFINITION)


@check(
    "TAX005",
    "warning",
    en=(
        "tags '{value}' and '{other}' (row {row}) of group '{group}' seem to mean the same: {reason}; keep "
        "one and make the other a synonym"
    ),
    zh=(
        "标签组“{group}”中“{value}”与“{other}”（第 {row} 行）似乎是同一个意思：{reason}，请保留一个，另一个改作同义写法"
    ),
    vi=(
        "thẻ “{value}” và “{other}” (dòng {row}) của nhóm “{group}” có vẻ cùng nghĩa: {reason}; hãy giữ một "
        "thẻ, chuyển thẻ kia thành cách viết khác"
    ),
)
def same_meaning(dataset: Dataset) -> Iterator[Issue]:
    """Two tags of a group seem to mean the same under two names.

    Why: colleagues choose now this, now that one, and every count of the two is wrong.
    Fix: keep one tag, write the other's label into its synonyms and retire the other with the first as successor. If
    they do differ, say how in their definitions.

    >>> from xltags.core.examples import dataset
    >>> twins = dataset(Tags={"group": "industry", "tag": ["E-commerce", "Ecommerce", "Retail"]})
    >>> [(issue.place.cell, issue.fields["other"]) for issue in same_meaning(twins)]
    [('B3', 'E-commerce')]
    >>> list(same_meaning(dataset(Tags={"group": "province", "tag": ["Shanxi", "Shaanxi"], "zh": ["山西", "陕西"]})))
    []
    """
    table = dataset.table("Tags")
    taxonomy = dataset.model.taxonomy
    for group in dict.fromkeys(tag.group for tag in taxonomy.tags):
        tags = [tag for tag in taxonomy.tags_of(group) if tag.status != "retired" and tag.tag]
        pairs = dict.fromkeys(near_pairs(tags), _LABELS)
        for pair in _same_definitions(tuple([tag.definition for tag in tags])):
            pairs.setdefault(pair, _DEFINITIONS)
        for (one, other), reason in pairs.items():
            yield Issue(
                table.place_in_row(tags[other].row, "tag"),
                tags[other].tag,
                fields={"group": group, "other": tags[one].tag, "row": tags[one].row, "reason": reason},
            )
