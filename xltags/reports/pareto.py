"""The report `pareto`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.core.finding import Language
from xltags.reports.charts import Chart, Series
from xltags.reports.lead_frame import lead_frame
from xltags.reports.registry import Report, Source, report
from xltags.reports.tag_rows import tag_rows

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

VITAL_SHARE = 0.8  # of revenue, that the vital few bring: Pareto's rule as J. M. Juran put it
_NOTES: dict[Language, str] = {
    "en": "{few} of {all} paying customers ({share}) bring 80 % of the revenue.",
    "zh": "{all} 家付费客户中的 {few} 家（{share}）贡献了 80% 的收入。",
    "vi": "{few} trong {all} khách trả tiền ({share}) mang lại 80% doanh thu.",
}
_NONE: dict[Language, str] = {
    "en": "No customer with revenue yet.",
    "zh": "暂无产生收入的客户。",
    "vi": "Chưa có khách hàng nào tạo doanh thu.",
}


CHARTS = (
    Chart(
        "column",
        {
            "en": "The twenty best customers and their cumulative share of revenue",
            "zh": "收入最高的二十家客户及其累计占比",
            "vi": "Hai mươi khách lớn nhất và tỷ trọng doanh thu cộng dồn",
        },
        ("value",),
        (Series("revenue"), Series("cumulative_share", hue="accent", mark="line", second_axis=True)),
        by="customer",
        most="revenue",
        top=20,
    ),
)


@report("pareto", en="The vital few", zh="二八分析", vi="Phân tích 80/20", charts=CHARTS)
def pareto(source: Source) -> Report:
    """Which few customers and tags bring most of the revenue?

    Facts: customer_id, revenue (deal_value of won, summed over the records of one id). Won customers only; rows by
    revenue, largest first, ties in the workbook's order.

    Summary, by = customer, then each tag group of `Customers`: by, value (customer_id or tag; "" = blank), revenue,
    customers (won), share (of the revenue counted within `by`, 0..1), cumulative_share, rank (from 1), rank_share =
    rank / number of values, vital ("yes" for the fewest that together reach 80 %). Within `by` the largest revenue
    first, ties in the workbook's order for customers, by tag as text for tags. A customer with several tags of a group
    counts for each. Shares are blank where there is no revenue.
    """
    import pandas as pd

    leads = lead_frame(source)
    won = leads[leads["won"] == 1]
    by_id = won.groupby("customer_id", sort=False)[["revenue", "won"]].sum().reset_index()
    parts = [_ranked("customer", by_id["customer_id"], by_id["revenue"], by_id["won"])]
    positions = np.flatnonzero(leads["won"].to_numpy())
    for group_id, column in source.dataset.customers.tags.items():
        found = tag_rows(column, source.dataset.model.taxonomy)
        paying = np.isin(found.customers, positions)
        codes = found.codes[paying]
        revenue = leads["revenue"].to_numpy(dtype=np.float64)[found.customers[paying]]
        used, inverse = np.unique(codes, return_inverse=True)
        labels = pd.Series(np.asarray(found.labels, dtype=object)[used], dtype=object)
        sums = pd.Series(np.bincount(inverse, weights=revenue, minlength=len(used)))
        parts.append(_ranked(group_id, labels, sums, pd.Series(np.bincount(inverse, minlength=len(used)))))
    customers = parts[0]
    facts = customers[["value", "revenue"]].rename(columns={"value": "customer_id"})
    summary = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return Report("pareto", facts, summary, _note(customers, source.language))


def _ranked(by: str, values: pd.Series[str], revenue: pd.Series[float], customers: pd.Series[int]) -> pd.DataFrame:
    import pandas as pd

    amounts = revenue.to_numpy(dtype=np.float64)
    order = np.argsort(-amounts, kind="stable")
    amounts = amounts[order]
    total = amounts.sum()
    running = np.cumsum(amounts)
    share: NDArray[np.float64] = amounts / total if total > 0 else np.full(len(amounts), np.nan)
    cumulative = running / total if total > 0 else share
    rank = np.arange(1, len(amounts) + 1, dtype=np.int64)
    # A whole cent is far above the rounding of a sum; without the slack 80 % reached exactly could be missed.
    before = np.concatenate([[0.0], running[:-1]])[: len(amounts)]
    vital = (total > 0) & (before < VITAL_SHARE * total * (1 - 1e-12)) & (amounts > 0)
    return pd.DataFrame(
        {
            "by": pd.Series(np.full(len(amounts), by, dtype=object), dtype=object),
            "value": pd.Series(values.to_numpy(dtype=object)[order], dtype=object),
            "revenue": amounts,
            "customers": customers.to_numpy(dtype=np.int64)[order],
            "share": share,
            "cumulative_share": cumulative,
            "rank": rank,
            "rank_share": rank / max(len(amounts), 1),
            "vital": pd.Series(np.where(vital, "yes", "").astype(object), dtype=object),
        }
    )


def _note(customers: pd.DataFrame, language: Language) -> str:
    few = int((customers["vital"] == "yes").sum())
    paying = int((customers["revenue"] > 0).sum())
    if not few:
        return _NONE[language]
    return _NOTES[language].format(few=few, all=paying, share=f"{few / paying:.0%}")
