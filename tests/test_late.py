"""Columns made as they are read: what is read is what a list of the same values gives."""

from hypothesis import given
from hypothesis import strategies as st

from xltags.core.late import BLOCK, Late

PLACES = st.none() | st.integers(-12, 12)
STEPS = st.none() | st.integers(-3, 3).filter(bool)


@given(st.lists(st.integers(), max_size=9), st.builds(slice, PLACES, PLACES, STEPS))
def test_it_reads_like_a_list(values: list[int], part: slice) -> None:
    late = Late(len(values), lambda start, stop: values[start:stop])
    assert list(late[part]) == values[part]
    assert [late[place] for place in range(-len(values), len(values))] == values * 2
    assert (list(late), len(late)) == (values, len(values))


def test_going_through_it_never_makes_more_than_a_block_at_once() -> None:
    made: list[int] = []

    def make(start: int, stop: int) -> range:
        made.append(stop - start)
        return range(start, stop)

    assert list(Late(3 * BLOCK + 1, make)) == list(range(3 * BLOCK + 1))
    assert max(made) == BLOCK
