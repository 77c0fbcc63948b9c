"""Every customer as a lead: its cohort, its canonical labels, and what became of it, as 0 and 1 that can be summed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.core.customers import Match, TagColumn
from xltags.core.days import column_days
from xltags.core.group_parts import group_for
from xltags.core.periods import month_of, quarter_of, year_of
from xltags.core.values import CellFault, as_date, as_text
from xltags.reports.counting import NO_YEAR, labelled, labelled_column, stacked, unknown_column
from xltags.reports.groups import PURE_CLASSES, PURITY_CLASSES

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from xltags.core.dataset import Dataset
    from xltags.core.table import Column
    from xltags.reports.registry import Source

    Flags = NDArray[np.int8]

FLAGS = (
    "leads", "judged", "pure", "invalid", "target", "target_not_now", "ecosystem", "competitor", "not_target",
    "accepted", "rejected", "won", "lost", "renewed", "churned", "won_renewed", "won_churned",
)  # fmt: skip
TEXTS = (
    "month", "quarter", "source", "brought_by", "industry", "tier", "sales_status", "reject_reason", "invalid_reason",
    "purity_class",
)  # fmt: skip


def lead_frame(source: Source) -> pd.DataFrame:
    """One record a customer, in the workbook's order; made once for a source.

    Columns: `customer_id` (text); the categories `TEXTS`, where "" is blank and a value that is no tag stands as typed;
    `year` (0 without a first contact); the flags `FLAGS` (0 or 1; `leads` is always 1); `revenue` (deal_value of won
    customers, 0.0 else) and `days` (first contact to won_on, nan where either is no date; negative where won before).

    A lead belongs to the calendar month and the fiscal quarter and year of `first_contact`; what is no date there
    counts as blank. Won is `won_on` filled, and so on; an Excel error counts as blank. A cell of a one-valued group
    that holds several values stands for its first one, so that a lead counts once. Judged are leads whose judgement is
    a tag with a purity class; pure are target and target_not_now, invalid the other judged ones.
    """
    made = source.made.get("lead_frame")
    if made is None:
        made = source.made["lead_frame"] = _make(source)
    return made


def customer_ids(source: Source) -> pd.Categorical:
    """Every customer's id as in the lead frame, for reports of many records; made once for a source."""
    import pandas as pd

    made = source.made.get("customer_ids")
    if made is None:
        column = source.dataset.customers.table.column("customer_id")
        ids = stacked([([as_text(value) for value in column.values], column.codes)])
        made = source.made["customer_ids"] = pd.DataFrame({"customer_id": ids}, copy=False)
    ids = made["customer_id"].array
    assert isinstance(ids, pd.Categorical)
    return ids


def _make(source: Source) -> pd.DataFrame:
    import pandas as pd

    dataset = source.dataset
    columns: dict[str, object] = {"customer_id": pd.Series(dataset.customers.ids(), dtype=object)}
    columns |= _cohorts(dataset) | _labels(dataset)
    columns["tier"] = labelled(("A", "B", "C", "D"), np.asarray(source.scores.tier, dtype=np.int32))
    columns |= _judgements(dataset) | _outcomes(dataset)
    return pd.DataFrame(columns)


def _cohorts(dataset: Dataset) -> dict[str, object]:
    column = dataset.customers.table.column("first_contact")
    start = dataset.model.settings.fiscal_year_start
    days = [as_date(value) for value in column.values]
    years = [year_of(day, start) if day else NO_YEAR for day in days]
    return {
        "month": labelled([month_of(day) if day else "" for day in days], column.codes),
        "quarter": labelled([quarter_of(day, start) if day else "" for day in days], column.codes),
        "year": np.asarray([*years, NO_YEAR], dtype=np.int64)[column.codes],
    }


def _labels(dataset: Dataset) -> dict[str, object]:
    table = dataset.customers.table
    return {
        "source": first_labels(dataset, group_for(dataset, "source")),
        "brought_by": labelled_column(table.column("brought_by")),
        "industry": first_labels(dataset, group_for(dataset, "industry")),
        "sales_status": labelled_column(table.column("sales_status")),
        "reject_reason": labelled_column(table.column("reject_reason")),
        "invalid_reason": first_labels(dataset, group_for(dataset, "invalid_reason")),
    }


def first_labels(dataset: Dataset, group_id: str) -> pd.Categorical:
    """The first label of a group by customer; all blank where `Customers` has no such group."""
    tags = dataset.customers.tags.get(group_id)
    if tags is None:
        return unknown_column(len(dataset.customers))
    return labelled([labels[0] for labels in tags.labels()], tags.column.codes)


def _judgements(dataset: Dataset) -> dict[str, object]:
    tags = dataset.customers.tags.get(group_for(dataset, "judgement"))
    if tags is None:
        none = np.zeros(len(dataset.customers), dtype=np.int8)
        flags = dict.fromkeys(("judged", "pure", "invalid", *PURITY_CLASSES), none)
        return {"purity_class": unknown_column(len(none)), **flags}
    classes = [_class_of(matches) for matches in tags.matches]
    shown = [purity or labels[0] for purity, labels in zip(classes, tags.labels(), strict=True)]
    found: dict[str, object] = {"purity_class": labelled(shown, tags.column.codes)}
    found |= {name: _flag([it == name for it in classes], tags) for name in PURITY_CLASSES}
    found["judged"] = _flag([bool(it) for it in classes], tags)
    found["pure"] = _flag([it in PURE_CLASSES for it in classes], tags)
    found["invalid"] = _flag([bool(it) and it not in PURE_CLASSES for it in classes], tags)
    return found


def _class_of(matches: tuple[Match, ...]) -> str:
    """The purity class of a cell's first value; "" where it is no tag, or one without a known class."""
    tag = matches[0].tag if matches else None
    return tag.purity_class if tag and tag.purity_class in PURITY_CLASSES else ""


def _flag(by_code: list[bool], tags: TagColumn) -> Flags:
    return np.asarray([*by_code, False], dtype=np.int8)[tags.column.codes]


def _outcomes(dataset: Dataset) -> dict[str, object]:
    table = dataset.customers.table
    status = table.column("sales_status")
    statuses = [as_text(value).strip().lower() for value in status.values]
    won, renewed, churned = (_filled(table.column(id)) for id in ("won_on", "renewed_on", "churned_on"))
    value = np.nan_to_num(dataset.customers.numbers("deal_value"), nan=0.0)
    return {
        "leads": np.ones(len(won), dtype=np.int8),
        "accepted": np.asarray([*(it == "accepted" for it in statuses), False], dtype=np.int8)[status.codes],
        "rejected": np.asarray([*(it == "rejected" for it in statuses), False], dtype=np.int8)[status.codes],
        "won": won,
        "lost": _filled(table.column("lost_on")),
        "renewed": renewed,
        "churned": churned,
        "won_renewed": won * renewed,
        "won_churned": won * churned,
        "revenue": value * won,
        "days": column_days(table.column("won_on")) - column_days(table.column("first_contact")),
    }


def _filled(column: Column) -> Flags:
    filled = [not isinstance(value, CellFault) for value in column.values]
    return np.asarray([*filled, False], dtype=np.int8)[column.codes]
