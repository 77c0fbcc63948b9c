"""Names that are one slip apart are found, whatever their letters, without comparing each with each."""

from collections.abc import Callable
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xltags.core import near_names

names = st.lists(st.text(st.sampled_from("ab1 é𠮷北"), max_size=7), max_size=8, unique=True)
SOUNDS = {"一": "yi", "依": "yi", "二": "er", "贰": "er", "三": "san"}


def slipped_pairs(given_names: list[str]) -> list[tuple[int, int]]:
    return [(one, other) for one, other in near_names.slipped_pairs(given_names).tolist()]


def homophone_pairs(chinese: list[str], sound_of: Callable[[str], str]) -> list[tuple[int, int]]:
    return [(one, other) for one, other in near_names.homophone_pairs(chinese, sound_of).tolist()]


def keys(name: str) -> set[str]:
    """What two names one letter apart have in common: the name, and the name without one letter that is no digit."""
    return {name, *(name[:at] + name[at + 1 :] for at, letter in enumerate(name) if not letter.isdigit())}


@given(names)
@example(["", "a"])
@example(["ab", "ba"])
def test_one_letter_lost_added_replaced_or_swapped_is_found(given_names: list[str]) -> None:
    found = set(slipped_pairs(given_names))
    for (i, one), (j, other) in combinations(enumerate(given_names), 2):
        if keys(one) & keys(other):
            assert (i, j) in found, (one, other)


def test_lost_vowels_and_doubled_letters_are_found() -> None:
    assert slipped_pairs(["internationel bussiness", "international busness", "intrntnl bsns", "other"]) == [
        (0, 1), (0, 2), (1, 2),
    ]  # fmt: skip
    assert slipped_pairs(["abba", "aba", "xyz"]) == [(0, 1)]


def test_names_that_differ_in_a_digit_are_not_looked_at() -> None:
    assert slipped_pairs(["plant 1", "plant 2", "plant 12"]) == []


@given(st.lists(st.text(st.sampled_from("一依二贰三"), min_size=1, max_size=5), max_size=12, unique=True))
def test_homophones_are_those_that_comparing_all_with_all_finds(chinese: list[str]) -> None:
    def alike(one: str, other: str) -> bool:
        differing = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
        return len(one) == len(other) and len(differing) == 1 and SOUNDS[differing[0][0]] == SOUNDS[differing[0][1]]

    pairs = [(i, j) for (i, one), (j, other) in combinations(enumerate(chinese), 2) if alike(one, other)]
    assert homophone_pairs(chinese, SOUNDS.__getitem__) == pairs


def test_sounds_are_asked_only_where_names_are_equal_but_for_a_character() -> None:
    def never(character: str) -> str:
        raise AssertionError(character)

    assert homophone_pairs(["华信科技", "美的电器", "小米"], never) == []


@pytest.mark.parametrize("block", [1, 2, 5, 1000])
def test_names_in_several_blocks_are_compared_like_names_in_one(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(block)
    many = ["".join(random.choices("ab1c", k=random.randrange(7))) for _ in range(60)]
    chinese = ["".join(random.choices("一依二贰三", k=4)) for _ in range(60)]
    expected = slipped_pairs(many), homophone_pairs(chinese, SOUNDS.__getitem__)
    monkeypatch.setattr(near_names, "BLOCK", block)
    assert (slipped_pairs(many), homophone_pairs(chinese, SOUNDS.__getitem__)) == expected
    assert expected[0] and expected[1]


@given(st.lists(st.integers(0, 2**64 - 1).map(lambda number: number & 0xFFFF_0000_0000_0003), max_size=40))
def test_shared_places_are_those_of_numbers_that_occur_twice(numbers: list[int]) -> None:
    expected = [place for place, number in enumerate(numbers) if numbers.count(number) > 1]
    assert near_names.shared_places(np.array(numbers, dtype=np.uint64)).tolist() == expected
