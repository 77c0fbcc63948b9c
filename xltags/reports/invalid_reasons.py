"""The report `invalid_reasons`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.reports.charts import Chart, Series
from xltags.reports.counting import counted, finished
from xltags.reports.lead_frame import lead_frame
from xltags.reports.pivot import Pivot
from xltags.reports.rates import rate_columns, small_sample
from xltags.reports.registry import Report, Source, report

if TYPE_CHECKING:
    import pandas as pd

_NOTES = {
    "en": "Leads judged as no target, and all others with an invalid reason; a blank reason is still to be asked for.",
    "zh": "包括判定为非目标客户的线索，以及填有无效原因的其他线索；原因为空的需要补问。",
    "vi": "Gồm lead được đánh giá không phải mục tiêu và mọi lead có lý do không hợp lệ; lý do trống là cần hỏi thêm.",
}
PIVOT = Pivot("reason", "quarter", values=("leads",), filters=("source", "brought_by"))


CHARTS = (
    Chart(
        "column",
        {"en": "Reasons and their cumulative share", "zh": "各原因及其累计占比", "vi": "Các lý do và tỷ lệ cộng dồn"},
        ("reason",),
        (Series("leads", told=True), Series("cumulative_share", hue="accent", mark="line", second_axis=True)),
        by="all",
    ),
)


@report(
    "invalid_reasons",
    en="Why leads are invalid",
    zh="无效原因",
    vi="Lý do lead không hợp lệ",
    pivot=PIVOT,
    charts=CHARTS,
)
def invalid_reasons(source: Source) -> Report:
    """Why are leads invalid, and where do they come from?

    A lead is counted if its judgement has the purity class not_target or if it carries an invalid reason.

    Facts: quarter (of first contact), source, brought_by, reason ("" = not given), leads. Rows sorted by their columns
    from left to right.

    Summary, by = all, source, brought_by: by, value ("" for all), reason, leads, share = leads / invalid leads of that
    value (0..1, with the 95 % Wilson interval, blank under min_sample), cumulative_share (blank likewise),
    small_sample. Within a value the most frequent reason first, ties by reason.
    """
    leads = lead_frame(source).rename(columns={"invalid_reason": "reason"})
    leads = leads[(leads["not_target"] == 1) | (leads["reason"] != "")]
    facts = counted(leads, ["quarter", "source", "brought_by", "reason"], ["leads"])
    summary = _summary(leads, source.dataset.model.settings.min_sample)
    return Report("invalid_reasons", finished(facts), summary, _NOTES[source.language])


def _summary(leads: pd.DataFrame, min_sample: int) -> pd.DataFrame:
    import pandas as pd

    parts = []
    for by in ("all", "source", "brought_by"):
        counts = counted(leads.assign(value="" if by == "all" else leads[by]), ["value", "reason"], ["leads"])
        frame = finished(counts)
        order = np.lexsort((frame["reason"].to_numpy(dtype=str), -frame["leads"], frame["value"].to_numpy(dtype=str)))
        parts.append(frame.iloc[order].assign(by=by))
    frame = pd.concat(parts, ignore_index=True)
    groups = frame.groupby(["by", "value"], sort=False)["leads"]
    total = groups.transform("sum").to_numpy()
    rates = rate_columns("share", frame["leads"], total, min_sample=min_sample)
    running = groups.cumsum().to_numpy() / np.where(np.isnan(rates["share"]), np.nan, total)
    frame = frame[["by", "value", "reason", "leads"]].assign(
        **rates, cumulative_share=running, small_sample=small_sample(total, min_sample=min_sample)
    )
    return finished(frame)
