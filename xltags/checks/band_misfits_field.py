"""Check ICP018, band misfits field."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard import Indicator
from xltags.core.scorecard_limits import NUMBER_FIELDS, bands_on
from xltags.core.wording import ByLanguage


def _tags_on_number(indicator: Indicator) -> ByLanguage:
    return {
        "en": f"the band names tags, but indicator '{indicator.name}' looks at the number '{indicator.field}'",
        "zh": f"该档位填的是标签，而指标“{indicator.name}”取的是数值“{indicator.field}”",
        "vi": f"bậc này ghi thẻ, nhưng tiêu chí “{indicator.name}” lấy con số “{indicator.field}”",
    }


def _range_on_tags(indicator: Indicator) -> ByLanguage:
    return {
        "en": f"the band gives a range, but indicator '{indicator.name}' looks at the tags of '{indicator.field}'",
        "zh": f"该档位填的是数值范围，而指标“{indicator.name}”取的是标签组“{indicator.field}”",
        "vi": f"bậc này ghi khoảng số, nhưng tiêu chí “{indicator.name}” lấy thẻ của nhóm “{indicator.field}”",
    }


@check(
    "ICP018",
    "error",
    en="{problem}; correct the band or the indicator's field",
    zh="{problem}，请修改该档位或指标的取数字段",
    vi="{problem}; hãy sửa bậc này hoặc trường dữ liệu của tiêu chí",
)
def band_misfits_field(dataset: Dataset) -> Iterator[Issue]:
    """A band names tags although its indicator looks at a number, or gives a range although it looks at tags.

    Why: the band is never matched: a number is no tag, and a tag is in no range.
    Fix: write From and Below for employees, team_headcount, annual_revenue, deal_value and chain_coverage, and tags
    for tag groups.

    >>> from xltags.core.examples import dataset
    >>> size = {"indicator": "size", "field": "employees"}
    >>> misfit = dataset(Indicators=size, Bands={"indicator": "size", "tag": "Large"})
    >>> [issue.place.cell for issue in band_misfits_field(misfit)]
    ['B2']
    >>> list(band_misfits_field(dataset(Indicators=size, Bands={"indicator": "size", "low": 500})))
    []
    """
    table = dataset.table("Bands")
    for indicator, bands in bands_on(dataset.model.scorecard):
        numeric = indicator.field in NUMBER_FIELDS
        if not numeric and dataset.model.taxonomy.group(indicator.field) is None:
            continue
        for band in bands:
            ranged = band.low is not None or band.high is not None
            if numeric and band.tags and not ranged:
                yield Issue(table.place_in_row(band.row, "tag"), fields={"problem": _tags_on_number(indicator)})
            elif not numeric and ranged and not band.tags:
                yield Issue(table.place_in_row(band.row, "low"), fields={"problem": _range_on_tags(indicator)})
