"""What a section of the page is made of: its programs, their lines, what was aimed at."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.measure import Taken, measure, task_command
from benchmarks.setting import fill_path, values_path, workbook_path
from benchmarks.tables import Figures, Line, Target

Command = Callable[[], Taken]


@dataclass(frozen=True, slots=True)
class Sizes:
    """What is measured: the customers of the usual workbook, how many small ones, and where they are kept."""

    rows: int
    small: int
    folder: Path

    def workbook(self, times: int = 1) -> Path:
        """The workbook with so many times the usual number of customers; made where there is none."""
        path = workbook_path(self.rows * times, self.folder)
        if not path.exists():
            measure(task_command("make", path))
        return path


def nothing_to_assert(taken: Figures) -> None:
    """Most sections compare no results."""


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the page. `heavy` are the programs that run fewer times; `base` is the one that others are a ratio of.

    `prepare` gives the commands by the names of the lines.
    """

    title: str
    text: str
    base: str
    lines: tuple[Line, ...]
    prepare: Callable[[Sizes], Mapping[str, Command]]
    targets: Callable[[Figures], list[Target]]
    heavy: frozenset[str] = field(default=frozenset())
    verify: Callable[[Figures], None] = nothing_to_assert


def task(name: str, path: Path, *numbers: int) -> Command:
    """A task as a command to be measured."""
    return partial(measure, task_command(name, path, *numbers))


def on_copy(name: str, workbook: Path) -> Command:
    """A task that changes its workbook, on a copy."""

    def command() -> Taken:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(shutil.copy(workbook, folder))
            for beside in (fill_path, values_path):
                if beside(workbook).exists():
                    beside(copy).symlink_to(beside(workbook).resolve())
            return measure(task_command(name, copy))

    return command


def ready(workbook: Path, *, reports: bool = False) -> Path:
    """The workbook, with its values to write kept beside it."""
    if not fill_path(workbook).exists():
        measure(task_command("save_fill", workbook))
    if reports and not values_path(workbook).exists():
        measure(task_command("save_values", workbook))
    return workbook
