"""Which results of formulas an edit may have made stale, directly or through other formulas; all others are kept."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from xltags.books.opc.refs import Area
from xltags.books.writing.formula_cells import FormulaGroup, SheetFormulas
from xltags.books.writing.references import Names, TableCells
from xltags.books.writing.row_ranges import ChangedCells, Rows
from xltags.books.writing.table_parts import TablePart
from xltags.books.writing.workbook_part import DefinedName

EXACT_ROUNDS = 24  # then a group of formulas is stale as a whole, as in a running total of many rows
ROUNDS = 60  # then everything is
UNSURE = "NOW()"  # a formula that may give another result each time


@dataclass(slots=True)
class Stale:
    """The formulas of one sheet whose results go: column -> rows, or all of them. `fresh` are results just written.

    `any_spread` is False where the sheet, as it was, is known to hold no formula whose results fill other cells too.
    """

    everything: bool = False
    any_spread: bool = True
    cells: dict[int, set[int]] = field(default_factory=dict)
    fresh: dict[int, set[int]] = field(default_factory=dict)

    def has(self, row: int, column: int) -> bool:
        """Whether the result of the formula in that cell goes."""
        if row in self.fresh.get(column, ()):
            return False
        return self.everything or row in self.cells.get(column, ())

    @property
    def nothing(self) -> bool:
        """Whether every result stays."""
        return not (self.everything or self.cells)


@dataclass(slots=True)
class EditedSheet:
    """What is edited in a sheet: (column, rows), and whole areas.

    `spared` are columns whose formulas are not touched, `fresh` those whose formulas get their results, `moved` areas
    whose formulas come to stand in other rows. In `own`, formulas of xltags' own get theirs after all.
    """

    cells: list[tuple[int, Iterable[int]]] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    spared: list[tuple[int, Iterable[int]]] = field(default_factory=list)
    fresh: list[tuple[int, Iterable[int]]] = field(default_factory=list)
    own: list[tuple[int, Iterable[int]]] = field(default_factory=list)
    moved: list[Area] = field(default_factory=list)


def find_stale(
    edited: Mapping[str, EditedSheet],
    replaced: Iterable[str],
    names: Names,
    chunks_of: Callable[[str], Iterable[bytes] | None],
) -> dict[str, Stale]:
    """The stale results of each edited sheet, by folded name.

    Args:
        replaced: sheets that are wholly new or gone.
        chunks_of: the bytes of a sheet by folded name, None if there is no such worksheet.
    """
    changed = ChangedCells()
    for sheet in replaced:
        changed.add_sheet(sheet)
    known = _read_formulas(edited, replaced, names, chunks_of, changed)
    if not any(each.found for each in known.values()):
        return {sheet: Stale(any_spread=False) if sheet in known else Stale(everything=True) for sheet in edited}
    for sheet in known.keys() & edited.keys():
        _add_edits(changed, sheet, edited[sheet], known[sheet])
    whole = _spread(changed, known)
    return {
        sheet: _stale(edit, known[sheet], whole) if sheet in known else Stale(everything=True)
        for sheet, edit in edited.items()
    }


def _read_formulas(
    edited: Iterable[str],
    replaced: Iterable[str],
    names: Names,
    chunks_of: Callable[[str], Iterable[bytes] | None],
    changed: ChangedCells,
) -> dict[str, SheetFormulas]:
    """The formulas of the edited sheets and of those that they reach; what cannot be told of counts as changed."""
    known: dict[str, SheetFormulas] = {}
    todo = sorted(edited)
    while todo:
        sheet = todo.pop()
        if sheet in known or sheet in replaced:
            continue
        found = known[sheet] = SheetFormulas(sheet, names)
        chunks = chunks_of(sheet)
        if chunks is None:
            changed.add_sheet(sheet)
            continue
        found.read(chunks, sheet)
        if found.unsure:
            changed.add_sheet(sheet)
        todo += sorted(
            {each.sheet for group in found.groups for each in group.references or ()} - known.keys() - set(replaced)
        )
    return known


def _add_edits(changed: ChangedCells, sheet: str, edit: EditedSheet, formulas: SheetFormulas) -> None:
    arrays: dict[int, Rows] = {}  # many columns share their rows

    def rows_of(rows: Iterable[int]) -> Rows:
        if id(rows) not in arrays:
            arrays[id(rows)] = np.fromiter(rows, dtype=np.int64)
        return arrays[id(rows)]

    for column, rows in edit.cells:
        changed.add_rows(sheet, column, rows_of(rows))
    own = {column for column, _ in edit.own}
    for column, rows in edit.spared:  # formulas there keep their results, so what reads them does too
        given = formulas.rows_of(column, own=True) if column in own else set()
        kept = np.fromiter(sorted(formulas.rows_of(column) - given), dtype=np.int64)
        changed.add_rows(sheet, column, np.setdiff1d(rows_of(rows), kept) if len(kept) else rows_of(rows))
    for area in edit.areas:
        changed.add_area(sheet, area)


def _spread(changed: ChangedCells, known: Mapping[str, SheetFormulas]) -> dict[int, set[int]] | None:
    """Follows the formulas from changed cells on: stale rows by group (its id), None if all must go."""
    stale: dict[int, set[int]] = {}
    waiting = [
        (sheet, group, np.asarray(group.rows, dtype=np.int64))
        for sheet in sorted(known)
        for group in known[sheet].groups
    ]
    for number in range(ROUNDS):
        found = False
        left = []
        for sheet, group, rows in waiting:
            if group.references is None:
                met = np.ones(len(rows), dtype=np.bool_)
            else:
                met = changed.met_by(group.references, rows)
            if not met.any():
                left.append((sheet, group, rows))
                continue
            if number >= EXACT_ROUNDS:
                met[:] = True
            found = True
            stale.setdefault(id(group), set()).update(rows[met].tolist())
            _add_results(changed, sheet, group, rows[met])
            if not met.all():
                left.append((sheet, group, rows[~met]))
        waiting = left
        if not found:
            return stale
    return None


def _add_results(changed: ChangedCells, sheet: str, group: FormulaGroup, rows: Rows) -> None:
    if group.area is not None:
        changed.add_area(sheet, group.area)
    changed.add_rows(sheet, group.column, rows)


def _stale(edit: EditedSheet, formulas: SheetFormulas, whole: dict[int, set[int]] | None) -> Stale:
    result = Stale(everything=formulas.unsure or whole is None, any_spread=formulas.any_spread)
    for column, rows in edit.fresh:
        result.fresh.setdefault(column, set()).update(rows)
    for column, rows in edit.own:
        result.fresh.setdefault(column, set()).update(formulas.rows_of(column, own=True).intersection(rows))
    for area in edit.moved:
        for column in range(area.left, area.right + 1):
            result.cells.setdefault(column, set()).update(range(area.top, area.bottom + 1))
    if whole is not None:
        for group in formulas.groups:
            if id(group) in whole:
                result.cells.setdefault(group.column, set()).update(whole[id(group)])
    return result


def names_in(
    tables: Iterable[TablePart], defined: Iterable[DefinedName], sheets: list[str], changed: Collection[str] = ()
) -> Names:
    """The tables and names that formulas can mention.

    Args:
        sheets: the folded names in tab order.
        changed: folded names of the workbook that stood for something else before; what mentions them is unsure.
    """
    return Names(
        {
            table.name.casefold(): TableCells(
                table.sheet.name.casefold(),
                table.area,
                {column.name.casefold(): number for number, column in enumerate(table.columns, table.area.left)},
            )
            for table in tables
        },
        {
            (sheets[name.sheet] if name.sheet is not None and name.sheet < len(sheets) else "", name.name.casefold()): (
                UNSURE if name.sheet is None and name.name.casefold() in changed else name.text
            )
            for name in defined
        },
    )
