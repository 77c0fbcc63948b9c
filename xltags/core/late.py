"""Columns whose values are made as they are read: those of many customers, held at once, would take much memory."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, overload

BLOCK = 4096
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, eq=False)
class Late(Sequence[Item], Generic[Item]):
    """A sequence of `length` values; `make(start, stop)` gives those of a stretch, the same ones each time.

    Read it by slices: a single value costs as much as `make` takes for one.

    >>> squares = Late(5, lambda start, stop: [each * each for each in range(start, stop)])
    >>> squares[1:3], squares[-1], list(squares)
    ([1, 4], 16, [0, 1, 4, 9, 16])
    """

    length: int
    make: Callable[[int, int], Sequence[Item]]

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, place: int) -> Item: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Item]: ...

    def __getitem__(self, place: int | slice) -> Item | Sequence[Item]:
        if isinstance(place, int):
            at = range(self.length)[place]
            return self.make(at, at + 1)[0]
        start, stop, step = place.indices(self.length)
        if step != 1:
            return [self[at] for at in range(start, stop, step)]
        return self.make(start, max(start, stop))

    def __iter__(self) -> Iterator[Item]:
        for start in range(0, self.length, BLOCK):
            yield from self.make(start, min(start + BLOCK, self.length))
