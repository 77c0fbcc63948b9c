"""Check FILE026, nameless setting."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "FILE026",
    "warning",
    en="this row has a value but no setting, so it has no effect; write the key or delete the row",
    zh="此行有取值却没有设置项，因此不起作用，请补填设置项或删除此行",
    vi=("dòng này có giá trị nhưng không ghi thiết lập nào nên không có tác dụng; hãy ghi khóa hoặc xóa dòng"),
)
def nameless_setting(dataset: Dataset) -> Iterator[Issue]:
    """A row of Settings has a value but no key.

    Why: nobody knows what the value is for, so the default stays in force.
    Fix: write the key in front of the value, or delete the row.

    >>> from xltags.core.examples import dataset
    >>> bare = dataset(Settings={"key": ["team", None], "value": ["North", 4]})
    >>> [issue.place.cell for issue in nameless_setting(bare)]
    ['A3']
    >>> list(nameless_setting(dataset(Settings={"key": ["team", None], "value": ["North", None], "note": "a remark"})))
    []
    """
    table = dataset.table("Settings")
    if "key" in table:
        nameless = table.column("key").blank() & ~table.column("value").blank()
        for index in nameless.nonzero()[0].tolist():
            yield Issue(table.place(index, "key"), table.value(index, "value"))
