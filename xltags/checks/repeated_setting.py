"""Check FILE022, repeated setting."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.table_rows import records
from xltags.core.text import fold


@check(
    "FILE022",
    "warning",
    en="setting '{value}' already stands in row {row}, and only that row counts; delete one of the two",
    zh="设置项“{value}”在第 {row} 行已经有了，只有那一行生效，请删除其中一行",
    vi="thiết lập “{value}” đã có ở dòng {row} và chỉ dòng đó có hiệu lực; hãy xóa một trong hai",
)
def repeated_setting(dataset: Dataset) -> Iterator[Issue]:
    """A setting stands in two rows.

    Why: only the first row counts; changing the second changes nothing.
    Fix: delete the row that is out of date.

    >>> from xltags.core.examples import dataset
    >>> [issue.place.cell for issue in repeated_setting(dataset(Settings={"key": ["team", "Team"], "value": "North"}))]
    ['A3']
    >>> list(repeated_setting(dataset(Settings={"key": ["team", "language"], "value": ["North", "en"]})))
    []
    """
    table = dataset.table("Settings")
    first = dataset.model.settings.rows
    for index, row in enumerate(records(table)):
        key = row.text("key")
        if key and first.get(fold(key), row.row) != row.row:
            yield Issue(table.place(index, "key"), key, fields={"row": first[fold(key)]})
