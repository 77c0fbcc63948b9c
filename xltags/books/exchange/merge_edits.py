"""From what an exchange changes to the edits of `TagGroups`, `Tags` and `Customers`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xltags.books.computed import number_of
from xltags.books.edits import AddColumns, Edit, FillColumns, NewColumn, SetCells
from xltags.books.entry_rules import GroupGuide, group_entry
from xltags.books.exchange.tag_set import KEPT, Entry, columns_of, kept_text
from xltags.books.exchange.wecom import is_own
from xltags.books.importing.edits import cell_writer, edges, free_header, tag_edits
from xltags.core.dataset import Dataset
from xltags.core.finding import Language
from xltags.core.spec import ColumnSpec
from xltags.core.table import Column, Table, letter_of, make_column
from xltags.core.values import Value


@dataclass(slots=True)
class Changes:
    """What changes in a table: new cells of known records by place, and new records by group, choices as ids."""

    changed: dict[int, dict[str, Value]] = field(default_factory=dict)
    new: dict[str, list[dict[str, Value]]] = field(default_factory=dict)

    def complete(self, record: int, own: Entry, other: Entry, *, without: Iterable[str]) -> None:
        """Take what the other entry says and the own one does not, but for some columns."""
        fixed = set(without)
        cells = {id: value for id, value in other.values.items() if id not in fixed and own.values.get(id) != value}
        news = {format: rest for format, rest in other.kept.items() if format in own.kept or not is_own(own, rest)}
        kept = kept_text({**own.kept, **news})
        if kept and kept != kept_text(own.kept):
            cells[KEPT] = kept
        if cells:
            self.changed[record] = cells

    def add(self, group: str, values: Mapping[str, Value], entry: Entry) -> None:
        """A new record, with what is kept of it."""
        kept = kept_text(entry.kept)
        self.new.setdefault(group, []).append({**values, **({KEPT: kept} if kept else {})})


def table_edits(table: Table, changes: Changes, *, language: Language) -> list[Edit]:
    """The edits of `TagGroups` or `Tags`: missing columns at the right edge, changed cells, new rows."""
    used = [*changes.changed.values(), *(record for records in changes.new.values() for record in records)]
    if not used:
        return []
    specs = {spec.id: spec for spec in columns_of("Tags" if table.name == "Tags" else "TagGroups")}
    missing = [id for id in (*specs, KEPT) if id not in table and any(id in cells for cells in used)]
    wide, edits = _widened(table, [specs.get(id, ColumnSpec(id)) for id in missing], language)
    changed = _with_changes(wide, changes.changed)
    grown = tag_edits(changed, changes.new, language=language) if changes.new else []
    moved = {row for edit in grown if isinstance(edit, FillColumns) for row in edit.rows or ()}
    cells: dict[tuple[int, int], Value | None] = {}
    for record, values in changes.changed.items():
        row = int(wide.rows[record])
        for id, value in values.items() if row not in moved else ():
            cells[row, number_of(wide, id)] = cell_writer(wide.columns[id].spec or ColumnSpec(id), language)(value)
    return [*edits, *([SetCells(table.sheet, cells)] if cells else []), *grown]


def _widened(table: Table, missing: Sequence[ColumnSpec], language: Language) -> tuple[Table, list[Edit]]:
    """The table with columns that it lacked, and the edit that adds them."""
    if not missing:
        return table, []
    _, right = edges(table)
    headers = [free_header(table, spec.header(language)) for spec in missing]
    columns = dict(table.columns)
    for number, (spec, header) in enumerate(zip(missing, headers, strict=True), start=right + 1):
        made = make_column(spec.id, [None] * len(table), header=header, letter=letter_of(number))
        columns[spec.id] = replace(made, spec=spec)
    last = letter_of(right + len(missing))
    extent = table.extent and f"{table.extent.partition(':')[0]}:{last}{_last_row(table.extent)}"
    edit = AddColumns(table.excel_table, [NewColumn(header) for header in headers])
    return replace(table, columns=columns, extent=extent), [edit]


def _last_row(extent: str) -> str:
    return "".join(letter for letter in extent.rpartition(":")[2] if letter.isdigit())


def _with_changes(table: Table, changed: Mapping[int, Mapping[str, Value]]) -> Table:
    """The table as it will be, so that rows which move take their new cells along."""
    ids = {id for cells in changed.values() for id in cells}
    columns = {id: _changed(column, changed) if id in ids else column for id, column in table.columns.items()}
    return replace(table, columns=columns)


def _changed(column: Column, changed: Mapping[int, Mapping[str, Value]]) -> Column:
    cells = list(column.cells())
    for record, values in changed.items():
        if column.id in values:
            cells[record] = values[column.id]
    made = make_column(column.id, cells, header=column.header, letter=column.letter)
    return replace(made, spec=column.spec, has_formulas=column.has_formulas)


def customer_columns(dataset: Dataset, groups: Sequence[tuple[str, GroupGuide]]) -> list[Edit]:
    """The edit that gives `Customers` a column for each new group, by its label, with its drop-down."""
    customers, language = dataset.table("Customers"), dataset.model.settings.language
    if not groups or not customers.excel_table:
        return []
    like = next((column.header for column in customers.columns.values() if _is_tag(column)), None)
    columns = []
    for label, guide in groups:
        header = free_header(customers, label)
        columns.append(NewColumn(header, like, entry=group_entry(guide, header, customers, language)))
    return [AddColumns(customers.excel_table, columns)]


def _is_tag(column: Column) -> bool:
    return column.spec is not None and column.spec.kind == "tag"
