"""Check GOV033, idle segment."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.values import as_text
from xltags.core.wording import choice_labels

_SELDOM = ("yearly", "on_event")


@check(
    "GOV033",
    "note",
    en=(
        "segment '{value}' is acted on {frequency} and its importance is {importance}; the tags behind it hardly "
        "earn their keep"
    ),
    zh="客群“{value}”的执行频率为{frequency}、重要程度为{importance}，为它维护标签不值得",
    vi=(
        "phân khúc “{value}” chỉ được hành động {frequency} với mức quan trọng {importance}; các thẻ phía sau khó "
        "đáng công giữ"
    ),
)
def idle_segment(dataset: Dataset) -> Iterator[Issue]:
    """A segment is acted on seldom, and the action is of low importance.

    Why: a tag is worth its keep if it leads to an action that is frequent or important; this one is neither.
    Fix: act on the segment more often, raise its importance with a reason, or drop it with the tags that only it uses.

    >>> from xltags.core.examples import dataset
    >>> segment = {"segment": "Greetings", "frequency": "yearly"}
    >>> [issue.value for issue in idle_segment(dataset(Segments={**segment, "importance": "low"}))]
    ['Greetings']
    >>> list(idle_segment(dataset(Segments={**segment, "importance": "high"})))
    []
    """
    table = dataset.table("Segments")
    frequencies, importances = table.column("frequency"), table.column("importance")
    for index, (segment, often, weight) in enumerate(table.records(("segment", "frequency", "importance"))):
        if often in _SELDOM and weight == "low":
            fields = {
                "frequency": choice_labels(frequencies, [as_text(often)]),
                "importance": choice_labels(importances, [as_text(weight)]),
            }
            yield Issue(table.place(index, "frequency"), segment, fields=fields)
