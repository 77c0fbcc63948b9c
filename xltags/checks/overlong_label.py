"""Check TAX022, overlong label."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.tag_labels import labels_over


@check(
    "TAX022",
    "error",
    en="a label of {length} characters cannot be chosen or counted in Excel; shorten it to at most 100",
    zh="标签长达 {length} 个字符，Excel 中无法选择也无法统计，请缩短到 100 个以内",
    vi="nhãn dài {length} ký tự thì Excel không chọn và không đếm được; hãy rút xuống tối đa 100",
)
def overlong_label(dataset: Dataset) -> Iterator[Issue]:
    """A label is longer than the 255 characters that Excel can match.

    Why: COUNTIF and MATCH fail on texts of more than 255 characters, and such a text is cut in drop-downs.
    Fix: shorten the label to a few words and put the rest into the definition.

    >>> from xltags.core.examples import dataset
    >>> [issue.place.cell for issue in overlong_label(dataset(Tags={"group": "size", "tag": ["Small", "L" * 256]}))]
    ['B3']
    >>> list(overlong_label(dataset(Tags={"group": "industry", "tag": ["Retail", "R" * 255]})))
    []
    """
    table = dataset.table("Tags")
    for tag, column_id, label in labels_over(dataset.model.taxonomy, 255):
        yield Issue(table.place_in_row(tag.row, column_id), label, fields={"length": len(label)})
