"""Check CHN002, only ceo met."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.chain_coverage import chain_faults, chain_fields
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "CHN002",
    "warning",
    en=(
        "at {company} ({employees} employees) only the CEO is known; in a company of this size {roles} "
        "decide, so meet them too"
    ),
    zh="“{company}”（{employees} 人）目前只接触了老板，这种规模的企业由{roles}拍板，请尽快接触",
    vi=("ở {company} ({employees} nhân viên) mới chỉ gặp giám đốc; công ty cỡ này do {roles} quyết định, hãy gặp thêm"),
)
def only_ceo_met(dataset: Dataset) -> Iterator[Issue]:
    """Only the CEO was met in a company where others decide.

    Why: in a large company the CEO hands the question down; a yes from the top without the department in charge
    rarely becomes a deal. The tier is capped (ceo_only_cap in Settings).
    Fix: ask the CEO for the person in charge, meet that person and add the contact.

    >>> from xltags.core.examples import dataset
    >>> rules = {"low": [0, 200], "high": [200, None], "required_roles": ["ceo", "cio; business_head"]}
    >>> customers = {"customer_id": ["C1", "C2"], "employees": [500, 20]}
    >>> contacts = {"customer_id": ["C1", "C2"], "chain_role": "ceo"}
    >>> [issue.value for issue in only_ceo_met(dataset(ChainRules=rules, Customers=customers, Contacts=contacts))]
    ['C1']
    >>> both = {"customer_id": "C1", "chain_role": ["ceo", "cio"]}
    >>> list(only_ceo_met(dataset(ChainRules=rules, Customers=customers, Contacts=both)))
    []
    """
    table = dataset.customers.table
    for index, coverage in chain_faults(dataset, lambda it: it.ceo_only):
        fields = chain_fields(table, index, coverage)
        yield Issue(table.place(index, "customer_id"), table.value(index, "customer_id"), fields=fields)
