"""From tables that a plan changed to the edits of the workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from xltags.books.computed import number_of
from xltags.books.edits import (
    AddColumns,
    AppendRows,
    DeleteRows,
    Edit,
    FillColumns,
    NewColumn,
    RenameColumns,
    SetCells,
    SetNames,
)
from xltags.books.entry_rules import group_entry, guide_of
from xltags.books.excel_tables import list_defined_names
from xltags.books.header_use import used_headers
from xltags.books.importing.edits import FEW_CELLS, cell_writer, edges, laid_out
from xltags.books.package import Package
from xltags.core.finding import Language
from xltags.core.migration.apply import add_alias
from xltags.core.migration.draft import Draft, DraftTable, Record, changed_records, is_plain
from xltags.core.spec import ColumnSpec
from xltags.core.table import Column
from xltags.core.taxonomy import Taxonomy
from xltags.core.values import Value, as_text

CUSTOMERS = "Customers"
LIST_NAMES = ("lst_", "lid_")  # the names that drop-downs read: labels and ids of a group


def draft_edits(draft: Draft, package: Package) -> list[Edit]:
    """The edits that make a workbook's tables what the draft says; a header that something names stays, as an alias."""
    language = draft.original.model.settings.language
    _settle_headers(draft, package)
    edits: list[Edit] = []
    for id, table in draft.tables.items():
        edits += _added_columns(draft, table, language)
        laid = _laid_out_tags(draft, table, language) if id == "Tags" else None
        edits += laid if laid is not None else [*_changed_cells(table, language), *added_rows(table, language)]
        if table.gone:
            edits.append(DeleteRows(table.origin.excel_table, table.origin.rows[sorted(table.gone)].tolist()))
    headers = draft.tables[CUSTOMERS].headers if CUSTOMERS in draft else {}
    if headers:
        origin = draft.tables[CUSTOMERS].origin
        edits.append(RenameColumns(origin.excel_table, {origin.columns[id].header: new for id, new in headers.items()}))
    return edits + _renamed_lists(draft, package)


def _settle_headers(draft: Draft, package: Package) -> None:
    """Leave headers that formulas, pivots or slicers know, and have `Settings` say what they mean."""
    table = draft.tables.get(CUSTOMERS)
    if table is None or not table.headers:
        return
    old = {id: table.origin.columns[id].header for id in table.headers}
    used = used_headers(package, old.values()) if table.origin.excel_table else set(old.values())
    for id, header in old.items():
        if header in used:
            del table.headers[id]
            add_alias(draft, table.renamed[id], header)


def _added_columns(draft: Draft, table: DraftTable, language: Language) -> list[Edit]:
    known = {table.renamed.get(id, id) for id in table.origin.columns}
    new = [column for id, column in table.columns.items() if id not in known]
    if not new:
        return []
    places = (table.origin.rows - table.origin.header_row - 1).tolist()
    made = []
    taxonomy = draft.dataset().model.taxonomy
    for column in new:
        cells = list(column.cells())[: len(table.origin)]
        values: list[Value | None] = []
        if any(value is not None for value in cells):
            write = cell_writer(column.spec or ColumnSpec(column.id), language)
            values = [None] * (places[-1] + 1)
            for place, value in zip(places, cells, strict=True):
                values[place] = write(value)
        entry = None
        if column.spec is not None and column.spec.kind == "tag":
            guide = guide_of(taxonomy, column.id, language)
            entry = group_entry(guide, column.header, table.origin, language)
        made.append(NewColumn(column.header, _like(table, column), values or None, entry))
    return [AddColumns(table.origin.excel_table, made)]


def _like(table: DraftTable, column: Column) -> str | None:
    """The header of the column whose looks a new one takes: the last of its kind."""
    kind = column.spec.kind if column.spec else "text"
    return next(
        (it.header for it in reversed([*table.origin.columns.values()]) if it.spec and it.spec.kind == kind), None
    )


def _pairs(table: DraftTable) -> dict[str, tuple[Column, Column]]:
    """The columns that the workbook has and that differ, by their old id: before, now."""
    found = {}
    for id, before in table.origin.columns.items():
        now = table.columns.get(table.renamed.get(id, id))
        if now is not None:
            found[id] = (before, now)
    return found


def _changed_cells(table: DraftTable, language: Language, *, before: int | None = None) -> list[Edit]:
    """The cells that differ; of the records up to `before`, where that is given."""
    single: dict[tuple[int, int], Value | None] = {}
    edits: list[Edit] = []
    kept = [it for it in range(len(table.origin))[:before] if it not in table.gone]
    for id, (old, now) in _pairs(table).items():
        records = changed_records(old, now, kept)
        if not records:
            continue
        write = cell_writer(old.spec or ColumnSpec(id), language)
        number, after = number_of(table.origin, id), list(now.cells())
        rows = table.origin.rows[records].tolist()
        values = [write(after[record]) for record in records]
        if len(records) <= FEW_CELLS:
            single.update(zip(((row, number) for row in rows), values, strict=True))
        else:
            edits.append(FillColumns(table.origin.sheet, rows[0], {number: values}, rows=rows))
    return [*edits, SetCells(table.origin.sheet, single)] if single else edits


def added_rows(table: DraftTable, language: Language) -> list[Edit]:
    """The new rows of a table, choices in the workbook's language."""
    if not table.added:
        return []
    left, right = edges(table.origin)
    first, added = len(table.origin), range(table.added)
    rows: list[list[Value | None]] = [[None] * (right - left + 1) for _ in added]
    for id, (before, now) in _pairs(table).items():
        write = cell_writer(before.spec or ColumnSpec(id), language)
        cells = list(now.cells())[first:]
        for place in added:
            rows[place][number_of(table.origin, id) - left] = write(cells[place])
    return [AppendRows(table.origin.excel_table, rows)]


def _laid_out_tags(draft: Draft, table: DraftTable, language: Language) -> list[Edit] | None:
    """The rows of `Tags` in their new order; None where no row moves, or none can be moved.

    The tags of a group stand together, those of a province too, retired ones last: drop-downs rely on it.
    """
    faulty = {fault.kind for fault in draft.original.structure if fault.place.sheet == table.origin.sheet}
    plain = all(is_plain(column) for column in table.origin.columns.values())
    if not plain or faulty & {"blank_header", "duplicate_header", "duplicate_cell"}:
        return None
    order = _order(draft, table)
    if order == sorted(order):
        return None
    first = next(place for place, record in enumerate(order) if place != record)
    count = len(table.origin)
    columns = {id: table.column(table.renamed.get(id, id)) for id in table.origin.columns}
    shown = replace(
        table.origin, columns={id: replace(it, id=id, codes=it.codes[:count]) for id, it in columns.items()}
    )
    added = {record: {id: it.value(record) for id, it in columns.items()} for record in range(count, len(table))}
    rows: list[int | Record] = [added.get(record, record) for record in order]
    return [*_changed_cells(table, language, before=first), *laid_out(shown, rows, language)]


def _order(draft: Draft, table: DraftTable) -> list[int]:
    """The records of `Tags` in the order in which they shall stand."""
    taxonomy = draft.dataset().model.taxonomy
    groups, statuses = (_texts(table.column(id)) for id in ("group", "status"))
    parents = _texts(table.column("parent"))
    old = draft.original.table("Tags")
    before = list(zip(*(_texts(old.column(id)) for id in ("group", "status", "parent")), strict=True))
    elsewhere = _with_parent_elsewhere(taxonomy, len(table))
    order = list(range(len(table)))
    for record in range(len(table)):
        known = before[record] if record < len(before) else ("", "", "")
        moved = (groups[record], statuses[record] == "retired") != (known[0], known[1] == "retired")
        if record < len(before) and not moved and not (record in elsewhere and parents[record] != known[2]):
            continue
        order.remove(record)
        own = [place for place, it in enumerate(order) if groups[it] == groups[record]]
        used = [place for place in own if statuses[order[place]] != "retired"]
        near = [place for place in used if record in elsewhere and parents[order[place]] == parents[record]]
        behind = own if statuses[record] == "retired" else near or used
        place = behind[-1] + 1 if behind else own[0] if own else len(order)
        order.insert(place, record)
    return order


def _with_parent_elsewhere(taxonomy: Taxonomy, count: int) -> set[int]:
    """The records of tags whose parent is in another group, where records and tags are one and the same."""
    if len(taxonomy.tags) != count:
        return set()
    above = (taxonomy.parent_of(tag) for tag in taxonomy.tags)
    return {
        it for it, (tag, top) in enumerate(zip(taxonomy.tags, above, strict=True)) if top and top.group != tag.group
    }


def _texts(column: Column) -> list[str]:
    return [as_text(value).strip() for value in column.cells()]


def _renamed_lists(draft: Draft, package: Package) -> list[Edit]:
    """The names of drop-down lists follow a group's id, which they hold as a text."""
    if "TagGroups" not in draft:
        return []
    before = _texts(draft.original.table("TagGroups").column("group"))
    after: Sequence[str] = _texts(draft.tables["TagGroups"].column("group"))[: len(before)]
    renamed: Mapping[str, str] = {old: new for old, new in zip(before, after, strict=True) if old != new}
    texts: dict[str, str] = {}
    for name in list_defined_names(package) if renamed else ():
        if name.name.startswith(LIST_NAMES) and not name.scope:
            text = name.text
            for old, new in renamed.items():
                text = text.replace(f'"{old}"', f'"{new}"')
            if text != name.text:
                texts[name.name] = text
    return [SetNames(texts)] if texts else []
