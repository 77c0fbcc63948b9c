"""One task in a process of its own, and what it took: `python -m benchmarks.measure TASK WORKBOOK`.

A task prints what it counted as JSON. `measure` starts it and takes processor time and peak memory from the operating
system, so that starting Python and importing count as they do for a user.
"""

import importlib
import json
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.setting import AS_OF, FOLDER, values_path

ROOT = Path(__file__).parents[1]
Counted = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run took: seconds of the processor (all threads) and of the clock, megabytes (2**20) at the peak."""

    cpu: float
    wall: float
    peak: float
    counted: Counted


def measure(command: Sequence[str], *, codes: Sequence[int] = (0,)) -> Taken:
    """Run a command and measure it; its standard output may end in a line of JSON.

    Raises:
        RuntimeError: it ends with another exit code than expected.
    """
    # Compiled modules as after an installation, kept apart from the working tree.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(FOLDER / "compiled"), "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = os.posix_spawn(
            command[0], list(command), environment,
            file_actions=[(os.POSIX_SPAWN_DUP2, output.fileno(), 1)],
        )  # fmt: skip
        _, status, used = os.wait4(process, 0)
        wall = time.perf_counter() - started
        output.seek(0)
        text = output.read().decode()
    if os.waitstatus_to_exitcode(status) not in codes:
        raise RuntimeError(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}: {text[-400:]}")
    last = text.strip().rpartition("\n")[2]
    counted: Counted = json.loads(last) if last.startswith("{") and last.endswith("}") else {}
    unit = 1 if sys.platform == "darwin" else 1024
    return Taken(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * unit / (1 << 20), counted)


def task_command(task: str, path: Path) -> list[str]:
    """The command line of a task."""
    return [sys.executable, "-m", "benchmarks.measure", task, str(path)]


def make_workbook(path: Path) -> Counted:
    """Not measured: the workbook, its number of rows in its name."""
    from benchmarks.generate import write_benchmark_workbook

    rows = int(path.stem.rpartition("_")[2])
    made = path.with_suffix(".part")
    write_benchmark_workbook(made, rows)
    made.rename(path)
    return {"rows": rows}


def check_same(path: Path) -> Counted:
    """The shared rules with xltags."""
    from benchmarks.rules import SHARED, shared_counts
    from xltags.batch.checking import CheckOptions, check_workbook
    from xltags.core.policy import Policy

    result = check_workbook(path, CheckOptions(as_of=AS_OF, policy=Policy(select=tuple(SHARED))))
    return shared_counts(result.findings)


def check_all(path: Path) -> Counted:
    """Every check of xltags."""
    from benchmarks.rules import shared_counts
    from xltags.batch.checking import CheckOptions, check_workbook

    return shared_counts(check_workbook(path, CheckOptions(as_of=AS_OF)).findings)


def peer_task(name: str) -> Callable[[Path], Counted]:
    """The shared rules with a peer."""

    def check(path: Path) -> Counted:
        found: Counted = importlib.import_module(f"benchmarks.peer_{name}").check(path)
        return found

    return check


def write_score(path: Path) -> Counted:
    """Score in place: read, check, score, fill the six computed columns."""
    from xltags.batch.checking import CheckOptions
    from xltags.batch.scoring import score_workbook

    return {"customers": len(score_workbook(path, CheckOptions(as_of=AS_OF), out=None).dataset.customers)}


def write_all(path: Path) -> Counted:
    """Score and report in one go, over the workbook itself."""
    from xltags.batch.checking import CheckOptions
    from xltags.batch.scoring import run_workbook

    return {"customers": len(run_workbook(path, CheckOptions(as_of=AS_OF), out=path).dataset.customers)}


def save_values(path: Path) -> Counted:
    """Not measured: the values that xltags writes, kept for openpyxl beside the workbook."""
    from xltags.batch.checking import CheckOptions
    from xltags.batch.scoring import judge, make_reports
    from xltags.books.computed import computed_edits
    from xltags.books.edits import FillColumns
    from xltags.books.file import open_book
    from xltags.reports.export import columns_of

    options = CheckOptions(as_of=AS_OF)
    with open_book(path) as book:
        judged = judge(book, options)
    fills = [it for it in computed_edits(judged.dataset, judged.scores, language="en") if isinstance(it, FillColumns)]
    reports = [(it.name, columns_of(it.facts)) for it in make_reports(judged, options)]
    values_path(path).write_bytes(pickle.dumps((fills[0].first_row, dict(fills[0].columns), reports)))
    return {"reports": len(reports)}


def openpyxl_score(path: Path) -> Counted:
    """openpyxl: load, fill the same six columns, save. It neither reads tables, checks nor scores."""
    return _openpyxl_fill(path, reports=False)


def openpyxl_all(path: Path) -> Counted:
    """The same, and the facts of every report on a sheet of its own, without tables or formats."""
    return _openpyxl_fill(path, reports=True)


def _openpyxl_fill(path: Path, *, reports: bool) -> Counted:
    import openpyxl

    first, columns, made = pickle.loads(values_path(path).read_bytes())  # our own file
    book = openpyxl.load_workbook(path)
    sheet = book["Customers"]
    for number, values in columns.items():
        for row, value in enumerate(values, start=first):
            sheet.cell(row, number).value = value
    for name, cells in made if reports else ():
        added = book.create_sheet(f"Rpt_{name}"[:31])
        added.append(list(cells))
        for record in zip(*cells.values(), strict=True):
            added.append(record)
    book.save(path)
    return {"customers": len(next(iter(columns.values())))}


def floor(path: Path) -> Counted:
    """Inflate and deflate the largest part once: what no program that changes it can avoid."""
    import zipfile

    from xltags.books.opc.zipwrite import new_compressor

    compressor, size = new_compressor(), 0
    with zipfile.ZipFile(path) as package:
        largest = max(package.infolist(), key=lambda part: part.file_size)
        with package.open(largest) as part:
            while block := part.read(1 << 18):
                size += len(compressor.compress(block))
    return {"bytes": size + len(compressor.flush())}


def inflate(path: Path) -> Counted:
    """Inflate every part: what no reader can avoid."""
    import zipfile

    with zipfile.ZipFile(path) as package:
        size = 0
        for name in package.namelist():
            with package.open(name) as part:
                while block := part.read(1 << 18):
                    size += len(block)
    return {"bytes": size}


TASKS: dict[str, Callable[[Path], Counted]] = {
    "check_same": check_same, "check_all": check_all, "write_score": write_score, "write_all": write_all,
    "openpyxl_score": openpyxl_score, "openpyxl_all": openpyxl_all, "save_values": save_values, "make": make_workbook,
    "floor": floor, "inflate": inflate,
    **{name: peer_task(name) for name in ("polars", "pandas", "openpyxl", "frictionless")},
}  # fmt: skip

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](Path(sys.argv[2]))))
