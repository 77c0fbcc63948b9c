"""What a scorecard can give at most, and which of its parts count."""

from collections.abc import Iterator

from xltags.core.intervals import Span
from xltags.core.scorecard import CHAIN_COVERAGE, MEASURES, Band, Indicator, Scorecard

NUMBER_FIELDS = (*MEASURES, CHAIN_COVERAGE)


def indicators_on(scorecard: Scorecard) -> tuple[Indicator, ...]:
    """The indicators that are switched on, in the workbook's order."""
    return tuple(indicator for indicator in scorecard.indicators if indicator.on)


def bands_on(scorecard: Scorecard) -> Iterator[tuple[Indicator, tuple[Band, ...]]]:
    """Each indicator that is switched on, with its bands."""
    bands: dict[str, list[Band]] = {}
    for band in scorecard.bands:
        bands.setdefault(band.indicator, []).append(band)
    for indicator in indicators_on(scorecard):
        yield indicator, tuple(bands.get(indicator.indicator, ()))


def maximum_of(indicator: Indicator, scorecard: Scorecard) -> float:
    """The most points an indicator can add: its best band's, at least 0, because a blank adds 0.

    Hard ones add none, and a band that no number is in does not count.
    """
    if indicator.kind == "hard":
        return 0.0
    bands = (band for band in scorecard.bands_of(indicator.indicator) if not Span(band.low, band.high).empty)
    return max((0.0, *(band.points for band in bands)))


def maximum_points(scorecard: Scorecard) -> float:
    """The most points a customer can reach, rounded to 6 decimals.

    >>> fit = Indicator(indicator="fit", field="industry")
    >>> bands = (Band(indicator="fit", points=30), Band(indicator="fit", points=10))
    >>> maximum_points(Scorecard(indicators=(fit,), bands=bands))
    30.0
    """
    return round(sum(maximum_of(indicator, scorecard) for indicator in indicators_on(scorecard)), 6)
