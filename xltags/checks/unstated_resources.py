"""Check GOV029, unstated resources."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "GOV029",
    "note",
    en=(
        "{customers} customers are tagged, but Settings does not say how many people work with the tags "
        "(headcount); without it nobody can say whether there are too many or too few"
    ),
    zh="已有 {customers} 个客户，但“设置”没有写明有多少人使用标签（headcount），无法判断标签是多是少",
    vi=(
        "đã có {customers} khách nhưng Cài đặt chưa ghi bao nhiêu người làm việc với thẻ (headcount); không thể "
        "biết thẻ thừa hay thiếu"
    ),
)
def unstated_resources(dataset: Dataset) -> Iterator[Issue]:
    """Settings does not say how many people work with the tags, although the workbook is in use.

    Said from min_sample customers on, where a taxonomy is there.

    Why: goals and resources come first; how many tags fit follows from the people, the budget and the linked systems.
    Fix: fill in headcount, monthly_budget and linked_systems in Settings.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail"]}
    >>> customers = {"customer_id": [f"C{number}" for number in range(30)], "industry": "Retail"}
    >>> [issue.fields["customers"] for issue in unstated_resources(dataset(Tags=tags, Customers=customers))]
    [30]
    >>> list(unstated_resources(dataset(Tags=tags, Customers=customers, Settings={"key": "headcount", "value": 4})))
    []
    """
    settings, table = dataset.model.settings, dataset.table("Settings")
    count, used = len(dataset.customers), bool(dataset.customers.tags)
    if settings.headcount is None and used and count >= settings.min_sample:
        row = settings.rows.get("headcount")
        place = table.place_in_row(row, "value") if row else table.header_place("value")
        yield Issue(place, None, fields={"customers": count})
