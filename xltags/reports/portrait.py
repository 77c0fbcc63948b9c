"""The report `portrait`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from xltags.core.late import Late
from xltags.core.portrait import MOST_LETTERS, SEPARATOR, joined, portrait_lead, portrait_text
from xltags.core.scorecard import TIERS
from xltags.core.table import Column
from xltags.reports.lead_frame import customer_ids
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

    facts = pd.DataFrame({"customer_id": customer_ids(source)}, copy=False)
    return Report("portrait", facts, None, _NOTES[source.language], late={"text": _texts(source)})


def _texts(source: Source) -> Late[str | None]:
    """Every customer's portrait, None where nothing is known."""
    table = source.dataset.customers.table
    leads = [(portrait_lead(column.header), column) for column in table.columns.values()]
    columns = [_Words(lead, _fresh(column, source)) for lead, column in leads if lead is not None]
    columns.sort(key=lambda column: bool(column.lead))  # the company first

    count = len(source.dataset.customers)

    def make(start: int, stop: int) -> list[str | None]:
        rows = zip(*(column.words(start, stop) for column in columns), strict=True)
        texts = [_joined(row) or None for row in rows]
        if stop == count:
            for column in columns:
                column.forget()
        return texts

    return Late(count, make if columns else lambda start, stop: [None] * (stop - start))


def _joined(texts: Sequence[str]) -> str:
    """What the columns add, in order, as one text."""
    whole = SEPARATOR.join(filter(None, texts))
    return whole if len(whole) <= MOST_LETTERS else joined((False, text) for text in texts)


class _Words(dict[int, str]):
    """What a column adds to the portraits, by code; a value that occurs often is put into words once."""

    def __init__(self, lead: str, column: Column) -> None:
        self.lead = lead
        self._column = column
        self._often = 2 * len(column.values) < len(column.codes)

    def __missing__(self, code: int) -> str:
        found = self[code] = self._new(code)
        return found

    def words(self, start: int, stop: int) -> Iterator[str]:
        """What is added in a stretch of rows; "" for nothing."""
        return map(self.__getitem__ if self._often else self._new, self._column.codes[start:stop].tolist())

    def forget(self) -> None:
        """Gives the memory back: after the last row it is needed for sheets with more records."""
        self.clear()

    def _new(self, code: int) -> str:
        text = portrait_text(self._column.values[code]) if code >= 0 else ""
        return self.lead + text if text else ""


def _fresh(column: Column, source: Source) -> Column:
    """A column in words; one of points or tiers with today's instead of those of the last `xltags score`."""
    if column.id == "icp_tier":
        return replace(column, values=TIERS, codes=np.asarray(source.scores.tier, dtype=np.int32))
    if column.id == "icp_score":
        distinct, codes = np.unique(source.scores.points, return_inverse=True)
        return replace(column, values=tuple(distinct.tolist()), codes=codes.astype(np.int32))
    return _worded(column, source)


def _worded(column: Column, source: Source) -> Column:
    """A column of choices with their labels instead of their ids, as its cells have them."""
    if column.spec is None or column.spec.kind != "choice":
        return column
    labels = {choice.id: choice.labels[source.language] for choice in column.spec.choices}
    return replace(
        column, values=tuple(labels.get(value, value) if isinstance(value, str) else value for value in column.values)
    )
