"""A master taxonomy brought into one workbook's tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from xltags.core.dataset import Dataset, Model
from xltags.core.migration.apply import VERSION, Applied, carry_out, log_changes, stamp_settings
from xltags.core.migration.draft import Draft, Record
from xltags.core.migration.plan import AddTag, Step
from xltags.core.migration.three_sides import Sides, sides_of
from xltags.core.migration.three_way import plan_sync
from xltags.core.taxonomy import Tag, Taxonomy
from xltags.core.text import fold
from xltags.core.values import as_text


@dataclass(frozen=True, slots=True)
class Synced:
    """A sync carried out on a copy of a workbook's tables.

    `conflicts` are differences that both sides made, and steps that could not be done here; they stay as they are here.
    `requested` are tags that only the workbook has and that now have a row in `TagRequests`; `base` is to be kept for
    the next sync.
    """

    applied: Applied
    conflicts: tuple[str, ...]
    requested: tuple[str, ...]
    base: Taxonomy


def sync_with(dataset: Dataset, master: Model, base: Taxonomy | None, *, name: str, by: str = "") -> Synced:
    """Bring a workbook to a master's taxonomy; the dataset itself stays as it is.

    Args:
        base: the master at the last sync, None at the first.
        name: how the log calls the master.
    """
    draft = Draft(dataset)
    missing = [fault for fault in dataset.structure if fault.kind == "missing_sheet"]
    if missing:
        reasons = tuple(f"there is no sheet {fault.place.sheet}" for fault in missing)
        return Synced(Applied(draft, (), reasons), (), (), base or Taxonomy())
    sides = sides_of(base, dataset.model, master)
    sync = plan_sync(sides)
    outcomes = carry_out(draft, sync.steps)
    failed = [it for it in outcomes if it.state == "conflict"]
    conflicts = [*sync.conflicts, *(f"{it.title}: {it.reason}" for it in failed)]
    requested = _request(draft, sync.additions)
    log_changes(draft, outcomes, note=f"sync: {name}", by=by)
    stamp_settings(draft, {VERSION: master.settings.taxonomy_version})
    kept = _settled(
        sync.base, base, sides, [step for step, it in zip(sync.steps, outcomes, strict=True) if it.state == "conflict"]
    )
    done = tuple(it for it in outcomes if it.state != "nothing")
    return Synced(Applied(draft, done), tuple(conflicts), requested, kept)


def _request(draft: Draft, tags: Sequence[Tag]) -> tuple[str, ...]:
    """A row in `TagRequests` for each tag that only the workbook has, unless there is one; returns those added."""
    if "TagRequests" not in draft:
        return ()
    table = draft.tables["TagRequests"]
    columns = (table.column(id).cells() for id in ("group", "tag"))
    known = {(fold(as_text(group)), fold(as_text(tag))) for group, tag in zip(*columns, strict=True)}
    rows: list[Record] = []
    added = []
    for tag in tags:
        if (fold(tag.group), fold(tag.tag)) in known:
            continue
        added.append(f"{tag.group}: {tag.tag}")
        rows.append(
            {
                "group": tag.group,
                "tag": tag.tag,
                "with_tag": tag.with_tag or None,
                "without_tag": tag.without_tag or None,
                "department": tag.department or None,
                "requested_by": tag.created_by or None,
                "requested_on": draft.original.as_of,
                "verdict": "pending",
            }
        )
    if rows:
        draft.table("TagRequests").append(rows)
    return tuple(added)


def _settled(now: Taxonomy, before: Taxonomy | None, sides: Sides, failed: Sequence[Step]) -> Taxonomy:
    """The base for the next sync; what could not be done keeps the one it had, so that it is tried and told again."""
    tags = {tag for step in failed if (tag := _tag_of(step))}
    tags |= {theirs for theirs, ours in sides.pairs.items() if ours.id in tags}
    groups = {step.group for step in failed if not _tag_of(step)}
    if not failed:
        return now
    old_tags = {tag.id: tag for tag in before.tags} if before else {}
    old_groups = {group.group: group for group in before.groups} if before else {}
    kept_tags = [old_tags.get(tag.id) if tag.id in tags else tag for tag in now.tags]
    kept_groups = [old_groups.get(group.group) if group.group in groups else group for group in now.groups]
    return Taxonomy(
        groups=tuple(group for group in kept_groups if group is not None),
        tags=tuple(tag for tag in kept_tags if tag is not None),
    )


def _tag_of(step: Step) -> str:
    """The id by which a step of a sync names its tag; "" for a step about a group."""
    if isinstance(step, AddTag):
        return step.tag_id
    tag: str = getattr(step, "tag", "")
    return tag
