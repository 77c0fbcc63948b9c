"""The tags of all customers at one time, small enough to keep, and what changed between two times."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from xltags.core.customer_rows import clean_id
from xltags.core.customers import Match, TagColumn
from xltags.core.dataset import Dataset
from xltags.core.table import BLANK, Codes
from xltags.core.text import fold
from xltags.core.values import as_text

TAG, TEXT = "#", "="  # what a value begins with: the id of a tag, a text that is none
Values = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class GroupState:
    """The tags of one group: the distinct combinations, sorted within, and a code a customer (-1 = none)."""

    values: tuple[Values, ...]
    codes: Codes


@dataclass(frozen=True, slots=True, eq=False)
class TagState:
    """The tags of customers by group. `keys` name the customers: the id, and its number among those that share it."""

    keys: tuple[tuple[str, int], ...]
    groups: Mapping[str, GroupState]


@dataclass(frozen=True, slots=True)
class StateChange:
    """A customer whose tags of a group differ: its record in the later state, and both combinations."""

    record: int
    customer_id: str
    group: str
    before: Values
    after: Values


def tag_state(dataset: Dataset) -> TagState:
    """The tags of a workbook's customers, of the groups in use; another spelling of a tag is the same state.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag_id": ["i1"], "tag": ["Retail"]}
    >>> tag_state(dataset(Tags=tags, Customers={"customer_id": "C1", "industry": "RETAIL"})).groups["industry"].values
    (('#i1',),)
    """
    groups = {id: group_state(column) for id, column in dataset.customers.tags.items()}
    return TagState(customer_keys(dataset), groups)


def customer_keys(dataset: Dataset) -> tuple[tuple[str, int], ...]:
    """By record of `Customers`: its id, and how many records before it have that id."""
    seen: dict[str, int] = {}
    keys = []
    for value in dataset.customers.table.column("customer_id").cells():
        id = clean_id(value)
        keys.append((id, seen.get(id, 0)))
        seen[id] = seen.get(id, 0) + 1
    return tuple(keys)


def group_state(column: TagColumn) -> GroupState:
    """The state of one group."""
    values: dict[Values, int] = {}
    codes = []
    for value, matches in zip(column.column.values, column.matches, strict=True):
        found = tuple(sorted({_name(match) for match in matches})) or (TEXT + as_text(value),)
        codes.append(values.setdefault(found, len(values)))
    return GroupState(tuple(values), np.asarray([*codes, BLANK], dtype=np.int32)[column.column.codes])


def _name(match: Match) -> str:
    return TAG + match.tag.id if match.tag is not None else TEXT + fold(match.text)


def state_changes(old: TagState, new: TagState) -> Iterator[StateChange]:
    """The customers of both states whose tags differ, by group in the order of the later state, then by record.

    A group that only the earlier state has is no change of customers; one that only the later has begins blank.
    """
    records = {key: record for record, key in enumerate(old.keys)}
    pairs = [(record, records[key]) for record, key in enumerate(new.keys) if key in records]
    if not pairs:
        return
    now, then = (np.asarray(part, dtype=np.int64) for part in zip(*pairs, strict=True))
    for group, state in new.groups.items():
        known = old.groups.get(group, GroupState((), np.full(len(old.keys), BLANK, dtype=np.int32)))
        numbers = {values: number for number, values in enumerate(state.values)}
        same = np.asarray([*(numbers.get(values, -2) for values in known.values), BLANK], dtype=np.int64)
        differs = same[known.codes[then]] != state.codes[now]
        for place in np.flatnonzero(differs).tolist():
            record = int(now[place])
            before, after = int(known.codes[then[place]]), int(state.codes[record])
            yield StateChange(
                record,
                new.keys[record][0],
                group,
                known.values[before] if before >= 0 else (),
                state.values[after] if after >= 0 else (),
            )


def state_record(state: TagState) -> dict[str, object]:
    """The state as plain lists, for JSON."""
    return {
        "ids": [id for id, _ in state.keys],
        "groups": {
            id: {"values": [list(values) for values in group.values], "codes": group.codes.tolist()}
            for id, group in state.groups.items()
        },
    }


def state_from(record: Mapping[str, object]) -> TagState:
    """The state that `state_record` gave.

    Raises:
        ValueError: it is none.
    """
    ids, groups = record.get("ids"), record.get("groups")
    if not isinstance(ids, list) or not isinstance(groups, dict):
        raise ValueError("is no state of tags")
    seen: dict[str, int] = {}
    keys = []
    for id in map(str, ids):
        keys.append((id, seen.get(id, 0)))
        seen[id] = seen.get(id, 0) + 1
    made = {}
    for group, parts in groups.items():
        codes = np.asarray(parts["codes"], dtype=np.int32)
        values = tuple(tuple(map(str, each)) for each in parts["values"])
        if len(codes) != len(keys) or (len(codes) and not -1 <= codes.min() <= codes.max() < max(len(values), 1)):
            raise ValueError(f"the state of {group} does not fit")
        made[str(group)] = GroupState(values, codes)
    return TagState(tuple(keys), made)
