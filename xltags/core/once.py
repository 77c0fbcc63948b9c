"""What is worked out once for a dataset or a taxonomy, however many checks ask for it."""

from collections.abc import Callable
from functools import wraps
from typing import Protocol, TypeVar, cast


class Keeper(Protocol):
    """Something that does not change and keeps what was worked out from it."""

    @property
    def made(self) -> dict[object, object]:
        """What was worked out, by the function that did it."""


Kept = TypeVar("Kept", bound=Keeper)
Made = TypeVar("Made")


def once(function: Callable[[Kept], Made]) -> Callable[[Kept], Made]:
    """The function, carried out once for each keeper; its result lives as long, so nobody may change it.

    A result must not refer to its keeper: the two would outlive their use together.
    """

    @wraps(function)
    def made(keeper: Kept) -> Made:
        known = keeper.made
        if function not in known:
            known[function] = function(keeper)
        return cast("Made", known[function])

    return made
