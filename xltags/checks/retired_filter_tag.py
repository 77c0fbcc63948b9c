"""Check PLAN014, retired filter tag."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.filters import filter_uses
from xltags.core.finding import LANGUAGES, Issue
from xltags.core.segment_names import segment_filters
from xltags.core.tag_hints import successor_in_use
from xltags.core.wording import ByLanguage

_HINTS: ByLanguage = {"en": "; write '{tag}'", "zh": "，请改为“{tag}”", "vi": "; hãy viết “{tag}”"}


@check(
    "PLAN014",
    "warning",
    en="the filter asks for '{tag}', which is retired{hint}",
    zh="筛选条件使用了已停用的标签“{tag}”{hint}",
    vi="bộ lọc dùng thẻ “{tag}” đã ngừng dùng{hint}",
)
def retired_filter_tag(dataset: Dataset) -> Iterator[Issue]:
    """The filter of a segment asks for a tag that is no longer used.

    Why: customers get its successor, so the list loses one after the other without a word.
    Fix: write the successor, or take the condition out.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "stage", "tag": ["Old", "New"], "status": ["retired", None], "replaced_by": ["New", None]}
    >>> segments = {"segment": "Early", "include": "stage = Old"}
    >>> [issue.suggestion for issue in retired_filter_tag(dataset(Tags=tags, Segments=segments))]
    ['New']
    >>> list(retired_filter_tag(dataset(Tags=tags, Segments={"segment": "Early", "include": "stage = New"})))
    []
    """
    table, taxonomy = dataset.table("Segments"), dataset.model.taxonomy
    for filter in segment_filters(dataset):
        for tag in filter_uses(filter.text, dataset).tags:
            if tag.status == "retired":
                successor = successor_in_use(taxonomy, tag)
                label = successor.tag if successor else ""
                hint = {it: _HINTS[it].format(tag=label) if label else "" for it in LANGUAGES}
                place = table.place(filter.record, filter.column_id)
                yield Issue(place, filter.text, label, {"tag": tag.tag, "hint": hint})
