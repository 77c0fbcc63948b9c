"""The report `funnel`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.core.stages import NOWHERE, Stages, read_stages
from xltags.core.values import as_text
from xltags.reports.charts import Chart, Series
from xltags.reports.counting import counted, finished, labelled_column
from xltags.reports.lead_frame import first_labels, lead_frame
from xltags.reports.pivot import Pivot
from xltags.reports.rates import rate_columns, small_sample
from xltags.reports.registry import Report, Source, report
from xltags.reports.stage_days import stays
from xltags.reports.stages import Journeys, read_journeys

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

COUNTS = ["entered", "left_to_next", "lost"]
_NOTES = {
    "en": "A customer at a step is taken to have passed the steps before it; those still open may yet move on.",
    "zh": "处于某阶段的客户视为已经过之前的阶段；仍在跟进的客户之后还可能前进。",
    "vi": "Khách ở một bước được coi là đã qua các bước trước; khách còn mở vẫn có thể đi tiếp.",
}
PIVOT = Pivot(
    "stage", values=("entered", "left_to_next", "lost"), filters=("lost_reason",), in_order=("stage",), additive=False
)


CHARTS = (
    Chart(
        "bar",
        {"en": "Customers that reached each step", "zh": "到达各阶段的客户数", "vi": "Số khách đến được từng bước"},
        ("stage",),
        (Series("entered", told=True),),
    ),
    Chart(
        "bar",
        {
            "en": "Share lost at each step, with 95 % interval",
            "zh": "各阶段流失率（含 95% 置信区间）",
            "vi": "Tỷ lệ mất ở từng bước, kèm khoảng tin cậy 95%",
        },
        ("stage",),
        (Series("leakage", interval=True, hue="bad"),),
        share=True,
    ),
)


@report("funnel", en="Sales funnel", zh="销售漏斗", vi="Phễu bán hàng", pivot=PIVOT, charts=CHARTS)
def funnel(source: Source) -> Report:
    """At which step do customers get lost, and why?

    What is known: the stage a customer is at today, `lost_stage`, won_on, and the changes of stage in `FollowUps`.
    Steps are the stages without a parent, in their order, without those that mean lost or dormant; sub-stages count for
    the stage above. A customer entered a step if any of these shows it at that step or at a later one: steps that were
    jumped over count as passed. A customer with lost_on, or with a stage that means lost, was lost at `lost_stage`, or
    else at the furthest step known. What is no step stands for itself, after the steps: blank, as typed, or the stage's
    label (of a lost customer of whom no step is known).

    Facts: stage, entered, left_to_next, lost, lost_reason (the tag of a group `lost_reason`, else reject_reason, else
    the invalid reason, of customers lost at that step; "" = not lost or no reason), step (1 for the first, 0 for what
    is no step). Each count adds up over the reasons. Rows by step, then reason as text.

    Summary: stage, step, entered, left_to_next, lost, still_here (= entered - left_to_next - lost), step_conversion =
    left_to_next / entered (blank at the last step), leakage = lost / entered (both 0..1, with the 95 % Wilson interval,
    blank under min_sample), median_days and stays (the completed stays at the step that `FollowUps` shows; blank and 0
    where no change was logged), top_lost_reason (the most frequent one that is given, ties as text), small_sample.
    """
    stages = read_stages(source.dataset)
    journeys = read_journeys(source, stages)
    facts = _facts(journeys, stages, _reasons(source))
    return Report("funnel", facts, _summary(facts, source, stages), _NOTES[source.language])


def _reasons(source: Source) -> NDArray[np.object_]:
    """Why a customer was lost, by customer, from the first place that says so."""
    dataset, leads = source.dataset, lead_frame(source)
    if "lost_reason" in dataset.customers.tags:
        told = first_labels(dataset, "lost_reason")
    else:
        told = labelled_column(dataset.customers.table.column("lost_reason"), lambda value: as_text(value).strip())
    columns = (told, leads["reject_reason"], leads["invalid_reason"])
    first, second, third = (np.asarray(column.tolist(), dtype=object) for column in columns)
    return np.where(first != "", first, np.where(second != "", second, third))


def _facts(journeys: Journeys, stages: Stages, reasons: NDArray[np.object_]) -> pd.DataFrame:
    import pandas as pd

    on_path = journeys.reached != NOWHERE
    size = len(stages.labels)
    at = pd.DataFrame(
        {
            "place": np.where(on_path, journeys.reached, size),
            "stage": np.where(on_path, "", journeys.labels),
            "lost_reason": np.where(journeys.lost, reasons, ""),
            "entered": np.ones(len(reasons), dtype=np.int64),
            "left_to_next": np.zeros(len(reasons), dtype=np.int64),
            "lost": journeys.lost.astype(np.int64),
        }
    )
    passed = _passed(journeys.reached[on_path], stages)
    frame = pd.concat([at, passed], ignore_index=True)
    facts = counted(frame, ["place", "stage", "lost_reason"], COUNTS)
    place = facts["place"].to_numpy(dtype=np.int64)
    labels = np.asarray([*stages.labels, ""], dtype=object)[place]
    facts["stage"] = np.where(place < size, labels, facts["stage"].to_numpy(dtype=object))
    facts["step"] = np.where(place < size, place + 1, 0)
    return finished(facts[["stage", *COUNTS, "lost_reason", "step"]])


def _passed(reached: NDArray[np.int64], stages: Stages) -> pd.DataFrame:
    """How many customers went on from each step; a record for every step, so that none is missing."""
    import pandas as pd

    size = len(stages.labels)
    standing = np.bincount(reached, minlength=size)[:size] if size else np.empty(0, dtype=np.int64)
    beyond = np.cumsum(standing[::-1])[::-1] - standing
    blank = np.full(size, "", dtype=object)
    return pd.DataFrame(
        {
            "place": np.arange(size, dtype=np.int64),
            "stage": blank,
            "lost_reason": blank,
            "entered": beyond,
            "left_to_next": beyond,
            "lost": np.zeros(size, dtype=np.int64),
        }
    )


def _summary(facts: pd.DataFrame, source: Source, stages: Stages) -> pd.DataFrame:
    min_sample = source.dataset.model.settings.min_sample
    place = facts["step"].where(facts["step"] > 0, len(stages.labels) + 1)
    keyed = facts.assign(place=place)
    counts = keyed.groupby(["place", "stage", "step"], sort=True)[COUNTS].sum().reset_index()
    entered, left, lost, step = (
        counts[name].to_numpy(dtype=np.int64) for name in ("entered", "left_to_next", "lost", "step")
    )
    goes_on = (step > 0) & (step < len(stages.labels))
    places, days = stays(source, stages)
    medians = [float(np.median(days[places == it - 1])) if (places == it - 1).any() else np.nan for it in step.tolist()]
    numbers = [int((places == it - 1).sum()) if it else 0 for it in step.tolist()]
    frame = counts[["stage", "step", *COUNTS]].assign(
        still_here=entered - left - lost,
        **rate_columns("step_conversion", left, np.where(goes_on, entered, 0), min_sample=min_sample),
        **rate_columns("leakage", lost, entered, min_sample=min_sample),
        median_days=np.where(step > 0, medians, np.nan),
        stays=np.asarray(numbers, dtype=np.int64),
        top_lost_reason=_top_reasons(facts, counts["stage"].tolist(), step.tolist()),
        small_sample=small_sample(entered, min_sample=min_sample),
    )
    return finished(frame)


def _top_reasons(facts: pd.DataFrame, stages: list[str], steps: list[int]) -> NDArray[np.object_]:
    given = facts[(facts["lost_reason"] != "") & (facts["lost"] > 0)]
    top: dict[tuple[str, int], tuple[int, str]] = {}
    for stage, step, reason, lost in zip(
        given["stage"], given["step"].tolist(), given["lost_reason"], given["lost"].tolist(), strict=True
    ):
        best = top.get((stage, step))
        if best is None or lost > best[0]:
            top[stage, step] = (lost, reason)
    return np.asarray([top.get(pair, (0, ""))[1] for pair in zip(stages, steps, strict=True)], dtype=object)
