"""Workbooks whose named functions are called, and two calculation engines from PyPI that know LAMBDA."""

import re
import zipfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from xltags.books.functions_sheet import SHEET

FIRST_ROW = 1001  # of the calls, below what the sheet holds
Reader = Callable[[str, int, int], object]  # sheet, row, column from 1 -> the value calculated there
MOST_STEPS = 10**9  # CellRune stops after 100,000 by itself


def with_calls(path: Path, target: Path, calls: Sequence[tuple[str, int]]) -> None:
    """A copy of a workbook that calls functions, each call in a column of its own with so many rows of results.

    The engines do not know optional parameters (`_xlop.`); in the copy they are parameters like others, given as
    nothing: `ICP_TIER(values,headers,)`.
    """
    place = load_workbook(path, read_only=True).sheetnames.index(SHEET) + 1
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for info in source.infolist():
            data = source.read(info.filename)
            if info.filename == "xl/workbook.xml":
                data = data.replace(b"_xlop.", b"_xlpm.")
            if info.filename == f"xl/worksheets/sheet{place}.xml":
                data = data.replace(b"</sheetData>", _row(calls).encode() + b"</sheetData>")
            made.writestr(info, data)


def _row(calls: Sequence[tuple[str, int]]) -> str:
    cells = []
    for number, (call, rows) in enumerate(calls, start=1):
        letter = get_column_letter(number)
        area = f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + rows - 1}"
        formula = f'<f t="array" ref="{area}">{escape(call, quote=False)}</f>'
        cells.append(f'<c r="{letter}{FIRST_ROW}" cm="1">{formula}<v></v></c>')
    return f'<row r="{FIRST_ROW}">{"".join(cells)}</row>'


def formulon(path: Path) -> Reader:
    """The workbook as Formulon calculates it."""
    engine = pytest.importorskip("formulon", reason="Formulon is not installed")
    book = engine.Workbook.load(path.read_bytes())
    book.recalc()
    count = book.sheet_count() if callable(book.sheet_count) else book.sheet_count
    numbers = {book.sheet_name(number): number for number in range(count)}
    kinds = engine.ValueKind

    def read(sheet: str, row: int, column: int) -> object:
        value = book.get_value(numbers[sheet], row - 1, column - 1)
        if value.kind == kinds.NUMBER:
            return value.number
        return value.boolean if value.kind == kinds.BOOL else value.text if value.kind == kinds.TEXT else str(value)

    return read


def cellrune(path: Path) -> Reader:
    """The workbook as CellRune calculates it."""
    engine = pytest.importorskip("cellrune", reason="CellRune is not installed")
    report = engine.Workbook.open_path(str(path)).recalculate(
        calculation_limits={"max_function_iterations": MOST_STEPS, "max_lambda_invocations": MOST_STEPS}
    )
    found: dict[tuple[str, str], object] = {}
    for change in report["changed_cells"]:
        value: Any = change["result"].get("value")
        cell = change["cell"]["sheet_name"], change["cell"]["address"]
        found[cell] = value.get("value", value) if isinstance(value, dict) else str(change["result"])
    return lambda sheet, row, column: found.get((sheet, f"{get_column_letter(column)}{row}"))


ENGINES: dict[str, Callable[[Path], Reader]] = {"formulon": formulon, "cellrune": cellrune}


def results(read: Reader, calls: Sequence[tuple[str, int]]) -> list[list[object]]:
    """By call: its results, from the top."""
    return [
        [read(SHEET, FIRST_ROW + offset, number) for offset in range(rows)]
        for number, (_, rows) in enumerate(calls, start=1)
    ]


def same(calculated: object, wanted: object) -> bool:
    """Whether two results are one."""
    if isinstance(calculated, float) and isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        return abs(calculated - wanted) < 1e-9
    return calculated == wanted or (calculated in (None, "") and wanted in (None, ""))


def named(path: Path) -> dict[str, tuple[str, str]]:
    """The defined names of a workbook as they stand in its file: attributes and formula."""
    with zipfile.ZipFile(path) as source:
        text = source.read("xl/workbook.xml").decode()
    return {
        name: (rest, formula)
        for name, rest, formula in re.findall(r'<definedName name="([^"]+)"([^>]*)>([^<]*)</definedName>', text)
    }
