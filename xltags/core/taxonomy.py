"""The tag taxonomy: groups and their allowed tags."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from xltags.core.finding import Language

Status = Literal["active", "reserved", "retired"]
Family = Literal["identity", "source", "preference", "behaviour", "stage", "specific"]


class TagGroup(BaseModel):
    """A facet of customers. `step` is the maturity step (1..3) that opens it; `fill_target` a share 0..1.

    `family` and the other choices hold the text of the cell where it is no known choice, so that a check can say so.
    `row` is the Excel row in `TagGroups`, 0 where there is none.
    """

    model_config = ConfigDict(frozen=True)

    group: str
    label_en: str = ""
    label_zh: str = ""
    label_vi: str = ""
    family: str = ""
    step: int = 1
    many: bool = False
    required: bool = False
    feed: str = "manual"
    question: str = ""
    owner_department: str = ""
    judged_by: tuple[str, ...] = ()
    fill_target: float | None = None
    status: str = "active"
    reserved_for: str = ""
    review_on: date | None = None
    row: int = 0

    def label(self, language: Language) -> str:
        """The group's name in a language, falling back to English and then to its id."""
        return {"zh": self.label_zh, "vi": self.label_vi, "en": self.label_en}[language] or self.label_en or self.group


class Tag(BaseModel):
    """An allowed value of a group. `tag` is the label that stands in the cell; `id` never changes.

    `parent` and `replaced_by` hold the text of the cell; `Taxonomy.parent_of` and `successor_of` resolve it.
    """

    model_config = ConfigDict(frozen=True)

    group: str
    id: str
    tag: str
    zh: str = ""
    vi: str = ""
    synonyms: tuple[str, ...] = ()
    parent: str = ""
    definition: str = ""
    with_tag: str = ""
    without_tag: str = ""
    purity_class: str = ""
    order: float | None = None
    status: str = "active"
    replaced_by: str = ""
    origin: str = "custom"
    department: str = ""
    created_by: str = ""
    created_on: date | None = None
    row: int = 0

    def label(self, language: Language) -> str:
        """The tag's label in a language, falling back to the label in the cell."""
        return {"zh": self.zh, "vi": self.vi, "en": ""}[language] or self.tag

    def cell_language(self, language: Language) -> Language:
        """The language of the label in the cell, in a workbook of a language: English where that one's own differs."""
        own = {"zh": self.zh, "vi": self.vi, "en": ""}[language]
        return language if own in ("", self.tag) else "en"


class Taxonomy(BaseModel):
    """All groups and tags, in the order of the workbook."""

    model_config = ConfigDict(frozen=True, ignored_types=(cached_property,))

    groups: tuple[TagGroup, ...] = ()
    tags: tuple[Tag, ...] = ()

    @cached_property
    def _groups(self) -> dict[str, TagGroup]:
        return {group.group: group for group in reversed(self.groups)}

    @cached_property
    def _tags_by_group(self) -> dict[str, tuple[Tag, ...]]:
        found: dict[str, list[Tag]] = {}
        for tag in self.tags:
            found.setdefault(tag.group, []).append(tag)
        return {group: tuple(tags) for group, tags in found.items()}

    @cached_property
    def _by_id(self) -> dict[str, Tag]:
        return {tag.id: tag for tag in reversed(self.tags) if tag.id}

    @cached_property
    def _by_label(self) -> dict[tuple[str, str], Tag]:
        return {(tag.group, tag.tag): tag for tag in reversed(self.tags)}

    @cached_property
    def _anywhere(self) -> dict[str, list[Tag]]:
        found: dict[str, list[Tag]] = {}
        for tag in self.tags:
            found.setdefault(tag.tag, []).append(tag)
        return found

    @cached_property
    def _lines(self) -> dict[int, tuple[Tag, ...]]:
        """By tag, which each line holds and so keeps: the lines asked for so far."""
        return {}

    @cached_property
    def made(self) -> dict[object, object]:
        """What was worked out from the taxonomy; see `once`."""
        return {}

    @cached_property
    def parents(self) -> tuple[tuple[Tag, Tag | None], ...]:
        """The tags that name a parent, in the order of the workbook, each with it; None where it dangles."""
        return tuple((tag, self.parent_of(tag)) for tag in self.tags if tag.parent)

    def group(self, group_id: str) -> TagGroup | None:
        """The group with this id."""
        return self._groups.get(group_id)

    def active_groups(self) -> Iterator[TagGroup]:
        """Groups in use: not reserved, not retired; those that are columns of `Customers`."""
        return (group for group in self.groups if group.status == "active")

    def tags_of(self, group_id: str) -> tuple[Tag, ...]:
        """The tags of a group, in the workbook's order, retired ones included."""
        return self._tags_by_group.get(group_id, ())

    def tag(self, tag_id: str) -> Tag | None:
        """The tag with this id."""
        return self._by_id.get(tag_id)

    def refer(self, text: str, group_id: str) -> Tag | None:
        """The tag that a cell such as `parent` means: an id, a label of the group, or a label found once elsewhere."""
        if not text:
            return None
        known = self._by_id.get(text) or self._by_label.get((group_id, text))
        if known is not None:
            return known
        elsewhere = self._anywhere.get(text, [])
        return elsewhere[0] if len(elsewhere) == 1 else None

    def parent_of(self, tag: Tag) -> Tag | None:
        """The wider tag, or None where there is none or it dangles."""
        return self.refer(tag.parent, tag.group) if tag.parent else None

    def successor_of(self, tag: Tag) -> Tag | None:
        """The tag that finally replaces a retired one; None where the chain dangles or turns in a circle."""
        seen = {tag.id}
        found = self.refer(tag.replaced_by, tag.group)
        while found is not None and found.replaced_by and found.id not in seen:
            seen.add(found.id)
            found = self.refer(found.replaced_by, found.group)
        return None if found is None or found.id in seen else found

    def line_of(self, tag: Tag) -> tuple[Tag, ...]:
        """The tag and the parents above it, nearest first; stops where the parents turn in a circle."""
        if not tag.parent:
            return (tag,)
        line = self._lines.get(id(tag))
        if line is None:
            line = self._lines[id(tag)] = self._find_line(tag)
        return line

    def related(self, one: Tag, other: Tag) -> bool:
        """Whether one of two tags stands above the other."""
        return any(one is above for above in self.line_of(other)) or any(other is above for above in self.line_of(one))

    def _find_line(self, tag: Tag) -> tuple[Tag, ...]:
        line = {tag.id: tag}
        above = self.parent_of(tag)
        while above is not None and above.id not in line:
            line[above.id] = above
            above = self.parent_of(above)
        return tuple(line.values())
