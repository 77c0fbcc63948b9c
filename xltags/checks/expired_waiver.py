"""Check GOV009, expired waiver."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.waivers import read_waivers


@check(
    "GOV009",
    "warning",
    en="the exception '{key}' ended on {until}, {days} days ago; mend what it covered, or renew it with a new end",
    zh="例外“{key}”已于 {until} 到期（{days} 天前），请解决它所涵盖的问题，或写新的截止日期续期",
    vi=(
        "ngoại lệ “{key}” đã hết hạn ngày {until}, {days} ngày trước; hãy xử lý điều nó bao che, hoặc gia hạn với "
        "ngày mới"
    ),
)
def expired_waiver(dataset: Dataset) -> Iterator[Issue]:
    """An exception in Settings has ended, and its row still stands there.

    Why: what was accepted for a time is a finding again; whoever reads the row believes that it is still agreed.
    Fix: mend the finding and clear the row. If the reason still holds, write a new until=.

    >>> from xltags.core.examples import dataset
    >>> keys = ["except.GOV008", "except.TAG001"]
    >>> values = ["women founders; until=2026-06-30", "old names; until=2027-01-31"]
    >>> [issue.fields["until"] for issue in expired_waiver(dataset(Settings={"key": keys, "value": values}))]
    ['2026-06-30']
    >>> list(expired_waiver(dataset(Settings={"key": keys[1:], "value": values[1:]})))
    []
    """
    for waiver in read_waivers(dataset):
        until = waiver.exception.until
        if until is not None and until < dataset.as_of:
            fields = {"key": waiver.key, "until": until.isoformat(), "days": (dataset.as_of - until).days}
            yield Issue(waiver.place(dataset), waiver.text, fields=fields)
