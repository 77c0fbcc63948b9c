"""The steps of the sales funnel: which stages follow one another, and how far each customer came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xltags.core.group_names import group_named
from xltags.core.table import Column
from xltags.core.taxonomy import Tag
from xltags.core.text import fold
from xltags.core.values import as_text
from xltags.reports.groups import group_for, tag_meant
from xltags.reports.lead_frame import first_labels, lead_frame

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xltags.core.dataset import Dataset
    from xltags.reports.registry import Source

    Places = NDArray[np.int64]

NOWHERE = -1
# The taxonomy has no column that says how a stage ends; the last part of its id or its name in any language does.
_WON = {
    "won",
    "closed won",
    "closed_won",
    "deal won",
    "已成交",
    "成交",
    "赢单",
    "已签约",
    "签约",
    "đã chốt",
    "thắng",
    "đã ký",
}
_LOST = {
    "lost", "closed lost", "closed_lost", "deal lost", "dead", "disqualified", "已丢失", "丢失", "丢单", "输单",
    "战败", "流失", "已流失", "đã mất", "mất", "thua", "thất bại",
}  # fmt: skip
_ASIDE = {
    "dormant",
    "silent",
    "inactive",
    "on hold",
    "on_hold",
    "沉睡",
    "沉默",
    "暂停",
    "ngủ đông",
    "im lặng",
    "tạm dừng",
}


@dataclass(frozen=True, slots=True)
class Stages:
    """The steps in order (labels), the step of every tag id (`NOWHERE` where it is none), the ids that mean lost, and
    the step that means won (`NOWHERE` where no stage is called so)."""

    labels: tuple[str, ...]
    places: Mapping[str, int]
    lost: frozenset[str]
    won: int

    def place_of(self, tag: Tag | None) -> int:
        """The step of a tag; `NOWHERE` for no tag and for one beside the path."""
        return NOWHERE if tag is None else self.places.get(tag.id, NOWHERE)


def read_stages(dataset: Dataset) -> Stages:
    """The steps of the group that plays the stage.

    Steps are the active stages without a parent in the group, by `order`, those without one last, ties as in the
    workbook; a sub-stage counts for the widest stage above it, a retired one for its successor. Stages called lost,
    dormant and the like (by the last part of the id, or a label in any language) are no steps.
    """
    taxonomy, group_id = dataset.model.taxonomy, group_for(dataset, "stage")
    tags = taxonomy.tags_of(group_id)
    tops = {tag.id: taxonomy.line_of(tag)[-1] for tag in tags}
    steps = [
        tag
        for tag in tags
        if tag.status == "active" and tops[tag.id].id == tag.id and not _is_called(tag, _LOST | _ASIDE)
    ]
    steps.sort(key=lambda tag: (tag.order is None, tag.order or 0.0))
    place = {tag.id: number for number, tag in enumerate(steps)}
    places, lost = {}, set()
    for tag in tags:
        meant = taxonomy.successor_of(tag) if tag.status == "retired" else tag
        top = tops.get(meant.id) if meant else None
        places[tag.id] = place.get(top.id, NOWHERE) if top else NOWHERE
        if top and (_is_called(top, _LOST) or (meant and _is_called(meant, _LOST))):
            lost.add(tag.id)
    won = next((place[tag.id] for tag in steps if _is_called(tag, _WON)), NOWHERE)
    return Stages(tuple(tag.tag for tag in steps), places, frozenset(lost), won)


def _is_called(tag: Tag, names: set[str]) -> bool:
    return not names.isdisjoint({tag.id.rpartition(".")[2], *(fold(text) for text in (tag.tag, tag.zh, tag.vi))})


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
    place = {id: number for number, id in reversed(list(enumerate(dataset.customers.ids()))) if id}
    ids, group = table.column("customer_id"), table.column("group")
    customers = _by_code([place.get(as_text(value), NOWHERE) for value in ids.values], ids)
    meant = [group_named(dataset.model.taxonomy, as_text(value)) for value in group.values]
    about = _by_code([int(it is not None and it.group == group_id) for it in meant], group) > 0
    kept = np.flatnonzero(about & (customers != NOWHERE))

    def step(column: Column) -> Places:
        found = [stages.place_of(tag_meant(dataset, as_text(value), group_id)) for value in column.values]
        return _by_code(found, column)[kept]

    return StageChanges(customers[kept], kept, step(table.column("from_tag")), step(table.column("to_tag")))
