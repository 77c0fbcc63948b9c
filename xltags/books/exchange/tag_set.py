"""Tag groups and tags between a workbook and another program: the cells of both, and what only that program knows."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from xltags.books.sheets import tables
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.finding import Language
from xltags.core.near_words import hint
from xltags.core.spec import ColumnSpec
from xltags.core.table import Table
from xltags.core.values import CellFault, Value, as_date, as_text

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Kept: TypeAlias = Mapping[str, dict[str, Json]]
TableId = Literal["TagGroups", "Tags"]
KEPT = "exchange"  # the header of the column that holds what a workbook has no column for
MAX_CELL = 32_767  # characters in a cell: Excel's limit


@dataclass(frozen=True, slots=True)
class Entry:
    """A group or a tag: its cells by column id, blanks left out, choices as ids.

    `kept` is by format what the other program says of it and a workbook has no column for.
    """

    values: Mapping[str, Value]
    kept: Kept = field(default_factory=dict)

    def text(self, column_id: str) -> str:
        """A cell as text, empty where it is blank."""
        return as_text(self.values.get(column_id))

    def known_to(self, format: str) -> dict[str, Json]:
        """What is kept for a format."""
        return self.kept.get(format, {})


@dataclass(frozen=True, slots=True)
class TagSet:
    """Groups and tags in the order of the workbook's rows; `language` is that of the labels in the cells.

    `only_new` names columns of which a file has only a guess: they are filled in new rows and left alone in others.
    """

    groups: tuple[Entry, ...]
    tags: tuple[Entry, ...]
    language: Language = "en"
    only_new: frozenset[str] = frozenset()

    def tags_of(self, group: str) -> list[Entry]:
        """The tags of a group, in order."""
        return [tag for tag in self.tags if tag.text("group") == group]


def group_label(group: Entry, language: Language) -> str:
    """A group's name in a language, falling back to English and then to its id."""
    return group.text(f"label_{language}") or group.text("label_en") or group.text("group")


def read_tag_set(dataset: Dataset, *, only: Iterable[str] = ()) -> TagSet:
    """The tag groups of a workbook with their tags; only those named, where `only` names some.

    Raises:
        XltagsError: EXC001 a name in `only` is no group.
    """
    language = dataset.model.settings.language
    groups = _entries(dataset.table("TagGroups"))
    tags = _entries(dataset.table("Tags"))
    wanted = set(only)
    unknown = sorted(wanted - {group.text("group") for group in groups})
    if unknown:
        known = hint(unknown[0], (group.text("group") for group in groups), otherwise="the groups are")
        raise XltagsError(f"{unknown[0]!r} is no tag group; {known}", code="EXC001")
    if wanted:
        groups = [group for group in groups if group.text("group") in wanted]
        tags = [tag for tag in tags if tag.text("group") in wanted]
    return TagSet(tuple(groups), tuple(tags), language)


def _entries(table: Table) -> list[Entry]:
    cells = {id: list(column.cells()) for id, column in table.columns.items() if column.spec is not None}
    kept = list(table.column(KEPT).cells())
    found = []
    for record in range(len(table)):
        values = {id: value for id, each in cells.items() if (value := each[record]) is not None and usable(value)}
        found.append(Entry(values, kept_of(kept[record])))
    return found


def usable(value: Value) -> bool:
    """Whether a cell holds a value that can be passed on."""
    return not isinstance(value, CellFault)


def kept_of(cell: Value | None) -> Kept:
    """What a cell of the column `exchange` keeps; nothing where a person wrote something else into it."""
    try:
        found = json.loads(cell) if isinstance(cell, str) else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {format: rest for format, rest in found.items() if isinstance(rest, dict)}


def kept_text(kept: Kept) -> str | None:
    """The cell that keeps it; None where there is nothing to keep.

    Raises:
        XltagsError: EXC003 it is longer than a cell may be.
    """
    full = {format: rest for format, rest in sorted(kept.items()) if rest}
    if not full:
        return None
    text = json.dumps(full, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    if len(text) > MAX_CELL:
        raise XltagsError(
            f"what the file says beyond the workbook's columns takes {len(text):,} characters for one entry, a cell "
            f"holds {MAX_CELL:,}; take the longest texts out of the file",
            code="EXC003",
        )
    return text


def columns_of(table_id: TableId) -> Sequence[ColumnSpec]:
    """The declared columns of `TagGroups` or `Tags`."""
    return tables()[table_id].columns


def value_of(text: str, spec: ColumnSpec, place: str) -> Value | None:
    """A cell from a text of a file, by the kind of its column; None where it is blank.

    Raises:
        XltagsError: EXC002 it is no number, or no day.
    """
    text = text.strip()
    if not text:
        return None
    try:
        if spec.kind == "date":
            return date.fromisoformat(text)
        if spec.kind in ("number", "share"):
            number = float(text)
            return int(number) if number.is_integer() else number
    except (ValueError, OverflowError):
        wanted = "a day such as 2026-09-30" if spec.kind == "date" else "a number such as 0.8"
        raise XltagsError(f"{place}: {spec.id} is {text!r}; write {wanted}", code="EXC002") from None
    return text


def plain_text(value: Value) -> str:
    """A cell as `value_of` reads it again."""
    day = as_date(value)
    if day is not None:
        return day.isoformat()
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    return as_text(value)
