"""Check TAX023, untrimmed label."""

from collections.abc import Iterator
from functools import lru_cache

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.text import INVISIBLE
from xltags.core.values import Value

_COLUMNS = {
    "TagGroups": ("group", "label_en", "label_zh", "label_vi"),
    "Tags": ("group", "tag_id", "tag", "zh", "vi", "parent", "replaced_by"),
}


@check(
    "TAX023",
    "warning",
    en="'{value}' has spaces or invisible characters that nobody sees; write '{suggestion}'",
    zh="“{value}”带有看不见的空格或隐藏字符，请改为“{suggestion}”",
    vi="“{value}” có khoảng trắng thừa hoặc ký tự ẩn không ai nhìn thấy; hãy ghi “{suggestion}”",
)
def untrimmed_label(dataset: Dataset) -> Iterator[Issue]:
    """A label or ID has spaces at its ends, or invisible characters.

    Why: Excel's own formulas and pivots take it for another text than the one people type.
    Fix: type the cell anew as suggested; pasting from web pages and chats is the usual source.

    >>> from xltags.core.examples import dataset
    >>> loose = dataset(Tags={"group": "stage", "tag": ["Won ", "Lost"]})
    >>> [(issue.place.cell, issue.suggestion) for issue in untrimmed_label(loose)]
    [('B2', 'Won')]
    >>> list(untrimmed_label(dataset(Tags={"group": "stage", "tag": ["Won", "Closed lost"]})))
    []
    """
    for table_id, column_ids in _COLUMNS.items():
        table = dataset.table(table_id)
        for column_id in column_ids:
            column = table.column(column_id)
            for code, clean in _cleaned(column.values):
                for index in column.records_of(code):
                    yield Issue(table.place(index, column_id), column.values[code], clean)


@lru_cache(maxsize=32)  # a team's workbooks hold the same labels
def _cleaned(values: tuple[Value, ...]) -> tuple[tuple[int, str], ...]:
    """The places of texts that are not clean, with the clean text."""
    cleaned = ((code, value, _clean(value)) for code, value in enumerate(values) if isinstance(value, str))
    return tuple((code, clean) for code, value, clean in cleaned if clean != value)


@lru_cache(maxsize=1 << 13)
def _clean(text: str) -> str:
    return INVISIBLE.sub("", text).strip()
