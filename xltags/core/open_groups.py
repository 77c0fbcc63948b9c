"""Which groups and tags are in use at the workbook's step, and which tags people must know by heart."""

from xltags.core.dataset import Model
from xltags.core.once import once
from xltags.core.taxonomy import Tag, TagGroup, Taxonomy

PLACES = ("province", "city")
MOST_TAGS = 40  # of a group; a drop-down shows eight at once, and past five screens nobody looks for the right one


def open_groups(model: Model) -> tuple[TagGroup, ...]:
    """The groups that are active and whose step has come, in the workbook's order."""
    step = model.settings.maturity_step
    return tuple(group for group in model.taxonomy.active_groups() if group.step <= step)


def lookup_groups(taxonomy: Taxonomy) -> frozenset[str]:
    """The groups whose tags are looked up, not judged: places, and lists tied to each other as cities are to provinces.

    A group is such a list if most of its tags have their parent outside of it (known or not), and so is the group that
    holds those parents. The shipped groups of places always are, also where only one of them is left.

    >>> tags = (Tag(group="province", id="p", tag="Zhejiang"), Tag(group="city", id="c", tag="Ningbo", parent="p"))
    >>> sorted(lookup_groups(Taxonomy(tags=tags)))
    ['city', 'province']
    """
    return _lookup_groups(taxonomy)


@once
def _lookup_groups(taxonomy: Taxonomy) -> frozenset[str]:
    found = {group.group for group in taxonomy.groups if group.group in PLACES}
    parents: dict[str, list[Tag | None]] = {}
    for tag, parent in taxonomy.parents:
        parents.setdefault(tag.group, []).append(parent)
    for group, of_group in parents.items():
        outside = [parent for parent in of_group if parent is None or parent.group != group]
        if 2 * len(outside) > len(taxonomy.tags_of(group)):
            found.add(group)
            found.update(parent.group for parent in outside if parent is not None)
    return frozenset(found)


def kept_up_tags(model: Model) -> tuple[Tag, ...]:
    """The tags that somebody must know, choose and keep up: active ones of open groups, lists to look up left out."""
    looked_up = lookup_groups(model.taxonomy)
    groups = {group.group for group in open_groups(model)} - looked_up
    return tuple(tag for tag in model.taxonomy.tags if tag.group in groups and tag.status == "active")
