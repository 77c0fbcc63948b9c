"""Check TAX019, wildcard in label."""

import re
from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.tag_labels import labels_with
from xltags.core.wording import listed

_WILDCARD = re.compile(r"[*?~]")


@check(
    "TAX019",
    "warning",
    en=(
        "label '{value}' holds {characters}, which Excel's COUNTIF, SUMIF and searches read as a wildcard; "
        "write it in words"
    ),
    zh="标签“{value}”含有 {characters}，Excel 的 COUNTIF、SUMIF 和查找会把它当作通配符，请改用文字表达",
    vi=(
        "nhãn “{value}” có ký tự {characters}, Excel hiểu là ký tự đại diện khi COUNTIF, SUMIF hay tìm kiếm; "
        "hãy viết bằng chữ"
    ),
)
def wildcard_in_label(dataset: Dataset) -> Iterator[Issue]:
    """A label holds one of Excel's wildcard characters * ? ~.

    Why: COUNTIF, SUMIF, lookups and the search box would match other tags too, or miss this one, without saying so.
    Fix: reword the label without the character; the full-width ？ and ＊ are harmless but easily mistyped.

    >>> from xltags.core.examples import dataset
    >>> [issue.place.cell for issue in wildcard_in_label(dataset(Tags={"group": "size", "tag": ["1000+ *", "50-200"]}))]
    ['B2']
    >>> list(wildcard_in_label(dataset(Tags={"group": "size", "tag": ["1000+", "50-200"]})))
    []
    """
    table = dataset.table("Tags")
    for tag, column_id, label in labels_with(dataset.model.taxonomy, _WILDCARD):
        found = [character for character in "*?~" if character in label]
        yield Issue(table.place_in_row(tag.row, column_id), label, fields={"characters": listed(found)})
