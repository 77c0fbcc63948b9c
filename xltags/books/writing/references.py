"""What a formula refers to: areas of cells, by sheet; or nothing certain, where its text does not say."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xltags.books.opc.refs import MAX_COLUMN, MAX_ROW, Area, column_number
from xltags.books.writing.formula_tokens import ITEM, STRETCHING, TOKEN, UNCERTAIN, closing

CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d+)")
PREFIX = re.compile(r"^(?:_xlfn\.|_xlws\.|_xludf\.)+", re.IGNORECASE)
CONSTANTS = frozenset(["TRUE", "FALSE"])


class Reference(NamedTuple):
    """Cells that a formula reads: columns, and rows that are counted from the formula's own row where they move.

    `sheet` is folded to lower case.
    """

    sheet: str
    left: int
    right: int
    top: int
    top_moves: bool
    bottom: int
    bottom_moves: bool
    structured: bool = False


class TableCells(NamedTuple):
    """Where a table stands and its columns: folded header -> column number."""

    sheet: str
    area: Area
    columns: Mapping[str, int]


class Names:
    """The tables and defined names that formulas of a workbook can mention, by folded name.

    `defined` is by (sheet or "" for the workbook, name); the text of a name is read when a formula mentions it.
    """

    def __init__(self, tables: Mapping[str, TableCells], defined: Mapping[tuple[str, str], str]) -> None:
        self.tables = tables
        self._defined = defined
        self._known: dict[tuple[str, str], tuple[Reference, ...] | None] = {}

    def find(self, sheet: str, name: str) -> tuple[Reference, ...] | None:
        """What a name stands for, None where that is unsure or there is no such name."""
        key = next((key for key in ((sheet, name), ("", name)) if key in self._defined), None)
        if key is None:
            return None
        if key not in self._known:
            self._known[key] = None  # a name that mentions itself is unsure
            self._known[key] = references(self._defined[key], key[0], self, row=None)
        return self._known[key]

    def has(self, sheet: str, name: str) -> bool:
        """Whether the name is defined for the sheet or the workbook."""
        return (sheet, name) in self._defined or ("", name) in self._defined


def references(
    formula: str, sheet: str, names: Names, *, row: int | None, column_shift: int = 0
) -> tuple[Reference, ...] | None:
    """The cells that a formula of a sheet (folded name) reads, None where its text does not say.

    Args:
        row: the formula's row; None for the text of a name, whose references must then be absolute.
        column_shift: how far to the right of the written formula the cell stands that shares it.

    >>> book = Names({}, {})
    >>> references("SUM(A$1:B$2)*2", "s", book, row=5)
    (Reference(sheet='s', left=1, right=2, top=1, top_moves=False, bottom=2, bottom_moves=False, structured=False),)
    >>> references('"A1"&1', "s", book, row=5), references("OFFSET(A1,1,1)", "s", book, row=5)
    ((), None)
    """
    return _Reader(formula, sheet, names, row, column_shift).read()


class _Unsure(Exception):  # noqa: N818  # leaves the reader, is never seen outside
    """The formula's text does not say what it reads."""


class _Reader:
    def __init__(self, formula: str, sheet: str, names: Names, row: int | None, shift: int) -> None:
        self._formula = formula
        self._own = sheet
        self._names = names
        self._row = row
        self._shift = shift
        self._found: dict[Reference, None] = {}
        self._stretches = False

    def read(self) -> tuple[Reference, ...] | None:
        try:
            self._read()
        except _Unsure:
            return None
        return _stretched(tuple(self._found)) if self._stretches else tuple(self._found)

    def _read(self) -> None:
        position, sheet, foreign = 0, "", False
        formula = self._formula
        while position < len(formula):
            match = TOKEN.match(formula, position)
            kind = match.lastgroup if match else None
            if match is None or (kind == "odd" and (match[0] != "[" or sheet or foreign)):
                raise _Unsure
            if kind == "odd":  # in a totals row, `[size]` is a column of the table around it
                around = [table for table in self._names.tables.values() if table.sheet == self._own]
                position = self._structured(around, position)
                continue
            text, position = match[0], match.end()
            if kind == "sheet":
                if sheet or foreign:
                    raise _Unsure
                sheet = text[:-1].strip("'").replace("''", "'").casefold()
                if ":" in sheet:  # a stack of sheets
                    raise _Unsure
                continue
            if kind == "external":
                foreign = True
                continue
            if kind == "word":
                position = self._word(text, position, sheet, foreign=foreign)
            elif kind in ("area", "columns", "rows"):
                if not foreign:
                    self._add(kind, text, sheet or self._own)
            elif (sheet or foreign) and kind != "fault":
                raise _Unsure
            sheet, foreign = "", False

    def _word(self, word: str, position: int, sheet: str, *, foreign: bool) -> int:
        after = self._formula[position : position + 1]
        if foreign:
            if after == "[":
                raise _Unsure
            return position
        if after == "[":
            table = self._names.tables.get(word.casefold())
            return self._structured([table] if table else [], position)
        name = word.casefold()
        if after == "(":
            function = PREFIX.sub("", word).upper()
            if function in UNCERTAIN:
                raise _Unsure
            self._stretches = self._stretches or function in STRETCHING
            if self._names.has(sheet or self._own, name):
                self._take(self._names.find(sheet or self._own, name))
            return position
        if word.upper() in CONSTANTS or name.startswith("_xlpm."):
            return position
        if self._names.has(sheet or self._own, name):
            self._take(self._names.find(sheet or self._own, name))
        elif name in self._names.tables and not sheet:
            table = self._names.tables[name]
            self._fixed(table.sheet, table.area)
        else:
            raise _Unsure
        return position

    def _take(self, found: tuple[Reference, ...] | None) -> None:
        if found is None:
            raise _Unsure
        self._found.update(dict.fromkeys(found))

    def _fixed(self, sheet: str, area: Area) -> None:
        reference = Reference(sheet, area.left, area.right, area.top, False, area.bottom, False, structured=True)
        self._found[reference] = None

    def _structured(self, tables: Sequence[TableCells], position: int) -> int:
        """A reference such as `[[#This Row],[size]:[revenue]]` into one of these tables; returns where it ends."""
        end = closing(self._formula, position)
        if end < 0:
            raise _Unsure
        inside = self._formula[position + 1 : end - 1]
        items = ITEM.findall(inside) if inside.lstrip().startswith("[") else [inside] if inside.strip() else []
        special = {item.casefold() for item in items if item.startswith("#")}
        columns = [
            re.sub(r"'(.)", r"\1", item.removeprefix("@")).casefold() for item in items if not item.startswith("#")
        ]
        fitting = [table for table in tables if all(column in table.columns for column in columns)]
        this_row = "#this row" in special or inside.startswith("@")
        if not fitting or (this_row and self._row is None):
            raise _Unsure
        for table in fitting:
            numbers = [table.columns[column] for column in columns] or [table.area.left, table.area.right]
            left, right = min(numbers), max(numbers)
            if this_row:
                self._found[Reference(table.sheet, left, right, 0, True, 0, True, structured=True)] = None
            else:
                self._fixed(table.sheet, Area(table.area.top, left, table.area.bottom, right))
        return end

    def _add(self, kind: str, text: str, sheet: str) -> None:
        first, _, last = text.partition(":")
        if kind == "area":
            (left, top, top_moves), (right, bottom, bottom_moves) = self._cell(first), self._cell(last or first)
        elif kind == "columns":
            left, right = self._column(first), self._column(last)
            top, top_moves, bottom, bottom_moves = 1, False, MAX_ROW, False
        else:
            left, right = 1, MAX_COLUMN
            (top, top_moves), (bottom, bottom_moves) = self._line(first), self._line(last)
        if top_moves == bottom_moves and top > bottom:
            top, bottom = bottom, top
        elif top_moves != bottom_moves:  # `A$1:A5` may turn over further up
            self._found[Reference(sheet, min(left, right), max(left, right), bottom, bottom_moves, top, top_moves)] = (
                None
            )
        self._found[Reference(sheet, min(left, right), max(left, right), top, top_moves, bottom, bottom_moves)] = None

    def _cell(self, text: str) -> tuple[int, int, bool]:
        match = CELL.fullmatch(text)
        if match is None:
            raise _Unsure
        row, moves = self._line(match[3] + match[4])
        return self._column(match[1] + match[2]), row, moves

    def _column(self, text: str) -> int:
        number = column_number(text.lstrip("$"))
        if number > MAX_COLUMN:  # a name that looks like a cell
            raise _Unsure
        if text.startswith("$"):
            return number
        if self._row is None:
            raise _Unsure
        return number + self._shift

    def _line(self, text: str) -> tuple[int, bool]:
        if int(text.lstrip("$")) > MAX_ROW:
            raise _Unsure
        if text.startswith("$"):
            return int(text[1:]), False
        if self._row is None:
            raise _Unsure
        return int(text) - self._row, True


def _stretched(found: tuple[Reference, ...]) -> tuple[Reference, ...] | None:
    """The references, each made as high and as wide as the largest; None if a height depends on the row."""
    if any(each.top_moves != each.bottom_moves for each in found):
        return None
    height = max((each.bottom - each.top for each in found), default=0)
    width = max((each.right - each.left for each in found), default=0)
    return tuple(each._replace(right=each.left + width, bottom=each.top + height) for each in found)
