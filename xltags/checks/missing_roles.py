"""Check CHN001, missing roles."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.chain_coverage import chain_faults, chain_fields
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "CHN001",
    "warning",
    en=(
        "{company} has {employees} employees, so {roles} should be among its contacts; find them out and add "
        "them to Contacts"
    ),
    zh="“{company}”有 {employees} 名员工，联系人中还应有：{roles}，请摸清并补充到“联系人”表",
    vi=(
        "{company} có {employees} nhân viên nên trong danh sách liên hệ còn cần: {roles}; hãy tìm và thêm "
        "vào sheet Người liên hệ"
    ),
)
def missing_roles(dataset: Dataset) -> Iterator[Issue]:
    """Roles that a company of this size needs in the deal are missing among its contacts.

    Why: deals stall late when the person who really decides was never met; coverage also counts in the score.
    Fix: ask your contact who else decides, and add those people with their role. Customers without any contact, and
    lost, churned or rejected ones, are not reported. The roles by size stand in ChainRules.

    >>> from xltags.core.examples import dataset
    >>> rules = {"low": [0, 200], "high": [200, None], "required_roles": ["ceo", "cio; business_head"]}
    >>> customers = {"customer_id": ["C1", "C2"], "employees": [500, 20]}
    >>> contacts = {"customer_id": ["C1", "C2"], "chain_role": ["cio", "ceo"]}
    >>> [issue.value for issue in missing_roles(dataset(ChainRules=rules, Customers=customers, Contacts=contacts))]
    ['C1']
    >>> both = {"customer_id": "C1", "chain_role": ["cio", "business_head"]}
    >>> list(missing_roles(dataset(ChainRules=rules, Customers=customers, Contacts=both)))
    []
    """
    table = dataset.customers.table
    for index, coverage in chain_faults(dataset, lambda it: bool(it.missing) and not it.ceo_only):
        fields = chain_fields(table, index, coverage)
        yield Issue(table.place(index, "customer_id"), table.value(index, "customer_id"), fields=fields)
