"""Which of many names are one slip of the fingers apart, found without comparing each with each.

Every name is reduced to numbers that two names one slip apart have in common. They are sums over its letters, modulo
2**64, so that leaving out one letter is a subtraction, done for all letters of all names at once. Equal letters always
give equal numbers; should other letters do so too, the pair is compared in vain, nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
Codes = NDArray[np.uint32]
Places = NDArray[np.int32]  # 32 bits are enough for any workbook, and halve the memory

BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse
INVERSE = pow(BASE, -1, 1 << 64)
POSITION = 0xD6E8FEB86659FD93
SKELETON = 0xA0761D6478BD642F  # sets skeletons apart from names
PIECE = 1 << 17  # letters
VOWELS = np.array([ord(letter) for letter in "aeiouy"], dtype=np.uint32)


class _Letters:
    """The letters of many names as one array, with the sum of each name."""

    def __init__(self, names: Sequence[str]) -> None:
        sizes = np.fromiter(map(len, names), np.int64, len(names))
        encoded = "".join(names).encode("utf-32-le", "surrogatepass")
        self.codes: Codes = np.frombuffer(encoded, dtype=np.uint32)
        self.owners: Places = np.repeat(np.arange(len(names), dtype=np.int32), sizes)
        self.ends: Places = np.cumsum(sizes, dtype=np.int32)
        self.starts: Places = self.ends - sizes.astype(np.int32)
        self.positions: Places = np.arange(len(self.codes), dtype=np.int32) - self.starts[self.owners]
        self.powers = _powers(int(sizes.max(initial=0)) + 1)
        self._sums = _running_sums(self.terms())

    def terms(self) -> Numbers:
        """What each letter adds to the number of its name."""
        terms = self.powers[self.positions]
        terms *= self.codes + np.uint64(1)
        return terms

    def totals(self) -> Numbers:
        """The number of each whole name."""
        return self._sums[self.ends] - self._sums[self.starts]

    def without(self, letters: Places) -> Numbers:
        """The numbers of the names without one letter, those behind it moved up; an entry a letter named."""
        owners = self.owners[letters]
        numbers = self._sums[self.ends[owners]]
        numbers -= self._sums[letters + 1]
        numbers *= np.uint64(INVERSE)
        numbers += self._sums[letters]
        numbers -= self._sums[self.starts[owners]]
        return numbers


def _running_sums(terms: Numbers) -> Numbers:
    sums = np.zeros(len(terms) + 1, dtype=np.uint64)
    np.cumsum(terms, dtype=np.uint64, out=sums[1:])
    return sums


def _powers(count: int) -> Numbers:
    powers = np.full(count, BASE, dtype=np.uint64)
    powers[:1] = 1
    return np.cumprod(powers, dtype=np.uint64)


def slipped_pairs(names: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places of names, sorted, that are equal, one letter apart, or equal but for vowels and doubled letters.

    One letter apart: lost, added, replaced, or swapped with its neighbour. Digits are never left out: other numbers,
    other company. Some pairs that are further apart are among them.

    >>> slipped_pairs(["acme robotics", "acme robotcs", "acme robatics", "zeta"])
    [(0, 1), (0, 2), (1, 2)]
    """
    if not names:
        return []
    letters, count = _Letters(names), len(names)
    digits = [code for code in np.unique(letters.codes).tolist() if chr(code).isdigit()]
    removable = np.flatnonzero(~np.isin(letters.codes, digits)).astype(np.int32)
    keys = np.empty(2 * count + len(removable), dtype=np.uint64)  # filled piece by piece: each copy takes 10 MB
    keys[:count] = letters.totals()
    keys[count : 2 * count] = _skeletons(letters, count)
    for start in range(0, len(removable), PIECE):
        piece = removable[start : start + PIECE]
        keys[2 * count + start :][: len(piece)] = letters.without(piece)
    everyone = np.arange(count, dtype=np.int32)
    owners = np.concatenate([everyone, everyone, letters.owners[removable]])
    del letters, removable
    return _pairs_of_equal(keys, owners)


def _skeletons(letters: _Letters, count: int) -> Numbers:
    """The numbers of the names without vowels behind the first letter, doubled letters once."""
    first = letters.positions == 0
    kept = np.flatnonzero(first | ~np.isin(letters.codes, VOWELS))
    codes, owners = letters.codes[kept], letters.owners[kept]
    doubled = np.zeros(len(kept), dtype=np.bool_)
    doubled[1:] = (codes[1:] == codes[:-1]) & (owners[1:] == owners[:-1])
    doubled[1:] &= ~first[kept[:-1]]  # the first letter stands alone
    codes, owners = codes[~doubled], owners[~doubled]
    bounds = np.searchsorted(owners, np.arange(count + 1))
    ranks = np.arange(len(codes)) - bounds[owners]
    sums = _running_sums((codes + np.uint64(1)) * letters.powers[ranks])
    return (sums[bounds[1:]] - sums[bounds[:-1]]) ^ np.uint64(SKELETON)


def homophone_pairs(names: Sequence[str], sound_of: Callable[[str], str]) -> list[tuple[int, int]]:
    """Pairs of places of names, sorted, that differ in one character at most, which sounds alike in both.

    `sound_of` is asked only for characters that names equal but for them have; it may be slow to load.

    >>> homophone_pairs(["华信", "华鑫", "华美"], {"信": "xin", "鑫": "xin", "美": "mei"}.__getitem__)
    [(0, 1)]
    """
    if not names:
        return []
    letters = _Letters(names)
    holes = letters.positions.astype(np.uint64) * np.uint64(POSITION)  # the name with a hole at this place
    holes -= letters.terms()
    holes += letters.totals()[letters.owners]
    shared = _shared(holes)
    codes, code_of = np.unique(letters.codes[shared], return_inverse=True)
    sounds: dict[str, int] = {}
    numbers = [sounds.setdefault(sound_of(chr(code)), len(sounds)) for code in codes.tolist()]
    keys = holes[shared] ^ (np.array(numbers, dtype=np.uint64)[code_of] * np.uint64(SKELETON))
    return _pairs_of_equal(keys, letters.owners[shared])


def _shared(keys: Numbers) -> NDArray[np.int64]:
    """Where the keys stand that occur more than once. Sorting numbers takes a fraction of sorting their places."""
    ordered = np.sort(keys)
    twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if not len(twice):
        return np.empty(0, dtype=np.int64)
    del ordered
    found = [
        start + np.flatnonzero(np.isin(keys[start : start + PIECE], twice, kind="sort"))
        for start in range(0, len(keys), PIECE)
    ]
    return np.concatenate(found)


def _pairs_of_equal(keys: Numbers, owners: Places) -> list[tuple[int, int]]:
    """The pairs of owners that have a key in common, sorted."""
    shared = _shared(keys)
    keys, owners = keys[shared], owners[shared]
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    bounds = [0, *(np.flatnonzero(keys[1:] != keys[:-1]) + 1).tolist(), len(keys)]
    pairs: set[tuple[int, int]] = set()
    for start, end in pairwise(bounds):
        pairs.update(combinations(sorted(set(owners[start:end].tolist())), 2))
    return sorted(pairs)
