"""The lines of the plan with what they refer to."""

from collections.abc import Iterable
from dataclasses import dataclass

from xltags.core.dataset import Dataset
from xltags.core.finding import Place
from xltags.core.group_names import group_named
from xltags.core.periods import Period, parse_period
from xltags.core.strategy import Target
from xltags.core.taxonomy import Tag, TagGroup

ROUNDING = 0.005  # shares are often typed as whole percents, so each may be off by half of one


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of `Strategy`; `period`, `group` and `tag` are None where the text in the cell means none."""

    target: Target
    period: Period | None
    group: TagGroup | None
    tag: Tag | None

    def place(self, dataset: Dataset, column_id: str) -> Place:
        """Where a cell of the line stands."""
        return dataset.table("Strategy").place_in_row(self.target.row, column_id)


def read_plan(dataset: Dataset) -> tuple[PlanLine, ...]:
    """Every line of `Strategy`, in its order."""
    taxonomy = dataset.model.taxonomy
    lines = []
    for target in dataset.model.strategy.targets:
        group = group_named(taxonomy, target.group)
        found = dataset.index.find(group.group, target.tag) if group else None
        tag = taxonomy.tags[int(found.key)] if found else None
        lines.append(PlanLine(target, parse_period(target.period), group, tag))
    return tuple(lines)


def first_lines(lines: Iterable[PlanLine]) -> dict[tuple[Period, str, str], PlanLine]:
    """By period, group id and tag id, the first line that is wholly understood; repetitions are left out."""
    found: dict[tuple[Period, str, str], PlanLine] = {}
    for line in lines:
        if line.period is not None and line.tag is not None:
            found.setdefault((line.period, line.tag.group, line.tag.id), line)
    return found


@dataclass(frozen=True, slots=True)
class PlannedMix:
    """The shares planned for one period and one-valued group; `lines` leave out tags whose parent has a line too."""

    period: Period
    group: TagGroup
    lines: tuple[PlanLine, ...]

    @property
    def total(self) -> float:
        """The sum of the shares."""
        return sum(line.target.target_share or 0.0 for line in self.lines)

    @property
    def tolerance(self) -> float:
        """How far the sum may be from 1 by rounding alone."""
        return ROUNDING * len(self.lines)


def planned_mixes(dataset: Dataset) -> tuple[PlannedMix, ...]:
    """The planned mixes, in the order of their first lines; shares outside 0..1 have a check of their own."""
    taxonomy = dataset.model.taxonomy
    mixes: dict[tuple[Period, str], list[PlanLine]] = {}
    for (period, group_id, _), line in first_lines(read_plan(dataset)).items():
        share = line.target.target_share
        if line.group is not None and not line.group.many and share is not None and 0 <= share <= 1:
            mixes.setdefault((period, group_id), []).append(line)
    found = []
    for (period, _), lines in mixes.items():
        planned = {line.tag.id for line in lines if line.tag}
        widest = [it for it in lines if it.tag and not planned & {tag.id for tag in taxonomy.line_of(it.tag)[1:]}]
        if lines[0].group is not None and widest:
            found.append(PlannedMix(period, lines[0].group, tuple(widest)))
    return tuple(found)
