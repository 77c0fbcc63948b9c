"""Check ICP008, gapped bands."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.intervals import Span, gaps
from xltags.core.scorecard import CHAIN_COVERAGE, Band, Indicator
from xltags.core.scorecard_limits import NUMBER_FIELDS, bands_on
from xltags.core.wording import ByLanguage

_FULL_COVERAGE: ByLanguage = {
    "en": "a coverage of 1 (all required roles known)",
    "zh": "覆盖率 1（必需角色全部接触）",
    "vi": "độ phủ 1 (đã gặp đủ vai trò)",
}


def _covers_numbers(band: Band) -> bool:
    only_tags = bool(band.tags) and band.low is None and band.high is None
    return not only_tags and not Span(band.low, band.high).empty


def _holes(indicator: Indicator, bands: list[Band]) -> Iterator[tuple[Band, str, ByLanguage]]:
    """Each hole with the band that could close it and the column to change."""
    spans = [Span(band.low, band.high) for band in bands]
    for gap, above in gaps(spans):
        yield bands[above], "low", gap.text()
    if indicator.field == CHAIN_COVERAGE and all(span.end <= 1 for span in spans):
        yield max(bands, key=lambda band: band.high or 0.0), "high", _FULL_COVERAGE


@check(
    "ICP008",
    "warning",
    en=("no band of indicator '{indicator}' covers {gap}: such customers get 0 points; extend a band or add one"),
    zh="指标“{indicator}”没有档位覆盖 {gap}，落在其中的客户只得 0 分，请扩大档位或补充一档",
    vi=(
        "không bậc nào của tiêu chí “{indicator}” bao phủ {gap}: khách rơi vào đó được 0 điểm; hãy mở rộng "
        "hoặc thêm một bậc"
    ),
)
def gapped_bands(dataset: Dataset) -> Iterator[Issue]:
    """The bands of an indicator leave out numbers between them, or those from zero up to the first.

    Why: customers in the gap get 0 points, as if they were the worst, and nobody sees why. Coverage 1 (everyone
    known) is left out by a band that ends below 1.
    Fix: let each band begin where the one before it ends; write a band of 0 points where 0 is meant, and leave Below
    blank in the last.

    >>> from xltags.core.examples import dataset
    >>> size = {"indicator": "size", "field": "employees"}
    >>> holed = dataset(Indicators=size, Bands={"indicator": "size", "low": [0, 60], "high": [50, None]})
    >>> [(issue.place.cell, issue.fields["gap"]["en"]) for issue in gapped_bands(holed)]
    [('B3', '50 to below 60')]
    >>> list(gapped_bands(dataset(Indicators=size, Bands={"indicator": "size", "low": [0, 50], "high": [50, None]})))
    []
    """
    for indicator, all_bands in bands_on(dataset.model.scorecard):
        bands = [band for band in all_bands if _covers_numbers(band)]
        if indicator.kind == "hard" or indicator.field not in NUMBER_FIELDS or not bands:
            continue
        for band, column_id, gap in _holes(indicator, bands):
            place = dataset.table("Bands").place_in_row(band.row, column_id)
            yield Issue(place, getattr(band, column_id), fields={"indicator": indicator.name, "gap": gap})
