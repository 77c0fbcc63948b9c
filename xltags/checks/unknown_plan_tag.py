"""Check PLAN002, unknown plan tag."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.group_names import group_labels
from xltags.core.plan_lines import read_plan
from xltags.core.tag_hints import suggest_tags, unknown_hint
from xltags.core.wording import or_blank


@check(
    "PLAN002",
    "error",
    en="the plan names '{text}', which is not a tag of {group}{hint}",
    zh="计划中的“{text}”不是标签组“{group}”的标签{hint}",
    vi="kế hoạch ghi “{text}”, không phải là thẻ của nhóm {group}{hint}",
)
def unknown_plan_tag(dataset: Dataset) -> Iterator[Issue]:
    """A line of Strategy names a tag that its group does not have, or none at all.

    Why: no customer can carry it, so the target shows a gap for ever.
    Fix: write the label or the id of a tag of the group.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail", "Software"]}
    >>> plan = {"period": "2026", "group": "industry", "target_share": 0.4}
    >>> [it.suggestion for it in unknown_plan_tag(dataset(Tags=tags, Strategy={**plan, "tag": "Sofware"}))]
    ['Software']
    >>> list(unknown_plan_tag(dataset(Tags=tags, Strategy={**plan, "tag": "software"})))
    []
    """
    for line in read_plan(dataset):
        if line.group is not None and line.tag is None:
            text = line.target.tag
            suggestion = suggest_tags(dataset, line.group.group, [text]).get(text, "")
            fields = {"text": or_blank(text), "group": group_labels(line.group), "hint": unknown_hint(text, suggestion)}
            yield Issue(line.place(dataset, "tag"), text, suggestion, fields)
