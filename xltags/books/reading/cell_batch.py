"""Cells on their way from a sheet's XML to columns: arrays, one entry a cell that has a value, in document order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Int64s: TypeAlias = NDArray[np.int64]
MAX_ROW = 1_048_576
MAX_COLUMN = 16_384


class Kind(IntEnum):
    """What a cell's payload means."""

    SHARED = 0  # index of a shared string
    NUMBER = 1  # the number itself, also in the next four
    DATE = 2
    DATETIME = 3
    TIME = 4
    DURATION = 5
    BOOL = 6  # 0 or 1
    TEXT = 7  # index into Texts, also in the rest
    ERROR = 8
    ISO_DATE = 9
    UNCALCULATED = 10
    BAD_NUMBER = 11
    BAD_REFERENCE = 12


class Texts:
    """Texts that stand in the sheet itself, each kept once and known by its index."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._index: dict[str, int] = {}

    def index(self, text: str) -> int:
        """The index of a text, new or old."""
        found = self._index.get(text)
        if found is None:
            found = self._index[text] = len(self.values)
            self.values.append(text)
        return found


@dataclass(frozen=True, slots=True)
class CellFaultAt:
    """A cell that stands where it may not, so that its value may be missing from the columns.

    `kind` is one of: `duplicate_cell` (another cell with the same reference follows and counts), `outside_sheet`
    (beyond row 1,048,576 or column XFD; its value is dropped), `misplaced_cell` (written inside another row: its own
    reference counts; or with no readable reference: it counts as the next cell), `unknown_style` (a style that the
    workbook does not have; the number is read as a plain one). `text` is the value dropped, the row or reference
    written, or the style.
    """

    row: int
    column: int
    kind: str
    text: str = ""


@dataclass(slots=True)
class CellBatch:
    """Cells of consecutive rows. `payload` holds what `kinds` says; `formulas` is None where no cell has one."""

    rows: Int64s
    columns: Int64s
    kinds: NDArray[np.uint8]
    payload: NDArray[np.float64]
    formulas: NDArray[np.bool_] | None = None
    hidden_rows: list[int] = field(default_factory=list)
    faults: list[CellFaultAt] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, which: NDArray[np.bool_] | Int64s) -> "CellBatch":
        """Some of the cells, by flag or index; hidden rows and faults stay with the whole."""
        formulas = None if self.formulas is None else self.formulas[which]
        return CellBatch(self.rows[which], self.columns[which], self.kinds[which], self.payload[which], formulas)

    def places(self) -> Int64s:
        """One number a cell that rises in document order of a well-ordered sheet."""
        return self.rows * (MAX_COLUMN + 1) + self.columns


def join_batches(batches: Iterable[CellBatch]) -> CellBatch:
    """The cells of several batches, one after the other."""
    parts = list(batches)
    formulas = None
    if any(each.formulas is not None for each in parts):
        formulas = np.concatenate(
            [np.zeros(len(each), np.bool_) if each.formulas is None else each.formulas for each in parts]
        )
    return CellBatch(
        np.concatenate([each.rows for each in parts] or [np.empty(0, np.int64)]),
        np.concatenate([each.columns for each in parts] or [np.empty(0, np.int64)]),
        np.concatenate([each.kinds for each in parts] or [np.empty(0, np.uint8)]),
        np.concatenate([each.payload for each in parts] or [np.empty(0, np.float64)]),
        formulas,
        [row for each in parts for row in each.hidden_rows],
        [fault for each in parts for fault in each.faults],
    )
