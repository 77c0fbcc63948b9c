"""Check ICP015, retired band tag."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard_limits import bands_on
from xltags.core.tag_hints import successor_in_use


@check(
    "ICP015",
    "warning",
    en="tag '{value}' in a band of indicator '{indicator}' is retired; put its successor into the band",
    zh="指标“{indicator}”档位中的标签“{value}”已停用，请换成替换它的标签",
    vi="thẻ “{value}” trong một bậc của tiêu chí “{indicator}” đã ngừng dùng; hãy đưa thẻ thay thế vào bậc",
)
def retired_band_tag(dataset: Dataset) -> Iterator[Issue]:
    """A band names a retired tag.

    Why: once customers are moved to the successor they lose the points of this band.
    Fix: write the successor (suggested where there is one), or delete the tag from the band.

    >>> from xltags.core.examples import dataset
    >>> status = {"status": ["retired", "active"], "replaced_by": ["Software", None]}
    >>> tags = {"group": "industry", "tag": ["IT", "Software"], **status}
    >>> card = {"Tags": tags, "Indicators": {"indicator": "fit", "field": "industry"}}
    >>> [i.suggestion for i in retired_band_tag(dataset(**card, Bands={"indicator": "fit", "tag": "IT"}))]
    ['Software']
    >>> list(retired_band_tag(dataset(**card, Bands={"indicator": "fit", "tag": "Software"})))
    []
    """
    taxonomy = dataset.model.taxonomy
    for indicator, bands in bands_on(dataset.model.scorecard):
        for band in bands:
            for text in band.tags:
                found = dataset.index.find(indicator.field, text)
                tag = taxonomy.tags[int(found.key)] if found else None
                if tag is not None and tag.status == "retired":
                    successor = successor_in_use(taxonomy, tag)
                    yield Issue(
                        dataset.table("Bands").place_in_row(band.row, "tag"),
                        text,
                        successor.tag if successor else "",
                        fields={"indicator": indicator.name},
                    )
