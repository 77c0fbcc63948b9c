"""The cells outside `Customers`' tag columns that name a tag, changed along with it."""

from collections.abc import Callable, Iterable

from xltags.core.customers import TagColumn, match_column
from xltags.core.dataset import Dataset
from xltags.core.group_names import SOURCE, group_named
from xltags.core.migration.cells import Targets, changed_cells
from xltags.core.migration.draft import Draft, changed_records
from xltags.core.migration.filter_tags import filters_with_moved_tag, filters_with_tags
from xltags.core.migration.outcome import Conflict, Outcome
from xltags.core.table import Column
from xltags.core.taxonomy import Tag, TagGroup
from xltags.core.text import join_values, split_values
from xltags.core.values import CellFault, Value, as_text

STAGE = "stage"


def repoint(draft: Draft, old: Dataset, group_id: str, targets: Targets, outcome: Outcome) -> None:
    """Put other tags in place of those of a group wherever the workbook names them, but for customers and the log.

    `old` is the workbook before the step, by which texts are understood. A tag that gets several in its place becomes a
    list where lists are read: bands, filters, successors.

    Raises:
        Conflict: another cell names a tag that gets several in its place; a column to change holds formulas; a filter
            names a tag but cannot be read.
    """
    fields = {it.indicator: it.field for it in reversed(old.model.scorecard.indicators)}
    several = {id for id, tags in targets.items() if len(tags) > 1}
    _keyed(draft, old, "Bands", "indicator", lambda it: fields.get(it, ""), group_id, targets, outcome)
    for table_id in ("Strategy", "TagRequests"):
        _keyed(draft, old, table_id, "group", lambda it: group_meant(old, it), group_id, targets, outcome, several)
    if group_id == SOURCE:
        _keyed(draft, old, "Spend", "", None, group_id, targets, outcome, several, column_id="source")
    if group_id == STAGE:
        _keyed(draft, old, "Customers", "", None, group_id, targets, outcome, several, column_id="lost_stage")
    for column_id in ("parent", "replaced_by"):
        _named_by_tags(draft, old, column_id, targets, outcome)
    filters_with_tags(draft, old, group_id, targets, outcome)


def group_meant(dataset: Dataset, text: str) -> str:
    """The id of the group that a cell means; "" where it means none."""
    found = group_named(dataset.model.taxonomy, text.strip())
    return found.group if found else ""


def read_as_tags(dataset: Dataset, column: Column, group_id: str) -> TagColumn | None:
    """A column of any table read as tags of a group, several in a cell; None where there is no such group."""
    group = dataset.model.taxonomy.group(group_id)
    if group is None:
        return None
    many = group.model_copy(update={"many": True})
    return match_column(column, many, dataset.index, dataset.model.taxonomy)


def _keyed(
    draft: Draft,
    old: Dataset,
    table_id: str,
    key: str,
    group_of: Callable[[str], str] | None,
    group_id: str,
    targets: Targets,
    outcome: Outcome,
    refused: Iterable[str] = (),
    *,
    column_id: str = "tag",
) -> None:
    """Change a column of tags; the column `key` says through `group_of` which group a row is about."""
    if table_id not in draft or column_id not in old.table(table_id):
        return
    table = draft.tables[table_id]
    column = table.column(column_id)
    tags = read_as_tags(old, column, group_id)
    replaced = changed_cells(tags, targets) if tags else {}
    if tags is None or not replaced:
        return
    wanted = [group_of is None or group_of(as_text(value)) == group_id for value in table.column(key).values]
    keys = table.column(key).codes.tolist()
    chosen = {
        record: code
        for record, code in enumerate(column.codes.tolist())
        if code in replaced
        and record not in table.gone
        and (group_of is None or (keys[record] >= 0 and wanted[keys[record]]))
    }
    for code in sorted(set(chosen.values())):
        if any(match.tag and match.tag.id in set(refused) for match in tags.matches[code]):
            raise Conflict(
                f"{table.origin.sheet}: a row names {as_text(column.values[code])!r}, which would become several tags; "
                "say there which one is meant, or keep the tag with as_parent = true"
            )
    require_no_formulas(table.origin.sheet, column, chosen)
    draft.table(table_id).set_cells(column_id, {record: replaced[code] for record, code in chosen.items()})
    outcome.count(table_id, len(chosen))


def require_no_formulas(sheet: str, column: Column, changes: object) -> None:
    """Refuses to put values where formulas make them.

    Raises:
        Conflict: there is something to change, and the column holds formulas.
    """
    if changes and column.has_formulas:
        raise Conflict(f"{sheet}: column {column.header!r} holds formulas; change what they read, or make it values")


def move_names(draft: Draft, old: Dataset, group: TagGroup, goal: TagGroup, tag: Tag, outcome: Outcome) -> None:
    """Have lines of the plan, requests and filters look for a tag in another group.

    Raises:
        Conflict: bands of an indicator, or spend, name the tag: they belong to one group each.
    """
    probe, spare = Outcome(0, "", ""), Draft(old)
    repoint(spare, old, group.group, {tag.id: (tag.model_copy(update={"id": "?", "tag": "?"}),)}, probe)
    named = [table for table in ("Bands", "Spend") if probe.cells[table]]
    if named:
        raise Conflict(
            f"{tag.tag!r} is named by {join_values(named)}, which look for it in {group.group}; change them first"
        )
    for table_id in ("Strategy", "TagRequests"):
        if table_id in draft and probe.cells[table_id]:
            before, after = old.table(table_id).column("tag"), spare.tables[table_id].column("tag")
            rows = changed_records(before, after, range(len(before)))
            draft.table(table_id).set_cells("group", dict.fromkeys(rows, goal.group))
            outcome.count(table_id, len(rows))
    filters_with_moved_tag(draft, old, group.group, goal.group, tag, outcome)


def _named_by_tags(draft: Draft, old: Dataset, column_id: str, targets: Targets, outcome: Outcome) -> None:
    """Change the parents and successors that tags name; ids stay where the tag stays the same."""
    if column_id not in old.table("Tags"):
        return
    taxonomy, table = old.model.taxonomy, draft.table("Tags")
    column = table.column(column_id)
    groups = [as_text(value).strip() for value in table.column("group").cells()]
    changes: dict[int, Value | None] = {}
    for record, code in enumerate(column.codes.tolist()):
        value = None if code < 0 else column.values[code]
        if value is None or isinstance(value, CellFault):
            continue
        texts = split_values(as_text(value)) if column_id == "replaced_by" else (as_text(value).strip(),)
        new: list[str] = []
        for text in texts:
            meant = taxonomy.refer(text, groups[record])
            found = targets.get(meant.id, ()) if meant else ()
            new += [_reference(text, meant, tag, groups[record]) for tag in found] if found and meant else [text]
        if new != list(texts):
            changes[record] = "; ".join(dict.fromkeys(new))
    require_no_formulas(table.origin.sheet, column, changes)
    table.set_cells(column_id, changes)
    outcome.count("Tags", len(changes))


def _reference(text: str, meant: Tag, tag: Tag, group_id: str) -> str:
    """How a row of `Tags` names a tag: as before, by label where that was used and does, else by id."""
    return tag.tag if text != meant.id and tag.group == group_id else tag.id
