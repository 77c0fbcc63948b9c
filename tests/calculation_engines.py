"""Two calculation engines from PyPI, CellRune and Formulon, as independent opinions on the formulas.

A workbook that an engine has read can be calculated anew with other tables in its cells, as a person would type them:
what takes an engine long is to read the formulas.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from tests.engine_copies import Used, engine_copy, used_by
from tests.formula_books import Reader, Tables, cells_of
from xltags.core.table import letter_of

TYPED = ("Settings", "TagGroups", "Tags", "Indicators", "Bands", "Tiers", "ChainRules", "Customers", "Contacts")
DAY, DAY_0 = timedelta(days=1), datetime(1899, 12, 30)
MOST_STEPS = 10**9  # CellRune stops after 100,000 by itself

PLAINLY = ("formulon",)  # engines whose copies are written plainly

Place = tuple[str, int, int]  # sheet, row and column from 1


class Engine(Protocol):
    """A workbook in an engine."""

    def put(self, cells: Mapping[Place, object]) -> None:
        """Put values into cells."""

    def calculated(self) -> Reader:
        """Calculate; how to read the results."""


class CellRune:
    """A workbook in CellRune."""

    def __init__(self, path: Path) -> None:
        engine = pytest.importorskip("cellrune", reason="CellRune is not installed")
        self._book = engine.Workbook.open_path(str(path))
        self._found: dict[tuple[str, str], object] = {}

    def put(self, cells: Mapping[Place, object]) -> None:
        changes = [
            {"kind": "set_value", "sheet": sheet, "address": f"{letter_of(column)}{row}", "value": _value(value)}
            for (sheet, row, column), value in cells.items()
        ]
        if changes:
            self._book.apply_changes(self._book.summary()["semantic_revision"], changes)

    def calculated(self) -> Reader:
        limits = {"max_function_iterations": MOST_STEPS, "max_lambda_invocations": MOST_STEPS}
        for change in self._book.recalculate(calculation_limits=limits)["changed_cells"]:
            result = change["result"]
            value = result.get("value")
            place = change["cell"]["sheet_name"], change["cell"]["address"]
            self._found[place] = value.get("value", str(value)) if isinstance(value, dict) else str(result)
        return lambda sheet, row, column: self._found.get((sheet, f"{letter_of(column)}{row}"))


def _value(value: object) -> dict[str, object]:
    """A value as CellRune takes it."""
    if value is None:
        return {"kind": "blank"}
    kinds = {str: "text", bool: "logical"}
    return {"kind": kinds.get(type(value), "number"), "value": value}


class Formulon:
    """A workbook in Formulon."""

    def __init__(self, path: Path) -> None:
        self._engine = pytest.importorskip("formulon", reason="Formulon is not installed")
        self._book = self._engine.Workbook.load(path.read_bytes())
        self._sheets = {self._book.sheet_name(number): number for number in range(self._book.sheet_count())}

    def put(self, cells: Mapping[Place, object]) -> None:
        setters = {str: self._book.set_text, bool: self._book.set_bool}
        for (sheet, row, column), value in cells.items():
            place = self._sheets[sheet], row - 1, column - 1
            if value is None:
                self._book.set_blank(*place)
            else:
                setters.get(type(value), self._book.set_number)(*place, value)

    def calculated(self) -> Reader:
        self._book.recalc()
        kinds = self._engine.ValueKind

        def read(sheet: str, row: int, column: int) -> object:
            value = self._book.get_value(self._sheets[sheet], row - 1, column - 1)
            known = {kinds.NUMBER: value.number, kinds.BOOL: value.boolean, kinds.TEXT: value.text, kinds.BLANK: None}
            return known.get(value.kind, str(value))

        return read


ENGINES: dict[str, Callable[[Path], Engine]] = {"cellrune": CellRune, "formulon": Formulon}


class Typing:
    """A workbook in an engine, into which the tables of other workbooks are typed."""

    def __init__(self, name: str, path: Path, *, used: Used | None = None) -> None:
        copied = path.with_name(f"{name}_{path.name}")
        self._engine = ENGINES[name](engine_copy(path, copied, used=used or used_by(path), plainly=name in PLAINLY))
        cells = _cells(path)
        self._heads = {(sheet, value): column for (sheet, row, column), value in cells.items() if row == 1}
        self._now = {place: value for place, value in cells.items() if not _is_formula(value) and place[1] > 1}

    def calculated(self, path: Path | None = None) -> Reader:
        """The results, with the tables of another workbook, whose columns this one has too."""
        if path is None:
            return self._engine.calculated()
        cells = _cells(path)
        columns = {(sheet, column): value for (sheet, row, column), value in cells.items() if row == 1}
        typed = {
            (sheet, row, self._heads[sheet, columns[sheet, column]]): value
            for (sheet, row, column), value in cells.items()
            if row > 1 and value is not None and not _is_formula(value)
        }
        wanted = {place: typed.get(place) for place in {**self._now, **typed}}
        self._engine.put({place: value for place, value in wanted.items() if value != self._now.get(place)})
        self._now = wanted
        read = self._engine.calculated()
        return lambda sheet, row, column: read(sheet, row, self._heads[sheet, columns[sheet, column]])


def _cells(path: Path) -> dict[Place, object]:
    """What the tables hold: values, dates as Excel's numbers, and formulas."""
    return {
        (sheet, row, column): (value - DAY_0) / DAY if isinstance(value, datetime) else value
        for sheet in TYPED
        for row, cells in enumerate(cells_of(path, sheet, results=False), start=1)
        for column, value in enumerate(cells, start=1)
    }


def _is_formula(value: object) -> bool:
    return isinstance(value, str) and value.startswith("=")


def widest(tables: Sequence[Tables]) -> Tables:
    """Tables as long as the longest of these, and with all their groups, so that each of them can be typed in."""
    longest = {name: max((made[name] for made in tables), key=len) for name in tables[0]}
    return {**longest, "TagGroups": [{**group, "status": "active"} for group in longest["TagGroups"]]}
