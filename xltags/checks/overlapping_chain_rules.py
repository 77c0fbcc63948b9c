"""Check CHN004, overlapping chain rules."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.intervals import Span, overlapping


@check(
    "CHN004",
    "warning",
    en=(
        "the rule for {span} employees overlaps the one in row {row} ({other}), and only the first one "
        "counts; let each size fall into one rule"
    ),
    zh="员工人数 {span} 的规则与第 {row} 行（{other}）重叠，只有靠前的一条生效，请让每个规模只对应一条规则",
    vi=(
        "quy tắc cho cỡ {span} nhân viên chồng lên dòng {row} ({other}) và chỉ quy tắc đứng trước có hiệu "
        "lực; mỗi quy mô chỉ nên thuộc một quy tắc"
    ),
)
def overlapping_chain_rules(dataset: Dataset) -> Iterator[Issue]:
    """Two chain rules are for the same company sizes.

    Why: the rule that stands first decides; the other one is passed over for these sizes.
    Fix: end one rule where the next begins (From is included, Below is not).

    >>> from xltags.core.examples import dataset
    >>> lapping = {"low": [0, 100], "high": [200, None], "required_roles": ["ceo", "cio"]}
    >>> [issue.place.cell for issue in overlapping_chain_rules(dataset(ChainRules=lapping))]
    ['A3']
    >>> list(overlapping_chain_rules(dataset(ChainRules={**lapping, "low": [0, 200]})))
    []
    """
    rules = dataset.model.scorecard.chain_rules
    spans = [Span(rule.low, rule.high) for rule in rules]
    for one, other in overlapping(spans):
        yield Issue(
            dataset.table("ChainRules").place_in_row(rules[other].row, "low"),
            rules[other].low,
            fields={"span": spans[other].text(), "row": rules[one].row, "other": spans[one].text()},
        )
