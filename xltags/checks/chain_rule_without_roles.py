"""Check CHN007, chain rule without roles."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "CHN007",
    "warning",
    en=(
        "this rule names no roles, so companies of that size count as fully covered; write the roles or delete the row"
    ),
    zh="该规则没有填写角色，对应规模的公司会被视为已全部覆盖，请填写必须接触的角色或删除此行",
    vi="quy tắc này không ghi vai trò nên công ty cỡ đó bị coi là đã gặp đủ; hãy ghi vai trò hoặc xóa dòng",
)
def chain_rule_without_roles(dataset: Dataset) -> Iterator[Issue]:
    """A chain rule requires nobody.

    Why: customers of that size get the full points for their decision chain, whomever you know.
    Fix: write the roles separated by ;, or delete the row and widen the rule beside it.

    >>> from xltags.core.examples import dataset
    >>> open_rule = {"low": [0, 200], "high": [200, None], "required_roles": ["ceo", None]}
    >>> [issue.place.cell for issue in chain_rule_without_roles(dataset(ChainRules=open_rule))]
    ['C3']
    >>> list(chain_rule_without_roles(dataset(ChainRules={**open_rule, "required_roles": "ceo"})))
    []
    """
    table = dataset.table("ChainRules")
    for rule in dataset.model.scorecard.chain_rules:
        if not rule.required_roles:
            yield Issue(table.place_in_row(rule.row, "required_roles"))
