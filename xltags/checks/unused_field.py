"""Check ICP013, unused field."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard_limits import indicators_on
from xltags.core.wording import choice_labels


@check(
    "ICP013",
    "warning",
    en=(
        "indicator '{indicator}' looks at group '{value}', which is {status}, so it is unknown for every "
        "customer; switch the indicator off or the group on"
    ),
    zh="指标“{indicator}”取数的标签组“{value}”处于{status}状态，对所有客户都是未知，请停用该指标或启用该组",
    vi=(
        "tiêu chí “{indicator}” lấy nhóm “{value}” đang ở trạng thái {status} nên khách nào cũng chưa rõ; "
        "hãy tắt tiêu chí hoặc bật nhóm"
    ),
)
def unused_field(dataset: Dataset) -> Iterator[Issue]:
    """An indicator that is on looks at a tag group that is reserved or retired.

    Why: such a group has no column to read, so the indicator adds nothing and widens every tier range.
    Fix: switch the indicator off, or set the group to active.

    >>> from xltags.core.examples import dataset
    >>> fit = {"indicator": "fit", "field": "scenario"}
    >>> later = dataset(TagGroups={"group": "scenario", "status": "reserved"}, Indicators=fit)
    >>> [issue.place.cell for issue in unused_field(later)]
    ['B2']
    >>> list(unused_field(dataset(TagGroups={"group": "scenario"}, Indicators=fit)))
    []
    """
    statuses = dataset.table("TagGroups").column("status")
    for indicator in indicators_on(dataset.model.scorecard):
        group = dataset.model.taxonomy.group(indicator.field)
        if group is not None and group.status != "active":
            yield Issue(
                dataset.table("Indicators").place_in_row(indicator.row, "field"),
                indicator.field,
                fields={"indicator": indicator.name, "status": choice_labels(statuses, [group.status])},
            )
