"""The report `tag_health`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.core.tag_verdicts import TagVerdict, tag_verdicts
from xltags.reports.charts import Chart, Series
from xltags.reports.registry import Report, Source, report
from xltags.reports.tag_health_summary import health_summary
from xltags.reports.tag_separation import Separation, sure_differences, tag_separations

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

_NOTES = {
    "en": "A tag is healthy when customers carry it, something acts on it and it may stay. Verdicts are proposals.",
    "zh": "健康标签：有客户使用、有动作或报表用到、且应保留。结论仅为建议。",
    "vi": "Thẻ khỏe: có khách mang, có nơi dùng đến và nên giữ. Kết luận chỉ là đề xuất.",
}
_KINDS = {
    "en": {"segment": "segment", "indicator": "indicator", "strategy": "plan", "report": "report"},
    "zh": {"segment": "客群", "indicator": "指标", "strategy": "计划", "report": "报表"},
    "vi": {"segment": "phân khúc", "indicator": "tiêu chí", "strategy": "kế hoạch", "report": "báo cáo"},
}


CHARTS = (
    Chart(
        "column",
        {
            "en": "Fill rate of the tag groups against target",
            "zh": "各标签组填写率与目标",
            "vi": "Tỷ lệ điền của các nhóm thẻ so với mục tiêu",
        },
        ("value",),
        (Series("fill_rate"), Series("fill_target", hue="accent", mark="points")),
        by="group",
        top=24,
        share=True,
    ),
)


@report("tag_health", en="Tag health", zh="标签健康度", vi="Sức khỏe của thẻ", charts=CHARTS)
def tag_health(source: Source) -> Report:
    """Does every tag earn its place, and what should become of those that do not?

    Facts: group (id), tag (label, or the text as typed where it is no tag yet), customers (that carry it), fill_rate
    and fill_target of its group (0..1; the rate is over customers first followed up four weeks ago or more), last_used
    (ISO date of the last dealing with one of them), used_by (segments, indicators, plan periods of the tag, then what
    uses its group), verdict (keep, merge, note, retire, promote), reason, healthy ("yes"), family, step, status
    (active, reserved, retired; "" for a text that is no tag), below (customers that carry it or a tag below it), closed
    (of them won or lost), won, win_difference (win rate less that of the other known values of the group, with the 95 %
    Newcombe interval; blank where either side is under min_sample). Rows by group in the taxonomy's order, then tags in
    its order, then texts that are no tag.

    Summary, by = all, step, family, group, year (fiscal year of first contact): by, value, groups, ready (groups whose
    fill rate reaches their target), ready_share, tags (without reserved and young ones and lists to look up), used (of
    these, carried by a customer, in a year by one of that year), healthy, healthy_share = healthy / tags, customers,
    cells (customers x groups), filled, fill_rate = filled / cells (with the 95 % Wilson interval, blank under
    min_sample), fill_target, manual (groups filled by hand),
    minutes (of typing for one customer, 15 seconds a field), entry_hours (what the filled cells took), closed,
    information_value (how much the group tells about wins, 0 = nothing) and chance_value (what chance alone shows with
    so few deals; below it nothing is told), small_sample. Rows in the order of `by`, then in the taxonomy's order.
    """
    separations = tag_separations(source)
    verdicts = tag_verdicts(source.dataset, sure_differences(separations))
    facts = _facts(verdicts, separations, source)
    return Report("tag_health", facts, health_summary(verdicts, source), _NOTES[source.language])


def _facts(verdicts: Sequence[TagVerdict], separations: dict[int, Separation], source: Source) -> pd.DataFrame:
    import pandas as pd

    places = {id(tag): place for place, tag in enumerate(source.dataset.model.taxonomy.tags)}
    none = Separation(0, 0, np.nan, np.nan, np.nan, np.nan)
    apart = [separations.get(places.get(id(it.tag), -1), none) for it in verdicts]

    def texts(found: list[str]) -> pd.Series[str]:
        return pd.Series(found, dtype=object)

    def numbers(found: list[float | None]) -> pd.Series[float]:
        return pd.Series(found, dtype=np.float64)

    def counts(found: list[int]) -> pd.Series[int]:
        return pd.Series(found, dtype=np.int64)

    return pd.DataFrame(
        {
            "group": texts([it.group.group for it in verdicts]),
            "tag": texts([it.label for it in verdicts]),
            "customers": counts([it.customers for it in verdicts]),
            "fill_rate": numbers([it.group_use.fill_rate if it.group_use else None for it in verdicts]),
            "fill_target": numbers([it.group.fill_target for it in verdicts]),
            "last_used": texts([_last_used(it) for it in verdicts]),
            "used_by": texts([_used_by(it, source) for it in verdicts]),
            "verdict": texts([it.verdict for it in verdicts]),
            "reason": texts([it.reason[source.language] for it in verdicts]),
            "healthy": texts(["yes" if it.healthy else "" for it in verdicts]),
            "family": texts([it.group.family for it in verdicts]),
            "step": counts([it.group.step for it in verdicts]),
            "status": texts([it.tag.status if it.tag else "" for it in verdicts]),
            "below": counts([it.below for it in verdicts]),
            "closed": counts([it.closed for it in apart]),
            "won": counts([it.won for it in apart]),
            "win_difference": numbers([it.difference for it in apart]),
            "win_difference_low": numbers([it.low for it in apart]),
            "win_difference_high": numbers([it.high for it in apart]),
        }
    )


def _last_used(verdict: TagVerdict) -> str:
    day = verdict.use.last_used if verdict.use else None
    return day.isoformat() if day else ""


def _used_by(verdict: TagVerdict, source: Source) -> str:
    kinds = _KINDS[source.language]
    named: dict[str, list[str]] = {}
    for use in verdict.uses:
        named.setdefault(kinds[use.kind], []).append(use.name)
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in named.items())
