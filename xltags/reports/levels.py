"""The report `levels`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.core.customers import TagColumn
from xltags.core.group_parts import group_for
from xltags.core.scorecard import TIERS
from xltags.core.taxonomy import Taxonomy
from xltags.core.text import fold
from xltags.reports.charts import TIER_SERIES, Chart
from xltags.reports.counting import counted, finished, unknown_column
from xltags.reports.lead_frame import first_labels, lead_frame
from xltags.reports.rates import rate_columns, small_sample
from xltags.reports.registry import Report, Source, report

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

_NOTES = {
    "en": "Distance in tiers: above 0 the person sees the customer better than the score does, below 0 worse.",
    "zh": "差距以等级计：大于 0 表示人工评价高于得分，小于 0 表示低于得分。",
    "vi": "Chênh lệch tính theo hạng: trên 0 là người đánh giá cao hơn điểm, dưới 0 là thấp hơn.",
}


def _by_level(summary: pd.DataFrame) -> pd.DataFrame:
    """How many customers of each level have which tier; the best level first, customers without one last."""
    import pandas as pd

    tier = summary["icp_tier"].to_numpy(dtype=object)
    code = np.asarray([TIERS.index(each) if each in TIERS else np.nan for each in tier], dtype=np.float64)
    rows = pd.DataFrame({"customer_level": summary["customer_level"], "place": code - summary["distance"].to_numpy()})
    for letter in TIERS:
        rows[letter.lower()] = np.where(tier == letter, summary["customers"].to_numpy(), 0)
    sums = rows.groupby("customer_level", sort=False).agg(
        place=("place", "mean"), **{letter.lower(): (letter.lower(), "sum") for letter in TIERS}
    )
    return sums.sort_values("place", kind="stable", na_position="last").reset_index()


CHARTS = (
    Chart(
        "percent_bar",
        {
            "en": "Tiers by score within each level that people gave",
            "zh": "人工评定的各级别中，按得分划分的等级",
            "vi": "Hạng theo điểm trong từng mức do con người đánh giá",
        },
        ("customer_level",),
        TIER_SERIES,
        shape=_by_level,
    ),
)


@report("levels", en="Person and score", zh="人工级别与得分", vi="Con người và điểm số", charts=CHARTS)
def levels(source: Source) -> Report:
    """Where do a person's judgement and the score disagree?

    The tags of `customer_level` in their order, best first, are spread evenly over the tiers A to D (four tags are A,
    B, C and D; of three the middle one lies between B and C); where every tag is called A, B, C or D, it is that tier.

    Facts: customer_id, customer_level ("" = not judged), icp_tier, distance (tiers from the level down to the score;
    blank where the level is blank or no tag). Rows by size of the distance, largest first, blanks last, ties in the
    workbook's order.

    Summary: customer_level, icp_tier, distance, customers, share (of the customers of that level, 0..1, with the 95 %
    Wilson interval, blank under min_sample), disagree ("yes" from a distance of 1 tier on), small_sample. Rows by size
    of the distance, largest first, then by level and tier as text, blanks last.
    """
    leads = lead_frame(source)
    column = source.dataset.customers.tags.get(group_for(source.dataset, "customer_level"))
    frame = leads[["customer_id", "tier", "leads"]].rename(columns={"tier": "icp_tier"})
    if column is None:
        frame = frame.assign(customer_level=unknown_column(len(leads)), distance=np.nan)
    else:
        level = _positions(column, source.dataset.model.taxonomy)
        distance = frame["icp_tier"].cat.codes.to_numpy() - _first_tier_code(frame) - level
        frame = frame.assign(customer_level=first_labels(source.dataset, column.group.group), distance=distance)
    order = np.argsort(-_size(frame), kind="stable")
    facts = finished(frame[["customer_id", "customer_level", "icp_tier", "distance"]].iloc[order])
    return Report("levels", facts, _summary(frame, source), _NOTES[source.language])


def _size(frame: pd.DataFrame) -> NDArray[np.float64]:
    size: NDArray[np.float64] = np.nan_to_num(np.abs(frame["distance"].to_numpy(dtype=np.float64)), nan=-1.0)
    return size


def _first_tier_code(frame: pd.DataFrame) -> int:
    """The code of tier A; the blank label comes before it."""
    return frame["icp_tier"].cat.categories.tolist().index("A")


def _positions(column: TagColumn, taxonomy: Taxonomy) -> NDArray[np.float64]:
    """The level of each customer on the scale 0 (A) to 3 (D); nan where it is blank or no tag."""
    tags = [tag for tag in taxonomy.tags_of(column.group.group) if tag.status == "active"]
    ranked = sorted(tags, key=lambda tag: (tag.order is None, tag.order or 0.0))
    letters = [fold(tag.tag).upper() for tag in ranked]
    if ranked and set(letters) <= set(TIERS):
        place = {tag.id: float(TIERS.index(letter)) for tag, letter in zip(ranked, letters, strict=True)}
    else:
        step = (len(TIERS) - 1) / max(len(ranked) - 1, 1)
        place = {tag.id: number * step for number, tag in enumerate(ranked)}
    firsts = [matches[0].tag if matches else None for matches in column.matches]
    by_code = [np.nan if tag is None else place.get(tag.id, np.nan) for tag in firsts]
    return np.asarray([*by_code, np.nan], dtype=np.float64)[column.column.codes]


def _summary(frame: pd.DataFrame, source: Source) -> pd.DataFrame:
    min_sample = source.dataset.model.settings.min_sample
    keyed = frame.assign(distance=frame["distance"].fillna(np.inf))
    counts = finished(counted(keyed, ["customer_level", "icp_tier", "distance"], ["leads"]))
    counts["distance"] = counts["distance"].replace(np.inf, np.nan).astype("float64")
    counts = counts.iloc[np.argsort(-_size(counts), kind="stable")].reset_index(drop=True)
    total = counts.groupby("customer_level", sort=False)["leads"].transform("sum").to_numpy()
    disagree = np.where(_size(counts) >= 1, "yes", "").astype(object)
    return finished(
        counts.rename(columns={"leads": "customers"}).assign(
            **rate_columns("share", counts["leads"], total, min_sample=min_sample),
            disagree=disagree,
            small_sample=small_sample(total, min_sample=min_sample),
        )
    )
