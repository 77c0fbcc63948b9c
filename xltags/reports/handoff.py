"""The report `handoff`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.reports.charts import Chart, Series
from xltags.reports.counting import counted, counted_by_each, finished
from xltags.reports.lead_frame import lead_frame
from xltags.reports.pivot import Pivot
from xltags.reports.rates import rate_columns, small_sample
from xltags.reports.registry import Report, Source, report

if TYPE_CHECKING:
    import pandas as pd

AMOUNTS = ["leads", "accepted", "rejected", "won"]
_NOTES = {
    "en": "Acceptance counts only leads that sales has accepted or rejected; the reasons are those of rejected leads.",
    "zh": "接收率只计销售已接收或已退回的线索；退回原因仅统计被退回的线索。",
    "vi": "Tỷ lệ nhận chỉ tính lead sales đã nhận hoặc trả lại; lý do là của các lead bị trả.",
}
PIVOT = Pivot("tier", "sales_status", values=("leads",), filters=("month", "reject_reason"))


CHARTS = (
    Chart(
        "column",
        {
            "en": "Acceptance by tier, with 95 % interval",
            "zh": "各等级接收率（含 95% 置信区间）",
            "vi": "Tỷ lệ nhận theo hạng, kèm khoảng tin cậy 95%",
        },
        ("value",),
        (Series("acceptance", interval=True),),
        by="tier",
        share=True,
        hued_by="value",
    ),
    Chart(
        "bar",
        {"en": "Why sales sends leads back", "zh": "销售退回线索的原因", "vi": "Vì sao sales trả lại lead"},
        ("value",),
        (Series("rejected", hue="bad", told=True),),
        by="reject_reason",
        most="rejected",
    ),
)


@report("handoff", en="Hand-over to sales", zh="线索交接", vi="Bàn giao lead cho sales", pivot=PIVOT, charts=CHARTS)
def handoff(source: Source) -> Report:
    """Does sales take the leads that marketing hands over, and why does it send others back?

    Facts: month (of first contact), tier, sales_status, reject_reason ("" = none given), leads, won. Rows sorted by
    their columns from left to right.

    Summary, by = tier, month, source, reject_reason: by, value, leads, accepted, rejected, won, decided (accepted +
    rejected), acceptance = accepted / decided (0..1, with the 95 % Wilson interval, blank under min_sample; blank for a
    reason), rejected_share = rejected / all rejected (for every `by`, with the interval, blank under min_sample),
    small_sample. The rows of reject_reason count rejected leads only, the most frequent first; the others are sorted by
    their value.
    """
    leads = lead_frame(source)
    facts = counted(leads, ["month", "tier", "sales_status", "reject_reason"], ["leads", "won"])
    return Report("handoff", finished(facts), _summary(leads, source), _NOTES[source.language])


def _summary(leads: pd.DataFrame, source: Source) -> pd.DataFrame:
    import pandas as pd

    min_sample = source.dataset.model.settings.min_sample
    kept = counted_by_each(leads, {key: key for key in ("tier", "month", "source")}, AMOUNTS)
    sent_back = leads[leads["rejected"] == 1]
    reasons = counted_by_each(sent_back, {"reject_reason": "reject_reason"}, AMOUNTS)
    order = np.lexsort((reasons["value"].to_numpy(dtype=str), -reasons["rejected"].to_numpy()))
    frame = pd.concat([kept, reasons.iloc[order]], ignore_index=True)
    is_reason = (frame["by"] == "reject_reason").to_numpy()
    decided = (frame["accepted"] + frame["rejected"]).to_numpy()
    total = np.full(len(frame), len(sent_back))
    # Every lead of a reason was rejected: an acceptance of 0 there would look like a result.
    acceptance = rate_columns("acceptance", frame["accepted"], np.where(is_reason, 0, decided), min_sample=min_sample)
    frame = frame.assign(
        decided=decided,
        **acceptance,
        **rate_columns("rejected_share", frame["rejected"], total, min_sample=min_sample),
        small_sample=small_sample(np.where(is_reason, total, decided), total, min_sample=min_sample),
    )
    return finished(frame)
