"""The report `findings`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from xltags.core.finding import SEVERITIES
from xltags.core.values import as_text
from xltags.reports.charts import Chart, Series
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


CHARTS = (
    Chart(
        "bar",
        {
            "en": "Most frequent findings (red: errors)",
            "zh": "最常见的问题（红色为错误）",
            "vi": "Phát hiện thường gặp nhất (đỏ: lỗi)",
        },
        ("code",),
        (Series("findings", told=True),),
        most="findings",
        hued_by="severity",
    ),
)


@report("findings", en="Findings", zh="问题清单", vi="Danh sách phát hiện", charts=CHARTS)
def findings(source: Source) -> Report:
    """What is wrong in the workbook, and for which customers?

    Facts: code, severity (error, warning, note), sheet, cell, customer_id (of the row; "" where the sheet's rows belong
    to no customer), column, value, message, suggestion. Rows in the order of the check: sheet, row, column, code.

    Summary: severity, code, findings, customers (distinct customers concerned). Errors first, then warnings and notes;
    within a severity the most frequent code first, ties by code.
    """
    import pandas as pd

    rows = [
        (it.code, it.severity, it.sheet, it.cell, customer, it.column, it.value, it.message, it.suggestion)
        for it, customer in zip(source.findings, _customers_of(source), strict=True)
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


def _customers_of(source: Source) -> list[str]:
    """The customer of each finding by the row it stands in; "" where it stands in none, or in a row of no customer."""
    tables = {table.sheet: table for table in (source.dataset.customers.table, *source.dataset.tables.values())}
    found = [""] * len(source.findings)
    by_sheet: dict[str, list[int]] = {}
    for place, finding in enumerate(source.findings):
        by_sheet.setdefault(finding.sheet, []).append(place)
    for sheet in by_sheet.keys() & tables.keys():
        if "customer_id" not in tables[sheet]:
            continue
        places = by_sheet[sheet]
        rows = [re.search(r"\d+", source.findings[place].cell) for place in places]
        customers = _customers_by_row(tables[sheet], [int(row[0]) if row else 0 for row in rows])
        for place, customer in zip(places, customers, strict=True):
            found[place] = customer
    return found


def _customers_by_row(table: Table, rows: Sequence[int]) -> list[str]:
    if not len(table):
        return [""] * len(rows)
    column, order = table.column("customer_id"), np.argsort(table.rows, kind="stable")
    at = order[np.searchsorted(table.rows, rows, sorter=order).clip(max=len(table) - 1)]
    return [
        as_text(column.value(record)) if table.rows[record] == row else ""
        for record, row in zip(at.tolist(), rows, strict=True)
    ]
