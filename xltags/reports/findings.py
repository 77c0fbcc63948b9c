"""The report `findings`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from xltags.core.finding import SEVERITIES, Finding
from xltags.core.values import as_text
from xltags.reports.registry import Report, Source, report

if TYPE_CHECKING:
    import pandas as pd

    from xltags.core.table import Table

COLUMNS = ("code", "severity", "sheet", "cell", "customer_id", "column", "value", "message", "suggestion")
_NOTES = {
    "en": "One record for each finding, in the order of the workbook; the summary begins with the errors.",
    "zh": "每条问题一行，按工作簿顺序排列；汇总表先列错误。",
    "vi": "Mỗi phát hiện một dòng, theo thứ tự trong sổ; bảng tổng hợp bắt đầu bằng lỗi.",
}


@report("findings", en="Findings", zh="问题清单", vi="Danh sách phát hiện")
def findings(source: Source) -> Report:
    """What is wrong in the workbook, and for which customers?

    Facts: code, severity (error, warning, note), sheet, cell, customer_id (of the row; "" where the sheet's rows belong
    to no customer), column, value, message, suggestion. Rows in the order of the check: sheet, row, column, code.

    Summary: severity, code, findings, customers (distinct customers concerned). Errors first, then warnings and notes;
    within a severity the most frequent code first, ties by code.
    """
    import pandas as pd

    customer_of = _customer_finder(source)
    rows = [
        (it.code, it.severity, it.sheet, it.cell, customer_of(it), it.column, it.value, it.message, it.suggestion)
        for it in source.findings
    ]
    facts = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    return Report("findings", facts, _summary(facts), _NOTES[source.language])


def _summary(facts: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    known = facts.assign(customer_id=facts["customer_id"].where(facts["customer_id"] != ""))
    counts = known.groupby(["severity", "code"], sort=True).agg(
        findings=("sheet", "size"), customers=("customer_id", "nunique")
    )
    frame = counts.reset_index()
    rank = frame["severity"].map({severity: place for place, severity in enumerate(SEVERITIES)})
    order = np.lexsort(
        (frame["code"].to_numpy(dtype=str), -frame["findings"].to_numpy(dtype=np.int64), rank.to_numpy())
    )
    frame = frame.iloc[order].reset_index(drop=True)
    plain = {name: pd.Series(frame[name].tolist(), dtype=object) for name in ("severity", "code")}
    return pd.DataFrame(
        {**plain, "findings": frame["findings"].astype("int64"), "customers": frame["customers"].astype("int64")}
    )


def _customer_finder(source: Source) -> Callable[[Finding], str]:
    """A function that gives the customer of a finding by the row it stands in."""
    tables = {table.sheet: table for table in (source.dataset.customers.table, *source.dataset.tables.values())}
    known: dict[str, dict[int, str]] = {}

    def customer_of(finding: Finding) -> str:
        row = re.search(r"\d+", finding.cell)
        if row is None or finding.sheet not in tables:
            return ""
        if finding.sheet not in known:
            known[finding.sheet] = _customers_by_row(tables[finding.sheet])
        return known[finding.sheet].get(int(row[0]), "")

    return customer_of


def _customers_by_row(table: Table) -> dict[int, str]:
    if "customer_id" not in table:
        return {}
    return dict(zip(table.rows.tolist(), map(as_text, table.column("customer_id").cells()), strict=True))
