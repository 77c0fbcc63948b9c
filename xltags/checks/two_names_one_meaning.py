"""Check GOV025, two names one meaning."""

from collections.abc import Iterator
from itertools import groupby

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import LANGUAGES, Issue
from xltags.core.name_conflicts import NameConflict, same_meanings
from xltags.core.wording import ByLanguage

_SHOWN = 3  # pairs of two groups that are named one by one
_MORE: ByLanguage = {
    "en": "; {count} more pairs of these two groups",
    "zh": "；这两个标签组另有 {count} 对",
    "vi": "; hai nhóm này còn {count} cặp nữa",
}


def _evidence(conflict: NameConflict, more: int) -> ByLanguage:
    words = conflict.words()
    return {language: words[language] + (_MORE[language].format(count=more) if more else "") for language in LANGUAGES}


@check(
    "GOV025",
    "warning",
    en=(
        "'{value}' and '{other}' (group '{group}', row {row}) seem to mean the same: {evidence}; keep one, make "
        "the other its synonym"
    ),
    zh=(
        "“{value}”与“{other}”（标签组“{group}”，第 {row} 行）似乎是同一个意思：{evidence}；请保留一个，"
        "另一个作为同义写法"
    ),
    vi=(
        "“{value}” và “{other}” (nhóm “{group}”, dòng {row}) có vẻ cùng nghĩa: {evidence}; hãy giữ một, thẻ kia "
        "làm cách viết khác"
    ),
)
def two_names_one_meaning(dataset: Dataset) -> Iterator[Issue]:
    """Two groups hold the same meaning under two names, as two departments write it.

    The evidence is added up: labels and synonyms in three languages, definitions, what is done for both, and how
    many customers carry both. Two labels of one group are the business of TAX005. Of two groups with more than
    three such pairs the first is named, with the number of the others.

    Why: the fact is recorded in two columns, both are filled in part, and neither can be counted.
    Fix: let the owner department choose one; move the customers (xltags migrate) and make the other name a synonym. If
    they do differ, say how in their definitions.

    >>> from xltags.core.examples import dataset
    >>> groups = {"group": ["industry", "sector"], "family": "identity", "owner_department": ["Marketing", "Sales"]}
    >>> tags = {
    ...     "group": ["industry", "sector"],
    ...     "tag": ["Manufacturing", "Factory"],
    ...     "synonyms": ["factory; plant", None],
    ... }
    >>> customers = {"customer_id": [f"C{n}" for n in range(30)]}
    >>> customers |= {"industry": ["Manufacturing"] * 20 + ["x"] * 10, "sector": ["Factory"] * 20 + ["y"] * 10}
    >>> data = {"TagGroups": groups, "Tags": tags, "Customers": customers}
    >>> [(issue.value, issue.fields["other"]) for issue in two_names_one_meaning(dataset(data))]
    [('Factory', 'Manufacturing')]
    >>> apart = {**customers, "sector": ["y"] * 10 + ["Factory"] * 20, "industry": ["Manufacturing"] * 10 + ["x"] * 20}
    >>> list(two_names_one_meaning(dataset({**data, "Customers": apart})))
    []
    """
    table = dataset.table("Tags")
    ordered = sorted(same_meanings(dataset), key=lambda it: (it.one.group, it.other.group))
    for _, pairs in groupby(ordered, key=lambda it: (it.one.group, it.other.group)):
        conflicts = list(pairs)
        named = conflicts if len(conflicts) <= _SHOWN else conflicts[:1]
        for conflict in named:
            fields = {
                "other": conflict.one.tag,
                "group": conflict.one.group,
                "row": conflict.one.row,
                "evidence": _evidence(conflict, len(conflicts) - len(named)),
            }
            yield Issue(table.place_in_row(conflict.other.row, "tag"), conflict.other.tag, fields=fields)
