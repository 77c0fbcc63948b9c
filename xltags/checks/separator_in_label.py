"""Check TAX020, separator in label."""

import re
from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.tag_labels import labels_with

_SEPARATOR = re.compile("[;,；，、､\n\r]")


@check(
    "TAX020",
    "warning",
    en="label '{value}' holds '{character}', which separates the values of a cell; write it without",
    zh="标签“{value}”含有“{character}”，该符号用于分隔一格中的多个取值，请换一种写法",
    vi=("nhãn “{value}” có dấu “{character}”, vốn dùng để ngăn các giá trị trong một ô; hãy viết không có dấu này"),
)
def separator_in_label(dataset: Dataset) -> Iterator[Issue]:
    """A label holds a character that separates the values of a cell.

    Why: beside other values in a many-valued cell the label falls apart into pieces that are no tags. Separators are
    ; and , their full-width forms and a line break.
    Fix: write the label with a slash, a dash or 'and'; keep the old spelling nowhere, not even as a synonym.

    >>> from xltags.core.examples import dataset
    >>> split = dataset(Tags={"group": "industry", "tag": ["Food, drink", "Retail"], "zh": ["食品、饮料", "零售"]})
    >>> [issue.place.cell for issue in separator_in_label(split)]
    ['B2', 'C2']
    >>> list(separator_in_label(dataset(Tags={"group": "industry", "tag": ["Food and drink", "Retail"]})))
    []
    """
    table = dataset.table("Tags")
    for tag, column_id, label in labels_with(dataset.model.taxonomy, _SEPARATOR):
        first = _SEPARATOR.findall(label)[0]
        shown = first if first.isprintable() else "Alt+Enter"
        yield Issue(table.place_in_row(tag.row, column_id), label, fields={"character": shown})
