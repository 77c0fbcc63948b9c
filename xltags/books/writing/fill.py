"""The targets of an edit: single cells, or whole columns at the speed of the file."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from xltags.books.edits import IntoFormulas
from xltags.books.opc.refs import Area
from xltags.books.writing.cell_text import BLANK, CellWriter
from xltags.books.writing.column_tails import ColumnTails, Kinds
from xltags.books.writing.fill_run import NewCells, Run, contiguous
from xltags.books.writing.row_block import Cut, Places, RowBlock, formula_starts
from xltags.books.writing.row_edit import NewCell, SheetState, widen_spans
from xltags.books.writing.row_stream import added_rows, edited_rows
from xltags.core.values import Value

WINDOW = 2048
SHARED_TAIL = b' t="s"><v>'  # cannot occur in a text: its brackets are escaped


class Single:
    """Single cells by row and column."""

    into_formulas: IntoFormulas = "refuse"

    def __init__(self, cells: Mapping[int, Mapping[int, NewCell]]) -> None:
        self.rows: Sequence[int] = sorted(cells)
        self._cells = cells

    def cells(self, index: int, state: SheetState) -> Mapping[int, NewCell]:
        """See `Targets`."""
        return self._cells[self.rows[index]]

    def fill(self, block: RowBlock, rows: Places, indices: Places, state: SheetState) -> list[Cut]:
        """See `Targets`; single cells are edited the careful way."""
        return [edited_rows(self, block, rows, indices, state)]

    def added(self, start: int, stop: int, state: SheetState) -> bytes:
        """See `Targets`."""
        return added_rows(self, start, stop, state)

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
        self._tails = [ColumnTails(number, columns[number], writer) for number in self._numbers]
        self._writer = writer
        self._styles = styles or {}
        self._formulas = formulas or {}
        runs = contiguous(self._numbers)
        self._runs = [Run(run, self._numbers.index(run[0]), self._styles) for run in runs]
        self._wide: dict[bytes, bytes] = {}
        self._window = range(0)
        self._held: tuple[list[list[bytes]], list[Kinds | None]] = ([], [])

    def cells(self, index: int, state: SheetState) -> Mapping[int, NewCell]:
        """See `Targets`."""
        if index not in self._window:
            start = index - index % WINDOW
            self._window = range(start, min(start + WINDOW, len(self.rows)))
            self._held = self._made(self._window)
        return self._new_cells(*self._held, index - self._window.start)

    def fill(self, block: RowBlock, rows: Places, indices: Places, state: SheetState) -> list[Cut]:
        """See `Targets`: the runs of columns replaced where their cells are plain, other rows cell by cell."""
        tails, kinds = self._made(indices.tolist())
        new = NewCells(block.names(rows), tails, kinds)
        formulas = formula_starts(block.data)
        found = [run.find(block, rows, formulas) for run in self._runs]
        odd = np.logical_or.reduce([old.odd for old in found])
        cuts = []
        if odd.any():
            cuts.append(edited_rows(self, block, rows[odd], indices[odd], state))
            rows, new, found = rows[~odd], new.take(~odd), [old.take(~odd) for old in found]
        if not len(rows):
            return cuts
        if b" spans=" in block.data and any((each < 0).any() for old in found for each in old.looks):
            cuts.append(self._widened(block, rows))
        cuts += [
            Cut(old.starts, old.ends, run.cells(old.looks, new, state))
            for run, old in zip(self._runs, found, strict=True)
        ]
        self._count_shared(new.tails, state)
        return cuts

    def added(self, start: int, stop: int, state: SheetState) -> bytes:
        """See `Targets`."""
        if state.prefix:
            return added_rows(self, start, stop, state)
        numbers = [b"%d" % row for row in self.rows[start:stop]]
        new = NewCells(numbers, *self._made(range(start, stop)))
        self._count_shared(new.tails, state)
        runs = [run.cells(None, new, state) for run in self._runs]
        rows = zip(numbers, map(b"".join, zip(*runs, strict=True)), strict=True)
        return b"".join([b'<row r="%b">%b</row>' % row for row in rows if row[1]])

    def _widened(self, block: RowBlock, rows: Places) -> Cut:
        """The tags of rows that get new cells, with these in their `spans`."""
        tags = []
        for row in rows.tolist():
            tag = block.head(row)
            start = tag.find(b" spans=")
            end = tag.find(b'"', start + 8) + 1
            spans = tag[start:end]
            wide = self._wide.get(spans)
            if wide is None:
                wide = self._wide[spans] = widen_spans(spans, self._numbers[0], self._numbers[-1])
            tags.append(tag[:start] + wide + tag[end:] if start >= 0 else tag)
        return Cut(block.starts[rows], block.cells[block.firsts[rows]], tags)

    def _count_shared(self, tails: Iterable[list[bytes]], state: SheetState) -> None:
        if self._writer.shares:
            state.shared += sum(b"".join(each).count(SHARED_TAIL) for each in tails)

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

    def _made(self, indices: Sequence[int]) -> tuple[list[list[bytes]], list[Kinds | None]]:
        """The tails of some rows by column, and the kinds of their dates; None for a column without dates."""
        tails: list[list[bytes]] = []
        kinds: list[Kinds | None] = []
        for number, column in zip(self._numbers, self._tails, strict=True):
            made, dates = column.of(indices)
            if number in self._formulas:
                formula = self._formulas[number]
                rows = [self.rows[index] for index in indices]
                made = [formula.tail(row) if tail == BLANK else tail for row, tail in zip(rows, made, strict=True)]
            tails.append(made)
            kinds.append(dates)
        return tails, kinds

    def _new_cells(self, tails: list[list[bytes]], kinds: list[Kinds | None], at: int) -> dict[int, NewCell]:
        cells = zip(self._numbers, tails, kinds, strict=True)
        return {
            number: NewCell(column[at], dates[at] if dates else None, self._styles.get(number), self.into_formulas)
            for number, column, dates in cells
        }


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
