"""Measured figures as Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.measure import Taken

Figures = Mapping[str, Sequence[Taken]]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: the program's name, what it does, and the name of the floor that it cannot go below."""

    name: str
    text: str
    floor: str = ""


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


def cpu_of(taken: Figures, name: str) -> float:
    """The median of a program's processor seconds."""
    return median(it.cpu for it in taken[name])


def peak_of(taken: Figures, name: str) -> float:
    """The median of a program's peak memory in megabytes."""
    return median(it.peak for it in taken[name])


def wall_of(taken: Figures, name: str) -> float:
    """The median of a program's seconds by the clock."""
    return median(it.wall for it in taken[name])


def table_of(title: str, base: str, taken: Figures, lines: Sequence[Line]) -> list[str]:
    """A table with the ratio of each program to `base`, and to the floor of its work."""
    unit = cpu_of(taken, base)
    rows = []
    for line in lines:
        cpu = cpu_of(taken, line.name)
        above = f"{cpu / cpu_of(taken, line.floor):.1f}" if line.floor else ""
        figures = f"{len(taken[line.name])} | {cpu:.2f} | {cpu / unit:.2f} | {above}"
        rows.append(f"| {line.text} | {figures} | {wall_of(taken, line.name):.2f} | {peak_of(taken, line.name):.0f} |")
    return [
        f"## {title}", "",
        "| program | n | CPU s | ratio | x floor | wall s | peak MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |", *rows, "",
    ]  # fmt: skip


def target_lines(targets: Sequence[Target]) -> list[str]:
    """The targets as a table; those that are missed say so."""
    rows = [f"| {it.text} | {it.reached:.3g} {it.unit} | {'met' if it.met else '**missed**'} |" for it in targets]
    return ["| target | reached | |", "| --- | ---: | --- |", *rows]
