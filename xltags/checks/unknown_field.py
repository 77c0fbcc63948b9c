"""Check ICP012, unknown field."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard_limits import NUMBER_FIELDS, indicators_on
from xltags.core.suggest import suggest
from xltags.core.wording import listed


@check(
    "ICP012",
    "error",
    en=(
        "indicator '{indicator}' looks at '{value}', which is neither a tag group nor one of {measures}; "
        "correct the field"
    ),
    zh="指标“{indicator}”的取数字段“{value}”既不是标签组，也不是 {measures} 之一，请改正",
    vi=("tiêu chí “{indicator}” lấy trường “{value}”, không phải nhóm thẻ cũng không thuộc {measures}; hãy sửa lại"),
)
def unknown_field(dataset: Dataset) -> Iterator[Issue]:
    """An indicator looks at a field that does not exist.

    Why: it can never score: its points are missing from every customer.
    Fix: write the ID of a tag group, or employees, team_headcount, annual_revenue, deal_value or chain_coverage.

    >>> from xltags.core.examples import dataset
    >>> [i.suggestion for i in unknown_field(dataset(Indicators={"indicator": "size", "field": "employes"}))]
    ['employees']
    >>> list(unknown_field(dataset(Indicators={"indicator": "size", "field": "employees"})))
    []
    """
    groups = [group.group for group in dataset.model.taxonomy.groups]
    known = {*groups, *NUMBER_FIELDS}
    for indicator in indicators_on(dataset.model.scorecard):
        if indicator.field not in known:
            near = suggest([*groups, *NUMBER_FIELDS], indicator.field)
            yield Issue(
                dataset.table("Indicators").place_in_row(indicator.row, "field"),
                indicator.field or None,
                near.text if near else "",
                fields={"indicator": indicator.name, "measures": listed(NUMBER_FIELDS)},
            )
