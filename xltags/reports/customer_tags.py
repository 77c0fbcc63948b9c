"""The report `customer_tags`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xltags.core.taxonomy import TagGroup
from xltags.reports.counting import constant, stacked
from xltags.reports.lead_frame import customer_ids, lead_frame
from xltags.reports.rates import rate_columns, small_sample
from xltags.reports.registry import Report, Source, report
from xltags.reports.tag_rows import TagRows, tag_rows

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray
_NOTES = {
    "en": "A customer with several tags of a group counts once for each; compare the intervals, not the rates alone.",
    "zh": "同一标签组有多个标签的客户，每个标签各计一次；比较时看区间，不要只看比率。",
    "vi": "Khách có nhiều thẻ trong một nhóm được đếm một lần cho mỗi thẻ; hãy so khoảng tin cậy, đừng chỉ so tỷ lệ.",
}


@report("customer_tags", en="Customers by tag", zh="客户标签明细", vi="Khách hàng theo thẻ")
def customer_tags(source: Source) -> Report:
    """Which customers carry which tags, and how do the customers of each tag turn out?

    Facts: customer_id, group (id), family, tag, parent (label of the wider tag, "" for none). A customer has a record
    for each tag of each group that is a column of `Customers`; a blank cell is the tag "", a value that is no tag is as
    typed. Rows by group in the taxonomy's order, then customers in the workbook's order, then as in the cell.

    Summary, one row for each group and tag: group, family, tag, parent, customers, won, lost, closed (won + lost),
    revenue (deal_value of won), win_rate = won / closed and conversion = won / customers (0..1, each with the 95 %
    Wilson interval, blank under min_sample), median_days (first contact to won, of the customers with both dates),
    small_sample ("yes" where a rate is withheld). Rows by group in the taxonomy's order, then tag as text.
    """
    import pandas as pd

    leads, taxonomy = lead_frame(source), source.dataset.model.taxonomy
    min_sample = source.dataset.model.settings.min_sample
    found = {column.group: tag_rows(column, taxonomy) for column in source.dataset.customers.tags.values()}
    summaries = [_summary(leads, rows, group, min_sample) for group, rows in found.items()]
    summary = pd.concat([it for it in summaries if len(it)] or summaries, ignore_index=True) if summaries else None
    return Report("customer_tags", _facts(source, found), summary, _NOTES[source.language])


def _facts(source: Source, found: dict[TagGroup, TagRows]) -> pd.DataFrame:
    import pandas as pd

    all_rows, ids = list(found.values()), customer_ids(source)
    who, filled = np.empty(sum(len(rows.codes) for rows in all_rows), dtype=ids.codes.dtype), 0
    for rows in all_rows:
        who[filled : filled + len(rows.codes)] = ids.codes[rows.customers]
        filled += len(rows.codes)
    same = [np.zeros(len(rows.codes), dtype=np.int8) for rows in all_rows]
    facts = {
        "customer_id": pd.Categorical.from_codes(who, dtype=ids.dtype),
        "group": stacked(((group.group,), zeros) for group, zeros in zip(found, same, strict=True)),
        "family": stacked(((group.family,), zeros) for group, zeros in zip(found, same, strict=True)),
        "tag": stacked((rows.labels, rows.codes) for rows in all_rows),
        "parent": stacked((rows.parents, rows.codes) for rows in all_rows),
    }
    return pd.DataFrame(facts, copy=False)


def _summary(leads: pd.DataFrame, found: TagRows, group: TagGroup, min_sample: int) -> pd.DataFrame:
    import pandas as pd

    size = len(found.labels)
    sums = {
        name: np.bincount(found.codes, weights=leads[name].to_numpy(dtype=np.float64)[found.customers], minlength=size)
        for name in ("leads", "won", "lost", "revenue")
    }
    used = np.flatnonzero(sums["leads"] > 0)
    customers, won, lost = (sums[name][used].astype(np.int64) for name in ("leads", "won", "lost"))
    closed = won + lost
    return pd.DataFrame(
        {
            "group": constant(group.group, len(used)),
            "family": constant(group.family, len(used)),
            "tag": pd.Series(np.asarray(found.labels, dtype=object)[used], dtype=object),
            "parent": pd.Series(np.asarray(found.parents, dtype=object)[used], dtype=object),
            "customers": customers,
            "won": won,
            "lost": lost,
            "closed": closed,
            "revenue": sums["revenue"][used],
            **rate_columns("win_rate", won, closed, min_sample=min_sample),
            **rate_columns("conversion", won, customers, min_sample=min_sample),
            "median_days": _median_days(leads, found)[used],
            "small_sample": pd.Series(small_sample(closed, customers, min_sample=min_sample), dtype=object),
        }
    )


def _median_days(leads: pd.DataFrame, found: TagRows) -> NDArray[np.float64]:
    """The median of the days from first contact to won by tag; nan where no customer of it has both dates."""
    import pandas as pd

    days = leads["days"].to_numpy(dtype=np.float64)[found.customers]
    known = ~np.isnan(days)
    medians = pd.Series(days[known]).groupby(found.codes[known]).median()
    result = np.full(len(found.labels), np.nan)
    result[medians.index.to_numpy(dtype=np.int64)] = medians.to_numpy(dtype=np.float64)
    return result
