"""Check TAG002, retired tag."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue, Language
from xltags.core.group_names import group_labels
from xltags.core.records import tag_faults
from xltags.core.tag_hints import successor_choices, successor_in_use
from xltags.core.taxonomy import Tag, Taxonomy
from xltags.core.wording import listed


@check(
    "TAG002",
    "warning",
    en="'{value}' is retired in {group}{instead}",
    zh="“{value}”在标签组“{group}”中已停用{instead}",
    vi="“{value}” trong nhóm {group} đã ngừng dùng{instead}",
)
def retired_tag(dataset: Dataset) -> Iterator[Issue]:
    """A customer carries a tag that is retired.

    Why: a retired tag has no strategy and no points any more; its customers drop out of segments and comparisons.
    Fix: use the successor that the tag names; `xltags fix` does so where there is exactly one. Where the tag was split,
    choose for each customer.

    >>> from xltags.core.examples import dataset
    >>> tags = {
    ...     "group": "industry",
    ...     "tag": ["Web shops", "Online retail"],
    ...     "status": ["retired", "active"],
    ...     "replaced_by": ["Online retail", None],
    ... }
    >>> [issue.suggestion for issue in retired_tag(dataset(Tags=tags, Customers={"industry": "Web shops"}))]
    ['Online retail']
    >>> list(retired_tag(dataset(Tags=tags, Customers={"industry": "Online retail"})))
    []
    """
    taxonomy = dataset.model.taxonomy
    for group_id, column in dataset.customers.tags.items():
        labels = group_labels(column.group)
        retired = tag_faults(
            column, lambda _, matches: [(it.text, it.tag) for it in matches if it.tag and it.tag.status == "retired"]
        )
        for index, (text, tag) in retired:
            successor = successor_in_use(taxonomy, tag)
            fields = {"group": labels, "instead": _instead(taxonomy, tag, successor)}
            suggestion = successor.tag if successor else ""
            yield Issue(dataset.customers.table.place(index, group_id), text, suggestion, fields)


def _instead(taxonomy: Taxonomy, tag: Tag, successor: Tag | None) -> dict[Language, str]:
    if successor is not None:
        label = successor.tag
        return {"en": f"; use '{label}'", "zh": f"，请改用“{label}”", "vi": f"; hãy dùng “{label}”"}
    choices = listed(choice.tag for choice in successor_choices(taxonomy, tag))
    if choices["en"]:
        return {
            "en": f"; choose one of: {choices['en']}",
            "zh": f"，请从中选择：{choices['zh']}",
            "vi": f"; hãy chọn một trong: {choices['vi']}",
        }
    return {
        "en": "; it names no successor, so choose another tag",
        "zh": "，且未指定接替标签，请另选标签",
        "vi": "; thẻ chưa có thẻ kế nhiệm, hãy chọn thẻ khác",
    }
