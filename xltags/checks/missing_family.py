"""Check GOV001, missing family."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.open_groups import open_groups
from xltags.core.question_coverage import FAMILIES, FAMILY_PARTS, reports_on, waiting_group
from xltags.core.wording import ByLanguage, listed

_NO_GROUP: ByLanguage = {
    "en": "add a group of that family",
    "zh": "请新增该类标签组",
    "vi": "hãy thêm một nhóm thuộc loại này",
}
_WAITING: ByLanguage = {
    "en": "open group '{group}' (row {row})",
    "zh": "请启用标签组“{group}”（第 {row} 行）",
    "vi": "hãy mở nhóm “{group}” (dòng {row})",
}


@check(
    "GOV001",
    "error",
    en="no group of the family {family} is in use, so the reports {reports} break; {cure}",
    zh="没有在用的“{family}”类标签组，报表 {reports} 将无法得出，{cure}",
    vi="không nhóm nào thuộc loại {family} đang được dùng nên báo cáo {reports} không lập được; {cure}",
)
def missing_family(dataset: Dataset) -> Iterator[Issue]:
    """None of the groups in use tells who the customers are, where they come from, or how far they have come.

    Why: identity, source and stage are the primary colours of a tag system; without one of them the other tags
    cannot be compared, whatever their number.
    Fix: open the group that waits (set it to active, or raise maturity_step in Settings), or add one of that family.

    >>> from xltags.core.examples import dataset
    >>> families = ["identity", "source", "stage"]
    >>> two = dataset(TagGroups={"group": families[:2], "family": families[:2]})
    >>> [(issue.value, issue.fields["reports"]["en"]) for issue in missing_family(two)]
    [('stage', 'funnel')]
    >>> list(missing_family(dataset(TagGroups={"group": families, "family": families})))
    []
    """
    table = dataset.table("TagGroups")
    if not dataset.model.taxonomy.groups:
        return
    present = {group.family for group in open_groups(dataset.model)}
    for family, names in FAMILIES.items():
        if family not in present:
            waiting = waiting_group(dataset, family=family)
            cure = _NO_GROUP
            if waiting is not None:
                cure = {
                    language: text.format(group=waiting.label(language), row=waiting.row)
                    for language, text in _WAITING.items()
                }
            fields = {"family": names, "reports": listed(reports_on(*FAMILY_PARTS[family])), "cure": cure}
            yield Issue(table.header_place("family"), family, fields=fields)
