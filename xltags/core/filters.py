"""Filters: which customers meet a condition such as `industry = Manufacturing and tier in (A, B)`.

A filter is text (parsed by `parse_filter`, never executed). Each comparison is true or false for every customer: blank
is unknown and meets no comparison but `is blank`; `not`, `!=` and `not in` turn true and false around, so a filter and
its negation always part the customers in two.
"""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import numpy as np

from xltags.core.dataset import Dataset
from xltags.core.filter_binding import Binder, Bound
from xltags.core.filter_fields import fields_of
from xltags.core.filter_parser import filter_fields, parse_filter
from xltags.core.filter_problems import FilterError, FilterProblem
from xltags.core.filter_syntax import Every, Filter, Leaf, Not, Some, format_filter, leaves
from xltags.core.filter_values import FilterValues, Mask
from xltags.core.flags import is_yes
from xltags.core.once import once
from xltags.core.table import Column
from xltags.core.taxonomy import Tag
from xltags.core.text import fold, split_values
from xltags.core.values import CellFault, Value, as_text

__all__ = [
    "FilterError", "FilterProblem", "FilterUses", "FilterValues", "filter_fields", "filter_problems", "filter_uses",
    "format_filter", "matching", "parse_filter",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FilterUses:
    """What a filter looks at: ids of tag groups and of other fields, and the tags it names; each once, in order."""

    groups: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()


def matching(filter: Filter | str, values: FilterValues) -> Mask:
    """Which customers meet a filter, in the order of `Customers`.

    Raises:
        FilterError: the filter cannot be read, or names a field or value that does not exist; the first problem.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail", "Software"]}
    >>> data = dataset(Tags=tags, Customers={"industry": ["Retail", None, "Software"], "employees": [8, 80, 800]})
    >>> matching("industry != Retail and employees < 500", FilterValues(data)).tolist()
    [False, True, False]
    """
    tree = parse_filter(filter) if isinstance(filter, str) else filter
    binder = Binder(values.dataset, values.fields)
    bound: dict[Leaf, Bound | None] = {leaf: binder.bind(leaf) for leaf in dict.fromkeys(leaves(tree))}
    if binder.problems:
        raise FilterError(min(binder.problems, key=lambda problem: problem.at))
    masks = {leaf: _mask(found, values) for leaf, found in bound.items() if found is not None}
    return _combined(tree, masks)


def _combined(tree: Filter, masks: dict[Leaf, Mask]) -> Mask:
    match tree:
        case Not():
            return ~_combined(tree.part, masks)
        case Every():
            return reduce(and_, (_combined(part, masks) for part in tree.parts))
        case Some():
            return reduce(or_, (_combined(part, masks) for part in tree.parts))
        case _:
            return masks[tree]


def filter_problems(text: str, dataset: Dataset) -> tuple[FilterProblem, ...]:
    """What is wrong with a filter in a workbook, in the order of its text; a fault of grammar comes alone."""
    return _reading(text, dataset).problems


def filter_uses(text: str, dataset: Dataset) -> FilterUses:
    """The groups, other fields and tags that a filter names, as far as it can be read.

    >>> from xltags.core.examples import dataset
    >>> data = dataset(Tags={"group": "industry", "tag": ["Retail"], "zh": ["零售"]})
    >>> uses = filter_uses("行业 = x or industry = 零售 and tier = A", data)
    >>> uses.groups, uses.others, [tag.tag for tag in uses.tags]
    (('industry',), ('tier',), ['Retail'])
    """
    return _reading(text, dataset).uses


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a filter of a workbook looks at, and what is wrong with it."""

    uses: FilterUses
    problems: tuple[FilterProblem, ...]


@once
def _readings(dataset: Dataset) -> dict[str, _Reading]:
    """The filters read so far, by text: many checks ask for the same ones."""
    return {}


def _reading(text: str, dataset: Dataset) -> _Reading:
    known = _readings(dataset)
    if text not in known:
        known[text] = _read(text, dataset)
    return known[text]


def _read(text: str, dataset: Dataset) -> _Reading:
    try:
        tree = parse_filter(text)
    except FilterError as error:
        return _Reading(FilterUses(), (error.problem,))
    binder = Binder(dataset, fields_of(dataset))
    bound = [binder.bind(leaf) for leaf in dict.fromkeys(leaves(tree))]
    fields = [field for leaf in leaves(tree) if (field := binder.fields.named(leaf.field.text))]
    tags = (tag for found in bound if found is not None for tag in found.tags or ())
    uses = FilterUses(
        tuple(dict.fromkeys(field.id for field in fields if field.group is not None)),
        tuple(dict.fromkeys(field.id for field in fields if field.group is None)),
        tuple({(tag.group, tag.id, tag.tag): tag for tag in tags}.values()),
    )
    return _Reading(uses, tuple(sorted(binder.problems, key=lambda problem: problem.at)))


def _mask(bound: Bound, values: FilterValues) -> Mask:
    found = _positive(bound, values)
    return ~found if bound.negated else found


def _positive(bound: Bound, values: FilterValues) -> Mask:
    field = bound.field
    if bound.tags is not None and field.group is not None:
        wanted = {(tag.group, tag.id, tag.tag) for tag in bound.tags}
        return _taken(values.tags(field.group).column, [bool(wanted & line) for line in values.lines(field.group)])
    if bound.spans is not None:
        numbers = values.numbers(field)
        return reduce(or_, ((numbers >= low) & (numbers <= high) for low, high in bound.spans))
    if bound.flag is not None:
        return _flags(bound, values)
    if bound.texts is not None:
        column = values.column(field)
        return _taken(column, [_is_one_of(value, bound.texts) for value in column.values])
    if bound.part is not None:
        return _containing(bound, bound.part, values)
    return values.blank(field)


def _taken(column: Column, by_code: list[bool]) -> Mask:
    return np.asarray([*by_code, False], dtype=np.bool_)[column.codes]  # code -1, blank, takes the last


def _flags(bound: Bound, values: FilterValues) -> Mask:
    if bound.field.computed:
        flags = values.flags(bound.field)
        return flags if bound.flag else ~flags
    column = values.column(bound.field)
    known = [not isinstance(value, CellFault) for value in column.values]
    return _taken(
        column, [it and is_yes(as_text(value)) == bound.flag for it, value in zip(known, column.values, strict=True)]
    )


def _is_one_of(value: Value, texts: frozenset[str]) -> bool:
    """Whether a cell is one of the texts, as a whole or as one of several values such as two owners."""
    if isinstance(value, CellFault):
        return False
    text = as_text(value)
    return fold(text) in texts or any(fold(part) in texts for part in split_values(text))


def _containing(bound: Bound, part: str, values: FilterValues) -> Mask:
    group = bound.field.group
    if group is None:
        column = values.column(bound.field)
        return _taken(
            column, [not isinstance(value, CellFault) and part in fold(as_text(value)) for value in column.values]
        )
    tags = values.tags(group)
    found = []
    for matches in tags.matches:
        named = (
            name
            for match in matches
            for name in ((match.tag.tag, match.tag.zh, match.tag.vi) if match.tag else (match.text,))
        )
        found.append(any(part in fold(name) for name in named))
    return _taken(tags.column, found)
