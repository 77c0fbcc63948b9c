"""The three sides of a sync, what it finds, and the decision on one field."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xltags.core.dataset import Model
from xltags.core.finding import Language
from xltags.core.migration.plan import Step
from xltags.core.read_model import index_tags
from xltags.core.taxonomy import Tag, TagGroup, Taxonomy
from xltags.core.text import join_values


@dataclass(slots=True)
class Sync:
    """What a sync does: steps, conflicts, the tags that only the workbook has, and the base for the next sync."""

    steps: list[Step] = field(default_factory=list)
    additions: list[Tag] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    base: Taxonomy = field(default_factory=Taxonomy)


@dataclass(frozen=True, slots=True)
class Sides:
    """The three taxonomies and the languages of the workbook and of the master.

    `pairs` is by id of a tag of the master: the workbook's tag of that id, else the one of that label in its group.
    """

    base: Taxonomy | None
    ours: Taxonomy
    theirs: Taxonomy
    language: Language
    their_language: Language
    pairs: Mapping[str, Tag]


def sides_of(base: Taxonomy | None, ours: Model, theirs: Model) -> Sides:
    """The sides of a sync of a workbook with a master."""
    languages = ours.settings.language, theirs.settings.language
    return Sides(base, ours.taxonomy, theirs.taxonomy, *languages, tag_pairs(ours.taxonomy, theirs.taxonomy))


class Merge:
    """The decisions on one thing: which fields are taken, and what its base is to be."""

    def __init__(self, subject: str, sync: Sync, *, first: bool) -> None:
        self.subject, self._sync, self._first = subject, sync, first

    def decide(self, name: str, base: object, ours: object, theirs: object) -> tuple[bool, object]:
        """Whether the master's value is taken, and the base of the field from now on."""
        if ours == theirs:
            return False, theirs
        if self._first or ours == base:
            return True, theirs
        if theirs == base:
            return False, theirs
        self._sync.conflicts.append(
            f"{self.subject}, {name}: here {said(ours)}, in the master {said(theirs)}, before {said(base)}"
        )
        return False, base


def tag_pairs(ours: Taxonomy, theirs: Taxonomy) -> dict[str, Tag]:
    """By id of a tag of the master: the workbook's tag of that id, else the one of that label in its group."""
    own = {tag.id: tag for tag in reversed(ours.tags)}
    wanted = {tag.id for tag in theirs.tags}
    index, found = index_tags(ours), {}
    for tag in theirs.tags:
        if tag.id in own:
            found[tag.id] = own[tag.id]
            continue
        texts = (text for text in (tag.tag, tag.zh, tag.vi) if text)
        named = {it.key for text in texts if (it := index.find(tag.group, text)) is not None}
        if len(named) == 1:
            alike = ours.tags[int(named.pop())]
            if alike.id not in wanted:
                found[tag.id] = alike
    return found


def said(value: object) -> str:
    """A value as a conflict tells it."""
    return repr(join_values(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value))


def bare(item: TagGroup | Tag) -> dict[str, object]:
    """What a group or tag says, without the row it stands in."""
    return item.model_dump(exclude={"row"})
