"""The report `preferences`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.core.group_parts import group_for
from xltags.reports.charts import Chart, Series
from xltags.reports.counting import ALL, constant, counted, finished, unknown_column
from xltags.reports.lead_frame import lead_frame
from xltags.reports.pivot import Pivot
from xltags.reports.rates import rate_columns, small_sample
from xltags.reports.registry import Report, Source, report
from xltags.reports.tag_rows import tag_rows

if TYPE_CHECKING:
    import pandas as pd

KEYS = ["product", "industry", "tier"]
CUTS = {
    "product": ["product"],
    "product_industry": ["product", "industry"],
    "product_tier": ["product", "tier"],
    "product_industry_tier": KEYS,
}
_NOTES = {
    "en": "A lead interested in several products counts once for each; (all) marks what a row does not split.",
    "zh": "对多个产品感兴趣的线索，每个产品各计一次；“（全部）”表示该行未按此列细分。",
    "vi": "Lead quan tâm nhiều sản phẩm được đếm một lần cho mỗi sản phẩm; (tất cả) là cột mà dòng đó không tách.",
}
PIVOT = Pivot("product", "tier", values=("leads",), filters=("industry",), additive=False)


CHARTS = (
    Chart(
        "bar",
        {"en": "Leads and won by product", "zh": "各产品的线索数与成交数", "vi": "Số lead và số chốt theo sản phẩm"},
        ("product",),
        (Series("leads", hue="soft", told=True), Series("won", told=True)),
        by="product",
        most="leads",
        top=8,
    ),
)


@report("preferences", en="Product preferences", zh="产品偏好", vi="Sở thích sản phẩm", pivot=PIVOT, charts=CHARTS)
def preferences(source: Source) -> Report:
    """Which industries and tiers want which product, and who of them buys?

    Facts: product, industry, tier, leads, won, lost. A lead counts once for each product it is interested in ("" = not
    known), so leads add up to customers only within one product. Rows sorted by their columns from left to right.

    Summary, by = product, product_industry, product_tier, product_industry_tier: by, product, industry, tier ("(all)"
    where `by` does not split it), leads, won, lost, closed (won + lost), win_rate = won / closed and conversion = won /
    leads (0..1, each with the 95 % Wilson interval, blank under min_sample), small_sample. Rows sorted within
    each `by`.
    """
    leads = lead_frame(source)
    column = source.dataset.customers.tags.get(group_for(source.dataset, "product"))
    if column is None:
        frame = leads.assign(product=unknown_column(len(leads)))
    else:
        found = tag_rows(column, source.dataset.model.taxonomy)
        frame = leads[["industry", "tier", "leads", "won", "lost"]].take(found.customers).reset_index(drop=True)
        frame = frame.assign(product=found.categorical())
    facts = counted(frame, KEYS, ["leads", "won", "lost"])
    return Report("preferences", finished(facts), _summary(facts, source), _NOTES[source.language])


def _summary(facts: pd.DataFrame, source: Source) -> pd.DataFrame:
    import pandas as pd

    parts = []
    for by, keys in CUTS.items():
        part = finished(counted(facts, keys, ["leads", "won", "lost"]))
        split = {key: part[key] if key in keys else constant(ALL, len(part)) for key in KEYS}
        counts = {name: part[name] for name in ("leads", "won", "lost")}
        parts.append(pd.DataFrame({"by": constant(by, len(part)), **split, **counts}))
    frame = pd.concat(parts, ignore_index=True)
    min_sample = source.dataset.model.settings.min_sample
    won, leads = frame["won"].to_numpy(), frame["leads"].to_numpy()
    closed = won + frame["lost"].to_numpy(dtype=np.int64)
    rates = rate_columns("win_rate", won, closed, min_sample=min_sample)
    rates |= rate_columns("conversion", won, leads, min_sample=min_sample)
    return finished(
        frame.assign(closed=closed, **rates, small_sample=small_sample(closed, leads, min_sample=min_sample))
    )
