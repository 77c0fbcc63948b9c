"""The fields that rules look at, over all customers: which states occur and who has which."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xltags.core.chain import roles_in
from xltags.core.compiled import CompiledScorecard, TagPlaces
from xltags.core.customers import TagColumn, column_numbers
from xltags.core.dataset import Dataset
from xltags.core.distinct import distinct
from xltags.core.field_state import MeasureField, State, TagField
from xltags.core.people_field import PeopleField, Roles
from xltags.core.table import BLANK, Column, Table
from xltags.core.tier_range import FieldStates, Numbers
from xltags.core.values import Value, as_text


@dataclass(frozen=True, slots=True)
class ShownValues:
    """The distinct values that people read, and each customer's code; -1 = blank."""

    values: tuple[Value, ...]
    codes: Numbers


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """A field of all customers. `numbers` are the rules that look at it; `shown` by rule, in the same order."""

    numbers: tuple[int, ...]
    states: FieldStates
    shown: tuple[ShownValues, ...]

    def state(self, index: int) -> State:
        """The state of customer `index`."""
        return self.states.states[int(self.states.codes[index])]


def field_columns(compiled: CompiledScorecard, dataset: Dataset) -> tuple[FieldColumn, ...]:
    """Every field of a scorecard, filled from the customers and their contacts."""
    found = [_tag_column(field, dataset, compiled.places) for field in compiled.tags]
    found += [_measure_column(field, dataset.customers.table.column(field.measure)) for field in compiled.measures]
    if compiled.people:
        found.append(_people_column(compiled.people, dataset))
    return tuple(found)


def tag_keys(column: TagColumn, places: TagPlaces) -> list[frozenset[int]]:
    """By distinct cell text: the positions of its tags; empty where none of its values is a tag."""
    found = ([match.tag for match in matches if match.tag is not None] for matches in column.matches)
    return [frozenset(places[tag.group, tag.id, tag.tag] for tag in tags) for tags in found]


def tag_texts(column: TagColumn) -> tuple[str, ...]:
    """By distinct cell text: the canonical labels, or what was typed."""
    return tuple(", ".join(labels) for labels in column.labels())


def _tag_column(field: TagField, dataset: Dataset, places: TagPlaces) -> FieldColumn:
    column = dataset.customers.tags.get(field.group)
    if column is None:  # an active group without a column: blank for everybody
        blanks = np.full(len(dataset.customers), BLANK, dtype=np.int32)
        shown, keys = ShownValues((), blanks), [frozenset[int]()]
    else:
        shown, keys = ShownValues(tag_texts(column), column.column.codes), [*tag_keys(column, places), frozenset()]
    numbers: dict[frozenset[int], int] = {}
    codes = np.array([numbers.setdefault(tags, len(numbers)) for tags in keys], dtype=np.int32)
    states = FieldStates(tuple(map(field.state, numbers)), codes[shown.codes])  # code -1 takes the last
    return FieldColumn(field.numbers, states, (shown,) * len(field.numbers))


def _measure_column(field: MeasureField, column: Column) -> FieldColumn:
    shown = ShownValues(column.values, column.codes)
    answers = (*range(len(field.cuts) + 1), None)
    states = FieldStates(tuple(map(field.state, answers)), _intervals(column, field.cuts))
    return FieldColumn(field.numbers, states, (shown,) * len(field.numbers))


def _intervals(column: Column, cuts: Sequence[float]) -> Numbers:
    """By record the interval between cut points; one past the last interval where there is no number."""
    numbers = column_numbers(column)
    found = np.searchsorted(np.array(cuts, dtype=np.float64), numbers, side="right").astype(np.int32)
    found[np.isnan(numbers)] = len(cuts) + 1
    return found


def _people_column(field: PeopleField, dataset: Dataset) -> FieldColumn:
    table = dataset.customers.table
    employees = table.column("employees")
    roles, sets = _role_sets(table.column("customer_id"), dataset.table("Contacts"), field)
    sizes = (*range(len(field.cuts) + 1), None)
    distinct, codes = np.unique(_intervals(employees, field.cuts) * np.int32(len(sets)) + roles, return_inverse=True)
    states = tuple(field.state((sizes[pair // len(sets)], sets[pair % len(sets)])) for pair in distinct.tolist())
    found = FieldStates(states, codes.astype(np.int32))
    size = ShownValues(employees.values, employees.codes)
    texts = tuple(state.coverage.text() if state.coverage else "" for state in states)
    covered = np.array([bool(text) for text in texts], dtype=np.bool_)
    chain = ShownValues(texts, np.where(covered[found.codes], found.codes, np.int32(BLANK)))
    shown = tuple(size if place < field.size_count else chain for place in range(len(field.numbers)))
    return FieldColumn(field.numbers, found, shown)


def _role_sets(customers: Column, contacts: Table, field: PeopleField) -> tuple[Numbers, list[Roles]]:
    """By customer the number of the set of roles known there, and the sets; the first is None, no role known."""
    texts = _trimmed(customers)
    ids = {text: number for number, text in enumerate(texts)}
    who = np.array([*(ids.get(text, BLANK) for text in _trimmed(contacts.column("customer_id"))), BLANK])
    met: dict[frozenset[str], int] = {}
    role_cells = contacts.column("chain_role")
    kinds = [
        met.setdefault(roles, len(met)) if roles else BLANK
        for roles in (field.simplify(roles_in(cell)) for cell in role_cells.values)
    ]
    persons, places = who[contacts.column("customer_id").codes], np.array([*kinds, BLANK])[role_cells.codes]
    numbers: dict[Roles, int] = {None: 0}
    known = np.zeros(len(texts) + 1, dtype=np.int32)
    for roles, kind in met.items():
        rows = distinct(persons[(places == kind) & (persons >= 0)])
        merged, sets = np.arange(len(numbers), dtype=np.int32), list(numbers)
        for number in distinct(known[rows]).tolist():
            merged[number] = numbers.setdefault(roles | (sets[number] or frozenset()), len(numbers))
        known[rows] = merged[known[rows]]
    by_text = np.array([*(ids[text] for text in texts), BLANK])
    return known[by_text[customers.codes]], list(numbers)


def _trimmed(column: Column) -> list[str]:
    return [(value if isinstance(value, str) else as_text(value)).strip() for value in column.values]
