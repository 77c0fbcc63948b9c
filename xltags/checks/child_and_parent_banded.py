"""Check ICP029, child and parent banded."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard import Band, Indicator
from xltags.core.scorecard_limits import bands_on
from xltags.core.taxonomy import Tag


def _lost(band: Band, wider: Band, indicator: Indicator) -> bool:
    """Whether the parent's band undoes what the child's band says."""
    if indicator.kind == "hard":
        return (band.outcome, band.cap_tier) != (wider.outcome, wider.cap_tier)
    return band.points < wider.points


def _banded(dataset: Dataset, indicator: Indicator, bands: tuple[Band, ...]) -> dict[str, tuple[Tag, Band]]:
    """The tags that bands name, by id, with the first band that names each."""
    found: dict[str, tuple[Tag, Band]] = {}
    for band in bands:
        for text in band.tags:
            known = dataset.index.find(indicator.field, text)
            if known is not None:
                tag = dataset.model.taxonomy.tags[int(known.key)]
                found.setdefault(tag.id, (tag, band))
    return found


@check(
    "ICP029",
    "note",
    en=(
        "the band of tag '{value}' has no effect: the one of its parent '{parent}' (row {row}, {points} "
        "points) covers it too and is better"
    ),
    zh=("标签“{value}”单独设的档位不起作用：其上级“{parent}”的档位（第 {row} 行，{points} 分）同样覆盖它且更优"),
    vi=(
        "bậc riêng của thẻ “{value}” không có tác dụng: bậc của thẻ cha “{parent}” (dòng {row}, {points} "
        "điểm) cũng bao phủ nó và tốt hơn"
    ),
)
def child_and_parent_banded(dataset: Dataset) -> Iterator[Issue]:
    """An indicator gives a tag fewer points than its parent, or another outcome or cap.

    Why: a band on a parent covers its children too and the better band counts, so the child gets its parent's points.
    Fix: name the other children in the wider band instead of the parent. A child with more points needs no change.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Plants", "Steel"], "parent": [None, "Plants"]}
    >>> card = {"Tags": tags, "Indicators": {"indicator": "fit", "field": "industry"}}
    >>> bands = {"indicator": "fit", "tag": ["Plants", "Steel"], "points": [20, 5]}
    >>> [issue.value for issue in child_and_parent_banded(dataset(**card, Bands=bands))]
    ['Steel']
    >>> list(child_and_parent_banded(dataset(**card, Bands={**bands, "points": 20})))
    []
    """
    for indicator, bands in bands_on(dataset.model.scorecard):
        banded = _banded(dataset, indicator, bands)
        for tag, band in banded.values():
            above = (banded[it.id] for it in dataset.model.taxonomy.line_of(tag)[1:] if it.id in banded)
            for parent, wider in above:
                if _lost(band, wider, indicator):
                    yield Issue(
                        dataset.table("Bands").place_in_row(band.row, "tag"),
                        tag.tag,
                        fields={"parent": parent.tag, "row": wider.row, "points": wider.points},
                    )
