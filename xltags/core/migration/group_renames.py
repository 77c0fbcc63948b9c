"""Groups that one side of a sync renamed: known by their tags, so that a new id is not taken for a new group."""

from collections.abc import Mapping
from dataclasses import replace

from xltags.core.migration.plan import RenameGroup
from xltags.core.migration.three_sides import Sides, Sync, tag_pairs
from xltags.core.taxonomy import Taxonomy
from xltags.core.taxonomy_diff import renamed_groups


def align_groups(sides: Sides, sync: Sync) -> tuple[Sides, dict[str, str]]:
    """The sides with one id for each group; and by that id, the master's own for the groups that keep another one here.

    A group that only the master renamed, or that nobody ever synced, gets the master's id; one that only the workbook
    renamed keeps its own; where both did, that is a conflict and it keeps its own too.
    """
    names = renamed_groups(sides.theirs, sides.ours)  # the master's id -> the workbook's
    known = {group.group for group in sides.base.groups} if sides.base is not None else None
    taken = {ours: theirs for theirs, ours in names.items() if known is None or ours in known}
    kept = {theirs: ours for theirs, ours in names.items() if ours not in taken}
    for ours, theirs in taken.items():
        sync.steps.append(RenameGroup(do="rename_group", group=ours, to=theirs))
    for theirs, ours in kept.items():
        if known is not None and theirs not in known:
            sync.conflicts.append(f"the group {ours!r} is called {theirs!r} in the master, and was renamed by both")
    ours_now, theirs_now = with_group_ids(sides.ours, taken), with_group_ids(sides.theirs, kept)
    before = {**taken, **_only_base(sides, kept)}
    return (
        replace(
            sides,
            ours=ours_now,
            theirs=theirs_now,
            pairs=tag_pairs(ours_now, theirs_now),
            base=None if sides.base is None else with_group_ids(sides.base, before | kept),
        ),
        {ours: theirs for theirs, ours in kept.items()},
    )


def _only_base(sides: Sides, kept: Mapping[str, str]) -> dict[str, str]:
    """The ids by which the base knows groups that both sides renamed."""
    if sides.base is None:
        return {}
    return {old: kept[new] for old, new in renamed_groups(sides.base, sides.theirs).items() if new in kept}


def with_group_ids(taxonomy: Taxonomy, names: Mapping[str, str]) -> Taxonomy:
    """The taxonomy with other ids for some groups; the tags keep theirs."""
    if not names:
        return taxonomy
    groups = tuple(it.model_copy(update={"group": names.get(it.group, it.group)}) for it in taxonomy.groups)
    tags = tuple(it.model_copy(update={"group": names.get(it.group, it.group)}) for it in taxonomy.tags)
    return Taxonomy(groups=groups, tags=tags)
