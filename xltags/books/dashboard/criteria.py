"""Counting and adding up by criteria: COUNTIFS and SUMIFS over areas."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from xltags.books.dashboard.operands import Area, Column, Operand, is_many, items, single
from xltags.books.dashboard.scalars import NO_VALUE, Fault, Scalar, text
from xltags.books.dashboard.table_cells import TableCells

_CRITERION = re.compile(r"(<>|<=|>=|<|>|=)?(.*)", re.DOTALL)
Mask = NDArray[np.bool_]


class Criteria:
    """COUNTIFS and SUMIFS; what a criterion says of an area is found once."""

    def __init__(self) -> None:
        self._masks: dict[tuple[int, int, int, int, int, Scalar], Mask] = {}

    def count(self, *pairs: Operand) -> Operand:
        """COUNTIFS: area, criterion, area, criterion ...; an array for an array of criteria."""
        return self._each(pairs, lambda mask: float(mask.sum()))

    def total(self, amounts: Operand, *pairs: Operand) -> Operand:
        """SUMIFS: what is added up, then area, criterion ...; texts add nothing, an error is the sum."""
        found = items(amounts)
        values = np.asarray([it if isinstance(it, float) else 0.0 for it in found])
        faults = [(place, it) for place, it in enumerate(found) if isinstance(it, Fault)]

        def add(mask: Mask) -> float:
            for place, fault in faults:
                if mask[place]:
                    raise fault
            return float(values[mask].sum())

        return self._each(pairs, add)

    def _each(self, pairs: Sequence[Operand], measure: Callable[[Mask], float]) -> Operand:
        areas, criteria = pairs[::2], pairs[1::2]
        if not any(is_many(it) for it in criteria):
            return measure(self._all(areas, [single(it) for it in criteria]))
        columns = [items(it) for it in criteria]
        size = max(len(column) for column in columns)
        rows = [[column[0] if len(column) == 1 else column[row] for column in columns] for row in range(size)]
        return Column(tuple(measure(self._all(areas, row)) for row in rows))

    def _all(self, areas: Sequence[Operand], criteria: Sequence[Scalar]) -> Mask:
        masks = [self._mask(area, criterion) for area, criterion in zip(areas, criteria, strict=True)]
        return np.asarray(np.logical_and.reduce(masks), dtype=np.bool_)

    def _mask(self, area: Operand, criterion: Scalar) -> Mask:
        if not isinstance(area, Area):
            raise Fault(NO_VALUE)
        key = (id(area.grid), area.top, area.left, area.bottom, area.right, criterion)
        if key not in self._masks:
            self._masks[key] = _mask_of(area, criterion_test(criterion))
        return self._masks[key]


def _mask_of(area: Area, matches: Callable[[Scalar], bool]) -> Mask:
    """Which cells match; in a table's column each distinct value is asked once."""
    if isinstance(area.grid, TableCells) and area.left == area.right and area.top >= 0:
        values, codes = area.grid.coded(area.left)
        found = np.asarray([*(matches(value) for value in values), matches(None)], dtype=np.bool_)
        return np.asarray(found[codes[area.top : area.bottom + 1]], dtype=np.bool_)
    return np.asarray([matches(value) for value in area.values()], dtype=np.bool_)


@lru_cache(maxsize=4096)
def criterion_test(criterion: Scalar) -> Callable[[Scalar], bool]:
    """What a criterion asks of a cell.

    >>> [criterion_test(">=3")(value) for value in (3.0, 2.0, "5", None)]
    [True, False, False, False]
    >>> [criterion_test("a; *")(value) for value in ("A; b", "a", "ba; c")], criterion_test("")(None)
    ([True, False, False], True)
    """
    if isinstance(criterion, Fault):
        code = criterion.code
        return lambda value: isinstance(value, Fault) and value.code == code
    if criterion is None:
        criterion = 0.0  # an empty cell as a criterion
    if not isinstance(criterion, str):
        wanted = float(criterion)
        return lambda value: isinstance(value, float) and value == wanted
    found = _CRITERION.fullmatch(criterion)
    sign, rest = (found[1] or "=", found[2]) if found else ("=", criterion)
    if not rest:
        blank = sign == "=" and criterion == ""
        return (lambda value: value is None or value == "") if blank else lambda value: (value is None) == (sign == "=")
    try:
        return _compares(sign, float(rest))
    except ValueError:
        same = sign == "="
        if "*" not in rest and "?" not in rest:
            lower = rest.lower()
            return lambda value: (isinstance(value, str) and value.lower() == lower) == same
        pattern = re.compile(_pattern(rest), re.IGNORECASE | re.DOTALL)
        return lambda value: (isinstance(value, str) and pattern.fullmatch(value) is not None) == same


def _compares(sign: str, limit: float) -> Callable[[Scalar], bool]:
    tests: dict[str, Callable[[float], bool]] = {
        "=": lambda it: it == limit,
        "<": lambda it: it < limit,
        ">": lambda it: it > limit,
        "<=": lambda it: it <= limit,
        ">=": lambda it: it >= limit,
    }
    if sign == "<>":
        return lambda value: not (isinstance(value, float) and value == limit)
    test = tests[sign]
    return lambda value: isinstance(value, float) and test(value)


def _pattern(wanted: str) -> str:
    return "".join({"*": ".*", "?": "."}.get(sign) or re.escape(sign) for sign in text(wanted))
