"""The report `segments`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.core.days import day_of
from xltags.core.filter_values import FilterValues
from xltags.core.group_parts import group_for
from xltags.core.next_actions import next_actions
from xltags.core.scorecard import TIERS
from xltags.core.segment_agenda import Agenda, action_agenda, overlaps
from xltags.core.segments import Members, read_segments, segment_members
from xltags.core.values import as_text
from xltags.reports.charts import TIER_SERIES, Chart
from xltags.reports.counting import labelled_column, stacked
from xltags.reports.lead_frame import customer_ids, first_labels, lead_frame
from xltags.reports.rates import rate_columns, small_sample
from xltags.reports.registry import Report, Source, report

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

_NOTES = {
    "en": "Act on groups: due counts the customers whose last contact is older than the segment's frequency.",
    "zh": "按客群行动：“到期”为上次联系早于该客群执行频率的客户数。",
    "vi": "Hành động theo nhóm: “Đến hạn” là số khách có lần liên hệ cuối cũ hơn tần suất của phân khúc.",
}


CHARTS = (
    Chart(
        "stacked_bar",
        {
            "en": "Size and tier mix of the segments",
            "zh": "各客群的规模与等级构成",
            "vi": "Quy mô và cơ cấu hạng của các phân khúc",
        },
        ("segment",),
        TIER_SERIES,
        most="customers",
    ),
)


@report("segments", en="Segments", zh="客群", vi="Phân khúc", charts=CHARTS)
def segments(source: Source) -> Report:
    """Who is in each segment, what is to be done for them, and what is due?

    Facts: segment, customer_id, company, owner, tier, stage (label or as typed), last_contact (ISO date), days_silent,
    silent ("yes" past silent_after_days, not for lost and churned customers), due ("yes" where the last contact is
    older than the segment's frequency, or there was none), next_action (the open promise that is due first, else to
    wake the silent, else what is done at the customer's stage), next_due (ISO date of the promise). A customer in two
    segments has two records. Rows by segment in the workbook's order, then customers in the workbook's order.

    Summary, one row for each segment: segment, customers, share = customers / all (0..1, with the 95 % Wilson interval,
    blank under min_sample), a, b, c, d (customers by tier), won, silent, open_promises, due, due_on (the earliest day
    on which the action falls due for one of them; today where it is due already), last_contact (the latest of them),
    overlap (other segments with shared customers and how many, most first), action, owner, frequency,
    importance, small_sample ("yes" under min_sample), problem (what is wrong with a filter; then nobody is counted).
    Rows in the workbook's order.
    """
    values = FilterValues(source.dataset, source.scores)
    members = segment_members(read_segments(source.dataset), source.dataset, values)
    agendas = [action_agenda(found, values) for found in members]
    facts = _facts(members, agendas, values, source)
    return Report("segments", facts, _summary(members, agendas, values, source), _NOTES[source.language])


def _facts(members: Sequence[Members], agendas: Sequence[Agenda], values: FilterValues, source: Source) -> pd.DataFrame:
    import pandas as pd

    dataset = source.dataset
    table, actions = dataset.customers.table, next_actions(values, source.language)
    places = [np.flatnonzero(found.members) for found in members]
    chosen = np.concatenate([np.empty(0, dtype=np.int64), *places]).astype(np.int64)
    names = [found.segment.name for found in members]
    which = np.repeat(np.arange(len(members), dtype=np.int32), [len(rows) for rows in places])
    due = np.concatenate([np.empty(0, dtype=np.bool_), *(it.due for it in agendas)])
    silence = dataset.as_of.toordinal() - values.last_contact[chosen]
    return pd.DataFrame(
        {
            "segment": stacked([(names, which)]),
            "customer_id": customer_ids(source).take(chosen),
            "company": labelled_column(table.column("company"), records=chosen),
            "owner": labelled_column(table.column("owner"), records=chosen),
            "tier": stacked([(TIERS, source.scores.tier[chosen])]),
            "stage": first_labels(dataset, group_for(dataset, "stage")).take(chosen),
            "last_contact": pd.Series(_days(values.last_contact[chosen]), dtype=object),
            "days_silent": pd.Series(silence).astype("Int64"),
            "silent": pd.Series(_yes(values.silent[chosen]), dtype=object),
            "due": pd.Series(_yes(due), dtype=object),
            "next_action": pd.Series([actions.texts[index] for index in chosen.tolist()], dtype=object),
            "next_due": pd.Series(_days(actions.due[chosen]), dtype=object),
        }
    )


def _days(days: NDArray[np.float64]) -> list[str]:
    return ["" if day != day else day_of(day).isoformat() for day in days.tolist()]


def _yes(flags: NDArray[np.bool_]) -> NDArray[np.object_]:
    return np.where(flags, "yes", "").astype(object)


def _summary(
    members: Sequence[Members], agendas: Sequence[Agenda], values: FilterValues, source: Source
) -> pd.DataFrame:
    import pandas as pd

    sizes = np.asarray([int(found.members.sum()) for found in members], dtype=np.int64)
    min_sample = source.dataset.model.settings.min_sample
    tiers, won = source.scores.tier, lead_frame(source)["won"].to_numpy() > 0

    def counts(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.asarray([int((found.members & flags).sum()) for found in members], dtype=np.int64)

    def texts(found: Sequence[str]) -> pd.Series[str]:
        return pd.Series(list(found), dtype=object)

    plans = [found.segment for found in members]
    return pd.DataFrame(
        {
            "segment": texts([plan.name for plan in plans]),
            "customers": sizes,
            **rate_columns("share", sizes, np.full(len(sizes), len(source.dataset.customers)), min_sample=min_sample),
            **{tier.lower(): counts(tiers == code) for code, tier in enumerate(TIERS)},
            "won": counts(won),
            "silent": counts(values.silent),
            "open_promises": counts(values.promised),
            "due": np.asarray([int(it.due.sum()) for it in agendas], dtype=np.int64),
            "due_on": texts([it.due_on.isoformat() if it.due_on else "" for it in agendas]),
            "last_contact": texts([it.last_contact.isoformat() if it.last_contact else "" for it in agendas]),
            "overlap": texts([", ".join(f"{name}: {count}" for name, count in it) for it in overlaps(members)]),
            **{name: texts([getattr(plan, name) for plan in plans]) for name in ("action", "owner")},
            **{name: texts([getattr(plan, name) for plan in plans]) for name in ("frequency", "importance")},
            "small_sample": texts(small_sample(sizes, min_sample=min_sample).tolist()),
            "problem": texts([_problem(found, source) for found in members]),
        }
    )


def _problem(found: Members, source: Source) -> str:
    if found.problem is None:
        return ""
    column_id, problem = found.problem
    header = source.dataset.table("Segments").column(column_id).header
    return f"{as_text(header)}: {problem.message(source.language)}"
