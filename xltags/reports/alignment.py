"""The report `alignment`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xltags.core.group_names import group_named
from xltags.core.periods import Period, parse_period
from xltags.core.strategy import Target
from xltags.reports.charts import Chart, Series
from xltags.reports.counting import constant, counted, finished
from xltags.reports.groups import reported_label, tag_meant
from xltags.reports.lead_frame import lead_frame
from xltags.reports.rates import rate_columns, small_sample
from xltags.reports.registry import Report, Source, report
from xltags.reports.tag_rows import TagRows, tag_rows

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

COLUMNS = ["period", "group", "tag", "source", "leads"]
_NOTES = {
    "en": "Shares are of the new customers whose tag is known; a gap within the interval may be chance.",
    "zh": "占比以标签已知的新客户为分母；差距落在区间内可能只是偶然。",
    "vi": "Tỷ lệ tính trên khách mới đã biết thẻ; chênh lệch nằm trong khoảng tin cậy có thể chỉ là ngẫu nhiên.",
}


@dataclass(frozen=True, slots=True)
class _Aim:
    """A line of the plan, with its period, group and label as reported ("" and None where they mean none)."""

    target: Target
    period: Period | None
    group_id: str
    label: str

    @property
    def period_text(self) -> str:
        return str(self.period) if self.period else self.target.period


CHARTS = (
    Chart(
        "bar",
        {
            "en": "Actual share against target, with 95 % interval",
            "zh": "实际占比与目标占比（含 95% 置信区间）",
            "vi": "Tỷ lệ thực tế so với mục tiêu, kèm khoảng tin cậy 95%",
        },
        ("tag", "period"),
        (Series("actual_share", interval=True, hue="middle"), Series("target_share", hue="soft")),
        newest=True,
        top=10,
        share=True,
    ),
)


@report("alignment", en="Alignment with the strategy", zh="战略匹配度", vi="Mức khớp với chiến lược", charts=CHARTS)
def alignment(source: Source) -> Report:
    """Do the new customers of a period have the mix that the strategy asks for, and which sources bring it?

    Facts, for each period and group that `Strategy` names: period, group, tag ("" = blank), source, leads. A customer
    belongs to the fiscal quarter and year of its first contact, counts once for each of its tags, and with its first
    source. A year and its quarters each have their records: filter on one period. Rows sorted from left to right.

    Summary, one row for each line of `Strategy` in its order: period, group, tag, priority, leads (new customers of the
    period), known (those with a value, neither blank nor an Excel error; the denominator), with_tag (those with the tag
    or one below it), actual_share = with_tag / known (0..1, with the 95 % Wilson interval, blank under min_sample),
    target_share,
    gap_points = (actual - target) x 100, beyond_chance ("above" or "below" where the target lies outside the interval,
    "no" where it lies inside, "" where one of them is missing), small_sample.
    """
    import pandas as pd

    aims = [_aim(source, target) for target in source.dataset.model.strategy.targets]
    tags = source.dataset.customers.tags
    rows = {
        id: tag_rows(tags[id], source.dataset.model.taxonomy) for id in {aim.group_id for aim in aims} if id in tags
    }
    pairs = {(str(aim.period), aim.group_id): aim.period for aim in aims if aim.period and aim.group_id in rows}
    leads = lead_frame(source)
    parts = [_facts(leads, period, id, rows[id]) for (_, id), period in sorted(pairs.items())]
    facts = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({name: [] for name in COLUMNS}, dtype=object)
    facts["leads"] = facts["leads"].astype("int64")
    return Report("alignment", facts, _summary(source, aims, rows), _NOTES[source.language])


def _aim(source: Source, target: Target) -> _Aim:
    group = group_named(source.dataset.model.taxonomy, target.group)
    group_id = group.group if group else target.group
    return _Aim(target, parse_period(target.period), group_id, reported_label(source.dataset, target.tag, group_id))


def _in_period(leads: pd.DataFrame, period: Period | None) -> NDArray[np.bool_]:
    if period is None:
        return np.zeros(len(leads), dtype=np.bool_)
    if period.quarter is None:
        return np.asarray(leads["year"] == period.year, dtype=np.bool_)
    return np.asarray(leads["quarter"] == str(period), dtype=np.bool_)


def _facts(leads: pd.DataFrame, period: Period, group_id: str, found: TagRows) -> pd.DataFrame:
    import pandas as pd

    inside = _in_period(leads, period)[found.customers]
    frame = pd.DataFrame(
        {
            "tag": found.categorical()[inside],
            "source": leads["source"].take(found.customers[inside]).reset_index(drop=True),
            "leads": np.ones(int(inside.sum()), dtype=np.int64),
        }
    )
    counts = finished(counted(frame, ["tag", "source"], ["leads"]))
    head = {"period": constant(str(period), len(counts)), "group": constant(group_id, len(counts))}
    return pd.DataFrame({**head, **{name: counts[name] for name in ("tag", "source", "leads")}})


def _summary(source: Source, aims: list[_Aim], rows: dict[str, TagRows]) -> pd.DataFrame:
    import pandas as pd

    leads, min_sample = lead_frame(source), source.dataset.model.settings.min_sample
    counts = np.asarray([_count(source, aim, rows.get(aim.group_id), leads) for aim in aims], dtype=np.int64)
    total, known, carrying = counts.reshape(-1, 3).T
    shares = [aim.target.target_share for aim in aims]
    target = np.asarray([np.nan if share is None else share for share in shares], dtype=np.float64)
    rates = rate_columns("actual_share", carrying, known, min_sample=min_sample)
    compared = ~np.isnan(rates["actual_share"]) & ~np.isnan(target)
    above, below = compared & (rates["actual_share_low"] > target), compared & (rates["actual_share_high"] < target)
    chance = np.select([above, below, compared], ["above", "below", "no"], default="")
    texts = {
        "period": [aim.period_text for aim in aims],
        "group": [aim.group_id for aim in aims],
        "tag": [aim.label for aim in aims],
        "priority": [aim.target.priority for aim in aims],
    }
    return pd.DataFrame(
        {
            **{name: pd.Series(column, dtype=object) for name, column in texts.items()},
            "leads": total,
            "known": known,
            "with_tag": carrying,
            **rates,
            "target_share": target,
            "gap_points": (rates["actual_share"] - target) * 100,
            "beyond_chance": pd.Series(chance.tolist(), dtype=object),
            "small_sample": pd.Series(small_sample(known, min_sample=min_sample), dtype=object),
        }
    )


def _count(source: Source, aim: _Aim, found: TagRows | None, leads: pd.DataFrame) -> tuple[int, int, int]:
    """New customers of the period, those whose tag is known, those with the tag or one below it."""
    inside = _in_period(leads, aim.period)
    if found is None:
        return int(inside.sum()), 0, 0
    wanted = {aim.label} | _labels_below(source, aim)
    carries = np.asarray([bool(label) and label in wanted for label in found.labels], dtype=np.bool_)
    here = inside[found.customers]
    known = found.customers[here & np.asarray(found.known, dtype=np.bool_)[found.codes]]
    carrying = found.customers[here & carries[found.codes]]
    return int(inside.sum()), len(np.unique(known)), len(np.unique(carrying))


def _labels_below(source: Source, aim: _Aim) -> set[str]:
    taxonomy = source.dataset.model.taxonomy
    wanted = tag_meant(source.dataset, aim.target.tag, aim.group_id)
    if wanted is None:
        return set()
    return {
        tag.tag
        for tag in taxonomy.tags_of(aim.group_id)
        if any(above.id == wanted.id for above in taxonomy.line_of(tag))
    }
