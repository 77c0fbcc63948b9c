"""The report `portrait`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xltags.core.portrait import joined, portrait_part
from xltags.core.scorecard import TIERS
from xltags.core.table import Column
from xltags.reports.registry import Report, Source, report

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOTES = {
    "en": "One line per customer from its row in Customers, the company first; blanks, ids and notes are left out.",
    "zh": "每个客户一行，取自客户表该行，公司名在前；空白、编号和备注不列出。",
    "vi": "Mỗi khách một dòng, lấy từ bảng Khách hàng, tên công ty đứng đầu; bỏ ô trống, mã và ghi chú.",
}


@report("portrait", en="Customer portraits", zh="客户画像", vi="Chân dung khách hàng")
def portrait(source: Source) -> Report:
    """Who is each customer, on one line?

    Facts: customer_id, text (the company, then "header: value" for every filled cell of its row, as the formula
    PORTRAIT gives it; points and tier as they are today). Rows in the workbook's order.
    """
    import pandas as pd

    ids = pd.Series(source.dataset.customers.ids(), dtype=object)
    texts = pd.Series([joined(parts) for parts in _rows(source)], dtype=object)
    return Report("portrait", pd.DataFrame({"customer_id": ids, "text": texts}), None, _NOTES[source.language])


def _rows(source: Source) -> Iterator[tuple[tuple[bool, str], ...]]:
    """The parts of every customer's portrait; each distinct cell is put into words once."""
    columns = [_fresh(column, source) for column in source.dataset.customers.table.columns.values()]
    parts = [
        [*(portrait_part(value, column.header) for value in column.values), (False, "")]  # code -1 takes the last
        for column in columns
    ]
    if not columns:
        return iter(((),) * len(source.dataset.customers))
    cells = (map(words.__getitem__, column.codes.tolist()) for words, column in zip(parts, columns, strict=True))
    return zip(*cells, strict=True)


def _fresh(column: Column, source: Source) -> Column:
    """A column of points or tiers with today's instead of those of the last `xltags score`."""
    if column.id == "icp_tier":
        return replace(column, values=TIERS, codes=np.asarray(source.scores.tier, dtype=np.int32))
    if column.id == "icp_score":
        distinct, codes = np.unique(source.scores.points, return_inverse=True)
        return replace(column, values=tuple(distinct.tolist()), codes=codes.astype(np.int32))
    return column
