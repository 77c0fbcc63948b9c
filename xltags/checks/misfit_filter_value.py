"""Check PLAN013, misfit filter value."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.segment_names import segment_problems


@check(
    "PLAN013",
    "error",
    en="the filter compares what cannot be compared at character {at}: {problem}",
    zh="筛选条件第 {at} 个字符处的比较不成立：{problem}",
    vi="bộ lọc so sánh không hợp ở ký tự {at}: {problem}",
)
def misfit_filter_value(dataset: Dataset) -> Iterator[Issue]:
    """The filter of a segment compares a field with a value or in a way that does not fit it.

    Why: "employees > many" or "industry > Retail" means nothing, so no list can be made.
    Fix: numbers as 1200 or 1200.5, dates as 2026-09-30 or a period as 2026-Q3, yes or no; order (<, >=, between) only
    for numbers and dates, contains only for tags and text, older than only for dates.

    >>> from xltags.core.examples import dataset
    >>> segments = {"segment": "Big", "include": "employees > many"}
    >>> [issue.fields["at"] for issue in misfit_filter_value(dataset(Segments=segments))]
    [13]
    >>> fine = {"segment": "Big", "include": "employees > 500 and first_contact in (2026-Q1, 2026-05)"}
    >>> list(misfit_filter_value(dataset(Segments=fine)))
    []
    """
    table = dataset.table("Segments")
    for filter, problem in segment_problems(dataset, "number", "date", "flag", "operator"):
        fields = {"at": problem.at + 1, "problem": problem.sentences()}
        yield Issue(table.place(filter.record, filter.column_id), filter.text, problem.suggestion, fields)
