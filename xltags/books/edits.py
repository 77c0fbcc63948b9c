"""The plan of a write: plain values that say what shall change in a workbook, and nothing else will."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from xltags.books.entry import EntryRule
from xltags.books.report_sheet import ReportSheet
from xltags.core.finding import Severity
from xltags.core.values import Value

IntoFormulas = Literal["refuse", "leave", "own", "cache", "overwrite"]
OWN_FORMULA = "xl_message"  # a name in the formulas of result columns that xltags made; nobody else has it


@dataclass(frozen=True)
class SetCells:
    """Single cells: (row, column) from 1 -> value. They keep their style; None empties the cell and keeps its style."""

    sheet: str
    cells: Mapping[tuple[int, int], Value | None]


@dataclass(frozen=True)
class FillColumns:
    """Whole columns, many rows at a time.

    Args:
        first_row: the Excel row of the first value; used where `rows` is not given.
        columns: column number from 1 -> its values, one a row.
        rows: the Excel row of each value, ascending; None means `first_row` and the rows below it.
        into_formulas: what happens to a cell that holds a formula: it stops the write, is left as it is and counted
            (`WriteResult.formulas_left`), gets the value as the formula's result, or is overwritten; "own" gives
            formulas of xltags' own these results and leaves all others.
    """

    sheet: str
    first_row: int
    columns: Mapping[int, Sequence[Value | None]]
    rows: Sequence[int] | None = None
    into_formulas: IntoFormulas = "refuse"


@dataclass(frozen=True)
class AppendRows:
    """New rows under a table, a value a column in the table's order (short rows are blank at the end).

    The table grows, and with it its filter, drop-downs, conditional formats, names and print area that reached its old
    end. New cells look like the row above. A calculated column without a value gets its formula. A table whose rows are
    all blank is filled from its first row.
    """

    table: str
    rows: Sequence[Sequence[Value | None]]


@dataclass(frozen=True)
class NewColumn:
    """A column to add; `style_like` is the header of the column whose looks it takes, None for the last one.

    `entry` is what may be entered into its cells, with the message that Excel shows there.
    """

    header: str
    style_like: str | None = None
    values: Sequence[Value | None] | None = None
    entry: EntryRule | None = None


@dataclass(frozen=True)
class AddColumns:
    """New columns at the right edge of a table."""

    table: str
    columns: Sequence[NewColumn]


@dataclass(frozen=True)
class RenameColumns:
    """Other headers for columns of a table, by the header they have.

    The write is refused where a formula, a pivot or a slicer knows the column by its name; `books.header_use` tells.
    """

    table: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class SetNames:
    """Other formulas for defined names of the workbook that exist, by name; without the leading `=`."""

    texts: Mapping[str, str]


@dataclass(frozen=True)
class PutSheet:
    """Adds a report sheet, or wholly replaces the one of that name.

    Charts, pictures and comments that others put on it stay; the charts and pivots that xltags made make room for those
    of the new one.
    """

    sheet: ReportSheet


@dataclass(frozen=True)
class RemoveSheet:
    """Takes a sheet out, with its tables, its names and the parts that only it used."""

    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What a note of xltags says, and how much it matters; the note's colour shows that."""

    text: str
    severity: Severity


@dataclass(frozen=True)
class AddMarks:
    """Notes of xltags on cells: (row, column) from 1 -> mark. They replace all earlier ones of that sheet.

    A cell with a note or a thread of someone else keeps that and gets none; `WriteResult.marks_left` counts those.
    """

    sheet: str
    marks: Mapping[tuple[int, int], Mark]


@dataclass(frozen=True)
class ClearMarks:
    """Takes the notes of xltags off a sheet, None for all sheets; those of others stay."""

    sheet: str | None = None


@dataclass(frozen=True)
class DeleteRows:
    """Takes whole records out of a table: `rows` are their Excel rows. The records below move up, with their rows.

    Nothing may stand beside the table in the rows that move. Where all records go, one blank row stays.
    """

    table: str
    rows: Sequence[int]


Edit = (
    SetCells | FillColumns | AppendRows | AddColumns | RenameColumns | SetNames | PutSheet | RemoveSheet | AddMarks
    | ClearMarks | DeleteRows
)  # fmt: skip


@dataclass(frozen=True)
class WriteResult:
    """What a write changed: part names in package order. `backup` is the copy kept of a workbook replaced in place.

    `formulas_left` are the (sheet, column number, cells) of formulas that stood where values were to go and stay;
    `marks_left` the (sheet, cells) of marks that found a note of someone else on their cell; `pivots_left` and
    `charts_left` the sheets whose pivots or charts were not made.
    """

    changed_parts: tuple[str, ...] = ()
    added_parts: tuple[str, ...] = ()
    removed_parts: tuple[str, ...] = ()
    backup: Path | None = field(default=None)
    formulas_left: tuple[tuple[str, int, int], ...] = ()
    marks_left: tuple[tuple[str, int], ...] = ()
    pivots_left: tuple[str, ...] = ()
    charts_left: tuple[str, ...] = ()
