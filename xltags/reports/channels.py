"""The report `channels`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.core.group_parts import group_for
from xltags.reports.channel_advice import ADVICE, advise
from xltags.reports.charts import Chart, Series
from xltags.reports.counting import counted, counted_by_each, finished, labelled
from xltags.reports.ledger import ledger
from xltags.reports.pivot import Pivot
from xltags.reports.rates import quotient, rate_columns, small_sample
from xltags.reports.registry import Report, Source, report

if TYPE_CHECKING:
    import pandas as pd

AMOUNTS = ["leads", "judged", "target", "accepted", "won", "revenue", "spend"]
_NOTES = {
    "en": "By the month of first contact: young cohorts may still win. Move money only where the intervals are apart.",
    "zh": "按首次接触月份归集：较新的线索可能尚未成交。只有区间不重叠时才建议调整预算。",
    "vi": "Tính theo tháng liên hệ đầu: lead mới có thể chưa chốt. Chỉ chuyển ngân sách khi các khoảng tách rời nhau.",
}
PIVOT = Pivot("source", values=("leads", "won", "revenue", "spend"), filters=("month",))


CHARTS = (
    Chart(
        "bar",
        {
            "en": "Conversion by source, with 95 % interval",
            "zh": "各来源转化率（含 95% 置信区间）",
            "vi": "Tỷ lệ chuyển đổi theo nguồn, kèm khoảng tin cậy 95%",
        },
        ("value",),
        (Series("conversion", interval=True, hue="middle"),),
        by="source",
        most="leads",
        share=True,
    ),
    Chart(
        "bar",
        {
            "en": "Spend and revenue of paid sources",
            "zh": "付费来源的花费与收入",
            "vi": "Chi phí và doanh thu của các nguồn trả tiền",
        },
        ("value",),
        (Series("spend", hue="soft"), Series("revenue")),
        by="source",
        most="spend",
        top=10,
    ),
)


@report("channels", en="Channels", zh="渠道效果", vi="Hiệu quả kênh", pivot=PIVOT, charts=CHARTS)
def channels(source: Source) -> Report:
    """What do the channels bring, what do they cost, and where should money move?

    Facts: month (of first contact), source, leads, judged, target (purity class target), accepted (sales_status), won,
    revenue (deal_value of won), spend. A lead with several sources counts for the first. Spend without leads has
    records with 0 leads, so that spend adds up. Rows sorted by month, then source.

    Summary, by = source, channel (the widest parent of the source; only where a source has one), month, quarter, year,
    each with its values sorted: by, value, the amounts of the facts, conversion = won / leads (0..1, with the 95 %
    Wilson interval, blank under min_sample), cpl = spend / leads, cpa = spend / won, roi = (revenue - spend) / spend
    (each blank where spend or its denominator is missing or 0), advice, small_sample.

    Advice (source and channel only) compares the source's interval with that of all other leads: only where the two are
    apart it says to move money, and then a cpa above or below that of all others decides between money and quality.
    """
    frame = ledger(source)
    facts = counted(frame, ["month", "source"], AMOUNTS)
    frame = frame.assign(channel=_channels(source, frame))
    dimensions = {"source": "source", "channel": "channel", "month": "month", "quarter": "quarter", "year": "year"}
    if bool((frame["channel"].astype(object) == frame["source"].astype(object)).all()):
        del dimensions["channel"]
    counts = counted_by_each(frame, dimensions, [*AMOUNTS, "spend_lines"])
    return Report("channels", finished(facts), _summary(counts, source), _NOTES[source.language])


def _channels(source: Source, frame: pd.DataFrame) -> pd.Categorical:
    """The widest tag above each source; the source itself where it has none or is no tag."""
    taxonomy = source.dataset.model.taxonomy
    widest = {tag.tag: taxonomy.line_of(tag)[-1].tag for tag in taxonomy.tags_of(group_for(source.dataset, "source"))}
    labels = frame["source"].cat.categories.tolist()
    return labelled(
        [widest.get(label, label) for label in labels], frame["source"].cat.codes.to_numpy().astype(np.int32)
    )


def _summary(counts: pd.DataFrame, source: Source) -> pd.DataFrame:
    min_sample = source.dataset.model.settings.min_sample
    leads, won, spend = (counts[name].to_numpy() for name in ("leads", "won", "spend"))
    paid = np.where((counts["spend_lines"] > 0) & (spend > 0), spend, np.nan)
    advice = np.full(len(counts), "", dtype=object)
    for by in ("source", "channel"):
        rows = (counts["by"] == by).to_numpy()
        advice[rows] = [
            ADVICE[it][source.language] for it in advise(leads[rows], won[rows], spend[rows], min_sample=min_sample)
        ]
    frame = counts.drop(columns="spend_lines").assign(
        **rate_columns("conversion", won, leads, min_sample=min_sample),
        cpl=quotient(paid, leads),
        cpa=quotient(paid, won),
        roi=quotient(counts["revenue"] - paid, paid),
        advice=advice,
        small_sample=small_sample(leads, min_sample=min_sample),
    )
    return finished(frame)
