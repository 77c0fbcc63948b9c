"""Check GOV034, endless waiver."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.waivers import read_waivers


@check(
    "GOV034",
    "note",
    en="the exception '{key}' has no end; write until=, a year ahead at most",
    zh="例外“{key}”没有截止日期，请写 until=，最长一年",
    vi="ngoại lệ “{key}” không có hạn; hãy ghi until=, xa nhất là một năm",
)
def endless_waiver(dataset: Dataset) -> Iterator[Issue]:
    """An exception from the governance of tags has no end.

    Only exceptions from GOV checks are looked at: they rest on a strategy, and strategies change.

    Why: an exception without an end outlives its reason, and the tag it protects is never asked for again.
    Fix: write until= with the day on which the strategy is looked at again.

    >>> from xltags.core.examples import dataset
    >>> endless = {"key": "except.GOV008", "value": "we sell to women founders"}
    >>> [issue.fields["key"] for issue in endless_waiver(dataset(Settings=endless))]
    ['except.GOV008']
    >>> list(endless_waiver(dataset(Settings={**endless, "value": "women founders; until=2027-06-30"})))
    []
    """
    for waiver in read_waivers(dataset):
        if waiver.exception.until is None and waiver.exception.code.startswith("GOV"):
            yield Issue(waiver.place(dataset), waiver.text, fields={"key": waiver.key})
