"""The steps of the sales funnel: which stages follow one another, which mean won and lost."""

from collections.abc import Mapping
from dataclasses import dataclass

from xltags.core.dataset import Dataset
from xltags.core.group_parts import group_for
from xltags.core.once import once
from xltags.core.taxonomy import Tag
from xltags.core.text import fold

NOWHERE = -1
# The taxonomy has no column that says how a stage ends; the last part of its id or its name in any language does.
WON_NAMES = frozenset({
    "won", "closed won", "closed_won", "deal won", "已成交", "成交", "赢单", "已签约", "签约", "đã chốt", "thắng",
    "đã ký",
})  # fmt: skip
LOST_NAMES = frozenset({
    "lost", "closed lost", "closed_lost", "deal lost", "dead", "disqualified", "已丢失", "丢失", "丢单", "输单",
    "战败", "流失", "已流失", "đã mất", "mất", "thua", "thất bại",
})  # fmt: skip
ASIDE_NAMES = frozenset({
    "dormant", "silent", "inactive", "on hold", "on_hold", "沉睡", "沉默", "暂停", "ngủ đông", "im lặng", "tạm dừng",
})  # fmt: skip


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


@once
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
        if tag.status == "active" and tops[tag.id].id == tag.id and not _is_called(tag, LOST_NAMES | ASIDE_NAMES)
    ]
    steps.sort(key=lambda tag: (tag.order is None, tag.order or 0.0))
    place = {tag.id: number for number, tag in enumerate(steps)}
    places, lost = {}, set()
    for tag in tags:
        meant = taxonomy.successor_of(tag) if tag.status == "retired" else tag
        top = tops.get(meant.id) if meant else None
        places[tag.id] = place.get(top.id, NOWHERE) if top else NOWHERE
        if top and (_is_called(top, LOST_NAMES) or (meant and _is_called(meant, LOST_NAMES))):
            lost.add(tag.id)
    won = next((place[tag.id] for tag in steps if _is_called(tag, WON_NAMES)), NOWHERE)
    return Stages(tuple(tag.tag for tag in steps), places, frozenset(lost), won)


def _is_called(tag: Tag, names: frozenset[str]) -> bool:
    return not names.isdisjoint({tag.id.rpartition(".")[2], *(fold(text) for text in (tag.tag, tag.zh, tag.vi))})
