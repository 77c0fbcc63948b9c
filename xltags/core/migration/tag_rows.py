"""Rows of `Tags` and `TagGroups` found, added and changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from xltags.core.dataset import Dataset
from xltags.core.finding import Language
from xltags.core.group_names import group_named
from xltags.core.migration.draft import Draft, Record
from xltags.core.migration.outcome import Conflict, Outcome
from xltags.core.migration.plan import GroupFields, Labels, NewTag, TagFields
from xltags.core.tag_ids import free_id, next_order
from xltags.core.taxonomy import Tag, TagGroup
from xltags.core.text import fold, join_values
from xltags.core.values import Value

TAG_FIELDS = ("definition", "with_tag", "without_tag", "purity_class", "department", "order", "status")
GROUP_FIELDS = tuple(GroupFields.model_fields)
Text = TypeVar("Text", bound=str)


class Absent(Exception):  # noqa: N818  # not an error: an older workbook may lack what a step changes
    """The workbook lacks what a step is about; never leaves `apply_plan`."""


def known_group(dataset: Dataset, text: str) -> TagGroup:
    """The group that a plan names.

    Raises:
        Absent: the workbook has none of that id or label.
    """
    group = group_named(dataset.model.taxonomy, text)
    if group is None:
        raise Absent(f"there is no tag group {text!r}")
    return group


def find_tag(dataset: Dataset, group: TagGroup, text: str) -> Tag | None:
    """The tag of a group that a plan names: a label in any language, an id, a synonym."""
    found = dataset.index.find(group.group, text)
    return dataset.model.taxonomy.tags[int(found.key)] if found else None


def known_tag(dataset: Dataset, group: TagGroup, text: str) -> Tag:
    """The same.

    Raises:
        Absent: the group has no such tag.
    """
    tag = find_tag(dataset, group, text)
    if tag is None:
        raise Absent(f"{group.group} has no tag {text!r}")
    return tag


def language_of(dataset: Dataset) -> Language:
    """The workbook's language, in which its labels stand."""
    return dataset.model.settings.language


def record_of(dataset: Dataset, table_id: str, row: int) -> int:
    """The record of a table that stands in an Excel row."""
    return int(dataset.table(table_id).rows.tolist().index(row))


def change_tag_row(draft: Draft, tag: Tag, cells: Mapping[str, Value | None], outcome: Outcome) -> None:
    """Put values into the row of a tag; cells that hold them already, and columns the sheet lacks, are left."""
    _change_row(draft, "Tags", tag.row, cells, outcome)


def change_group_row(draft: Draft, group: TagGroup, cells: Mapping[str, Value | None], outcome: Outcome) -> None:
    """The same for the row of a group."""
    _change_row(draft, "TagGroups", group.row, cells, outcome)


def _change_row(draft: Draft, table_id: str, row: int, cells: Mapping[str, Value | None], outcome: Outcome) -> None:
    record = record_of(draft.dataset(), table_id, row)
    table = draft.table(table_id)
    for column_id, value in cells.items():
        new = value if value != "" else None
        if not table.has(column_id):
            if new is not None:
                outcome.remarks.append(f"{table.origin.sheet} has no column {column_id}; {new!r} was not written")
            continue
        if table.column(column_id).value(record) != new:
            if table.column(column_id).has_formulas:
                raise Conflict(f"{table.origin.sheet}: column {column_id} holds formulas; make it values")
            table.set_cells(column_id, {record: new})
            outcome.count(table_id, 1)


def add_tags(draft: Draft, group_id: str, tags: Sequence[NewTag], outcome: Outcome) -> list[Tag]:
    """Add tags to a group, behind those it has; returns them as they then are.

    Raises:
        Conflict: a label or id is already another tag's; a parent does not exist.
    """
    added = []
    for new in tags:
        dataset = draft.dataset()
        record = _tag_record(dataset, group_id, new)
        draft.table("Tags").append([record])
        outcome.count("Tags", 1)
        added.append(draft.dataset().model.taxonomy.tags[-1])
    return added


def _tag_record(dataset: Dataset, group_id: str, new: NewTag) -> Record:
    taxonomy, language = dataset.model.taxonomy, language_of(dataset)
    label = new.tag.in_cell(language) or new.tag.all()[0]
    taken = {tag.id.lower() for tag in taxonomy.tags}
    if new.tag_id.lower() in taken:
        raise Conflict(f"id {new.tag_id!r} belongs to a tag already; choose another tag_id")
    parent = _parent_reference(dataset, group_id, new.parent)
    record: dict[str, Value | None] = {
        "group": group_id,
        "tag_id": new.tag_id or free_id(group_id, new.tag.en or label, taken),
        "tag": label,
        "zh": new.tag.zh or (label if language == "zh" else None),
        "vi": new.tag.vi or (label if language == "vi" else None),
        "parent": parent or None,
        "order": next_order(taxonomy, group_id),
        "status": "active",
        "origin": "custom",
        "created_on": dataset.as_of,
    }
    record.update({id: value for id, value in tag_cells(new).items() if value is not None})
    english = (new.tag.en,) if language != "en" and new.tag.en else ()
    labels = {fold(text) for text in (label, new.tag.zh, new.tag.vi)}
    synonyms = [text for text in (*english, *(new.synonyms or ())) if fold(text) not in labels]
    record["synonyms"] = join_values(synonyms) or None
    for text in (label, *new.tag.all()):
        found = dataset.index.find(group_id, text)
        if found is not None:
            raise Conflict(f"{text!r} already names the tag {found.label!r} of {group_id}")
    return record


def tag_cells(fields: TagFields) -> dict[str, Value | None]:
    """What a plan says about a tag, by column id; "" empties a cell, what is not said is left out."""
    cells: dict[str, Value | None] = {id: getattr(fields, id) for id in TAG_FIELDS if getattr(fields, id) is not None}
    if fields.synonyms is not None:
        cells["synonyms"] = join_values(fields.synonyms)
    return cells


def group_cells(fields: GroupFields) -> dict[str, Value | None]:
    """What a plan says about a group, by column id."""
    cells: dict[str, Value | None] = {id: getattr(fields, id) for id in GROUP_FIELDS if getattr(fields, id) is not None}
    if fields.required is not None:
        cells["required"] = "yes" if fields.required else "no"
    return cells


def _parent_reference(dataset: Dataset, group_id: str, text: str) -> str:
    return parent_tag(dataset, group_id, text).id if text else ""


def parent_tag(dataset: Dataset, group_id: str, text: str) -> Tag:
    """The tag that a plan names as parent: of the group itself, else of the one other group that has it.

    Raises:
        Conflict: there is none, or several groups have one.
    """
    taxonomy = dataset.model.taxonomy
    own = dataset.index.find(group_id, text)
    if own is not None:
        return taxonomy.tags[int(own.key)]
    found = [it for group in taxonomy.groups if (it := dataset.index.find(group.group, text)) is not None]
    if len(found) != 1:
        what = "is a tag of several groups; name its id" if found else "is no tag of the workbook"
        raise Conflict(f"the parent {text!r} {what}")
    return taxonomy.tags[int(found[0].key)]


def renamed_cells(tag: Tag, to: Labels, language: Language, *, keep_synonyms: bool) -> dict[str, Value | None]:
    """The cells of a tag's row after a rename, by column id.

    A language that `to` leaves out keeps its label. Labels that are given up become synonyms, and the new English one
    where cells hold another language; what is now a label is none any more.
    """
    label = to.in_cell(language) or tag.tag
    own = to.cell or label
    zh = to.zh or (own if language == "zh" and tag.zh else tag.zh)
    vi = to.vi or (own if language == "vi" and tag.vi else tag.vi)
    labels = {fold(text) for text in (label, zh, vi) if text}
    old = (tag.tag, tag.zh, tag.vi) if keep_synonyms else ()
    english = (to.en,) if language != "en" else ()
    return {
        "tag": label,
        "zh": zh,
        "vi": vi,
        "synonyms": join_values(_once((*tag.synonyms, *old, *english), labels)),
    }


def _once(texts: Iterable[str], without: set[str]) -> list[str]:
    """The texts, each once as compared, without some."""
    seen = {*without, ""}
    kept = []
    for text in texts:
        if fold(text) not in seen:
            seen.add(fold(text))
            kept.append(text)
    return kept
