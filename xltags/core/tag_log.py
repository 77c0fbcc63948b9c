"""The logged changes of tags, group by group, in the order in which they happened to each customer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xltags.core.customer_rows import customers_of
from xltags.core.customers import Match, TagColumn, match_column
from xltags.core.dataset import Dataset
from xltags.core.days import Days, column_days
from xltags.core.group_names import group_named
from xltags.core.once import once
from xltags.core.tag_hints import current_tag
from xltags.core.taxonomy import TagGroup, Taxonomy
from xltags.core.values import as_text

Places = NDArray[np.int64]
Matches = tuple[Match, ...]


@dataclass(frozen=True, slots=True, eq=False)
class GroupLog:
    """The changes of one group, by customer, then day, then row; those of unknown customers and days are left out.

    `customers` are records of `Customers`, `records` those of `FollowUps`, `days` as `date.toordinal`; `before` and
    `after` are the columns of the log, whose codes are taken by record.
    """

    group: TagGroup
    customers: Places
    records: Places
    days: Days
    before: TagColumn
    after: TagColumn

    def codes(self, column: TagColumn) -> Places:
        """The codes of a column of the log, by change; -1 is blank."""
        return column.column.codes[self.records].astype(np.int64)

    def lasts(self) -> Places:
        """The places of the changes that are the last of their customer."""
        return (
            np.flatnonzero(np.append(self.customers[1:] != self.customers[:-1], True)) if len(self.customers) else _NONE
        )


_NONE: Places = np.empty(0, dtype=np.int64)


@once
def group_logs(dataset: Dataset) -> tuple[GroupLog, ...]:
    """The logs of the groups that are columns of `Customers`, in their order; groups without a change are left out."""
    return tuple(_group_logs(dataset))


def _group_logs(dataset: Dataset) -> Iterator[GroupLog]:
    log, taxonomy = dataset.table("FollowUps"), dataset.model.taxonomy
    if not len(log) or "group" not in log:
        return
    owners, days = customers_of(dataset, log), column_days(log.column("date"))
    named = log.column("group")
    meant = [group_named(taxonomy, as_text(value).strip()) for value in named.values]
    usable = (owners >= 0) & ~np.isnan(days)
    for group_id, column in dataset.customers.tags.items():
        codes = [code for code, group in enumerate(meant) if group is not None and group.group == group_id]
        chosen = np.flatnonzero(usable & np.isin(named.codes, codes))
        if not len(chosen):
            continue
        order = chosen[np.lexsort((chosen, days[chosen], owners[chosen]))]
        before, after = (
            match_column(log.column(id), column.group, dataset.index, taxonomy) for id in ("from_tag", "to_tag")
        )
        yield GroupLog(column.group, owners[order], order, days[order], before, after)


def tag_ids(matches: Matches, taxonomy: Taxonomy) -> frozenset[str] | None:
    """The ids of a cell's tags, of the successors where tags are retired; None where a text is no tag."""
    if any(match.tag is None for match in matches):
        return None
    return frozenset(current_tag(taxonomy, match.tag).id for match in matches if match.tag)


def agree(one: Matches, other: Matches, taxonomy: Taxonomy) -> bool:
    """Whether two cells do not contradict each other: the same tags, one above the other, or texts that are no tags."""
    first, second = tag_ids(one, taxonomy), tag_ids(other, taxonomy)
    if first is None or second is None or first == second:
        return True
    lines = [_with_parents(ids, taxonomy) for ids in (first, second)]
    return bool(first and second) and (first <= lines[1] or second <= lines[0])


def differ(first: TagColumn, second: TagColumn, taxonomy: Taxonomy, one: int, other: int) -> bool:
    """Whether two cells, by code of their columns, contradict each other."""
    return not agree(cell_of(first, one), cell_of(second, other), taxonomy)


def _with_parents(ids: frozenset[str], taxonomy: Taxonomy) -> set[str]:
    tags = (taxonomy.tag(id) for id in ids)
    return {above.id for tag in tags if tag for above in taxonomy.line_of(tag)}


def pairs_flagged(first: Places, second: Places, judge: Callable[[int, int], bool]) -> list[int]:
    """The places at which a pair of codes is judged to be at fault; each distinct pair is judged once."""
    if not len(first):
        return []
    pairs, places = np.unique(np.stack([first, second]), axis=1, return_inverse=True)
    wrong = np.asarray([judge(int(one), int(other)) for one, other in pairs.T.tolist()], dtype=np.bool_)
    found: list[int] = np.flatnonzero(wrong[places.reshape(-1)]).tolist()
    return found


def cell_of(column: TagColumn, code: int) -> Matches:
    """The values of a cell by its code; none where it is blank."""
    return column.matches[code] if code >= 0 else ()
