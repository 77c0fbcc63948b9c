"""The distinct numbers of an array."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Scalar = TypeVar("Scalar", bound=np.generic)


def distinct(numbers: NDArray[Scalar]) -> NDArray[Scalar]:
    """The numbers of a flat array, each once, rising.

    As `np.unique`, which alone loads numpy's masked arrays: a noticeable part of a small workbook's check.

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered = np.sort(numbers)
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]
