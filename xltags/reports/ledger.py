"""Leads and spend in one table, so that whatever is counted from it agrees with both totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.core.customers import column_numbers
from xltags.core.group_parts import group_for
from xltags.core.periods import parse_month, quarter_of_month, year_of_month
from xltags.core.values import as_text
from xltags.reports.counting import NO_YEAR, labelled, labelled_column
from xltags.reports.groups import reported_label
from xltags.reports.lead_frame import FLAGS, lead_frame

if TYPE_CHECKING:
    import pandas as pd

    from xltags.reports.registry import Source

KEYS = ("month", "quarter", "source", "brought_by")


def ledger(source: Source) -> pd.DataFrame:
    """The leads, then the lines of `Spend`; made once for a source.

    Columns: `month`, `quarter`, `source`, `brought_by`, `purity_class` (categories) and `year` as in `lead_frame`, its
    flags and `revenue` (0 on a line of spend), `spend` (0.0 on a lead) and `spend_lines` (1 on a line of spend). A line
    whose month means none counts in the month "", an amount that is no number as 0; the source is its canonical label,
    or the text as typed.
    """
    made = source.made.get("ledger")
    if made is None:
        made = source.made["ledger"] = _make(source)
    return made


def _make(source: Source) -> pd.DataFrame:
    import pandas as pd
    from pandas.api.types import union_categoricals

    leads, spend = lead_frame(source), _spend(source)
    columns: dict[str, object] = {
        key: union_categoricals([leads[key], spend[key]], sort_categories=True) for key in (*KEYS, "purity_class")
    }
    none = np.zeros(len(spend), dtype=np.int8)
    for name in ("year", "revenue", *FLAGS):
        other = spend["year"].to_numpy() if name == "year" else none
        columns[name] = np.concatenate([leads[name].to_numpy(), other])
    columns["spend"] = np.concatenate([np.zeros(len(leads)), spend["spend"].to_numpy()])
    columns["spend_lines"] = np.concatenate([np.zeros(len(leads), dtype=np.int8), none + 1])
    return pd.DataFrame(columns)


def _spend(source: Source) -> pd.DataFrame:
    """The lines of `Spend` with their canonical labels."""
    import pandas as pd

    dataset = source.dataset
    table, start = dataset.table("Spend"), dataset.model.settings.fiscal_year_start
    group = group_for(dataset, "source")
    month = table.column("month")
    months = [parse_month(value) or "" for value in month.values]
    years = [year_of_month(it, start) if it else NO_YEAR for it in months]
    return pd.DataFrame(
        {
            "month": labelled(months, month.codes),
            "quarter": labelled([quarter_of_month(it, start) for it in months], month.codes),
            "year": np.asarray([*years, NO_YEAR], dtype=np.int64)[month.codes],
            "source": labelled_column(table.column("source"), lambda it: reported_label(dataset, as_text(it), group)),
            "brought_by": labelled_column(table.column("brought_by")),
            "purity_class": labelled((), np.full(len(table), -1, dtype=np.int32)),
            "spend": np.nan_to_num(column_numbers(table.column("amount")), nan=0.0),
        }
    )
