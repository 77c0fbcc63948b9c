"""The sections of small things: many small workbooks, and how soon an answer comes."""

import sys
import tempfile
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.measure import measure, task_command
from benchmarks.section import Command, Section, Sizes, task
from benchmarks.setting import small_folder
from benchmarks.tables import Figures, Line, Target, wall_of


def small_commands(sizes: Sizes) -> dict[str, Command]:
    """Many small workbooks in one process."""
    commands = {}
    for name, own in (("one taxonomy", False), ("own taxonomies", True)):
        folder = small_folder(sizes.folder, own_taxonomy=own)
        if not folder.exists():
            measure(task_command("make_small", folder))
        commands[name] = task("check_small", folder, sizes.small)
    return commands


def small_targets(taken: Figures) -> list[Target]:
    """What is aimed at with many small workbooks."""
    one, own = (
        median(it.counted["microseconds"] for it in taken[name]) / 1000 for name in ("one taxonomy", "own taxonomies")
    )
    return [
        Target("small workbooks of one taxonomy, every check: at most 40 ms each after start", one, 40, "ms"),
        Target("small workbooks, each with a taxonomy of its own: the same", own, 40, "ms"),
    ]


SMALL = Section(
    "Many small workbooks",
    "Workbooks of 30 customers with the full taxonomy, 25 different ones over and over, every check, in one process.",
    "one taxonomy",
    (
        Line("one taxonomy", "xltags: workbooks of one team, with one taxonomy"),
        Line("own taxonomies", "xltags: workbooks of 25 teams, each with a taxonomy of its own"),
    ),
    small_commands,
    small_targets,
    frozenset({"one taxonomy", "own taxonomies"}),
)


def start_commands(sizes: Sizes) -> dict[str, Command]:
    """The commands whose wall time a person feels."""
    folder = Path(tempfile.mkdtemp(prefix="xltags-benchmark-"))
    xltags = [sys.executable, "-m", "xltags"]
    measure([*xltags, "demo", str(folder)])
    demo = str(next(folder.glob("*.xlsx")))
    return {
        "xltags --version": partial(measure, [*xltags, "--version"]),
        "xltags check demo": partial(measure, [*xltags, "check", demo], codes=(0, 1)),
    }


def start_targets(taken: Figures) -> list[Target]:
    """How soon an answer should come."""
    return [
        Target("`xltags --version`: at most 0.25 s", wall_of(taken, "xltags --version"), 0.25, "s"),
        Target("`xltags check` of the demo: at most 1.0 s", wall_of(taken, "xltags check demo"), 1.0, "s"),
    ]


START = Section(
    "Start",
    "",
    "xltags --version",
    (
        Line("xltags --version", "`xltags --version`"),
        Line("xltags check demo", "`xltags check` of the demo workbook"),
    ),
    start_commands,
    start_targets,
)
