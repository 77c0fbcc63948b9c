"""Half-open ranges low <= x < high: which overlap, and where nothing covers a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from xltags.core.finding import Language
from xltags.core.values import as_text


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers with low <= x < high; None is no limit."""

    low: float | None
    high: float | None

    @property
    def start(self) -> float:
        """The lower end; -inf where there is none."""
        return -inf if self.low is None else self.low

    @property
    def end(self) -> float:
        """The upper end, itself not part of the span; inf where there is none."""
        return inf if self.high is None else self.high

    @property
    def empty(self) -> bool:
        """Whether no number lies in the span."""
        return self.start >= self.end

    def text(self) -> dict[Language, str]:
        """The span as a person reads it, by language.

        >>> Span(50, 200).text()["en"], Span(None, 50).text()["en"], Span(200, None).text()["zh"]
        ('50 to below 200', 'below 50', '200 及以上')
        """
        low, high = as_text(self.low), as_text(self.high)
        if self.low is None and self.high is None:
            return {"en": "any number", "zh": "任意数值", "vi": "mọi giá trị"}
        if self.low is None:
            return {"en": f"below {high}", "zh": f"{high} 以下", "vi": f"dưới {high}"}
        if self.high is None:
            return {"en": f"{low} and above", "zh": f"{low} 及以上", "vi": f"từ {low} trở lên"}
        return {"en": f"{low} to below {high}", "zh": f"{low} 至 {high}（不含）", "vi": f"từ {low} đến dưới {high}"}


def overlapping(spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Positions of spans that share a number, each with the one before it (by lower end) that reaches furthest.

    The pair is (earlier in the list, later in the list); empty spans overlap nothing. Sorted.

    >>> overlapping([Span(0, 50), Span(40, 100), Span(100, None)])
    [(0, 1)]
    """
    pairs = []
    reach: int | None = None
    for position in sorted(range(len(spans)), key=lambda it: (spans[it].start, it)):
        span = spans[position]
        if span.empty:
            continue
        if reach is not None and span.start < spans[reach].end:
            pairs.append((min(reach, position), max(reach, position)))
        if reach is None or span.end > spans[reach].end:
            reach = position
    return sorted(pairs)


def gaps(spans: Sequence[Span], *, floor: float = 0.0) -> list[tuple[Span, int]]:
    """The numbers from `floor` up to the highest end that no span covers, each with the position of the span above it.

    What lies above the highest end is no gap. Without a span there is none either.

    >>> [(gap.low, gap.high, above) for gap, above in gaps([Span(1, 50), Span(60, None)])]
    [(0.0, 1, 0), (50, 60, 1)]
    """
    found = []
    covered = floor
    for position in sorted(range(len(spans)), key=lambda it: (spans[it].start, it)):
        span = spans[position]
        if span.empty:
            continue
        if span.start > covered:
            found.append((Span(covered, span.start), position))
        covered = max(covered, span.end)
    return found
