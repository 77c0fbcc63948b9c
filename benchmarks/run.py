"""Run the benchmarks: `python -m benchmarks.run [--only SECTION ...] [--runs N] [--rows N] [--markdown FILE]`.

Every figure is the median of fresh processes. The programs of a table take turns, so that a machine that slows down
slows all of them; therefore trust the ratios more than the seconds.
"""

import argparse
import importlib.metadata
import platform
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from benchmarks.measure import Taken
from benchmarks.rules import SHARED
from benchmarks.section import Command, Sizes
from benchmarks.sections import SECTIONS
from benchmarks.setting import COLUMNS, FOLDER
from benchmarks.tables import Target, table_of, target_lines

WARM_UP = 100  # customers
HEAVY_RUNS = 2
PEERS = ("fastexcel", "polars", "pandas", "python-calamine", "openpyxl", "frictionless", "XlsxWriter", "isal", "numpy")


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse the command line, measure, print; write the page where a file is named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Measure xltags beside its peers.")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), help="measure these sections")
    parser.add_argument(
        "--runs", type=int, default=5, help=f"runs of each program; of heavy peers at most {HEAVY_RUNS}"
    )
    parser.add_argument("--rows", type=int, default=100_000, help="customers in the usual workbook")
    parser.add_argument("--small", type=int, default=1000, help="how many small workbooks are checked")
    parser.add_argument("--data", type=Path, default=FOLDER, help="where the workbooks are kept, or made")
    parser.add_argument("--markdown", type=Path, help="write the page with all tables to this file")
    options = parser.parse_args(arguments)
    options.data.mkdir(parents=True, exist_ok=True)
    page = "\n".join(page_lines(options.only, Sizes(options.rows, options.small, options.data), options.runs))
    print(page)
    if options.markdown:
        options.markdown.write_text(page + "\n", encoding="utf-8")


def page_lines(names: Sequence[str], sizes: Sizes, runs: int) -> list[str]:
    """The page, line by line."""
    warm_up = Sizes(min(WARM_UP, sizes.rows), 1, sizes.folder)
    tables: list[str] = []
    targets: list[Target] = []
    for name in names:
        section = SECTIONS[name]
        if sizes.rows > WARM_UP:
            interleaved(section.prepare(warm_up), 1, frozenset())  # loads and compiles; does not count
        taken = interleaved(section.prepare(sizes), runs, section.heavy)
        section.verify(taken)
        title, _, rest = "\n".join(table_of(section.title, section.base, taken, section.lines)).partition("\n\n")
        tables += [title, "", *([section.text, ""] if section.text else []), rest]
        targets += section.targets(taken)
    return [*head(sizes, runs), *tables, "## Targets", "", *target_lines(targets)]


def interleaved(commands: Mapping[str, Command], runs: int, heavy: frozenset[str]) -> dict[str, list[Taken]]:
    """What each command took, `runs` times, in turns; the heavy ones leave out the later turns."""
    taken: dict[str, list[Taken]] = {name: [] for name in commands}
    for turn in range(1, runs + 1):
        for name, command in commands.items():
            if name in heavy and turn > HEAVY_RUNS:
                continue
            used = command()
            print(f"{turn}/{runs} {name}: {used.cpu:.2f} s, {used.peak:.0f} MB", file=sys.stderr)
            taken[name].append(used)
    return taken


def head(sizes: Sizes, runs: int) -> list[str]:
    """What was measured, on what, with which versions."""
    versions = ", ".join(f"{name} {version_of(name)}" for name in PEERS)
    megabytes = sizes.workbook().stat().st_size / 1e6
    return [
        "# Benchmarks", "",
        "Made by `python -m benchmarks.run --markdown benchmarks/RESULTS.md`; not edited by hand.", "",
        f"The usual workbook has {sizes.rows:,} customers in {len(COLUMNS)} columns ({megabytes:.1f} MB), the",
        "shipped taxonomy and scorecard, a fault in about one row of a hundred, and 15 follow-ups for 100 customers.",
        f"Medians of n runs (of {runs}; of slow peers {min(runs, HEAVY_RUNS)}), each a fresh process, taking turns;",
        "processor seconds of all threads with start and imports; peak resident memory. Every program runs with the",
        "settings that the command `xltags` makes for itself: one thread for matrices, no search for plugins, rare",
        "garbage collection. The machine, a small virtual one with two processors, is shared: read the ratios.",
        "A floor is the least that any program must do with these bytes, inflate them and deflate what it changes;",
        "`x floor` is how many times as long a program takes.", "",
        "Peers check the same rules and find the same faults (asserted):",
        f"{', '.join(SHARED.values())}.",
        "polars and pandas cannot tell error cells from blanks. xltags also gives the cell, a message and a suggestion",
        "for each fault; with every check it compares all company names, too.", "",
        f"{date.today().isoformat()}, {platform.system()} on {platform.machine()}, Python {platform.python_version()};",
        f"{versions}.", "",
    ]  # fmt: skip


def version_of(name: str) -> str:
    """The version of a package; "-" where it is not installed."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "-"


if __name__ == "__main__":
    main()
