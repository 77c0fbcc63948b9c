"""Tags and groups put in the place of others in the filters of segments."""

from collections.abc import Callable
from dataclasses import replace

from xltags.core.dataset import Dataset
from xltags.core.filter_parser import parse_filter
from xltags.core.filter_problems import FilterError
from xltags.core.filter_syntax import Among, Compare, Every, Filter, Leaf, Not, Some, Written, format_filter
from xltags.core.group_names import group_named
from xltags.core.migration.cells import Targets
from xltags.core.migration.draft import Draft
from xltags.core.migration.outcome import Conflict, Outcome
from xltags.core.taxonomy import Tag
from xltags.core.text import fold
from xltags.core.values import CellFault, Value, as_text

FILTERS = ("include", "exclude")
EQUAL, UNEQUAL = "=", "!="


def filters_with_tags(draft: Draft, old: Dataset, group_id: str, targets: Targets, outcome: Outcome) -> None:
    """Rewrite the filters that name tags of a group; a value that gets several becomes `in (...)`.

    Raises:
        Conflict: a filter that names one of the tags cannot be read.
    """
    spelled = {
        fold(it.text)
        for it in old.index.spellings(group_id)
        if old.model.taxonomy.tags[int(it.key)].id in targets and it.kind != "synonym"
    }

    def change(leaf: Leaf) -> Leaf:
        group = group_named(old.model.taxonomy, leaf.field.text)
        return _with_tags(leaf, old, targets) if group is not None and group.group == group_id else leaf

    _rewrite(draft, change, outcome, lambda text: any(word in fold(text) for word in spelled))


def filters_with_group(draft: Draft, old: Dataset, group_id: str, new_name: str, outcome: Outcome) -> None:
    """Rewrite the filters that name a group, which is to be called `new_name`.

    Raises:
        Conflict: a filter that names the group cannot be read.
    """
    group = old.model.taxonomy.group(group_id)
    names = {fold(it) for it in (group.group, group.label_en, group.label_zh, group.label_vi) if it} if group else set()

    def change(leaf: Leaf) -> Leaf:
        found = group_named(old.model.taxonomy, leaf.field.text)
        if found is None or found.group != group_id:
            return leaf
        return replace(leaf, field=Written(new_name))

    _rewrite(draft, change, outcome, lambda text: any(name in fold(text) for name in names))


def filters_with_moved_tag(draft: Draft, old: Dataset, group_id: str, goal_id: str, tag: Tag, outcome: Outcome) -> None:
    """Rewrite the filters that look for a tag in one group, so that they look for it in another.

    Raises:
        Conflict: a filter that names the tag cannot be read.
    """

    def change(leaf: Leaf) -> Filter:
        group = group_named(old.model.taxonomy, leaf.field.text)
        if group is None or group.group != group_id or not isinstance(leaf, Compare | Among):
            return leaf
        goal = Written(goal_id)
        if isinstance(leaf, Compare):
            return replace(leaf, field=goal) if _means(old, group_id, leaf.value, tag) else leaf
        moved = tuple(value for value in leaf.values if _means(old, group_id, value, tag))
        others = tuple(value for value in leaf.values if value not in moved)
        if not moved or not others:
            return replace(leaf, field=goal) if moved else leaf
        parts = (replace(leaf, values=others), replace(leaf, field=goal, values=moved))
        return Every(parts) if leaf.negated else Some(parts)

    _rewrite(draft, change, outcome, lambda text: fold(tag.tag) in fold(text))


def _means(old: Dataset, group_id: str, value: Written, tag: Tag) -> bool:
    found = old.index.find(group_id, value.text)
    return found is not None and old.model.taxonomy.tags[int(found.key)].id == tag.id


def _rewrite(draft: Draft, change: Callable[[Leaf], Filter], outcome: Outcome, concerns: Callable[[str], bool]) -> None:
    if "Segments" not in draft:
        return
    for column_id in FILTERS:
        column = draft.tables["Segments"].column(column_id)
        changed: dict[int, Value | None] = {}
        for code, value in enumerate(column.values):
            if isinstance(value, CellFault):
                continue
            text = as_text(value)
            try:
                tree = parse_filter(text)
            except FilterError as error:
                if concerns(text):
                    raise Conflict(
                        f"{draft.tables['Segments'].origin.sheet}: the filter {text!r} cannot be read ({error}), so it "
                        "cannot follow; correct it first"
                    ) from error
                continue
            made = mapped(tree, change)
            if made != tree:
                changed[code] = format_filter(made)
        outcome.count("Segments", draft.table("Segments").map_values(column_id, changed))


def mapped(filter: Filter, change: Callable[[Leaf], Filter]) -> Filter:
    """The filter with every comparison changed."""
    match filter:
        case Not():
            return Not(mapped(filter.part, change))
        case Every():
            return Every(tuple(mapped(part, change) for part in filter.parts))
        case Some():
            return Some(tuple(mapped(part, change) for part in filter.parts))
        case _:
            return change(filter)


def _with_tags(leaf: Leaf, old: Dataset, targets: Targets) -> Leaf:
    group = group_named(old.model.taxonomy, leaf.field.text)
    group_id = group.group if group else ""

    def new(value: Written) -> tuple[Written, ...]:
        found = old.index.find(group_id, value.text)
        tag = old.model.taxonomy.tags[int(found.key)] if found else None
        if found is None or tag is None or tag.id not in targets:
            return (value,)
        return tuple(Written(it.id if found.how == "id" else it.tag) for it in targets[tag.id])

    match leaf:
        case Compare(operator=operator) if operator not in ("contains", "not contains"):
            values = new(leaf.value)
            if len(values) == 1:
                return Compare(leaf.field, operator, values[0])
            if operator not in (EQUAL, UNEQUAL):
                raise Conflict(f"a filter compares {leaf.value.text!r} by order, which becomes several tags")
            return Among(leaf.field, values, negated=operator == UNEQUAL)
        case Among():
            values = tuple(dict.fromkeys(it for value in leaf.values for it in new(value)))
            return Among(leaf.field, values, leaf.negated)
        case _:
            return leaf
