"""Run the benchmarks: `python -m benchmarks.run [--rows N] [--repeat N] [--markdown FILE]`.

Every figure is the median of fresh processes. The programs of a table take turns, so that a machine that slows down
slows all of them; therefore trust the ratios more than the seconds.
"""

import argparse
import importlib.metadata
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.measure import Taken, measure, task_command
from benchmarks.rules import SHARED, SUMS
from benchmarks.setting import AS_OF, COLUMNS, FOLDER, values_path, workbook_path
from benchmarks.tables import Line, Target, table_of, target_lines

Command = Callable[[], Taken]
WARM_UP = 100  # customers
PEERS = ("fastexcel", "polars", "pandas", "python-calamine", "openpyxl", "frictionless", "XlsxWriter", "isal", "numpy")


def main() -> None:
    """Parse the command line, measure, print; write the page where a file is named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Measure xltags beside its peers.")
    parser.add_argument("--rows", type=int, default=100_000, help="customers in the workbook")
    parser.add_argument("--repeat", type=int, default=5, help="runs of each program")
    parser.add_argument("--markdown", type=Path, help="write the page with all tables to this file")
    options = parser.parse_args()
    page = "\n".join(sections(options.rows, options.repeat))
    print(page)
    if options.markdown:
        options.markdown.write_text(page + "\n", encoding="utf-8")


def sections(rows: int, repeat: int) -> list[str]:
    """The page, line by line."""
    FOLDER.mkdir(exist_ok=True)
    workbook, small = workbook_path(rows), workbook_path(WARM_UP)
    for path in (workbook, small):
        if not path.exists():
            measure(task_command("make", path))
    interleaved({**check_commands(small), **write_commands(small)}, 1)  # loads and compiles; does not count
    checks = interleaved(check_commands(workbook), repeat)
    agree(checks)
    writes = interleaved(write_commands(workbook), repeat)
    starts = interleaved(start_commands(), repeat)
    return [
        *head(rows, repeat, workbook),
        *table_of("Check", "xltags, the same rules", checks, CHECK_LINES),
        *table_of("Write", "xltags run", writes, WRITE_LINES),
        *table_of("Small things", "xltags --version", starts, START_LINES),
        "## Targets",
        "",
        *target_lines(targets(checks, writes, starts)),
    ]


def interleaved(commands: Mapping[str, Command], repeat: int) -> dict[str, list[Taken]]:
    """What each command took, `repeat` times, in turns."""
    taken: dict[str, list[Taken]] = {name: [] for name in commands}
    for turn in range(1, repeat + 1):
        for name, command in commands.items():
            used = command()
            print(f"{turn}/{repeat} {name}: {used.cpu:.2f} s, {used.peak:.0f} MB", file=sys.stderr)
            taken[name].append(used)
    return taken


CHECK_LINES = (
    Line("inflate", "floor: inflate every part"),
    Line("xltags, the same rules", "xltags, the ten shared rules (library)"),
    Line("xltags, every check", "xltags, every check (library)"),
    Line("xltags check", "`xltags check` (the whole command, JSON)"),
    Line("polars", "polars on fastexcel, the shared rules"),
    Line("pandas", "pandas on calamine, the shared rules"),
    Line("openpyxl", "openpyxl read-only and sets, the shared rules"),
    Line("frictionless", "frictionless validate, an equivalent schema"),
)
WRITE_LINES = (
    Line("floor", "floor: inflate and deflate the sheet `Customers`"),
    Line("xltags score", "xltags: read, check, score, fill six columns"),
    Line("openpyxl score", "openpyxl: load, fill the same six columns, save"),
    Line("xltags run", "xltags: the same and every report, with tables and formats"),
    Line("openpyxl run", "openpyxl: the same columns and the facts of every report, save"),
)
START_LINES = (
    Line("xltags --version", "`xltags --version`"),
    Line("xltags check demo", "`xltags check` of the demo workbook"),
)


def check_commands(workbook: Path) -> dict[str, Command]:
    """The programs that check."""
    command = [sys.executable, "-m", "xltags", "check", str(workbook), "--format", "json", "-o"]
    made = tempfile.gettempdir()
    whole = [*command, str(Path(made, "xltags_benchmark.json")), "--as-of", AS_OF.isoformat()]
    return {
        "inflate": lambda: measure(task_command("inflate", workbook)),
        "xltags, the same rules": lambda: measure(task_command("check_same", workbook)),
        "polars": lambda: measure(task_command("polars", workbook)),
        "xltags, every check": lambda: measure(task_command("check_all", workbook)),
        "xltags check": lambda: measure(whole, codes=(0, 1)),
        "pandas": lambda: measure(task_command("pandas", workbook)),
        "openpyxl": lambda: measure(task_command("openpyxl", workbook)),
        "frictionless": lambda: measure(task_command("frictionless", workbook)),
    }


def write_commands(workbook: Path) -> dict[str, Command]:
    """The programs that write, each on a copy of its own."""
    if not values_path(workbook).exists():
        measure(task_command("save_values", workbook))

    def on_copy(task: str) -> Command:
        def command() -> Taken:
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(shutil.copy(workbook, folder))
                values_path(copy).symlink_to(values_path(workbook).resolve())
                return measure(task_command(task, copy))

        return command

    return {
        "floor": lambda: measure(task_command("floor", workbook)),
        "xltags score": on_copy("write_score"),
        "openpyxl score": on_copy("openpyxl_score"),
        "xltags run": on_copy("write_all"),
        "openpyxl run": on_copy("openpyxl_all"),
    }


def start_commands() -> dict[str, Command]:
    """The commands whose wall time a person feels."""
    folder = Path(tempfile.mkdtemp(prefix="xltags-benchmark-"))
    xltags = [sys.executable, "-m", "xltags"]
    measure([*xltags, "demo", str(folder)])
    demo = str(next(folder.glob("*.xlsx")))
    return {
        "xltags --version": lambda: measure([*xltags, "--version"]),
        "xltags check demo": lambda: measure([*xltags, "check", demo], codes=(0, 1)),
    }


def agree(checks: Mapping[str, Sequence[Taken]]) -> None:
    """Stop unless every peer found what xltags found, by rule, as far as the peer can see it."""
    ours = checks["xltags, the same rules"][0].counted
    for name in ("xltags, every check", "polars", "pandas", "openpyxl"):
        theirs = checks[name][0].counted
        assert {code: ours[code] for code in theirs} == dict(theirs), (name, ours, theirs)
    sums = {kind: sum(ours[code] for code in codes) for kind, codes in SUMS.items()}
    assert sums == dict(checks["frictionless"][0].counted), (sums, checks["frictionless"][0].counted)


def targets(
    checks: Mapping[str, Sequence[Taken]], writes: Mapping[str, Sequence[Taken]], starts: Mapping[str, Sequence[Taken]]
) -> list[Target]:
    """What was aimed at and what was reached."""
    cpu = {name: median(it.cpu for it in runs) for name, runs in {**checks, **writes}.items()}
    peak = {name: median(it.peak for it in runs) for name, runs in {**checks, **writes}.items()}
    wall = {name: median(it.wall for it in runs) for name, runs in starts.items()}
    same, every = "xltags, the same rules", "xltags, every check"
    return [
        Target("check, the same rules: at most 2.0 x polars on fastexcel", cpu[same] / cpu["polars"], 2.0, "x"),
        Target("check, every check of xltags: the same bound", cpu[every] / cpu["polars"], 2.0, "x"),
        Target("check: frictionless takes at least 8 x as long", cpu["frictionless"] / cpu[same], 8, "x", least=True),
        Target("check, every check: peak at most 200 MB", peak[every], 200, "MB"),
        Target("score: openpyxl takes at least 15 x", cpu["openpyxl score"] / cpu["xltags score"], 15, "x", least=True),
        Target("score and report: the same", cpu["openpyxl run"] / cpu["xltags run"], 15, "x", least=True),
        Target("score: peak at most 250 MB", peak["xltags score"], 250, "MB"),
        Target("score and report: peak at most 250 MB", peak["xltags run"], 250, "MB"),
        Target("`xltags --version`: at most 0.25 s", wall["xltags --version"], 0.25, "s"),
        Target("`xltags check` of the demo: at most 1.0 s", wall["xltags check demo"], 1.0, "s"),
    ]  # fmt: skip


def head(rows: int, repeat: int, workbook: Path) -> list[str]:
    """What was measured, on what, with which versions."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PEERS)
    return [
        "# Benchmarks", "",
        "Made by `python -m benchmarks.run --markdown benchmarks/RESULTS.md`; not edited by hand.", "",
        f"One workbook with {rows:,} customers in {len(COLUMNS)} columns ({workbook.stat().st_size / 1e6:.1f} MB), the",
        "shipped taxonomy and scorecard, a fault in about one row of a hundred, and 15 follow-ups for 100 customers.",
        f"Medians of {repeat} runs, each a fresh process, taking turns; processor seconds of all threads with start",
        "and imports; peak resident memory. The machine, a small virtual one with two processors, is shared: read the",
        "ratios.", "",
        "Peers check the same rules and find the same faults (asserted):",
        f"{', '.join(SHARED.values())}.",
        "polars and pandas cannot tell error cells from blanks. xltags also gives the cell, a message and a suggestion",
        "for each fault; with every check it compares all company names, too.", "",
        f"{date.today().isoformat()}, {platform.system()} on {platform.machine()}, Python {platform.python_version()};",
        f"{versions}.", "",
    ]  # fmt: skip


if __name__ == "__main__":
    main()
