"""The steps of a plan that change tags."""

import numpy as np

from xltags.core.migration.cells import Targets
from xltags.core.migration.customer_tags import add_to_column, below, holders, retag, tags_in, used_by
from xltags.core.migration.draft import Draft
from xltags.core.migration.merged_lines import drop_from_bands, merge_plan_lines, require_equal_bands
from xltags.core.migration.outcome import Conflict, Outcome
from xltags.core.migration.plan import (
    AddTag,
    Bands,
    ChangeTag,
    MergeTags,
    MoveTag,
    NewTag,
    RenameTag,
    RetireTag,
    SetParent,
)
from xltags.core.migration.references import move_names, repoint
from xltags.core.migration.tag_rows import (
    Absent,
    add_tags,
    change_tag_row,
    find_tag,
    known_group,
    known_tag,
    language_of,
    parent_tag,
    renamed_cells,
    tag_cells,
)
from xltags.core.taxonomy import Tag, TagGroup
from xltags.core.text import join_values
from xltags.core.values import Value


def rename_tag(draft: Draft, step: RenameTag, outcome: Outcome) -> None:
    """Carry out `RenameTag`."""
    old = draft.dataset()
    group = known_group(old, step.group)
    tag = find_tag(old, group, step.tag)
    language = language_of(old)
    label = step.to.in_cell(language)
    if (
        tag is None
        and (tag := next((it for text in step.to.all() if (it := find_tag(old, group, text))), None)) is None
    ):
        raise Absent(f"{group.group} has no tag {step.tag!r}")
    language = tag.cell_language(language_of(old))
    label = step.to.in_cell(language)
    for text in step.to.all():
        other = find_tag(old, group, text)
        if other is not None and other.id != tag.id:
            raise Conflict(f"{text!r} already names the tag {other.tag!r} of {group.group}; use merge_tags")
    cells = renamed_cells(tag, step.to, language, keep_synonyms=step.keep_synonyms)
    if "tag_id" in old.table("Tags"):
        cells["tag_id"] = tag.id  # one made of the label would change with it
    change_tag_row(draft, tag, cells, outcome)
    if label and label != tag.tag:
        targets = {tag.id: (tag.model_copy(update={"tag": label}),)}
        retag(draft, old, group.group, targets, outcome, logged=False)
        repoint(draft, old, group.group, targets, outcome)


def merge_tags(draft: Draft, step: MergeTags, outcome: Outcome) -> None:
    """Carry out `MergeTags`."""
    dataset = draft.dataset()
    group = known_group(dataset, step.group)
    known = [tag for text in step.tags if (tag := find_tag(dataset, group, text)) is not None]
    into = next((tag for text in step.into.all() if (tag := find_tag(dataset, group, text)) is not None), None)
    sources = [tag for tag in known if into is None or tag.id != into.id]
    if not sources:
        raise Absent(f"{group.group} has none of the tags {join_values(step.tags)}")
    if into is not None and into.status == "retired":
        raise Conflict(f"{into.tag!r} of {group.group} is retired; merge into a tag in use")
    if into is None:
        parents = {tag.parent for tag in sources}
        into = add_tags(draft, group.group, [NewTag(tag=step.into)], outcome)[0]
        change_tag_row(draft, into, {"parent": parents.pop() if len(parents) == 1 else None}, outcome)
        into = draft.dataset().model.taxonomy.tags[-1]
    _fold_into(draft, group, sources, into, outcome, bands=step.bands)


def _fold_into(draft: Draft, group: TagGroup, sources: list[Tag], into: Tag, outcome: Outcome, *, bands: Bands) -> None:
    """Retire tags with one successor, which takes their customers and whatever names them."""
    old = draft.dataset()
    children = [tag for source in sources for tag in below(old.model.taxonomy, source)]
    if any(tag.id == into.id for tag in children):
        change_tag_row(draft, into, {"parent": None}, outcome)
    targets: Targets = {tag.id: (into,) for tag in sources}
    if bands == "refuse":
        require_equal_bands(old, group.group, sources, into)
    else:
        drop_from_bands(draft, old, group.group, sources, outcome)
    retag(draft, old, group.group, targets, outcome, logged=True)
    repoint(draft, old, group.group, targets, outcome)
    merge_plan_lines(draft, old, group, into, outcome)
    for tag in sources:
        change_tag_row(draft, tag, {"status": "retired", "replaced_by": into.id}, outcome)


def move_tag(draft: Draft, step: MoveTag, outcome: Outcome) -> None:
    """Carry out `MoveTag`: the tag keeps its id; its label stays in the old group, retired, for the log to name."""
    old = draft.dataset()
    group, goal = known_group(old, step.group), known_group(old, step.to_group)
    tag = find_tag(old, group, step.tag)
    if tag is None or (tag.status == "retired" and find_tag(old, goal, step.tag) is not None):
        raise Absent(f"{group.group} has no tag {step.tag!r} in use")
    for text in (tag.tag, tag.zh, tag.vi):
        other = find_tag(old, goal, text) if text else None
        if other is not None:
            raise Conflict(f"{goal.group} has a tag {other.tag!r} already; merge or rename it first")
    move_names(draft, old, group, goal, tag, outcome)
    parent = parent_tag(old, goal.group, step.parent).id if step.parent else ""
    column = tags_in(old, group.group)
    carriers = holders(column, tag) if column else np.zeros(len(old.customers), dtype=np.bool_)
    moved = tag.model_copy(update={"group": goal.group})
    add_to_column(draft, old, goal.group, moved, carriers, outcome, taken=step.taken)
    retag(draft, old, group.group, {tag.id: ()}, outcome, logged=True)
    change_tag_row(draft, tag, {"group": goal.group, "parent": parent, "tag_id": tag.id}, outcome)
    _leave_name(draft, tag, outcome)
    for child in below(old.model.taxonomy, tag):
        outcome.remarks.append(f"{child.tag!r} of {child.group} keeps {tag.tag!r} as its parent, now in {goal.group}")


def _leave_name(draft: Draft, tag: Tag, outcome: Outcome) -> None:
    left = NewTag.model_validate({"tag": {"cell": tag.tag, "zh": tag.zh, "vi": tag.vi}, "definition": tag.definition})
    gone = add_tags(draft, tag.group, [left], outcome)[0]
    synonyms = join_values(tag.synonyms) or None
    cells: dict[str, Value | None] = {"status": "retired", "synonyms": synonyms}
    change_tag_row(draft, gone, cells | {"zh": tag.zh, "vi": tag.vi, "origin": tag.origin}, outcome)


def retire_tag(draft: Draft, step: RetireTag, outcome: Outcome) -> None:
    """Carry out `RetireTag`."""
    dataset = draft.dataset()
    group = known_group(dataset, step.group)
    tag = known_tag(dataset, group, step.tag)
    if step.successor:
        successor = find_tag(dataset, group, step.successor)
        if successor is None:
            raise Conflict(f"the successor {step.successor!r} is no tag of {group.group}; add it first")
        if successor.id == tag.id or successor.status == "retired":
            raise Conflict(f"the successor {step.successor!r} is retired, or the tag itself; name another")
        _fold_into(draft, group, [tag], successor, outcome, bands=step.bands)
        return
    change_tag_row(draft, tag, {"status": "retired"}, outcome)
    customers = used_by(dataset, tag)
    if customers:
        outcome.remarks.append(
            f"customers that keep the retired tag {tag.tag!r}, which has no successor: {customers:,}"
        )


def set_parent(draft: Draft, step: SetParent, outcome: Outcome) -> None:
    """Carry out `SetParent`."""
    dataset = draft.dataset()
    group = known_group(dataset, step.group)
    tag = known_tag(dataset, group, step.tag)
    if not step.parent:
        change_tag_row(draft, tag, {"parent": None}, outcome)
        return
    parent = parent_tag(dataset, group.group, step.parent)
    if any(above.id == tag.id for above in dataset.model.taxonomy.line_of(parent)):
        raise Conflict(f"{parent.tag!r} is {tag.tag!r} itself or stands below it; parents must not turn in a circle")
    now = dataset.model.taxonomy.parent_of(tag)
    if now is None or now.id != parent.id:
        change_tag_row(draft, tag, {"parent": parent.id}, outcome)


def add_tag(draft: Draft, step: AddTag, outcome: Outcome) -> None:
    """Carry out `AddTag`; a tag of that label that is there already is left as it is."""
    dataset = draft.dataset()
    group = known_group(dataset, step.group)
    known = next((it for text in step.tag.all() if (it := find_tag(dataset, group, text)) is not None), None)
    if known is not None:
        raise Absent(f"{group.group} has the tag {known.tag!r} already")
    add_tags(draft, group.group, [step], outcome)


def change_tag(draft: Draft, step: ChangeTag, outcome: Outcome) -> None:
    """Carry out `ChangeTag`."""
    dataset = draft.dataset()
    tag = known_tag(dataset, known_group(dataset, step.group), step.tag)
    change_tag_row(draft, tag, tag_cells(step), outcome)
