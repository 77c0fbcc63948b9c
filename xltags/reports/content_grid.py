"""The report `content_grid`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.core.group_parts import group_for
from xltags.reports.charts import Chart, Series
from xltags.reports.counting import counted, finished
from xltags.reports.lead_frame import lead_frame
from xltags.reports.pivot import Pivot
from xltags.reports.rates import rate_columns, small_sample
from xltags.reports.registry import Report, Source, report
from xltags.reports.tag_rows import tag_rows

if TYPE_CHECKING:
    import pandas as pd

KEYS = ["industry", "pain_point", "tier"]
_NOTES = {
    "en": "Write about the pain points of the A and B customers first; one with several pain points counts for each.",
    "zh": "内容选题先看 A、B 级客户的痛点；有多个痛点的客户，每个痛点各计一次。",
    "vi": "Viết trước về điểm đau của khách hạng A và B; khách có nhiều điểm đau được đếm một lần cho mỗi điểm.",
}
_NONE = {
    "en": "This workbook has no tag group for pain points (pain_point), so there is nothing to count.",
    "zh": "本工作簿没有痛点标签组（pain_point），因此没有可统计的内容。",
    "vi": "Sổ này không có nhóm thẻ điểm đau (pain_point) nên không có gì để đếm.",
}
PIVOT = Pivot("pain_point", "industry", values=("customers",), filters=("tier",), additive=False)


def _by_pain(summary: pd.DataFrame) -> pd.DataFrame:
    """The customers of each pain point over all industries."""
    sums = summary.groupby("pain_point", sort=False)[["customers", "ab"]].sum().reset_index()
    return sums.assign(others=sums["customers"] - sums["ab"])


CHARTS = (
    Chart(
        "stacked_bar",
        {
            "en": "Customers by pain point, tiers A and B first",
            "zh": "各痛点的客户数（先看 A、B 级）",
            "vi": "Số khách theo điểm đau, hạng A và B trước",
        },
        ("pain_point",),
        (Series("ab", told=True), Series("others", hue="muted", told=True)),
        most="customers",
        shape=_by_pain,
    ),
)


@report("content_grid", en="Content topics", zh="内容选题", vi="Chủ đề nội dung", pivot=PIVOT, charts=CHARTS)
def content_grid(source: Source) -> Report:
    """Which pain of which industry should we write about, for the customers we want most?

    Facts: industry, pain_point, tier, customers; only customers with a pain point, once for each of theirs ("" = their
    industry is not known). No rows where the workbook has no group pain_point. Rows sorted by their columns from left
    to right.

    Summary: industry, pain_point, customers, ab (of them in tier A or B), ab_share = ab / customers (0..1, with the 95
    % Wilson interval, blank under min_sample), won, small_sample. Rows by ab, most first, then customers, then industry
    and pain point as text.
    """
    leads = lead_frame(source)
    column = source.dataset.customers.tags.get(group_for(source.dataset, "pain_point"))
    empty = leads.iloc[:0].assign(pain_point=leads["industry"].iloc[:0])
    if column is None:
        frame = empty
    else:
        found = tag_rows(column, source.dataset.model.taxonomy)
        frame = leads[["industry", "tier", "leads", "won"]].take(found.customers).reset_index(drop=True)
        frame = frame.assign(pain_point=found.categorical())
        frame = frame[np.asarray(found.known, dtype=np.bool_)[found.codes]]
    facts = counted(frame, KEYS, ["leads", "won"])
    note = _NOTES if column is not None else _NONE
    shown = finished(facts.rename(columns={"leads": "customers"})[[*KEYS, "customers"]])
    return Report("content_grid", shown, _summary(facts, source), note[source.language])


def _summary(facts: pd.DataFrame, source: Source) -> pd.DataFrame:
    min_sample = source.dataset.model.settings.min_sample
    wanted = facts["tier"].isin(["A", "B"]).to_numpy()
    facts = facts.assign(ab=np.where(wanted, facts["leads"].to_numpy(), 0))
    counts = finished(counted(facts, ["industry", "pain_point"], ["leads", "ab", "won"]))
    order = np.lexsort((-counts["leads"].to_numpy(), -counts["ab"].to_numpy()))
    counts = counts.iloc[order].reset_index(drop=True).rename(columns={"leads": "customers"})
    total = counts["customers"].to_numpy()
    return finished(
        counts[["industry", "pain_point", "customers", "ab"]].assign(
            **rate_columns("ab_share", counts["ab"].to_numpy(), total, min_sample=min_sample),
            won=counts["won"].to_numpy(),
            small_sample=small_sample(total, min_sample=min_sample),
        )
    )
