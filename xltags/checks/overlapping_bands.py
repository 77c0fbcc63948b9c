"""Check ICP007, overlapping bands."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.intervals import Span, overlapping
from xltags.core.scorecard import Band, Indicator
from xltags.core.scorecard_limits import NUMBER_FIELDS, bands_on


def _number_overlaps(indicator: Indicator, bands: tuple[Band, ...], dataset: Dataset) -> Iterator[Issue]:
    ranged = [band for band in bands if not (band.low is None and band.high is None)]
    spans = [Span(band.low, band.high) for band in ranged]
    for one, other in overlapping(spans):
        yield Issue(
            dataset.table("Bands").place_in_row(ranged[other].row, "low"),
            ranged[other].low,
            fields={
                "indicator": indicator.name,
                "band": spans[other].text(),
                "row": ranged[one].row,
                "other": spans[one].text(),
            },
        )


def _tag_overlaps(indicator: Indicator, bands: tuple[Band, ...], dataset: Dataset) -> Iterator[Issue]:
    first: dict[str, tuple[Band, str]] = {}
    for band in bands:
        for text in dict.fromkeys(band.tags):
            found = dataset.index.find(indicator.field, text)
            known, spelling = first.setdefault(found.key, (band, text)) if found else (band, text)
            if known is not band:
                yield Issue(
                    dataset.table("Bands").place_in_row(band.row, "tag"),
                    text,
                    fields={"indicator": indicator.name, "band": text, "row": known.row, "other": spelling},
                )


@check(
    "ICP007",
    "warning",
    en=(
        "band '{band}' of indicator '{indicator}' overlaps the one in row {row} ({other}); the better one "
        "counts, so let each value fall into one band"
    ),
    zh=("指标“{indicator}”的档位“{band}”与第 {row} 行（{other}）重叠，实际按较优的一档计分，请让每个取值只落入一档"),
    vi=(
        "bậc “{band}” của tiêu chí “{indicator}” chồng lên bậc ở dòng {row} ({other}); bậc tốt hơn được "
        "tính, hãy để mỗi giá trị chỉ rơi vào một bậc"
    ),
)
def overlapping_bands(dataset: Dataset) -> Iterator[Issue]:
    """Two bands of an indicator cover the same numbers, or name the same tag.

    Why: the band with more points wins (in a hard indicator: the one that rejects), which is seldom what the author
    of the other band meant.
    Fix: end one band where the next begins (From is included, Below is not), and name each tag once.

    >>> from xltags.core.examples import dataset
    >>> size = {"indicator": "size", "field": "employees"}
    >>> lapping = dataset(Indicators=size, Bands={"indicator": "size", "low": [0, 40], "high": [50, None]})
    >>> [(issue.place.cell, issue.fields["band"]["en"]) for issue in overlapping_bands(lapping)]
    [('B3', '40 and above')]
    >>> tiled = dataset(Indicators=size, Bands={"indicator": "size", "low": [0, 50], "high": [50, None]})
    >>> list(overlapping_bands(tiled))
    []
    """
    for indicator, bands in bands_on(dataset.model.scorecard):
        if indicator.field in NUMBER_FIELDS:
            yield from _number_overlaps(indicator, bands, dataset)
        else:
            yield from _tag_overlaps(indicator, bands, dataset)
