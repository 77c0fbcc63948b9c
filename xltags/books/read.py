"""From raw tables to a dataset: which table and column is which, choices as ids, faults of structure noted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from xltags.books.headers import column_names, group_columns, identify
from xltags.books.raw import RawTable, without_blank_rows
from xltags.books.sheets import CUSTOMERS, HELPER_PREFIX, tables
from xltags.core.dataset import Dataset, Model
from xltags.core.finding import Place
from xltags.core.read_dataset import read_dataset
from xltags.core.read_model import read_model
from xltags.core.spec import Choice, ColumnSpec, TableSpec
from xltags.core.structure_fault import StructureFault
from xltags.core.table import Column, Table
from xltags.core.text import fold, join_values, split_values
from xltags.core.values import Value, as_text


class _KnownTable(NamedTuple):
    """What was read of a raw table where headers had these aliases."""

    aliases: Mapping[str, str]
    table: Table
    faults: list[StructureFault]


def dataset_from(raws: Sequence[RawTable], *, as_of: date, workbook: str = "") -> Dataset:
    """The dataset of a workbook's raw tables.

    `Settings` and `TagGroups` are read first, because aliases and tag groups decide what the other headers mean.
    """
    known, faults = known_tables(raws)
    made: dict[str, Table] = {}
    model = Model()
    for id in sorted(known, key=lambda id: (id != "Settings", id != "TagGroups")):
        made[id], found = _read_table(id, known[id], model)
        faults += found
        if id in ("Settings", "TagGroups"):
            model = read_model(made)
    ordered = {id: made[id] for id in tables() if id in made}
    return read_dataset(ordered, as_of=as_of, structure=tuple(faults), workbook=workbook)


def _read_table(id: str, raw: RawTable, model: Model) -> tuple[Table, list[StructureFault]]:
    """A declared table; at once where its sheet says what one read before did, as that of customers never does."""
    aliases = model.settings.aliases
    if id == CUSTOMERS:
        groups = group_columns(model.taxonomy, aliases)
        return to_table(table_spec_of(id), raw, groups | column_names(table_spec_of(id), aliases))
    known = raw.made.get(id)
    if isinstance(known, _KnownTable) and known.aliases == aliases:
        return known.table, known.faults
    table, faults = to_table(table_spec_of(id), raw, column_names(table_spec_of(id), aliases))
    raw.made[id] = _KnownTable(aliases, table, faults)
    return table, faults


def table_spec_of(table_id: str) -> TableSpec:
    """The declaration of a table."""
    return tables()[table_id]


def known_tables(raws: Iterable[RawTable]) -> tuple[dict[str, RawTable], list[StructureFault]]:
    """The declared tables among the raw ones, by id; a required one that is missing or no Excel Table is a fault."""
    names = {fold(name): id for id, spec in tables().items() for name in (id, *spec.titles.values())}
    found: dict[str, RawTable] = {}
    for raw in raws:
        id = names.get(fold(raw.sheet)) or names.get(fold(raw.excel_table.removeprefix("tbl")))
        if id is None:
            continue
        if id not in found or (raw.excel_table and not found[id].excel_table):
            found[id] = raw
    faults = []
    for id, spec in tables().items():
        if id not in found:
            if spec.required:
                faults.append(StructureFault("missing_sheet", Place(id), id, "required"))
        elif not found[id].excel_table:
            faults.append(StructureFault("missing_table", Place(found[id].sheet), id))
    return found, faults


def to_table(spec: TableSpec, raw: RawTable, names: Mapping[str, ColumnSpec]) -> tuple[Table, list[StructureFault]]:
    """The table with its columns by id. Of two headers that mean one column, the first counts; foreign columns stay.

    Columns that only help formulas are left out, and a row where nothing but formulas of xltags stands is no record.
    """
    faults = list(raw.faults)
    columns: dict[str, Column] = {}
    for column, declared in zip(raw.columns, identify((column.header for column in raw.columns), names), strict=True):
        if column.header.startswith(HELPER_PREFIX):
            continue
        place = Place(raw.sheet, f"{column.letter}{raw.header_row}", column.header)
        if not column.header.strip():
            if len(column.values):
                faults.append(StructureFault("blank_header", place, ""))
            continue
        id = declared.id if declared else column.header
        if id in columns:
            faults.append(StructureFault("duplicate_header", place, column.header, columns[id].letter))
            continue
        columns[id] = _declared(column, id, declared)
    own = [id for id, column in columns.items() if column.spec and column.spec.filled_by == "xltags"]
    rows, columns = without_blank_rows(raw.rows, columns, but=own)
    for column_spec in spec.columns:
        if column_spec.id not in columns and column_spec.filled_by == "person":
            place = Place(raw.sheet, "", column_spec.header("en"))
            detail = "required" if column_spec.required else "optional"
            faults.append(StructureFault("missing_column", place, column_spec.header("en"), detail))
    return Table(spec.id, raw.sheet, raw.header_row, rows, columns, raw.excel_table, raw.extent), faults


def _declared(column: Column, id: str, spec: ColumnSpec | None) -> Column:
    """The column with its id and declaration; cells of choices become ids where they are known."""
    values = column.values
    if spec is not None and spec.choices:
        names = choice_names(spec.choices)
        values = tuple(_choice(value, spec, names) for value in values)
    return Column(id, column.header, column.letter, values, column.codes, column.has_formulas, spec)


def choice_names(choices: Iterable[Choice]) -> dict[str, str]:
    """The id of each choice by folded id and label."""
    names: dict[str, str] = {}
    for choice in choices:
        for name in (choice.id, *choice.labels.values()):
            names.setdefault(fold(name), choice.id)
    return names


def _choice(value: Value, spec: ColumnSpec, names: Mapping[str, str]) -> Value:
    if not isinstance(value, str):
        return value
    if spec.kind == "choices":
        return join_values(names.get(fold(part), part) for part in split_values(value))
    return names.get(fold(value), as_text(value))
