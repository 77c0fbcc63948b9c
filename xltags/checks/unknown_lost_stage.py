"""Check CUS021, unknown lost stage."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.records import records_with
from xltags.core.tag_hints import suggest_tags, unknown_hint
from xltags.core.values import CellFault, Value, as_text


@check(
    "CUS021",
    "warning",
    en="'{value}' is not a stage{hint}",
    zh="“{value}”不是阶段标签{hint}",
    vi="“{value}” không phải là thẻ giai đoạn{hint}",
)
def unknown_lost_stage(dataset: Dataset) -> Iterator[Issue]:
    """The stage at which a deal was lost is none of the stages of the tag list.

    Why: the funnel counts losses stage by stage; this one falls out of it.
    Fix: write the stage as in the group `stage`.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "stage", "tag": ["Proposal", "Negotiation"]}
    >>> [it.suggestion for it in unknown_lost_stage(dataset(Tags=tags, Customers={"lost_stage": ["Propsal", None]}))]
    ['Proposal']
    >>> list(unknown_lost_stage(dataset(Tags=tags, Customers={"lost_stage": "proposal"})))
    []
    """
    table, group = dataset.customers.table, "stage"
    if not dataset.model.taxonomy.tags_of(group):
        return
    column = table.column("lost_stage")

    def is_unknown(value: Value) -> bool:
        return not isinstance(value, CellFault) and dataset.index.find(group, as_text(value).strip()) is None

    records = records_with(column, is_unknown)
    suggestions = suggest_tags(dataset, group, (as_text(column.value(index)) for index in records))
    for index in records:
        text = as_text(column.value(index))
        suggestion = suggestions.get(text, "")
        yield Issue(table.place(index, "lost_stage"), text, suggestion, {"hint": unknown_hint(text, suggestion)})
