"""A column of cells as its distinct values and a code a record: a million records, each value held and written once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from xltags.core.values import Value

Codes = NDArray[np.signedinteger]
BLOCK = 4096


@dataclass(frozen=True, slots=True, eq=False)
class CodedCells(Sequence[Value | None]):
    """The cells of a column: `values[code]` for each record, code -1 for a blank cell. The values all differ."""

    values: Sequence[Value]
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, place: int) -> Value | None: ...

    @overload
    def __getitem__(self, place: slice) -> list[Value | None]: ...

    def __getitem__(self, place: int | slice) -> Value | list[Value | None] | None:
        if isinstance(place, int):
            code = int(self.codes[place])
            return None if code < 0 else self.values[code]
        values = self.values
        return [None if code < 0 else values[code] for code in self.codes[place].tolist()]

    def __iter__(self) -> Iterator[Value | None]:
        for start in range(0, len(self), BLOCK):
            yield from self[start : start + BLOCK]
