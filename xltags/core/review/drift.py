"""Whether the mix of customers moved: from one quarter's new customers to the next's, or from an older workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from xltags.core.customers import match_text
from xltags.core.days import column_days
from xltags.core.periods import period_of
from xltags.core.review.chance import chi_square_p
from xltags.core.review.outcomes import quarter_days, tag_groups
from xltags.core.review.results import Drift, DriftVerdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from xltags.core.dataset import Dataset
    from xltags.core.review.outcomes import ClosedRows, GroupTags
    from xltags.core.taxonomy import Tag

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

HALF = 0.5  # added to each cell
SHIFTED, MOVED = 0.1, 0.25  # the rule of thumb for the index
SURE = 0.01  # the largest p-value that is no chance
MANY, FEW = 200, 100  # customers a period: for any number of tags, and for up to FEW_TAGS
FEW_TAGS = 5


@dataclass(frozen=True, eq=False)
class _Mix:
    """How often each tag of a group occurs among `customers` with a value."""

    counts: dict[str, int]
    customers: int


def quarter_drift(rows: ClosedRows, dataset: Dataset) -> tuple[Drift, ...]:
    """By tag group, the customers first met in the review's quarter against those first met in the quarter before.

    Customers without a value of the group are left out: that more cells are filled says nothing about the customers.
    """
    start = dataset.model.settings.fiscal_year_start
    earlier = period_of(rows.start - timedelta(1), start)
    met = column_days(dataset.customers.table.column("first_contact"))
    after = (met >= rows.start.toordinal()) & (met <= rows.end.toordinal())
    first, last = quarter_days(earlier, start)
    before = (met >= first.toordinal()) & (met <= last.toordinal())
    return tuple(
        _drift(group.group.group, (str(earlier), _mix(group, before)), (rows.quarter, _mix(group, after)))
        for group in rows.groups
    )


def baseline_drift(dataset: Dataset, baseline: Dataset) -> tuple[Drift, ...]:
    """By tag group that both workbooks have, all customers of today against all of an older workbook.

    A tag of the older workbook is the one of today with its id (or the one that replaces it), else the one that its
    label means today. Customers of both workbooks are in both mixes, which makes a drift smaller, never larger.
    """
    taxonomy = dataset.model.taxonomy

    def today(group_id: str, label: str, tag: Tag | None) -> str:
        now = taxonomy.tag(tag.id) if tag is not None and tag.id else None
        now = now or match_text(label, group_id, dataset.index, taxonomy).tag
        if now is not None and now.status == "retired":
            now = taxonomy.successor_of(now) or now
        return label if now is None or now.group != group_id else now.tag

    older = {group.group.group: group for group in tag_groups(baseline)}
    everybody, everybody_then = (np.ones(len(one.customers), dtype=np.bool_) for one in (dataset, baseline))
    return tuple(
        _drift(
            group.group.group,
            (baseline.workbook, _mix(older[group.group.group], everybody_then, today)),
            (dataset.workbook, _mix(group, everybody, today)),
        )
        for group in tag_groups(dataset)
        if group.group.group in older
    )


def _mix(
    group: GroupTags, chosen: NDArray[np.bool_], name_of: Callable[[str, str, Tag | None], str] | None = None
) -> _Mix:
    counts: dict[str, int] = {}
    for label, tag, count in zip(group.labels, group.tags, group.counts(chosen).tolist(), strict=True):
        name = label if name_of is None else name_of(group.group.group, label, tag)
        counts[name] = counts.get(name, 0) + count
    return _Mix(counts, int((group.known() & chosen).sum()))


def _drift(group_id: str, before: tuple[str, _Mix], after: tuple[str, _Mix]) -> Drift:
    (name_before, old), (name_after, new) = before, after
    tags = sorted(tag for tag in {*old.counts, *new.counts} if old.counts.get(tag) or new.counts.get(tag))
    n_before, n_after = old.customers, new.customers
    if min(n_before, n_after) < enough_for(len(tags)):
        return Drift(group_id, name_before, name_after, n_before, n_after, nan, nan, nan, "", nan, nan, "too_few")
    counts = np.array([[mix.counts.get(tag, 0) for tag in tags] for mix in (old, new)], dtype=np.int64)
    psi, p = stability_index(counts[0], counts[1]), chi_square_p(counts)
    shares = counts / counts.sum(axis=1, keepdims=True)
    most = int(np.argmax(np.abs(shares[1] - shares[0])))
    return Drift(
        group=group_id,
        before=name_before,
        after=name_after,
        n_before=n_before,
        n_after=n_after,
        psi=psi,
        expected=expected_index(len(tags), n_before, n_after),
        p=p,
        moved_most=tags[most],
        share_before=float(shares[0][most]),
        share_after=float(shares[1][most]),
        verdict=drift_verdict(psi, p),
    )


def enough_for(tags: int) -> int:
    """The fewest customers of a period for which the mix of so many tags is compared.

    >>> enough_for(5), enough_for(6)
    (100, 200)
    """
    return FEW if tags <= FEW_TAGS else MANY


def stability_index(before: ArrayLike, after: ArrayLike) -> float:
    """The population stability index of two mixes, counts by tag in one order; 0.5 is added to each cell.

    The sum over the tags of (share after - share before) x ln(share after / share before): the same either way round,
    and 0 where the counts are equal.

    >>> round(stability_index([100, 100], [100, 300]), 3)
    0.273
    """
    old, new = (np.asarray(counts, dtype=np.float64) + HALF for counts in (before, after))
    p, q = old / old.sum(), new / new.sum()
    return float(((q - p) * np.log(q / p)).sum())


def expected_index(tags: int, before: int, after: int) -> float:
    """The index that chance alone gives with so many tags and customers, on average.

    >>> expected_index(11, 200, 200)
    0.1
    """
    return (tags - 1) * (1 / before + 1 / after)


def drift_verdict(psi: float, p: float) -> DriftVerdict:
    """The verdict of an index and the p-value of the chi-square test; both must speak for a drift.

    >>> drift_verdict(0.3, 0.001), drift_verdict(0.2, 0.001), drift_verdict(0.3, 0.02)
    ('moved', 'shifted', 'stable')
    """
    if p >= SURE or psi < SHIFTED:
        return "stable"
    return "moved" if psi > MOVED else "shifted"
