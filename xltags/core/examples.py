"""Tiny datasets from plain columns: for the examples in docstrings and for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeGuard

from xltags.core.dataset import Dataset
from xltags.core.read_dataset import read_dataset
from xltags.core.spec import TableSpec
from xltags.core.structure_fault import StructureFault
from xltags.core.table import Table, make_table
from xltags.core.values import Value

Cells = Sequence[Value | None] | Value | None
Columns = Mapping[str, Cells]
EXAMPLE_DAY = date(2026, 11, 21)


def dataset(
    given: Mapping[str, Columns] | None = None,
    /,
    *,
    as_of: date = EXAMPLE_DAY,
    structure: tuple[StructureFault, ...] = (),
    specs: Mapping[str, TableSpec] | None = None,
    workbook: str = "example.xlsx",
    **tables: Columns,
) -> Dataset:
    """A dataset as a reader would make it, each table at A1 of its own sheet, in the order given.

    Args:
        as_of: today for every rule.
        structure: faults of structure that a reader would have met.
        specs: declarations by table id, attached to the columns (a reader attaches them; most rules need none).
        given, tables: by table id, the cells by column id. A plain value instead of a sequence is repeated in every
            row. Choices are given as ids, as a reader hands them on. Without `TagGroups`, each group named in `Tags`
            is an active one.

    >>> tiny = dataset(
    ...     Tags={"group": "industry", "tag": ["Retail", "Software"], "zh": ["零售", "软件"]},
    ...     Customers={"customer_id": ["C1", "C2"], "industry": ["软件", None]},
    ... )
    >>> tiny.customers.tags["industry"].labels()
    (('Software',),)
    """
    plain = {**(given or {}), **tables}
    if "Tags" in plain and "TagGroups" not in plain:
        groups = _column(plain["Tags"].get("group"))
        plain = {"TagGroups": {"group": list(dict.fromkeys(groups))}, **plain}
    made = {id: _table(id, columns, (specs or {}).get(id)) for id, columns in plain.items()}
    return read_dataset(made, as_of=as_of, structure=structure, workbook=workbook)


def _table(id: str, columns: Columns, spec: TableSpec | None) -> Table:
    count = max((len(cells) for cells in columns.values() if _is_many(cells)), default=1)
    table = make_table(id, {name: _column(cells, count) for name, cells in columns.items()})
    if spec is None:
        return table
    declared = {name: replace(column, spec=spec.column(name)) for name, column in table.columns.items()}
    return replace(table, columns=declared)


def _is_many(cells: Cells) -> TypeGuard[Sequence[Value | None]]:
    return isinstance(cells, Sequence) and not isinstance(cells, str)


def _column(cells: Cells, count: int = 1) -> list[Value | None]:
    if isinstance(cells, Sequence) and not isinstance(cells, str):
        return list(cells)
    return [cells] * count
