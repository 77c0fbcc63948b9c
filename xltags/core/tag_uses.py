"""What acts on a tag or a group: segments that filter by it, indicators, the plan, reports that need it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from xltags.core.dataset import Dataset
from xltags.core.filters import FilterUses, filter_uses
from xltags.core.group_names import group_named
from xltags.core.group_parts import reports_by_group
from xltags.core.once import once
from xltags.core.segment_names import segment_filters
from xltags.core.taxonomy import Taxonomy
from xltags.core.values import as_text

UseKind = Literal["segment", "indicator", "strategy", "report"]


@dataclass(frozen=True, slots=True)
class Use:
    """Something that a tag or a group serves. `name`: of the segment, indicator (id), period or report."""

    kind: UseKind
    name: str


@once
def group_uses(dataset: Dataset) -> dict[str, tuple[Use, ...]]:
    """By group id, what filters, scores, plans or reports by it; what serves the parent of a tag serves its group too.

    An indicator counts while it is on. A group whose tags have their parents in another group (cities in provinces) is
    used where that one is.
    """
    taxonomy = dataset.model.taxonomy
    found: dict[str, dict[Use, None]] = {}
    for use, named in _filters(dataset):
        for group_id in named.groups:
            found.setdefault(group_id, {})[use] = None
    for indicator in dataset.model.scorecard.indicators:
        if indicator.on:
            found.setdefault(indicator.field, {})[Use("indicator", indicator.indicator)] = None
    for target in dataset.model.strategy.targets:
        group = group_named(taxonomy, target.group)
        if group is not None:
            found.setdefault(group.group, {})[Use("strategy", target.period)] = None
    for group_id, reports in reports_by_group(dataset).items():
        found.setdefault(group_id, {}).update(dict.fromkeys(Use("report", report) for report in reports))
    for below, above in sorted(_group_parents(taxonomy)):
        found.setdefault(below, {}).update(found.get(above, {}))
    return {group: tuple(uses) for group, uses in found.items() if uses}


def _group_parents(taxonomy: Taxonomy) -> set[tuple[str, str]]:
    """Pairs of groups in which tags of the first have their parent in the second."""
    return {(tag.group, parent.group) for tag, parent in taxonomy.parents if parent and parent.group != tag.group}


def tag_uses(dataset: Dataset) -> tuple[tuple[Use, ...], ...]:
    """What filters, scores or plans by each tag itself or by a tag above it, in the order of the taxonomy."""
    taxonomy = dataset.model.taxonomy
    places = {id(tag): place for place, tag in enumerate(taxonomy.tags)}
    own: list[dict[Use, None]] = [{} for _ in taxonomy.tags]

    def note(group_id: str, text: str, use: Use) -> None:
        found = dataset.index.find(group_id, text)
        if found is not None:
            own[int(found.key)][use] = None

    for use, named in _filters(dataset):
        for tag in named.tags:
            own[places[id(tag)]][use] = None
    fields = {it.indicator: it.field for it in reversed(dataset.model.scorecard.indicators) if it.on}
    for band in dataset.model.scorecard.bands:
        for text in band.tags if band.indicator in fields else ():
            note(fields[band.indicator], text, Use("indicator", band.indicator))
    for target in dataset.model.strategy.targets:
        group = group_named(taxonomy, target.group)
        if group is not None:
            note(group.group, target.tag, Use("strategy", target.period))
    lines = (taxonomy.line_of(tag) for tag in taxonomy.tags)
    return tuple(tuple(dict.fromkeys(use for tag in line for use in own[places[id(tag)]])) for line in lines)


def _filters(dataset: Dataset) -> Iterator[tuple[Use, FilterUses]]:
    """The segments with what their filters name, include and exclude."""
    table = dataset.table("Segments")
    for found in segment_filters(dataset):
        name = as_text(table.value(found.record, "segment"))
        yield Use("segment", name), filter_uses(found.text, dataset)
