"""The plan of an import: what each source adds to and changes in the tables, as edits and as a report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from xltags.books.edits import Edit
from xltags.books.entry_rules import GroupGuide, guide_of
from xltags.books.importing.edits import row_edits, tag_edits
from xltags.books.importing.map import ImportMap, SourceMap
from xltags.books.importing.report import ImportReport, RejectedRow, SourceReport, UnknownTags, unknown_of
from xltags.books.importing.rows import Outcome, Rows
from xltags.books.importing.sources import SourceTable
from xltags.books.importing.tags import (
    Record,
    group_record,
    new_labels,
    next_order,
    tag_records,
    unknown_values,
)
from xltags.books.importing.targets import Targets, nearest, resolve_targets
from xltags.books.importing.total_row import REASON, total_record
from xltags.books.importing.values import Cells, cells_for
from xltags.books.sheets import CUSTOMERS, tables
from xltags.core.dataset import Dataset
from xltags.core.errors import XltagsError
from xltags.core.values import as_text


@dataclass(frozen=True, slots=True)
class LoadedSource:
    """An entry of the map with the file it means, read and joined; `number` counts the entries from 1."""

    number: int
    entry: SourceMap
    table: SourceTable
    without_partner: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The edits of an import, and its report as far as it is known before writing."""

    edits: tuple[Edit, ...]
    report: ImportReport


def plan_import(dataset: Dataset, sources: Sequence[LoadedSource], wanted: ImportMap, *, as_of: date) -> ImportPlan:
    """What an import changes in a workbook. Equal input, equal plan; a plan for its own result is empty.

    Args:
        as_of: the day on which new tags are created.

    Raises:
        XltagsError: MAP004 a target does not exist, MAP005 a header is missing, MAP006 dates may be read in two ways,
            MAP007 a key names a column that the map does not fill.
    """
    targets = resolve_targets(dataset, wanted)
    rows: dict[str, Rows] = {}
    laid: list[tuple[LoadedSource, dict[str, Cells], Outcome, list[int]]] = []
    rejected: list[RejectedRow] = []
    tag_cells: dict[str, list[tuple[Cells, Sequence[int]]]] = {}
    for source in sources:
        cells = _cells(source, targets)
        table_id = source.entry.table
        state = rows.setdefault(table_id, Rows(dataset.table(table_id)))
        key = [targets.column_id(table_id, id) for id in source.entry.key]
        outcome = state.take(cells, key, _unusable(source, cells))
        taken = [record for record in range(len(source.table)) if record not in outcome.rejected]
        laid.append((source, cells, outcome, taken))
        rejected += _rejected_rows(source.table, outcome)
        if table_id == CUSTOMERS:
            for id in source.entry.columns:
                if id in targets.groups:
                    tag_cells.setdefault(id, []).append((cells[targets.column_id(table_id, id)], taken))
    tags_added, unknown, edits = _taxonomy(targets, tag_cells, as_of)
    language = dataset.model.settings.language
    customers = rows.get(CUSTOMERS)
    new = [id for id in customers.cells if id in targets.groups and id not in customers.table] if customers else []
    guides = {id: _guide(targets, id, tags_added.get(id, ())) for id in new}
    for table_id in sorted(rows, key=list(tables()).index):
        edits += row_edits(rows[table_id], language=language, guides=guides if table_id == CUSTOMERS else None)
    report = ImportReport(
        sources=tuple(
            _report(source, cells, outcome, taken, updated=rows[source.entry.table].updated(outcome))
            for source, cells, outcome, taken in laid
        ),
        groups_added=tuple(group.group for group in targets.new_groups),
        tags_added=tags_added,
        columns_added=tuple(id for id in customers.cells if id not in customers.table) if customers else (),
        unknown_tags=unknown,
        rejected_rows=tuple(rejected),
    )
    return ImportPlan(tuple(edits), report)


def _guide(targets: Targets, group_id: str, labels: Sequence[str]) -> GroupGuide:
    """What the drop-down of a group says whose column the import adds."""
    model, group = targets.dataset.model, targets.groups[group_id]
    known = guide_of(model.taxonomy, group_id, model.settings.language)
    told = (*known.tags, *((label, "") for label in labels))
    return replace(known, many=group.many, required=group.required, tags=told)


def _cells(source: LoadedSource, targets: Targets) -> dict[str, Cells]:
    """The cells of every column that the entry fills, by the id that the workbook's table has for it."""
    entry, place = source.entry, f"map, source {source.number}"
    for id in entry.key:
        if id not in entry.columns:
            raise XltagsError(
                f"{place}: the key names {id!r}, which columns do not fill{nearest(id, entry.columns)}", code="MAP007"
            )
    found: dict[str, Cells] = {}
    for id, taken in entry.columns.items():
        spec = targets.spec(entry, id, place)
        many = targets.many(entry, id)
        found[targets.column_id(entry.table, id)] = cells_for(source.table, spec, taken, entry, many=many, place=place)
    return found


def _unusable(source: LoadedSource, cells: Mapping[str, Cells]) -> dict[int, str]:
    """The records that cannot be taken, with the first reason."""
    table, entry = source.table, source.entry
    found: dict[int, str] = {
        record: f"has {len(extra)} cells more than the header" for record, extra in sorted(table.surplus.items())
    }
    total = total_record(table, missing=entry.missing, decimal=entry.decimal)
    if total is not None:
        found[total] = REASON
    for id, each in cells.items():
        if each.bad:
            for record in np.flatnonzero(np.isin(each.codes, list(each.bad))).tolist():
                found.setdefault(record, f"{id}: {each.bad[int(each.codes[record])]}")
    return found


def _report(
    source: LoadedSource, cells: Mapping[str, Cells], outcome: Outcome, taken: Sequence[int], *, updated: int
) -> SourceReport:
    kept = {id: int(np.isin(each.codes[list(taken)], list(each.kept)).sum()) for id, each in cells.items() if each.kept}
    return SourceReport(
        source=source.table.name,
        table=source.entry.table,
        how=source.table.how,
        read=len(source.table),
        added=outcome.added,
        updated=updated,
        unchanged=outcome.met - updated,
        rejected=len(outcome.rejected),
        blank_rows=source.table.blank_rows,
        kept_as_text={id: count for id, count in kept.items() if count},
        without_partner={name: count for name, count in source.without_partner.items() if count},
    )


def _rejected_rows(table: SourceTable, outcome: Outcome) -> list[RejectedRow]:
    found = []
    for record, reason in sorted(outcome.rejected.items()):
        cells = {header: as_text(column.value(record)) for header, column in table.columns.items()}
        if record in table.surplus:
            cells["(extra)"] = "; ".join(table.surplus[record])
        found.append(RejectedRow(table.name, int(table.rows[record]), reason, cells))
    return found


def _taxonomy(
    targets: Targets, tag_cells: Mapping[str, list[tuple[Cells, Sequence[int]]]], as_of: date
) -> tuple[dict[str, tuple[str, ...]], dict[str, UnknownTags], list[Edit]]:
    """The tags that the import adds, the values that stay unknown, and the edits of `TagGroups` and `Tags`."""
    dataset = targets.dataset
    model, language = dataset.model, dataset.model.settings.language
    added: dict[str, tuple[str, ...]] = {}
    unknown: dict[str, UnknownTags] = {}
    records: dict[str, Sequence[Record]] = {}
    ids = {tag.id.lower() for tag in model.taxonomy.tags}
    for id in sorted(tag_cells, key=list(targets.groups).index):
        values = unknown_values(tag_cells[id], targets.groups[id], dataset.index)
        labels = new_labels(values, id, dataset.index) if id in targets.add_tags else []
        if labels:
            added[id] = tuple(labels)
            first = next_order(model.taxonomy, id)
            records[id] = tag_records(labels, id, ids, first_order=first, as_of=as_of)
        elif values:
            unknown[id] = unknown_of(values)
    edits: list[Edit] = []
    if targets.new_groups:
        edits += _group_edits(targets)
    if records:
        edits += tag_edits(dataset.table("Tags"), records, language=language)
    return added, unknown, edits


def _group_edits(targets: Targets) -> list[Edit]:
    dataset = targets.dataset
    step = dataset.model.settings.maturity_step
    records = [group_record(group, step=step) for group in targets.new_groups]
    return tag_edits(dataset.table("TagGroups"), {"": records}, language=dataset.model.settings.language)
