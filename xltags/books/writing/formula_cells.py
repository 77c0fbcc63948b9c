"""The formulas of a sheet, told apart quickly: cells whose formulas read the same cells, seen from their row."""

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

from xltags.books.edits import OWN_FORMULA
from xltags.books.opc.refs import Area, cell_name, column_number, parse_area
from xltags.books.writing.markup import attributes, unescaped
from xltags.books.writing.references import Names, Reference, references
from xltags.books.writing.row_block import formula_starts
from xltags.books.writing.row_stream import sections
from xltags.core.errors import WorkbookError

MAX_GROUPS = 30_000
# A cell with a formula as every common writer spells it: column, row, attributes of the formula, formula.
FORMULA_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^<>]*><f((?:\s[^<>]*?)?)(?:/>|>([^<]*)</f>)')
RELATIVE = re.compile(rb"(?<![\w.$'])(\$?[A-Z]{1,3})(\d{1,7})(?![\w(!.\[])|:(\$?[A-Z]{1,3})(\d{1,7})(?![\w(!.\[])")


@dataclass(slots=True)
class FormulaGroup:
    """Formulas of one column that read the same cells, seen from their row.

    `references` None means that what they read is unsure. `area` is that of an array formula; `text` is the first one.
    """

    column: int
    references: tuple[Reference, ...] | None
    text: str = ""
    area: Area | None = None
    rows: "array[int]" = field(default_factory=lambda: array("l"))


@dataclass(slots=True)
class _Shared:
    """A formula that other cells repeat."""

    text: str
    row: int
    column: int
    key: bytes


@dataclass(slots=True)
class _Pattern:
    """A formula with gaps for the rows of its references; `steps` are their distances from its own row."""

    text: bytes
    steps: tuple[int, ...]
    kind: bytes
    group: FormulaGroup

    @classmethod
    def of(cls, text: bytes, row: int, kind: bytes, group: FormulaGroup) -> "_Pattern":
        steps: list[int] = []

        def gap(match: re.Match[bytes]) -> bytes:
            number = match[2] or match[4]
            steps.append(int(number) - row)
            return match[0].removesuffix(number) + b"%d"

        return cls(RELATIVE.sub(gap, text.replace(b"%", b"%%")), tuple(steps), kind, group)

    def in_row(self, row: int) -> bytes:
        """The formula as another row has it."""
        return self.text % tuple([row + step for step in self.steps])


class SheetFormulas:
    """All formulas of one sheet. `unsure` where the sheet is written in a way that hides what they are."""

    def __init__(self, sheet: str, names: Names) -> None:
        self.sheet = sheet
        self.unsure = False
        self._names = names
        self._groups: dict[tuple[int, bytes], FormulaGroup] = {}
        self._shared: dict[str, _Shared] = {}
        self._last: dict[int, _Pattern] = {}

    @property
    def groups(self) -> Iterable[FormulaGroup]:
        """The groups in the order of their first cells."""
        return self._groups.values()

    @property
    def found(self) -> bool:
        """Whether there are formulas, or may be."""
        return self.unsure or bool(self._groups)

    @property
    def any_spread(self) -> bool:
        """Whether there are formulas, or may be, whose results fill more cells than their own."""
        return self.unsure or any(group.area is not None for group in self.groups)

    def rows_of(self, column: int, *, own: bool = False) -> set[int]:
        """The rows of a column that hold formulas, or formulas of xltags' own."""
        groups = [group for group in self.groups if group.column == column and (not own or OWN_FORMULA in group.text)]
        return {row for group in groups for row in group.rows}

    def read(self, chunks: Iterable[bytes], place: str) -> None:
        """Takes in the formulas of a sheet."""
        try:
            for kind, data in sections(chunks, place):
                if kind == "rows":
                    self._read_rows(data)
                if self.unsure:
                    return
        except WorkbookError:  # not ours to read, such as UTF-16
            self.unsure = True

    def _read_rows(self, rows: bytes) -> None:
        for formula in formula_starts(rows):
            cell = rows.rfind(b"<c ", 0, formula)  # from their formulas, which are few as a rule, not from every cell
            match = FORMULA_CELL.match(rows, cell) if cell >= 0 else None
            if match is None or match.start(3) != formula + 2:
                self.unsure = True
                return
            self._take(column_number(match[1].decode()), int(match[2]), match[3], match[4])
        self.unsure = self.unsure or len(self._groups) > MAX_GROUPS

    def _take(self, column: int, row: int, tag: bytes, text: bytes | None) -> None:
        if not tag:
            self._take_plain(column, row, b"", text)
            return
        values = attributes(b"<f" + tag + b">")
        if values == {"t": "array", "ref": cell_name(row, column)}:  # its results fill no other cell
            self._take_plain(column, row, b"array ", text)
            return
        kind = values.get("t", "normal")
        if kind == "shared":
            self._take_shared(column, row, values.get("si", ""), text)
            return
        group = self._parsed(column, row, unescaped(text or b""))
        if kind not in ("normal", "array") or values.get("ca") in ("1", "true"):
            group.references = None
        group.area = parse_area(values.get("ref", "")) if kind in ("array", "dataTable") else None
        group.rows.append(row)
        self._groups[column, b"#%d" % row] = group

    def _take_plain(self, column: int, row: int, kind: bytes, text: bytes | None) -> None:
        last = self._last.get(column)
        if last is not None and last.kind == kind and last.in_row(row) == text:  # most say what the one above says
            last.group.rows.append(row)
            return
        key = kind + RELATIVE.sub(lambda match: _moved(match, row), text or b"")
        group = self._groups.get((column, key))
        if group is None:
            self._groups[column, key] = group = self._parsed(column, row, unescaped(text or b""))
        group.rows.append(row)
        self._last[column] = _Pattern.of(text or b"", row, kind, group)

    def _take_shared(self, column: int, row: int, number: str, text: bytes | None) -> None:
        if text:
            key = b"shared " + number.encode() + b" " + RELATIVE.sub(lambda match: _moved(match, row), text)
            self._shared[number] = _Shared(unescaped(text), row, column, key)
        shared = self._shared.get(number)
        if shared is None:
            self.unsure = True
            return
        group = self._groups.get((column, shared.key))
        if group is None:
            found = references(
                shared.text, self.sheet, self._names, row=shared.row, column_shift=column - shared.column
            )
            self._groups[column, shared.key] = group = FormulaGroup(column, found, shared.text)
        group.rows.append(row)

    def _parsed(self, column: int, row: int, text: str) -> FormulaGroup:
        return FormulaGroup(column, references(text, self.sheet, self._names, row=row), text)


def _moved(match: re.Match[bytes], row: int) -> bytes:
    """A reference as it reads from its own row: `B7` in row 5 as `B[2]`."""
    if match[1] is not None:
        return b"%b[%d]" % (match[1], int(match[2]) - row)
    return b":%b[%d]" % (match[3], int(match[4]) - row)
