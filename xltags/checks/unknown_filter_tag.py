"""Check PLAN012, unknown filter tag."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.segment_names import segment_problems


@check(
    "PLAN012",
    "error",
    en="the filter asks at character {at} for something that does not exist: {problem}",
    zh="筛选条件第 {at} 个字符处的取值不存在：{problem}",
    vi="bộ lọc tìm một giá trị không tồn tại ở ký tự {at}: {problem}",
)
def unknown_filter_tag(dataset: Dataset) -> Iterator[Issue]:
    """The filter of a segment asks for a tag that its group does not have, or a value that its column does not know.

    Why: no customer can carry it; the list stays empty, or nobody is excluded.
    Fix: write the label of a tag in any language, its id or a synonym, or one of the column's own values.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail", "Software"]}
    >>> segments = {"segment": "Makers", "include": "industry in (Retail, Sofware)"}
    >>> [issue.suggestion for issue in unknown_filter_tag(dataset(Tags=tags, Segments=segments))]
    ['Software']
    >>> fine = {"segment": "Makers", "include": "industry in (Retail, software) and tier = a"}
    >>> list(unknown_filter_tag(dataset(Tags=tags, Segments=fine)))
    []
    """
    table = dataset.table("Segments")
    for filter, problem in segment_problems(dataset, "tag", "choice"):
        fields = {"at": problem.at + 1, "problem": problem.sentences()}
        yield Issue(table.place(filter.record, filter.column_id), filter.text, problem.suggestion, fields)
