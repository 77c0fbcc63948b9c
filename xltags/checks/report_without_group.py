"""Check GOV003, report without group."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.question_coverage import missing_parts
from xltags.core.wording import ByLanguage, listed

_GONE: ByLanguage = {"en": "is missing", "zh": "不存在", "vi": "không có"}
_CLOSED: ByLanguage = {"en": "is not in use", "zh": "未启用", "vi": "chưa được dùng"}


@check(
    "GOV003",
    "warning",
    en="group '{value}' {state}, so {reports} cannot be read; open or add the group, or lower maturity_step",
    zh="标签组“{value}”{state}，报表 {reports} 无法得出；请启用或新增该组，或调低 maturity_step",
    vi="nhóm “{value}” {state} nên không đọc được {reports}; hãy mở hoặc thêm nhóm, hoặc hạ maturity_step",
)
def report_without_group(dataset: Dataset) -> Iterator[Issue]:
    """A report that the workbook's step calls for has no group to count by.

    Source and stage are needed from step 1 on, the judgement after a talk (mdr) from step 3, product interest from
    step 3 where Settings names two products or more.

    Why: the report is there and empty, and whoever opens it draws the wrong conclusion.
    Fix: open the group or add it; where the team is not that far yet, lower maturity_step in Settings.

    >>> from xltags.core.examples import dataset
    >>> groups = {"group": ["source", "stage", "mdr"], "family": ["source", "stage", "specific"]}
    >>> closed = dataset(TagGroups={**groups, "status": ["active", "active", "retired"]})
    >>> [(issue.value, issue.fields["reports"]["en"]) for issue in report_without_group(closed)]
    [('mdr', 'purity, channels')]
    >>> early = {"key": "maturity_step", "value": 2}
    >>> list(
    ...     report_without_group(
    ...         dataset(TagGroups={**groups, "status": ["active", "active", "retired"]}, Settings=early)
    ...     )
    ... )
    []
    """
    table = dataset.table("TagGroups")
    if not dataset.model.taxonomy.groups:
        return
    for gap in missing_parts(dataset):
        place = table.place_in_row(gap.waiting.row, "status") if gap.waiting else table.header_place("group")
        state = _CLOSED if gap.waiting else _GONE
        yield Issue(place, gap.group, fields={"state": state, "reports": listed(gap.reports)})
