"""Check ICP032, phase data missing."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from xltags.checks.registry import check
from xltags.core.dataset import Dataset
from xltags.core.distinct import distinct
from xltags.core.finding import Issue
from xltags.core.phases import PHASE_NAMES, PHASE_NEEDS, Need, Whom
from xltags.core.scorecard_limits import indicators_on
from xltags.core.wording import ByLanguage, listed

_LEAST_CUSTOMERS = 20
_WHOM: dict[Whom, ByLanguage] = {
    "all": {"en": "customers", "zh": "客户", "vi": "khách hàng"},
    "won": {"en": "won customers", "zh": "成交客户", "vi": "khách đã chốt"},
}


def _having(dataset: Dataset, need: Need, total: int) -> int:
    """How many customers have the data; in other tables, how many customers are named beside it."""
    most = 0
    for name in need.columns:
        table_id, column_id = name.split(".")
        table = dataset.table(table_id)
        filled = ~table.column(column_id).blank()
        if table_id == "Customers":
            most = max(most, int(np.count_nonzero(filled & _members(dataset, need))))
        else:
            named = table.column("customer_id").codes[filled]
            most = max(most, len(distinct(named[named >= 0])))
    return min(most, total)


def _members(dataset: Dataset, need: Need) -> NDArray[np.bool_]:
    table = dataset.customers.table
    return ~table.column("won_on").blank() if need.whom == "won" else np.ones(len(table), dtype=np.bool_)


@check(
    "ICP032",
    "warning",
    en=(
        "only {count} of {total} {whom} have '{header}', on which the ICP of a company in its {phase} phase "
        "rests: {reason}"
    ),
    zh="{total} 个{whom}中只有 {count} 个填了“{header}”，而{phase}企业的 ICP 要以此为依据：{reason}",
    vi=(
        "chỉ {count}/{total} {whom} có “{header}”, trong khi ICP của công ty ở giai đoạn {phase} dựa vào dữ "
        "liệu này: {reason}"
    ),
)
def phase_data_missing(dataset: Dataset) -> Iterator[Issue]:
    """Data that the ICP must rest on in your company's phase is missing for nearly all customers.

    Why: a start-up judges by interviews and the founders' notes, a growing company by behaviour and renewals, a
    mature one by revenue, renewal and churn; without that data the scorecard is guesswork.
    Fix: start to record the column named, or correct company_phase in Settings. Only scorecards with at least 20
    customers (or won customers) are judged.

    >>> from xltags.core.examples import dataset
    >>> phase = {"key": "company_phase", "value": "startup"}
    >>> card = {"Settings": phase, "Indicators": {"indicator": "size", "field": "employees"}}
    >>> ids = [f"C{number}" for number in range(20)]
    >>> rows = {"customer_id": ids, "first_contact": None, "notes": "met at the fair"}
    >>> [issue.fields["header"]["en"] for issue in phase_data_missing(dataset(**card, Customers=rows))]
    ['first_contact', 'confirmed_on, date']
    >>> list(phase_data_missing(dataset(Settings=phase, Customers=rows)))
    []
    """
    phase = dataset.model.settings.company_phase
    needs = PHASE_NEEDS[phase] if indicators_on(dataset.model.scorecard) else ()
    for need in needs:
        total = int(np.count_nonzero(_members(dataset, need)))
        having = _having(dataset, need, total)
        if total < _LEAST_CUSTOMERS or (having and having >= need.least * total):
            continue
        tables = [(dataset.table(name.split(".")[0]), name.split(".")[1]) for name in need.columns]
        yield Issue(
            tables[0][0].header_place(tables[0][1]),
            fields={
                "count": having,
                "total": total,
                "whom": _WHOM[need.whom],
                "header": listed(table.column(column_id).header for table, column_id in tables),
                "phase": PHASE_NAMES[phase],
                "reason": need.reason,
            },
        )
