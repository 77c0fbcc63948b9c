"""The steps of a plan that change tag groups."""

from collections.abc import Iterable

from xltags.core.dataset import Dataset
from xltags.core.finding import LANGUAGES
from xltags.core.group_names import group_named
from xltags.core.migration.draft import Draft
from xltags.core.migration.filter_tags import filters_with_group
from xltags.core.migration.outcome import Conflict, Outcome
from xltags.core.migration.plan import AddGroup, ChangeGroup, RenameGroup
from xltags.core.migration.references import group_meant
from xltags.core.migration.tag_rows import Absent, add_tags, change_group_row, group_cells, known_group, language_of
from xltags.core.read_settings import ALIAS
from xltags.core.spec import ColumnSpec
from xltags.core.table import Column
from xltags.core.taxonomy import TagGroup
from xltags.core.text import fold
from xltags.core.values import Value, as_text

# Tables with a column that names a group by its id, and that column.
NAMING = (
    ("Tags", "group"),
    ("Strategy", "group"),
    ("TagRequests", "group"),
    ("FollowUps", "group"),
    ("Indicators", "field"),
)
CUSTOMERS = "Customers"


def add_group(draft: Draft, step: AddGroup, outcome: Outcome) -> None:
    """Carry out `AddGroup`; a group of that id that is there already is left as it is."""
    dataset = draft.dataset()
    known = group_named(dataset.model.taxonomy, step.group)
    if known is not None:
        raise Absent(f"there is a tag group {known.group!r} already")
    if step.group in dataset.customers.table:
        raise Conflict(f"{CUSTOMERS} has a column {step.group!r} already, which is no tag group")
    record: dict[str, Value | None] = {
        "label_en": step.group.replace("_", " ").capitalize(),
        "family": "specific",
        "step": dataset.model.settings.maturity_step,
        "values": "one",
        "required": "no",
        "feed": "manual",
        "status": "active",
        **group_cells(step),
        "group": step.group,
    }
    draft.table("TagGroups").append([record])
    outcome.count("TagGroups", 1)
    group = known_group(draft.dataset(), step.group)
    if group.status == "active":
        header = free_header(dataset.customers.table.columns.values(), group.label(language_of(dataset)))
        draft.table(CUSTOMERS).add_column(_spec(group), header)
        outcome.remarks.append(f"{dataset.customers.table.sheet} gets the column {header!r}")
    add_tags(draft, step.group, step.tags, outcome)


def _spec(group: TagGroup) -> ColumnSpec:
    headers = {language: group.label(language) for language in LANGUAGES}
    return ColumnSpec(group.group, "tag", headers=headers, required=group.required, width=18)


def free_header(columns: Iterable[Column], header: str) -> str:
    """A header that none of the columns has."""
    taken = {fold(column.header) for column in columns}
    found, number = header, 2
    while fold(found) in taken:
        found, number = f"{header} {number}", number + 1
    return found


def rename_group(draft: Draft, step: RenameGroup, outcome: Outcome) -> None:
    """Carry out `RenameGroup`.

    The header in `Customers` follows where it named the group by what is given up.
    """
    old = draft.dataset()
    group = group_named(old.model.taxonomy, step.group)
    if group is None:
        group = old.model.taxonomy.group(step.to) if step.to else None
        if group is None:
            raise Absent(f"there is no tag group {step.group!r}")
    new_id = step.to or group.group
    _require_free(old, group, step)
    labels: dict[str, Value | None] = {
        id: text for id in ("label_en", "label_zh", "label_vi") if (text := getattr(step, id))
    }
    change_group_row(draft, group, {"group": new_id, **labels}, outcome)
    if new_id != group.group:
        for table_id, column_id in NAMING:
            _rename_in(draft, old, table_id, column_id, group.group, new_id, outcome)
        filters_with_group(draft, old, group.group, new_id, outcome)
        _rename_aliases(draft, group.group, new_id, outcome)
    _rename_column(draft, old, group, known_group(draft.dataset(), new_id), outcome)


def _require_free(old: Dataset, group: TagGroup, step: RenameGroup) -> None:
    for text in filter(None, (step.to, step.label_en, step.label_zh, step.label_vi)):
        other = group_named(old.model.taxonomy, text)
        if other is not None and other.group != group.group:
            raise Conflict(f"{text!r} already names the group {other.group!r}; choose another")
    if step.to and step.to != group.group and step.to in old.customers.table:
        raise Conflict(f"{CUSTOMERS} has a column {step.to!r} already, which is no tag group")


def _rename_in(
    draft: Draft, old: Dataset, table_id: str, column_id: str, old_id: str, new_id: str, outcome: Outcome
) -> None:
    if table_id not in draft or column_id not in old.table(table_id):
        return
    column = draft.tables[table_id].column(column_id)
    exact = table_id in ("Tags", "Indicators")  # these are read by the letter
    named = {
        code: new_id
        for code, value in enumerate(column.values)
        if (text := as_text(value).strip()) == old_id or (not exact and group_meant(old, text) == old_id)
    }
    outcome.count(table_id, draft.table(table_id).map_values(column_id, named))


def _rename_aliases(draft: Draft, old_id: str, new_id: str, outcome: Outcome) -> None:
    if "Settings" not in draft:
        return
    column = draft.tables["Settings"].column("key")
    key = f"{ALIAS}{CUSTOMERS}.{old_id}"
    named = {code: f"{ALIAS}{CUSTOMERS}.{new_id}" for code, value in enumerate(column.values) if as_text(value) == key}
    outcome.count("Settings", draft.table("Settings").map_values("key", named))


def _rename_column(draft: Draft, old: Dataset, group: TagGroup, new: TagGroup, outcome: Outcome) -> None:
    """Give the column in `Customers` the group's id, and a header that means the group."""
    column = old.customers.table.columns.get(group.group)
    if column is None:
        return
    header = column.header
    for before, after in (
        *((group.label(language), new.label(language)) for language in LANGUAGES),
        (group.group, new.group),
    ):
        if fold(header) == fold(before) and before != after:
            header = after
            break
    if header != column.header:
        others = [each for each in old.customers.table.columns.values() if each.id != group.group]
        header = free_header(others, header)
        outcome.remarks.append(f"{old.customers.table.sheet}: the column {column.header!r} is now {header!r}")
    draft.table(CUSTOMERS).rename_column(group.group, new.group, header, _spec(new))
    outcome.count(CUSTOMERS, int(header != column.header))


def change_group(draft: Draft, step: ChangeGroup, outcome: Outcome) -> None:
    """Carry out `ChangeGroup`."""
    old = draft.dataset()
    group = known_group(old, step.group)
    change_group_row(draft, group, group_cells(step), outcome)
    new = known_group(draft.dataset(), group.group)
    if new.status == "active" and group.group not in old.customers.table:
        header = free_header(old.customers.table.columns.values(), new.label(language_of(old)))
        draft.table(CUSTOMERS).add_column(_spec(new), header)
        outcome.count(CUSTOMERS, 1)
    else:
        _rename_column(draft, old, group, new, outcome)
