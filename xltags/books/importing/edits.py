"""From what an import changes to the edits of the workbook."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from xltags.books.computed import number_of
from xltags.books.edits import AddColumns, AppendRows, Edit, FillColumns, NewColumn, SetCells
from xltags.books.entry_rules import GroupGuide, group_entry
from xltags.books.importing.rows import Rows
from xltags.books.importing.tags import Record
from xltags.books.opc.refs import column_number, parse_area
from xltags.books.read import choice_names
from xltags.books.shipped import choice_labels
from xltags.core.finding import Language
from xltags.core.spec import ColumnSpec
from xltags.core.table import Table
from xltags.core.text import fold, split_values
from xltags.core.values import CellFault, Value

FEW_CELLS = 5_000  # up to here single cells are written; above, whole columns of rows


def row_edits(rows: Rows, *, language: Language, guides: Mapping[str, GroupGuide] | None = None) -> list[Edit]:
    """The edits of one table: new columns at its right edge, changed cells, then new rows.

    Args:
        guides: what the drop-downs of new columns say, by tag group.
    """
    missing = [id for id in rows.cells if id not in rows.table]
    edits: list[Edit] = []
    if missing and rows.count:
        edits.append(_new_columns(rows, missing, language, guides or {}))
    edits += _changed_cells(rows, language)
    if rows.count > rows.known:
        edits.append(_new_rows(rows, missing, language))
    return edits


def _new_columns(rows: Rows, missing: Sequence[str], language: Language, guides: Mapping[str, GroupGuide]) -> Edit:
    table = rows.table
    columns = []
    for id in missing:
        spec = rows.specs[id]
        known = rows.cells[id][: rows.known].tolist()
        values: list[Value | None] = []
        if any(value is not None for value in known):
            places = table.rows - table.header_row - 1
            values = [None] * (int(places[-1]) + 1)
            for place, value in zip(places.tolist(), map(cell_writer(spec, language), known), strict=True):
                values[place] = value
        header = free_header(table, spec.header(language))
        entry = group_entry(guides[id], header, table, language) if id in guides and spec.kind == "tag" else None
        columns.append(NewColumn(header, _like(table, spec), values or None, entry))
    return AddColumns(table.excel_table, columns)


def free_header(table: Table, header: str) -> str:
    """A header that the table does not have yet."""
    taken = {fold(column.header) for column in table.columns.values()}
    found, number = header, 2
    while fold(found) in taken:
        found, number = f"{header} {number}", number + 1
    return found


def _like(table: Table, spec: ColumnSpec) -> str | None:
    """The header of the column whose looks a new one takes: one of its kind, filled by people."""
    own = [column for column in table.columns.values() if column.spec and column.spec.filled_by == "person"]
    alike = [column for column in own if column.spec and column.spec.kind == spec.kind]
    return next((column.header for column in (*alike, *own)), None)


def _changed_cells(rows: Rows, language: Language) -> list[Edit]:
    table = rows.table
    found: dict[str, list[int]] = {
        id: np.flatnonzero(flags).tolist() for id, flags in rows.changed().items() if id in table and flags.any()
    }
    if not found:
        return []
    if sum(map(len, found.values())) <= FEW_CELLS:
        cells: dict[tuple[int, int], Value | None] = {}
        for id, records in found.items():
            number, write = number_of(table, id), cell_writer(rows.specs[id], language)
            for record in records:
                cells[int(table.rows[record]), number] = write(rows.cells[id][record])
        return [SetCells(table.sheet, cells)]
    together: dict[tuple[int, ...], list[str]] = {}
    for id, records in found.items():
        together.setdefault(tuple(records), []).append(id)
    edits: list[Edit] = []
    for chosen, ids in together.items():
        numbers, picked = table.rows[list(chosen)].tolist(), list(chosen)
        columns = {
            number_of(table, id): list(map(cell_writer(rows.specs[id], language), rows.cells[id][picked].tolist()))
            for id in ids
        }
        edits.append(FillColumns(table.sheet, numbers[0], columns, rows=numbers))
    return edits


def _new_rows(rows: Rows, missing: Sequence[str], language: Language) -> Edit:
    table = rows.table
    left, right = edges(table)
    width = right - left + 1 + len(missing)
    columns: list[Sequence[Value | None]] = [(None,) * (rows.count - rows.known)] * width
    for id, cells in rows.cells.items():
        place = right - left + 1 + missing.index(id) if id in missing else number_of(table, id) - left
        columns[place] = list(map(cell_writer(rows.specs[id], language), cells[rows.known :].tolist()))
    return AppendRows(table.excel_table, list(zip(*columns, strict=True)))


def edges(table: Table) -> tuple[int, int]:
    """The first and last column number of a table, those without a known header too."""
    area = parse_area(table.extent) if table.extent else None
    if area is not None:
        return area.left, area.right
    numbers = [column_number(column.letter) for column in table.columns.values()]
    return min(numbers), max(numbers)


def tag_edits(table: Table, new: Mapping[str, Sequence[Record]], *, language: Language) -> list[Edit]:
    """The edits that add rows to `Tags` or `TagGroups`, by group.

    The tags of a group stay together, retired ones last: drop-downs rely on it.

    Where cells of `Tags` cannot be moved (formulas, errors), the new ones stand at the end.
    """
    order = list(range(len(table)))
    tags: list[int | Record] = [*order]
    groups, status = list(table.column("group").cells()), list(table.column("status").cells())
    movable = not any(
        column.has_formulas or any(isinstance(value, CellFault) for value in column.values)
        for column in table.columns.values()
    )
    for group, records in new.items():
        own = [place for place, tag in enumerate(tags) if isinstance(tag, int) and groups[tag] == group]
        used = [place for place in own if status[_record(tags[place])] != "retired"]
        at = (used[-1] + 1 if used else own[0]) if own and movable else len(tags)
        tags[at:at] = records
    return laid_out(table, tags, language)


def _record(tag: int | Record) -> int:
    return tag if isinstance(tag, int) else -1


def laid_out(table: Table, tags: Sequence[int | Record], language: Language) -> list[Edit]:
    """The records of a table in a new order, new ones among them."""
    count = len(table)
    first = next((place for place, tag in enumerate(tags) if tag != place), len(tags))
    specs = {id: column.spec or ColumnSpec(id) for id, column in table.columns.items()}

    def cells(id: str, part: Sequence[int | Record]) -> list[Value | None]:
        write = cell_writer(specs[id], language)
        return [write(table.value(tag, id) if isinstance(tag, int) else tag.get(id)) for tag in part]

    edits: list[Edit] = []
    if first < count:
        columns = {number_of(table, id): cells(id, tags[first:count]) for id in table.columns}
        edits.append(FillColumns(table.sheet, int(table.rows[first]), columns, rows=table.rows[first:].tolist()))
    added = tags[count:]
    if added:
        left, right = edges(table)
        laid: list[Sequence[Value | None]] = [(None,) * len(added)] * (right - left + 1)
        for id in table.columns:
            laid[number_of(table, id) - left] = cells(id, added)
        edits.append(AppendRows(table.excel_table, list(zip(*laid, strict=True))))
    return edits


def cell_writer(spec: ColumnSpec, language: Language) -> Callable[[Value | None], Value | None]:
    """Turns a value into what stands in the cell: known choices in the workbook's language."""
    if not spec.choices:
        return _as_is
    names = choice_names(spec.choices)
    labels: dict[Value | None, Value | None] = {}

    def write(value: Value | None) -> Value | None:
        if value not in labels:
            known = isinstance(value, str) and all(fold(part) in names for part in split_values(value))
            labels[value] = choice_labels(value, spec, language) if known and isinstance(value, str) else value
        return labels[value]

    return write


def _as_is(value: Value | None) -> Value | None:
    return value
