"""The report `purity`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.reports.charts import Chart, Series
from xltags.reports.counting import counted, counted_by_each, finished
from xltags.reports.groups import PURITY_CLASSES
from xltags.reports.lead_frame import lead_frame
from xltags.reports.ledger import ledger
from xltags.reports.pivot import Pivot
from xltags.reports.rates import rate_columns, small_sample
from xltags.reports.registry import Report, Source, report

if TYPE_CHECKING:
    import pandas as pd

KEYS = ["month", "quarter", "year", "source", "brought_by", "purity_class"]
_NOTES = {
    "en": "Purity = (target + target, not now) / judged leads; leads that nobody has judged yet do not count in it.",
    "zh": "纯度 =（目标客户 + 目标但暂不采购）÷ 已判定线索；尚未判定的线索不计入。",
    "vi": "Độ sạch = (mục tiêu + mục tiêu chưa mua) / số lead đã đánh giá; lead chưa ai đánh giá không tính vào.",
}
PIVOT = Pivot("quarter", "purity_class", values=("leads",), filters=("source", "brought_by"))


CHARTS = (
    Chart(
        "line",
        {
            "en": "Purity by quarter, with 95 % interval",
            "zh": "各季度线索纯度（含 95% 置信区间）",
            "vi": "Độ sạch theo quý, kèm khoảng tin cậy 95%",
        },
        ("value",),
        (Series("purity", interval=True),),
        by="quarter",
        newest=True,
        whole=False,
        share=True,
    ),
    Chart(
        "bar",
        {
            "en": "Purity by source, with 95 % interval",
            "zh": "各来源线索纯度（含 95% 置信区间）",
            "vi": "Độ sạch theo nguồn, kèm khoảng tin cậy 95%",
        },
        ("value",),
        (Series("purity", interval=True, hue="middle"),),
        by="source",
        most="judged",
        share=True,
    ),
)


@report("purity", en="Purity of leads", zh="线索纯度", vi="Độ sạch của lead", pivot=PIVOT, charts=CHARTS)
def purity(source: Source) -> Report:
    """How many of the judged leads fit, by period, source and marketer, and what did the others cost?

    Facts: month, quarter, year (of first contact; "" and blank without one), source, brought_by, purity_class (target,
    target_not_now, ecosystem, competitor, not_target; "" = not judged; a judgement without a purity class as reported),
    leads, judged, pure (target + target_not_now). Judged are leads whose judgement is a tag with a purity class. A lead
    with several sources counts for the first. Rows sorted by their columns from left to right.

    Summary, by = month, quarter, year, source, brought_by, each with its values sorted: by, value, leads, judged, the
    five classes, purity = (target + target_not_now) / judged and judged_rate = judged / leads (0..1, each with the 95 %
    Wilson interval, blank under min_sample), invalid_leads (judged, but neither target nor target_not_now), spend,
    spend_on_invalid = spend x invalid_leads / judged (blank where purity is), small_sample ("yes" where a rate is
    withheld). Spend of periods, sources or marketers without leads has rows of its own, so that spend adds up.
    """
    # A typed text may read like a purity class; told apart by `judged`, the two are never one record.
    leads = lead_frame(source)
    keyed = leads[[*KEYS, "leads", "judged", "pure"]].assign(is_judged=leads["judged"])
    facts = counted(keyed, [*KEYS, "is_judged"], ["leads", "judged", "pure"]).drop(columns="is_judged")
    return Report("purity", finished(facts), _summary(source), _NOTES[source.language])


def _summary(source: Source) -> pd.DataFrame:
    min_sample = source.dataset.model.settings.min_sample
    counts = counted_by_each(
        ledger(source),
        {key: key for key in ("month", "quarter", "year", "source", "brought_by")},
        ["leads", "judged", *PURITY_CLASSES, "pure", "invalid", "spend"],
    )
    judged = counts["judged"].to_numpy()
    rates = rate_columns("purity", counts["pure"], judged, min_sample=min_sample)
    enough = ~np.isnan(rates["purity"])
    share = counts["invalid"].to_numpy() / np.where(enough, judged, np.nan)
    frame = counts.drop(columns=["pure", "invalid", "spend"]).assign(
        **rates,
        **rate_columns("judged_rate", judged, counts["leads"], min_sample=min_sample),
        invalid_leads=counts["invalid"],
        spend=counts["spend"],
        spend_on_invalid=share * counts["spend"].to_numpy(),
        small_sample=small_sample(judged, counts["leads"], min_sample=min_sample),
    )
    return finished(frame)
