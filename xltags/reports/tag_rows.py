"""Customers and the tags they carry, one record for each tag of a customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xltags.core.values import CellFault, as_text

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from xltags.core.customers import Match, TagColumn
    from xltags.core.taxonomy import Taxonomy
    from xltags.core.values import Value


@dataclass(frozen=True, slots=True)
class TagRows:
    """The tags of one group, sorted by customer, then as in the cell.

    `customers` holds the position of the customer of each record, `codes` the position of its tag in `labels` and
    `parents`. Every customer has at least one record: the label "" is a blank cell. A tag repeated in a cell is there
    once. `labels` are distinct and sorted; a value that is no tag is as typed. `known` says which labels are values:
    not the blank one, and not an Excel error.
    """

    customers: NDArray[np.int32]
    codes: NDArray[np.signedinteger]
    labels: tuple[str, ...]
    parents: tuple[str, ...]
    known: tuple[bool, ...]

    def categorical(self) -> pd.Categorical:
        """The labels by record."""
        import pandas as pd

        return pd.Categorical.from_codes(self.codes, categories=pd.Index(list(self.labels), dtype=object))


def tag_rows(column: TagColumn, taxonomy: Taxonomy) -> TagRows:
    """The records of a tag group's column."""
    cells = [
        _labels(matches, value, taxonomy) for matches, value in zip(column.matches, column.column.values, strict=True)
    ]
    cells.append({"": ""})
    parents = {label: parent for cell in cells for label, parent in cell.items()}
    labels = tuple(sorted(parents))
    place = {label: number for number, label in enumerate(labels)}
    narrow = np.min_scalar_type(-len(labels))  # there are as many records as customers, or more
    flat = np.asarray([place[label] for cell in cells for label in cell], dtype=narrow)
    sizes = np.asarray([len(cell) for cell in cells], dtype=np.int64)
    first = np.cumsum(sizes) - sizes
    cell_of = column.column.codes.astype(np.int64)
    cell_of[cell_of < 0] = len(cells) - 1
    counts = sizes[cell_of]
    customers = np.repeat(np.arange(len(cell_of), dtype=np.int32), counts)
    within = np.arange(len(customers), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
    codes = flat[np.repeat(first[cell_of], counts) + within]
    faults = {as_text(value) for value in column.column.values if isinstance(value, CellFault)}
    known = tuple(bool(label) and label not in faults for label in labels)
    return TagRows(customers, codes, labels, tuple(parents[label] for label in labels), known)


def _labels(matches: tuple[Match, ...], value: Value, taxonomy: Taxonomy) -> dict[str, str]:
    """The labels of a cell with the label of the parent of each, "" where it has none."""
    found: dict[str, str] = {}
    for match in matches:
        if match.tag is None:
            found.setdefault(match.text, "")
        else:
            parent = taxonomy.parent_of(match.tag)
            found.setdefault(match.tag.tag, parent.tag if parent else "")
    return found or {as_text(value): ""}
