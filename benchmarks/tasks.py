"""One task in a process of its own: `python -m benchmarks.tasks TASK PATH [NUMBER]`. It prints counts as JSON."""

import gc
import importlib
import json
import pickle
import struct
import sys
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from benchmarks.setting import AS_OF, SMALL_KINDS, SMALL_ROWS, fill_path, values_path

Counted = Mapping[str, int]
Cell = str | int | float | date | None
SIZE = 1 << 18


def make_workbook(path: Path) -> Counted:
    """Not measured: the workbook, its number of rows in its name."""
    from benchmarks.generate import write_benchmark_workbook

    rows = int(path.stem.rpartition("_")[2])
    made = path.with_suffix(".part")
    write_benchmark_workbook(made, rows)
    made.rename(path)
    return {"rows": rows}


def make_small(folder: Path) -> Counted:
    """Not measured: small workbooks, each with other customers, and with a tag of its own where the folder says so."""
    from benchmarks.generate import write_benchmark_workbook

    folder.mkdir(parents=True, exist_ok=True)
    for number in range(SMALL_KINDS):
        own = f"Industry of team {number}" if folder.name.endswith("own") else ""
        write_benchmark_workbook(folder / f"{number:03}.xlsx", SMALL_ROWS, seed=number, own_tag=own)
    return {"workbooks": SMALL_KINDS}


def check_small(folder: Path, count: int) -> Counted:
    """Every check on so many small workbooks, one after the other: the processor's microseconds after the first."""
    from xltags.batch.checking import CheckOptions, check_many

    kinds = sorted(folder.glob("*.xlsx"))
    paths = [kinds[number % len(kinds)] for number in range(count + 1)]
    results = check_many(paths, CheckOptions(as_of=AS_OF))
    next(results)
    started = time.process_time()
    findings = sum(len(result.findings) for result in results)
    used = time.process_time() - started
    return {"workbooks": count, "findings": findings, "microseconds": round(used / count * 1e6)}


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


def hold(path: Path) -> Counted:
    """Open the workbook and hold the six ready columns: the memory that filling starts from."""
    from xltags.books.file import open_book

    with open_book(path) as book:
        _, columns = _ready(path)
        return {"customers": len(next(iter(columns.values()))), "parts": len(book.package.names)}


def fill(path: Path) -> Counted:
    """Fill six ready columns in place."""
    from xltags.books.edits import FillColumns
    from xltags.books.file import open_book

    with open_book(path) as book:
        first, columns = _ready(path)
        book.write([FillColumns("Customers", first, columns)], None)
    return {"customers": len(next(iter(columns.values())))}


def save_fill(path: Path) -> Counted:
    """Not measured: the six columns as xltags scores them, kept beside the workbook."""
    from xltags.batch.checking import CheckOptions
    from xltags.batch.scoring import judge
    from xltags.books.computed import computed_values, number_of
    from xltags.books.file import open_book

    with open_book(path) as book:
        judged = judge(book, CheckOptions(as_of=AS_OF))
    table = judged.dataset.customers.table
    values = computed_values(judged.dataset, judged.scores, language="en")
    columns = {number_of(table, id): _encoded(column) for id, column in values.items()}
    fill_path(path).write_bytes(pickle.dumps((int(table.rows[0]), dict(sorted(columns.items())))))
    return {"columns": len(columns)}


def save_values(path: Path) -> Counted:
    """Not measured: those and the facts of every report."""
    from xltags.batch.checking import CheckOptions
    from xltags.batch.scoring import judge, make_reports
    from xltags.books.file import open_book
    from xltags.reports.export import columns_of

    options = CheckOptions(as_of=AS_OF)
    with open_book(path) as book:
        judged = judge(book, options)
    reports = [(it.name, dict(columns_of(it.facts))) for it in make_reports(judged, options)]
    values_path(path).write_bytes(pickle.dumps(reports))
    return {"reports": len(reports)}


def openpyxl_fill(path: Path) -> Counted:
    """openpyxl: load, fill the same six columns, save. It neither reads tables, checks nor scores."""
    return _openpyxl(path, [])


def openpyxl_all(path: Path) -> Counted:
    """The same, and the facts of every report on a sheet of its own, without tables or formats."""
    return _openpyxl(path, pickle.loads(values_path(path).read_bytes()))  # our own file


def _openpyxl(path: Path, reports: Sequence[tuple[str, Mapping[str, Sequence[Cell]]]]) -> Counted:
    import openpyxl

    first, columns = _ready(path)
    book = openpyxl.load_workbook(path)
    sheet = book["Customers"]
    for number, values in columns.items():
        for row, value in enumerate(values, start=first):
            sheet.cell(row, number).value = value
    for name, cells in reports:
        added = book.create_sheet(f"Rpt_{name}"[:31])
        added.append(list(cells))
        for record in zip(*cells.values(), strict=True):
            added.append(record)
    book.save(path)
    return {"customers": len(next(iter(columns.values())))}


def _encoded(column: Iterable[object]) -> tuple[list[object], bytes]:
    """Each value once, and which stands where: so loading a file takes no more memory than holding its values."""
    known: dict[object, int] = {}
    codes = array("I", (known.setdefault(value, len(known)) for value in column))
    return [*known], codes.tobytes()


def _ready(path: Path) -> tuple[int, dict[int, list[Cell]]]:
    first, columns = pickle.loads(fill_path(path).read_bytes())  # our own file
    return first, {
        number: list(map(values.__getitem__, array("I", codes))) for number, (values, codes) in columns.items()
    }


def inflate(path: Path) -> Counted:
    """Inflate every part: what no reader can avoid."""
    return {"bytes": sum(map(len, _inflated(path, largest_only=False)))}


def floor(path: Path) -> Counted:
    """Inflate and deflate the largest part once: what no program that changes it can avoid."""
    from xltags.books.opc.zipwrite import new_compressor

    compressor = new_compressor()
    size = sum(len(compressor.compress(block)) for block in _inflated(path, largest_only=True))
    return {"bytes": size + len(compressor.flush())}


def _inflated(path: Path, *, largest_only: bool) -> Iterator[bytes]:
    """The bytes of the parts, without a checksum, by the engine that xltags would take."""
    import zipfile

    from xltags.books.opc.inflate import choose_engine
    from xltags.books.opc.inflate import inflate as inflated

    engine = choose_engine()
    with zipfile.ZipFile(path) as package, path.open("rb") as file:
        parts = package.infolist()
        for part in [max(parts, key=lambda it: it.file_size)] if largest_only else parts:
            file.seek(part.header_offset + 26)
            name, extra = struct.unpack("<HH", file.read(4))
            file.seek(name + extra, 1)
            left = part.compress_size
            blocks = (file.read(min(SIZE, left - start)) for start in range(0, left, SIZE))
            yield from inflated(engine, blocks, 1 << 20)


def without(package: str, task: Callable[[Path], Counted]) -> Callable[[Path], Counted]:
    """The task as on a machine without this package."""

    def run(path: Path) -> Counted:
        sys.modules[package] = None  # type: ignore[assignment]  # an import of it fails from now on
        return task(path)

    return run


TASKS: dict[str, Callable[..., Counted]] = {
    "make": make_workbook, "make_small": make_small, "save_fill": save_fill, "save_values": save_values,
    "check_same": check_same, "check_all": check_all, "check_small": check_small,
    "write_score": write_score, "write_all": without("pyarrow", write_all), "write_all_pyarrow": write_all,
    "hold": hold, "fill": fill,
    "openpyxl_fill": openpyxl_fill, "openpyxl_all": openpyxl_all, "floor": floor, "inflate": inflate,
    **{f"{task.__name__}_zlib": without("isal", task) for task in (check_same, fill, floor, inflate)},
    **{name: peer_task(name) for name in ("polars", "pandas", "openpyxl", "frictionless")},
}  # fmt: skip

if __name__ == "__main__":
    gc.set_threshold(200_000, 10, 10)  # as the command `xltags` does; peers get it too
    print(json.dumps(TASKS[sys.argv[1]](Path(sys.argv[2]), *map(int, sys.argv[3:]))))
    gc.freeze()  # likewise
