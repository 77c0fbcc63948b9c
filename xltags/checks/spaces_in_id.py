"""Check CUS019, spaces in id."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.customer_rows import clean_id
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.records import records_with
from xltags.core.values import Value


@check(
    "CUS019",
    "warning",
    en="the id '{value}' has spaces or invisible characters around it; write '{suggestion}'",
    zh="编号“{value}”前后有空格或不可见字符，请写作“{suggestion}”",
    vi="mã “{value}” có khoảng trắng hoặc ký tự ẩn ở hai đầu; hãy ghi “{suggestion}”",
)
def spaces_in_id(dataset: Dataset) -> Iterator[Issue]:
    """A customer id has white space around it or invisible characters in it, in Customers or where it is referred to.

    Why: Excel's lookups and every other system take it for another id, so the row finds no partner.
    Fix: write the id without them; `xltags fix` does it in all tables.

    >>> from xltags.core.examples import dataset
    >>> [issue.suggestion for issue in spaces_in_id(dataset(Customers={"customer_id": ["C1 ", "C2"]}))]
    ['C1']
    >>> list(spaces_in_id(dataset(Customers={"customer_id": ["C 1", 17]})))
    []
    """
    for table in dataset.tables.values():
        column = table.column("customer_id")
        for index in records_with(column, _has_spaces):
            value = column.value(index)
            yield Issue(table.place(index, "customer_id"), value, clean_id(value))


def _has_spaces(value: Value) -> bool:
    return isinstance(value, str) and value != (cleaned := clean_id(value)) and bool(cleaned)
