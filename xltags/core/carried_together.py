"""How often customers carry two tags of different groups at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xltags.core.customers import TagColumn
from xltags.core.dataset import Dataset
from xltags.core.taxonomy import Tag

SAMPLE = 50_000  # customers, evenly spread; more would not change a share that is compared with 0.6 or 0.2
LEAST_KNOWN = 20
LEAST_CARRIERS = 5


@dataclass(frozen=True, slots=True)
class Together:
    """Of the customers whose two groups are both filled: how many carry one of two tags, and how many carry both."""

    either: int
    both: int

    @property
    def share(self) -> float:
        """The share of both among either, 0..1."""
        return self.both / self.either if self.either else 0.0


class Carriers:
    """Which customers carry a tag or one below it; made once for a dataset."""

    def __init__(self, dataset: Dataset) -> None:
        self._taxonomy = dataset.model.taxonomy
        self._columns: Mapping[str, TagColumn] = dataset.customers.tags
        count = len(dataset.customers)
        self._rows = np.arange(0, count, max(1, -(-count // SAMPLE)))
        self._masks: dict[int, NDArray[np.bool_]] = {}

    def together(self, one: Tag, other: Tag) -> Together | None:
        """How often two tags of different groups go together; None where too few customers can tell."""
        first, second = self._columns.get(one.group), self._columns.get(other.group)
        if first is None or second is None or first is second:
            return None
        rows = self._rows
        known = (first.column.codes[rows] >= 0) & (second.column.codes[rows] >= 0)
        if np.count_nonzero(known) < LEAST_KNOWN:
            return None
        a, b = self._mask(one, first) & known, self._mask(other, second) & known
        if min(np.count_nonzero(a), np.count_nonzero(b)) < LEAST_CARRIERS:
            return None
        return Together(int(np.count_nonzero(a | b)), int(np.count_nonzero(a & b)))

    def _mask(self, tag: Tag, column: TagColumn) -> NDArray[np.bool_]:
        found = self._masks.get(id(tag))
        if found is None:
            cells = [any(it.tag and self._is_of(tag, it.tag) for it in cell) for cell in column.matches]
            found = np.asarray([*cells, False], dtype=np.bool_)[column.column.codes[self._rows]]
            self._masks[id(tag)] = found
        return found

    def _is_of(self, wider: Tag, tag: Tag) -> bool:
        """Whether a tag is another one or stands below it."""
        return any(above is wider for above in self._taxonomy.line_of(tag))
