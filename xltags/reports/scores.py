"""The report `scores`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.core.scorecard import MEASURES, Band
from xltags.core.values import as_text
from xltags.reports.counting import stacked
from xltags.reports.groups import reported_label
from xltags.reports.lead_frame import customer_ids
from xltags.reports.registry import Report, Source, report

if TYPE_CHECKING:
    from xltags.core.dataset import Dataset

_NOTES = {
    "en": "The points of a customer add up to its score; a blank value is unknown and gives 0 points for now.",
    "zh": "每个客户各指标得分之和即总分；空值表示未知，暂计 0 分。",
    "vi": "Điểm các tiêu chí của một khách cộng lại bằng tổng điểm; giá trị trống là chưa biết, tạm tính 0 điểm.",
}


@report("scores", en="Points by indicator", zh="指标得分明细", vi="Điểm theo tiêu chí")
def scores(source: Source) -> Report:
    """What does each indicator add to a customer's score?

    Facts: customer_id, indicator (id), field, value (labels, number or coverage; "" = blank), band (the band that
    decided: its tags, or its range such as "50 <= x < 200", with the outcome of a hard indicator; "" for none), points
    (0 for a hard indicator). Points of a customer sum to its score. Rows by indicator in the workbook's order, then
    customers in the workbook's order.
    """
    import pandas as pd

    ids, columns = customer_ids(source), source.scores.columns
    same = np.zeros(len(ids), dtype=np.int8)
    bands = _band_texts(source.dataset)
    everyone = np.tile(ids.codes, len(columns))
    points = np.empty(len(everyone))
    for place, column in enumerate(columns):
        points[place * len(ids) : (place + 1) * len(ids)] = column.points
    facts = {
        "customer_id": pd.Categorical.from_codes(everyone, dtype=ids.dtype),
        "indicator": stacked(((it.indicator.indicator,), same) for it in columns),
        "field": stacked(((it.indicator.field,), same) for it in columns),
        "value": stacked((it.texts, it.value_codes) for it in columns),
        "band": stacked((bands, it.bands) for it in columns),
        "points": points,
    }
    return Report("scores", pd.DataFrame(facts, copy=False), note=_NOTES[source.language])


def _band_texts(dataset: Dataset) -> list[str]:
    """Every band of the scorecard as a person reads it, in the workbook's order."""
    fields = {it.indicator: it.field for it in reversed(dataset.model.scorecard.indicators)}
    return [_band_text(dataset, band, fields.get(band.indicator, "")) for band in dataset.model.scorecard.bands]


def _band_text(dataset: Dataset, band: Band, field: str) -> str:
    if band.tags and field not in MEASURES:
        condition = "; ".join(reported_label(dataset, tag, field) for tag in band.tags)
    elif band.low is None:
        condition = "" if band.high is None else f"x < {as_text(band.high)}"
    elif band.high is None:
        condition = f"x >= {as_text(band.low)}"
    else:
        condition = f"{as_text(band.low)} <= x < {as_text(band.high)}"
    return f"{condition}: {band.outcome}" if band.outcome else condition
