"""Check PLAN011, unreadable filter."""

from collections.abc import Iterator
from typing import get_args

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.filter_problems import ParseKind
from xltags.core.finding import Issue
from xltags.core.segment_names import segment_problems


@check(
    "PLAN011",
    "error",
    en="the filter cannot be read at character {at}: {problem}",
    zh="筛选条件第 {at} 个字符处无法识别：{problem}",
    vi="không đọc được bộ lọc ở ký tự {at}: {problem}",
)
def unreadable_filter(dataset: Dataset) -> Iterator[Issue]:
    """The filter of a segment is written in a way that cannot be read.

    Why: half a filter would reach the wrong customers, so the segment stays empty until it is corrected.
    Fix: correct what the message names; a value that holds and, or, a comma or a sign stands in quotation marks. The
    grammar with examples is in docs/filters.md.

    >>> from xltags.core.examples import dataset
    >>> segments = {"segment": "Oil", "include": "industry = Oil and gas and tier = A"}
    >>> [(issue.fields["at"], issue.suggestion) for issue in unreadable_filter(dataset(Segments=segments))]
    [(20, '"Oil and gas"')]
    >>> list(unreadable_filter(dataset(Segments={"segment": "Oil", "include": 'industry = "Oil and gas"'})))
    []
    """
    table = dataset.table("Segments")
    for filter, problem in segment_problems(dataset, *get_args(ParseKind)):
        fields = {"at": problem.at + 1, "problem": problem.sentences()}
        yield Issue(table.place(filter.record, filter.column_id), filter.text, problem.suggestion, fields)
