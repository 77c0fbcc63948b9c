"""The report `portrait`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from xltags.core.late import Late
from xltags.core.portrait import joined, portrait_part
from xltags.core.scorecard import TIERS
from xltags.core.table import Column
from xltags.reports.registry import Report, Source, report

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
    facts = pd.DataFrame({"customer_id": ids})
    return Report("portrait", facts, None, _NOTES[source.language], late={"text": _texts(source)})


def _texts(source: Source) -> Late[str | None]:
    """Every customer's portrait, None where nothing is known."""
    columns = [_parts(_fresh(column, source)) for column in source.dataset.customers.table.columns.values()]

    def make(start: int, stop: int) -> list[str | None]:
        return [joined(parts) or None for parts in zip(*(part(start, stop) for part in columns), strict=True)]

    count = len(source.dataset.customers)
    return Late(count, make if columns else lambda start, stop: [None] * (stop - start))


def _parts(column: Column) -> Callable[[int, int], Iterator[tuple[bool, str]]]:
    """What a column adds to the portraits of a stretch of rows; a value that occurs often is put into words once."""
    values = (*column.values, None)  # code -1 takes the last
    words = partial(portrait_part, header=column.header)
    known = [words(value) for value in values] if 2 * len(values) <= len(column.codes) else None

    def part(start: int, stop: int) -> Iterator[tuple[bool, str]]:
        codes = column.codes[start:stop].tolist()
        return map(known.__getitem__, codes) if known else (words(values[code]) for code in codes)

    return part


def _fresh(column: Column, source: Source) -> Column:
    """A column of points or tiers with today's instead of those of the last `xltags score`."""
    if column.id == "icp_tier":
        return replace(column, values=TIERS, codes=np.asarray(source.scores.tier, dtype=np.int32))
    if column.id == "icp_score":
        distinct, codes = np.unique(source.scores.points, return_inverse=True)
        return replace(column, values=tuple(distinct.tolist()), codes=codes.astype(np.int32))
    return column
