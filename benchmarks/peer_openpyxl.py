"""The shared rules with openpyxl in its read-only mode and sets of plain Python: the usual script."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl

from benchmarks.rules import NUMBERS, SHEETS, TAG_COLUMNS, Counts, complete, judge_column, read_rules

UNSEEN: tuple[str, ...] = ()
Row = dict[str, object]


def check(path: Path) -> Counts:
    """The findings by code."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rules = read_rules(*(list(_rows(book[name].iter_rows(values_only=True))) for name in SHEETS[:2]))
    counts: Counter[str] = Counter()
    cells: dict[str, Counter[str | None]] = {header: Counter() for header in TAG_COLUMNS}
    ids: set[object] = set()
    for row in _rows(book[SHEETS[2]].iter_rows(values_only=True)):
        for header, seen in cells.items():
            value = row[header]
            seen[None if value is None else str(value)] += 1
        _judge_row(row, ids, counts)
    for header, group in TAG_COLUMNS.items():
        counts.update(judge_column(cells[header].items(), rules[group]))
    return complete(counts, unseen=UNSEEN)


def _rows(rows: Iterator[tuple[object, ...]]) -> Iterator[Row]:
    header = [str(name) for name in next(rows)]
    for row in rows:
        yield dict(zip(header, row, strict=False))


def _judge_row(row: Row, ids: set[object], counts: Counter[str]) -> None:
    id = row["Customer ID"]
    if id is not None:
        counts["CUS001"] += id in ids
        ids.add(id)
    won, first = row["Won on"], row["First contact"]
    counts["CUS004"] += isinstance(won, datetime) and isinstance(first, datetime) and won < first
    numbers: dict[str, float] = {}
    for name in NUMBERS:
        value = row[name]
        if isinstance(value, (int, float)):
            numbers[name] = value
            counts["CUS009"] += value < 0
        elif isinstance(value, str):
            counts["CUS012" if value.startswith("#") else "CUS011"] += 1
    if "Team headcount" in numbers and "Employees" in numbers:
        counts["CUS010"] += numbers["Team headcount"] > numbers["Employees"]
