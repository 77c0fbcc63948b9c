"""Check GOV015, reserve without horizon."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.wording import ByLanguage

MOST_YEARS = 5
_BLANK: ByLanguage = {"en": "has no review date", "zh": "没有复审日期", "vi": "chưa có ngày xem lại"}
_FAR: ByLanguage = {
    "en": f"is to be reviewed more than {MOST_YEARS} years from now",
    "zh": f"的复审日期在 {MOST_YEARS} 年以后",
    "vi": f"hẹn xem lại sau hơn {MOST_YEARS} năm nữa",
}


@check(
    "GOV015",
    "note",
    en="reserved group {group} {fault}; write a day within the next three to five years into 'Review on'",
    zh="预留标签组“{group}”{fault}，请在“复审日期”填写三到五年内的某一天",
    vi="nhóm để dành {group} {fault}; hãy ghi một ngày trong ba đến năm năm tới vào ô “Xem lại ngày”",
)
def reserve_without_horizon(dataset: Dataset) -> Iterator[Issue]:
    """A reserved group has no horizon: no day on which it is looked at again, or one beyond five years.

    Why: what is reserved for ever is clutter; plans that a reserve can serve (a new region, a second product, another
    trade) lie three to five years ahead.
    Fix: write into 'Review on' when the plan will be decided.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> groups = {"group": ["export"], "status": "reserved", "reserved_for": "selling abroad"}
    >>> [issue.value for issue in reserve_without_horizon(dataset(TagGroups=groups))]
    ['export']
    >>> list(reserve_without_horizon(dataset(TagGroups={**groups, "review_on": date(2028, 10, 1)})))
    []
    """
    table = dataset.table("TagGroups")
    for group in dataset.model.taxonomy.groups:
        if group.status != "reserved":
            continue
        day = group.review_on
        if day is None or (day - dataset.as_of).days > MOST_YEARS * 366:
            fields = {"group": group_labels(group), "fault": _BLANK if day is None else _FAR}
            yield Issue(table.place_in_row(group.row, "review_on"), group.group, fields=fields)
