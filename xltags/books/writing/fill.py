"""The targets of an edit: single cells, or whole columns at the speed of the file."""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta

from xltags.books.edits import IntoFormulas
from xltags.books.opc.refs import Area, column_letters
from xltags.books.writing.cell_text import BLANK, CellWriter, DateKind, date_kind
from xltags.books.writing.fill_run import Run, contiguous
from xltags.books.writing.row_edit import NewCell, SheetState, widen_spans
from xltags.core.values import Value

WINDOW = 2048
SHARED = b' t="s"'
SHARED_TAIL = b' t="s"><v>'  # cannot occur in a text: its brackets are escaped


class Single:
    """Single cells by row and column."""

    into_formulas: IntoFormulas = "refuse"

    def __init__(self, cells: Mapping[int, Mapping[int, NewCell]]) -> None:
        self.rows: Sequence[int] = sorted(cells)
        self._cells = cells

    def cells(self, index: int, state: SheetState) -> Mapping[int, NewCell]:
        """See `Targets`."""
        found = self._cells[self.rows[index]]
        state.shared += sum(cell.tail.startswith(SHARED) for cell in found.values())
        return found

    def quick(self, index: int, row: bytes, tag: re.Match[bytes], state: SheetState) -> bytes | None:
        """Single cells are edited the careful way."""
        return None

    def fresh(self, index: int, state: SheetState) -> bytes | None:
        """Single cells are added the careful way."""
        return None

    def first_in(self, area: Area) -> tuple[int, int] | None:
        """The first cell of the edit inside an area, None if there is none."""
        for row in self.rows[bisect_left(self.rows, area.top) :]:
            if row > area.bottom:
                return None
            for column in sorted(self._cells[row]):
                if area.left <= column <= area.right:
                    return row, column
        return None

    def columns(self) -> list[tuple[int, Sequence[int]]]:
        """The rows of the edit, by column."""
        found: dict[int, list[int]] = {}
        for row in self.rows:
            for column in self._cells[row]:
                found.setdefault(column, []).append(row)
        return sorted(found.items())

    def extent(self) -> Area | None:
        """The smallest area that holds all cells of the edit."""
        columns = [column for cells in self._cells.values() for column in cells]
        return Area(self.rows[0], min(columns), self.rows[-1], max(columns)) if columns else None


class Block:
    """Columns of values for many rows.

    Args:
        columns: column number -> values, one for each of `rows` (ascending).
        styles: column number -> style of its cells; a column not named keeps the styles that are there.
        formulas: column number -> what goes into its cells where the value is None, by row (a calculated column).
        into_formulas: see `FillColumns`.
    """

    def __init__(
        self,
        rows: Sequence[int],
        columns: Mapping[int, Sequence[Value | None]],
        writer: CellWriter,
        *,
        styles: Mapping[int, int] | None = None,
        formulas: Mapping[int, "ColumnFormula"] | None = None,
        into_formulas: IntoFormulas = "refuse",
    ) -> None:
        self.rows = rows
        self.into_formulas: IntoFormulas = into_formulas
        self._numbers = sorted(columns)
        self._values = [columns[number] for number in self._numbers]
        self._writer = writer
        self._styles = styles or {}
        self._formulas = formulas or {}
        self._runs = [Run(run, self._numbers, self._styles) for run in contiguous(self._numbers)]
        self._only = self._runs[0] if len(self._runs) == 1 else None
        self._wide: set[bytes] = set()
        self._start = 0
        self._tails: list[tuple[bytes, ...]] = []
        self._kinds: list[tuple[DateKind | None, ...]] | None = None

    def cells(self, index: int, state: SheetState) -> Mapping[int, NewCell]:
        """See `Targets`."""
        tails, kinds = self._window(index, state)
        return {
            number: NewCell(tail, kinds[place] if kinds else None, self._styles.get(number), self.into_formulas)
            for place, (number, tail) in enumerate(zip(self._numbers, tails, strict=True))
        }

    def quick(self, index: int, row: bytes, tag: re.Match[bytes], state: SheetState) -> bytes | None:
        """The row with all its runs of columns replaced, if their cells are plain and in order."""
        if state.prefix or b"customFormat" in tag[0]:
            return None
        at = index - self._start
        if not 0 <= at < len(self._tails):
            self._load(index - index % WINDOW, state)
            at = index - self._start
        tails = self._tails[at]
        kinds = self._kinds[at] if self._kinds else None
        number = tag[1]
        if self._only is not None:
            found = self._only.find(row, number)
            if found is None:
                return None
            start, end, key = found
            new, shared = self._only.render(key, tails, kinds, number, state)
            state.shared -= shared
            new = row[:start] + new + row[end:]
            return self._widened(new, tag) if None in key else new
        return self._quick_runs(row, tag, tails, kinds, state)

    def fresh(self, index: int, state: SheetState) -> bytes | None:
        """See `Targets`."""
        if state.prefix:
            return None
        tails, kinds = self._window(index, state)
        number = b"%d" % self.rows[index]
        inner = b"".join(
            run.render_new(tails[run.place : run.stop], kinds and kinds[run.place : run.stop], number, state)
            for run in self._runs
        )
        return b'<row r="%b">%b</row>' % (number, inner) if inner else b""

    def _quick_runs(
        self,
        row: bytes,
        tag: re.Match[bytes],
        tails: tuple[bytes, ...],
        kinds: tuple[DateKind | None, ...] | None,
        state: SheetState,
    ) -> bytes | None:
        number = tag[1]
        out: list[bytes] = []
        position = 0
        widen = False
        removed = 0
        for run in self._runs:
            found = run.find(row, number)
            if found is None:
                return None
            start, end, key = found
            dates = kinds[run.place : run.stop] if kinds else None
            new, shared = run.render(key, tails[run.place : run.stop], dates, number, state)
            out += (row[position:start], new)
            position = end
            widen = widen or None in key
            removed += shared
        out.append(row[position:])
        state.shared -= removed
        new_row = b"".join(out)
        return self._widened(new_row, tag) if widen else new_row

    def _widened(self, row: bytes, tag: re.Match[bytes]) -> bytes:
        text = tag[0]
        start = text.find(b"spans=")
        if start < 0:
            return row
        spans = text[start : text.find(b'"', start + 7)]
        if spans in self._wide:
            return row
        wide = widen_spans(text, self._numbers[0], self._numbers[-1])
        if wide == text:
            self._wide.add(spans)
            return row
        return wide + row[tag.end() :]

    def first_in(self, area: Area) -> tuple[int, int] | None:
        """The first cell of the edit inside an area, None if there is none."""
        place = bisect_left(self.rows, area.top)
        column = next((number for number in self._numbers if area.left <= number <= area.right), None)
        if column is None or place == len(self.rows) or self.rows[place] > area.bottom:
            return None
        return self.rows[place], column

    def columns(self) -> list[tuple[int, Sequence[int]]]:
        """The rows of the edit, by column."""
        return [(number, self.rows) for number in self._numbers]

    def extent(self) -> Area | None:
        """The smallest area that holds all cells of the edit."""
        if not self.rows or not self._numbers:
            return None
        return Area(self.rows[0], self._numbers[0], self.rows[-1], self._numbers[-1])

    def _window(self, index: int, state: SheetState) -> tuple[tuple[bytes, ...], tuple[DateKind | None, ...] | None]:
        if not 0 <= index - self._start < len(self._tails):
            self._load(index - index % WINDOW, state)
        at = index - self._start
        return self._tails[at], self._kinds[at] if self._kinds else None

    def _load(self, start: int, state: SheetState) -> None:
        columns: list[list[bytes]] = []
        kinds: list[list[DateKind | None]] = []
        for number, values in zip(self._numbers, self._values, strict=True):
            part = values[start : start + WINDOW]
            tails = self._writer.tails(part, f"column {column_letters(number)}")
            if number in self._formulas:
                formula = self._formulas[number]
                rows = self.rows[start : start + WINDOW]
                tails = [formula.tail(r) if t == BLANK else t for r, t in zip(rows, tails, strict=True)]
            if self._writer.shares:
                state.shared += b"".join(tails).count(SHARED_TAIL)
            columns.append(tails)
            dated = any(issubclass(kind, (date, time, timedelta)) for kind in set(map(type, part)))
            kinds.append([date_kind(value) for value in part] if dated else [None] * len(part))
        self._start = start
        self._tails = list(zip(*columns, strict=True))
        self._kinds = list(zip(*kinds, strict=True)) if any(any(each) for each in kinds) else None


class ColumnFormula:
    """The formula of a calculated column; `text_at` gives it for a row, escaped as in the file."""

    def __init__(self, text_at: Callable[[int], bytes], *, letters: str, array: bool) -> None:
        self._text_at = text_at
        self._letters = letters.encode()
        self._array = array

    def tail(self, row: int) -> bytes:
        """The tail of the cell in that row, without a value: Excel calculates it on opening."""
        kind = b' t="array" ref="%b%d"' % (self._letters, row) if self._array else b""
        return b"><f" + kind + b">" + self._text_at(row) + b"</f></c>"
