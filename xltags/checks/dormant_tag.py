"""Check GOV019, dormant tag."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.unused_tags import dormant


@check(
    "GOV019",
    "note",
    en=(
        "nobody has dealt with the {customers} customers of tag '{value}' since {day}, {days} days ago; retire it, "
        "or take up those customers"
    ),
    zh="自 {day} 起已 {days} 天没有人联系带“{value}”标签的 {customers} 个客户，请停用该标签，或重新跟进这些客户",
    vi=(
        "từ {day}, đã {days} ngày, không ai làm việc với {customers} khách có thẻ “{value}”; hãy ngừng dùng thẻ "
        "hoặc chăm sóc lại các khách đó"
    ),
)
def dormant_tag(dataset: Dataset) -> Iterator[Issue]:
    """A tag is asleep: for more than stale_after_days nobody has dealt with a customer who carries it, nor given it.

    Tags below it count as well. Where nobody was dealt with at all in that time, nothing is said.

    Why: rare tags are forgotten, even by those who made them, and then come back under another name.
    Fix: retire the tag with a successor, or act on its customers again.

    >>> from datetime import date
    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail", "Steel"]}
    >>> days = [date(2025, 3, 1), date(2026, 10, 1)]
    >>> customers = {"customer_id": ["C1", "C2"], "industry": ["Steel", "Retail"], "first_contact": days}
    >>> [(issue.value, issue.fields["days"]) for issue in dormant_tag(dataset(Tags=tags, Customers=customers))]
    [('Steel', 630)]
    >>> list(dormant_tag(dataset(Tags=tags, Customers={**customers, "first_contact": date(2026, 10, 1)})))
    []
    """
    table = dataset.table("Tags")
    for use in dormant(dataset):
        days = (dataset.as_of - use.last_used).days
        fields = {"customers": use.customers, "day": use.last_used.isoformat(), "days": days}
        yield Issue(table.place_in_row(use.tag.row, "tag"), use.tag.tag, fields=fields)
