"""Check CUS010, team larger than company."""

from collections.abc import Iterator

import numpy as np

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue
from xltags.core.values import as_text


@check(
    "CUS010",
    "error",
    en="the team has {value} people, but the whole company {employees}; correct the one that is wrong",
    zh="使用部门有 {value} 人，而全公司只有 {employees} 人，请改正有误的一个",
    vi="bộ phận có {value} người nhưng cả công ty chỉ có {employees}; hãy sửa số bị sai",
)
def team_larger_than_company(dataset: Dataset) -> Iterator[Issue]:
    """The department that would use the product has more people than the whole company.

    Why: one of the two numbers is wrong, and both carry points.
    Fix: ask which; often the two columns were swapped.

    >>> from xltags.core.examples import dataset
    >>> customers = {"employees": [50, 50, None], "team_headcount": [80, 50, 9]}
    >>> [issue.place.cell for issue in team_larger_than_company(dataset(Customers=customers))]
    ['B2']
    >>> list(team_larger_than_company(dataset(Customers={"employees": 200, "team_headcount": 12})))
    []
    """
    table = dataset.customers.table
    wrong = dataset.customers.numbers("team_headcount") > dataset.customers.numbers("employees")
    for index in np.flatnonzero(wrong).tolist():
        fields = {"employees": as_text(table.value(index, "employees"))}
        yield Issue(table.place(index, "team_headcount"), table.value(index, "team_headcount"), "", fields)
