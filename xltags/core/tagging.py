"""Tagging a whole set of customers: what would change in their cells, and what that replaces."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from xltags.core.customers import Match, TagColumn, match_column
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.filter_fields import fields_of
from xltags.core.filter_values import Mask
from xltags.core.table import Column, make_column
from xltags.core.tag_hints import successor_in_use, suggest_tags
from xltags.core.taxonomy import Tag, TagGroup
from xltags.core.text import join_values, split_values
from xltags.core.values import CellFault, Value, as_text

Mode = Literal["set", "add", "remove"]


@dataclass(frozen=True, slots=True)
class Assignment:
    """What `GROUP=TAG` means: the group with its column, and the tags in use."""

    column: TagColumn
    tags: tuple[Tag, ...]
    mode: Mode

    @property
    def group(self) -> TagGroup:
        """The tag group."""
        return self.column.group


@dataclass(frozen=True, slots=True)
class Change:
    """One cell to write: the customer's record, the cell before (as typed) and after ("" empties it), and the canonical
    labels before and after for the log (texts that are no tag left out)."""

    record: int
    old: str
    new: str
    from_tags: str
    to_tags: str


@dataclass(frozen=True, slots=True)
class Tagging:
    """What tagging a set would do. `matched` customers meet the filter; `changes` are the cells that would change.

    `before` and `after` count the values of the matched customers ("" is blank); `replaced` counts, among them, the
    values that would go, tags and texts alike.
    """

    assignment: Assignment
    matched: int
    changes: tuple[Change, ...]
    before: Mapping[str, int]
    after: Mapping[str, int]
    replaced: Mapping[str, int]


def read_assignment(dataset: Dataset, text: str, mode: Mode) -> Assignment:
    """The group and tags of `GROUP=TAG`; several tags of a many-valued group are separated by `;`.

    Raises:
        XltagsError: there is no such group, column or tag, the tag is retired or reserved, or the group has one value
            and more are given or added.

    >>> from xltags.core.examples import dataset
    >>> data = dataset(Tags={"group": "industry", "tag": ["Retail"]}, Customers={"industry": [None]})
    >>> [tag.tag for tag in read_assignment(data, "Industry = retail", "set").tags]
    ['Retail']
    """
    name, sign, value = (part.strip() for part in text.partition("="))
    if not sign or not name or not value:
        raise XltagsError(f"--set {text!r} is no GROUP=TAG; write it as --set 'industry=Retail'")
    column = _column_of(dataset, name)
    group = column.group
    if mode == "add" and not group.many:
        raise XltagsError(f"{group.group}: holds one value for a customer; leave --add out to replace it")
    tags = tuple(dict.fromkeys(_tag_of(dataset, group, part, mode) for part in _parts(dataset, group, value)))
    if len(tags) > 1 and not group.many and mode == "set":
        raise XltagsError(f"{group.group}: holds one value for a customer; name one tag")
    return Assignment(column, tags, mode)


def _column_of(dataset: Dataset, name: str) -> TagColumn:
    fields = fields_of(dataset)
    field = fields.named(name)
    if field is None or field.group is None:
        near = "" if field else fields.suggested_group(name)
        known = ", ".join(group.group for group in dataset.model.taxonomy.active_groups()) or "none; fill TagGroups"
        raise XltagsError(
            f"{name!r} is no tag group; {f'did you mean {near!r}?' if near else f'the groups are {known}'}"
        )
    column = dataset.customers.tags.get(field.group.group)
    if column is None and field.group.status != "active":
        raise XltagsError(f"{field.group.group}: is {field.group.status}; make it active in TagGroups first")
    if column is None:
        raise XltagsError(f"{field.group.group}: has no column in Customers; add one with that header")
    if column.column.has_formulas:
        raise XltagsError(f"{field.group.group}: formulas fill its column; change what they read")
    return column


def _parts(dataset: Dataset, group: TagGroup, value: str) -> tuple[str, ...]:
    """The tags named; a label that holds a comma is one."""
    return (value,) if dataset.index.find(group.group, value) else split_values(value) or (value,)


def _tag_of(dataset: Dataset, group: TagGroup, text: str, mode: Mode) -> Tag:
    found = dataset.index.find(group.group, text)
    if found is None:
        near = suggest_tags(dataset, group.group, [text]).get(text)
        hint = f"did you mean {near!r}?" if near else "choose one from Tags or request it in TagRequests"
        raise XltagsError(f"{text!r} is no tag of {group.group}; {hint}")
    tag = dataset.model.taxonomy.tags[int(found.key)]
    if tag.status == "active" or mode == "remove":
        return tag
    successor = successor_in_use(dataset.model.taxonomy, tag)
    hint = f"use {successor.tag!r}" if successor else "choose one that is active"
    raise XltagsError(f"{tag.tag!r} of {group.group} is {tag.status}; {hint}")


def plan_tagging(dataset: Dataset, chosen: Mask, assignment: Assignment) -> Tagging:
    """What tagging the chosen customers would do, in the order of `Customers`.

    `set` makes the tags the cell's only ones; `add` puts those that are missing behind the others; `remove` takes them
    out, in whatever spelling, and leaves the rest as typed. A cell that says the same already is not written.

    >>> from xltags.core.examples import dataset
    >>> data = dataset(Tags={"group": "industry", "tag": ["Retail"]}, Customers={"industry": ["Shop", "Retail", None]})
    >>> made = plan_tagging(data, np.asarray([True, True, True]), read_assignment(data, "industry=Retail", "set"))
    >>> [(change.record, change.old, change.new) for change in made.changes], dict(made.replaced)
    ([(0, 'Shop', 'Retail'), (2, '', 'Retail')], {'Shop': 1})
    """
    column = assignment.column
    cells = [
        _planned(value, matches, assignment)
        for value, matches in zip(column.column.values, column.matches, strict=True)
    ]
    cells.append(_planned(None, (), assignment))  # code -1, blank, takes the last
    records = np.flatnonzero(chosen).tolist()
    codes = column.column.codes
    changes = tuple(replace(cell, record=it) for it in records if (cell := cells[int(codes[it])]).old != cell.new)
    counts = np.bincount(codes[chosen] + 1, minlength=len(cells))
    before, after, replaced = (Counter[str]() for _ in range(3))
    for code, (cell, value) in enumerate(zip(cells, (*column.column.values, None), strict=True)):
        count = int(counts[code + 1 if value is not None else 0])
        if not count:
            continue
        old = _shown(column.matches[code] if value is not None else (), value)
        new = _after(old, assignment) if cell.old != cell.new else old
        before.update(dict.fromkeys(old or ("",), count))
        after.update(dict.fromkeys(new or ("",), count))
        replaced.update({text: count for text in old if text not in new})
    return Tagging(assignment, len(records), changes, _sorted(before), _sorted(after), _sorted(replaced))


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _planned(value: Value | None, matches: tuple[Match, ...], assignment: Assignment) -> Change:
    """What becomes of one distinct cell; the record is filled in later."""
    old = as_text(value)
    wanted = {tag.id for tag in assignment.tags}
    present = {match.tag.id for match in matches if match.tag is not None}
    labels = [match.tag.tag for match in matches if match.tag is not None]
    if assignment.mode == "remove":
        kept = [match for match in matches if match.tag is None or match.tag.id not in wanted]
        new = old if not wanted & present else join_values(match.text for match in kept)
        return Change(-1, old, new, _log(labels), _log(match.tag.tag for match in kept if match.tag is not None))
    added = [tag.tag for tag in assignment.tags if tag.id not in present]
    if assignment.mode == "add":
        new = old if not added else join_values([*(match.text for match in matches), *added])
        return Change(-1, old, new, _log(labels), _log([*labels, *added]))
    same = present == wanted and all(match.tag is not None for match in matches)
    new = old if same else join_values(tag.tag for tag in assignment.tags)
    return Change(-1, old, new, _log(labels), _log(tag.tag for tag in assignment.tags))


def _log(labels: Iterable[str]) -> str:
    return join_values(dict.fromkeys(labels))


def _shown(matches: tuple[Match, ...], value: Value | None) -> tuple[str, ...]:
    if isinstance(value, CellFault):
        return (as_text(value),)
    return tuple(dict.fromkeys(match.tag.tag if match.tag else match.text for match in matches))


def _after(old: tuple[str, ...], assignment: Assignment) -> tuple[str, ...]:
    named = tuple(tag.tag for tag in assignment.tags)
    match assignment.mode:
        case "set":
            return named
        case "add":
            return tuple(dict.fromkeys((*old, *named)))
        case "remove":
            return tuple(text for text in old if text not in named)


def tagged(dataset: Dataset, tagging: Tagging) -> Dataset:
    """The dataset as it would be after the changes: what scores and checks then say."""
    group, customers = tagging.assignment.group, dataset.customers
    old = tagging.assignment.column.column
    cells = list(old.cells())
    for change in tagging.changes:
        cells[change.record] = change.new or None
    made = make_column(group.group, cells, header=old.header, letter=old.letter)
    column: Column = replace(made, spec=old.spec)
    table = replace(customers.table, columns={**customers.table.columns, group.group: column})
    tags = {**customers.tags, group.group: match_column(column, group, dataset.index, dataset.model.taxonomy)}
    return replace(
        dataset,
        customers=replace(customers, table=table, tags=tags),
        tables={**dataset.tables, "Customers": table},
    )
