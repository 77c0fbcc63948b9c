"""Check CHN006, two deciders."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.flags import is_yes
from xltags.core.records import records_with
from xltags.core.values import as_text


@check(
    "CHN006",
    "warning",
    en=(
        "{name} and {other} (row {row}) are both marked as the decider of customer {customer}; mark the one "
        "who has the last word"
    ),
    zh="{name} 与第 {row} 行的 {other} 都被标为客户 {customer} 的拍板人，请只保留最终决定的那位",
    vi=(
        "{name} và {other} (dòng {row}) đều được đánh dấu là người quyết định của khách {customer}; chỉ giữ "
        "người có tiếng nói cuối cùng"
    ),
)
def two_deciders(dataset: Dataset) -> Iterator[Issue]:
    """A customer has two deciders.

    Why: only one person has the last word; two marks usually mean that nobody asked.
    Fix: clear the mark of the one who only recommends, and give that contact its role instead.

    >>> from xltags.core.examples import dataset
    >>> contacts = {"customer_id": "C1", "name": ["Lan", "Wei"]}
    >>> [issue.place.cell for issue in two_deciders(dataset(Contacts={**contacts, "is_decider": "yes"}))]
    ['C3']
    >>> list(two_deciders(dataset(Contacts={**contacts, "is_decider": ["yes", "no"]})))
    []
    """
    table = dataset.table("Contacts")
    first: dict[str, int] = {}
    for index in records_with(table.column("is_decider"), lambda value: is_yes(as_text(value))):
        customer = as_text(table.value(index, "customer_id")).strip()
        known = first.setdefault(customer, index)
        if known != index and customer:
            fields = {
                "name": as_text(table.value(index, "name")) or "?",
                "other": as_text(table.value(known, "name")) or "?",
                "row": int(table.rows[known]),
                "customer": customer,
            }
            yield Issue(table.place(index, "is_decider"), table.value(index, "is_decider"), fields=fields)
