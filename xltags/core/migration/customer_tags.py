"""The tags of customers, changed with a note of what each customer had and has."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from xltags.core.customers import Match, TagColumn
from xltags.core.dataset import Dataset
from xltags.core.migration.cells import Targets, added_value, changed_cells, with_targets
from xltags.core.migration.draft import Draft
from xltags.core.migration.outcome import Conflict, Outcome, TagChange
from xltags.core.migration.references import read_as_tags, require_no_formulas
from xltags.core.taxonomy import Tag, Taxonomy
from xltags.core.text import join_values
from xltags.core.values import Value, as_text


def labels_of(matches: tuple[Match, ...]) -> str:
    """The tags of a cell by label, `a; b`, and as typed what is no tag."""
    return join_values(match.tag.tag if match.tag else match.text for match in matches)


def tags_in(dataset: Dataset, group_id: str) -> TagColumn | None:
    """A group's column of `Customers`, of groups that are not in use too; None where there is none."""
    found = dataset.customers.tags.get(group_id)
    if found is not None or group_id not in dataset.customers.table:
        return found
    return read_as_tags(dataset, dataset.customers.table.column(group_id), group_id)


def retag(draft: Draft, old: Dataset, group_id: str, targets: Targets, outcome: Outcome, *, logged: bool) -> None:
    """Put other tags in the place of some in a group's column; `logged` notes the customers whose tags are others then.

    Raises:
        Conflict: the column holds formulas.
    """
    column = tags_in(old, group_id)
    changed = changed_cells(column, targets) if column else {}
    if column is None or not changed:
        return
    require_no_formulas(old.customers.table.sheet, column.column, changed)
    outcome.count("Customers", draft.table("Customers").map_values(group_id, dict(changed)))
    if logged:
        after = {code: _labels_after(column.matches[code], targets) for code in changed}
        for record in np.flatnonzero(np.isin(column.column.codes, list(changed))).tolist():
            code = int(column.column.codes[record])
            note_change(outcome, record, group_id, labels_of(column.matches[code]), after[code])


def _labels_after(matches: tuple[Match, ...], targets: Targets) -> str:
    canonical = tuple(
        Match(match.tag.tag, match.tag, "exact") if match.tag else match for match in matches
    )  # fmt: skip
    return with_targets(labels_of(matches), canonical, targets)


def note_change(outcome: Outcome, record: int, group_id: str, before: str, after: str) -> None:
    """Note that a customer's tags of a group are others now."""
    if before != after:
        outcome.log.append(TagChange(record, group_id, before, after))
        outcome.customers += 1


def holders(column: TagColumn, tag: Tag) -> NDArray[np.bool_]:
    """Which customers carry a tag."""
    by_code = [any(match.tag is not None and match.tag.id == tag.id for match in it) for it in column.matches]
    return np.asarray([*by_code, False], dtype=np.bool_)[column.column.codes]


def give_by_customer(
    draft: Draft, old: Dataset, group_id: str, tag: Tag, given: Mapping[int, Tag], outcome: Outcome
) -> None:
    """Put another tag in place of one, customer by customer: `given` is by record of `Customers`.

    Raises:
        Conflict: the column holds formulas.
    """
    column = tags_in(old, group_id)
    if column is None or not given:
        return
    require_no_formulas(old.customers.table.sheet, column.column, given)
    made: dict[tuple[int, str], tuple[str, str]] = {}
    cells: dict[int, Value | None] = {}
    for record, new in given.items():
        code = int(column.column.codes[record])
        if (code, new.id) not in made:
            targets = {tag.id: (new,)}
            text = with_targets(as_text(column.column.values[code]), column.matches[code], targets)
            made[code, new.id] = text, _labels_after(column.matches[code], targets)
        cells[record] = made[code, new.id][0]
        note_change(outcome, record, group_id, labels_of(column.matches[code]), made[code, new.id][1])
    draft.table("Customers").set_cells(group_id, cells)
    outcome.count("Customers", len(cells))


def add_to_column(
    draft: Draft, old: Dataset, group_id: str, tag: Tag, records: NDArray[np.bool_], outcome: Outcome, *, taken: str
) -> None:
    """Give customers a tag of another group.

    Where a one-valued cell is filled, `taken` says what happens: `refuse` the workbook, `keep` that cell, `replace` it.

    Raises:
        Conflict: the cell is filled and that is to be refused; the column holds formulas.
    """
    column = tags_in(old, group_id)
    group = old.model.taxonomy.group(group_id)
    if column is None or group is None:
        raise Conflict(f"{old.customers.table.sheet} has no column for {group_id}; add it first")
    if records.any():
        require_no_formulas(old.customers.table.sheet, column.column, True)
    cells: dict[int, Value | None] = {}
    filled = 0
    for record in np.flatnonzero(records).tolist():
        code = int(column.column.codes[record])
        matches = column.matches[code] if code >= 0 else ()
        text = "" if code < 0 else as_text(column.column.values[code])
        if any(match.tag is not None and match.tag.id == tag.id for match in matches):
            continue
        if text and not group.many:
            filled += 1
            if taken != "replace":
                continue
            new = tag.tag
        else:
            new = added_value(text, tag.tag)
        cells[record] = new
        after = tag.tag if not group.many else join_values(filter(None, (labels_of(matches), tag.tag)))
        note_change(outcome, record, group_id, labels_of(matches), after)
    if filled and taken == "refuse":
        raise Conflict(
            f'customers that have another value in {group_id} already: {filled:,}; say taken = "keep" or "replace"'
        )
    draft.table("Customers").set_cells(group_id, cells)
    outcome.count("Customers", len(cells))
    if filled:
        verb = "replaced" if taken == "replace" else "kept"
        outcome.remarks.append(f"customers that had another value in {group_id}, which was {verb}: {filled:,}")


def used_by(dataset: Dataset, tag: Tag) -> int:
    """How many customers carry a tag."""
    column = tags_in(dataset, tag.group)
    return int(holders(column, tag).sum()) if column else 0


def below(taxonomy: Taxonomy, tag: Tag) -> list[Tag]:
    """The tags whose parent is this one."""
    return [each for each in taxonomy.tags if (above := taxonomy.parent_of(each)) and above.id == tag.id]
