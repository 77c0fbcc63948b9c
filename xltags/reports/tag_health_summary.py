"""The summary of `tag_health`: the taxonomy as a whole, by step, family, group and year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xltags.core.entry_workload import SECONDS_A_FIELD
from xltags.core.periods import year_of
from xltags.core.tag_usage import GroupUse, group_usage
from xltags.core.values import as_date
from xltags.reports.counting import ALL
from xltags.reports.rates import quotient, rate_columns, small_sample
from xltags.reports.tag_separation import group_information

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from xltags.core.customers import TagColumn
    from xltags.core.tag_verdicts import TagVerdict
    from xltags.core.taxonomy import TagGroup
    from xltags.reports.registry import Source

FAMILIES = ("identity", "source", "preference", "behaviour", "stage", "specific")


@dataclass(frozen=True, slots=True)
class _Part:
    """A row of the summary: some groups, some customers (None = those that a fill rate counts)."""

    by: str
    value: str
    groups: tuple[str, ...]
    of: NDArray[np.bool_] | None = None


def health_summary(verdicts: Sequence[TagVerdict], source: Source) -> pd.DataFrame:
    """The summary; its columns are in the report's page."""
    import pandas as pd

    uses = {use.group.group: use for use in group_usage(source.dataset)}
    rows = [_row(part, verdicts, uses, source) for part in _parts(uses, source)]
    frame = pd.DataFrame(rows, columns=list(_row(_Part("all", ALL, ()), (), uses, source)))
    min_sample = source.dataset.model.settings.min_sample
    cells = frame["cells"].to_numpy(dtype=np.int64)
    fill = rate_columns("fill_rate", frame["filled"].to_numpy(dtype=np.int64), cells, min_sample=min_sample)
    texts = {name: pd.Series(frame[name].tolist(), dtype=object) for name in ("by", "value")}
    counts = {name: frame[name].astype(np.int64) for name in frame.columns if name not in (*texts, *_FLOATS)}
    floats = {name: frame[name].astype(np.float64) for name in _FLOATS}
    small = small_sample(cells, min_sample=min_sample)
    return pd.DataFrame(
        {
            **texts,
            "groups": counts["groups"],
            "ready": counts["ready"],
            "ready_share": quotient(counts["ready"].to_numpy(), counts["groups"].to_numpy()),
            "tags": counts["tags"],
            "used": counts["used"],
            "healthy": counts["healthy"],
            "healthy_share": quotient(counts["healthy"].to_numpy(), counts["tags"].to_numpy()),
            **{name: counts[name] for name in ("customers", "cells", "filled")},
            **fill,
            "fill_target": floats["fill_target"],
            "manual": counts["manual"],
            "minutes": floats["minutes"],
            "entry_hours": floats["entry_hours"],
            "closed": counts["closed"],
            "information_value": floats["information_value"],
            "chance_value": floats["chance_value"],
            "small_sample": pd.Series(small, dtype=object),
        }
    )


_FLOATS = ("fill_target", "minutes", "entry_hours", "information_value", "chance_value")


def _parts(uses: dict[str, GroupUse], source: Source) -> list[_Part]:
    groups = [use.group for use in uses.values()]
    every = tuple(uses)
    parts = [_Part("all", ALL, every)]
    for step in sorted({group.step for group in groups}):
        parts.append(_Part("step", str(step), tuple(it.group for it in groups if it.step == step)))
    named = {group.family for group in groups}
    for family in (*(it for it in FAMILIES if it in named), *sorted(named.difference(FAMILIES))):
        parts.append(_Part("family", family, tuple(it.group for it in groups if it.family == family)))
    parts += [_Part("group", id, (id,)) for id in every]
    years = _years(source)
    parts += [
        _Part("year", str(year) if year else "", every, years == year) for year in sorted(set(years.tolist())) if every
    ]
    return parts


def _years(source: Source) -> NDArray[np.int64]:
    """The fiscal year of first contact by customer; 0 for none."""
    column = source.dataset.customers.table.column("first_contact")
    start = source.dataset.model.settings.fiscal_year_start
    years = [year_of(day, start) if (day := as_date(value)) else 0 for value in column.values]
    return np.asarray([*years, 0], dtype=np.int64)[column.codes]


def _row(
    part: _Part, verdicts: Sequence[TagVerdict], uses: dict[str, GroupUse], source: Source
) -> dict[str, str | int | float]:
    chosen = [uses[id] for id in part.groups]
    columns = [source.dataset.customers.tags[id] for id in part.groups]
    tags = [it for it in verdicts if it.judged and it.group.group in part.groups]
    carried = _carried(columns, part.of) if part.of is not None else None
    used = [it for it in tags if (it.below > 0 if carried is None else id(it.tag) in carried)]
    filled = sum(
        _filled(column, part.of) if part.of is not None else use.filled
        for column, use in zip(columns, chosen, strict=True)
    )
    cells = len(chosen) * int(part.of.sum()) if part.of is not None else sum(use.counted for use in chosen)
    manual = [use.group for use in chosen if use.group.feed != "system"]
    targets = {use.group.fill_target for use in chosen}
    closed, value, chance = _information(part, columns, source)
    return {
        "by": part.by,
        "value": part.value,
        "groups": len(chosen),
        "ready": sum(_ready(use) for use in chosen),
        "tags": len(tags),
        "used": len(used),
        "healthy": sum(it.healthy for it in used),
        "customers": int(part.of.sum()) if part.of is not None else len(source.dataset.customers),
        "cells": cells,
        "filled": filled,
        "fill_target": next(iter(targets)) or np.nan if len(targets) == 1 else np.nan,
        "manual": len(manual),
        "minutes": sum(_seconds(group) for group in manual) / 60,
        "entry_hours": _entry_seconds(columns, part.of) / 3600,
        "closed": closed,
        "information_value": value,
        "chance_value": chance,
    }  # fmt: skip


def _information(part: _Part, columns: Sequence[TagColumn], source: Source) -> tuple[int, float, float]:
    """What one group tells about wins; a stage says how a deal ended and so tells nothing beforehand."""
    if part.by != "group" or columns[0].group.family == "stage":
        return 0, np.nan, np.nan
    return group_information(source, columns[0])


def _ready(use: GroupUse) -> bool:
    """Whether the group is filled as planned; without a target, whether it is filled at all."""
    return use.fill_rate is not None and use.fill_rate >= (use.group.fill_target or 0) and use.filled > 0


def _seconds(group: TagGroup) -> int:
    """What one field of a group costs to fill in; nothing where a system fills it."""
    return 0 if group.feed == "system" else SECONDS_A_FIELD * (2 if group.many else 1)


def _entry_seconds(columns: Sequence[TagColumn], of: NDArray[np.bool_] | None) -> int:
    """What the filled cells took."""
    return sum(_seconds(column.group) * _filled(column, of) for column in columns)


def _filled(column: TagColumn, of: NDArray[np.bool_] | None) -> int:
    """How many of the customers have a value; all where `of` is None."""
    known = np.asarray([*(bool(matches) for matches in column.matches), False], dtype=np.bool_)[column.column.codes]
    return int(known.sum() if of is None else (known & of).sum())


def _carried(columns: Sequence[TagColumn], of: NDArray[np.bool_]) -> set[int]:
    """The tags (by identity) that one of the customers carries itself."""
    found = set()
    for column in columns:
        codes = np.unique(column.column.codes[of])
        for code in codes[codes >= 0].tolist():
            found |= {id(match.tag) for match in column.matches[code] if match.tag is not None}
    return found
