"""Check SPEND001, unknown spend source."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import SOURCE
from xltags.core.spend_lines import read_spend
from xltags.core.tag_hints import suggest_tags, unknown_hint
from xltags.core.wording import or_blank


@check(
    "SPEND001",
    "error",
    en="money was spent on '{text}', which is not a source{hint}",
    zh="花费记在“{text}”上，但它不是来源标签{hint}",
    vi="chi phí ghi cho “{text}”, không phải là thẻ nguồn{hint}",
)
def unknown_spend_source(dataset: Dataset) -> Iterator[Issue]:
    """Money was spent on something that is no tag of the group `source`, or on nothing at all.

    Why: it stands in the channel report beside channels without spend, so cost per lead is wrong for both.
    Fix: write the source as in the tag list, so that spend and leads meet.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "source", "tag": ["Search ads", "Fair"]}
    >>> spend = {"month": "2026-05", "source": ["Serch ads", "fair"], "amount": 100}
    >>> [issue.suggestion for issue in unknown_spend_source(dataset(Tags=tags, Spend=spend))]
    ['Search ads']
    >>> list(unknown_spend_source(dataset(Tags=tags, Spend={**spend, "source": "Fair"})))
    []
    """
    if not dataset.model.taxonomy.tags_of(SOURCE):
        return
    table = dataset.table("Spend")
    unknown = [line for line in read_spend(dataset) if line.tag is None]
    suggestions = suggest_tags(dataset, SOURCE, (line.source for line in unknown if line.source))
    for line in unknown:
        suggestion = suggestions.get(line.source, "")
        fields = {"text": or_blank(line.source), "hint": unknown_hint(line.source, suggestion)}
        yield Issue(table.place(line.record, "source"), line.source, suggestion, fields)
