"""Which of many names are one slip of the fingers apart, found without comparing each with each.

Every name is reduced to numbers that two names one slip apart have in common. They are sums over its letters, modulo
2**64, so that leaving out one letter is a subtraction, done for all letters of all names at once. Equal letters always
give equal numbers; should other letters do so too, the pair is compared in vain, nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from xltags.core.distinct import distinct

Numbers = NDArray[np.uint64]
Keys = NDArray[np.uint32]
Codes = NDArray[np.uint32]
Number = TypeVar("Number", np.uint32, np.int32, np.uint64, np.int64)
Pairs = NDArray[np.int32]  # of shape (n, 2)
Places = NDArray[np.int32]  # 32 bits are enough for any workbook, and halve the memory

BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse
INVERSE = pow(BASE, -1, 1 << 64)
POSITION = 0xD6E8FEB86659FD93
SKELETON = 0xA0761D6478BD642F  # sets skeletons apart from names
BLOCK = 1 << 12  # names whose letters are looked at together
PIECE = 1 << 17  # keys
SIEVE = 1 << 20
NO_PAIRS = np.empty((0, 2), dtype=np.int32)
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


def slipped_pairs(names: Iterable[str]) -> Pairs:
    """Pairs of places of names, sorted, that are equal, one letter apart, or equal but for vowels and doubled letters.

    One letter apart: lost, added, replaced, or swapped with its neighbour. Digits are never left out: other numbers,
    other company. Some pairs that are further apart are among them.

    >>> slipped_pairs(["acme robotics", "acme robotcs", "acme robatics", "zeta"]).tolist()
    [[0, 1], [0, 2], [1, 2]]
    """
    whole: list[Keys] = []
    shortened: list[Keys] = []
    sizes: list[Places] = []
    for block in _blocks(names):
        letters = _Letters(block)
        digits = [code for code in distinct(letters.codes).tolist() if chr(code).isdigit()]
        removable = np.flatnonzero(~np.isin(letters.codes, digits)).astype(np.int32)
        whole += [_key(letters.totals()), _key(_skeletons(letters, len(block)))]
        shortened.append(_key(letters.without(removable)))
        sizes.append(np.bincount(letters.owners[removable], minlength=len(block)).astype(np.int32))
    if not sizes:
        return NO_PAIRS
    bounds = np.cumsum(np.concatenate(sizes))
    keys = np.concatenate([*whole[0::2], *whole[1::2], *shortened])
    del whole, shortened
    shared, count = shared_places(keys), len(bounds)
    owners = np.where(shared < 2 * count, shared % count, np.searchsorted(bounds, shared - 2 * count, side="right"))
    return _pairs_of_equal(keys[shared], owners)


def _blocks(names: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while block := list(islice(rest, BLOCK)):
        yield block


def _key(numbers: Numbers) -> Keys:
    """Each number in half the bits, well mixed. Of a million keys about a hundred are equal without reason."""
    return ((numbers * np.uint64(POSITION)) >> np.uint64(32)).astype(np.uint32)


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


def homophone_pairs(names: Iterable[str], sound_of: Callable[[str], str]) -> Pairs:
    """Pairs of places of names, sorted, that differ in one character at most, which sounds alike in both.

    `sound_of` is asked only for characters that names equal but for them have; it may be slow to load.

    >>> homophone_pairs(["华信", "华鑫", "华美"], {"信": "xin", "鑫": "xin", "美": "mei"}.__getitem__).tolist()
    [[0, 1]]
    """
    blocks: list[tuple[Keys, Codes, Places]] = []
    count = 0
    for block in _blocks(names):
        letters = _Letters(block)
        holes = letters.positions.astype(np.uint64) * np.uint64(POSITION)  # the name with a hole at this place
        holes -= letters.terms()
        holes += letters.totals()[letters.owners]
        blocks.append((_key(holes), letters.codes, letters.owners + np.int32(count)))
        count += len(block)
    if not blocks:
        return NO_PAIRS
    keys, codes, owners = (np.concatenate(each) for each in zip(*blocks, strict=True))
    shared = shared_places(keys)
    distinct, code_of = np.unique(codes[shared], return_inverse=True)
    sounds: dict[str, int] = {}
    numbers = [sounds.setdefault(sound_of(chr(code)), len(sounds)) for code in distinct.tolist()]
    heard = np.array(numbers, dtype=np.uint64)[code_of] << np.uint64(32) | keys[shared]
    return _pairs_of_equal(heard, owners[shared].astype(np.int64))


def shared_places(keys: NDArray[np.uint32] | NDArray[np.uint64] | NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the keys stand that occur more than once, rising. Sorting numbers takes a fraction of sorting their places.

    >>> shared_places(np.array([7, 3, 7, 5])).tolist()
    [0, 2]
    """
    ordered = np.sort(keys)
    twice = _distinct(ordered[1:][ordered[1:] == ordered[:-1]])
    if not len(twice):
        return np.empty(0, dtype=np.int64)
    del ordered
    if len(keys) <= PIECE:
        return np.flatnonzero(_is_one_of(keys, twice))
    low = np.uint32(SIEVE - 1)
    sieve = np.zeros(SIEVE, dtype=np.bool_)
    sieve[twice.astype(np.uint32) & low] = True
    found = []
    for start in range(0, len(keys), PIECE):
        piece = keys[start : start + PIECE]
        passed = np.flatnonzero(sieve[piece.astype(np.uint32) & low])
        found.append(start + passed[_is_one_of(piece[passed], twice)])
    return np.concatenate(found)


def _is_one_of(keys: NDArray[Number], ordered: NDArray[Number]) -> NDArray[np.bool_]:
    """Which keys are among some sorted ones, of which there is at least one."""
    nearest = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    found: NDArray[np.bool_] = ordered[nearest] == keys
    return found


def _distinct(ordered: NDArray[Number]) -> NDArray[Number]:
    """Each of some sorted numbers once; numpy's own function takes far longer for some millions of them."""
    different: NDArray[np.bool_] = np.append(True, ordered[1:] != ordered[:-1])
    distinct: NDArray[Number] = ordered[different[: len(ordered)]]
    return distinct


def _pairs_of_equal(keys: Keys | Numbers, owners: NDArray[np.int64]) -> Pairs:
    """The pairs of owners that have a key in common, sorted."""
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
    sizes = np.diff(np.append(starts, len(keys)))
    twos = starts[sizes == 2]  # nearly all of them
    pairs = [np.minimum(owners[twos], owners[twos + 1]) << 32 | np.maximum(owners[twos], owners[twos + 1])]
    for start, size in zip(starts[sizes > 2].tolist(), sizes[sizes > 2].tolist(), strict=True):
        group = sorted(set(owners[start : start + size].tolist()))
        pairs.append(np.array([one << 32 | other for one, other in combinations(group, 2)], dtype=np.int64))
    found = _distinct(np.sort(np.concatenate(pairs)))
    found = found[found >> 32 != found & 0xFFFFFFFF]
    return np.stack([found >> 32, found & 0xFFFFFFFF], axis=1).astype(np.int32)
