"""The report `tiers`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.core.scorecard import TIERS
from xltags.reports.charts import Chart, Series
from xltags.reports.counting import counted, finished
from xltags.reports.lead_frame import lead_frame
from xltags.reports.pivot import Pivot
from xltags.reports.rates import quotient, rate_columns, small_sample
from xltags.reports.registry import Report, Source, report

if TYPE_CHECKING:
    import pandas as pd

COUNTS = ["won", "lost", "renewed", "churned", "won_renewed", "won_churned"]
_NOTES = {
    "en": "The tier is today's; if A, B and C win alike, the profile is not detailed enough.",
    "zh": "等级为当前得分所得；若 A、B、C 赢率相近，说明画像还不够细。",
    "vi": "Hạng tính theo điểm hiện tại; nếu A, B, C thắng như nhau thì chân dung chưa đủ chi tiết.",
}
PIVOT = Pivot("tier", "sales_status", values=("customers",))


CHARTS = (
    Chart(
        "column",
        {"en": "Customers by tier", "zh": "各等级客户数", "vi": "Số khách theo hạng"},
        ("tier",),
        (Series("customers", told=True),),
        hued_by="tier",
    ),
    Chart(
        "column",
        {
            "en": "Win rate by tier, with 95 % interval",
            "zh": "各等级赢率（含 95% 置信区间）",
            "vi": "Tỷ lệ thắng theo hạng, kèm khoảng tin cậy 95%",
        },
        ("tier",),
        (Series("win_rate", interval=True),),
        share=True,
        hued_by="tier",
    ),
)


@report("tiers", en="Tiers", zh="客户等级", vi="Hạng khách hàng", pivot=PIVOT, charts=CHARTS)
def tiers(source: Source) -> Report:
    """How many customers does each tier hold, do they buy and stay, and what service do they need?

    Facts: tier, sales_status, customers, won, renewed (renewed_on filled), churned (churned_on filled), revenue
    (deal_value of won), lost. Rows by tier, then status as text.

    Summary, one row for each of A, B, C, D: tier, customers, share = customers / all, won, lost, closed (won + lost),
    win_rate = won / closed, conversion = won / customers, renewed and churned (of the won), renewal_rate = renewed /
    won, churn_rate = churned / won (all 0..1, each with the 95 % Wilson interval, blank under min_sample), revenue,
    revenue_share, service_hours (a month and customer, from `Tiers`), planned_hours = service_hours x won,
    current_hours = service_hours x (won - churned), hours_share = planned_hours / planned hours of all tiers (blank
    where no hours are promised), small_sample.
    """
    leads = lead_frame(source)
    facts = counted(leads, ["tier", "sales_status"], ["leads", "won", "renewed", "churned", "revenue", "lost"])
    facts = facts.rename(columns={"leads": "customers"})
    return Report("tiers", finished(facts), _summary(leads, source), _NOTES[source.language])


def _summary(leads: pd.DataFrame, source: Source) -> pd.DataFrame:
    import pandas as pd

    min_sample = source.dataset.model.settings.min_sample
    sums = leads.groupby("tier", observed=False)[["leads", *COUNTS, "revenue"]].sum().reindex(list(TIERS), fill_value=0)
    customers, won, lost, renewed, churned = (
        sums[name].to_numpy(dtype=np.int64) for name in ("leads", "won", "lost", "won_renewed", "won_churned")
    )
    total, closed, revenue = customers.sum(), won + lost, sums["revenue"].to_numpy(dtype=np.float64)
    hours = np.asarray([_service_hours(source, tier) for tier in TIERS], dtype=np.float64)
    planned = hours * won
    enough = {"min_sample": min_sample}
    return pd.DataFrame(
        {
            "tier": pd.Series(list(TIERS), dtype=object),
            "customers": customers,
            **rate_columns("share", customers, np.full(len(TIERS), total), **enough),
            "won": won,
            "lost": lost,
            "closed": closed,
            **rate_columns("win_rate", won, closed, **enough),
            **rate_columns("conversion", won, customers, **enough),
            "renewed": renewed,
            "churned": churned,
            **rate_columns("renewal_rate", renewed, won, **enough),
            **rate_columns("churn_rate", churned, won, **enough),
            "revenue": revenue,
            "revenue_share": quotient(revenue, np.full(len(TIERS), revenue.sum())),
            "service_hours": hours,
            "planned_hours": planned,
            "current_hours": hours * (won - churned),
            "hours_share": quotient(planned, np.full(len(TIERS), np.nansum(planned))),
            "small_sample": pd.Series(small_sample(closed, customers, won, **enough), dtype=object),
        }
    )


def _service_hours(source: Source, tier: str) -> float:
    rules = source.dataset.model.scorecard.tiers
    hours = next((rule.service_hours for rule in rules if rule.tier == tier), None)
    return np.nan if hours is None else hours
