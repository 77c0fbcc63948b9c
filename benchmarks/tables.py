"""Measured figures as Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.measure import Taken


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: the program's name and what it does."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Target:
    """What was aimed at: `least` where more is better."""

    text: str
    reached: float
    bound: float
    unit: str
    least: bool = False

    @property
    def met(self) -> bool:
        """Whether the bound is kept."""
        return self.reached >= self.bound if self.least else self.reached <= self.bound


def table_of(title: str, base: str, taken: Mapping[str, Sequence[Taken]], lines: Sequence[Line]) -> list[str]:
    """A table with the ratio of each program to `base`."""
    unit = median(it.cpu for it in taken[base])
    rows = []
    for line in lines:
        cpu, wall, peak = (median(getattr(it, name) for it in taken[line.name]) for name in ("cpu", "wall", "peak"))
        rows.append(f"| {line.text} | {cpu:.2f} | {cpu / unit:.2f} | {wall:.2f} | {peak:.0f} |")
    return [
        f"## {title}", "",
        "| program | CPU s | ratio | wall s | peak MB |", "| --- | ---: | ---: | ---: | ---: |", *rows, "",
    ]  # fmt: skip


def target_lines(targets: Sequence[Target]) -> list[str]:
    """The targets as a table; those that are missed say so."""
    rows = [f"| {it.text} | {it.reached:.3g} {it.unit} | {'met' if it.met else '**missed**'} |" for it in targets]
    return ["| target | reached | |", "| --- | ---: | --- |", *rows]
