"""The step of a plan that splits a tag by conditions."""

import numpy as np

from xltags.core.dataset import Dataset
from xltags.core.filters import FilterError, FilterValues, matching
from xltags.core.migration.customer_tags import give_by_customer, holders, tags_in
from xltags.core.migration.draft import Draft
from xltags.core.migration.outcome import Conflict, Outcome
from xltags.core.migration.plan import NewTag, Part, SplitTag
from xltags.core.migration.references import repoint
from xltags.core.migration.tag_rows import add_tags, change_tag_row, find_tag, known_group, known_tag
from xltags.core.taxonomy import Tag, TagGroup
from xltags.core.text import join_values


def split_tag(draft: Draft, step: SplitTag, outcome: Outcome) -> None:
    """Carry out `SplitTag`."""
    before = draft.dataset()
    group = known_group(before, step.group)
    tag = known_tag(before, group, step.tag)
    given = _parts_of_customers(before, group, tag, step)
    parts = _made_parts(draft, group, tag, step, outcome)
    old = draft.dataset()
    tag = known_tag(old, group, tag.id)
    made = tuple(dict.fromkeys(it for it in parts if it is not None))
    if not step.as_parent:
        stays = step.rest != "" and parts[-1] is None
        repoint(draft, old, group.group, {tag.id: (tag, *made) if stays else made}, outcome)
        if not stays:
            successors = join_values(it.id for it in made)
            change_tag_row(draft, tag, {"status": "retired", "replaced_by": successors}, outcome)
    chosen = {record: part for record, place in given.items() if (part := parts[place]) is not None}
    give_by_customer(draft, old, group.group, tag, chosen, outcome)


def _made_parts(draft: Draft, group: TagGroup, tag: Tag, step: SplitTag, outcome: Outcome) -> list[Tag | None]:
    """The tags of the parts, made where there are none; the last one is for the rest, None where the tag keeps it."""
    parts: list[Tag | None] = []
    for part in step.into:
        known = next((it for text in part.tag.all() if (it := find_tag(draft.dataset(), group, text))), None)
        if known is not None and known.id == tag.id:
            raise Conflict(f"the part {known.tag!r} is the tag itself; name the tag in rest where it keeps customers")
        if known is None:
            parent = part.parent or (tag.id if step.as_parent else tag.parent)
            known = add_tags(draft, group.group, [_as_new(part, parent)], outcome)[0]
        elif step.as_parent and not known.parent:
            change_tag_row(draft, known, {"parent": tag.id}, outcome)
        parts.append(known)
    named = [it for it, part in zip(parts, step.into, strict=True) if step.rest in part.tag.all()]
    return [*parts, named[0] if named else None]


def _as_new(part: Part, parent: str) -> NewTag:
    return NewTag.model_validate({**part.model_dump(exclude={"where", "tag"}), "tag": part.tag, "parent": parent})


def _parts_of_customers(dataset: Dataset, group: TagGroup, tag: Tag, step: SplitTag) -> dict[int, int]:
    """By record of a customer with the tag: the place of its part; that behind the last part is the rest.

    Raises:
        Conflict: a condition cannot be understood in this workbook, or customers meet none and there is no rest.
    """
    column = tags_in(dataset, group.group)
    if column is None:
        return {}
    carriers = holders(column, tag)
    values = FilterValues(dataset)
    left, found = carriers.copy(), {}
    for place, part in enumerate(step.into):
        if step.rest in part.tag.all() and not part.where.strip():
            continue
        try:
            met = matching(part.where, values) if part.where.strip() else np.ones(len(carriers), dtype=np.bool_)
        except FilterError as error:
            raise Conflict(f"where = {part.where!r}: {error}") from error
        found.update(dict.fromkeys(np.flatnonzero(left & met).tolist(), place))
        left &= ~met
    rest = np.flatnonzero(left).tolist()
    if rest and not step.rest and not step.as_parent:
        raise Conflict(f"customers with {tag.tag!r} that meet no condition: {len(rest):,}; say which part is the rest")
    found.update(dict.fromkeys(rest, len(step.into)))  # behind the parts stands the one that is the rest
    return dict(sorted(found.items()))
