"""The sections of the page: which programs take turns, what each line says, and what was aimed at."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.measure import Taken, measure, task_command
from benchmarks.rules import SUMS
from benchmarks.setting import AS_OF, fill_path, small_folder, values_path, workbook_path
from benchmarks.tables import Figures, Line, Target, cpu_of, peak_of, wall_of

Command = Callable[[], Taken]
SAME, EVERY = "xltags, the same rules", "xltags, every check"


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


def check_commands(sizes: Sizes) -> dict[str, Command]:
    """The programs that check."""
    workbook = sizes.workbook()
    made = str(Path(tempfile.gettempdir(), "xltags_benchmark.json"))
    whole = [sys.executable, "-m", "xltags", "check", str(workbook), "--format", "json", "-o", made]
    names = {
        "inflate": "inflate", "inflate, zlib": "inflate_zlib", SAME: "check_same", "xltags, zlib": "check_same_zlib",
        "polars": "polars", EVERY: "check_all", "pandas": "pandas", "openpyxl": "openpyxl",
        "frictionless": "frictionless",
    }  # fmt: skip
    commands = {name: task(each, workbook) for name, each in names.items()}
    return {**commands, "xltags check": partial(measure, [*whole, "--as-of", AS_OF.isoformat()], codes=(0, 1))}


def agree(taken: Figures) -> None:
    """Stop unless every peer found what xltags found, by rule, as far as the peer can see it."""
    ours = taken[SAME][0].counted
    for name in (EVERY, "xltags, zlib", "polars", "pandas", "openpyxl"):
        theirs = taken[name][0].counted
        assert {code: ours[code] for code in theirs} == dict(theirs), (name, ours, theirs)
    sums = {kind: sum(ours[code] for code in codes) for kind, codes in SUMS.items()}
    assert sums == dict(taken["frictionless"][0].counted), (sums, taken["frictionless"][0].counted)


def check_targets(taken: Figures) -> list[Target]:
    """Issues 2 and 3: reading and checking."""
    same, every, polars = (cpu_of(taken, name) for name in (SAME, EVERY, "polars"))
    slower = cpu_of(taken, "frictionless") / same
    return [
        Target("check, the same rules: at most 2.0 x polars on fastexcel (the second issue)", same / polars, 2.0, "x"),
        Target("check, the same rules: at most 1.5 x polars on fastexcel (the third issue)", same / polars, 1.5, "x"),
        Target("check, every check of xltags: at most 2.0 x polars on its few rules", every / polars, 2.0, "x"),
        Target("check, the same rules: frictionless takes at least 8 x as long", slower, 8, "x", least=True),
        Target("check, the same rules: peak at most 150 MB", peak_of(taken, SAME), 150, "MB"),
        Target("check, every check: peak at most 200 MB", peak_of(taken, EVERY), 200, "MB"),
    ]


CHECK = Section(
    "Check",
    "",
    SAME,
    (
        Line("inflate", "floor: inflate every part, with isal"),
        Line("inflate, zlib", "floor: the same with zlib"),
        Line(SAME, "xltags, the ten shared rules (library)", "inflate"),
        Line("xltags, zlib", "xltags without isal, the shared rules", "inflate, zlib"),
        Line(EVERY, "xltags, every check (library)", "inflate"),
        Line("xltags check", "`xltags check` (the whole command, JSON)", "inflate"),
        Line("polars", "polars on fastexcel, the shared rules", "inflate, zlib"),
        Line("pandas", "pandas on calamine, the shared rules", "inflate, zlib"),
        Line("openpyxl", "openpyxl read-only and sets, the shared rules", "inflate, zlib"),
        Line("frictionless", "frictionless validate, an equivalent schema", "inflate, zlib"),
    ),
    check_commands,
    check_targets,
    frozenset({"openpyxl", "frictionless"}),
    agree,
)


def big_commands(sizes: Sizes) -> dict[str, Command]:
    """The programs that check a workbook five times as large."""
    usual, big = sizes.workbook(), sizes.workbook(5)
    return {
        "inflate": task("inflate", big), "usual": task("check_same", usual), SAME: task("check_same", big),
        "usual, every": task("check_all", usual), EVERY: task("check_all", big), "polars": task("polars", big),
    }  # fmt: skip


def big_targets(taken: Figures) -> list[Target]:
    """Issue 3: growth."""
    same, every = cpu_of(taken, SAME) / cpu_of(taken, "usual"), cpu_of(taken, EVERY) / cpu_of(taken, "usual, every")
    return [
        Target("five times the rows, the same rules: at most 6 x the time", same, 6, "x"),
        Target("five times the rows, every check: the same", every, 6, "x"),
        Target("five times the rows, the same rules: peak at most 400 MB", peak_of(taken, SAME), 400, "MB"),
        Target("five times the rows, every check: the same", peak_of(taken, EVERY), 400, "MB"),
    ]


BIG = Section(
    "Check five times as many rows",
    "The same on a workbook with five times as many customers.",
    SAME,
    (
        Line("inflate", "floor: inflate every part, with isal"),
        Line(SAME, "xltags, the shared rules", "inflate"),
        Line("usual", "the same on the usual workbook"),
        Line(EVERY, "xltags, every check", "inflate"),
        Line("usual, every", "the same on the usual workbook"),
        Line("polars", "polars on fastexcel, the shared rules", "inflate"),
    ),
    big_commands,
    big_targets,
)


def fill_commands(sizes: Sizes) -> dict[str, Command]:
    """The programs that fill six ready columns in place, on the usual workbook and on one three times as large."""
    workbook, large = ready(sizes.workbook()), ready(sizes.workbook(3))
    return {
        "floor": task("floor", workbook), "floor, zlib": task("floor_zlib", workbook),
        "hold": task("hold", workbook), "fill": on_copy("fill", workbook), "fill, zlib": on_copy("fill_zlib", workbook),
        "openpyxl": on_copy("openpyxl_fill", workbook),
        "floor, large": task("floor", large), "hold, large": task("hold", large), "fill, large": on_copy("fill", large),
    }  # fmt: skip


def fill_targets(taken: Figures) -> list[Target]:
    """Issue 3: filling in place."""
    times = cpu_of(taken, "openpyxl") / cpu_of(taken, "fill")
    above, large = (peak_of(taken, f"fill{it}") - peak_of(taken, f"hold{it}") for it in ("", ", large"))
    return [
        Target("fill in place: openpyxl takes at least 25 x", times, 25, "x", least=True),
        Target("fill in place: at most 80 MB above the opened workbook and the values", above, 80, "MB"),
        Target("fill in place, three times the rows: the same", large, 80, "MB"),
    ]


FILL = Section(
    "Fill in place",
    "Six columns that are ready are put into `Customers` and the workbook is saved over itself; the values are loaded "
    "in every program, and `hold` does nothing else, so that what is above it is the memory that writing takes.",
    "fill",
    (
        Line("floor", "floor: inflate and deflate the changed sheet, with isal"),
        Line("floor, zlib", "floor: the same with zlib"),
        Line("hold", "xltags: open the workbook, hold the values"),
        Line("fill", "xltags: the same and fill in place", "floor"),
        Line("fill, zlib", "xltags without isal: the same", "floor, zlib"),
        Line("openpyxl", "openpyxl: load, fill the same columns, save", "floor, zlib"),
        Line("floor, large", "three times the rows, floor: inflate and deflate the changed sheet"),
        Line("hold, large", "three times the rows, xltags: open, hold the values"),
        Line("fill, large", "three times the rows, xltags: fill in place", "floor, large"),
    ),
    fill_commands,
    fill_targets,
    frozenset({"openpyxl"}),
)


def run_commands(sizes: Sizes) -> dict[str, Command]:
    """The programs that score and report."""
    workbook = ready(sizes.workbook(), reports=True)
    return {
        "floor": task("floor", workbook), "xltags score": on_copy("write_score", workbook),
        "openpyxl score": on_copy("openpyxl_fill", workbook), "xltags run": on_copy("write_all", workbook),
        "xltags run, pyarrow": on_copy("write_all_pyarrow", workbook),
        "openpyxl run": on_copy("openpyxl_all", workbook),
    }  # fmt: skip


def run_targets(taken: Figures) -> list[Target]:
    """Issue 2: scoring and reporting."""
    score = cpu_of(taken, "openpyxl score") / cpu_of(taken, "xltags score")
    run = cpu_of(taken, "openpyxl run") / cpu_of(taken, "xltags run")
    return [
        Target("score: openpyxl takes at least 15 x to load, fill and save", score, 15, "x", least=True),
        Target("score and report: the same", run, 15, "x", least=True),
        Target("score: peak at most 250 MB", peak_of(taken, "xltags score"), 250, "MB"),
        Target("score and report: peak at most 250 MB", peak_of(taken, "xltags run"), 250, "MB"),
    ]


RUN = Section(
    "Score and report",
    "xltags reads, checks and scores before it writes; openpyxl is given the results and only writes. The reports are "
    "made with pandas, which loads pyarrow, 50 MB, where it is installed. xltags does not install it, but some peers "
    "do: it is hidden from xltags, and one line tells what it changes.",
    "xltags run",
    (
        Line("floor", "floor: inflate and deflate the sheet `Customers`"),
        Line("xltags score", "xltags: read, check, score, fill six columns", "floor"),
        Line("openpyxl score", "openpyxl: load, fill the same six columns, save", "floor"),
        Line("xltags run", "xltags: the same and every report, with tables and formats", "floor"),
        Line("xltags run, pyarrow", "the same where pyarrow is installed", "floor"),
        Line("openpyxl run", "openpyxl: the same columns and the facts of every report, save", "floor"),
    ),
    run_commands,
    run_targets,
    frozenset({"openpyxl score", "openpyxl run"}),
)


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
    """Issue 3: many small workbooks."""
    one, own = (
        median(it.counted["microseconds"] for it in taken[name]) / 1000 for name in ("one taxonomy", "own taxonomies")
    )
    return [
        Target("small workbooks of one taxonomy, every check: at most 40 ms each after start", one, 40, "ms"),
        Target("small workbooks, each with a taxonomy of its own: the same", own, 40, "ms"),
    ]


SMALL = Section(
    "Many small workbooks",
    "Workbooks of 30 customers with the full taxonomy, ten different ones over and over, every check, in one process.",
    "one taxonomy",
    (
        Line("one taxonomy", "xltags: workbooks of one team, with one taxonomy"),
        Line("own taxonomies", "xltags: workbooks of ten teams, each with a taxonomy of its own"),
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
    """Issue 2: how soon an answer comes."""
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

SECTIONS = {"check": CHECK, "big": BIG, "fill": FILL, "run": RUN, "small": SMALL, "start": START}
