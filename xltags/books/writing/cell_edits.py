"""Single cells and whole columns of an existing sheet, put into a session."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from xltags.books.edits import FillColumns, SetCells
from xltags.books.opc.refs import MAX_COLUMN, MAX_ROW, cell_name
from xltags.books.writing.cell_text import date_kind
from xltags.books.writing.fill import Block, Single
from xltags.books.writing.pivots import refresh_pivots
from xltags.books.writing.row_edit import NewCell
from xltags.books.writing.session import Session
from xltags.core.errors import WorkbookError
from xltags.core.values import Value


def set_cells(session: Session, edit: SetCells) -> None:
    """Puts single cells.

    Raises:
        WorkbookError: FILE006 a cell is outside of any sheet, or cannot hold its value.
    """
    if not edit.cells:
        return
    sheet = session.sheet(edit.sheet)
    writer = session.writer(sheet)
    rows: dict[int, dict[int, NewCell]] = {}
    for (row, column), value in sorted(edit.cells.items()):
        _check_place(session.place(sheet), row, column)
        tail = writer.tail(value, cell_name(row, column))
        rows.setdefault(row, {})[column] = NewCell(tail, date_kind(value))
    session.edit_cells(sheet, lambda: Single(rows))
    refresh_pivots(session.parts, sheet.name, Single(rows))


def fill_columns(session: Session, edit: FillColumns) -> None:
    """Fills columns.

    Raises:
        WorkbookError: FILE006 a cell is outside of any sheet.
        ValueError: the columns differ in length, or a row stands twice.
    """
    lengths = {len(values) for values in edit.columns.values()}
    count = max(lengths, default=0)
    rows = range(edit.first_row, edit.first_row + count) if edit.rows is None else edit.rows
    if lengths and lengths != {len(rows)}:
        raise ValueError(f"columns of {sorted(lengths)} values for {len(rows)} rows")
    if not count:
        return
    columns: Mapping[int, Sequence[Value | None]] = edit.columns
    if not isinstance(rows, range) and any(below <= above for above, below in pairwise(rows)):
        order = sorted(range(count), key=rows.__getitem__)
        rows = [rows[place] for place in order]
        columns = {number: [values[place] for place in order] for number, values in columns.items()}
        if len(set(rows)) < count:
            raise ValueError("a row stands twice in the rows to fill")
    sheet = session.sheet(edit.sheet)
    for row, column in ((rows[0], min(columns)), (rows[-1], max(columns))):
        _check_place(session.place(sheet), row, column)

    def make() -> Block:  # the writer remembers cells: a new one each time, that goes with the sheet
        return Block(rows, columns, session.writer(sheet), into_formulas=edit.into_formulas)

    session.edit_cells(sheet, make)
    if edit.into_formulas == "overwrite":
        session.drop_chain_if(sheet, make().first_in)
    refresh_pivots(session.parts, sheet.name, make())


def _check_place(place: str, row: int, column: int) -> None:
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        raise WorkbookError(
            f"{place}: row {row}, column {column} is outside of the sheet (1 to {MAX_ROW:,}, 1 to {MAX_COLUMN:,}); "
            "spread the data over more sheets",
            code="FILE006",
        )
