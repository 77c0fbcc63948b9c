"""What differs between two taxonomies, each difference with the rule that says whether it breaks something."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from xltags.core.change_rules import Change
from xltags.core.lookup import TagIndex
from xltags.core.read_model import index_tags
from xltags.core.taxonomy import Tag, TagGroup, Taxonomy
from xltags.core.text import fold, join_values
from xltags.core.values import as_text

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)
GROUP_LABELS = ("label_en", "label_zh", "label_vi")
GROUP_TEXTS = (
    "step", "feed", "question", "owner_department", "judged_by", "fill_target", "reserved_for", "review_on",
)  # fmt: skip
TAG_TEXTS = ("with_tag", "without_tag", "replaced_by", "origin", "department", "created_by", "created_on")


def diff_taxonomies(old: Taxonomy, new: Taxonomy) -> Iterator[Change]:
    """The differences, groups first; none only where both say the same. The order of rows is no difference.

    Groups are known by their id, tags by theirs. A group most of whose tags went to one new group is renamed, not
    removed.
    """
    groups = by_key(old.groups, lambda it: it.group), by_key(new.groups, lambda it: it.group)
    names = renamed_groups(old, new)
    renamed = {(one, 0): (other, 0) for one, other in names.items()}
    for key, before, after in aligned(*groups):
        if before is not None and after is not None:
            yield from _group_changes(before, after)
        elif before is not None and key in renamed:
            yield _change("group_renamed", before.group, before.group, renamed[key][0])
            yield from _group_changes(before, groups[1][renamed[key]])
        elif before is not None:
            yield _change("group_removed", before.group, before.group)
        elif after is not None and key not in renamed.values():
            yield _change("group_added", after.group, "", after.group)
    index = index_tags(new)
    for _, one, other in aligned(by_key(old.tags, _tag_key), by_key(new.tags, _tag_key)):
        if one is None and other is not None:
            yield _change("tag_added", _subject(other), "", other.tag)
        elif one is not None and other is None:
            yield _change("tag_removed", _subject(one), one.tag)
        elif one is not None and other is not None:
            moved = names.get(one.group, one.group) != other.group
            if moved:
                yield _change("tag_moved", _subject(one), one.group, other.group)
            yield from _tag_changes(one, other, old, new, index)


def by_key(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[tuple[Key, int], Item]:
    """The items by key, and a number where several share one."""
    seen: dict[Key, int] = {}
    found = {}
    for item in items:
        it = key(item)
        found[it, seen.get(it, 0)] = item
        seen[it] = seen.get(it, 0) + 1
    return found


def aligned(old: Mapping[Key, Item], new: Mapping[Key, Item]) -> Iterator[tuple[Key, Item | None, Item | None]]:
    """Both sides by key, in the order of the old ones, then of those that are new."""
    for key in dict.fromkeys((*old, *new)):
        yield key, old.get(key), new.get(key)


def _tag_key(tag: Tag) -> str:
    return tag.id


def renamed_groups(old: Taxonomy, new: Taxonomy) -> dict[str, str]:
    """By id of a group that only the old taxonomy has: the id of the new group that holds at least half of its tags."""
    had, has = {it.group for it in old.groups}, {it.group for it in new.groups}
    homes = {tag.id: tag.group for tag in new.tags if tag.group not in had}
    found: dict[str, str] = {}
    for group in dict.fromkeys(it.group for it in old.groups if it.group not in has):
        tags = old.tags_of(group)
        counts = Counter(homes[tag.id] for tag in tags if tag.id in homes and homes[tag.id] not in found.values())
        if counts and 2 * max(counts.values()) >= len(tags):
            found[group] = max(sorted(counts), key=lambda it: counts[it])
    return found


def _change(rule: str, subject: str, before: object = "", after: object = "") -> Change:
    return Change("taxonomy", rule, subject, _said(before), _said(after))


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return join_values(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return as_text(value) if value is None or isinstance(value, (str, int, float)) else str(value)


def _subject(tag: Tag) -> str:
    return f"{tag.group}: {tag.tag}"


def _group_changes(old: TagGroup, new: TagGroup) -> Iterator[Change]:
    subject = new.group
    understood = {fold(text) for text in (new.group, new.label_en, new.label_zh, new.label_vi) if text}
    for name in GROUP_LABELS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            lost = bool(before) and fold(before) not in understood
            yield _change("group_header_lost" if lost else "group_label", subject, before, after)
    if old.many != new.many:
        yield _change("group_many_values" if new.many else "group_one_value", subject, *map(_values, (old, new)))
    if old.required != new.required:
        yield _change("group_required" if new.required else "group_optional", subject, old.required, new.required)
    if old.family != new.family:
        yield _change("group_family", subject, old.family, new.family)
    if old.status != new.status:
        yield _change("group_in_use" if new.status == "active" else "group_retired", subject, old.status, new.status)
    yield from _plain("group_text", subject, old, new, GROUP_TEXTS)


def _values(group: TagGroup) -> str:
    return "many" if group.many else "one"


def _tag_changes(old: Tag, new: Tag, before: Taxonomy, after: Taxonomy, index: TagIndex) -> Iterator[Change]:
    subject = _subject(old)

    def understood(text: str) -> bool:
        found = index.find(new.group, text)
        return found is not None and after.tags[int(found.key)].id == new.id

    for name in ("tag", "zh", "vi"):
        one, other = getattr(old, name), getattr(new, name)
        if one != other:
            lost = bool(one) and not understood(one)
            yield _change("tag_label_lost" if lost else "tag_label", subject, one, other)
    gone = [text for text in old.synonyms if text not in new.synonyms]
    for text in gone:
        yield _change("tag_spelling_kept" if understood(text) else "tag_spelling_lost", subject, text, "")
    for text in new.synonyms:
        if text not in old.synonyms:
            yield _change("tag_spelling", subject, "", text)
    if old.synonyms != new.synonyms and sorted(old.synonyms) == sorted(new.synonyms):
        yield _change("tag_text", subject, old.synonyms, new.synonyms)
    if old.parent != new.parent:
        same = _id(before.parent_of(old), old.parent) == _id(after.parent_of(new), new.parent)
        yield _change("tag_text" if same else "tag_parent", subject, old.parent, new.parent)
    if old.purity_class != new.purity_class:
        yield _change("tag_purity", subject, old.purity_class, new.purity_class)
    if old.status != new.status:
        yield _change(_status_rule(new, after), subject, old.status, new.status)
    if old.order != new.order:
        group = after.group(new.group)
        stage = group is not None and group.family == "stage"
        yield _change("tag_stage_order" if stage else "tag_order", subject, old.order, new.order)
    if old.definition != new.definition:
        yield _change("tag_meaning", subject, old.definition, new.definition)
    yield from _plain("tag_text", subject, old, new, TAG_TEXTS)


def _id(tag: Tag | None, text: str) -> str:
    return tag.id if tag is not None else text


def _status_rule(tag: Tag, taxonomy: Taxonomy) -> str:
    if tag.status == "retired":
        return "tag_replaced" if taxonomy.successor_of(tag) else "tag_retired"
    return "tag_in_use" if tag.status == "active" else "tag_reserved"


def _plain(rule: str, subject: str, old: Tag | TagGroup, new: Tag | TagGroup, names: Sequence[str]) -> Iterator[Change]:
    for name in names:
        one, other = getattr(old, name), getattr(new, name)
        if one != other:
            yield _change(rule, f"{subject}, {name}", one, other)
