"""Tags and tag groups that an import brings: which values are no tags yet, and the rows that make them some."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from xltags.books.importing.map import GroupMap
from xltags.books.importing.values import Cells
from xltags.core.lookup import TagIndex
from xltags.core.tag_ids import free_id, next_order, slug
from xltags.core.taxonomy import TagGroup
from xltags.core.text import fold, split_values
from xltags.core.values import Value, as_text

__all__ = [
    "Record",
    "group_of",
    "group_record",
    "new_labels",
    "next_order",
    "slug",
    "tag_records",
    "unknown_values",
]

Record = Mapping[str, Value | None]


def group_of(wanted: GroupMap) -> TagGroup:
    """The tag group that a map describes."""
    return TagGroup(
        group=wanted.group,
        label_en=wanted.label_en or wanted.group.replace("_", " ").capitalize(),
        label_zh=wanted.label_zh,
        label_vi=wanted.label_vi,
        family=wanted.family,
        many=wanted.values == "many",
        required=wanted.required,
    )


def group_record(wanted: GroupMap, *, step: int) -> Record:
    """The row of `TagGroups`, choices as ids. `step` is used where the map names none: the workbook's own."""
    group = group_of(wanted)
    return {
        "group": group.group,
        "label_en": group.label_en,
        "label_zh": group.label_zh or None,
        "label_vi": group.label_vi or None,
        "family": group.family,
        "step": wanted.step or step,
        "values": wanted.values,
        "required": "yes" if wanted.required else "no",
        "feed": wanted.feed,
        "question": wanted.question or None,
        "owner_department": wanted.owner_department or None,
        "fill_target": wanted.fill_target,
        "status": "active",
    }


def unknown_values(cells: Iterable[tuple[Cells, Sequence[int]]], group: TagGroup, index: TagIndex) -> dict[str, int]:
    """The values of a group's cells that are no tags, with the number of cells, in order of appearance.

    Args:
        cells: a source's cells with the records that were taken. A cell is cut as the workbook's reading cuts it.
    """
    found: dict[str, int] = {}
    for each, records in cells:
        counts = np.bincount(each.codes[records] + 1, minlength=len(each.values) + 1)[1:].tolist()
        for value, count in zip(each.values, counts, strict=True):
            if not count:
                continue
            for text in _parts(as_text(value).strip(), group, index):
                if fold(text) and index.find(group.group, text) is None:
                    found[text] = found.get(text, 0) + count
    return found


def _parts(text: str, group: TagGroup, index: TagIndex) -> Sequence[str]:
    if index.find(group.group, text) is not None:
        return (text,)
    parts = split_values(text)
    if len(parts) > 1 and (group.many or any(index.find(group.group, part) for part in parts)):
        return parts
    return (text,)


def new_labels(values: Mapping[str, int], group_id: str, index: TagIndex) -> list[str]:
    """The tags to add for values that are none: spellings that fold alike are one, written the most frequent way.

    A value that two tags of the group claim is left unknown: one more tag of that name would not help.
    """
    claimed = {fold(spelling.text) for spelling in index.spellings(group_id)}
    spellings: dict[str, list[str]] = {}
    for text in values:
        if fold(text) not in claimed:
            spellings.setdefault(fold(text), []).append(text)
    return [max(each, key=lambda text: values[text]) for each in spellings.values()]  # max keeps the first of equals


def tag_records(
    labels: Iterable[str], group_id: str, taken: set[str], *, first_order: float, as_of: date
) -> list[Record]:
    """The rows of `Tags` for new labels, choices as ids. `taken` are the ids in use, lower case; the new ones join."""
    records: list[Record] = []
    for number, label in enumerate(labels):
        tag_id = free_id(group_id, label, taken)
        taken.add(tag_id.lower())
        records.append(
            {
                "group": group_id,
                "tag_id": tag_id,
                "tag": label,
                "order": first_order + 10 * number,
                "status": "active",
                "origin": "custom",
                "created_on": as_of,
            }
        )
    return records
