"""The sections of checking: beside the peers, and five times as many rows."""

import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.measure import measure
from benchmarks.rules import SUMS
from benchmarks.section import Command, Section, Sizes, task
from benchmarks.setting import AS_OF
from benchmarks.tables import Figures, Line, Target, cpu_of, peak_of

SAME, EVERY = "xltags, the same rules", "xltags, every check"


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
    """What is aimed at in reading and checking."""
    same, every, polars = (cpu_of(taken, name) for name in (SAME, EVERY, "polars"))
    slower = cpu_of(taken, "frictionless") / same
    return [
        Target("check, the same rules: at most 1.5 x polars on fastexcel", same / polars, 1.5, "x"),
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
    """What is aimed at with more rows."""
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
