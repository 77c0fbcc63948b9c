"""Check LOG001, unknown customer."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.customer_rows import clean_id, customer_rows
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.records import records_with
from xltags.core.text import fold
from xltags.core.values import CellFault, Value

_TABLES = ("Contacts", "FollowUps", "Demands", "Interviews")


@check(
    "LOG001",
    "error",
    en="no customer has the id '{value}'; correct it, or add the customer",
    zh="客户表中没有编号“{value}”，请改正编号或补录该客户",
    vi="không có khách hàng nào mang mã “{value}”; hãy sửa mã hoặc thêm khách hàng",
)
def unknown_customer(dataset: Dataset) -> Iterator[Issue]:
    """A contact, follow-up, demand or interview refers to a customer that is not in Customers.

    The suggestion is given where exactly one id differs only in case, width or leading zeros.

    Why: the row counts for nobody: no chain, no contact date, no history.
    Fix: correct the id, or add the customer.

    >>> from xltags.core.examples import dataset
    >>> contacts = {"customer_id": ["C1", "9", "C9"]}
    >>> strays = unknown_customer(dataset(Customers={"customer_id": ["C1", "0009"]}, Contacts=contacts))
    >>> [(issue.value, issue.suggestion) for issue in strays]
    [('9', '0009'), ('C9', '')]
    >>> list(unknown_customer(dataset(Customers={"customer_id": "C1"}, Contacts={"customer_id": ["C1 ", None]})))
    []
    """
    if not any(len(dataset.table(table_id)) for table_id in _TABLES):
        return
    known = customer_rows(dataset)
    near: dict[str, list[str]] | None = None

    def is_unknown(value: Value) -> bool:
        return not isinstance(value, CellFault) and bool(cleaned := clean_id(value)) and cleaned not in known

    for table_id in _TABLES:
        table = dataset.table(table_id)
        column = table.column("customer_id")
        for index in records_with(column, is_unknown):
            near = _near_ids(known) if near is None else near
            value = column.value(index)
            candidates = near.get(_bare(clean_id(value)), [])
            suggestion = candidates[0] if len(candidates) == 1 else ""
            yield Issue(table.place(index, "customer_id"), value, suggestion)


def _near_ids(known: dict[str, int]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for id in known:
        near.setdefault(_bare(id), []).append(id)
    return near


def _bare(id: str) -> str:
    return fold(id).lstrip("0")
