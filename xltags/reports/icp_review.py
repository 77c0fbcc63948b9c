"""The report `icp_review`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from xltags.core.periods import period_of
from xltags.core.scorecard import TIERS
from xltags.reports.charts import Chart, Series
from xltags.reports.counting import constant, counted, finished, labelled
from xltags.reports.registry import Report, Source, report
from xltags.reports.review_history import history_text
from xltags.reports.review_lines import review_lines
from xltags.reports.review_words import MEASURES, SECTIONS, review_text

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from xltags.core.dataset import Dataset
    from xltags.core.finding import Language
    from xltags.core.review.outcomes import ClosedRows, GroupTags
    from xltags.core.review.results import Review
    from xltags.core.scoring import Scores

COUNTS = ("closed", "won", "lost", "renewed", "churned", "revenue")
FIGURES = {"rate": "rate", "rate_low": "low", "rate_high": "high", "index": "index", "by_chance": "chance"}


def _rows_of(summary: pd.DataFrame, section: str, measure: str) -> pd.DataFrame:
    """The statements of a section about one measure, in whatever language the summary is."""
    own = summary["section"].isin(SECTIONS[section].values()) & summary["measure"].isin(MEASURES[measure].values())
    return summary[own.to_numpy()]


def _wins_by_tier(summary: pd.DataFrame) -> pd.DataFrame:
    """The win rate of each tier."""
    rows = _rows_of(summary, "tiers", "win_rate")
    rows = rows[rows["subject"].isin(TIERS).to_numpy()]
    columns = {"subject": "tier", "rate": "win_rate", "rate_low": "win_rate_low", "rate_high": "win_rate_high"}
    return rows.rename(columns=columns).reset_index(drop=True)


def _drifts(summary: pd.DataFrame) -> pd.DataFrame:
    """The index of each group, beside that of chance; those that moved most first."""
    rows = _rows_of(summary, "drift", "psi").rename(columns={"index": "psi", "subject": "group"})
    return rows[rows["psi"].notna().to_numpy()].reset_index(drop=True)


CHARTS = (
    Chart(
        "column",
        {
            "en": "Win rate by tier, with 95 % interval",
            "zh": "各等级赢率（含 95% 置信区间）",
            "vi": "Tỷ lệ thắng theo hạng, kèm khoảng tin cậy 95 %",
        },
        ("tier",),
        (Series("win_rate", interval=True),),
        share=True,
        hued_by="tier",
        shape=_wins_by_tier,
    ),
    Chart(
        "bar",
        {
            "en": "How far the mix moved (PSI), beside what chance gives",
            "zh": "客户结构变化 (PSI) 与偶然水平",
            "vi": "Cơ cấu khách dịch chuyển (PSI), cạnh mức ngẫu nhiên",
        },
        ("group",),
        (Series("psi"), Series("by_chance", hue="muted")),
        most="psi",
        shape=_drifts,
    ),
)


@report("icp_review", en="ICP review", zh="ICP 季度复盘", vi="Rà soát ICP", charts=CHARTS, on_request=True)
def icp_review(source: Source) -> Report:
    """What do the outcomes say about the ideal customer profile?

    Made when it is asked for by name, and by `xltags review`; the quarter is the last one that was over.

    Facts: quarter (closed in; "" where the day is unknown), tier (of today), group (id), tag, closed, won, lost,
    renewed, churned, revenue (deal_value of won). Only customers that were won or lost by the end of the quarter, and
    groups but those of the family stage. A customer counts once in every group, once for each tag where a group takes
    several; so add up within one group. A blank cell is the tag "", a value that is no tag is as typed. Rows by group
    in the taxonomy's order, then quarter, tier and tag.

    Summary, one row a statement: section, subject, measure, rate (0..1) with its 95 % interval rate_low and rate_high,
    index (a figure that is no share: lift, PSI, information value), by_chance (the index that chance alone would give),
    cases (customers behind it, blank where there is nothing to count), verdict, advice. Rows in reading order: history,
    tiers, points, DNA, tag groups, drift, emerging industries, wide bands, leakage, proposal. How each is worked out:
    docs/review.md.
    """
    from xltags.core.review.review import review

    found = review(source.dataset, source.scores)
    return review_report(found, source.dataset, source.scores, language=source.language)


def review_report(review: Review, dataset: Dataset, scores: Scores, *, language: Language) -> Report:
    """A review that was made as its report."""
    from xltags.core.review.outcomes import closed_rows

    note = review_text(
        "note",
        language,
        quarter=review.quarter,
        day=review.as_of.isoformat(),
        closed=f"{review.closed:,}",
        honesty=history_text(review, language),
    )
    facts = _facts(closed_rows(dataset, review.quarter), dataset, scores)
    return Report("icp_review", facts, _summary(review, dataset, language), note)


def _summary(review: Review, dataset: Dataset, language: Language) -> pd.DataFrame:
    import pandas as pd

    lines = review_lines(review, dataset, language)
    return pd.DataFrame(
        {
            "section": pd.Series([SECTIONS[line.section][language] for line in lines], dtype=object),
            "subject": pd.Series([line.subject for line in lines], dtype=object),
            "measure": pd.Series([MEASURES[line.measure][language] for line in lines], dtype=object),
            **{id: np.asarray([getattr(line, name) for line in lines], np.float64) for id, name in FIGURES.items()},
            "cases": pd.Series([line.cases for line in lines], dtype="Int64"),
            "verdict": pd.Series([line.verdict for line in lines], dtype=object),
            "advice": pd.Series([line.advice for line in lines], dtype=object),
        }
    )


def _facts(rows: ClosedRows, dataset: Dataset, scores: Scores) -> pd.DataFrame:
    import pandas as pd

    start = dataset.model.settings.fiscal_year_start
    days, codes = np.unique(np.nan_to_num(rows.closed_on, nan=0.0), return_inverse=True)
    names = [str(period_of(date.fromordinal(int(day)), start)) if day else "" for day in days.tolist()]
    customers = pd.DataFrame(
        {
            "quarter": labelled(names, codes.astype(np.int32)),
            "tier": labelled(TIERS, np.asarray(scores.tier, dtype=np.int32)[rows.records]),
            "closed": np.ones(len(rows), dtype=np.int64),
            "won": rows.won.astype(np.int64),
            "lost": (~rows.won).astype(np.int64),
            "renewed": rows.renewed.astype(np.int64),
            "churned": rows.churned.astype(np.int64),
            "revenue": rows.revenue,
        }
    )
    parts = [_of_group(customers, group, rows.records) for group in rows.groups]
    empty = customers.iloc[:0].assign(group="", tag="")
    columns = ["quarter", "tier", "group", "tag", *COUNTS]
    return finished(pd.concat(parts or [empty], ignore_index=True)[columns])


def _of_group(customers: pd.DataFrame, group: GroupTags, records: NDArray[np.intp]) -> pd.DataFrame:
    """The counts by quarter, tier and tag of one group; a customer without a value has the blank tag."""
    held = group.members(records)
    held = np.column_stack([held, ~held.any(axis=1)])
    places, tags = np.nonzero(held)
    codes = np.where(tags == len(group.labels), -1, tags).astype(np.int32)
    frame = customers.iloc[places].reset_index(drop=True).assign(tag=labelled(group.labels, codes))
    found = counted(frame, ["quarter", "tier", "tag"], COUNTS)
    return finished(found).assign(group=constant(group.group.group, len(found)))
