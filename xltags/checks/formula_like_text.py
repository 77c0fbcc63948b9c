"""Check CUS013, formula-like text."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.once import once
from xltags.core.records import checked_columns, records_with
from xltags.core.table import Column, Table
from xltags.core.typed_values import looks_like_formula
from xltags.core.values import Value


@check(
    "CUS013",
    "note",
    en="'{value}' is text that begins like a formula; write it without the leading sign",
    zh="“{value}”是以公式符号开头的文本，请去掉开头的符号",
    vi="“{value}” là văn bản bắt đầu như công thức; hãy bỏ dấu ở đầu",
)
def formula_like_text(dataset: Dataset) -> Iterator[Issue]:
    """A text begins with =, +, - or @, as a formula does.

    Phone numbers (+84 90 ...), signed numbers, bare punctuation and free notes are left alone. xltags never runs such a
    text and always writes it back as text.

    Why: once it is saved as CSV or typed anew, Excel takes it for a formula and shows an error or, if somebody planted
    it, does what it says.
    Fix: remove the sign, or put the text in words.

    >>> from xltags.core.examples import dataset
    >>> customers = {"company": ["=HYPERLINK(A1)", "+84 90 123 4567", "Acme - Bolt"]}
    >>> [issue.place.cell for issue in formula_like_text(dataset(Customers=customers))]
    ['A2']
    >>> list(formula_like_text(dataset(Customers={"company": "A+B Ltd", "notes": "- called twice"})))
    []
    """
    for table in dataset.tables.values():
        for column in _signed_columns(table):
            for index in records_with(column, _is_like_formula):
                yield Issue(table.place(index, column.id), column.value(index))


@once
def _signed_columns(table: Table) -> tuple[Column, ...]:
    """The columns in which a text begins with a sign: that settles nearly every column."""
    return tuple(
        column
        for column in checked_columns(table)
        if not _SIGNS.isdisjoint([value[:1] for value in column.values if isinstance(value, str)])
    )


_SIGNS = frozenset("=+-@＝＋－＠ \t\n\r\u00a0\u3000")


def _is_like_formula(value: Value) -> bool:
    return isinstance(value, str) and value[:1] in _SIGNS and looks_like_formula(value)
