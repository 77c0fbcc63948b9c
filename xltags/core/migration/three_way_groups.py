"""The tag groups of a sync."""

from xltags.core.migration.plan import AddGroup, ChangeGroup, RenameGroup
from xltags.core.migration.three_sides import Merge, Sides, Sync
from xltags.core.taxonomy import TagGroup
from xltags.core.text import join_values

GROUP_LABELS = ("label_en", "label_zh", "label_vi")
GROUP_PLAIN = ("family", "step", "many", "required", "feed", "question", "judged_by", "fill_target", "status")


def merge_group(sides: Sides, sync: Sync, theirs: TagGroup) -> TagGroup:
    """The steps for a group of the master; returns its base from now on."""
    ours = sides.ours.group(theirs.group)
    base = sides.base.group(theirs.group) if sides.base else None
    if ours is None:
        if base is None:
            sync.steps.append(
                AddGroup.model_validate({"do": "add_group", "group": theirs.group, **_group_fields(theirs)})
            )
        return theirs
    merge = Merge(theirs.group, sync, first=base is None)
    old = base or ours
    taken: dict[str, object] = {}
    kept: dict[str, object] = {}
    for name in (*GROUP_LABELS, *GROUP_PLAIN):
        values = getattr(old, name), getattr(ours, name), getattr(theirs, name)
        if name in GROUP_LABELS and not values[2]:
            continue
        take, kept[name] = merge.decide(name, *values)
        if take:
            taken[name] = values[2]
    labels = {name: taken.pop(name) for name in GROUP_LABELS if name in taken}
    if labels:
        sync.steps.append(RenameGroup.model_validate({"do": "rename_group", "group": theirs.group, **labels}))
    if taken:
        fields = {name: value for name, value in _group_fields(theirs).items() if _own(name) in taken}
        sync.steps.append(ChangeGroup.model_validate({"do": "change_group", "group": theirs.group, **fields}))
    return theirs.model_copy(update=kept)


def _own(name: str) -> str:
    return "many" if name == "values" else name


def _group_fields(group: TagGroup) -> dict[str, object]:
    """A group as a step says it; what is blank, or is no known choice, is left out."""
    fields: dict[str, object] = {
        name: getattr(group, name) or None
        for name in (*GROUP_LABELS, "family", "step", "feed", "question", "fill_target", "status", "reserved_for")
    }
    fields |= {"values": "many" if group.many else "one", "required": group.required}
    fields["judged_by"] = join_values(group.judged_by) or None
    return {name: value for name, value in fields.items() if value is not None}
