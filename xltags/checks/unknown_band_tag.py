"""Check ICP014, unknown band tag."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard_limits import bands_on
from xltags.core.tag_hints import suggest_tags


@check(
    "ICP014",
    "error",
    en=("'{value}' in a band of indicator '{indicator}' is no tag of group '{group}'; no customer can match it"),
    zh="指标“{indicator}”档位中的“{value}”不是标签组“{group}”的标签，不会有客户匹配",
    vi=(
        "“{value}” trong một bậc của tiêu chí “{indicator}” không phải thẻ của nhóm “{group}”; sẽ không khách nào khớp"
    ),
)
def unknown_band_tag(dataset: Dataset) -> Iterator[Issue]:
    """A band names a tag that its tag group does not have.

    Why: the band matches nobody, so customers who should get its points get none.
    Fix: write the label or ID of a tag of the group that the indicator looks at; several are separated by ;.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "industry", "tag": ["Retail", "Software"]}
    >>> card = {"Tags": tags, "Indicators": {"indicator": "fit", "field": "industry"}}
    >>> [i.suggestion for i in unknown_band_tag(dataset(**card, Bands={"indicator": "fit", "tag": "Retail; Sofware"}))]
    ['Software']
    >>> list(unknown_band_tag(dataset(**card, Bands={"indicator": "fit", "tag": "Retail; Software"})))
    []
    """
    for indicator, bands in bands_on(dataset.model.scorecard):
        if dataset.model.taxonomy.group(indicator.field) is None:
            continue
        unknown = [
            (band, text) for band in bands for text in band.tags if dataset.index.find(indicator.field, text) is None
        ]
        suggestions = suggest_tags(dataset, indicator.field, (text for _, text in unknown))
        for band, text in unknown:
            yield Issue(
                dataset.table("Bands").place_in_row(band.row, "tag"),
                text,
                suggestions.get(text, ""),
                fields={"indicator": indicator.name, "group": indicator.field},
            )
