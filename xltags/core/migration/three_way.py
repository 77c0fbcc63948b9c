"""What a master taxonomy changed since the last sync, as steps for a workbook; what the workbook changed itself stays.

Three sides: the base is the master as it was at the last sync, `ours` the workbook's own taxonomy, `theirs` the master
now. A field that only the master changed is taken; one that only the workbook changed stays; one that both changed
differently is a conflict and stays, and is told again until somebody settles it. Without a base, at the first sync,
what the master says counts.
"""

from xltags.core.migration.group_renames import align_groups, with_group_ids
from xltags.core.migration.plan import ChangeGroup, RetireTag
from xltags.core.migration.three_sides import Sides, Sync
from xltags.core.migration.three_way_groups import merge_group
from xltags.core.migration.three_way_tags import merge_tags
from xltags.core.read_model import index_tags
from xltags.core.taxonomy import Taxonomy


def plan_sync(sides: Sides) -> Sync:
    """The steps that bring a workbook to the master, in an order in which they can be carried out."""
    sync = Sync()
    sides, own_names = align_groups(sides, sync)
    groups = [merge_group(sides, sync, group) for group in sides.theirs.groups]
    sync.base = Taxonomy(groups=tuple(groups), tags=tuple(merge_tags(sides, sync)))
    _gone(sides, sync)
    known = {tag.id for tag in sides.theirs.tags} | ({tag.id for tag in sides.base.tags} if sides.base else set())
    names = index_tags(sides.theirs)
    for tag in sides.ours.tags:
        if tag.id not in known and tag.status != "retired" and names.find(tag.group, tag.tag) is None:
            sync.additions.append(tag)
    sync.base = with_group_ids(sync.base, own_names)
    return sync


def _gone(sides: Sides, sync: Sync) -> None:
    """What the master took out since the last sync is retired here, never deleted."""
    if sides.base is None:
        return
    theirs = {tag.id for tag in sides.theirs.tags}
    for tag in sides.base.tags:
        ours = sides.ours.tag(tag.id)
        if tag.id not in theirs and ours is not None and ours.status != "retired":
            sync.steps.append(RetireTag(do="retire_tag", group=ours.group, tag=ours.id))
    left = {group.group for group in sides.theirs.groups}
    for group in sides.base.groups:
        own = sides.ours.group(group.group)
        if group.group not in left and own is not None and own.status != "retired":
            sync.steps.append(ChangeGroup(do="change_group", group=own.group, status="retired"))
