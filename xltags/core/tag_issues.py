"""How many things are wrong with each customer's tags: the computed column `tag_issues`."""

import numpy as np
from numpy.typing import NDArray

from xltags.core.customers import Match, TagColumn
from xltags.core.dataset import Dataset
from xltags.core.taxonomy import Taxonomy

Counts = NDArray[np.int32]


def count_tag_issues(dataset: Dataset) -> Counts:
    """The number of tag issues of each customer, in the order of `Customers`.

    One for each value that is no tag or a retired one, one for a one-valued cell that holds several, one for a required
    group left blank (from its step on), one for a child whose parent is another one than the customer's. The workbook's
    policy plays no part, so that every door counts alike.
    """
    taxonomy, settings = dataset.model.taxonomy, dataset.model.settings
    total: Counts = np.zeros(len(dataset.customers), dtype=np.int32)
    for column in dataset.customers.tags.values():
        needed = column.group.required and column.group.step <= settings.maturity_step
        by_code = [_faults_of(matches, many=column.group.many) for matches in column.matches]
        total += np.asarray([*by_code, 1 if needed else 0], dtype=np.int32)[column.column.codes]
        for parents in dataset.customers.tags.values():
            if parents is not column:
                total += _misplaced(column, parents, taxonomy)
    return total


def _faults_of(matches: tuple[Match, ...], *, many: bool) -> int:
    """The issues of one distinct cell text; an Excel error, which has no values, is one."""
    if not matches:
        return 1
    wrong = sum(match.tag is None or match.tag.status == "retired" for match in matches)
    return wrong + (1 if not many and len(matches) > 1 else 0)


def _misplaced(children: TagColumn, parents: TagColumn, taxonomy: Taxonomy) -> Counts:
    """1 where a customer's tag has its parent in the other group, and the customer's tags there are others."""
    wanted = [_parents_in(matches, parents.group.group, taxonomy) for matches in children.matches]
    present = [frozenset(match.tag.id for match in matches if match.tag) for matches in parents.matches]
    result: Counts = np.zeros(len(children.column.codes), dtype=np.int32)
    if not any(wanted):
        return result
    both = np.flatnonzero((children.column.codes >= 0) & (parents.column.codes >= 0))
    pairs = children.column.codes[both].astype(np.int64) * len(present) + parents.column.codes[both]
    distinct, places = np.unique(pairs, return_inverse=True)
    wrong = [_contradict(wanted[pair // len(present)], present[pair % len(present)]) for pair in distinct.tolist()]
    result[both] = np.asarray(wrong, dtype=np.int32)[places]
    return result


def _contradict(wanted: frozenset[str], present: frozenset[str]) -> bool:
    return bool(wanted) and bool(present) and not wanted <= present


def _parents_in(matches: tuple[Match, ...], group_id: str, taxonomy: Taxonomy) -> frozenset[str]:
    """The ids of the parents that a cell's tags have in another group."""
    above = [taxonomy.parent_of(match.tag) for match in matches if match.tag is not None]
    return frozenset(tag.id for tag in above if tag is not None and tag.group == group_id)
