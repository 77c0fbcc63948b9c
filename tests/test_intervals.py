"""Overlaps and gaps of half-open ranges, against counting every whole number."""

from hypothesis import given
from hypothesis import strategies as st

from xltags.core.intervals import Span, gaps, overlapping

ENDS = st.one_of(st.none(), st.integers(0, 12))
SPANS = st.lists(st.builds(Span, ENDS, ENDS), max_size=6)


def covers(span: Span, number: float) -> bool:
    return span.start <= number < span.end


@given(SPANS)
def test_every_number_in_two_spans_is_an_overlap(spans: list[Span]) -> None:
    crowded = {n / 2 for n in range(-2, 40) if sum(covers(span, n / 2) for span in spans) > 1}
    pairs = overlapping(spans)
    assert bool(crowded) == bool(pairs)
    for one, other in pairs:
        assert one < other
        assert any(covers(spans[one], number) and covers(spans[other], number) for number in crowded)
    involved = {position for pair in pairs for position in pair}
    for position, span in enumerate(spans):
        if position not in involved:
            assert not any(covers(span, number) for number in crowded)


@given(SPANS)
def test_gaps_are_the_numbers_that_no_span_covers(spans: list[Span]) -> None:
    real = [span for span in spans if not span.empty]
    found = gaps(spans)
    top = max((span.end for span in real), default=0)
    for n in range(40):
        number = n / 2
        uncovered = number < top and not any(covers(span, number) for span in real)
        assert any(covers(gap, number) for gap, _ in found) == uncovered
    assert all(covers(spans[above], gap.end) for gap, above in found)
