"""Check CHN008, inverted chain rule."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "CHN008",
    "error",
    en=("the rule begins at {value} employees and ends below {high}, so no company is in it; swap or correct them"),
    zh="该规则从 {value} 人开始、到 {high} 人之前结束，不包含任何公司，请对调或改正",
    vi=(
        "quy tắc bắt đầu từ {value} nhân viên và kết thúc trước {high} nên không công ty nào thuộc về nó; "
        "hãy đổi chỗ hoặc sửa lại"
    ),
)
def inverted_chain_rule(dataset: Dataset) -> Iterator[Issue]:
    """A chain rule ends at or before its beginning.

    Why: From is included and Below is not, so the rule is for no company at all.
    Fix: swap the two numbers, or leave Below blank where there is no upper limit.

    >>> from xltags.core.examples import dataset
    >>> hollow = dataset(ChainRules={"low": 200, "high": 50, "required_roles": "ceo"})
    >>> [issue.place.cell for issue in inverted_chain_rule(hollow)]
    ['A2']
    >>> list(inverted_chain_rule(dataset(ChainRules={"low": 50, "high": 200, "required_roles": "ceo"})))
    []
    """
    table = dataset.table("ChainRules")
    for rule in dataset.model.scorecard.chain_rules:
        if rule.low is not None and rule.high is not None and rule.low >= rule.high:
            yield Issue(table.place_in_row(rule.row, "low"), rule.low, fields={"high": rule.high})
