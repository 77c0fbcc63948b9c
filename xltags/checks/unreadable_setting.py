"""Check FILE021, unreadable setting."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.read_settings import readable
from xltags.core.setting_wording import expected_text
from xltags.core.settings import Settings
from xltags.core.table_rows import records
from xltags.core.text import fold
from xltags.core.values import as_text


@check(
    "FILE021",
    "error",
    en=("'{value}' cannot be used for setting '{key}', so the default {default} is in force; write {expected}"),
    zh="“{value}”不能用作设置“{key}”的值，目前按默认值 {default} 处理，请填写{expected}",
    vi=("không dùng được “{value}” cho thiết lập “{key}” nên đang lấy mặc định {default}; hãy ghi {expected}"),
)
def unreadable_setting(dataset: Dataset) -> Iterator[Issue]:
    """A setting has a value that xltags cannot use.

    Why: the default is taken instead, so quarters, thresholds or languages are not the ones you chose.
    Fix: write a value of the kind named in the message.

    >>> from xltags.core.examples import dataset
    >>> odd = dataset(Settings={"key": ["fiscal_year_start", "language"], "value": ["April", "zh"]})
    >>> [(issue.place.cell, issue.fields["expected"]["en"]) for issue in unreadable_setting(odd)]
    [('B2', 'a whole month number from 1 to 12')]
    >>> list(unreadable_setting(dataset(Settings={"key": "fiscal_year_start", "value": 4})))
    []
    """
    table = dataset.table("Settings")
    for index, row in enumerate(records(table)):
        key = fold(row.text("key"))
        if not readable(row):
            default = getattr(Settings(), key)
            yield Issue(
                table.place(index, "value"),
                row.value("value"),
                fields={"key": key, "default": as_text(default) or "''", "expected": expected_text(key)},
            )
