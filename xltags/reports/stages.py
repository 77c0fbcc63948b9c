"""How far each customer came on the steps of the sales funnel, and when its stage changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xltags.core.group_names import group_named
from xltags.core.group_parts import group_for
from xltags.core.stages import NOWHERE, Stages
from xltags.core.table import Column
from xltags.core.values import as_text
from xltags.reports.groups import tag_meant
from xltags.reports.lead_frame import first_labels, lead_frame

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xltags.reports.registry import Source

    Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Journeys:
    """By customer: the last step known to be reached (`NOWHERE` where none is), whether it was lost there, and what
    stands in for a step where none is known (a blank, a text as typed, a stage beside the path)."""

    reached: Places
    lost: NDArray[np.bool_]
    labels: NDArray[np.object_]


def read_journeys(source: Source, stages: Stages) -> Journeys:
    """How far each customer came, from everything the workbook says.

    Reached is the furthest of: its stage, the stages that its changes in `FollowUps` name, the won stage where won_on
    is filled. Lost is a customer with lost_on filled or a stage that means lost; `lost_stage`, where it is a step, then
    says where it was lost, and that was the last step reached.
    """
    dataset, leads = source.dataset, lead_frame(source)
    group_id = group_for(dataset, "stage")
    column = dataset.customers.tags.get(group_id)
    reached = np.full(len(leads), NOWHERE, dtype=np.int64)
    lost = leads["lost"].to_numpy() > 0
    if column is not None:
        firsts = [matches[0].tag if matches else None for matches in column.matches]
        reached = _by_code([stages.place_of(tag) for tag in firsts], column.column)
        lost |= _by_code([int(tag is not None and tag.id in stages.lost) for tag in firsts], column.column) > 0
    log = stage_changes(source, stages)
    for places in (log.before, log.after):
        np.maximum.at(reached, log.customers, places)
    if stages.won != NOWHERE:
        reached = np.where(leads["won"].to_numpy() > 0, np.maximum(reached, stages.won), reached)
    stage_lost = dataset.customers.table.column("lost_stage")
    named = _by_code(
        [stages.place_of(tag_meant(dataset, as_text(it), group_id)) for it in stage_lost.values], stage_lost
    )
    reached = np.where(lost & (named != NOWHERE), named, reached)
    return Journeys(reached, lost, np.asarray(first_labels(dataset, group_id).tolist(), dtype=object))


def _by_code(values: list[int], column: Column) -> Places:
    """A number by distinct value, taken by record; blanks take `NOWHERE`."""
    return np.asarray([*values, NOWHERE], dtype=np.int64)[column.codes]


@dataclass(frozen=True, slots=True)
class StageChanges:
    """The records of `FollowUps` about the stage group whose customer is known, in the table's order: the customer's
    position, the record, the steps before and after (`NOWHERE` where they are none)."""

    customers: Places
    records: Places
    before: Places
    after: Places


def stage_changes(source: Source, stages: Stages) -> StageChanges:
    """The logged changes of stage. A customer_id that several customers bear belongs to the first of them."""
    dataset = source.dataset
    table, group_id = dataset.table("FollowUps"), group_for(dataset, "stage")
    ids, group = table.column("customer_id"), table.column("group")
    place = _first_records(dataset.customers.table.column("customer_id"), {as_text(value) for value in ids.values})
    customers = _by_code([place.get(as_text(value), NOWHERE) for value in ids.values], ids)
    meant = [group_named(dataset.model.taxonomy, as_text(value)) for value in group.values]
    about = _by_code([int(it is not None and it.group == group_id) for it in meant], group) > 0
    kept = np.flatnonzero(about & (customers != NOWHERE))

    def step(column: Column) -> Places:
        found = [stages.place_of(tag_meant(dataset, as_text(value), group_id)) for value in column.values]
        return _by_code(found, column)[kept]

    return StageChanges(customers[kept], kept, step(table.column("from_tag")), step(table.column("to_tag")))


def _first_records(column: Column, wanted: Collection[str]) -> dict[str, int]:
    """The first record of each wanted text that the column holds."""
    named = {code: text for code, value in enumerate(column.values) if (text := as_text(value)) and text in wanted}
    records = np.flatnonzero(np.isin(column.codes, list(named)))
    pairs = zip(column.codes[records].tolist(), records.tolist(), strict=True)
    return {named[code]: record for code, record in reversed(list(pairs))}
