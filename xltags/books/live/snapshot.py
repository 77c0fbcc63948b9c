"""What stood in the sheets that a write is going to touch, so that it can be put back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltags.books.live.block import Block, area_of, put_contents, read_block, runs_of, unlist
from xltags.books.live.notes import clear_notes, is_ours
from xltags.core.text import fold

if TYPE_CHECKING:
    import xlwings as xw


@dataclass(frozen=True, slots=True)
class SheetState:
    """A sheet: its cells, the ranges of its tables by name, and the marks of xltags by cell."""

    name: str
    block: Block
    tables: dict[str, str]
    marks: dict[str, str]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The sheets that were there, and the names of those that were not."""

    sheets: tuple[SheetState, ...]
    absent: tuple[str, ...]


def take_snapshot(book: "xw.Book", names: Iterable[str]) -> Snapshot:
    """The state of these sheets now."""
    known = {fold(sheet.name): sheet for sheet in book.sheets}
    wanted = sorted(set(names))
    present = [known[fold(name)] for name in wanted if fold(name) in known]
    return Snapshot(tuple(map(_state, present)), tuple(name for name in wanted if fold(name) not in known))


def _state(sheet: "xw.Sheet") -> SheetState:
    used = sheet.used_range
    block = read_block(area_of(sheet, 1, 1, used.last_cell.row, used.last_cell.column))
    tables = {table.name: _address(table) for table in sheet.tables}
    marks = {note.location.get_address(False, False): note.text for note in sheet.notes if is_ours(note.text)}
    return SheetState(sheet.name, block, tables, marks)


def _address(table: "xw.main.Table") -> str:
    return table.range.get_address(row_absolute=False, column_absolute=False)


def restore(book: "xw.Book", snapshot: Snapshot) -> None:
    """Put the sheets back as they were: contents, tables and marks; formats stay as they are. New sheets go.

    Only cells that differ are written, so that no other formula is entered anew.
    """
    known = {fold(sheet.name): sheet for sheet in book.sheets}
    for state in snapshot.sheets:
        sheet = known.get(fold(state.name))
        if sheet is None:
            sheet = book.sheets.add(state.name, after=book.sheets[len(book.sheets) - 1])
        _put_back(sheet, state)
    for name in snapshot.absent:
        if fold(name) in known:
            known[fold(name)].delete()


def _put_back(sheet: "xw.Sheet", state: SheetState) -> None:
    there = {fold(table.name): table for table in sheet.tables}
    for name in there.keys() - set(map(fold, state.tables)):
        unlist(there.pop(name))
    for name, address in state.tables.items():  # first, because a table gives its blank headers names of its own
        table = there.get(fold(name))
        if table is not None and _address(table) != address:
            table.resize(sheet.range(address))
    used = sheet.used_range.last_cell
    now = read_block(area_of(sheet, 1, 1, max(used.row, state.block.height), max(used.column, state.block.width)))
    for column in range(1, now.width + 1):
        then = {row: state.block.content(row, column) for row in range(1, now.height + 1)}
        changed = [row for row in then if then[row] != now.content(row, column)]
        for run in runs_of(changed):
            put_contents(sheet, run[0], column, [[then[row]] for row in run])
    for name, address in state.tables.items():
        if fold(name) not in there:
            sheet.tables.add(source=sheet.range(address), name=name)
    clear_notes(sheet)
    for address, text in state.marks.items():
        cell = sheet.range(address)
        if cell.note is None:
            cell.add_note(text)
