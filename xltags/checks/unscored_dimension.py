"""Check ICP019, unscored dimension."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.scorecard import DIMENSIONS
from xltags.core.scorecard_limits import indicators_on
from xltags.core.wording import choice_labels


@check(
    "ICP019",
    "warning",
    en=("no indicator in use covers the dimension '{dimension}'; add one, or the score says nothing about it"),
    zh="没有在用指标覆盖“{dimension}”这一维度，请补充指标，否则评分完全看不到这方面",
    vi=("chưa có tiêu chí nào đang bật cho chiều “{dimension}”; hãy thêm tiêu chí, nếu không điểm số bỏ qua mặt này"),
)
def unscored_dimension(dataset: Dataset) -> Iterator[Issue]:
    """One of the three dimensions of the ideal customer is not scored.

    Why: industry and scenario, size and stage, and the decision chain fail independently: a perfect industry with an
    unreachable decider is no good lead.
    Fix: add an indicator for the dimension, or switch one on; where the data is still thin, a few points are enough.

    >>> from xltags.core.examples import dataset
    >>> two = dataset(Indicators={"indicator": ["i", "s"], "dimension": ["industry_scenario", "size_stage"]})
    >>> [issue.fields["dimension"]["en"] for issue in unscored_dimension(two)]
    ['decision_chain']
    >>> three = {"indicator": ["i", "s", "d"], "dimension": ["industry_scenario", "size_stage", "decision_chain"]}
    >>> list(unscored_dimension(dataset(Indicators=three)))
    []
    """
    table = dataset.table("Indicators")
    covered = {indicator.dimension for indicator in indicators_on(dataset.model.scorecard)}
    for dimension in DIMENSIONS:
        if dataset.model.scorecard.indicators and dimension not in covered:
            labels = choice_labels(table.column("dimension"), [dimension])
            yield Issue(table.header_place("dimension"), fields={"dimension": labels})
