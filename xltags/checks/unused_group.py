"""Check GOV020, unused group."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.open_groups import open_groups
from xltags.core.tag_uses import group_uses


@check(
    "GOV020",
    "note",
    en=(
        "{group} is filled in for {customers} customers, and no segment, indicator, plan or report uses it; use it "
        "in Segments or Indicators, or retire it"
    ),
    zh="“{group}”已为 {customers} 个客户填写，却没有任何客群、指标、计划或报表用到；请用在客群或指标中，或停用",
    vi=(
        "{group} đã điền cho {customers} khách mà không phân khúc, tiêu chí, kế hoạch hay báo cáo nào dùng; hãy "
        "đưa vào Phân khúc hoặc Tiêu chí, hoặc ngừng dùng"
    ),
)
def unused_group(dataset: Dataset) -> Iterator[Issue]:
    """A group is collected, and nothing acts on it or counts by it.

    A use is a segment whose filter names the group, an indicator that is on, a line of the plan, or a report that
    rests on the group. Reports that list every group alike do not count. A group below another one (cities below
    provinces) is used with it. Judged once min_sample customers have a value.

    Why: a tag is worth something by the group of customers that it selects; what is collected and never selected by is
    work without a purpose.
    Fix: write the segment that acts on it, score by it, plan by it, or retire the group.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "team_size", "tag": ["Small", "Large"]}
    >>> customers = {"customer_id": [f"C{number}" for number in range(40)], "team_size": "Small"}
    >>> [issue.value for issue in unused_group(dataset(Tags=tags, Customers=customers))]
    ['team_size']
    >>> segments = {"segment": "Grow", "include": "team_size = Large"}
    >>> list(unused_group(dataset(Tags=tags, Customers=customers, Segments=segments)))
    []
    """
    table, uses = dataset.table("TagGroups"), group_uses(dataset)
    for group in open_groups(dataset.model):
        column = dataset.customers.tags.get(group.group)
        customers = int((~column.column.blank()).sum()) if column else 0
        if customers >= dataset.model.settings.min_sample and not uses.get(group.group):
            fields = {"group": group_labels(group), "customers": customers}
            yield Issue(table.place_in_row(group.row, "group"), group.group, fields=fields)
