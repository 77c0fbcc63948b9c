"""Check CHN005, gapped chain rules."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.intervals import Span, gaps


@check(
    "CHN005",
    "warning",
    en="no chain rule is for companies with {gap} employees; extend a rule or add one",
    zh="没有规则覆盖员工人数 {gap} 的公司，请扩大某条规则的范围或补充一条",
    vi="chưa có quy tắc nào cho công ty {gap} nhân viên; hãy mở rộng một quy tắc hoặc thêm quy tắc mới",
)
def gapped_chain_rules(dataset: Dataset) -> Iterator[Issue]:
    """The chain rules leave out some company sizes.

    Why: for such companies nobody is required, so they pass as fully covered however few people you know.
    Fix: let each rule begin where the one before it ends, and leave Below blank in the last.

    >>> from xltags.core.examples import dataset
    >>> holed = {"low": [0, 200], "high": [100, None], "required_roles": ["ceo", "cio"]}
    >>> [issue.fields["gap"]["en"] for issue in gapped_chain_rules(dataset(ChainRules=holed))]
    ['100 to below 200']
    >>> list(gapped_chain_rules(dataset(ChainRules={**holed, "low": [0, 100]})))
    []
    """
    table = dataset.table("ChainRules")
    rules = [rule for rule in dataset.model.scorecard.chain_rules if not Span(rule.low, rule.high).empty]
    spans = [Span(rule.low, rule.high) for rule in rules]
    for gap, above in gaps(spans):
        yield Issue(table.place_in_row(rules[above].row, "low"), rules[above].low, fields={"gap": gap.text()})
    if rules and all(rule.high is not None for rule in rules):
        last = max(rules, key=lambda rule: rule.high or 0.0)
        gap = Span(last.high, None)
        yield Issue(table.place_in_row(last.row, "high"), last.high, fields={"gap": gap.text()})
