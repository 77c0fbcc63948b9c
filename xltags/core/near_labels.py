"""Labels that mean the same although they do not fold to the same text: E-commerce and Ecommerce, typing errors."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from xltags.core.hanzi import has_hanzi
from xltags.core.taxonomy import Tag
from xltags.core.text import fold

Labels = tuple[str, str, str]  # of a tag: in the cell, in Chinese, in Vietnamese
_JOINTS = re.compile(r"[\s\-\u2010-\u2015_/·.'’\"“”()（）]+")
_LEAST_LETTERS = 4  # shorter ones differ by meaning, as B2B and B-2 or UK and U-K may
_LEAST_HANZI = 2
_KEPT = 1 << 13  # labels whose keys are remembered: a team's workbooks hold the same ones
_LEAST_TYPO = 10  # one letter apart is a typing error only in a long label: Shanxi and Shaanxi are two provinces


@lru_cache(maxsize=_KEPT)
def loose_keys(label: str) -> frozenset[str]:
    """What two labels that differ only in joints or in the order of words have in common; none where digits tell apart.

    >>> loose_keys("E-commerce") & loose_keys("eCommerce") != frozenset()
    True
    >>> loose_keys("1-50"), loose_keys("IT")
    (frozenset(), frozenset())
    """
    text = fold(label).replace("&", " and ")
    joined = _JOINTS.sub("", text)
    least = _LEAST_HANZI if has_hanzi(joined) else _LEAST_LETTERS
    if len(joined) < least or any(character.isdigit() for character in joined):
        return frozenset()
    return frozenset({joined, " ".join(sorted(_JOINTS.sub(" ", text).split()))})


def near_pairs(tags: Sequence[Tag]) -> Iterator[tuple[int, int]]:
    """Positions of two tags whose labels in some language mean the same; the earlier first, each pair once, sorted.

    Labels that fold to the same text are left out: those are a fault of another kind. So are pairs with one letter of
    difference that another language tells apart.
    """
    yield from _near(tuple((tag.tag, tag.zh, tag.vi) for tag in tags))


@lru_cache(maxsize=256)  # tag groups
def _near(labels: tuple[Labels, ...]) -> tuple[tuple[int, int], ...]:
    found: set[tuple[int, int]] = set()
    owners: dict[str, list[tuple[int, str]]] = {}
    for position, names in enumerate(labels):
        for label in dict.fromkeys(names):
            for key in sorted(loose_keys(label)):
                for other, text in owners.get(key, ()):
                    if other != position and fold(text) != fold(label):
                        found.add((other, position))
                owners.setdefault(key, []).append((position, label))
    return tuple(sorted(found | _typing_errors(labels)))


def _typing_errors(labels: Sequence[Labels]) -> set[tuple[int, int]]:
    """Pairs of long labels that begin alike and are one slip of the finger apart."""
    pairs = _slipped([fold(label) for label, _, _ in labels])
    return {(one, other) for one, other in pairs if not _told_apart(labels[one], labels[other])}


def _slipped(texts: Sequence[str]) -> set[tuple[int, int]]:
    from rapidfuzz.distance import OSA

    found: set[tuple[int, int]] = set()
    owners: dict[str, list[int]] = {}
    for position, text in enumerate(texts):
        if len(text) < _LEAST_TYPO or any(character.isdigit() for character in text):
            continue
        # Texts one slip apart share a text that lacks one letter: thousands of labels need no comparison in pairs.
        for shorter in {text, *(text[:place] + text[place + 1 :] for place in range(1, len(text)))}:
            others = owners.setdefault(shorter, [])
            found.update((other, position) for other in others if OSA.distance(texts[other], text) == 1)
            others.append(position)
    return found


def _told_apart(one: Labels, other: Labels) -> bool:
    return any(a and b and fold(a) != fold(b) for a, b in zip(one[1:], other[1:], strict=True))
